"""Who must be told: the program says so and sends nothing; a person tells them and says how (OR-2). Complaints (CU-5),
and to whom work can be passed (HA-3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline_tui.domain.board import ColleagueRow, ComplaintView, EscalationRow, EventRow
from hotline_tui.domain.commands import (
    AnswerComplaint,
    AnswerEscalation,
    CloseComplaint,
    EscalateTicket,
    OpenComplaint,
    PassTicket,
)
from hotline_tui.domain.errors import Conflict, Refused
from hotline_tui.domain.words import Role
from hotline_tui.services import read_complaint, read_people, read_record, sessions
from hotline_tui.services.complaints import ONLY_OTHERS
from hotline_tui.store.tables import Absence, Escalation, Operator, Post, Ticket

from .conftest import START, World


def told(world: World, kind: str, thing: int) -> tuple[EscalationRow, ...]:
    with world.store.read() as conn:
        return read_complaint.escalations_of(conn, kind, thing)


def record(world: World, ticket: int) -> tuple[EventRow, ...]:
    with world.store.read() as conn:
        return read_record.timeline(conn, "ticket", ticket)


def complaint(world: World, number: int, me: int) -> ComplaintView:
    with world.store.read() as conn:
        return read_complaint.complaint_view(conn, number, me=me)


def overdue(world: World) -> int:
    """A ticket for which somebody higher must be told."""
    ticket = world.open()
    world.tick(hours=8)
    world.sweep()
    return ticket


# ---- escalations


def test_what_the_clock_asks_for_waits_until_a_person_has_told_them(world: World) -> None:
    ticket = overdue(world)
    waiting = told(world, "ticket", ticket)
    assert waiting and all(row.told is None and row.told_by == row.how == "" for row in waiting)
    assert all(row.milestone for row in waiting)
    first = waiting[0]
    world.tick(minutes=3)
    world.do(AnswerEscalation, escalation=first.id, how="phone", note="十分钟后到台")
    row = next(row for row in told(world, "ticket", ticket) if row.id == first.id)
    assert (row.told, row.told_by, row.how, row.words) == (world.now.timestamp(), "王芳", "phone", "十分钟后到台")
    assert [one.told is None for one in told(world, "ticket", ticket)] == [*[True] * (len(waiting) - 1), False]
    event = record(world, ticket)[-1]
    assert (event.kind, event.who, dict(event.params)["how"]) == ("escalation.answer", "王芳", "phone")


def test_told_once(world: World) -> None:
    row = told(world, "ticket", overdue(world))[0]
    world.do(AnswerEscalation, escalation=row.id, how="phone")
    with pytest.raises(Conflict, match="王芳 has told them already"):
        world.do(AnswerEscalation, actor=world.li, escalation=row.id, how="person")
    with pytest.raises(Refused):
        world.do(AnswerEscalation, escalation=999_999, how="phone")


@pytest.mark.parametrize(("how", "done"), [("phone", True), ("person", True), ("message", False)])
def test_by_hand_a_voice_is_an_answer_and_a_message_is_not(world: World, how: str, done: bool) -> None:
    ticket = world.open()
    world.do(EscalateTicket, ticket=ticket, role=Role.SERVICE_DIRECTOR, how=how, note="客户要见人")
    (row,) = (row for row in told(world, "ticket", ticket) if row.step == "hand")
    assert (row.told is not None) is done
    assert row.words == "客户要见人" and row.who


def test_the_record_names_who_is_to_be_told(world: World) -> None:
    ticket = overdue(world)
    names = {row.name for row in world.rows(Operator)}
    events = [dict(event.params) for event in record(world, ticket) if event.kind == "clock.escalate"]
    assert events and all(event["operator"] in names for event in events)
    assert world.rows(Escalation, thing_kind="ticket", thing_id=ticket)


# ---- complaints


def test_a_complaint_is_shown_in_full_answered_and_closed(world: World) -> None:
    ticket = world.open()
    made = world.do(
        OpenComplaint, customer=world.ids["school"], contact=world.ids["school.contact"], ticket=ticket,
        text="工程师迟到", about_engineer=world.ids["xu"],
    ).thing_id  # fmt: skip
    view = complaint(world, made, world.wang)
    assert (view.state, view.text, view.about, view.contact) == ("open", "工程师迟到", "徐亮", "陈老师")
    assert (view.role, view.customer, view.ticket_id) == ("service_director", "松江第一中学", ticket)
    assert view.owner and view.phones and view.refusal == ""
    (clock,) = view.clocks
    assert clock.due == world.now.timestamp() + 15 * 60
    assert [row.step for row in view.escalations] == ["complaint"]
    world.tick(minutes=5)
    world.do(AnswerComplaint, complaint=made, text="已道歉，换资深工程师")
    world.tick(minutes=5)
    world.do(CloseComplaint, complaint=made, text="路线安排不当")
    view = complaint(world, made, world.wang)
    assert (view.state, view.answer, view.cause) == ("closed", "已道歉，换资深工程师", "路线安排不当")
    assert view.answered == world.now.timestamp() - 300 and view.closed == world.now.timestamp()
    assert view.clocks[0].state == "met"


def test_whom_it_is_about_is_told_that_others_act_on_it(world: World) -> None:
    made = world.do(OpenComplaint, customer=world.ids["school"], text="态度不好", about_operator=world.li).thing_id
    view = complaint(world, made, world.li)
    assert (view.refusal, view.refusal_role) == (ONLY_OTHERS, "service_director")
    assert complaint(world, made, world.wang).refusal == ""
    with pytest.raises(Refused, match="never handled by the person it is about"):
        world.do(AnswerComplaint, actor=world.li, complaint=made, text="不是我")


def test_no_such_complaint(world: World) -> None:
    with pytest.raises(Refused):
        complaint(world, 4711, world.wang)


# ---- to whom work can be passed


def people(world: World) -> tuple[ColleagueRow, ...]:
    with world.store.read() as conn:
        return read_people.colleagues(conn, world.desk, now=world.now)


def test_who_sits_at_a_console_comes_first_and_who_is_away_last(world: World) -> None:
    hours = {"starts_at": START - timedelta(hours=1), "ends_at": START + timedelta(hours=8)}
    world.add(Absence, operator_id=world.wang, kind="leave", **hours)
    sessions.sign_on(world.store, sessions.Claim(operator=world.li, desk=world.desk), world.now)
    shown = [row for row in people(world) if row.kind == "operator"]
    assert (shown[0].id, shown[0].at_console, shown[0].on_duty) == (world.li, True, True)
    assert (shown[-1].id, shown[-1].away) == (world.wang, True)
    assert "operator" in shown[0].roles


def test_posts_come_after_people_with_who_fills_them(world: World) -> None:
    world.add(Post, desk_id=world.desk, code="z1", name="二席", role="operator", holder_id=world.li, sort=98)
    world.add(Post, desk_id=world.desk, code="z2", name="三席", role="operator", sort=99)
    world.add(Post, desk_id=world.desk, code="z3", name="旧席", role="operator", sort=97, retired_at=START)
    shown = people(world)
    kinds = [row.kind for row in shown]
    assert kinds == sorted(kinds)
    posts = {row.name: (row.holder, row.on_duty) for row in shown if row.kind == "post"}
    assert posts["二席"] == ("李强", True) and posts["三席"] == ("", False) and "旧席" not in posts


def test_passed_to_a_colleague_or_a_post_and_said_by_name(world: World) -> None:
    ticket = world.open()
    post = world.add(Post, desk_id=world.desk, code="z1", name="二席", role="operator", sort=98)
    world.do(PassTicket, ticket=ticket, operator=world.li, reason="他熟悉")
    assert world.row(Ticket, ticket).owner_operator_id == world.li
    world.do(PassTicket, ticket=ticket, post=post, reason="下班")
    row = world.row(Ticket, ticket)
    assert (row.owner_operator_id, row.owner_post_id) == (None, post)
    first, second = (dict(event.params) for event in record(world, ticket) if event.kind == "ticket.pass")
    assert first["operator"] == "李强" and second["post"] == "二席"
