"""`hotline policy try`: scenarios in, results out, and every kind of bad line answered with a sentence."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_tui.domain.calendar_spec import parse_calendar
from hotline_tui.domain.trying import Catalogue, try_line, try_scenario
from hotline_tui.resources import data_root

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).with_name("sla_desk.py"))
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)


def spec_of(name):
    return parse_calendar(tomllib.loads((data_root() / "calendars" / f"{name}.toml").read_text("utf-8")))


SHIPPED = Catalogue(
    {name: desk.shipped(name) for name in desk.POLICIES}, {name: spec_of(name) for name in desk.CALENDARS}
)
WEEK = {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = {
    "timezone": "Asia/Shanghai",
    "hours": WEEK,
    "holidays": ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"],
    "yearly_holidays": ["01-01"],
    "working_days": [{"date": "2026-10-10", "hours": [["09:00", "12:00"]]}],
}
START = "2026-09-30T17:00:00+08:00"


def result(**scenario):
    return try_line(json.dumps(scenario), SHIPPED)


@pytest.mark.parametrize(
    ("more", "due", "elapsed", "left", "state"),
    [
        ({"within": 3600}, "2026-09-30T18:00:00+08:00", 0, 3600, "running"),
        ({"within": 7200}, "2026-10-08T09:00:00+08:00", 0, 7200, "running"),
        ({"within": "2h", "at": "2026-10-04T00:00:00Z"}, "2026-10-08T09:00:00+08:00", 3600, 3600, "running"),
        ({"within": 3600, "at": "2026-10-04T00:00:00Z"}, "2026-09-30T18:00:00+08:00", 3600, 0, "breached"),
        ({"within": 3600, "at": "2026-09-30T18:00:00+08:00"}, "2026-09-30T18:00:00+08:00", 3600, 0, "running"),
        ({"within": 3600, "at": "2026-09-30T10:00:01+00:00"}, "2026-09-30T18:00:00+08:00", 3600, 0, "breached"),
        ({"within": 7200, "at": "2026-10-08T11:00:00+08:00"}, "2026-10-08T09:00:00+08:00", 14400, -7200, "breached"),
        ({"within": 7200, "at": "2026-09-29T11:00:00+08:00"}, "2026-10-08T09:00:00+08:00", 0, 7200, "waiting"),
        ({"within": "same_day"}, "2026-09-30T18:00:00+08:00", 0, 3600, "running"),
        ({"within": "3wd"}, "2026-10-10T12:00:00+08:00", 0, 3600 + 20 * 3600 + 3 * 3600, "running"),
        ({"within": "3wd_close"}, "2026-10-10T12:00:00+08:00", 0, 24 * 3600, "running"),
        ({"within": 0}, START, 0, 0, "running"),
        (
            {
                "within": 7200,
                "holds": [["2026-10-01T00:00:00+08:00", "2026-10-08T09:30:00+08:00"]],
                "at": "2026-10-08T09:00:00+08:00",
            },
            "2026-10-08T10:30:00+08:00",
            3600,
            3600,
            "held",
        ),
        (
            {
                "within": 7200,
                "holds": [["2026-10-01T00:00:00+08:00", "2026-10-08T09:30:00+08:00"]],
                "at": "2026-10-08T09:30:00+08:00",
            },
            "2026-10-08T10:30:00+08:00",
            3600,
            3600,
            "running",
        ),
        (
            {"within": 7200, "holds": [["2026-10-01T00:00:00+08:00", None]], "at": "2026-10-09T09:00:00+08:00"},
            None,
            3600,
            3600,
            "held",
        ),
        (
            {"within": 3600, "holds": [["2026-10-01T00:00:00+08:00", None]], "at": "2026-10-09T09:00:00+08:00"},
            "2026-09-30T18:00:00+08:00",
            3600,
            0,
            "breached",
        ),
    ],
)
def test_one_clock(more, due, elapsed, left, state):
    found = result(**OFFICE, start=START, **more)
    assert "error" not in found, found
    assert (found["due"], found["elapsed_s"], found["left_s"], found["state"]) == (due, elapsed, left, state)
    assert found["explain"] and all(isinstance(line, str) for line in found["explain"])


def test_shipped_calendars_in_another_zone_and_with_exceptions():
    scenario = {"calendar": "24x7", "start": "2026-10-24T12:00:00+02:00", "within": "24h"}
    assert result(**scenario)["due"] == "2026-10-25T18:00:00+08:00"
    assert result(**scenario, timezone="Europe/Berlin")["due"] == "2026-10-25T11:00:00+01:00"
    assert result(**scenario, timezone="Europe/Berlin", holidays=["2026-10-25"])["due"] == "2026-10-26T12:00:00+01:00"
    office = {"calendar": "cn-office", "start": "2026-11-20T17:00:00+08:00", "within": "2h"}
    assert result(**office)["due"] == "2026-11-23T10:00:00+08:00"
    assert result(**office, working_days=["2026-11-21"])["due"] == "2026-11-21T10:00:00+08:00"


def test_every_result_explains_itself():
    found = result(
        **OFFICE,
        start="2026-09-30T19:00:00+08:00",
        within="2h",
        holds=[["2026-10-08T08:00:00+08:00", "2026-10-08T09:00:00+08:00"]],
    )
    text = "\n".join(found["explain"])
    assert "2026-09-30 19:00 lies outside opening hours: it begins at 2026-10-08 08:00" in text
    assert "closed (2026-10-01, 2026-10-02, 2026-10-05, 2026-10-06)" in text
    assert "It stood still from 2026-10-08 08:00 to 2026-10-08 09:00: on hold." in text
    assert "The holds took 1h of opening time: the due time moved from 2026-10-08 10:00 to 2026-10-08 11:00." in text
    predicted = result(calendar="cn-office", start="2026-12-31T17:00:00+08:00", within="2h")
    assert any("2027 are only predicted" in line for line in predicted["explain"])
    assert not any("predicted" in line for line in found["explain"])


def clocks(**scenario):
    found = result(**scenario)
    assert "error" not in found, found
    return {clock["milestone"]: clock for clock in found["clocks"]}


def test_every_clock_of_a_policy():
    found = clocks(policy="campus", level="P1", fault="software", start=START)
    assert {name: clock["due"] for name, clock in found.items()} == {
        "respond": "2026-09-30T17:05:00+08:00",
        "arrive": "2026-09-30T17:30:00+08:00",
        "restore": "2026-09-30T23:00:00+08:00",
    }
    assert found["respond"]["requirement"] == "SL-A1" and found["respond"]["clause"]["zh"]
    lead = result(policy="campus", level="P1", fault="software", start=START)
    assert (lead["due"], lead["left_s"], lead["state"]) == ("2026-09-30T17:05:00+08:00", 300, "running")


def test_facts_by_other_names_and_nested():
    for facts in (
        {"fault": "hardware", "region": "outside"},
        {"fault_kind": "equipment", "in_city": False},
        {"facts": {"fault": "line", "region": "elsewhere"}},
    ):
        assert (
            clocks(policy="campus", level="P2", start=START, **facts)["restore"]["due"] == "2026-10-01T01:00:00+08:00"
        )
    assert "arrive" not in clocks(policy="campus", level="P2", start=START, fault="software", in_warranty=False)


def test_what_happened_counts():
    found = clocks(
        policy="integrator",
        level="p1",
        start="2026-11-20T09:00:00+08:00",
        at="2026-11-20T15:00:00+08:00",
        met={"respond": "2026-11-20T09:30:00+08:00"},
        triggers={"phone_failed": "2026-11-20T09:40:00+08:00"},
        holds=[
            ["2026-11-20T10:00:00+08:00", "2026-11-20T11:00:00+08:00"],
            ["2026-11-20T10:30:00+08:00", "2026-11-20T10:45:00+08:00", "appointment"],
        ],
        promises=[{"milestone": "callback", "due": "2026-11-20T16:00:00+08:00"}],
        complaint="2026-11-20T14:50:00+08:00",
    )
    states = {name: (clock["state"], clock["due"] and clock["due"][11:16]) for name, clock in found.items()}
    assert states == {
        "respond": ("met", "10:00"),
        "measures": ("breached", "10:40"),
        "restore": ("breached", "14:00"),
        "replace": ("running", "09:00"),
        "report": ("breached", "13:00"),
        "callback": ("running", "16:00"),
        "reply": ("running", "15:05"),
    }


def test_a_policy_in_a_contracts_hours_and_with_its_own_lines():
    line = {
        "id": "x",
        "requirement": "SL-0",
        "milestone": "respond",
        "within": "2h",
        "clause": {"zh": "合同", "en": "Contract"},
    }
    found = clocks(policy="campus", level="P1", start=START, overrides=[line], **OFFICE)
    assert (found["respond"]["due"], found["respond"]["requirement"]) == ("2026-10-08T09:00:00+08:00", "SL-0")


def test_levels_that_change():
    change = {"at": "2026-11-20T10:00:00+08:00", "level": "P1"}
    found = clocks(
        policy="technical-service",
        level="P3",
        start="2026-11-20T09:00:00+08:00",
        at="2026-11-20T11:00:00+08:00",
        changes=[change],
    )
    assert found["respond"]["due"] == "2026-11-20T13:00:00+08:00"


GOOD = {**OFFICE, "start": START, "within": 3600}


@pytest.mark.parametrize(
    "change",
    [
        {"start": "2026-09-30T17:00:00"},
        {"start": "2026-09-30"},
        {"start": 1_790_000_000},
        {"start": None},
        {"start": "yesterday"},
        {"start": "2026-02-30T00:00:00Z"},
        {"start": "0001-01-01T00:00:00+14:00"},
        {"start": "9999-12-31T23:59:59-14:00"},
        {"at": "2026-09-30T17:00:00"},
        {"at": "9999-12-31T23:59:59Z"},
        {"at": []},
        {"within": -1},
        {"within": 1.5},
        {"within": True},
        {"within": "soon"},
        {"within": None},
        {"within": [1]},
        {"within": 10**18},
        {"within": "99999999999999h"},
        {"within": "0wd"},
        {"timezone": "Nowhere/City"},
        {"timezone": None},
        {"timezone": ["UTC"]},
        {"hours": None},
        {"hours": {}, "working_days": []},
        {"hours": {"mon": [["18:00", "08:00"]]}},
        {"hours": {"mon": [["08:00", "12:00"], ["10:00", "13:00"]]}},
        {"hours": {"funday": []}},
        {"hours": "always"},
        {"holidays": ["2026-13-01"]},
        {"holidays": {"2026-10-01": 1}},
        {"yearly_holidays": ["1-1"]},
        {"working_days": [{"hours": [["09:00", "12:00"]]}]},
        {"holds": "none"},
        {"holds": [["2026-10-08T09:00:00+08:00"] * 4]},
        {"holds": [["2026-10-08T09:00:00+08:00", "2026-10-08T08:00:00+08:00"]]},
        {"holds": [[None, "2026-10-08T08:00:00+08:00"]]},
        {"holds": [5]},
        {"calendar": "cn-office"},
        {"calendar": "nonesuch", "hours": None},
        {"calendar": {"a": 1}, "hours": None},
        {"policy": "nonesuch"},
        {"policy": "campus"},
        {"policy": "campus", "level": "P9"},
        {"policy": "campus", "level": "P1", "fault": "gremlins"},
        {"policy": "campus", "level": "P1", "fault": ["software"]},
        {"policy": "campus", "level": "P1", "met": {"arrival": START}},
        {"policy": "campus", "level": "P1", "met": {"arrive": "2026-09-30T16:00:00+08:00"}},
        {"policy": "campus", "level": "P1", "met": [1]},
        {"policy": "campus", "level": "P1", "triggers": {"visit_decided": 5}},
        {"policy": "campus", "level": "P1", "overrides": [{}]},
        {"policy": "campus", "level": "P1", "overrides": "x"},
        {"policy": "campus", "level": "P1", "promises": [{"milestone": "x"}]},
        {"policy": "campus", "level": "P1", "changes": [5]},
        {"policy": "campus", "level": "P1", "holds": [[START, None, "lunch"]]},
    ],
)
def test_a_bad_scenario_is_an_error_of_one_line(change):
    found = result(**(GOOD | change))
    assert set(found) == {"error"}, found
    assert found["error"] and "\n" not in found["error"] and "Traceback" not in found["error"]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nonsense",
        "[]",
        "5",
        "null",
        '"x"',
        '{"within": NaN}',
        '{"within": Infinity}',
        "{" * 100_000,
        "[" * 100_000,
        '{"a": ' + "1" * 5000 + "}",
        "\ud800",
        "\x00",
        "x" * 2_000_000,
    ],
)
def test_a_bad_line_is_an_error(line):
    assert set(try_line(line, SHIPPED)) == {"error"}


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just(START), st.just("campus")
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
KEYS = [
    "start",
    "at",
    "within",
    "holds",
    "timezone",
    "hours",
    "holidays",
    "yearly_holidays",
    "working_days",
    "calendar",
]
KEYS += [
    "policy",
    "level",
    "facts",
    "fault",
    "met",
    "triggers",
    "promises",
    "changes",
    "overrides",
    "complaint",
    "region",
]


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON, min_size=1, max_size=4), st.booleans())
def test_whatever_stands_in_a_scenario_there_is_a_result_or_an_error(change, with_policy):
    base = {"policy": "campus", "level": "P1", "start": START} if with_policy else GOOD
    found = try_line(json.dumps(base | change), SHIPPED)
    assert "error" in found or {"due", "elapsed_s", "left_s", "state", "explain"} <= set(found)
    json.dumps(found, allow_nan=False)


def test_a_scenario_is_not_changed_by_trying_it():
    scenario = json.loads(json.dumps(GOOD))
    try_scenario(scenario, SHIPPED)
    assert scenario == GOOD


def test_explanations_can_be_worded_by_the_caller():
    for scenario in (GOOD, {"policy": "campus", "level": "P1", "start": START}):
        assert try_scenario(scenario, SHIPPED, say=lambda line: line.code)["explain"][-1] == "state_running"
