"""Tickets: levels, clocks through every change, ties (TR-1 to TR-5, clock rules 5 to 10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from hotline_tui.domain.commands import (
    AdoptPolicy,
    CancelTicket,
    CloseTicket,
    DeclareDisaster,
    EditTicket,
    EnterCall,
    HoldTicket,
    LoadPolicy,
    MeetMilestone,
    MergeTicket,
    MoveTicket,
    NewContact,
    NoteTicket,
    OpenTicket,
    PassTicket,
    PhoneFailed,
    Promise,
    PutCustomer,
    ReopenTicket,
    ResolveTicket,
    RestoreImpossible,
    RestoreTicket,
    ResumeTicket,
    Retriage,
    SendEngineer,
    SetMajor,
    StartWork,
    UsePlaybook,
    VoidClock,
    WatchTicket,
)
from hotline_tui.domain.errors import Conflict, Refused
from hotline_tui.domain.triage import Answers, WordingSet, assess
from hotline_tui.domain.words import Affects, Channel, FaultKind, HoldReason, Level, Milestone, ThingKind, Tier, Works
from hotline_tui.resources import data_root
from hotline_tui.store.tables import (
    Call,
    Contact,
    ContactPhone,
    Contract,
    Customer,
    Desk,
    Hold,
    Post,
    Step,
    Ticket,
    table_of,
)

P4 = Answers(works=Works.WISH, affects=Affects.ONE, known_solution=False)
P1 = Answers(works=Works.NOTHING, affects=Affects.ALL, known_solution=False)


def restore(w, ticket):
    if w.row(Ticket, ticket).state == "open":
        w.do(StartWork, ticket=ticket)
    w.do(RestoreTicket, ticket=ticket)


def close(w, ticket):
    restore(w, ticket)
    w.do(WatchTicket, ticket=ticket)
    w.do(ResolveTicket, ticket=ticket, cause="原因", method="办法")
    w.do(CloseTicket, ticket=ticket)


# ---- opening


def test_an_override_needs_a_reason_and_is_on_the_record(world):
    call = world.claim(world.ring())
    with pytest.raises(Refused, match="Say why"):
        world.do(OpenTicket, **world.form(call) | {"level": Level.P3})
    ticket = world.do(OpenTicket, **world.form(call) | {"level": Level.P3, "reason": "只影响测试环境"}).thing_id
    row = world.row(Ticket, ticket)
    assert (row.level, row.level_by_rule, row.override_reason) == ("P3", "P1", "只影响测试环境")


def test_without_answers_there_is_no_level(world):
    call = world.claim(world.ring())
    with pytest.raises(Refused, match="still works"):
        world.do(OpenTicket, **world.form(call) | {"answers": Answers()})
    assert world.row(Call, call).state == "claimed"


def test_a_new_contact_of_a_new_customer_is_found_again(world):
    call = world.claim(world.ring("010-6666 5555"))
    new = NewContact(name="郭老师", phone="010-6666 5555", organisation="海淀中学", region="海淀")
    ticket = world.do(OpenTicket, **world.form(call) | {"new_contact": new}).thing_id
    row = world.row(Ticket, ticket)
    assert world.row(Customer, row.customer_id).name == "海淀中学"
    assert world.rows(ContactPhone, contact_id=row.contact_id)[0].e164 == "+861066665555"
    assert world.row(Call, world.ring("010-6666 5555")).contact_id == row.contact_id
    assert len(world.rows(Contact, customer_id=row.customer_id)) == 1


def test_without_a_contract_the_level_is_the_one_that_the_form_has_shown(world):
    """The form asks such a caller the plain questions; the desk's own rules may be worded otherwise (E)."""
    desk = world.row(Desk, world.desk)
    with world.store.write() as conn:
        settings = desk.settings | {"policy": "technical-service"}
        conn.execute(update(table_of(Desk)).values(settings=settings))
    call = world.claim(world.ring("010-6666 5555"))
    new = NewContact(name="郭老师", phone="010-6666 5555", organisation="海淀中学", region="海淀")
    answers = Answers(works=Works.NOTHING, affects=Affects.ONE, known_solution=False)
    ticket = world.do(OpenTicket, **world.form(call) | {"new_contact": new, "answers": answers}).thing_id
    assert world.row(Ticket, ticket).level == assess(answers, WordingSet.AC).level == "P2"


