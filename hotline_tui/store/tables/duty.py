"""Handover and the duty log (OR-3)."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_num, maybe_when, num, opt, ref, txt, when


class Handover(SQLModel, table=True):
    """One passing-on of a desk between two shifts. Signed or refused, it never changes (by trigger)."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("handover_desk", "desk_id", "drafted_at"),
        Index(
            "handover_open",
            "desk_id",
            "from_operator_id",
            unique=True,
            sqlite_where=text("state IN ('drafted', 'reviewing')"),
            postgresql_where=text("state IN ('drafted', 'reviewing')"),
        ),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    partial: bool = flag()
    """Only the outgoing operator's own work; no post moves."""
    from_shift_id: int | None = opt("shift.id")
    to_shift_id: int | None = opt("shift.id")
    from_operator_id: int = ref("operator.id")
    to_operator_id: int | None = opt("operator.id")
    state: str = txt("drafted")
    """drafted, reviewing, signed, signed_reserved, refused (`words.HandoverState`)."""
    drafted_at: datetime = when()
    as_of: datetime | None = maybe_when()
    """The instant the lists were taken."""
    out_signed_at: datetime | None = maybe_when()
    in_signed_at: datetime | None = maybe_when()
    countersign: bool = flag()
    """The desk asked for the shift lead's signature too. That one is an event on its chain, for the row is frozen."""
    refused_at: datetime | None = maybe_when()
    reservation: str = txt("")
    words: str = txt("")
    """The outgoing lead's own words."""
    situation: dict[str, object] = doc()
    """Posts that move, shifts by name and time, and the checklist: item → [ok, note, by, at]."""
    figures: dict[str, object] = doc()
    seal_id: int | None = opt("seal.id")
    seal_hash: str = txt("")
    search: str = txt("")
    """All its words as text, written when it is signed: three a day are looked through, not indexed."""
    version: int = num(1)


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
