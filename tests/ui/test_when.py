"""Times as people type them at the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.errors import Invalid
from hotline_tui.ui.when import parse_when

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 14, 23, 5, tzinfo=SHANGHAI)  # a Wednesday

TABLE = [
    ("15:00", "2026-11-25 15:00"),
    ("15：00", "2026-11-25 15:00"),
    ("１５：００", "2026-11-25 15:00"),
    ("1530", "2026-11-25 15:30"),
    ("9:00", "2026-11-26 09:00"),
    ("9点", "2026-11-26 09:00"),
    ("15点半", "2026-11-25 15:30"),
    ("下午3点", "2026-11-25 15:00"),
    ("下午三点一刻", "2026-11-25 15:15"),
    ("晚上8点20", "2026-11-25 20:20"),
    ("晚上十二点", "2026-11-26 00:00"),
    ("今晚8点", "2026-11-25 20:00"),
    ("明早9点", "2026-11-26 09:00"),
    ("明晚七点半", "2026-11-26 19:30"),
    ("明天9点", "2026-11-26 09:00"),
    ("明天 9:00", "2026-11-26 09:00"),
    ("明天下午2点", "2026-11-26 14:00"),
    ("明天中午", "2026-11-26 12:00"),
    ("后天十点", "2026-11-27 10:00"),
    ("tomorrow 9:00", "2026-11-26 09:00"),
    ("tomorrow at 9 am", "2026-11-26 09:00"),
    ("Tomorrow 9", "2026-11-26 09:00"),
    ("today 24:00", "2026-11-26 00:00"),
    ("3pm", "2026-11-25 15:00"),
    ("3:30 pm", "2026-11-25 15:30"),
    ("12 am", "2026-11-26 00:00"),
    ("周五10点", "2026-11-27 10:00"),
    ("周三 15:00", "2026-11-25 15:00"),
    ("周三 10:00", "2026-12-02 10:00"),
    ("下周一9点", "2026-11-30 09:00"),
    ("星期天 08:00", "2026-11-29 08:00"),
    ("Fri 10:00", "2026-11-27 10:00"),
    ("friday at 10:00", "2026-11-27 10:00"),
    ("12-03 10:00", "2026-12-03 10:00"),
    ("12月3日10点", "2026-12-03 10:00"),
    ("2026-12-03 10:00", "2026-12-03 10:00"),
    ("2026-12-03T10:00", "2026-12-03 10:00"),
    ("01-04 9:00", "2027-01-04 09:00"),
    ("Dec 3 10:00", "2026-12-03 10:00"),
    ("3 December 10:00", "2026-12-03 10:00"),
]

RELATIVE = [
    ("+2h", 7200),
    ("+30m", 1800),
    ("+30", 1800),
    ("+1h30m", 5400),
    ("+1d", 86400),
    ("45m", 2700),
    ("in 2 hours", 7200),
    ("in an hour", 3600),
    ("2小时后", 7200),
    ("两小时后", 7200),
    ("半小时后", 1800),
    ("半小时", 1800),
    ("一个半小时", 5400),
    ("30分钟", 1800),
    ("三十分钟后", 1800),
    ("1小时30分", 5400),
]


@pytest.mark.parametrize(("typed", "expected"), TABLE)
def test_local_times(typed: str, expected: str) -> None:
    found = parse_when(typed, NOW, SHANGHAI)
    assert found.utcoffset() == timedelta(0)
    assert f"{found.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(("typed", "seconds"), RELATIVE)
def test_from_now(typed: str, seconds: int) -> None:
    assert parse_when(typed, NOW, SHANGHAI) - NOW == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "Type a time"),
        ("soon", "not understood"),
        ("15", "not understood"),
        ("[red]", "not understood"),
        ("25:00", "no time of day"),
        ("12:75", "no time of day"),
        ("24:30", "no time of day"),
        ("2026-02-30 10:00", "no day"),
        ("13-41 10:00", "no day"),
        ("today 9:00", "passed"),
        ("今天9点", "passed"),
        ("2020-01-01 10:00", "passed"),
        ("2099-01-01 10:00", "more than a year"),
        ("+99999999999999999999d", "more than a year"),
        ("+0m", "passed"),
    ],
)
def test_refused_with_a_sentence(typed: str, word: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_when(typed, NOW, SHANGHAI)
    assert word in str(caught.value)


def test_a_time_the_clocks_skip_moves_forward() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = datetime(2026, 3, 28, 22, 0, tzinfo=berlin)
    found = parse_when("2:30", night, berlin)
    assert f"{found.astimezone(berlin):%d %H:%M}" == "29 03:30"


def test_the_first_of_two_equal_times() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    evening = datetime(2026, 10, 24, 22, 0, tzinfo=berlin)
    assert parse_when("2:30", evening, berlin) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_coming_instant_or_a_sentence(typed: str) -> None:
    try:
        found = parse_when(typed, NOW, SHANGHAI)
    except Invalid as refusal:
        assert str(refusal)
    else:
        assert NOW < found <= NOW + timedelta(days=366)


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(["{}:{:02d}", "{}点{:02d}", "{:02d}{:02d}"]))
def test_a_bare_time_is_the_next_such_time(hour: int, minute: int, form: str) -> None:
    found = parse_when(form.format(hour, minute), NOW, SHANGHAI)
    assert timedelta(0) < found - NOW <= timedelta(days=1)
    local = found.astimezone(SHANGHAI)
    assert (local.hour, local.minute) == (hour, minute)
