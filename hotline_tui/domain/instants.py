"""Instants at the edge: aware datetimes to whole epoch seconds, holds to stretches that do not overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hotline_tui.domain.calendar_table import FIRST_YEAR, LAST_YEAR
from hotline_tui.domain.errors import N_, Invalid

UTC = dt.UTC
MIN_INSTANT = int(dt.datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
MAX_INSTANT = int(dt.datetime(LAST_YEAR, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())

Stops = tuple[tuple[int, int | None], ...]
"""Stretches for which a clock stands still: sorted disjoint [from, to) in epoch seconds; the last may have no end."""

Hold = tuple[dt.datetime, dt.datetime | None]


def out_of_range() -> Invalid:
    return Invalid(N_("An instant must lie between {first} and {last}."), first=FIRST_YEAR, last=LAST_YEAR)


def seconds_of(instant: dt.datetime) -> int:
    """Whole epoch seconds of an aware datetime. Raises `Invalid` for a naive one, or one out of range."""
    if instant.tzinfo is None:
        raise naive(instant)
    seconds = int(instant.timestamp())
    if not MIN_INSTANT <= seconds <= MAX_INSTANT:
        raise out_of_range()
    return seconds


def naive(instant: dt.datetime) -> Invalid:
    return Invalid(N_("“{value}” has no time zone: give an offset, for example +08:00."), value=instant.isoformat())


def stops_of(holds: Iterable[Hold]) -> Stops:
    """Holds in any order, overlapping or not, as sorted disjoint stretches. Raises `Invalid` for one that ends before
    it begins, or without a time zone."""
    spans: list[tuple[int, int | None]] = []
    apart, last = True, MIN_INSTANT
    for hold_from, hold_to in holds:
        if hold_from.tzinfo is None:
            raise naive(hold_from)
        low, high = int(hold_from.timestamp()), None
        apart = apart and low > last
        if hold_to is None:
            last = MAX_INSTANT
        else:
            if hold_to.tzinfo is None:
                raise naive(hold_to)
            last = high = int(hold_to.timestamp())
            if high < low:
                raise _reversed(hold_from, hold_to)
        spans.append((low, high))
    return tuple(spans) if apart else join_stops(spans)


def _reversed(begins: dt.datetime, ends: dt.datetime) -> Invalid:
    return Invalid(
        N_("A hold ends before it begins: {begins} to {ends}."), begins=begins.isoformat(), ends=ends.isoformat()
    )


def join_stops(spans: list[tuple[int, int | None]]) -> Stops:
    """Sort stretches and join those that overlap or touch."""
    spans.sort(key=lambda span: span[0])
    joined: list[tuple[int, int | None]] = []
    for low, high in spans:
        if not joined or ((last := joined[-1][1]) is not None and low > last):
            joined.append((low, high))
        elif last is not None and (high is None or high > last):
            joined[-1] = (joined[-1][0], high)
    return tuple(joined)
