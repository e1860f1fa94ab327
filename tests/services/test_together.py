"""Many at once, and anything in any order: one winner, always a clock, always a record that verifies."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import HotlineError, Refused
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, FaultKind, HoldReason, Milestone, Works
from hotline_tui.services import bus
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Call, Clock, Ticket, Visit


def test_a_call_is_claimed_by_one_console_only(world):
    calls = {world.ring() for _ in range(40)}

    def console(_: int) -> list[int]:
        won = []
        with open_store(world.address, durable=False) as store:
            while True:
                try:
                    won.append(bus.execute(store, world.make(c.ClaimCall), world.now).thing_id)
                except Refused:
                    return won

    with ThreadPoolExecutor() as pool:
        won = [call for mine in pool.map(console, range(4)) for call in mine]
    assert sorted(won) == sorted(calls)
    assert {row.state for row in world.rows(Call)} == {"claimed"}


def test_numbers_of_two_consoles_have_no_gaps_and_no_twins(world):
    calls = [world.claim(world.ring()) for _ in range(12)]

    def console(mine: list[int]) -> None:
        with open_store(world.address, durable=False) as store:
            for call in mine:
                bus.execute(store, world.make(c.OpenTicket, **world.form(call)), world.now)

    with ThreadPoolExecutor() as pool:
        list(pool.map(console, (calls[0::2], calls[1::2])))
    numbers = sorted(row.number for row in world.rows(Ticket))
    assert numbers == [f"T20261120-{n:04d}" for n in range(1, 13)]


def test_somebody_who_is_not_there_can_do_nothing(world):
    with pytest.raises(Refused):
        world.do(c.PutCustomer, customer=None, name="x", actor=999)
    with pytest.raises(Refused, match="no ticket 999"):
        world.do(c.StartWork, ticket=999)


LEVELS = {
    "low": Answers(works=Works.WISH, affects=Affects.ONE, known_solution=True),
    "high": Answers(works=Works.NOTHING, affects=Affects.ALL, known_solution=False),
}

Act = Callable[[Any, int], Any]


def visit(w: Any, ticket: int) -> int:
    rows = w.rows(Visit, ticket_id=ticket)
    return rows[-1].id if rows else 0


def promised(w: Any, t: int) -> Any:
    return w.do(c.Promise, ticket=t, milestone=Milestone.CALLBACK, due=w.now + timedelta(minutes=30))


def held(w: Any, t: int) -> Any:
    return w.do(c.HoldTicket, ticket=t, reason=HoldReason.CUSTOMER, review_at=w.now + timedelta(hours=1))


def undo_last(w: Any, t: int) -> Any:
    return w.do(c.Undo, command=w.last.command if w.last else uuid4())


ACTS: tuple[Act, ...] = (
    lambda w, t: w.do(c.StartWork, ticket=t),
    lambda w, t: w.do(c.SendEngineer, ticket=t, engineer=w.ids["xu"]),
    lambda w, t: w.do(c.AcceptVisit, visit=visit(w, t)),
    lambda w, t: w.do(c.DepartVisit, visit=visit(w, t)),
    lambda w, t: w.do(c.ArriveVisit, visit=visit(w, t)),
    lambda w, t: w.do(c.FinishVisit, visit=visit(w, t), result="好", restored=True),
    lambda w, t: w.do(c.DeclineVisit, visit=visit(w, t), reason="病"),
    lambda w, t: w.do(c.CallOffVisit, visit=visit(w, t), reason="不用"),
    held,
    lambda w, t: w.do(c.ResumeTicket, ticket=t),
    lambda w, t: w.do(c.Retriage, ticket=t, fault_kind=FaultKind.HARDWARE, answers=LEVELS["low"]),
    lambda w, t: w.do(c.Retriage, ticket=t, fault_kind=FaultKind.SOFTWARE, answers=LEVELS["high"]),
    promised,
    lambda w, t: w.do(c.NoteTicket, ticket=t, text="催", from_customer=True),
    lambda w, t: w.do(c.RestoreTicket, ticket=t),
    lambda w, t: w.do(c.RestoreImpossible, ticket=t, reason="坏"),
    lambda w, t: w.do(c.WatchTicket, ticket=t),
    lambda w, t: w.do(c.ResolveTicket, ticket=t, cause="因", method="法"),
    lambda w, t: w.do(c.CloseTicket, ticket=t),
    lambda w, t: w.do(c.ReopenTicket, ticket=t, reason="又坏"),
    lambda w, t: w.do(c.MoveTicket, ticket=t, customer=w.ids["bank"], contract=None, reason="错"),
    undo_last,
    undo_last,
)


PAUSES = (2, 8, 400, 5_000, -900)
"""Seconds between two acts; the clock may jump back, too."""


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    steps=st.lists(st.tuples(st.sampled_from(range(len(ACTS))), st.sampled_from(PAUSES)), max_size=14),
    phone=st.sampled_from(["021-5560 1180", "138 0000 1122", "021-6433 2200"]),
)
def test_whatever_is_done_in_whatever_order(template, tmp_path, steps, phone):
    """An open ticket has exactly one most urgent clock; an ended one has none; everything verifies."""
    path = tmp_path / f"{uuid4()}.db"
    shutil.copyfile(template[0], path)
    w: Any = replace(template[1], store=open_store(str(path), durable=False), ids=dict(template[1].ids))
    w.last = None
    ticket = w.open(phone)
    for number, seconds in steps:
        w.tick(seconds=seconds)
        try:
            w.last = ACTS[number](w, ticket)
        except HotlineError:
            w.last = None
        w.sweep()
        row = w.row(Ticket, ticket)
        clocks = [clock for clock in w.rows(Clock, thing_kind="ticket", thing_id=ticket) if clock.open]
        assert sum(clock.lead for clock in clocks) == (1 if row.open else 0)
        assert bool(clocks) == bool(row.open)
        assert {clock.level for clock in clocks} <= {row.level}
    report = w.verify()
    w.store.close()
    path.unlink()
    assert report.clean, report
