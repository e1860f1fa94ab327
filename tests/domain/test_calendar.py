"""Calendars: half-open hours, closing instants, the Chinese year, exceptions both ways, versions, refusals."""

from __future__ import annotations

import datetime as dt
import importlib.util
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.calendar_spec import make_calendar, parse_calendar
from hotline_tui.domain.calendar_text import read_calendar
from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.toml_lines import Faulty
from hotline_tui.domain.within import Within, parse_within, span_text

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).with_name("sla_desk.py"))
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = desk.calendars()["cn-office"]
ALWAYS = desk.calendars()["24x7"]
SPLIT = [["09:00", "12:00"], ["13:00", "18:00"]]


def at(text, zone=SHANGHAI):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def local(instant, zone=SHANGHAI):
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def made(**data):
    data = {"timezone": "Asia/Shanghai", "hours": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), SPLIT)} | data
    return make_calendar(parse_calendar(data), 2024, 2028)


@pytest.mark.parametrize(
    ("start", "within", "due"),
    [
        ("2026-11-20 09:00", "3h", "2026-11-20 12:00"),  # on a closing instant, not the next opening
        ("2026-11-20 09:00", "8h", "2026-11-20 18:00"),
        ("2026-11-20 09:00", "8h1m", "2026-11-23 09:01"),
        ("2026-11-20 12:00", "1h", "2026-11-20 14:00"),  # half-open: at 12:00 it is closed
        ("2026-11-20 12:30", "1h", "2026-11-20 14:00"),  # a start outside begins at the next opening
        ("2026-11-21 10:00", "1h", "2026-11-23 10:00"),
        ("2026-09-30 17:00", "2h", "2026-10-08 10:00"),  # the long holiday
        ("2026-10-09 17:00", "2h", "2026-10-10 10:00"),  # make-up Saturday
        ("2026-02-13 17:00", "2h", "2026-02-14 10:00"),
        ("2026-02-14 17:00", "2h", "2026-02-24 10:00"),
        ("2026-09-19 17:00", "1h", "2026-09-20 10:00"),  # make-up Sunday
        ("2025-12-31 17:00", "2h", "2026-01-04 10:00"),  # a Sunday across the year's end
        ("2026-11-20 09:00", "same_day", "2026-11-20 18:00"),
        ("2026-11-20 12:30", "same_day", "2026-11-20 18:00"),
        ("2026-11-20 18:00", "same_day", "2026-11-23 18:00"),  # at the last closing the day is over
        ("2026-11-21 03:00", "same_day", "2026-11-23 18:00"),
        ("2026-11-20 07:00", "same_day", "2026-11-20 18:00"),
        ("2026-11-20 10:30", "3wd", "2026-11-25 10:30"),
        ("2026-11-20 12:30", "3wd", "2026-11-25 13:00"),  # first to the next opening
        ("2026-11-21 12:00", "3wd", "2026-11-26 09:00"),
        ("2026-11-20 18:00", "3wd", "2026-11-26 09:00"),
        ("2026-11-20 10:30", "3wd_close", "2026-11-25 18:00"),
        ("2026-09-30 10:30", "3wd", "2026-10-10 10:30"),  # Thursday, Friday, make-up Saturday
        ("2026-10-01 10:30", "3wd", "2026-10-12 09:00"),
        ("2026-10-08 10:30", "1wd_close", "2026-10-09 18:00"),
    ],
)
def test_due_in_chinese_office_hours(start, within, due):
    assert local(OFFICE.due(at(start), within)) == due


@pytest.mark.parametrize(
    ("start", "within", "due"),
    [
        ("2026-11-20 09:00", "same_day", "2026-11-21 00:00"),
        ("2026-11-20 00:00", "same_day", "2026-11-21 00:00"),
        ("2026-11-20 23:59", "same_day", "2026-11-21 00:00"),
        ("2026-11-20 09:17", "3wd", "2026-11-23 09:17"),
        ("2026-11-20 09:17", "3wd_close", "2026-11-24 00:00"),
        ("2026-11-20 09:17", "24h", "2026-11-21 09:17"),
    ],
)
def test_due_round_the_clock(start, within, due):
    assert local(ALWAYS.due(at(start), within)) == due


