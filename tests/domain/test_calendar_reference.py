"""Due times and elapsed times against a reference that looks at the wall clock every five minutes."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline_tui.domain.calendar_spec import make_calendar, parse_calendar
from hotline_tui.domain.trying import Catalogue, try_scenario

_spec = importlib.util.spec_from_file_location("slow_clock", Path(__file__).with_name("slow_clock.py"))
slow_clock = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(slow_clock)
SlowClock, UTC = slow_clock.SlowClock, slow_clock.UTC

NOTHING = Catalogue({}, {})
# Around a clock change in each zone, so that most examples cross one.
PLACES = [
    ("Asia/Shanghai", dt.datetime(2026, 9, 29, tzinfo=UTC)),
    ("Europe/Berlin", dt.datetime(2026, 3, 27, tzinfo=UTC)),
    ("Europe/Berlin", dt.datetime(2026, 10, 23, tzinfo=UTC)),
    ("America/New_York", dt.datetime(2026, 3, 6, tzinfo=UTC)),
    ("America/New_York", dt.datetime(2026, 10, 30, tzinfo=UTC)),
    ("Asia/Kolkata", dt.datetime(2026, 12, 30, tzinfo=UTC)),
    ("Asia/Kathmandu", dt.datetime(2026, 2, 27, tzinfo=UTC)),
    ("Australia/Lord_Howe", dt.datetime(2026, 4, 3, tzinfo=UTC)),
    ("America/Havana", dt.datetime(2026, 10, 30, tzinfo=UTC)),
    ("Africa/Cairo", dt.datetime(2026, 4, 22, tzinfo=UTC)),
    ("America/Santiago", dt.datetime(2026, 4, 3, tzinfo=UTC)),
    ("Pacific/Apia", dt.datetime(2011, 12, 27, tzinfo=UTC)),
]


def clock_text(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def day_hours(draw, least=0):
    edges = sorted(draw(st.lists(st.integers(0, 288), unique=True, min_size=2 * least, max_size=6)))
    return [[clock_text(a * 5), clock_text(b * 5)] for a, b in zip(edges[::2], edges[1::2], strict=False)]


@st.composite
def scenarios(draw):
    zone, around = draw(st.sampled_from(PLACES))
    office = draw(
        st.sampled_from([[["09:00", "12:00"], ["13:00", "18:00"]], [["00:00", "24:00"]], [["01:30", "02:30"]]])
    )
    weekday = st.one_of(st.just(office), day_hours())
    first = around.date()
    near = [(first + dt.timedelta(days=n)).isoformat() for n in range(12)]
    spec = {
        "timezone": zone,
        "hours": {day: draw(weekday) for day in slow_clock.DAYS},
        "holidays": draw(st.lists(st.sampled_from(near), max_size=3)),
        "yearly_holidays": [day[5:] for day in draw(st.lists(st.sampled_from(near), max_size=2))],
        "working_days": [
            {"date": day, "hours": draw(day_hours(least=1))}
            for day in draw(st.lists(st.sampled_from(near), max_size=2, unique=True))
        ],
    }
    moment = st.integers(0, 12 * 24 * 6).map(lambda n: around + n * slow_clock.STEP)
    start = draw(moment)
    holds = []
    for _ in range(draw(st.integers(0, 3))):
        begin = draw(moment)
        length = draw(st.one_of(st.none(), st.integers(0, 400)) if not holds else st.integers(0, 400))
        holds.append([begin, None if length is None else begin + length * slow_clock.STEP])
    return spec, start, draw(st.permutations(holds)), draw(moment)


def written(spec, start, holds, at, within):
    return {
        **spec,
        "start": start.isoformat(),
        "within": within,
        "holds": [[a.isoformat(), b and b.isoformat()] for a, b in holds],
        "at": at.isoformat(),
    }


SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOWLY
@given(scenarios(), st.integers(1, 500))
def test_seconds_agree_with_the_reference(scenario, steps):
    spec, start, holds, at = scenario
    slow = SlowClock(spec)
    want = steps * 300
    due = slow.due(start, want, holds)
    if due is None and not any(end is None for _, end in holds):
        return  # hardly ever open: the refusal has a test of its own
    result = try_scenario(written(spec, start, holds, at, want), NOTHING)
    elapsed = slow.elapsed(start, at, holds)
    assert (result["due"] and dt.datetime.fromisoformat(result["due"])) == due
    assert (result["elapsed_s"], result["left_s"]) == (elapsed, want - elapsed)
    held = any(a <= at and (b is None or at < b) for a, b in holds)
    state = "waiting" if at < start else "breached" if due is not None and at > due else "held" if held else "running"
    assert result["state"] == state


@SLOWLY
@given(scenarios())
def test_same_day_agrees_with_the_reference(scenario):
    spec, start, holds, at = scenario
    slow = SlowClock(spec)
    closing = slow.last_closing(start)
    if closing is None:
        return
    want = slow.elapsed(start, closing)
    result = try_scenario(written(spec, start, holds, at, "same_day"), NOTHING)
    due = slow.due(start, want, holds)
    assert (result["due"] and dt.datetime.fromisoformat(result["due"])) == due
    assert result["elapsed_s"] + result["left_s"] == want


@SLOWLY
@given(scenarios(), st.integers(1, 3), st.booleans())
def test_working_days_agree_with_the_reference(scenario, count, close):
    spec, start, _, at = scenario
    spec["hours"]["wed"] = [["10:00", "16:00"]]
    slow = SlowClock(spec)
    due = slow.working_days_on(start, count, close=close)
    within = f"{count}wd{'_close' if close else ''}"
    result = try_scenario(written(spec, start, [], at, within), NOTHING)
    assert dt.datetime.fromisoformat(result["due"]) == due
    assert result["elapsed_s"] + result["left_s"] == slow.elapsed(start, due)


@settings(max_examples=150, deadline=None)
@given(scenarios(), st.integers(0, 200_000), st.integers(0, 200_000))
def test_due_and_elapsed_are_inverse_and_monotone(scenario, one, other):
    spec, start, holds, at = scenario
    spec["hours"]["wed"] = [["10:00", "16:00"]]
    calendar = make_calendar(parse_calendar(spec), 2010, 2030)
    closed = [(a, b) for a, b in holds if b is not None]
    shorter, longer = sorted((one, other))
    first, second = calendar.due(start, shorter, closed), calendar.due(start, longer, closed)
    assert start <= first <= second
    assert calendar.elapsed(start, first, closed) == shorter
    if shorter:
        assert calendar.elapsed(start, first - dt.timedelta(seconds=1), closed) == shorter - 1
    if at >= start:
        used = calendar.elapsed(start, at, closed)
        assert calendar.due(start, used, closed) <= at


@settings(max_examples=150, deadline=None)
@given(scenarios(), st.integers(1, 200_000))
def test_a_hold_shifts_the_due_time_by_exactly_its_opening_time(scenario, want):
    spec, start, holds, _ = scenario
    spec["hours"]["wed"] = [["10:00", "16:00"]]
    calendar = make_calendar(parse_calendar(spec), 2010, 2030)
    plain = calendar.due(start, want)
    for begin, end in holds:
        if end is None or end <= begin:
            continue
        held = calendar.due(start, want, [(begin, end)])
        # What of the hold lies between the start and the moved due time counts, and nothing else.
        low, high = max(begin, start), min(end, held)
        taken = calendar.elapsed(low, high) if high > low else 0
        assert calendar.elapsed(plain, held) == taken
