"""Who is on duty when: across midnight, over a clock change, with absences (FS-7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.roster import (
    DUTY_MOBILE,
    PATTERNS,
    Away,
    Entry,
    Span,
    always,
    double_bookings,
    duty_mobile,
    gaps,
    on_duty,
    on_shift_until,
    own_pattern,
    shift_at,
    shifts_on,
)

SH = "Asia/Shanghai"
T0 = datetime(2026, 11, 22, tzinfo=UTC)


def h(hours: float) -> datetime:
    return T0 + timedelta(hours=hours)


def span(start: float, end: float) -> Span:
    return Span(h(start), h(end))


def local(*parts: int, zone: str = SH) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("pattern", "when", "code", "day"),
    [
        ("two", (2026, 11, 22, 8, 0), "day", 22),
        ("two", (2026, 11, 22, 19, 59), "day", 22),
        ("two", (2026, 11, 22, 20, 0), "night", 22),
        ("two", (2026, 11, 23, 3, 0), "night", 22),
        ("two", (2026, 11, 23, 7, 59), "night", 22),
        ("three", (2026, 11, 22, 0, 0), "night", 22),
        ("three", (2026, 11, 22, 7, 59), "night", 22),
        ("three", (2026, 11, 22, 16, 0), "late", 22),
        ("three", (2026, 11, 22, 23, 59), "late", 22),
    ],
)
def test_which_shift_is_on(pattern, when, code, day) -> None:
    shift = shift_at(always(PATTERNS[pattern]), local(*when), SH)
    assert (shift.kind.code, shift.day.day) == (code, day)


def test_a_desks_own_pattern_and_a_single_shift_of_24_hours() -> None:
    own = own_pattern([("late", "晚", time(14)), ("early", "早", time(6)), ("night", "夜", time(22))])
    assert [k.code for k in own] == ["early", "late", "night"]
    assert shift_at(always(own), local(2026, 11, 23, 5, 59), SH).day == date(2026, 11, 22)
    whole = own_pattern([("all", "全天", time(9))])
    assert shifts_on(always(whole), date(2026, 11, 22), SH)[0].span.end == local(2026, 11, 23, 9)
    for bad in ([], [("a", "a", time(8)), ("b", "b", time(8))]):
        with pytest.raises(Invalid):
            own_pattern(bad)


def test_a_night_with_a_clock_change_is_shorter_or_longer() -> None:
    nights = {}
    for day in (date(2026, 3, 28), date(2026, 10, 24), date(2026, 6, 1)):
        night = shifts_on(always(PATTERNS["two"]), day, "Europe/Berlin")[1].span
        nights[day.month] = (night.end - night.start) / timedelta(hours=1)
    assert nights == {3: 11, 10: 13, 6: 12}


CHANGE = date(2026, 10, 25)
"""On which another pattern begins; in Berlin the clock is put back that night."""


@pytest.mark.parametrize(
    ("old", "new", "ends"),
    [
        ("two", "three", "0800-2000 day, 2000-0000 night, 0000-0800 night, 0800-1600 early, 1600-0000 late"),
        (
            "three",
            "two",
            "0000-0800 night, 0800-1600 early, 1600-0000 late, 0000-0800 night, 0800-2000 day, 2000-0800 night",
        ),
        (
            "three",
            "half past",
            "0000-0800 night, 0800-1600 early, 1600-0000 late, 0000-0830 night, 0830-2000 a, 2000-0830 b",
        ),
    ],
)
def test_a_pattern_counts_from_its_day_and_the_one_before_goes_on_until_its_first_shift(old, new, ends) -> None:
    of = PATTERNS | {"half past": own_pattern([("a", "a", time(8, 30)), ("b", "b", time(20))])}
    patterns = ((date.min, of[old]), (CHANGE, of[new]))
    found = [s for day in (CHANGE - timedelta(days=1), CHANGE) for s in shifts_on(patterns, day, SH)]
    hours = ZoneInfo(SH)
    said = [f"{s.span.start.astimezone(hours):%H%M}-{s.span.end.astimezone(hours):%H%M} {s.kind.code}" for s in found]
    assert ", ".join(said) == ends


@given(
    st.datetimes(datetime(2026, 10, 22), datetime(2026, 10, 29)),
    st.lists(st.sampled_from(["two", "three", "own"]), min_size=2, max_size=2, unique=True),
)
@settings(max_examples=150, deadline=None)
def test_around_a_change_of_pattern_every_instant_belongs_to_exactly_one_shift(naive, names) -> None:
    own = own_pattern([("a", "a", time(6, 30)), ("b", "b", time(21))])
    old, new = (PATTERNS.get(name, own) for name in names)
    patterns, zone, at = ((date.min, old), (CHANGE, new)), "Europe/Berlin", naive.replace(tzinfo=UTC)
    day = at.astimezone(ZoneInfo(zone)).date()
    around = [s for d in (-1, 0, 1) for s in shifts_on(patterns, day + timedelta(days=d), zone)]
    assert [s for s in around if at in s.span] == [shift_at(patterns, at, zone)]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.sampled_from(["two", "three"]))
@settings(max_examples=150, deadline=None)
def test_every_instant_belongs_to_exactly_one_shift(naive, pattern) -> None:
    zone = "Europe/Berlin"
    at = naive.replace(tzinfo=UTC)
    day = at.astimezone(ZoneInfo(zone)).date()
    around = [s for d in (-1, 0, 1) for s in shifts_on(always(PATTERNS[pattern]), day + timedelta(days=d), zone)]
    assert [s for s in around if at in s.span] == [shift_at(always(PATTERNS[pattern]), at, zone)]


def test_duty_is_half_open_and_absences_override() -> None:
    entries = [Entry(1, span(0, 8), "call-1"), Entry(2, span(8, 16), "call-1"), Entry(3, span(0, 16), "dispatch")]
    assert [e.person for e in on_duty(entries, [], h(8), post="call-1")] == [2]
    assert [e.person for e in on_duty(entries, [], h(7.99))] == [1, 3]
    away = [Away(2, span(8, 10))]
    assert on_duty(entries, away, h(9), post="call-1") == ()
    assert [e.person for e in on_duty(entries, away, h(10), post="call-1")] == [2]


def test_who_is_rung_first() -> None:
    entries = [Entry(1, span(0, 8), kind="on_call", rank=2), Entry(2, span(0, 8), kind="on_call", rank=1)]
    assert [e.person for e in on_duty(entries, [], h(1))] == [2, 1]


def test_the_duty_mobile_is_with_who_took_it_last() -> None:
    entries = [Entry(1, span(0, 12), kind=DUTY_MOBILE), Entry(2, span(6, 12), kind=DUTY_MOBILE), Entry(3, span(0, 24))]
    assert duty_mobile(entries, [], h(1)) == 1
    assert duty_mobile(entries, [], h(6)) == 2
    assert duty_mobile(entries, [Away(2, span(0, 24))], h(6)) == 1
    assert duty_mobile(entries, [], h(12)) is None


def test_adjoining_duties_run_through_and_standby_is_none() -> None:
    entries = [
        Entry(1, span(8, 16)),
        Entry(1, span(0, 8)),
        Entry(1, span(18, 20)),
        Entry(2, span(0, 8), kind="standby"),
    ]
    assert on_shift_until(entries, [], 1, h(1)) == h(16)
    assert on_shift_until(entries, [Away(1, span(10, 12))], 1, h(1)) == h(10)
    assert on_shift_until(entries, [], 1, h(16)) is None
    assert on_shift_until(entries, [], 2, h(1)) is None


def test_gaps_in_a_post() -> None:
    entries = [Entry(1, span(0, 8), "p"), Entry(2, span(9, 16), "p"), Entry(3, span(0, 24), "q")]
    assert gaps(entries, [], span(0, 24), post="p") == (span(8, 9), span(16, 24))
    assert gaps(entries, [Away(1, span(2, 3))], span(0, 8), post="p") == (span(2, 3),)
    assert gaps([*entries, Entry(3, span(0, 24), "p")], [Away(1, span(2, 3))], span(0, 24), post="p") == ()
    assert gaps([], [], span(0, 1), post="p") == (span(0, 1),)


def test_double_bookings_but_not_by_the_duty_mobile_nor_by_touching() -> None:
    a, b, c = Entry(1, span(0, 8), "p"), Entry(1, span(7, 9), "q"), Entry(1, span(9, 12), "p")
    mobile, other = Entry(1, span(0, 24), kind=DUTY_MOBILE), Entry(2, span(0, 8), "q")
    found = double_bookings([c, b, a, mobile, other])
    assert [(d.person, d.span, d.first, d.second) for d in found] == [(1, span(7, 8), a, b)]


SPANS = st.tuples(st.integers(0, 47), st.integers(1, 24)).map(lambda p: span(p[0], p[0] + p[1]))
ENTRIES = st.lists(st.builds(Entry, st.integers(1, 3), SPANS, st.sampled_from(["p", "q"])), max_size=8)
AWAYS = st.lists(st.builds(Away, st.integers(1, 3), SPANS), max_size=4)


@given(ENTRIES, AWAYS)
@settings(max_examples=120, deadline=None)
def test_gaps_are_exactly_when_nobody_is_on(entries, away) -> None:
    holes = gaps(entries, away, span(0, 48), post="p")
    for half in range(96):
        at = h(half / 2 + 0.25)
        assert any(at in hole for hole in holes) == (not on_duty(entries, away, at, post="p"))


@given(ENTRIES)
@settings(max_examples=120, deadline=None)
def test_double_bookings_are_exactly_when_someone_is_twice_on(entries) -> None:
    found = double_bookings(entries)
    for half in range(96):
        at = h(half / 2 + 0.25)
        people = [e.person for e in on_duty(entries, [], at)]
        assert {d.person for d in found if at in d.span} == {p for p in people if people.count(p) > 1}
