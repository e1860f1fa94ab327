"""Which shift is on at a desk, as planned or by its pattern (FS-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection, select

from hotline_tui.domain.roster import PATTERNS, ShiftKind, own_pattern, shift_at
from hotline_tui.services.rows import Rec
from hotline_tui.store.tables import Shift, table_of


@dataclass(frozen=True, slots=True)
class ShiftOn:
    """One shift: its row, where it has been planned. A name that comes from a shipped pattern is a message id."""

    id: int | None
    name: str
    start: datetime
    end: datetime


def pattern_of(desk: Rec) -> tuple[ShiftKind, ...]:
    """The desk's shift pattern: a shipped one, or its own."""
    own = desk.settings.get("own_shifts")
    if desk.settings.get("shifts") == "own" and isinstance(own, list):
        return own_pattern((str(code), str(name), time.fromisoformat(str(begins))) for code, name, begins in own)
    return PATTERNS.get(str(desk.settings.get("shifts", "three")), PATTERNS["three"])


def shift_on(conn: Connection, desk: Rec, at: datetime) -> ShiftOn:
    """The shift that is on: as planned, else by the desk's pattern."""
    s = table_of(Shift).c
    row = conn.execute(
        select(s.id, s.name, s.code, s.starts_at, s.ends_at)
        .where(s.desk_id == desk.id, s.starts_at <= at, s.ends_at > at)
        .order_by(s.starts_at.desc())
        .limit(1)
    ).first()
    if row is not None:
        return ShiftOn(row.id, row.name or row.code, row.starts_at, row.ends_at)
    shift = shift_at(pattern_of(desk), at, desk.timezone)
    return ShiftOn(None, shift.kind.msgid, shift.span.start, shift.span.end)


def change_at(conn: Connection, desk: Rec, at: datetime) -> tuple[ShiftOn, ShiftOn]:
    """The change of shift that is nearest: (the ending shift, the coming one)."""
    now = shift_on(conn, desk, at)
    if at - now.start < (now.end - now.start) / 2:
        return shift_on(conn, desk, now.start - timedelta(seconds=1)), now
    return now, shift_on(conn, desk, now.end)