def test_whose_problem_it_is_must_be_said(world):
    call = world.claim(world.ring("010-6666 5555"))
    with pytest.raises(Refused, match="which customer"):
        world.do(OpenTicket, **world.form(call))
    with pytest.raises(Refused, match="another customer"):
        world.do(
            OpenTicket, **world.form(call) | {"customer": world.ids["bank"], "contact": world.ids["school.contact"]}
        )
    with pytest.raises(Refused, match="another customer"):
        world.do(OpenTicket, **world.form(call) | {"customer": world.ids["bank"], "asset": world.ids["school.asset"]})


def test_numbers_have_no_gaps(world):
    first = world.open()
    call = world.claim(world.ring())
    with pytest.raises(Refused):
        world.do(OpenTicket, **world.form(call) | {"level": Level.P4})
    second = world.do(OpenTicket, **world.form(call))
    assert (world.row(Ticket, first).number, second.number) == ("T20261120-0001", "T20261120-0002")


def test_it_belongs_to_the_post_of_whoever_opened_it_else_to_them(world):
    row = world.row(Ticket, world.open())
    assert (row.owner_operator_id, world.row(Post, row.owner_post_id).code) == (None, "call1")
    with world.store.write() as conn:
        conn.execute(update(table_of(Post)).values(holder_id=None, held_since=None))
    row = world.row(Ticket, world.open())
    assert (row.owner_operator_id, row.owner_post_id) == (world.wang, None)


# ---- clocks through changes


def test_retriage_keeps_time_used_and_lowering_keeps_a_breach(world):
    ticket = world.open()
    received = world.row(Ticket, ticket).received_at
    assert world.clock(ticket, "arrive").due == received + timedelta(minutes=30)
    world.tick(minutes=40)
    world.sweep()
    assert world.clock(ticket, "arrive").state == "breached"
    world.do(Retriage, ticket=ticket, fault_kind=FaultKind.SOFTWARE, answers=P4)
    row = world.row(Ticket, ticket)
    assert (row.level, row.version) == ("P4", 2)
    arrive = world.clock(ticket, "arrive")
    assert (arrive.breached_at, arrive.due) == (received + timedelta(minutes=30), received + timedelta(minutes=30))
    world.do(Retriage, ticket=ticket, fault_kind=FaultKind.HARDWARE, answers=P1)
    assert world.clock(ticket, "restore").due == received + timedelta(hours=4)  # in the city, from its own start


def test_a_fault_kind_adds_its_playbook_once(world):
    ticket = world.open()
    before = len(world.rows(Step, thing_id=ticket))
    world.do(Retriage, ticket=ticket, fault_kind=FaultKind.VIRUS, answers=P1)
    after = world.rows(Step, thing_id=ticket)
    assert {step.list_code for step in after} == {"software", "virus"}
    assert len({step.sort for step in after}) == len(after) > before
    with pytest.raises(Refused, match="already"):
        world.do(UsePlaybook, ticket=ticket, fault_kind=FaultKind.VIRUS)


