"""Acts on shifts, the roster and absences (FS-7, OR-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPattern(Command):
    """The desk's shift pattern from a day on: `two`, `three`, or its own shifts (code, name, HH:MM)."""

    kind: ClassVar[str] = "shift.pattern"
    pattern: str
    shifts: tuple[tuple[str, str, str], ...] = ()
    from_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShifts(Command):
    """Fill posts by rotation from a day on: crews take the pattern's shifts one after the other.

    `crews`: each a tuple of (post, operator). `days`: at most 92. What is planned there already for these posts is
    replaced; what has begun stays.
    """

    kind: ClassVar[str] = "shift.plan"
    from_day: date
    days: int
    crews: tuple[tuple[tuple[int, int], ...], ...]
    first: int = 0
    """Which crew has the first shift."""
    every: int = 1
    """How many shifts a crew's place in the turn lasts before it moves on by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutDuty(Command):
    """Somebody fills a post for a stretch (`entry` None: a new one). Refused where it would book them twice.

    Another person in the middle of a stretch that has begun takes what is left of it; until then it stays whose it was.
    """

    kind: ClassVar[str] = "roster.put"
    entry: int | None = None
    post: int
    operator: int
    starts_at: datetime
    ends_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelDuty(Command):
    kind: ClassVar[str] = "roster.cancel"
    entry: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapDuty(Command):
    """Two people swap: each entry is replaced by one with the other's name, and points to what it replaces."""

    kind: ClassVar[str] = "roster.swap"
    first: int
    second: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAbsence(Command):
    """Leave, training, sick: the roster shows the gaps it makes."""

    kind: ClassVar[str] = "absence.put"
    operator: int
    absence: str = "leave"
    """leave, training, sick."""
    starts_at: datetime
    ends_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAbsence(Command):
    kind: ClassVar[str] = "absence.cancel"
    absence: int
