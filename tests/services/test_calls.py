"""The incoming queue: order, one winner, nobody forgotten (IN-1 to IN-8)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from hotline_tui.domain.commands import (
    AbandonCall,
    AdviseCall,
    DismissCall,
    EnterCall,
    JoinCall,
    OpenTicket,
    PromiseCallBack,
    PutCustomer,
    ReleaseCall,
    RestoreTicket,
    SetTalk,
    StartWork,
    TakeOverCall,
    TryCallBack,
)
from hotline_tui.domain.errors import Conflict, Refused
from hotline_tui.domain.words import Channel, TalkState
from hotline_tui.store.tables import Article, Call, CallbackAttempt, Event, Note, Ticket


def mail(w, **values):
    given = {"channel": Channel.EMAIL, "number": "x@y.cn", "text": "打印机坏了\n请来人"}
    return w.do(EnterCall, **given | values).thing_id


def test_next_is_live_then_contract_then_longest_waiting(world):
    stranger = world.do(PutCustomer, customer=None, name="没有合同").thing_id
    first_mail = mail(world)
    world.tick(seconds=10)
    plain = world.ring("010-1234 5678", customer=stranger)
    world.tick(seconds=10)
    unknown = world.ring("010-8888 7777")
    world.tick(seconds=10)
    school = world.ring()
    assert [world.claim() for _ in range(4)] == [unknown, school, plain, first_mail]
    with pytest.raises(Refused, match="No call is waiting"):
        world.claim()


def test_an_unknown_number_counts_as_contract_until_asked(world):
    assert world.row(Call, world.ring("010-8888 7777")).is_contract is True
    stranger = world.do(PutCustomer, customer=None, name="没有合同").thing_id
    assert world.row(Call, world.ring("", customer=stranger)).is_contract is False


def test_the_same_source_id_enters_once(world):
    values = {"channel": Channel.PHONE, "number": "138 0000 1122", "source": "ami", "source_id": "17.1"}
    first = world.do(EnterCall, **values)
    again = world.do(EnterCall, **values)
    assert (again.thing_id, again.value("existing")) == (first.thing_id, True)
    assert len(world.rows(Call)) == 1
    world.do(EnterCall, **values | {"source": "replay:other"})
    assert len(world.rows(Call)) == 2


def test_one_winner_the_other_is_told_who(world):
    call = world.ring()
    world.claim(call)
    world.tick(seconds=5)
    with pytest.raises(Conflict) as found:
        world.claim(call, actor=world.li)
    assert found.value.params["who"] == "王芳"
    assert found.value.params["since"] == world.now - timedelta(seconds=5)
    for kind, values in ((ReleaseCall, {}), (DismissCall, {"reason": "x"}), (AdviseCall, {"text": "x"})):
        with pytest.raises(Conflict):
            world.do(kind, call=call, actor=world.li, **values)


def test_take_over_says_from_whom_and_why(world):
    call = world.claim(world.ring(), actor=world.li)
    with pytest.raises(Refused):
        world.do(TakeOverCall, call=call, reason=" ")
    world.do(TakeOverCall, call=call, reason="他在另一条线上")
    assert world.row(Call, call).claimed_by_id == world.wang


def test_released_it_keeps_its_place(world):
    first, second = world.ring(), world.ring()
    world.claim(first)
    world.do(ReleaseCall, call=first)
    assert world.row(Call, first).state == "waiting"
    assert [world.claim(), world.claim()] == [first, second]


def test_answered_is_the_first_claim_and_holds_are_summed(world):
    call = world.ring()
    world.tick(seconds=7)
    world.claim(call)
    answered = world.now
    world.do(SetTalk, call=call, talk=TalkState.ON_HOLD)
    world.tick(seconds=30)
    world.do(SetTalk, call=call, talk=TalkState.TALKING)
    world.do(SetTalk, call=call, talk=TalkState.ENDED)
    row = world.row(Call, call)
    assert (row.answered_at, row.held_s, row.ended_at) == (answered, 30, world.now)


def test_mail_has_a_subject_no_talk_and_a_reply_clock(world):
    call = mail(world, customer=world.ids["museum"])
    row = world.row(Call, call)
    assert (row.live, row.subject, row.text, row.address) == (False, "打印机坏了", "请来人", "x@y.cn")
    world.claim(call)
    assert world.row(Call, call).talk == ""


def test_whoever_hangs_up_is_called_back(world):
    call = world.ring()
    world.tick(seconds=40)
    world.do(AbandonCall, call=call)
    row = world.row(Call, call)
    assert (row.state, row.callback_state, row.callback_due) == (
        "abandoned",
        "wanted",
        world.now + timedelta(minutes=15),
    )
    clock = world.clock(call, "callback", "call")
    assert (clock.state, clock.due, clock.lead) == ("running", row.callback_due, True)
    assert world.clock(call, "respond", "call").state == "void"
    world.tick(minutes=2)
    world.do(TryCallBack, call=call, reached=True)
    row = world.row(Call, call)
    assert (row.state, row.claimed_by_id, row.callback_state, row.answered_at) == ("claimed", world.wang, "done", None)
    assert world.clock(call, "callback", "call").state == "met"
    world.do(ReleaseCall, call=call)
    assert (world.row(Call, call).state, world.row(Call, call).callback_state) == ("abandoned", "wanted")


def test_after_three_misses_the_shift_lead_decides(world):
    call = world.ring()
    world.do(AbandonCall, call=call)
    with pytest.raises(Refused, match="Call back first"):
        world.do(DismissCall, call=call, reason="算了")
    for attempt in (1, 2, 3):
        world.tick(minutes=3)
        world.do(TryCallBack, call=call, reached=False, actor=world.li)
        assert world.row(Call, call).callback_attempts == attempt
        assert world.clock(call, "callback", "call").due == world.now + timedelta(minutes=15)
    assert world.row(Call, call).callback_state == "lead"
    with pytest.raises(Refused, match="shift lead decides"):
        world.do(TryCallBack, call=call, reached=False, actor=world.li)
    with pytest.raises(Refused, match="Only the shift lead"):
        world.do(DismissCall, call=call, reason="算了", actor=world.li)
    world.do(TryCallBack, call=call, reached=False)
    world.do(DismissCall, call=call, reason="三天联系不上")
    row = world.row(Call, call)
    assert (row.state, row.callback_state, row.done_at) == ("abandoned", "given_up", world.now)
    assert not [clock for clock in world.clocks(call, "call").values() if clock.open]
    assert [one.result for one in world.rows(CallbackAttempt, call_id=call)] == ["no_answer"] * 4


def test_a_withheld_number_cannot_be_called_back(world):
    call = world.ring("")
    world.do(AbandonCall, call=call)
    row = world.row(Call, call)
    assert (row.state, row.callback_state, row.done_at) == ("abandoned", "", world.now)
    assert not [clock for clock in world.clocks(call, "call").values() if clock.open]


def test_advise_meets_respond_and_counts_the_article(world):
    call = world.claim(world.ring())
    world.do(AdviseCall, call=call, text="重启即可", article=world.ids["article"])
    row = world.row(Call, call)
    assert (row.state, row.outcome_note, row.done_at) == ("advised", "重启即可", world.now)
    assert world.clock(call, "respond", "call").state == "met"
    assert world.row(Article, world.ids["article"]).used == 1


def test_a_word_given_on_the_call_passes_to_its_ticket(world):
    call = world.claim(world.ring())
    due = world.now + timedelta(hours=1)
    with pytest.raises(Refused, match="past"):
        world.do(PromiseCallBack, call=call, due=world.now)
    made = world.do(PromiseCallBack, call=call, due=due, text="一小时内回电")
    assert world.clock(call, "callback", "call").id == made.value("clock")
    ticket = world.do(OpenTicket, **world.form(call)).thing_id
    assert world.clock(call, "callback", "call").state == "void"
    assert (world.clock(ticket, "callback").due, world.clock(ticket, "callback").state) == (due, "running")


def test_join_wants_our_word_and_may_reopen(world):
    ticket = world.open()
    asked = mail(world, customer=world.ids["school"])
    entered = world.now
    world.tick(minutes=3)
    world.claim(asked)
    world.do(JoinCall, call=asked, ticket=ticket, text="什么时候好")
    row = world.row(Call, asked)
    assert (row.state, row.ticket_id) == ("handled", ticket)
    said = json.loads(world.rows(Event, thing_kind="ticket", thing_id=ticket)[-1].body)["data"]["sla"]
    assert [(fact["t"], fact["at"]) for fact in said] == [("contact", entered.isoformat().replace("+00:00", "Z"))]
    assert world.rows(Note, thing_kind="ticket", thing_id=ticket)[-1].text == "什么时候好"
    again = world.claim(world.ring())
    with pytest.raises(Refused):
        world.do(JoinCall, call=again, ticket=ticket, text="没坏", reopen=True)
    assert world.row(Call, again).state == "claimed"
    world.do(StartWork, ticket=ticket)
    world.do(RestoreTicket, ticket=ticket)
    world.do(JoinCall, call=again, ticket=ticket, text="又坏了", reopen=True)
    assert (world.row(Ticket, ticket).state, world.row(Ticket, ticket).cycle) == ("working", 2)


def test_a_call_of_another_customer_is_not_joined_until_it_is_said_for_whom_the_caller_reports(world):
    ticket = world.open()
    call = world.claim(mail(world, customer=world.ids["bank"]))
    with pytest.raises(Refused, match=r"is a ticket of 松江第一中学, but this call is from .*F8"):
        world.do(JoinCall, call=call, ticket=ticket, text="替学校报的")
    assert (world.row(Call, call).state, world.row(Call, call).ticket_id) == ("claimed", None)
    world.do(JoinCall, call=call, ticket=ticket, text="替学校报的", customer=world.ids["school"])
    row = world.row(Call, call)
    assert (row.state, row.ticket_id, row.customer_id) == ("handled", ticket, world.ids["school"])


def test_a_caller_whom_nobody_knows_becomes_the_tickets_customer(world):
    ticket = world.open()
    call = world.claim(mail(world))
    world.do(JoinCall, call=call, ticket=ticket)
    assert world.row(Call, call).customer_id == world.ids["school"]


def test_a_late_mail_counts_from_when_it_reached_us_never_from_the_future(world):
    earlier = world.now - timedelta(hours=3)
    assert world.row(Call, mail(world, received=earlier)).entered_at == earlier
    assert world.row(Call, mail(world, received=world.now + timedelta(hours=3))).entered_at == world.now
