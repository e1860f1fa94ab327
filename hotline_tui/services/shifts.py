"""Which shift is on at a desk, as planned or by its pattern (FS-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from hotline_tui.domain.roster import PATTERNS, Patterns, ShiftKind, own_pattern, shift_at
from hotline_tui.services.rows import Rec
from hotline_tui.store.tables import Shift, table_of


@dataclass(frozen=True, slots=True)
class ShiftOn:
    """One shift: its row, where it has been planned. A name that comes from a shipped pattern is a message id."""

    id: int | None
    name: str
    start: datetime
    end: datetime


def named_patterns(desk: Rec) -> list[tuple[date, str, list[Any]]]:
    """(from which day on, `two`, `three` or `own`, one's own shifts) by day; what the desk began with comes first."""
    settings = desk.settings
    first = (date.min, str(settings.get("shifts", "three")), list(settings.get("own_shifts") or ()))
    later = [(date.fromisoformat(day), str(name), list(own)) for day, name, own in settings.get("patterns", ())]
    return [first, *sorted(later, key=lambda one: one[0])]


def patterns_of(desk: Rec) -> Patterns:
    """The desk's shift patterns, each with the day from which it counts: shipped ones, or its own."""
    return tuple((day, _kinds(name, own)) for day, name, own in named_patterns(desk))


def _kinds(name: str, own: list[Any]) -> tuple[ShiftKind, ...]:
    if name == "own" and own:
        return own_pattern((str(code), str(words), time.fromisoformat(str(begins))) for code, words, begins in own)
    return PATTERNS.get(name, PATTERNS["three"])


def pattern_ahead(desk: Rec, day: date) -> tuple[str, tuple[str, date] | None]:
    """The name of that day's pattern, and of the next one with the day from which it counts."""
    named = named_patterns(desk)
    later = next(((name, first) for first, name, _own in named if first > day), None)
    return [name for first, name, _own in named if first <= day][-1], later


def day_of(desk: Rec, at: datetime) -> date:
    """Which day it is at the desk."""
    return at.astimezone(ZoneInfo(desk.timezone)).date()


_shift = table_of(Shift).c
_AT = bindparam("at", type_=_shift.starts_at.type)
_ON = (
    select(_shift.id, _shift.name, _shift.code, _shift.starts_at, _shift.ends_at)
    .where(_shift.desk_id == bindparam("desk"), _shift.starts_at <= _AT, _shift.ends_at > _AT)
    .order_by(_shift.starts_at.desc())
    .limit(1)
)


def shift_on(conn: Connection, desk: Rec, at: datetime) -> ShiftOn:
    """The shift that is on: as planned, else by the desk's pattern."""
    row = conn.execute(_ON, {"desk": desk.id, "at": at}).first()
    if row is not None:
        return ShiftOn(row.id, row.name or row.code, row.starts_at, row.ends_at)
    shift = shift_at(patterns_of(desk), at, desk.timezone)
    return ShiftOn(None, shift.kind.msgid, shift.span.start, shift.span.end)


def change_at(conn: Connection, desk: Rec, at: datetime) -> tuple[ShiftOn, ShiftOn]:
    """The change of shift that is nearest: (the ending shift, the coming one)."""
    now = shift_on(conn, desk, at)
    if at - now.start < (now.end - now.start) / 2:
        return shift_on(conn, desk, now.start - timedelta(seconds=1)), now
    return now, shift_on(conn, desk, now.end)
