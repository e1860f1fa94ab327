"""Opening time: weekly hours, holidays, make-up working days and exceptions of a time zone, as integers inside.

A `Calendar` is an immutable version: it holds everything needed to compute any due time again (`to_text`,
`from_text`), whatever a holiday library says later. Instants are aware datetimes at the edge (`due`, `elapsed`) and
whole epoch seconds inside (`due_s`, `elapsed_s`, …). Intervals are half-open [open, close), found by bisection in a
table that grows year by year.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from hotline_tui.domain.calendar_codec import calendar_text, read_calendar_text
from hotline_tui.domain.calendar_table import FIRST_YEAR, LAST_YEAR, MARGIN, Table, build_table
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.hours import DAY, Hours, date_at, offset_at, wall_instant, wall_spans
from hotline_tui.domain.instants import MAX_INSTANT, MIN_INSTANT, Hold, Stops, naive, out_of_range, seconds_of, stops_of
from hotline_tui.domain.within import Within, parse_within

UTC = dt.UTC
HORIZON_YEARS = 20


class Calendar:
    """One version of a calendar. Do not change its fields; equality and hash follow `sha256`."""

    __slots__ = (
        "_table",
        "days",
        "first_year",
        "id",
        "last_year",
        "names",
        "predicted",
        "statutory",
        "text",
        "week",
        "yearly",
        "zone",
    )

    def __init__(
        self,
        id: str,
        zone: ZoneInfo,
        week: Sequence[Hours],
        *,
        days: Mapping[int, Hours] | None = None,
        yearly: Iterable[tuple[int, int]] = (),
        names: Mapping[int, str] | None = None,
        statutory: str = "",
        years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR),
        predicted: Iterable[int] = (),
    ) -> None:
        """`week` from Monday; `days` by date ordinal override it; `names` say why a date is closed; `predicted` years
        have holidays that are not published yet, and so has every year outside `years` where `statutory` names a
        country."""
        self.id, self.zone, self.week, self.statutory = id, zone, tuple(week), statutory
        self.days, self.yearly, self.names = dict(days or {}), frozenset(yearly), dict(names or {})
        self.first_year, self.last_year = years
        self.predicted = frozenset(predicted)
        self.text = calendar_text(self)
        self._table: Table | None = None

    # ── identity ────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def sha256(self) -> str:
        """Of the text: two calendars with the same digest give the same due times."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Calendar({self.id!r}, {self.zone.key!r})"

    def to_text(self) -> str:
        """The whole calendar as one line of JSON, the same for the same calendar."""
        return self.text

    @classmethod
    def from_text(cls, text: str) -> Calendar:
        """Read what `to_text` wrote. Raises `Invalid` when the text is damaged."""
        return cls(**read_calendar_text(text))

    # ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def hours_on(self, ordinal: int) -> Hours:
        """Opening hours of a local date (its ordinal) on the wall clock; empty on a closed day."""
        hours = self.days.get(ordinal)
        if hours is not None:
            return hours
        if self.yearly:
            date = dt.date.fromordinal(ordinal)
            if (date.month, date.day) in self.yearly:
                return ()
        return self.week[(ordinal - 1) % 7]

    def spans_on(self, ordinal: int) -> list[tuple[int, int]]:
        """Opening intervals of a local date, in epoch seconds."""
        hours = self.hours_on(ordinal)
        return wall_spans(self.zone, ordinal, hours) if hours else []

    def is_exception(self, ordinal: int) -> bool:
        """Whether a date is not as its weekday."""
        return self.hours_on(ordinal) != self.week[(ordinal - 1) % 7]

    def open_spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The opening intervals between two instants, in epoch seconds."""
        if end <= start:
            return []
        table = self._cover(start, end)
        first = max(bisect_right(table.opens, start) - 1, 0)
        found: list[tuple[int, int]] = []
        for i in range(first, len(table.opens)):
            if table.opens[i] >= end:
                break
            if table.closes[i] > start:
                found.append((max(start, table.opens[i]), min(end, table.closes[i])))
        return found

    def is_predicted(self, year: int) -> bool:
        """True when the holidays of that year are not published, only predicted."""
        return year in self.predicted or (bool(self.statutory) and not self.first_year <= year <= self.last_year)

    def predicted_years(self, start: int, end: int) -> tuple[int, ...]:
        """The predicted years that [start, end] touches, by the calendar's own dates."""
        if not self.statutory and not self.predicted:
            return ()
        first = dt.date.fromordinal(date_at(self.zone, start)).year
        last = dt.date.fromordinal(date_at(self.zone, max(start, end))).year
        return tuple(year for year in range(first, last + 1) if self.is_predicted(year))

    # ── whole seconds ───────────────────────────────────────────────────────────────────────────────────────────────
    def elapsed_s(self, start: int, at: int, stops: Stops = ()) -> int:
        """Opening seconds between two instants less those of the `stops`; 0 when `at` is not after `start`."""
        if at <= start:
            return 0
        table = self._cover(start, at)
        begin = table.position(start)
        total = table.position(at) - begin
        for stop_from, stop_to in stops:
            if stop_from >= at:
                break
            low = stop_from if stop_from > start else start
            high = at if stop_to is None or stop_to > at else stop_to
            if high > low:
                total -= table.position(high) - table.position(low)
        return total

    def due_s(self, start: int, want: int, stops: Stops = (), nominal: int | None = None) -> int | None:
        """The earliest instant with `want` opening seconds elapsed since `start`; None while a stop without end is in
        the way.

        `nominal` is the instant to answer when no stop moves it (`plan_s`). Raises `Invalid` when it does not come
        within 20 years.
        """
        table = self._table
        if table is None or not table.low <= start <= table.high:
            table = self._cover(start, start)
        while True:
            begin = table.position(start)
            target = begin + want
            for stop_from, stop_to in stops:
                if stop_from > table.high:
                    break
                low = table.position(stop_from)
                low = max(low, begin)
                if low >= target:
                    break
                if stop_to is None:
                    return None
                high = table.position(stop_to)
                if high > low:
                    target += high - low
            if target <= table.total:
                break
            table = self._grow(table, start)
        if target == begin + want:
            if nominal is not None:
                return nominal
            if not want:
                return start
        i = bisect_left(table.sums, target)
        return table.closes[i] - (table.sums[i] - target)

    def plan_s(self, start: int, within: Within) -> tuple[int, int | None]:
        """`within` as opening seconds from `start` on, and the instant it names by itself (None for plain seconds)."""
        if within.seconds is not None:
            return within.seconds, None
        nominal = self._last_closing_s(start) if within.same_day else self._working_days_s(start, within)
        return self.elapsed_s(start, nominal), nominal

    def next_opening_s(self, instant: int) -> int:
        """`instant` itself while open, else the next opening. Raises `Invalid` when there is none within 20 years."""
        table = self._cover(instant, instant)
        while True:
            i = bisect_right(table.opens, instant) - 1
            if i >= 0 and instant < table.closes[i]:
                return instant
            if i + 1 < len(table.opens):
                return table.opens[i + 1]
            table = self._grow(table, instant)

    def _last_closing_s(self, start: int) -> int:
        day = date_at(self.zone, start)
        for ordinal in range(day, self._last_day(start)):
            spans = self.spans_on(ordinal)
            if spans and start < spans[-1][1]:
                return spans[-1][1]
        raise self._never(start)

    def _working_days_s(self, start: int, within: Within) -> int:
        opening = self.next_opening_s(start)
        day, left = date_at(self.zone, opening), within.working_days
        for ordinal in range(day + 1, self._last_day(start)):
            spans = self.spans_on(ordinal)
            left -= bool(spans)
            if not left:
                closing = spans[-1][1]
                time_of_day = (opening + offset_at(self.zone, opening)) % DAY
                return closing if within.at_close else min(closing, wall_instant(self.zone, ordinal, time_of_day))
        raise self._never(start)

    # ── aware datetimes ─────────────────────────────────────────────────────────────────────────────────────────────
    def due(self, start: dt.datetime, within: int | str | Within, holds: Iterable[Hold] = ()) -> dt.datetime | None:
        """Rules 3 and 4: the due instant in UTC, or None while a hold without end is in the way. Raises `Invalid`."""
        if start.tzinfo is None:
            raise naive(start)
        begin = int(start.timestamp())  # its range is checked where the table is
        stops = stops_of(holds) if holds else ()
        if type(within) is int and within >= 0:
            due = self.due_s(begin, within, stops)
        else:
            length = within if isinstance(within, Within) else parse_within(within)
            due = self.due_s(begin, *_with_stops(self.plan_s(begin, length), stops))
        return None if due is None else dt.datetime.fromtimestamp(due, UTC)

    def elapsed(self, start: dt.datetime, at: dt.datetime, holds: Iterable[Hold] = ()) -> int:
        """Opening seconds from `start` to `at`, less those of the holds."""
        return self.elapsed_s(seconds_of(start), seconds_of(at), stops_of(holds))

    # ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _cover(self, low: int, high: int) -> Table:
        """The table, grown to hold both instants. A new table replaces the old one whole: threads may read either."""
        table = self._table
        if table is not None and table.low <= low and high <= table.high:
            return table
        for instant in (low, high):
            if not MIN_INSTANT <= instant <= MAX_INSTANT:
                raise out_of_range()
        first, last = _year(low - MARGIN), _year(high + MARGIN)
        if table is not None:
            first, last = min(first, table.first_year), max(last, table.last_year)
        self._table = table = build_table(self, first, last, table)
        return table

    def _grow(self, table: Table, start: int) -> Table:
        if table.last_year >= min(_year(start) + HORIZON_YEARS, LAST_YEAR):
            raise self._never(start)
        self._table = table = build_table(self, table.first_year, table.last_year + 1, table)
        return table

    def _last_day(self, start: int) -> int:
        return dt.date(min(_year(start) + HORIZON_YEARS, LAST_YEAR), 12, 31).toordinal()

    def _never(self, start: int) -> Invalid:
        return Invalid(
            N_("Calendar {calendar}: this time is not reached within {years} years of {start}; it hardly ever opens."),
            calendar=self.id,
            years=HORIZON_YEARS,
            start=dt.datetime.fromtimestamp(start, self.zone).isoformat(),
        )


def _with_stops(plan: tuple[int, int | None], stops: Stops) -> tuple[int, Stops, int | None]:
    return plan[0], stops, plan[1]


def _year(instant: int) -> int:
    return dt.datetime.fromtimestamp(instant, UTC).year