def test_working_days_stop_at_an_earlier_closing_of_that_day():
    calendar = made(working_days=[{"date": "2026-11-25", "hours": [["10:00", "12:00"]]}])
    assert local(calendar.due(at("2026-11-20 17:00"), "3wd")) == "2026-11-25 12:00"
    assert local(calendar.due(at("2026-11-20 17:00"), "3wd_close")) == "2026-11-25 12:00"


def test_exceptions_go_both_ways_and_a_working_day_wins():
    calendar = made(
        holidays=["2026-11-20", "2026-11-22"],
        yearly_holidays=["11-23", "02-29"],
        working_days=[{"date": "2026-11-21"}, {"date": "2026-11-22", "hours": [["20:00", "24:00"]]}],
    )
    assert local(calendar.due(at("2026-11-20 09:00"), "1h")) == "2026-11-21 10:00"
    assert local(calendar.due(at("2026-11-21 18:00"), "5h")) == "2026-11-24 10:00"
    assert local(calendar.due(at("2028-02-28 18:00"), "1h")) == "2028-03-01 10:00"


def test_holds_in_any_order_overlapping_outside_hours_and_before_the_start():
    holds = [
        ("2026-11-23 09:00", "2026-11-23 10:00"),
        ("2026-11-20 17:00", "2026-11-23 09:30"),
        ("2026-01-01 00:00", "2026-11-20 15:00"),
    ]
    pairs = [(at(a), at(b)) for a, b in holds]
    assert local(OFFICE.due(at("2026-11-20 14:00"), "3h", pairs)) == "2026-11-23 11:00"
    assert OFFICE.elapsed(at("2026-11-20 14:00"), at("2026-11-23 10:30"), pairs) == 2 * 3600 + 1800


def test_a_hold_at_night_moves_nothing_and_one_from_the_due_instant_on_neither():
    start = at("2026-11-20 17:00")
    assert local(OFFICE.due(start, "2h", [(at("2026-11-20 18:00"), at("2026-11-23 09:00"))])) == "2026-11-23 10:00"
    assert local(OFFICE.due(start, "1h", [(at("2026-11-20 18:00"), None)])) == "2026-11-20 18:00"
    assert OFFICE.due(start, "2h", [(at("2026-11-20 18:00"), None)]) is None


@pytest.mark.parametrize(
    ("zone", "start", "within", "due"),
    [
        ("Europe/Berlin", "2026-03-28 12:00", "24h", "2026-03-29 13:00"),  # the night has 23 hours
        ("Europe/Berlin", "2026-10-24 12:00", "24h", "2026-10-25 11:00"),
        ("Europe/Berlin", "2026-03-29 00:00", "same_day", "2026-03-30 00:00"),
        ("Europe/Berlin", "2026-03-28 02:30", "1wd", "2026-03-29 03:00"),  # a time of day that the clock jumps over
        ("America/New_York", "2026-03-07 12:00", "24h", "2026-03-08 13:00"),
        ("America/New_York", "2026-10-31 12:00", "24h", "2026-11-01 11:00"),
        ("Australia/Lord_Howe", "2026-04-04 12:00", "24h", "2026-04-05 11:30"),
        ("Asia/Kolkata", "2026-03-28 12:00", "24h", "2026-03-29 12:00"),
    ],
)
def test_clock_changes(zone, start, within, due):
    place = ZoneInfo(zone)
    calendar = make_calendar(parse_calendar({"timezone": zone, "always": True}), 2025, 2027)
    assert local(calendar.due(at(start, place), within), place) == due