def test_a_hold_moves_due_times_by_exactly_its_length(world):
    ticket = world.open()
    due = world.clock(ticket, "restore").due
    world.tick(minutes=10)
    review = world.now + timedelta(hours=3)
    world.do(HoldTicket, ticket=ticket, reason=HoldReason.CUSTOMER, review_at=review, note="等客户放行")
    held = world.clock(ticket, "restore")
    assert (held.state, held.due, held.left_s) == ("held", None, int((due - world.now).total_seconds()))
    assert (world.row(Ticket, ticket).hold_reason, world.row(Ticket, ticket).hold_review_at) == ("customer", review)
    world.tick(minutes=50)
    world.do(ResumeTicket, ticket=ticket)
    assert world.clock(ticket, "restore").due == due + timedelta(minutes=50)
    hold = world.rows(Hold, ticket_id=ticket)[0]
    assert (hold.from_at, hold.to_at) == (world.now - timedelta(minutes=50), world.now)
    with pytest.raises(Refused, match="not on hold"):
        world.do(ResumeTicket, ticket=ticket)


def test_a_hold_is_held_on_with_another_reason_and_review_time(world):
    ticket = world.open()
    due = world.clock(ticket, "restore").due
    world.do(HoldTicket, ticket=ticket, reason=HoldReason.CUSTOMER, review_at=world.now + timedelta(hours=1))
    world.tick(minutes=30)
    later = world.now + timedelta(hours=5)
    world.do(HoldTicket, ticket=ticket, reason=HoldReason.PARTS, review_at=later)
    assert (world.row(Ticket, ticket).hold_reason, world.row(Ticket, ticket).hold_review_at) == ("parts", later)
    assert world.clock(ticket, "restore").due == due + timedelta(minutes=30), "parts stop nothing"
    assert world.clocks(ticket)["hold"].due == later
    first, second = world.rows(Hold, ticket_id=ticket)
    assert (first.to_at, second.from_at, second.to_at) == (world.now, world.now, None)
    world.do(ResumeTicket, ticket=ticket)
    assert world.rows(Hold, ticket_id=ticket)[1].to_at == world.now


def test_parts_stop_nothing_and_some_policies_hold_nothing(world):
    school, museum = world.open(), world.open("021-6433 2200", fault_kind=FaultKind.LINE)
    review = world.now + timedelta(hours=3)
    due = {n: world.clock(n, "arrive").due for n in (school, museum)}
    world.do(HoldTicket, ticket=school, reason=HoldReason.PARTS, review_at=review)
    world.do(HoldTicket, ticket=museum, reason=HoldReason.CUSTOMER, review_at=review)
    assert {n: world.clock(n, "arrive").due for n in (school, museum)} == due


def test_restored_voids_arrive_and_ends_the_hold(world):
    ticket = world.open()
    world.do(StartWork, ticket=ticket)
    world.do(HoldTicket, ticket=ticket, reason=HoldReason.CUSTOMER, review_at=world.now + timedelta(hours=1))
    world.tick(minutes=5)
    world.do(RestoreTicket, ticket=ticket)
    assert (world.clock(ticket, "arrive").state, world.clock(ticket, "arrive").note) == ("void", "restored")
    assert world.row(Ticket, ticket).hold_reason == ""
    assert world.clock(ticket, "restore").met_at == world.now


def test_reopening_begins_a_second_cycle_and_keeps_the_first(world):
    ticket = world.open()
    close(world, ticket)
    first = {k: (c.state, c.met_at) for k, c in world.clocks(ticket).items()}
    world.tick(hours=20)
    with pytest.raises(Refused, match="reason"):
        world.do(ReopenTicket, ticket=ticket, reason="")
    world.do(ReopenTicket, ticket=ticket, reason="客户说又坏了")
    row = world.row(Ticket, ticket)
    assert (row.state, row.cycle, row.open, row.restored_at) == ("working", 2, True, None)
    now = world.clocks(ticket)
    cycle_one = {k: (c.state, c.met_at) for k, c in now.items() if c.cycle == 1 and k in first and k != "review"}
    assert cycle_one == {k: v for k, v in first.items() if k != "review"}
    assert now["restore:2"].due == world.now + timedelta(hours=6)


