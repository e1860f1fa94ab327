"""The due times ahead as a timeline: what is late, then hour by hour, how many and how many of them dangerous. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

LATE_CELLS = 5
HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Hour:
    """One column: from `start` (None: all that is late by now) so many are due, so many of them P1 or P2."""

    start: float | None
    due: int
    dangerous: int


def columns(
    dues: Sequence[tuple[float, bool]], now: float, end: float, zone: tzinfo, cells: int
) -> tuple[list[Hour], int]:
    """The columns that fit into so many cells, and how wide each is: several hours share one where they must."""
    here = datetime.fromtimestamp(now, zone)
    first = now - here.minute * 60.0 - here.second - here.microsecond / 1e6
    hours = max(1, int(-(-(end - first) // HOUR_S)))
    width, step = next(
        ((width, step) for step in range(1, hours + 1) for width in (4, 3) if _fits(hours, step, width, cells)),
        (3, hours),
    )
    return list(_filled(dues, now, first, hours, step)), width


def _fits(hours: int, step: int, width: int, cells: int) -> bool:
    return -(-hours // step) * width + LATE_CELLS <= cells


def _filled(dues: Sequence[tuple[float, bool]], now: float, first: float, hours: int, step: int) -> Iterator[Hour]:
    late = [dangerous for at, dangerous in dues if at <= now]
    yield Hour(None, len(late), sum(late))
    for place in range(0, hours, step):
        start = first + place * HOUR_S
        end = start + step * HOUR_S
        there = [dangerous for at, dangerous in dues if now < at and start <= at < end]
        yield Hour(start, len(there), sum(there))
