"""The lines of a handover, and the duty log (OR-3)."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_num, maybe_when, num, opt, ref, txt, when


class HandoverLine(SQLModel, table=True):
    """One line to be gone through; frozen with its handover."""

    __tablename__ = "handover_line"
    __table_args__ = (
        Index("handover_line_place", "handover_id", "sort"),
        Index("handover_line_key", "handover_id", "key", unique=True),
    )
    id: int | None = key()
    handover_id: int = ref("handover.id")
    key: str = txt()
    """`domain.handover.Line.key`."""
    part: str = txt()
    """severity, summary, action, situation."""
    sort: int = num()
    thing_kind: str = txt("")
    thing_id: int | None = maybe_num()
    code: str = txt("")
    params: dict[str, object] = doc()
    text: str = txt("")
    dangerous: bool = flag()
    drafted: str = txt("")
    """Its fingerprint when the picture was taken; empty: it came later."""
    seen: str = txt("")
    """Its fingerprint when it was understood."""
    understood_at: datetime | None = maybe_when()
    stays: bool = flag()
    """A named person's work: listed, not moved."""
    question: str = txt("")
    answer: str = txt("")


class LogEntry(SQLModel, table=True):
    """A line of the duty log (值班日志): what happened that belongs to no ticket; orders from above."""

    __tablename__ = "log_entry"
    __table_args__ = (
        Index("log_entry_desk", "desk_id", "at"),
        Index("log_entry_thing", "thing_kind", "thing_id"),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    shift_id: int | None = opt("shift.id")
    at: datetime = when()
    by_id: int | None = opt("operator.id")
    kind: str = txt("note")
    """note, order_from_above, outage, protected_event, duty_mobile, test_call …"""
    text: str = txt()
    from_whom: str = txt("")
    starts_at: datetime | None = maybe_when()
    ends_at: datetime | None = maybe_when()
    due_at: datetime | None = maybe_when()
    done_at: datetime | None = maybe_when()
    hand_over: bool = flag()
    thing_kind: str = txt("")
    thing_id: int | None = maybe_num()
    corrects_id: int | None = opt("log_entry.id")
    """A log entry is not changed; a later one corrects it."""
