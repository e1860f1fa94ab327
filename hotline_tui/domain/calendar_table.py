"""The opening intervals of some years in a row, for bisection."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import Protocol
from zoneinfo import ZoneInfo

from hotline_tui.domain.hours import DAY, EPOCH_ORDINAL, Hours, offset_at, wall_spans

FIRST_YEAR, LAST_YEAR = 1970, 2199
MARGIN = 2 * DAY
"""At each end of a table, these seconds may belong to another year in some time zone."""


class Days(Protocol):
    """What a table is built from."""

    @property
    def zone(self) -> ZoneInfo: ...

    def hours_on(self, ordinal: int) -> Hours: ...


class Table:
    """Intervals [opens[i], closes[i]) of the years first_year…last_year; sums[i] is the opening time up to closes[i].

    `low` and `high` are the instants between which positions are true, `total` is the position of `high`.
    """

    __slots__ = ("closes", "first_year", "high", "last_year", "low", "opens", "sums", "total")

    def __init__(self, years: tuple[int, int], bounds: tuple[int, int], opens: list[int], closes: list[int]) -> None:
        self.first_year, self.last_year = years
        self.low, self.high = bounds
        self.opens, self.closes = opens, closes
        self.sums: list[int] = []
        total = 0
        for begin, end in zip(opens, closes, strict=True):
            total += end - begin
            self.sums.append(total)
        self.total = self.position(self.high)

    def position(self, instant: int) -> int:
        """Opening time from the table's beginning to an instant."""
        i = bisect_right(self.opens, instant) - 1
        if i < 0:
            return 0
        close = self.closes[i]
        return self.sums[i] - (close - instant if instant < close else 0)


def build_table(days: Days, first: int, last: int, known: Table | None) -> Table:
    """The table of the years first…last, reusing the years of a `known` one."""
    opens: list[int] = []
    closes: list[int] = []
    for year in range(first, last + 1):
        if known is not None and known.first_year <= year <= known.last_year:
            if year == known.first_year:
                opens += known.opens
                closes += known.closes
            continue
        for begin, end in _year_spans(days, year):
            if closes and closes[-1] == begin:
                closes[-1] = end
            else:
                opens.append(begin)
                closes.append(end)
    bounds = (
        _midnight(dt.date(first, 1, 1).toordinal()) + MARGIN,
        _midnight(dt.date(last + 1, 1, 1).toordinal()) - MARGIN,
    )
    return Table((first, last), bounds, opens, closes)


def _year_spans(days: Days, year: int) -> list[tuple[int, int]]:
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    zone = days.zone
    offsets = [offset_at(zone, _midnight(ordinal)) for ordinal in range(first - 2, last + 4)]
    spans: list[tuple[int, int]] = []
    for ordinal in range(first, last + 1):
        hours = days.hours_on(ordinal)
        if not hours:
            continue
        near = offsets[ordinal - first : ordinal - first + 5]
        if near.count(near[0]) == len(near):
            base = _midnight(ordinal) - near[0]
            spans += [(base + opening, base + closing) for opening, closing in hours]
        else:
            spans += wall_spans(zone, ordinal, hours)
    return spans


def _midnight(ordinal: int) -> int:
    return (ordinal - EPOCH_ORDINAL) * DAY
