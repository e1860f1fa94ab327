"""What hangs on tickets: holds, steps, notes, links."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import big, doc, key, maybe_when, num, opt, ref, txt, when


class Hold(SQLModel, table=True):
    """One stretch of standing still, with its reason; one at a time per ticket."""

    __tablename__ = "hold"
    __table_args__ = (
        Index("hold_ticket", "ticket_id", "from_at"),
        Index(
            "hold_one_open",
            "ticket_id",
            unique=True,
            sqlite_where=text("to_at IS NULL"),
            postgresql_where=text("to_at IS NULL"),
        ),
    )
    id: int | None = key()
    ticket_id: int = ref("ticket.id")
    reason: str = txt()
    note: str = txt("")
    from_at: datetime = when()
    to_at: datetime | None = maybe_when()
    review_at: datetime | None = maybe_when()
    by_id: int | None = opt("operator.id")
    ended_by_id: int | None = opt("operator.id")


class Step(SQLModel, table=True):
    """A playbook or checklist item of a ticket, visit or order, ticked off when done (TR-3, FS-3)."""

    __tablename__ = "step"
    __table_args__ = (Index("step_place", "thing_kind", "thing_id", "list_code", "sort", unique=True),)
    id: int | None = key()
    thing_kind: str = txt()
    thing_id: int = big()
    list_code: str = txt()
    """The playbook or checklist."""
    sort: int = num()
    title: dict[str, object] = doc()
    """{"zh": …, "en": …}, copied, so that a later playbook does not change what was done."""
    state: str = txt("todo")
    """todo, done, skipped."""
    done_at: datetime | None = maybe_when()
    by_id: int | None = opt("operator.id")
    note: str = txt("")


class Note(SQLModel, table=True):
    """A word said or written about a ticket, call, complaint or visit, inside or to the customer."""

    __tablename__ = "note"
    __table_args__ = (Index("note_thing", "thing_kind", "thing_id", "at"),)
    id: int | None = key()
    thing_kind: str = txt()
    thing_id: int = big()
    at: datetime = when()
    by_id: int | None = opt("operator.id")
    kind: str = txt("note")
    """note, told_customer, from_customer, diagnosis, consent."""
    text: str = txt()


class Link(SQLModel, table=True):
    """A tie between two things: ticket and article, ticket and bulletin, ticket and related ticket."""

    __tablename__ = "link"
    __table_args__ = (
        Index("link_once", "from_kind", "from_id", "kind", "to_kind", "to_id", unique=True),
        Index("link_back", "to_kind", "to_id"),
    )
    id: int | None = key()
    from_kind: str = txt()
    from_id: int = big()
    kind: str = txt()
    """solved_by, offered, related, duplicate_of …"""
    to_kind: str = txt()
    to_id: int = big()
    at: datetime = when()
    by_id: int | None = opt("operator.id")
    removed_at: datetime | None = maybe_when()