def test_impossible_starts_loaner_promises(world):
    ticket = world.open("138 0000 1122")
    assert "replace:1" not in world.clocks(ticket) or world.clock(ticket, "replace").state == "waiting"
    world.do(StartWork, ticket=ticket)
    world.do(RestoreImpossible, ticket=ticket, reason="主板烧毁")
    replace = world.clock(ticket, "replace")
    assert (replace.state, replace.due) == ("running", world.row(Ticket, ticket).received_at + timedelta(hours=24))


def test_phone_failed_starts_measures(world):
    ticket = world.open("138 0000 1122")
    world.do(PhoneFailed, ticket=ticket)
    assert world.clock(ticket, "measures").due == world.now + timedelta(hours=1)
    at = world.now
    world.tick(minutes=5)
    with pytest.raises(Refused, match="on the record already"):
        world.do(PhoneFailed, ticket=ticket)
    assert world.row(Ticket, ticket).phone_failed_at == at


def test_the_customers_contact_wants_our_word(world):
    ticket = world.open()
    world.do(NoteTicket, ticket=ticket, text="客户来催", from_customer=True)
    world.tick(minutes=5)
    world.do(NoteTicket, ticket=ticket, text="已告知进度", to_customer=True)
    assert world.row(Ticket, ticket).unanswered_since is None
    with pytest.raises(Refused, match="Write down"):
        world.do(NoteTicket, ticket=ticket, text="  ")


def test_a_promise_counts_down_and_is_kept_by_name(world):
    ticket = world.open()
    due = world.now + timedelta(minutes=45)
    one = world.do(Promise, ticket=ticket, milestone=Milestone.CALLBACK, due=due, text="三点前回电").value("clock")
    two = world.do(Promise, ticket=ticket, milestone=Milestone.CALLBACK, due=due, text="再确认").value("clock")
    rows = {row.id: row for row in world.clocks(ticket).values()}
    assert (rows[one].params, rows[one].promised_by_id, rows[one].due) == ({"text": "三点前回电"}, world.wang, due)
    world.do(MeetMilestone, ticket=ticket, milestone=Milestone.CALLBACK, clock=one)
    rows = {row.id: row for row in world.clocks(ticket).values()}
    assert (rows[one].state, rows[two].state) == ("met", "running")
    with pytest.raises(Refused, match="ended already"):
        world.do(MeetMilestone, ticket=ticket, milestone=Milestone.CALLBACK, clock=one)
    world.do(VoidClock, ticket=ticket, clock=two, reason="客户不需要了")
    row = {row.id: row for row in world.clocks(ticket).values()}[two]
    assert (row.state, row.note, row.params) == ("void", "by_hand", {"text": "再确认", "reason": "客户不需要了"})
    with pytest.raises(Refused, match="something else"):
        world.do(VoidClock, ticket=world.open(), clock=two, reason="x")


def test_restore_is_an_act_of_its_own(world):
    with pytest.raises(Refused, match="act of its own"):
        world.do(MeetMilestone, ticket=world.open(), milestone=Milestone.RESTORE)


def test_disaster_is_the_shift_leads_and_lifts_the_restore_target(world):
    ticket = world.open("138 0000 1122")
    with pytest.raises(Refused, match="shift_lead"):
        world.do(DeclareDisaster, ticket=ticket, disaster=True, reason="洪水", actor=world.li)
    world.do(DeclareDisaster, ticket=ticket, disaster=True, reason="洪水")
    assert world.clock(ticket, "restore").state == "void"
    world.do(DeclareDisaster, ticket=ticket, disaster=False, reason="水退了")
    assert world.clock(ticket, "restore").due == world.row(Ticket, ticket).received_at + timedelta(hours=4)


def test_moving_to_another_customer_chooses_its_clocks(world):
    ticket = world.open()
    world.do(MoveTicket, ticket=ticket, customer=world.ids["bank"], contract=None, reason="登记错了")
    row = world.row(Ticket, ticket)
    assert (row.customer_id, row.contract_id, row.contact_id) == (world.ids["bank"], world.ids["bank.contract"], None)
    assert world.clock(ticket, "restore").due == row.received_at + timedelta(hours=4)
    with pytest.raises(Refused, match="Nothing would change"):
        world.do(MoveTicket, ticket=ticket, customer=world.ids["bank"], contract=None, reason="再来")


