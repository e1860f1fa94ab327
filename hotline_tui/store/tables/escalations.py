"""Escalations: somebody higher is told or takes over (OR-2)."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import key, maybe_when, num, opt, ref, txt, when


class Escalation(SQLModel, table=True):
    """Somebody higher is told or takes over; each step says who, when, how, and whether they answered (OR-2)."""

    __tablename__ = "escalation"
    __table_args__ = (
        Index("escalation_once", "clock_id", "step", unique=True, sqlite_where=text("clock_id IS NOT NULL")),
        Index("escalation_thing", "thing_kind", "thing_id"),
        Index(
            "escalation_unanswered",
            "desk_id",
            "at",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    thing_kind: str = txt()
    thing_id: int = num(big=True)
    clock_id: int | None = opt("clock.id")
    step: str = txt()
    """t75, t90, breach, hand …"""
    role: str = txt("")
    operator_id: int | None = opt("operator.id")
    how: str = txt("")
    at: datetime = when()
    by_id: int | None = opt("operator.id")
    reason: str = txt("")
    answered_at: datetime | None = maybe_when()
    answer: str = txt("")
