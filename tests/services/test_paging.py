"""Pages of the queue and of the clocks: by key, each row once, with what comes before counted; filters over all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hotline_tui.domain.board import PAGE, Board, BoardQuery, call_key
from hotline_tui.services import read_board
from hotline_tui.services.read_figures import DayFigures
from hotline_tui.store.tables import Call, Clock

from .conftest import World


def board(world: World, **query: Any) -> Board:
    with world.store.read() as conn:
        wanted = BoardQuery(desk=world.desk, operator=world.wang, **query)
        return read_board.board(conn, wanted, now=world.now, day=DayFigures(ZoneInfo("Asia/Shanghai")))


def full_queue(world: World) -> int:
    """Callers, mails, with and without contract, some at the same instant; claimed ones; call-backs owed."""
    world.tampered = True
    channels = ("phone", "email", "phone", "web")
    for n in range(430):
        channel, state = channels[n % 4], "claimed" if n % 17 == 0 else "waiting"
        world.add(
            Call, desk_id=world.desk, channel=channel, live=channel == "phone", is_contract=n % 3 > 0, state=state,
            entered_at=world.now - timedelta(seconds=n // 2), number_raw=f"N{n:04d}",
            claimed_by_id=world.li if state == "claimed" else None,
        )  # fmt: skip
    for n in range(240):
        world.add(
            Call, desk_id=world.desk, channel="phone", live=True, state="abandoned", callback_state="wanted",
            callback_due=None if n < 230 and n % 2 else world.now + timedelta(minutes=n // 4),
            entered_at=world.now, number_raw=f"B{n:04d}",
        )  # fmt: skip
    return 670


def full_clocks(world: World) -> int:
    """Dated ones, several due at the same instant; then held ones without a due time."""
    world.tampered = True
    for n in range(500):
        due = world.now + timedelta(minutes=n // 3, microseconds=n // 3) if n < 260 else None
        world.add(
            Clock, desk_id=world.desk, thing_kind="ticket", thing_id=100_000 + n, key="t", milestone="restore",
            state="running" if due else "held", start=world.now, due=due, lead=True, level="P3",
        )  # fmt: skip
    return 500


def pages(world: World, rows: Callable[[Board], Any], field: str, key: Callable[[Any], Any], **query: Any) -> list[Any]:
    """All pages in turn, with what each says comes before it."""
    seen: list[Any] = []
    after = None
    for _ in range(9):
        shown = board(world, **query, **{field: after})
        page = rows(shown)
        assert len(page) <= PAGE
        before = shown.calls_before if field == "call_after" else shown.clocks_before
        assert before == len(seen)
        seen += page
        if len(page) < PAGE:
            break
        after = key(page[-1])
    return seen


def test_every_call_stands_on_one_page_in_the_queues_order(world: World) -> None:
    total = full_queue(world)
    seen = pages(world, lambda shown: shown.calls, "call_after", call_key)
    assert len(seen) == len({row.id for row in seen}) == total == board(world).calls_total
    assert [call_key(row) for row in seen] == sorted(call_key(row) for row in seen)


def test_every_clock_stands_on_one_page_by_due_time(world: World) -> None:
    total = full_clocks(world)
    seen = pages(world, lambda shown: shown.clocks, "clock_after", lambda row: (row.due or 0.0, row.id))
    assert len(seen) == len({row.id for row in seen}) == total
    dues = [row.due or float("inf") for row in seen]
    assert dues == sorted(dues)


@pytest.mark.parametrize("word", ["N0", "B0"])
def test_a_filter_finds_what_no_first_page_shows_and_counts_it(world: World, word: str) -> None:
    full_queue(world)
    seen = pages(world, lambda shown: shown.calls, "call_after", call_key, call_filter=word)
    shown = board(world, call_filter=word)
    assert len(seen) == shown.calls_total == (430 if word == "N0" else 240)
    assert board(world, call_filter="B0239").calls[0].number == "B0239"
    assert board(world, call_filter="B0239").calls_total == 1


def test_initials_find_a_customer_in_both_lists(world: World) -> None:
    world.open()
    waiting = world.ring()
    assert [row.id for row in board(world, call_filter="sjdyzx").calls] == [waiting]
    assert [row.customer for row in board(world, clock_filter="sjdyzx").clocks] == ["松江第一中学"]
    assert board(world, call_filter="xyz", clock_filter="xyz").calls == ()


def test_what_rings_and_what_is_mine_do_not_depend_on_what_is_looked_at(world: World) -> None:
    world.claim(world.ring())
    ticket = world.open()
    waiting = world.ring()
    world.tick(minutes=20)
    plain = board(world)
    looked = board(world, call_filter="nobody", clock_filter="nothing")
    assert looked.calls == looked.clocks == ()
    assert looked.alarms == plain.alarms and looked.my_calls == plain.my_calls
    assert {f"call:{waiting}", f"p1:{ticket}"} <= {alarm.key for alarm in looked.alarms}
    assert looked.next_calls == plain.calls and looked.next_clocks == plain.clocks
    assert plain.first_calls is None and plain.next_calls == plain.calls