def test_what_is_pinned_stays_until_it_is_adopted(world):
    ticket = world.open()
    text = (data_root() / "policies" / "campus.toml").read_text(encoding="utf-8")
    world.tick(minutes=1)
    newer = text.replace('within = "6h"', 'within = "5h"')
    assert newer != text
    received = world.row(Ticket, ticket).received_at
    with pytest.raises(Refused, match="no newer"):
        world.do(AdoptPolicy, ticket=ticket, reason="新版")
    world.do(LoadPolicy, thing=ThingKind.POLICY, name="campus", text=newer)
    world.do(NoteTicket, ticket=ticket, text="x")
    assert world.clock(ticket, "restore").due == received + timedelta(hours=6)
    world.do(AdoptPolicy, ticket=ticket, reason="客户签了新版")
    assert world.clock(ticket, "restore").due == received + timedelta(hours=5)
    later = world.open()
    assert world.clock(later, "restore").due == world.row(Ticket, later).received_at + timedelta(hours=5)


def test_an_edit_that_meets_another_says_whose(world):
    ticket = world.open()
    world.tick(minutes=1)
    world.do(EditTicket, ticket=ticket, version=1, summary="改过一次", actor=world.li)
    with pytest.raises(Conflict) as found:
        world.do(EditTicket, ticket=ticket, version=1, summary="我的")
    assert (found.value.params["who"], found.value.params["at"]) == ("李强", world.now)
    world.do(NoteTicket, ticket=ticket, text="时钟和便签不改版本", version=2)
    world.do(EditTicket, ticket=ticket, version=2, summary="我的")
    assert world.row(Ticket, ticket).version == 3


def test_passing_on_never_loses_the_owner(world):
    ticket = world.open()
    world.do(PassTicket, ticket=ticket, operator=world.li)
    world.do(PassTicket, ticket=ticket, tier=Tier.CENTRE)
    row = world.row(Ticket, ticket)
    assert (row.owner_operator_id, row.owner_post_id, row.tier) == (world.li, None, "centre")
    with pytest.raises(Refused, match="Nothing would change"):
        world.do(PassTicket, ticket=ticket, tier=Tier.CENTRE)
    with pytest.raises(Refused, match="not to both"):
        world.do(PassTicket, ticket=ticket, operator=world.li, post=1)


# ---- ties


def test_merging_takes_over_starts_words_and_calls(world):
    older = world.open()
    due = world.now + timedelta(hours=2)
    world.do(Promise, ticket=older, milestone=Milestone.CALLBACK, due=due, text="两小时内回电")
    world.tick(hours=1)
    newer = world.open()
    with pytest.raises(Refused, match="itself"):
        world.do(MergeTicket, ticket=older, into=older)
    with pytest.raises(Refused, match="one customer"):
        world.do(MergeTicket, ticket=older, into=world.open("138 0000 1122"))
    world.do(MergeTicket, ticket=older, into=newer)
    assert (world.row(Ticket, older).state, world.row(Ticket, older).merged_into_id) == ("merged", newer)
    received = world.row(Ticket, older).received_at
    assert world.clock(newer, "restore").due == received + timedelta(hours=6)
    assert world.clock(newer, "respond").met_at == received + timedelta(minutes=3)
    assert (world.clock(newer, "callback").due, world.clock(newer, "callback").params) == (
        due,
        {"text": "两小时内回电"},
    )
    assert world.row(Call, world.row(Ticket, older).call_id).ticket_id == newer
    assert not [clock for clock in world.clocks(older).values() if clock.open]


