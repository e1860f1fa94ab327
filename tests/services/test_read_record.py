"""The record tells which thing each change belongs to: one act may change a visit and its ticket."""

from __future__ import annotations

from hotline_tui.domain.board import EventRow
from hotline_tui.domain.commands import AcceptVisit, DeclineVisit, DepartVisit, SendEngineer
from hotline_tui.services import read_record

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