def test_opening_hours_are_wall_clock_hours_when_the_clock_changes():
    place = ZoneInfo("Europe/Berlin")
    hours = {day: [["01:30", "04:00"]] for day in ("sat", "sun")}
    calendar = make_calendar(parse_calendar({"timezone": "Europe/Berlin", "hours": hours}), 2025, 2027)
    assert calendar.elapsed(at("2026-03-29 00:00", place), at("2026-03-29 12:00", place)) == 90 * 60
    assert calendar.elapsed(at("2026-10-25 00:00", place), at("2026-10-25 12:00", place)) == 210 * 60


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_chinese_working_days_agree_with_another_library(year):
    chinese_calendar = pytest.importorskip("chinese_calendar")
    day = dt.date(year, 1, 1)
    while day.year == year:
        assert bool(OFFICE.hours_on(day.toordinal())) == chinese_calendar.is_workday(day), day
        day += dt.timedelta(days=1)


def test_a_year_that_is_not_published_is_predicted_and_said_to_be():
    assert not OFFICE.is_predicted(2026)
    assert OFFICE.is_predicted(2027) and OFFICE.is_predicted(2035)
    ends = (int(at("2026-12-30 17:00").timestamp()), int(at("2027-01-04 10:00").timestamp()))
    assert OFFICE.predicted_years(*ends) == (2027,)
    assert local(OFFICE.due(at("2026-12-31 17:00"), "2h")) == "2027-01-04 10:00"  # New Year's Day is a Friday
    assert ALWAYS.predicted_years(*ends) == ()


def test_a_version_is_its_text_and_needs_no_library():
    again = Calendar.from_text(OFFICE.to_text())
    assert (again, again.sha256, again.names) == (OFFICE, OFFICE.sha256, OFFICE.names)
    program = (
        "import sys; from hotline_tui.domain.calendar import Calendar; "
        "c = Calendar.from_text(sys.stdin.read()); import datetime as dt; "
        "print(c.due(dt.datetime(2026, 9, 30, 9, tzinfo=dt.timezone.utc), '2h').isoformat(), 'holidays' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], input=OFFICE.to_text(), capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["2026-10-08T02:00:00+00:00", "False"]


def test_a_version_does_not_depend_on_the_language_of_the_environment():
    program = (
        "from hotline_tui.domain.calendar_spec import make_calendar, parse_calendar; "
        "s = {'timezone': 'Asia/Shanghai', 'statutory': 'CN', 'hours': {'mon': [['09:00', '18:00']]}}; "
        "print(make_calendar(parse_calendar(s), 2026, 2026).sha256)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={"LANG": lang, "LANGUAGE": lang}, capture_output=True, check=True
        ).stdout
        for lang in ("C", "en_US", "zh_CN", "th")
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '{"v":1}', "null", OFFICE.to_text()[:-20], OFFICE.to_text().replace("Shanghai", "Nowhere")],
)
def test_a_damaged_version_is_refused(text):
    with pytest.raises(Invalid):
        Calendar.from_text(text)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"hours": {"mon": [["18:00", "08:00"]]}}, "hours.mon: 18:00–08:00 closes before it opens"),
        ({"hours": {"mon": [["08:00", "08:00"]]}}, "hours.mon"),
        ({"hours": {"mon": [["08:00", "12:00"], ["11:59", "18:00"]]}}, "hours.mon: two opening hours overlap at 11:59"),
        ({"hours": {"mon": [["08:00", "24:01"]]}}, "24:01"),
        ({"hours": {"mon": [["8", "18:00"]]}}, "“8” is not a time of day"),
        ({"hours": {"mon": [["08:00"]]}}, "not a pair"),
        ({"hours": {"mon": ["08:00", "18:00"]}}, "not a pair"),
        ({"hours": {"mon": 5}}, "hours.mon"),
        ({"hours": {"montag": []}}, "montag"),
        ({"hours": []}, "for each weekday"),
        ({"timezone": "Shanghai"}, "Shanghai"),
        ({"timezone": 8}, "time zone"),
        ({"timezone": "/etc/passwd"}, "time zone"),
        ({"holidays": ["2026-02-30"]}, r"holidays\[1\]: “2026-02-30”"),
        ({"holidays": ["01-01"]}, "not a date"),
        ({"holidays": "2026-10-01"}, "a list is needed"),
        ({"yearly_holidays": ["13-01"]}, "13-01"),
        ({"yearly_holidays": ["2026-01-01"]}, "not a day of the year"),
        ({"working_days": [{"hours": []}]}, r"working_days\[1\]"),
        ({"working_days": [{"date": "2026-10-10", "hours": []}]}, "needs opening hours"),
        ({"working_days": ["2026-10-10", "2026-10-10"]}, "given twice"),
        ({"working_days": [{"date": "2026-10-10", "from": "x"}]}, r"working_days\[1\]"),
        ({"statutory": "ZZ"}, "ZZ"),
        ({"statutory": "../X"}, "country"),
        ({"always": 1}, "true nor false"),
        ({"always": True}, "always open"),
        ({"openings": {}}, "openings"),
    ],
)
def test_a_faulty_calendar_is_refused_naming_the_place(data, words):
    with pytest.raises(Invalid, match=words):
        made(**data)


