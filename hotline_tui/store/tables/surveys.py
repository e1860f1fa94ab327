"""Satisfaction surveys."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import key, maybe_num, maybe_when, num, opt, ref, txt


class Survey(SQLModel, table=True):
    """One call-back about satisfaction, planned or held."""

    __tablename__ = "survey"
    __table_args__ = (
        Index("survey_customer", "customer_id"),
        Index("survey_ticket", "ticket_id"),
        Index(
            "survey_due",
            "desk_id",
            "due_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    customer_id: int = ref("customer.id")
    contact_id: int | None = opt("contact.id")
    ticket_id: int | None = opt("ticket.id")
    kind: str = txt("callback")
    state: str = txt("planned")
    """planned, held, not_reached, refused."""
    due_at: datetime | None = maybe_when()
    held_at: datetime | None = maybe_when()
    by_id: int | None = opt("operator.id")
    score: int | None = maybe_num()
    """1 to 5."""
    satisfied: bool | None = None
    remark: str = txt("")
    version: int = num(1)
