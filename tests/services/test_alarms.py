"""An alarm that somebody at the desk has seen is quiet at every console of the desk (console rule 6)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import delete

from hotline_tui.domain.board import BoardQuery
from hotline_tui.domain.commands import AcknowledgeAlarm, ClaimCall, ReleaseCall
from hotline_tui.services import read_board
from hotline_tui.services.read_figures import DayFigures
from hotline_tui.store.tables import Clock, Event, table_of

from .conftest import World

UNKNOWN = "139 1234 5678"


def ringing(world: World, operator: int) -> dict[str, bool]:
    """Alarm → whether it was seen, as that operator's console has it."""
    with world.store.read() as conn:
        query = BoardQuery(desk=world.desk, operator=operator)
        board = read_board.board(conn, query, now=world.now, day=DayFigures(ZoneInfo("Asia/Shanghai")))
    return {alarm.key: alarm.acknowledged for alarm in board.alarms if alarm.kind == "call"}


def without_clock(world: World, phone: str = UNKNOWN) -> int:
    """A caller whom no target speaks of."""
    call = world.ring(phone)
    t = table_of(Clock)
    with world.store.write() as conn:
        conn.execute(delete(t).where(t.c.thing_kind == "call", t.c.thing_id == call))
    world.tampered = True
    return call


def test_a_call_without_a_clock_is_quiet_for_the_whole_desk_once_seen(world: World) -> None:
    call, other = without_clock(world), without_clock(world, "139 8765 4321")
    world.tick(minutes=2)
    assert ringing(world, world.li) == {f"call:{call}": False, f"call:{other}": False}
    world.do(AcknowledgeAlarm, alarms=(f"call:{call}",))
    assert ringing(world, world.li) == {f"call:{call}": True, f"call:{other}": False}
    (event,) = world.rows(Event, kind="desk.acknowledge")
    assert (event.thing_kind, event.thing_id) == ("call", call)


def test_it_stays_quiet_when_it_was_claimed_and_let_go(world: World) -> None:
    call = without_clock(world)
    world.do(AcknowledgeAlarm, alarms=(f"call:{call}",))
    world.do(ClaimCall, call=call)
    world.do(ReleaseCall, call=call)
    assert ringing(world, world.wang) == {f"call:{call}": True}


def test_what_is_not_there_is_passed_over(world: World) -> None:
    world.do(AcknowledgeAlarm, alarms=("call:99999", "call:x", "p1:7"))
    assert world.rows(Event, kind="desk.acknowledge") == []
