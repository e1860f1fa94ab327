"""What screens read: board, screen pop, ticket, preview, candidates, people to reach, the record."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from hotline_tui.domain.board import BoardQuery
from hotline_tui.domain.commands import (
    AbandonCall,
    AcceptVisit,
    ClaimCall,
    DepartVisit,
    HoldTicket,
    OpenTicket,
    Promise,
    SendEngineer,
    StartWork,
    Undo,
)
from hotline_tui.domain.errors import Refused
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, Channel, FaultKind, HoldReason, Milestone, Works
from hotline_tui.services import (
    read_board,
    read_customer,
    read_dispatch,
    read_find,
    read_preview,
    read_record,
    read_ticket,
)
from hotline_tui.services.read_figures import DayFigures

from .conftest import World

ZONE = ZoneInfo("Asia/Shanghai")


def board(w: World, **query: object) -> read_board.Board:
    with w.store.read() as conn:
        wanted = BoardQuery(desk=w.desk, operator=w.wang, **query)
        return read_board.board(conn, wanted, now=w.now, day=DayFigures(ZONE))


def test_an_empty_desk_has_an_empty_board(world: World) -> None:
    shown = board(world)
    assert (shown.calls, shown.clocks) == ((), ())
    assert shown.figures.waiting == shown.figures.open_tickets == shown.figures.breached == 0
    assert shown.figures.longest_entered is None and shown.figures.within_20s is None
    assert {row.state for row in shown.engineers} == {"available"}


def test_the_queue_has_live_callers_first_then_contract_customers_then_the_longest_wait(world: World) -> None:
    mail = world.ring("sun@example.org", channel=Channel.EMAIL, text="报告\n请补发")
    world.tick(seconds=10)
    known = world.ring()
    world.tick(seconds=10)
    unknown = world.ring("138 9999 0001")
    shown = board(world)
    assert [row.id for row in shown.calls] == [known, unknown, mail]
    assert shown.calls[0].customer == "松江第一中学" and shown.calls[0].name == "陈老师"
    assert shown.calls[1].contract and shown.calls[1].customer == ""
    assert shown.calls[2].text == "报告"
    assert shown.figures.waiting == 3
    assert shown.figures.longest_entered == shown.calls[0].entered, "a mail waits longer, but nobody is on its line"


def test_a_claimed_call_leaves_the_waiting_ones_and_says_whose_it_is(world: World) -> None:
    first, second = world.ring(), world.ring("138 0000 1122")
    world.claim(first, actor=world.li)
    world.claim(second)
    rows = {row.id: row for row in board(world).calls}
    assert (rows[first].mine, rows[first].claimed_by) == (False, "李强")
    assert (rows[second].mine, rows[second].claimed_by) == (True, "王芳")
    assert board(world).figures.waiting == 0


def test_an_abandoned_call_is_owed_until_it_is_called_back(world: World) -> None:
    call = world.ring()
    world.tick(seconds=40)
    world.do(AbandonCall, call=call)
    shown = board(world)
    assert [(row.id, row.state, row.milestone) for row in shown.calls] == [(call, "abandoned", "callback")]
    assert shown.figures.abandoned == 1 and shown.calls[0].due is not None
    assert [row.thing_kind for row in shown.clocks] == ["call"], "the promise to call back counts down as well"


def test_clocks_stand_by_due_time_with_breaches_on_top_and_held_ones_last(world: World) -> None:
    late = world.open()
    bank = world.open("138 0000 1122", works=Works.ERRORS)
    held = world.open("021-6433 2200", works=Works.ERRORS)
    world.do(HoldTicket, ticket=held, reason=HoldReason.CUSTOMER, review_at=world.now + timedelta(days=2))
    world.tick(hours=2)
    world.sweep()
    shown = board(world)
    things = [row.thing_id for row in shown.clocks]
    assert things.index(late) < things.index(bank)
    assert shown.clocks[0].due is not None and shown.clocks[0].due < shown.at
    assert shown.figures.breached == sum(row.due is not None and row.due < shown.at for row in shown.clocks)
    assert shown.figures.held == 1
    assert dict(shown.figures.by_level)["P1"] == 1


def test_the_next_page_begins_where_the_last_one_ended(world: World) -> None:
    made = [world.open() for _ in range(3)]
    rows = board(world).clocks
    after = board(world, clock_after=(rows[0].due, rows[0].id)).clocks
    assert [row.id for row in after] == [row.id for row in rows[1:]] and len(rows) == len(made)


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"; drop table call; --', "[bold]", "\x1b[31m"])
def test_filters_take_any_text(world: World, text: str) -> None:
    world.open()
    shown = board(world, call_filter=text, clock_filter=text, engineer_filter=text)
    assert shown.calls == () and shown.clocks == ()


def test_filters_find_by_customer_number_and_owner(world: World) -> None:
    ticket = world.open()
    number = world.row(read_ticket.Ticket, ticket).number
    for text in ("松江", number[-4:], "p1"):
        assert [row.thing_id for row in board(world, clock_filter=text).clocks] == [ticket], text
    assert board(world, clock_filter="浦江").clocks == ()


def test_the_first_line_of_a_chat_is_said_once_and_a_mail_keeps_its_subject(world: World) -> None:
    chat = world.ring("wx-1", channel=Channel.IM, text="有点慢\n从早上开始")
    mail = world.ring("sun@example.org", channel=Channel.EMAIL, text="报告\n报告请补发")
    with world.store.read() as conn:
        texts = [read_customer.pop(conn, one, now=world.now, me=world.wang, zone=ZONE).text for one in (chat, mail)]
    assert texts == ["有点慢\n从早上开始", "报告\n报告请补发"]


def test_the_pop_of_a_known_number_fills_the_card(world: World) -> None:
    old = world.open()
    call = world.ring()
    with world.store.read() as conn:
        shown = read_customer.pop(conn, call, now=world.now, me=world.wang, zone=ZONE)
    assert shown.card is not None and shown.card.name == "松江第一中学"
    assert shown.contact_id == world.ids["school.contact"]
    contract = shown.card.contracts[0]
    assert (contract.policy, contract.in_warranty, contract.wording) == ("campus", True, "AC")
    assert [row.id for row in shown.card.open_tickets] == [old]
    assert shown.card.assets[0].name == "教务系统"


def test_out_of_warranty_the_charge_is_said_before_anything_is_promised(world: World) -> None:
    later = world.now + timedelta(days=2000)
    with world.store.read() as conn:
        card = read_customer.card(conn, world.ids["school"], now=later, zone=ZONE)
    assert not card.contracts[0].in_warranty
    assert card.contracts[0].charge_zh and card.contracts[0].charge_en


def test_an_unknown_number_offers_nobody_and_another_extension_of_a_house_is_a_maybe(world: World) -> None:
    stranger, extension = world.ring("138 9999 0001"), world.ring("021-5560 1189")
    with world.store.read() as conn:
        none = read_customer.pop(conn, stranger, now=world.now, me=world.wang, zone=ZONE)
        maybe = read_customer.pop(conn, extension, now=world.now, me=world.wang, zone=ZONE)
    assert none.matches == () and none.card is None
    assert [(row.customer, row.exact) for row in maybe.matches] == [("松江第一中学", False)]
    assert maybe.card is None and maybe.contact_id is None


def test_what_is_not_there_is_said_in_a_sentence(world: World) -> None:
    with world.store.read() as conn:
        for read in (
            lambda: read_customer.pop(conn, 999, now=world.now, me=1, zone=ZONE),
            lambda: read_customer.card(conn, 999, now=world.now, zone=ZONE),
            lambda: read_ticket.ticket_view(conn, 999, now=world.now, me=1, zone=ZONE),
            lambda: read_dispatch.candidates(conn, 999, now=world.now),
            lambda: read_preview.explain_clock(conn, 999, now=world.now),
        ):
            with pytest.raises(Refused, match="999"):
                read()


def form(w: World, call: int | None, **values: object) -> OpenTicket:
    given = {"customer": None, "contact": None, "summary": "", "fault_kind": None, "answers": Answers()}
    return OpenTicket(id=uuid4(), actor=w.wang, desk=w.desk, call=call, **given | values)


def preview(w: World, command: OpenTicket) -> read_preview.Preview:
    with w.store.read() as conn:
        return read_preview.preview(conn, command, now=w.now)


def test_the_preview_of_an_empty_form_asks_for_the_first_answer(world: World) -> None:
    shown = preview(world, form(world, world.ring()))
    assert (shown.level, shown.dues, shown.playbook) == ("", (), ())
    assert shown.level_reason


def test_the_preview_shows_the_due_times_that_saving_gives(world: World) -> None:
    call = world.ring()
    world.tick(minutes=3)
    world.claim(call)
    values = {
        "summary": "登录不了",
        "fault_kind": FaultKind.SOFTWARE,
        "answers": Answers(works=Works.NOTHING, affects=Affects.ALL, known_solution=False),
    }
    shown = preview(world, form(world, call, **values))
    assert shown.level == "P1" and shown.playbook and shown.route
    before = {due.milestone: due.due for due in shown.dues if due.due}
    ticket = world.do(OpenTicket, call=call, customer=None, contact=None, **values).thing_id
    stored = {row.milestone: row.due.timestamp() for row in world.clocks(ticket).values() if row.due}
    assert {name: before[name] for name in ("arrive", "restore")} == {
        name: stored[name] for name in ("arrive", "restore")
    }


def test_a_likely_duplicate_of_the_same_customer_is_offered(world: World) -> None:
    ticket = world.open(summary="教务系统无法登录")
    call = world.ring()
    alike = preview(world, form(world, call, summary="教务系统登录不了"))
    other = preview(world, form(world, call, summary="投影仪灯泡坏了"))
    elsewhere = preview(world, form(world, world.ring("138 0000 1122"), summary="教务系统登录不了"))
    assert [row.id for row in alike.duplicates] == [ticket]
    assert other.duplicates == () and elsewhere.duplicates == ()


def test_a_ticket_is_found_by_its_number_its_end_and_its_words(world: World) -> None:
    ticket = world.open(summary="成绩保存报错")
    number = world.row(read_ticket.Ticket, ticket).number
    today = world.now.astimezone(ZONE).date()
    with world.store.read() as conn:
        for text in (number, number.lower(), str(int(number[-4:])), number[-4:]):
            assert read_find.ticket_by_number(conn, text, prefix="T", today=today) == ticket, text
        assert read_find.ticket_by_number(conn, "9999", prefix="T", today=today) is None
        for text in ("成绩", "保存报错", "sjdyzx"):
            found = read_find.find_tickets(conn, text, open_only=True, limit=5, prefix="T", today=today)
            assert [row.id for row in found] == [ticket], text


@pytest.mark.parametrize(
    ("text", "who"), [("松江", "陈老师"), ("sjdyzx", "陈老师"), ("1180", "陈老师"), ("孙主任", "孙主任")]
)
def test_customers_are_found_by_name_initials_number_and_contact(world: World, text: str, who: str) -> None:
    with world.store.read() as conn:
        assert read_find.find_customers(conn, text, limit=5)[0].contact == who


def test_the_ticket_view_has_everything_and_says_why_not(world: World) -> None:
    ticket = world.open()
    world.do(Promise, ticket=ticket, milestone=Milestone.REPORT, due=world.now + timedelta(hours=5), text="书面报告")
    with world.store.read() as conn:
        shown = read_ticket.ticket_view(conn, ticket, now=world.now, me=world.wang, zone=ZONE)
    acts = dict(shown.acts)
    assert acts["start"] == "" and acts["close"] != ""
    assert any(clock.promise and clock.milestone == "report" for clock in shown.clocks)
    assert shown.contract is not None and shown.contact == "陈老师" and shown.phones
    assert shown.steps and shown.calls[0].state == "handled"
    assert not shown.policy_newer and shown.policy.startswith("campus v")


def test_engineers_follow_their_visits_and_a_late_eta_shows_on_both_boards(world: World) -> None:
    ticket = world.open()
    sent = world.do(SendEngineer, ticket=ticket, engineer=world.ids["xu"]).thing_id
    row = next(one for one in board(world).engineers if one.id == world.ids["xu"])
    assert (row.state, row.ticket_id, row.level) == ("assigned", ticket, "P1")
    world.do(AcceptVisit, visit=sent)
    world.do(DepartVisit, visit=sent, eta=world.now + timedelta(hours=2))
    shown = board(world)
    row = next(one for one in shown.engineers if one.id == world.ids["xu"])
    clock = next(one for one in shown.clocks if one.thing_id == ticket)
    assert row.state == "en_route" and row.late_s > 0
    assert clock.engineer == "徐亮" and clock.forecast_late_s == pytest.approx(row.late_s)
    assert shown.figures.engineers_free == 2


def test_candidates_come_with_reasons_and_the_busy_one_not_first(world: World) -> None:
    busy, ticket = world.open(), world.open("138 0000 1122")
    world.do(SendEngineer, ticket=busy, engineer=world.ids["xu"])
    with world.store.read() as conn:
        shown = read_dispatch.candidates(conn, ticket, now=world.now)
    assert shown[0].engineer_id != world.ids["xu"] and shown[0].fits and shown[0].reasons


def test_people_to_reach_begin_with_the_free_engineers(world: World) -> None:
    with world.store.read() as conn:
        shown = read_dispatch.reach(conn, world.desk, now=world.now)
    assert [row.role for row in shown[:3]] == ["engineer"] * 3


def test_the_record_tells_a_ticket_with_its_call_and_visits_and_marks_what_was_undone(world: World) -> None:
    ticket = world.open()
    started = world.do(StartWork, ticket=ticket)
    world.do(Undo, command=started.command)
    world.do(SendEngineer, ticket=ticket, engineer=world.ids["he"])
    with world.store.read() as conn:
        rows = read_record.timeline(conn, "ticket", ticket)
    kinds = [(row.thing_kind, row.kind) for row in rows]
    assert ("call", "call.enter") in kinds and ("ticket", "ticket.open") in kinds and ("visit", "visit.send") in kinds
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert [row.kind for row in rows if row.undone] == ["ticket.start"]
    assert {row.who for row in rows} == {"王芳"}


def test_every_clock_explains_itself(world: World) -> None:
    clocks = world.clocks(world.open()).values()
    with world.store.read() as conn:
        for row in clocks:
            assert read_preview.explain_clock(conn, row.id, now=world.now).lines


def test_claiming_the_next_call_takes_the_first_of_the_board(world: World) -> None:
    world.ring("sun@example.org", channel=Channel.EMAIL, text="x\ny")
    world.ring()
    first = board(world).calls[0].id
    assert world.do(ClaimCall, call=None).thing_id == first
