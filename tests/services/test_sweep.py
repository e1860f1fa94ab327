"""What falls due by itself: breaches, escalation, holds, dead consoles, breaks; the same for any number of consoles."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from hotline_tui.domain.commands import (
    AcknowledgeAlarm,
    AnswerComplaint,
    CloseComplaint,
    HoldTicket,
    OpenComplaint,
    SetEngineer,
    StartWork,
)
from hotline_tui.domain.errors import Refused
from hotline_tui.domain.words import HoldReason
from hotline_tui.services.verify import verify
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import (
    Call,
    Clock,
    Complaint,
    Engineer,
    Escalation,
    Event,
    Operator,
    OperatorRole,
    Outbox,
    Seal,
    Session,
    Ticket,
    table_of,
)


def test_a_breach_is_marked_once_by_however_many_consoles(world):
    ticket = world.open()
    world.sweep()
    due = world.clock(ticket, "arrive").due
    world.now = due
    world.sweep()
    assert world.clock(ticket, "arrive").state == "running"
    world.tick(seconds=1)
    world.sweep()
    clock = world.clock(ticket, "arrive")
    assert (clock.state, clock.breached_at) == ("breached", due)
    before = len(world.rows(Event))
    other = open_store(world.address, durable=False)
    from hotline_tui.services.falling_due import sweep

    assert sweep(other, world.now) == 0
    other.close()
    assert len(world.rows(Event)) == before
    assert world.events("ticket", ticket).count("clock.breach") == 1


def test_shares_of_the_time_tell_people_up_the_chain(world):
    ticket = world.open()
    clock = world.clock(ticket, "restore")
    world.tick(hours=10)
    for _ in range(3):
        world.sweep()
    told = {row.step: row for row in world.rows(Escalation, clock_id=clock.id)}
    assert "breach" in told
    assert all(row.operator_id is not None and row.how for row in told.values())
    assert told["breach"].operator_id in world.ids.values()
    messages = world.rows(Outbox, kind="escalation", thing_id=ticket)
    assert len(messages) == len(world.rows(Escalation, thing_kind="ticket", thing_id=ticket))


def test_restore_missed_starts_what_hangs_on_it_at_the_due_instant(world):
    ticket = world.open("138 0000 1122")
    received = world.row(Ticket, ticket).received_at
    world.tick(hours=5)
    world.sweep()
    replace = world.clock(ticket, "replace")
    assert (replace.state, replace.due) == ("running", received + timedelta(hours=24))


def test_a_hold_wakes_when_its_review_time_is_reached(world):
    ticket = world.open()
    review = world.now + timedelta(hours=1)
    world.do(HoldTicket, ticket=ticket, reason=HoldReason.CUSTOMER, review_at=review)
    world.tick(minutes=61)
    world.sweep()
    wake = next(clock for clock in world.clocks(ticket).values() if clock.key.startswith("hold"))
    assert (wake.milestone, wake.state, wake.due) == ("review", "breached", review)
    said = json.loads(world.rows(Event, thing_kind="ticket", thing_id=ticket)[-1].body)
    assert (said["kind"], said["data"]["milestone"]) == ("hold.wake", "review")


def test_what_the_program_does_is_no_sign_of_life(world):
    """SL-1: the review counts from the last act, not from a breach that the sweep has marked."""
    ticket = world.open()
    world.tick(minutes=31)
    world.sweep()
    assert '"sla"' not in world.rows(Event, thing_kind="ticket", thing_id=ticket)[-1].body


def test_claims_of_a_dead_console_wait_again(world):
    from hotline_tui.services.desk import Desk

    desk = Desk(world.store)
    me = desk.sign_on(operator=world.li, desk=world.desk, now=world.now)
    call = world.claim(world.ring(), actor=world.li, session=me.session_id)
    kept = world.claim(world.ring())  # from the command line: no console to die
    world.sweep()
    assert world.row(Call, call).state == "claimed"
    s = table_of(Session)
    with world.store.write() as conn:
        conn.execute(update(s).values(heartbeat_ms=s.c.heartbeat_ms - 60_000))
    world.tick(minutes=1)
    world.sweep()
    row = world.row(Call, call)
    assert (row.state, row.claimed_by_id, row.talk) == ("waiting", None, "")
    assert world.row(Call, kept).state == "claimed"
    event = world.rows(Event, thing_kind="call", thing_id=call)[-1]
    assert (event.kind, event.actor_id, json.loads(event.body)["data"]["why"]) == ("call.release", None, "console_gone")


def test_a_break_ends_by_itself(world):
    xu = world.ids["xu"]
    world.do(SetEngineer, engineer=xu, state="break", until=world.now + timedelta(minutes=20))
    world.tick(minutes=21)
    world.sweep()
    row = world.row(Engineer, xu)
    assert (row.state, row.by_hand, row.by_hand_until) == ("available", "", None)


def test_an_alarm_is_quiet_once_somebody_has_seen_it(world):
    call, ticket = world.ring(), world.open()
    world.do(AcknowledgeAlarm, alarms=(f"call:{call}", f"p1:{ticket}", "breach:999999", "junk", "p1:x"))
    assert world.clock(call, "respond", "call").acked_at == world.now
    assert [clock.acked_at for clock in world.clocks(ticket).values() if clock.lead] == [world.now]


def test_the_record_is_sealed(world):
    world.open()
    world.sweep()
    assert len(world.rows(Seal)) == 1
    world.tick(minutes=30)
    world.sweep()
    assert len(world.rows(Seal)) == 1
    world.open()
    world.tick(minutes=31)
    world.sweep()
    assert len(world.rows(Seal)) == 2


def test_a_complaint_goes_to_the_named_role_never_to_whom_it_is_about(world):
    made = world.do(OpenComplaint, customer=world.ids["school"], text="工程师迟到", about_engineer=world.ids["xu"])
    row = world.row(Complaint, made.thing_id)
    assert row.number == "TC20261120-0001"
    assert (row.role, row.owner_operator_id) == ("service_director", world.ids["service_director"])
    clock = world.clock(made.thing_id, "reply", "complaint")
    assert (clock.due, clock.requirement, clock.lead) == (world.now + timedelta(minutes=15), "SL-A6", True)
    about = world.ids["service_director"]
    other = world.do(OpenComplaint, customer=world.ids["school"], text="总监态度差", about_operator=about).thing_id
    assert world.row(Complaint, other).owner_operator_id == world.ids["general_manager"]
    with pytest.raises(Refused, match="never handled by"):
        world.do(AnswerComplaint, complaint=other, text="没事", actor=about)
    with pytest.raises(Refused, match="Answer the complaint first"):
        world.do(CloseComplaint, complaint=other, text="x")
    world.tick(minutes=16)
    world.sweep()
    told = {one.operator_id for one in world.rows(Escalation, thing_kind="complaint", thing_id=other)}
    assert about not in told
    world.do(AnswerComplaint, complaint=other, text="郑总致歉")
    assert world.clock(other, "reply", "complaint").state == "missed"
    world.do(CloseComplaint, complaint=other, text="已谈话")
    assert world.row(Complaint, other).open is False
    with pytest.raises(Refused, match="closed"):
        world.do(AnswerComplaint, complaint=other, text="又")


def test_an_engineer_who_is_an_operator_does_not_judge_himself(world):
    login = world.add(Operator, login="xu", name="徐亮", desk_id=world.desk, engineer_id=world.ids["xu"])
    world.add(OperatorRole, operator_id=login, role="operator")
    made = world.do(OpenComplaint, customer=world.ids["bank"], text="迟到", about_engineer=world.ids["xu"]).thing_id
    with pytest.raises(Refused, match="never handled by"):
        world.do(AnswerComplaint, complaint=made, text="我没迟到", actor=login)


# ---- verify


def test_verify_finds_a_tampered_due_time(world):
    ticket = world.open()
    assert world.verify().clean
    t = table_of(Clock)
    with world.store.write() as conn:
        conn.execute(
            update(t)
            .where(t.c.thing_id == ticket, t.c.milestone == "restore")
            .values(due=world.now + timedelta(days=9))
        )
    world.tampered = True
    report = verify(world.store, world.now)
    assert [(one.key, one.column, one.code) for one in report.differences] == [("restore:1", "due", "differs")]
    assert not report.clean


def test_verify_finds_a_rewritten_event(world):
    world.open()
    world.loosen("event_no_update", "event")
    with world.store.write() as conn:
        conn.exec_driver_sql("UPDATE event SET body = replace(body, '教务', '财务') WHERE thing_kind = 'ticket'")
        conn.exec_driver_sql("UPDATE event SET body = replace(body, 'ticket.open', 'ticket.0pen')")
    assert {fault.code for fault in verify(world.store, world.now).faults} >= {"edited"}


def test_a_clock_that_jumps_back_dates_nothing_before_what_was(world):
    ticket = world.open()
    last = world.rows(Event, thing_kind="ticket", thing_id=ticket)[-1].at
    world.tick(hours=-2)
    world.do(StartWork, ticket=ticket)
    assert world.rows(Event, thing_kind="ticket", thing_id=ticket)[-1].at == last
    world.tick(hours=3)


def test_one_damaged_record_does_not_keep_the_others_from_falling_due(world):
    bad, good = world.open(), world.open()
    world.loosen("event_no_update", "event")
    with world.store.write() as conn:
        conn.exec_driver_sql(
            f'UPDATE event SET body = replace(body, \'"t":"received"\', \'"t":"x"\') WHERE thing_id = {bad}'
        )
    world.tick(minutes=40)
    world.sweep()
    assert world.clock(good, "arrive").state == "breached"
    assert [one.code for one in world.verify().differences if one.thing_id == bad][:1] == ["unreadable"]
