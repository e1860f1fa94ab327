"""The record tells which thing each change belongs to: one act may change a visit and its ticket."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from hotline_tui.domain.board import EventRow
from hotline_tui.domain.commands import (
    AcceptVisit,
    DeclineVisit,
    DepartVisit,
    MergeTicket,
    OpenComplaint,
    OpenTicket,
    SendEngineer,
    SetMajor,
    TickStep,
    Undo,
)
from hotline_tui.services import read_find, read_record, read_ticket
from hotline_tui.store.tables import Call, Step, Ticket

from .conftest import World


def told(world: World, ticket: int, kind: str) -> EventRow:
    """The one line of that kind on the ticket's record."""
    with world.store.read() as conn:
        (row,) = (row for row in read_record.timeline(conn, "ticket", ticket) if row.kind == kind)
    return row


def test_one_act_on_two_things_is_one_line_that_names_both(world: World) -> None:
    ticket = world.open()
    visit = world.do(SendEngineer, ticket=ticket, engineer=world.ids["he"]).thing_id
    world.do(AcceptVisit, visit=visit)
    world.do(DepartVisit, visit=visit)
    states = {
        (row.thing_kind, change[0], *change[2:])
        for kind in ("visit.send", "visit.accept", "visit.depart")
        for row in [told(world, ticket, kind)]
        for change in row.changes
        if change[1] == "state"
    }
    assert ("visit", "visit", "assigned", "accepted") in states
    assert ("visit", "visit", "accepted", "en_route") in states
    assert {thing for _row, thing, *_rest in states} == {"visit", "ticket"}
    assert [change for change in states if change[1] == "ticket"] == [("visit", "ticket", "open", "working")]


def test_a_ticked_step_is_named_in_both_languages(world: World) -> None:
    ticket = world.open()
    first = min(world.rows(Step, thing_kind="ticket", thing_id=ticket), key=lambda row: row.id)
    world.do(TickStep, ticket=ticket, step=first.id, done=True)
    row = told(world, ticket, "ticket.step")
    assert row.params[:2] == (("step_zh", first.title["zh"]), ("step_en", first.title["en"]))
    assert ("done", "true") in row.params and "step" not in dict(row.params)


def test_a_callers_number_reads_as_it_does_on_the_board(world: World) -> None:
    call = world.claim(world.ring("021-5560 1180"))
    ticket = world.do(OpenTicket, **world.form(call)).thing_id
    assert world.row(Call, call).number.startswith("+86")
    assert dict(told(world, ticket, "call.enter").params)["number"] == world.row(Call, call).number_raw
    assert "+86" not in world.row(Call, call).number_raw


def test_a_change_is_told_once(world: World) -> None:
    ticket = world.open()
    visit = world.do(SendEngineer, ticket=ticket, engineer=world.ids["he"]).thing_id
    world.do(DeclineVisit, visit=visit, reason="车坏了")
    row = told(world, ticket, "visit.decline")
    assert len(row.changes) == len(set(row.changes))
    assert ("visit", "state", "assigned", "declined") in row.changes


def test_another_tickets_changes_are_not_told_here(world: World) -> None:
    one, other = world.open(), world.open()
    world.do(SendEngineer, ticket=other, engineer=world.ids["he"])
    with world.store.read() as conn:
        rows = read_record.timeline(conn, "ticket", one)
    assert not [row for row in rows if row.kind.startswith("visit.")]


def test_a_complaint_about_a_ticket_and_an_undone_visit_are_each_one_line(world: World) -> None:
    ticket = world.open()
    world.do(OpenComplaint, customer=world.row(Ticket, ticket).customer_id, ticket=ticket, text="态度不好")
    assert dict(told(world, ticket, "complaint.open").params)["text"] == "态度不好"
    sent = world.do(SendEngineer, ticket=ticket, engineer=world.ids["he"])
    world.do(Undo, command=sent.command)
    told(world, ticket, "undo")


def test_what_was_done_about_a_major_is_told_with_its_number(world: World) -> None:
    major, child = world.open(), world.open("021-6433 2200")
    number = world.row(Ticket, major).number
    world.do(SetMajor, ticket=major)
    assert dict(told(world, major, "ticket.major").params)["tie"] == "declared"
    world.do(SetMajor, ticket=child, under=major)
    params = dict(told(world, child, "ticket.major").params)
    assert (params["tie"], params["number"]) == ("under", number)
    world.do(SetMajor, ticket=child, under=0)
    with world.store.read() as conn:
        out = read_record.timeline(conn, "ticket", child)[-1]
    assert (dict(out.params)["tie"], dict(out.params)["number"]) == ("out", number)


def test_partners_are_open_tickets_of_the_customer_or_open_majors(world: World) -> None:
    one, two, other = world.open(), world.open(), world.open("021-6433 2200")

    def found(ticket: int, text: str = "", *, majors: bool = False) -> list[int]:
        with world.store.read() as conn:
            rows = read_find.find_partners(conn, ticket, text, majors=majors, desk=world.desk, limit=9)
        return [row.id for row in rows]

    assert found(one) == [two] and found(other) == []
    assert found(one, "没有这样的词") == [] and found(one, world.row(Ticket, two).number) == [two]
    world.do(SetMajor, ticket=two)
    assert found(other, majors=True) == [two] and found(two, majors=True) == []
    world.do(SetMajor, ticket=one)
    world.do(MergeTicket, ticket=one, into=two)
    assert found(two) == [] and found(other, majors=True) == [two]


def test_a_merge_names_the_other_ticket_on_both_records_and_only_once(world: World) -> None:
    one, two = world.open(), world.open()
    world.do(MergeTicket, ticket=one, into=two)
    numbers = {ticket: world.row(Ticket, ticket).number for ticket in (one, two)}
    assert dict(told(world, one, "ticket.merge").params)["number"] == numbers[two]
    assert dict(told(world, two, "ticket.absorb").params)["number"] == numbers[one]
    with world.store.read() as conn:
        kinds = [row.kind for row in read_record.timeline(conn, "ticket", two)]
        zone = ZoneInfo("Asia/Shanghai")
        merged, goes_on = (read_ticket.ticket_view(conn, it, now=world.now, me=1, zone=zone) for it in (one, two))
    assert "ticket.merge" not in kinds
    assert (merged.merged_into, goes_on.merged_into) == (numbers[two], "")
