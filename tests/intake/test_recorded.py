"""Recorded days: what their lines mean, and what is said of lines that mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.acd import Outcome, figures
from hotline_tui.domain.errors import Invalid
from hotline_tui.intake.recorded import read_day

HEADER = (
    "vru+line,call_id,type,vru_entry,vru_exit,vru_time,q_start,q_exit,q_time,outcome,"
    "ser_start,ser_exit,ser_time,server,server_abv"
)
LINES = [
    # answered after 42 s, 96 s of service
    "AA01,1,PS,10:00:45,10:00:51,6,10:00:51,10:01:33,42,AGENT,10:01:32,10:03:08,96,VICKY,VIC",
    # answered at once: no queue at all
    "AA01,2,PS,10:01:00,10:01:06,6,0:00:00,0:00:00,0,AGENT,10:01:06,10:02:06,60,VICKY,VIC",
    # hung up in the queue after 74 s
    "AA02,3,IN,10:00:28,10:00:37,9,10:00:37,10:01:51,74,HANG,0:00:00,0:00:00,0,NO_SERVER,NO_",
    # hung up before the queue: never offered
    "AA03,4,PS,0:10:10,0:10:27,17,0:00:00,0:00:00,0,HANG,0:00:00,0:00:00,0,NO_SERVER,NO_",
    # a test call of the exchange
    "AA03,5,PS,10:36:34,10:36:39,5,10:36:39,10:38:58,139,PHANTOM,10:38:58,10:39:01,3,NO_SERVER,NO_",
]


def log(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    path = tmp_path / "day.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def test_each_kind_of_line_counts_as_what_it_is(tmp_path: Path) -> None:
    day = read_day(log(tmp_path, *LINES))
    assert (day.kind, day.ignored, day.not_offered) == ("call-centre", 1, 1)
    assert [(call.entered, call.wait, call.answered, call.service) for call in day.calls] == [
        (36037.0, 74.0, False, 0.0),
        (36051.0, 42.0, True, 96.0),
        (36066.0, 0.0, True, 60.0),
    ]


def test_figures_of_the_lines(tmp_path: Path) -> None:
    day = read_day(log(tmp_path, *LINES))
    found = figures(Outcome(call.wait or 0.0, call.answered, call.service) for call in day.calls)
    assert found.as_dict() == {
        "offered": 3,
        "answered": 2,
        "abandoned": 1,
        "abandoned_share": 0.333333,
        "asa_s": 21.0,
        "longest_wait_s": 74.0,
        "service_level_20s": 0.333333,
        "aht_s": 78.0,
    }


def test_a_wait_over_midnight_is_not_negative(tmp_path: Path) -> None:
    line = "AA01,1,PS,23:59:40,23:59:45,5,23:59:45,0:00:30,45,AGENT,0:00:30,0:01:30,60,X,X"
    assert read_day(log(tmp_path, line)).calls[0].wait == 45.0


def test_incidents_become_calls_with_their_level_and_states(tmp_path: Path) -> None:
    header = (
        "number,incident_state,opened_at,sys_created_at,sys_updated_at,priority,caller_id,location,"
        "category,subcategory,u_symptom"
    )
    day = read_day(
        log(
            tmp_path,
            "INC2,New,29-02-2016 06:10,?,29-02-2016 06:26,1 - Critical,Caller 2,Location 9,Category 1,?,Symptom 3",
            "INC1,New,29-02-2016 01:16,29-02-2016 01:23,29-02-2016 01:23,3 - Moderate,Caller 1,Location 9,Cat 5,?,?",
            "INC1,Closed,29-02-2016 01:16,29-02-2016 01:23,05-03-2016 12:00,3 - Moderate,Caller 1,Location 9,Cat 5,?,?",
            header=header,
        )
    )
    first, second = day.calls
    assert (first.source_id, first.level, first.wait, first.caller, first.organisation) == (
        *("INC1", "P3", 420.0, "Caller 1"),
        "Location 9",
    )
    assert [change.state for change in first.changes] == ["New", "Closed"]
    assert (second.level, second.wait, second.text) == ("P1", 960.0, "Category 1 · Symptom 3")


@pytest.mark.parametrize(
    ("lines", "header", "said"),
    [
        ([LINES[0].replace("10:00:51", "later")], HEADER, "line 2"),
        ([LINES[0], LINES[1].replace("AGENT", "FOX")], HEADER, "line 3"),
        (["AA01,1"], HEADER, "line 2"),
        ([], "a,b,c", "no recorded day"),
        (['"unfinished'], HEADER, "not a CSV"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, lines: list[str], header: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_day(log(tmp_path, *lines, header=header))


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"absent\.csv can't be read"):
        read_day(tmp_path / "absent.csv")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(Invalid, match="UTF-8"):
        read_day(tmp_path / "b.csv")


@given(st.lists(st.tuples(st.floats(0, 3600), st.booleans(), st.floats(0, 3600)), max_size=30))
def test_figures_hold_together(outcomes: list[tuple[float, bool, float]]) -> None:
    found = figures(Outcome(wait, answered, handled) for wait, answered, handled in outcomes)
    assert found.offered == len(outcomes) == found.answered + found.abandoned
    if outcomes:
        assert found.abandoned_share == pytest.approx(found.abandoned / found.offered)
        assert found.service_level_20s is not None and 0 <= found.service_level_20s <= 1
        assert found.longest_wait_s == max(wait for wait, _, _ in outcomes)
