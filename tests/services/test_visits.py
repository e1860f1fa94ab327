"""Visits and what follows from them for clocks and engineers (FS-1, FS-2, clock rule 9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline_tui.domain.commands import (
    AcceptVisit,
    ArriveVisit,
    AssignVisit,
    BlockVisit,
    CallOffVisit,
    DeclineVisit,
    DepartVisit,
    FinishVisit,
    NoShowVisit,
    SendEngineer,
    SetEngineer,
    SetEta,
)
from hotline_tui.domain.errors import Refused
from hotline_tui.store.tables import Engineer, Outbox, Ticket, Visit


def state(w, who="xu"):
    return w.row(Engineer, w.ids[who]).state


def send(w, ticket, who="xu", **values):
    return w.do(SendEngineer, ticket=ticket, engineer=w.ids[who], **values).thing_id


def test_sending_implies_that_the_phone_has_failed(world):
    ticket = world.open("138 0000 1122")
    visit = send(world, ticket)
    row = world.row(Ticket, ticket)
    assert (row.phone_failed_at, row.visit_decided_at) == (world.now, world.now)
    measures = world.clock(ticket, "measures")
    assert measures.due == world.now + timedelta(hours=1)
    world.tick(minutes=10)
    world.do(AcceptVisit, visit=visit)
    assert world.clock(ticket, "measures").state == "running"
    world.do(DepartVisit, visit=visit)
    assert world.clock(ticket, "measures").met_at == world.now


def test_a_reserved_engineer_is_not_shown_as_sent(world):
    ticket = world.open()
    with pytest.raises(Refused, match="past"):
        send(world, ticket, planned=world.now)
    visit = send(world, ticket, planned=world.now + timedelta(hours=3))
    assert (world.row(Visit, visit).state, state(world)) == ("reserved", "reserved")
    with pytest.raises(Refused):
        world.do(AcceptVisit, visit=visit)
    world.do(AssignVisit, visit=visit, engineer=world.ids["he"])
    assert (state(world), state(world, "he")) == ("available", "assigned")
    assert world.row(Visit, visit).engineer_id == world.ids["he"]


def test_the_message_waits_until_the_act_can_no_longer_be_undone(world):
    visit = send(world, world.open())
    row = world.rows(Outbox, thing_kind="visit", thing_id=visit)[0]
    assert (row.kind, row.due_at, row.state) == ("visit.assigned", world.now + timedelta(seconds=10), "waiting")


def test_one_journey_at_a_time(world):
    first, second = send(world, world.open()), send(world, world.open())
    for visit in (first, second):
        world.do(AcceptVisit, visit=visit)
    world.do(DepartVisit, visit=first)
    with pytest.raises(Refused, match="Finish that one first"):
        world.do(DepartVisit, visit=second)
    world.do(ArriveVisit, visit=first)
    world.do(FinishVisit, visit=first, result="好了")
    assert world.row(Ticket, world.row(Visit, first).ticket_id).state == "working"
    assert state(world) == "accepted"
    world.do(DepartVisit, visit=second)
    assert state(world) == "en_route"


def test_remote_work_is_no_journey(world):
    ticket = world.open("138 0000 1122")
    visit = send(world, ticket, remote=True)
    assert world.row(Ticket, ticket).phone_failed_at is None
    world.do(AcceptVisit, visit=visit)
    assert state(world) == "remote"
    with pytest.raises(Refused, match="remote"):
        world.do(DepartVisit, visit=visit)
    world.do(FinishVisit, visit=visit, result="远程修好", restored=True)
    assert world.row(Ticket, ticket).state == "restored"


@pytest.mark.parametrize("kind", [DeclineVisit, NoShowVisit, BlockVisit])
def test_back_to_dispatch_with_a_clock(world, kind):
    ticket = world.open()
    visit = send(world, ticket)
    if kind is not DeclineVisit:
        world.do(AcceptVisit, visit=visit)
        world.do(DepartVisit, visit=visit)
    with pytest.raises(Refused, match="reason"):
        world.do(kind, visit=visit, reason="")
    world.do(kind, visit=visit, reason="车坏了")
    owed = world.clock(ticket, "progress")
    assert (owed.state, owed.due, owed.params) == ("running", world.now + timedelta(minutes=10), {"code": "dispatch"})
    assert world.clock(ticket, "arrive").state == "running"
    assert state(world) == "available"
    world.tick(minutes=4)
    send(world, ticket, "he")
    assert world.clock(ticket, "progress").state == "met"


def test_calling_off_the_last_visit_voids_arrive_and_deciding_anew_brings_it_back(world):
    ticket = world.open()
    due = world.clock(ticket, "arrive").due
    first, second = send(world, ticket), send(world, ticket, "he")
    world.do(CallOffVisit, visit=first, reason="派了何静")
    assert world.clock(ticket, "arrive").state == "running"
    world.do(CallOffVisit, visit=second, reason="远程解决")
    assert (world.clock(ticket, "arrive").state, world.clock(ticket, "arrive").note) == ("void", "called_off")
    send(world, ticket)
    assert (world.clock(ticket, "arrive").state, world.clock(ticket, "arrive").due) == ("running", due)


def test_the_eta_stays_as_it_was_said_last(world):
    visit = send(world, world.open())
    eta = world.now + timedelta(minutes=25)
    world.do(AcceptVisit, visit=visit, eta=eta)
    world.do(DepartVisit, visit=visit)
    assert world.row(Visit, visit).eta == eta
    world.do(SetEta, visit=visit, eta=eta + timedelta(minutes=10))
    assert world.row(Visit, visit).eta == eta + timedelta(minutes=10)


def test_break_and_off_duty_are_set_by_hand_where_no_job_stands_against_it(world):
    xu = world.ids["xu"]
    world.do(SetEngineer, engineer=xu, state="break", until=world.now + timedelta(minutes=30))
    assert state(world) == "break"
    world.do(SetEngineer, engineer=xu, state="available")
    assert (state(world), world.row(Engineer, xu).by_hand) == ("available", "")
    world.do(SetEngineer, engineer=xu, state="off_duty")
    world.do(SetEngineer, engineer=xu, state="available")
    send(world, world.open())
    with pytest.raises(Refused, match="has a job"):
        world.do(SetEngineer, engineer=xu, state="break")


def test_a_result_is_needed_and_arriving_twice_is_not_possible(world):
    visit = send(world, world.open())
    world.do(AcceptVisit, visit=visit)
    world.do(DepartVisit, visit=visit)
    world.do(ArriveVisit, visit=visit)
    with pytest.raises(Refused):
        world.do(ArriveVisit, visit=visit)
    with pytest.raises(Refused, match="what was done"):
        world.do(FinishVisit, visit=visit, result=" ")