def test_a_calendar_that_hardly_ever_opens_is_refused_and_does_not_hang():
    for calendar in (
        made(hours={}),
        made(hours={}, working_days=[{"date": "2026-11-21", "hours": [["09:00", "10:00"]]}]),
    ):
        for within in ("2h", "same_day", "3wd", "3wd_close"):
            with pytest.raises(Invalid, match="not reached"):
                calendar.due(at("2026-11-22 00:00"), within)
    with pytest.raises(Invalid, match="not reached"):
        made().due(at("2026-11-20 09:00"), "2h", [(at("2026-11-20 09:00"), at("2150-01-01 00:00"))])


@pytest.mark.parametrize("instant", ["1969-12-31 00:00", "2200-06-01 00:00", "0001-01-01 00:00", "9999-12-31 00:00"])
def test_instants_far_away_are_refused(instant):
    with pytest.raises(Invalid, match="between 1970 and 2199"):
        ALWAYS.due(at(instant), "1h")


def test_a_naive_instant_is_refused():
    with pytest.raises(Invalid, match="no time zone"):
        ALWAYS.due(dt.datetime(2026, 11, 20, 9), "1h")


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("5m", Within(seconds=300)),
        ("1h30m", Within(seconds=5400)),
        ("2d", Within(seconds=172_800)),
        (90, Within(seconds=90)),
        (90.0, Within(seconds=90)),
        ("90", None),
        ("same_day", Within(same_day=True)),
        ("3wd", Within(working_days=3)),
        ("12wd_close", Within(working_days=12, at_close=True)),
        ("0wd", None),
        ("", None),
        ("m", None),
        ("-5m", None),
        ("5m4h", None),
        ("٥m", None),
        (-1, None),
        (1.5, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**40, None),
        (True, None),
        (None, None),
        ([5], None),
    ],
)
def test_lengths_of_time(text, within):
    if within is None:
        with pytest.raises(Invalid):
            parse_within(text)
    else:
        assert parse_within(text) == parse_within(str(within)) == within


def test_length_as_text():
    assert [span_text(s) for s in (0, 59, 300, 5400, 90_000)] == ["0s", "59s", "5m", "1h30m", "25h"]


def test_a_calendar_files_faults_are_all_told_with_their_lines():
    text = """id = "x"
timezone = "Mars/Base"
holidays = ["2026-10-01", "2026-02-30", 5]
openings = 3

[hours]
mon = [["09:00", "12:00"]]
tue = [["18:00", "09:00"]]
funday = []

[[working_days]]
date = "2026-10-10"

[[working_days]]
date = "2026-10-10"
"""
    with pytest.raises(Faulty) as caught:
        read_calendar(text, "x.toml")
    assert [fault.line for fault in caught.value.faults] == [2, 3, 3, 4, 8, 9, 14]
    with pytest.raises(Faulty, match=r"x\.toml, line 1: .*time zone"):
        read_calendar("[hours]\nmon = []", "x.toml")
