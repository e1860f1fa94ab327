"""From ring to closed, and what every step leaves behind."""

from __future__ import annotations

from datetime import timedelta

from hotline_tui.domain.commands import (
    AcceptVisit,
    ArriveVisit,
    CloseTicket,
    DepartVisit,
    FinishVisit,
    ResolveTicket,
    SendEngineer,
    WatchTicket,
)
from hotline_tui.store.tables import Article, Call, Engineer, Step, Ticket, Visit


def test_enter_claim_open(world):
    call = world.ring()
    row = world.row(Call, call)
    assert (row.state, row.customer_id, row.number, row.is_contract) == (
        "waiting",
        world.ids["school"],
        "+862155601180",
        True,
    )
    assert world.clock(call, "respond", "call").due == row.entered_at + timedelta(minutes=5)
    ticket = world.open()
    row = world.row(Ticket, ticket)
    assert row.number == "T20261120-0001"
    assert (row.level, row.level_by_rule, row.state, row.in_warranty, row.in_city) == ("P1", "P1", "open", True, True)
    assert row.received_at == world.now - timedelta(minutes=3)
    assert world.clock(ticket, "respond").state == "met"
    assert world.clock(ticket, "arrive").due == row.received_at + timedelta(minutes=30)
    assert world.clock(ticket, "restore").due == row.received_at + timedelta(hours=6)
    assert world.rows(Step, thing_kind="ticket", thing_id=ticket)[0].title["phase"] == "respond"
    call_row = world.row(Call, row.call_id)
    assert (call_row.state, call_row.ticket_id, call_row.open) == ("handled", ticket, False)
    assert world.clock(row.call_id, "respond", "call").state == "void"
    assert [c.key for c in world.clocks(ticket).values() if c.lead] == ["arrive:1"]


def test_the_whole_way(world):
    ticket = world.open()
    visit = world.do(SendEngineer, ticket=ticket, engineer=world.ids["xu"]).thing_id
    assert world.row(Engineer, world.ids["xu"]).state == "assigned"
    world.tick(minutes=2)
    world.do(AcceptVisit, visit=visit, eta=world.now + timedelta(minutes=20))
    assert world.row(Ticket, ticket).state == "working"
    world.tick(minutes=1)
    world.do(DepartVisit, visit=visit)
    assert world.row(Engineer, world.ids["xu"]).state == "en_route"
    world.tick(minutes=15)
    world.do(ArriveVisit, visit=visit)
    assert world.clock(ticket, "arrive").state == "met"
    world.tick(minutes=40)
    world.do(FinishVisit, visit=visit, result="重启应用服务器", restored=True)
    row = world.row(Ticket, ticket)
    assert (row.state, row.restored_at) == ("restored", world.now)
    assert world.clock(ticket, "restore").state == "met"
    assert world.row(Visit, visit).solved is True
    assert world.row(Engineer, world.ids["xu"]).state == "available"
    world.do(WatchTicket, ticket=ticket)
    world.do(ResolveTicket, ticket=ticket, cause="内存泄漏", method="重启并打补丁")
    world.do(CloseTicket, ticket=ticket)
    assert world.row(Ticket, ticket).open is False
    assert not [c for c in world.clocks(ticket).values() if c.lead or c.open]
    assert world.rows(Article, ticket_id=ticket)[0].state == "candidate"
    assert world.events("ticket", ticket) == [
        "ticket.open",
        "visit.send",
        "visit.accept",
        "visit.depart",
        "visit.arrive",
        "visit.finish",
        "ticket.restore",
        "ticket.watch",
        "ticket.resolve",
        "ticket.close",
    ]
