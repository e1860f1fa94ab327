"""Playing a recorded day: what stands in the database afterwards is what the log says."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from hotline_tui.domain.acd import Outcome, figures
from hotline_tui.intake import replay
from hotline_tui.intake.incidents import Place
from hotline_tui.intake.recorded import Change, RecordedCall, RecordedDay, read_day
from hotline_tui.services.acd import queue_figures
from hotline_tui.services.verify import verify
from hotline_tui.store.tables import Call, Ticket, table_of

from .conftest import NOW, Empty
from .test_recorded import LINES, log


def place(empty: Empty) -> Place:
    return Place(empty.desk, empty.operator, "Asia/Shanghai", replay.new_source())


def nothing(done: int, total: int) -> None:
    assert done <= total


def test_as_logged_the_database_gives_the_logs_own_figures(empty: Empty, tmp_path: Path) -> None:
    day = read_day(log(tmp_path, *LINES))
    here = place(empty)
    replay.play_as_logged(empty.store, day, here, speed=replay.MAX_SPEED, now=NOW, progress=nothing)
    with empty.store.read() as conn:
        found = queue_figures(conn, source=here.source)
    logged = figures(Outcome(call.wait or 0.0, call.answered, call.service) for call in day.calls)
    assert found == logged
    assert verify(empty.store, NOW).clean


def test_a_day_lies_wholly_in_the_past_and_begins_at_a_midnight(empty: Empty, tmp_path: Path) -> None:
    day = read_day(log(tmp_path, *LINES))
    midnight = replay.latest_midnight(day, "Asia/Shanghai", NOW)
    assert midnight + timedelta(seconds=replay.span(day)) <= NOW
    assert (midnight + timedelta(hours=8)).hour == 0
    assert NOW - midnight < timedelta(days=2)


def test_the_same_day_can_be_played_twice(empty: Empty, tmp_path: Path) -> None:
    day = read_day(log(tmp_path, *LINES))
    for _ in range(2):
        here = place(empty)
        replay.play_as_logged(empty.store, day, here, speed=replay.MAX_SPEED, now=NOW, progress=nothing)
        with empty.store.read() as conn:
            assert queue_figures(conn, source=here.source).offered == 3


def test_incidents_become_tickets_that_go_through_the_logged_states(empty: Empty) -> None:
    changes = (
        Change(100.0, "New"),
        Change(200.0, "Active"),
        Change(300.0, "Awaiting User Info"),
        Change(400.0, "Active"),
        Change(500.0, "Resolved"),
        Change(600.0, "Active"),
        Change(700.0, "Resolved"),
        Change(800.0, "Closed"),
    )
    call = RecordedCall("INC1", 50.0, 30.0, True, 0.0, "Caller 1", "", "Category 5", "Location 9", "P2", changes)
    day = RecordedDay("incidents", (call,), 0, 0)
    replay.play_as_logged(empty.store, day, place(empty), speed=replay.MAX_SPEED, now=NOW, progress=nothing)
    with empty.store.read() as conn:
        row = conn.execute(table_of(Ticket).select()).one()
    assert (row.state, row.level, row.cycle) == ("closed", "P2", 2)
    assert verify(empty.store, NOW).clean


def test_live_callers_hang_up_when_the_log_says_unless_somebody_was_faster(empty: Empty, tmp_path: Path) -> None:
    day = read_day(log(tmp_path, *LINES))
    here = place(empty)
    moments = iter(NOW + timedelta(seconds=step) for step in range(100))

    def now() -> datetime:
        return next(moments)

    replay.play_live(empty.store, day, here, speed=replay.MAX_SPEED, now=now, progress=nothing)
    with empty.store.read() as conn:
        states = sorted(conn.execute(table_of(Call).select()).all(), key=lambda row: row.id)
    assert sorted(row.state for row in states) == ["abandoned", "waiting", "waiting"]
    assert [row.state for row in states if row.left_at is not None] == ["abandoned"]
    assert all(row.answered_at is None for row in states)