def test_restoring_a_major_restores_what_stands_under_it(world):
    major, school, done = world.open(), world.open(), world.open()
    bank = world.open("138 0000 1122")
    world.do(SetMajor, ticket=major)
    for child in (school, bank, done):
        world.do(SetMajor, ticket=child, under=major)
    restore(world, done)
    at = world.row(Ticket, done).restored_at
    world.tick(minutes=30)
    restore(world, major)
    assert [world.row(Ticket, n).state for n in (school, bank)] == ["restored", "restored"]
    assert world.row(Ticket, done).restored_at == at
    assert world.clock(bank, "restore").met_at == world.now
    world.do(WatchTicket, ticket=major)
    world.do(ResolveTicket, ticket=major, cause="光缆", method="抢修")
    with pytest.raises(Refused, match="under this major"):
        world.do(CloseTicket, ticket=major)
    world.do(SetMajor, ticket=bank, under=0)
    assert world.row(Ticket, bank).parent_id is None


def test_no_major_under_a_major(world):
    major, other = world.open(), world.open()
    world.do(SetMajor, ticket=major)
    with pytest.raises(Refused, match="no open major"):
        world.do(SetMajor, ticket=other, under=other)
    with pytest.raises(Refused, match="major itself"):
        world.do(SetMajor, ticket=major, under=other)


def test_an_open_visit_keeps_a_ticket_from_ending(world):
    ticket = world.open()
    world.do(SendEngineer, ticket=ticket, engineer=world.ids["xu"])
    with pytest.raises(Refused, match="open visit"):
        world.do(CancelTicket, ticket=ticket, reason="误报")


def test_an_open_ticket_always_has_a_clock(world):
    ticket = world.open(works=Works.WISH)
    leads = [clock for clock in world.clocks(ticket).values() if clock.lead]
    assert len(leads) == 1
    world.do(StartWork, ticket=ticket)
    for clock in list(world.clocks(ticket).values()):
        if clock.open and clock.milestone != "review":
            world.do(VoidClock, ticket=ticket, clock=clock.id, reason="不适用")
    review = world.clock(ticket, "review")
    assert (review.lead, review.due, review.requirement) == (True, world.now + timedelta(hours=4), "SL-1")
    with pytest.raises(Refused, match="always has a clock"):
        world.do(VoidClock, ticket=ticket, clock=review.id, reason="不要")


def test_a_mail_is_answered_by_what_we_tell_the_customer(world):
    world.add(
        Contract,
        number="HT-E",
        customer_id=world.do(PutCustomer, customer=None, name="邮件客户").thing_id,
        policy="technical-service",
    )
    customer = world.rows(Customer, name="邮件客户")[0].id
    call = world.do(EnterCall, channel=Channel.EMAIL, number="a@b.cn", text="问题\n正文", customer=customer).thing_id
    received = world.now
    assert world.clock(call, "reply", "call").due == received + timedelta(hours=24)
    world.tick(hours=1)
    world.claim(call)
    ticket = world.do(OpenTicket, **world.form(call) | {"summary": ""}).thing_id
    assert world.row(Ticket, ticket).summary == "问题"
    assert (world.clock(ticket, "reply").state, world.clock(ticket, "reply").due) == (
        "running",
        received + timedelta(hours=24),
    )
    world.do(NoteTicket, ticket=ticket, text="已回信", to_customer=True)
    assert world.clock(ticket, "reply").met_at == world.now


def test_a_contracts_own_line_overrides_the_policy(world):
    own = {
        "id": "own-respond",
        "requirement": "SL-0",
        "milestone": "respond",
        "within": "3m",
        "clause": {"zh": "三分钟", "en": "3 minutes"},
    }
    t = table_of(Contract)
    with world.store.write() as conn:
        conn.execute(update(t).where(t.c.id == world.ids["school.contract"]).values(overrides=[own]))
    call = world.ring()
    clock = world.clock(call, "respond", "call")
    assert (clock.due, clock.requirement) == (world.now + timedelta(minutes=3), "SL-0")
