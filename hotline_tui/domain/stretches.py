"""When a clock ran and when it stood still, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.hours import date_at

CLOSED = "closed"
STOPPED = "hold:"
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """[begin, end) in epoch seconds. `why` it stood still: `closed` or `hold:` and the reason; empty where it ran."""

    begin: int
    end: int
    why: str = ""
    holidays: tuple[str, ...] = ()
    """Names of the holidays in a closed stretch."""
    extra_days: tuple[str, ...] = ()
    """Working days by exception in a stretch that ran."""

    @property
    def ran(self) -> bool:
        return not self.why


def stretches(
    calendar: Calendar, start: int, end: int, holds: tuple[tuple[int, int | None, str], ...] = ()
) -> list[Stretch]:
    """[start, end) cut where the clock begins to run or to stand still; what adjoins for the same reason is one
    stretch."""
    found: list[Stretch] = []
    position = start
    for begin, stop, reason in sorted(holds, key=lambda hold: hold[0]):
        low, high = max(begin, position), end if stop is None else min(stop, end)
        if high <= low:
            continue
        found += _open_and_closed(calendar, position, low)
        found.append(Stretch(low, high, STOPPED + reason))
        position = high
    found += _open_and_closed(calendar, position, end)
    return found


def _open_and_closed(calendar: Calendar, start: int, end: int) -> list[Stretch]:
    found: list[Stretch] = []
    position = start
    for opens, closes in calendar.open_spans(start, end):
        if opens > position:
            found.append(Stretch(position, opens, CLOSED, holidays=_names(calendar, position, opens)))
        found.append(Stretch(opens, closes, extra_days=_extra_days(calendar, opens, closes)))
        position = closes
    if position < end:
        found.append(Stretch(position, end, CLOSED, holidays=_names(calendar, position, end)))
    return found


def _names(calendar: Calendar, begin: int, end: int) -> tuple[str, ...]:
    """The names of closed days, or their dates where they have none."""
    names: dict[str, None] = {}
    for day in range(date_at(calendar.zone, begin), date_at(calendar.zone, end - 1) + 1):
        if not calendar.hours_on(day) and calendar.is_exception(day):
            names[calendar.names.get(day) or dt.date.fromordinal(day).isoformat()] = None
    return tuple(names)[:MOST_NAMES]


def _extra_days(calendar: Calendar, begin: int, end: int) -> tuple[str, ...]:
    days = range(date_at(calendar.zone, begin), date_at(calendar.zone, end - 1) + 1)
    return tuple(dt.date.fromordinal(day).isoformat() for day in days if calendar.days.get(day))[:MOST_NAMES]
