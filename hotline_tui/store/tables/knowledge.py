"""Articles, bulletins and training (KN-1, CU-3, CU-6)."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from hotline_tui.store.types import doc, key, maybe_num, maybe_when, num, opt, ref, txt, when


class Article(SQLModel, table=True):
    """A known problem with its solution. `search` are tokens made by `store.search.document`."""

    __tablename__ = "article"
    __table_args__ = (
        Index("article_fault", "fault_kind"),
        Index("article_ticket", "ticket_id"),
    )
    id: int | None = key()
    code: str = txt(unique=True)
    title: str = txt()
    fault_kind: str = txt("")
    product: str = txt("")
    symptom: str = txt("")
    cause: str = txt("")
    solution: str = txt("")
    language: str = txt("zh")
    state: str = txt("candidate")
    """candidate, published, retired."""
    ticket_id: int | None = opt("ticket.id")
    """The ticket it came from."""
    used: int = num(0)
    search: str = txt("")
    created_at: datetime = when()
    by_id: int | None = opt("operator.id")
    version: int = num(1)


class Bulletin(SQLModel, table=True):
    """A newly found critical problem, patch or upgrade, for the customers who run that product."""

    __tablename__ = "bulletin"
    id: int | None = key()
    code: str = txt(unique=True)
    title: str = txt()
    text: str = txt("")
    kind: str = txt("problem")
    product: str = txt("")
    models: list[object] = doc("[]")
    state: str = txt("draft")
    """draft, sent, withdrawn."""
    created_at: datetime = when()
    sent_at: datetime | None = maybe_when()
    by_id: int | None = opt("operator.id")
    version: int = num(1)


class BulletinReceipt(SQLModel, table=True):
    """Who was told of a bulletin, when and how."""

    __tablename__ = "bulletin_receipt"
    __table_args__ = (
        UniqueConstraint("bulletin_id", "customer_id"),
        Index("bulletin_receipt_customer", "customer_id"),
    )
    id: int | None = key()
    bulletin_id: int = ref("bulletin.id")
    customer_id: int = ref("customer.id")
    contact_id: int | None = opt("contact.id")
    how: str = txt("")
    told_at: datetime | None = maybe_when()
    acknowledged_at: datetime | None = maybe_when()
    state: str = txt("due")


class Training(SQLModel, table=True):
    """A training session: plan, participants, record, evaluation (CU-6)."""

    __tablename__ = "training"
    __table_args__ = (Index("training_when", "starts_at"),)
    id: int | None = key()
    desk_id: int = ref("desk.id")
    customer_id: int | None = opt("customer.id", index=True)
    title: str = txt()
    starts_at: datetime = when()
    ends_at: datetime | None = maybe_when()
    place: str = txt("")
    trainer: str = txt("")
    participants: list[object] = doc("[]")
    record: str = txt("")
    score: int | None = maybe_num()
    state: str = txt("planned")
    version: int = num(1)
