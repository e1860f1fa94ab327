"""Handover and the duty log (OR-3)."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_num, maybe_when, num, opt, ref, txt, when


class Handover(SQLModel, table=True):
    """One passing-on of a desk between two shifts. Signed or refused, it never changes (by trigger)."""

    __tablename__ = "handover"
    __table_args__ = (Index("handover_desk", "desk_id", "drafted_at"),)
    id: int | None = key()
    desk_id: int = ref("desk.id")
    post_id: int | None = opt("post.id")
    from_shift_id: int | None = opt("shift.id")
    to_shift_id: int | None = opt("shift.id")
    from_operator_id: int = ref("operator.id")
    to_operator_id: int | None = opt("operator.id")
    state: str = txt("drafted")
    """drafted, reviewing, signed, reserved (signed with reservation), refused."""
    drafted_at: datetime = when()
    as_of: datetime | None = maybe_when()
    """The instant the lists were taken."""
    out_signed_at: datetime | None = maybe_when()
    in_signed_at: datetime | None = maybe_when()
    countersigned_at: datetime | None = maybe_when()
    countersigned_by_id: int | None = opt("operator.id")
    refused_at: datetime | None = maybe_when()
    reservation: str = txt("")
    words: str = txt("")
    """The outgoing lead's own words."""
    situation: dict[str, object] = doc()
    figures: dict[str, object] = doc()
    seal_id: int | None = opt("seal.id")
    seal_hash: str = txt("")
    version: int = num(1)


class HandoverLine(SQLModel, table=True):
    """One line to be gone through; frozen with its handover."""

    __tablename__ = "handover_line"
    __table_args__ = (Index("handover_line_place", "handover_id", "part", "sort", unique=True),)
    id: int | None = key()
    handover_id: int = ref("handover.id")
    part: str = txt()
    """severity, summary, action, situation."""
    sort: int = num()
    thing_kind: str = txt("")
    thing_id: int | None = maybe_num()
    code: str = txt("")
    params: dict[str, object] = doc()
    text: str = txt("")
    dangerous: bool = flag()
    understood_at: datetime | None = maybe_when()
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


class DutyMobile(SQLModel, table=True):
    """The duty mobile's passing from hand to hand: the latest row says who has it."""

    __tablename__ = "duty_mobile"
    __table_args__ = (Index("duty_mobile_desk", "desk_id", "since"),)
    id: int | None = key()
    desk_id: int = ref("desk.id")
    number: str = txt()
    operator_id: int | None = opt("operator.id")
    engineer_id: int | None = opt("engineer.id")
    since: datetime = when()
    tested_at: datetime | None = maybe_when()
    handed_by_id: int | None = opt("operator.id")
    note: str = txt("")
