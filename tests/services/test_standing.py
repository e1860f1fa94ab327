"""Where only calls have changed, a board is not read whole: it must say the same."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import Board, BoardQuery
from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.words import EngineerState, HoldReason
from hotline_tui.services import read_board
from hotline_tui.services.desk import STANDS, Desk
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Call, Visit

from .conftest import World


@dataclass
class Watching:
    """A console. One that looks at the feed's counters, as consoles do, need not read the board whole."""

    world: Any
    query: dict[str, Any] = field(default_factory=dict)
    looks: bool = True

    def __post_init__(self) -> None:
        self.desk = Desk(self.world.store, look_on=not self.looks)
        self.desk.sign_on(operator=self.world.wang, desk=self.world.desk, now=self.world.now)
        for _ in range(2):  # the first one is another one: it comes without the handover
            self()

    def __call__(self, **other: Any) -> Board:
        if not self.looks:
            self.desk._kept = None
        wanted = BoardQuery(desk=self.world.desk, operator=self.world.wang, **self.query | other)
        return self.desk.board(wanted, now=self.world.now)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often what stands was read."""
    seen: list[int] = []
    real = read_board.standing

    def standing(*given: Any, **named: Any) -> read_board.Standing:
        seen.append(1)
        return real(*given, **named)

    monkeypatch.setattr(read_board, "standing", standing)
    return seen


def test_what_stands_is_read_again_when_something_beyond_calls_has_changed(world: World, read: list[int]) -> None:
    ticket = world.open()
    board = Watching(world)
    before = len(read)
    call = world.ring()
    assert [row.id for row in board().calls] == [call]
    world.claim(call)
    assert board().my_calls == (call,)
    world.do(c.ReleaseCall, call=call)
    assert board().figures.waiting == 1
    assert len(read) == before
    world.do(c.SendEngineer, ticket=ticket, engineer=world.ids["xu"])
    assert board().clocks[0].engineer == "徐亮"
    assert len(read) == before + 1


def test_it_is_read_again_when_it_has_stood_long(world: World, read: list[int]) -> None:
    board = Watching(world)
    before = len(read)
    world.now += STANDS - timedelta(milliseconds=1)
    world.ring()
    board()
    assert len(read) == before
    world.now += timedelta(milliseconds=1)
    board()
    assert len(read) == before + 1


def test_ones_own_act_is_seen_before_it_is_heard_of(world: World) -> None:
    """A server's word of a commit comes through a thread of its own: the board after an act may be earlier."""
    ticket = world.open()
    board = Watching(world)
    board.desk.do(world.make(c.SendEngineer, ticket=ticket, engineer=world.ids["xu"]), now=world.now)
    assert board().clocks[0].engineer == "徐亮"


def test_another_question_is_answered_whole(world: World) -> None:
    board = Watching(world)
    assert [row.name for row in board(engineer_filter="徐亮").engineers] == ["徐亮"]
    assert len(board().engineers) > 1


def called(w: Any) -> int:
    """The call that came last."""
    rows = w.rows(Call)
    return rows[-1].id if rows else 0


def visit(w: Any) -> int:
    rows = w.rows(Visit)
    return rows[-1].id if rows else 0


ACTS: tuple[Callable[[Any, int], Any], ...] = (
    lambda w, t: w.ring(),
    lambda w, t: w.ring("138 9999 0001"),
    lambda w, t: w.do(c.ClaimCall, call=called(w)),
    lambda w, t: w.do(c.ReleaseCall, call=called(w)),
    lambda w, t: w.do(c.AbandonCall, call=called(w)),
    lambda w, t: w.do(c.TryCallBack, call=called(w), reached=False),
    lambda w, t: w.do(c.DismissCall, call=called(w), reason="错"),
    lambda w, t: w.do(c.AdviseCall, call=called(w), text="好"),
    lambda w, t: w.do(c.JoinCall, call=called(w), ticket=t),
    lambda w, t: w.do(c.OpenTicket, **w.form(called(w))),
    lambda w, t: w.do(c.SendEngineer, ticket=t, engineer=w.ids["xu"]),
    lambda w, t: w.do(c.AcceptVisit, visit=visit(w)),
    lambda w, t: w.do(c.DepartVisit, visit=visit(w)),
    lambda w, t: w.do(c.SetEngineer, engineer=w.ids["xu"], state=EngineerState.BREAK),
    lambda w, t: w.do(c.HoldTicket, ticket=t, reason=HoldReason.CUSTOMER, review_at=w.now + timedelta(hours=1)),
    lambda w, t: w.do(c.RestoreTicket, ticket=t),
    lambda w, t: w.do(c.Undo, command=w.last.command if w.last else uuid4()),
    lambda w, t: w.sweep(),
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(range(len(ACTS))), st.sampled_from((0, 1, 5, 90, 2_000))), min_size=1, max_size=16
    ),
    query=st.sampled_from(({}, {"mine_only": True}, {"clock_filter": "松江"}, {"call_filter": "138"})),
)
def test_whatever_is_done_it_says_what_a_whole_one_says(
    template: Any, tmp_path: Any, steps: list[tuple[int, int]], query: dict[str, Any]
) -> None:
    path = tmp_path / f"{uuid4()}.db"
    shutil.copyfile(template[0], path)
    w: Any = replace(template[1], store=open_store(str(path), durable=False), ids=dict(template[1].ids))
    w.last = None
    try:
        ticket = w.open()
        partly, all_of_it = Watching(w, query), Watching(w, query, looks=False)
        for number, seconds in steps:
            w.tick(seconds=seconds)
            with contextlib.suppress(HotlineError):  # it can't be done now
                done = ACTS[number](w, ticket)
                w.last = done if isinstance(done, c.Result) else w.last
            assert partly() == all_of_it()
    finally:
        w.store.close()
        path.unlink()
