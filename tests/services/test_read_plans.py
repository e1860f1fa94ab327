"""A board touches what is open and nothing else: every statement's plan, as the database makes it (data.md 11).

Desks keep no statistics, so that a plan is the same for a new desk and for one with a million closed tickets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from hotline_tui.domain.board import BoardQuery
from hotline_tui.domain.commands import AbandonCall
from hotline_tui.services import read_board
from hotline_tui.services.read_figures import DayFigures

from .conftest import World
from .test_reads import ZONE

GROWING = ("ticket", "clock", "call", "visit", "event", "command", "note", "hold", "step")
BOUNDED = {
    *("call_queue", "call_callback", "clock_board", "clock_board_level", "clock_lead", "clock_next"),
    *("ticket_open", "ticket_customer_open", "ticket_hold_review", "visit_open", "visit_engineer"),
}
"""Indexes that hold only what is open."""


def allowed(step: str) -> bool:
    """Whether one step of a plan reads a growing table only by a bounded index, by row id, or thing by thing."""
    found = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+) \((.*)\))?", step)
    if found is None or found[2] not in GROWING or "INTEGER PRIMARY KEY" in step:
        return True
    index, by = found[3], found[4] or ""
    return index in BOUNDED or (index == "clock_key" and "thing_id=?" in by)


@contextmanager
def statements(w: World) -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        seen.append((statement, parameters))

    event.listen(w.store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(w.store.engine, "before_cursor_execute", note)


def steps(w: World, act: Callable[[Any], object]) -> list[str]:
    """Every step of every plan of what `act` reads."""
    with statements(w) as seen, w.store.read() as conn:
        act(conn)
        asked = [(text, given) for text, given in seen if text.lstrip().upper().startswith("SELECT")]
        raw = conn.connection.driver_connection
        return [row[3] for text, given in asked for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", given)]


@pytest.mark.parametrize(
    "query",
    [{}, {"clock_after": (1.0, 1)}, {"mine_only": True}, {"clock_filter": "打印 机", "call_filter": "松江"}],
    ids=["all", "next page", "mine", "filtered"],
)
def test_a_board_reads_only_what_is_open(world: World, query: dict[str, Any]) -> None:
    world.open()
    gone = world.ring()
    world.tick(seconds=40)
    world.do(AbandonCall, call=gone)
    world.ring()
    day = DayFigures(ZONE, taken=world.now.timestamp())  # the day's sum reads the day's calls, at most every 10 s

    def load(conn: Any) -> None:
        wanted = BoardQuery(desk=world.desk, operator=world.wang, **query)
        read_board.board(conn, wanted, now=world.now, day=day)

    found = steps(world, load)
    assert len(found) > 20
    assert [step for step in found if not allowed(step)] == []


def test_the_days_figures_read_the_day_by_index(world: World) -> None:
    world.ring()
    found = steps(world, lambda conn: DayFigures(ZONE).refresh(conn, world.desk, world.now + timedelta(hours=1)))
    assert found == ["SEARCH call USING INDEX call_entered (desk_id=? AND entered_at>?)"]
