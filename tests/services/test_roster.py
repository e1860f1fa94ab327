"""Planning duty, the shift lead's overview and the shift log (FS-7, OR-3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from hotline_tui.domain.board.duty import RosterView
from hotline_tui.domain.commands.handovers import CloseLog, HandMobile, TakePost, WriteLog
from hotline_tui.domain.commands.shifts import (
    CancelAbsence,
    CancelDuty,
    PlanShifts,
    PutAbsence,
    PutDuty,
    SetPattern,
    SwapDuty,
)
from hotline_tui.domain.errors import Conflict, Invalid, Refused
from hotline_tui.services import read_board, read_log, read_roster
from hotline_tui.store import leases
from hotline_tui.store.tables import Engineer, Post, RosterEntry

from .conftest import World

DAY = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
"""Of that day, in Shanghai."""


def view(w: World, days: int = 3) -> RosterView:
    with w.store.read() as conn:
        return read_roster.roster(conn, w.desk, start=MIDNIGHT, days=days, now=w.now)


def post(w: World, code: str = "call1") -> int:
    return int(w.rows(Post, code=code)[0].id)


def at_console(w: World, who: int) -> int:
    with w.store.write() as conn:
        return leases.start_session(conn, operator_id=who, desk_id=w.desk)


def planned(w: World) -> None:
    w.do(PlanShifts, from_day=DAY, days=2, crews=(((post(w), w.wang),), ((post(w), w.li),)))


def test_crews_take_the_shifts_in_turn_across_midnight(world: World) -> None:
    planned(world)
    rows = view(world).rows
    assert [row.name for row in rows] == ["王芳", "李强"] * 3
    assert [row.ends - row.starts for row in rows] == [8 * 3600.0] * 6
    assert all(a.ends == b.starts for a, b in pairwise(rows))


def test_planning_again_replaces_what_has_not_begun_and_keeps_what_was(world: World) -> None:
    planned(world)
    world.do(PlanShifts, from_day=DAY, days=2, crews=(((post(world), world.li),),))
    assert {row.name for row in view(world).rows} == {"李强"}
    assert len(world.rows(RosterEntry, state="replaced")) == 6


def test_a_desks_own_pattern_may_have_shifts_of_any_length(world: World) -> None:
    shifts = (("day", "白班", "08:30"), ("night", "夜班", "17:30"))
    world.do(SetPattern, pattern="own", shifts=shifts, from_day=DAY)
    planned(world)
    assert [(row.ends - row.starts) / 3600 for row in view(world).rows[:3]] == [8.5, 9.0, 15.0]
    with pytest.raises(Invalid, match="25:00"):
        world.do(SetPattern, pattern="own", shifts=(("x", "x", "25:00"),), from_day=DAY)
    with pytest.raises(Invalid, match="four"):
        world.do(SetPattern, pattern="four", from_day=DAY)


def hours(w: World, days: int) -> list[str]:
    """The shifts as the roster shows them, from that Monday on."""
    zone = ZoneInfo("Asia/Shanghai")
    said = [[datetime.fromtimestamp(at, zone) for at in (start, end)] for _name, start, end in view(w, days).shifts]
    return [f"{start:%d %H}-{end:%H}" for start, end in said]


def test_a_pattern_counts_from_its_day_on_and_is_told_of_before(world: World) -> None:
    world.do(SetPattern, pattern="two", from_day=DAY + timedelta(days=1))
    assert hours(world, 2) == ["23 00-08", "23 08-16", "23 16-00", "24 00-08", "24 08-20", "24 20-08"]
    shown = view(world)
    assert (shown.pattern, shown.next_pattern) == ("three", ("two", "2026-11-24"))
    with pytest.raises(Refused, match="already"):
        world.do(SetPattern, pattern="two", from_day=DAY + timedelta(days=5))
    with pytest.raises(Refused, match="past"):
        world.do(SetPattern, pattern="two", from_day=DAY - timedelta(days=9))
    world.do(SetPattern, pattern="three", from_day=DAY + timedelta(days=1))
    assert hours(world, 3)[-3:] == ["25 00-08", "25 08-16", "25 16-00"]


def test_planning_anew_by_another_pattern_leaves_no_shift_of_the_old_one(world: World) -> None:
    world.do(SetPattern, pattern="two", from_day=DAY)
    planned(world)
    world.do(SetPattern, pattern="three", from_day=DAY)
    planned(world)
    assert hours(world, 2) == ["23 00-08", "23 08-16", "23 16-00", "24 00-08", "24 08-16", "24 16-00"]


def test_gaps_and_absences_show_ahead(world: World) -> None:
    planned(world)
    first = view(world).rows[0]
    start = datetime.fromtimestamp(first.starts, UTC)
    absence = world.do(
        PutAbsence, operator=world.wang, starts_at=start, ends_at=start + timedelta(hours=8), absence="sick"
    )
    shown = view(world, days=2)
    assert shown.rows[0].away
    assert ("gap", first.starts, first.ends) in [(one.code, one.starts, one.ends) for one in shown.problems]
    world.do(CancelAbsence, absence=absence.value("absence"))
    assert not view(world).rows[0].away


def test_nobody_is_booked_twice_nor_while_away(world: World) -> None:
    planned(world)
    start = datetime.fromtimestamp(view(world).rows[0].starts, UTC)
    stretch = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    with pytest.raises(Refused, match="already fills"):
        world.do(PutDuty, post=post(world, "dispatch"), operator=world.wang, **stretch)
    world.do(PutAbsence, operator=world.li, **stretch)
    with pytest.raises(Refused, match="is away"):
        world.do(PutDuty, post=post(world, "dispatch"), operator=world.li, **stretch)


def test_another_person_in_mid_shift_is_one_act_and_what_was_stays(world: World) -> None:
    start, end = world.now - timedelta(hours=2), world.now + timedelta(hours=6)
    about = {"post": post(world), "ends_at": end}
    number = world.do(PutDuty, operator=world.wang, starts_at=start, **about).value("entry")
    world.do(PutDuty, entry=number, operator=world.li, starts_at=world.now, **about)
    stands = [row for row in world.rows(RosterEntry, post_id=post(world)) if row.state == "planned"]
    told = sorted((row.starts_at, row.ends_at, row.operator_id) for row in stands)
    assert told == [(start, world.now, world.wang), (world.now, end, world.li)]
    assert {row.replaces_id for row in stands} == {number}


def test_two_people_swap_and_the_old_entries_are_kept(world: World) -> None:
    planned(world)
    first, second = view(world).rows[:2]
    world.do(SwapDuty, first=first.id, second=second.id, reason="家里有事")
    assert [row.name for row in view(world).rows[:2]] == ["李强", "王芳"]
    replaced = {row.id for row in world.rows(RosterEntry, state="replaced")}
    assert replaced == {first.id, second.id}
    with pytest.raises(Conflict):
        world.do(SwapDuty, first=first.id, second=second.id)


def test_a_cancelled_stretch_leaves_a_gap(world: World) -> None:
    planned(world)
    row = view(world).rows[2]
    world.do(CancelDuty, entry=row.id, reason="调班")
    assert (row.starts, row.ends) in [(one.starts, one.ends) for one in view(world, days=2).problems]


def test_a_double_booking_made_by_planning_is_found(world: World) -> None:
    crews = (((post(world), world.wang), (post(world, "dispatch"), world.wang)),)
    world.do(PlanShifts, from_day=DAY, days=1, crews=crews)
    assert {one.code for one in view(world).problems if one.name == "王芳"} == {"double"}


def test_the_duty_mobile_is_always_with_somebody(world: World) -> None:
    with pytest.raises(Refused, match="number"):
        world.do(HandMobile, operator=world.wang)
    world.do(HandMobile, operator=world.wang, number="139 0000 9999", tested=True)
    with pytest.raises(Refused, match="one person"):
        world.do(HandMobile)
    world.do(HandMobile, operator=world.li)
    with world.store.read() as conn:
        held = read_board.duty_mobile(conn, world.desk)
    assert (held.holder, held.phone) == ("李强", "139 0000 9999")


def test_a_post_is_taken_from_nobody_who_sits_at_a_console_but_by_the_lead(world: World) -> None:
    with pytest.raises(Refused, match="reason"):
        world.do(TakePost, post=post(world), actor=world.li)
    at_console(world, world.wang)
    with pytest.raises(Refused, match="at a console"):
        world.do(TakePost, post=post(world), actor=world.li, why="接班")
    with world.store.write() as conn:
        conn.exec_driver_sql("UPDATE session SET ended_at = started_at")
    world.do(TakePost, post=post(world), actor=world.li, why="无人交班")
    assert world.row(Post, post(world)).holder_id == world.li


def test_the_overview_says_who_has_how_much_and_what_is_coming(world: World) -> None:
    ticket = world.open()
    at_console(world, world.wang)
    with world.store.read() as conn:
        seen = read_roster.overview(conn, world.desk, now=world.now)
    wang = next(one for one in seen.seats if one.operator_id == world.wang)
    assert (wang.at_console, wang.tickets, wang.dangerous) == (True, 1, 1)
    assert [one.ticket for one in seen.coming] == [ticket]


def test_the_log_stands_beside_the_record_and_is_never_changed(world: World) -> None:
    first = world.do(WriteLog, text="机房空调告警", hand_over=True).value("log")
    world.tick(minutes=5)
    world.do(HandMobile, operator=world.li, number="13900009999")
    world.do(WriteLog, text="机房空调 2 号告警", corrects=first)
    with world.store.read() as conn:
        rows = read_log.entries(conn, world.desk)
        found = read_log.entries(conn, world.desk, text="2 号")
    assert {row.kind for row in rows} >= {"note", "mobile.hand"}
    assert next(row for row in rows if row.id == first).corrected
    assert [row.corrects for row in found] == [first]


def test_an_order_is_open_until_it_is_carried_out(world: World) -> None:
    due = world.now + timedelta(hours=2)
    order = world.do(WriteLog, entry="order", text="统计昨夜来电", from_whom="周总监", due_at=due).value("log")
    world.do(CloseLog, log=order)
    with pytest.raises(Refused, match="done already"):
        world.do(CloseLog, log=order)
    with pytest.raises(Refused, match="not happened"):
        world.do(WriteLog, text="x", at=world.now + timedelta(minutes=1))


def test_an_engineer_with_the_duty_mobile_is_named(world: World) -> None:
    engineer = world.rows(Engineer)[0]
    world.do(HandMobile, engineer=engineer.id, number="13800002000")
    with world.store.read() as conn:
        seen = read_roster.overview(conn, world.desk, now=world.now)
    assert (seen.mobile, seen.mobile_number, seen.mobile_tested) == (engineer.name, "13800002000", None)
