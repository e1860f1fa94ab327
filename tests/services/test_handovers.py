"""Handing over: nothing open is lost between two shifts (OR-3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline_tui.domain.board.duty import HandoverLineRow, HandoverState, HandoverView
from hotline_tui.domain.commands import (
    AddOperator,
    AnswerEscalation,
    DismissCall,
    MeetMilestone,
    PassTicket,
    Promise,
    RestoreTicket,
    RetireOperator,
    VoidClock,
)
from hotline_tui.domain.commands.handovers import (
    AnswerLine,
    AskLine,
    CheckHandover,
    CountersignHandover,
    DraftHandover,
    GiveHandover,
    HandMobile,
    MarkLines,
    RefuseHandover,
    SignHandover,
    TakePost,
    WithdrawHandover,
    WriteHandover,
)
from hotline_tui.domain.commands.shifts import PutDuty
from hotline_tui.domain.errors import Conflict, Refused
from hotline_tui.domain.handover import CHECKLIST
from hotline_tui.domain.words import Milestone, Works
from hotline_tui.services import read_handover, read_handover_state
from hotline_tui.store.tables import (
    Call,
    Engineer,
    Escalation,
    Event,
    Handover,
    Operator,
    OperatorRole,
    Post,
    Ticket,
    table_of,
)

from .conftest import World


def look(w: World, number: int) -> HandoverView:
    with w.store.read() as conn:
        return read_handover.view(conn, number, now=w.now)


def line_of(view: HandoverView, ticket: int, code: str = "ticket") -> HandoverLineRow:
    return next(one for one in view.lines if one.code == code and one.ticket == ticket)


def drafted(w: World) -> int:
    return w.do(DraftHandover).thing_id


def given(w: World) -> int:
    number = drafted(w)
    for item in CHECKLIST:
        w.do(CheckHandover, handover=number, item=item, ok=True)
    w.do(GiveHandover, handover=number)
    return number


def mark_all(w: World, number: int) -> None:
    lines = tuple((one.key, one.print) for one in look(w, number).lines if one.dangerous and one.change != "gone")
    w.do(MarkLines, handover=number, lines=lines, actor=w.li)


def signed(w: World) -> int:
    number = given(w)
    mark_all(w, number)
    w.do(SignHandover, handover=number, actor=w.li)
    return number


def post_holders(w: World) -> set[int | None]:
    return {row.holder_id for row in w.rows(Post)}


def test_the_second_signature_moves_the_post_with_its_work_and_claims(world: World) -> None:
    urgent, quiet = world.open(), world.open("13800001122", works=Works.WISH)
    post = world.row(Ticket, urgent).owner_post_id
    call = world.claim(world.ring("021-6433 2200"))
    assert post_holders(world) == {world.wang}
    number = given(world)
    assert post_holders(world) == {world.wang}  # until the second signature the outgoing operator answers
    mark_all(world, number)
    world.do(SignHandover, handover=number, actor=world.li)
    assert post_holders(world) == {world.li}
    assert world.row(Call, call).claimed_by_id == world.li
    owners = {world.row(Ticket, one).owner_post_id for one in (urgent, quiet)}
    assert owners == {post}
    assert world.events("desk", world.desk).count("desk.handed_over") == 1
    view = look(world, number)
    assert (view.state, view.to_name, len(view.seal)) == ("signed", "李强", 64)


def test_work_of_a_named_person_stays_and_is_listed(world: World) -> None:
    ticket = world.open()
    world.do(PassTicket, ticket=ticket, operator=world.wang)
    number = signed(world)
    assert line_of(look(world, number), ticket).stays
    assert world.row(Ticket, ticket).owner_operator_id == world.wang


def test_every_dangerous_line_is_understood_or_asked_about_before_the_signature(world: World) -> None:
    ticket = world.open()
    number = given(world)
    with pytest.raises(Refused, match="dangerous"):
        world.do(SignHandover, handover=number, actor=world.li)
    key = line_of(look(world, number), ticket).key
    world.do(AskLine, handover=number, line=key, text="备件到了吗?", actor=world.li)
    world.do(AnswerLine, handover=number, line=key, text="明早到")
    others = tuple((one.key, one.print) for one in look(world, number).lines if one.dangerous and one.key != key)
    if others:
        world.do(MarkLines, handover=number, lines=others, actor=world.li)
    world.do(SignHandover, handover=number, actor=world.li)
    kept = line_of(look(world, number), ticket)
    assert (kept.question, kept.answer) == ("备件到了吗?", "明早到")


def test_a_p1_in_mid_handover_has_to_be_seen(world: World) -> None:
    world.open()
    number = given(world)
    mark_all(world, number)
    late = world.open("13800001122")
    assert line_of(look(world, number), late).change == "added"
    with pytest.raises(Refused):
        world.do(SignHandover, handover=number, actor=world.li)
    mark_all(world, number)
    world.do(SignHandover, handover=number, actor=world.li)
    assert line_of(look(world, number), late).understood is not None


def test_a_line_marked_and_changed_since_has_to_be_marked_again(world: World) -> None:
    ticket = world.open()
    number = given(world)
    shown = line_of(look(world, number), ticket)
    world.do(Promise, ticket=ticket, due=world.now + timedelta(hours=1), milestone=Milestone.CALLBACK, text="回电")
    world.do(RestoreTicket, ticket=ticket)
    with pytest.raises(Conflict):
        world.do(MarkLines, handover=number, lines=((shown.key, shown.print),), actor=world.li)
    view = look(world, number)
    assert view.unread == sum(one.dangerous and one.change != "gone" for one in view.lines)


def test_a_promise_given_is_handed_over_until_it_is_kept(world: World) -> None:
    ticket = world.open(works=Works.WISH)
    world.do(Promise, ticket=ticket, due=world.now + timedelta(hours=9), milestone=Milestone.CALLBACK, text="回电")
    number = drafted(world)
    promise = line_of(look(world, number), ticket, "promise")
    assert promise.dangerous
    world.do(MeetMilestone, ticket=ticket, milestone=Milestone.CALLBACK, clock=promise.id)
    assert line_of(look(world, number), ticket, "promise").change == "gone"


def test_a_caller_whom_nobody_has_is_in_the_list(world: World) -> None:
    call = world.ring()
    view = look(world, drafted(world))
    (line,) = [one for one in view.lines if one.code == "unclaimed"]
    assert (line.id, line.dangerous) == (call, True)


def test_a_signed_handover_does_not_follow_the_record(world: World) -> None:
    ticket = world.open()
    number = signed(world)
    before = look(world, number)
    world.tick(minutes=5)
    world.do(RestoreTicket, ticket=ticket, actor=world.li)
    world.open("13800001122")
    assert look(world, number) == before
    for act in (
        (WriteHandover, {"text": "x"}),
        (MarkLines, {"lines": ()}),
        (RefuseHandover, {"reason": "x", "actor": world.li}),
        (SignHandover, {"actor": world.li}),
    ):
        with pytest.raises(Refused, match="never changes"):
            world.do(act[0], handover=number, **act[1])


def test_both_sign_with_their_own_name(world: World) -> None:
    world.open()
    number = given(world)
    with pytest.raises(Refused, match="own name"):
        world.do(SignHandover, handover=number, reservation="x")
    third = world.add(Operator, login="qian", name="钱进", desk_id=world.desk)
    world.add(OperatorRole, operator_id=third, role="operator")
    mark_all(world, number)
    with pytest.raises(Refused, match="given to"):
        world.do(SignHandover, handover=number, actor=third)
    world.do(SignHandover, handover=number, actor=world.li)
    with pytest.raises(Refused, match="never changes"):
        world.do(SignHandover, handover=number, actor=third)


def test_signing_with_a_reservation_keeps_it_and_refusing_leaves_the_post(world: World) -> None:
    world.open()
    number = given(world)
    mark_all(world, number)
    world.do(RefuseHandover, handover=number, reason="电话交换机不通", actor=world.li)
    assert post_holders(world) == {world.wang}
    again = given(world)
    assert again != number
    mark_all(world, again)
    world.do(SignHandover, handover=again, reservation="门禁卡没有交接", actor=world.li)
    view = look(world, again)
    assert (view.state, view.reservation) == ("signed_reserved", "门禁卡没有交接")


def test_it_is_not_given_before_the_checklist_is_gone_through(world: World) -> None:
    number = drafted(world)
    with pytest.raises(Refused, match="checklist"):
        world.do(GiveHandover, handover=number)
    with pytest.raises(Refused, match="not in order"):
        world.do(CheckHandover, handover=number, item="keys", ok=False)
    world.do(CheckHandover, handover=number, item="keys", ok=False, note="少一把")
    for item in set(CHECKLIST) - {"keys"}:
        world.do(CheckHandover, handover=number, item=item, ok=True)
    world.do(GiveHandover, handover=number)
    assert look(world, number).given is not None


def test_drafting_again_takes_up_the_same_handover_with_its_notes(world: World) -> None:
    ticket = world.open()
    number = drafted(world)
    key = line_of(look(world, number), ticket).key
    world.do(WriteHandover, handover=number, line=key, text="夜里再打一次")
    world.do(WriteHandover, handover=number, text="今晚平静")
    later = world.open("13800001122")
    assert line_of(look(world, number), later).change == "added"
    assert drafted(world) == number
    view = look(world, number)
    assert line_of(view, later).change == ""
    assert (line_of(view, ticket).note, view.words) == ("夜里再打一次", "今晚平静")


def test_leaving_early_hands_ones_own_work_to_a_named_person(world: World) -> None:
    mine, posts = world.open(), world.open("13800001122")
    world.do(PassTicket, ticket=mine, operator=world.wang)
    with pytest.raises(Refused, match="to whom"):
        world.do(DraftHandover, partial=True)
    number = world.do(DraftHandover, partial=True, to=world.li).thing_id
    world.do(GiveHandover, handover=number)
    view = look(world, number)
    assert [one.ticket for one in view.lines if one.code == "ticket"] == [mine]
    mark_all(world, number)
    world.do(SignHandover, handover=number, actor=world.li)
    assert world.row(Ticket, mine).owner_operator_id == world.li
    assert world.row(Ticket, posts).owner_operator_id is None
    assert post_holders(world) == {world.wang}


def test_a_draft_of_the_desk_is_withdrawn_when_its_writer_leaves_early(world: World) -> None:
    whole = drafted(world)
    early = world.do(DraftHandover, partial=True, to=world.li).thing_id
    assert early != whole
    assert look(world, whole).state == "withdrawn"
    assert world.events("handover", whole)[-1] == "handover.withdraw"
    world.do(GiveHandover, handover=early)
    with pytest.raises(Refused, match="Withdraw that one first"):
        drafted(world)
    world.do(WithdrawHandover, handover=early)
    assert drafted(world) not in (whole, early)


def test_nobody_comes_so_it_is_given_to_another_who_has_to_understand_it_anew(world: World) -> None:
    world.open()
    number = given(world)
    mark_all(world, number)
    third = colleague(world)
    with pytest.raises(Refused, match="given to 李强"):
        world.do(GiveHandover, handover=number, to=world.li)
    world.do(GiveHandover, handover=number, to=third)
    view = look(world, number)
    assert (view.state, view.to_name, view.unread > 0) == ("reviewing", "钱进", True)
    with pytest.raises(Refused, match="given to 钱进"):
        world.do(SignHandover, handover=number, actor=world.li)


def test_it_is_not_given_to_somebody_who_has_left_and_passes_on_when_the_giver_has(world: World) -> None:
    number, third = given(world), colleague(world)
    world.do(RetireOperator, operator=third)
    with pytest.raises(Refused, match="钱进 has left"):
        world.do(GiveHandover, handover=number, to=third)
    lead = world.do(AddOperator, login="zhou", name="周洋", roles=("shift_lead",)).thing_id
    world.do(RetireOperator, operator=world.wang, actor=lead)
    assert post_holders(world) == {None}
    mark_all(world, number)
    world.do(SignHandover, handover=number, actor=world.li)
    assert post_holders(world) == {world.li}


def test_a_post_taken_without_it_withdraws_the_handover(world: World) -> None:
    number = given(world)
    world.do(TakePost, post=None, why="未交班", actor=world.li)
    assert look(world, number).state == "withdrawn"
    with pytest.raises(Refused, match="withdrawn"):
        world.do(SignHandover, handover=number, actor=world.li)
    assert post_holders(world) == {world.li}


def colleague(world: World) -> int:
    return world.do(AddOperator, login="qian", name="钱进", roles=("operator",)).thing_id


def test_whoever_fills_no_post_is_told_who_does(world: World) -> None:
    with pytest.raises(Refused, match="王芳 has the desk"):
        world.do(DraftHandover, actor=world.li)


def test_the_shift_lead_countersigns_where_the_desk_asks_for_it(world: World) -> None:
    with world.store.write() as conn:
        conn.exec_driver_sql("UPDATE desk SET countersign = true")
    lead = world.add(Operator, login="qian", name="钱进", desk_id=world.desk)
    world.add(OperatorRole, operator_id=lead, role="shift_lead")
    number = signed(world)
    assert look(world, number).countersigned is None
    with pytest.raises(Refused):
        world.do(CountersignHandover, handover=number)  # one of the two, though a lead
    world.do(CountersignHandover, handover=number, actor=lead)
    assert look(world, number).countersigned_by == "钱进"
    with pytest.raises(Refused, match="already"):
        world.do(CountersignHandover, handover=number, actor=lead)


def test_the_situation_says_who_has_the_duty_mobile_or_that_nobody_has(world: World) -> None:
    def holder() -> object:
        number = drafted(world)
        (line,) = [one for one in look(world, number).lines if one.code == "duty_mobile"]
        return line.params["holder"]

    assert holder() == ""
    world.do(HandMobile, operator=world.li, number="139 0000 9999")
    assert holder() == "李强"
    engineer = world.rows(Engineer)[0]
    world.do(HandMobile, engineer=engineer.id)
    assert holder() == engineer.name


def test_a_draft_that_lay_over_a_change_of_shift_is_about_the_next_one(world: World) -> None:
    def state() -> HandoverState:
        with world.store.read() as conn:
            return read_handover_state.state(conn, world.desk, world.wang, now=world.now)

    world.open()
    number = drafted(world)
    world.do(CheckHandover, handover=number, item="keys", ok=True)
    before = look(world, number)
    assert not state().stale
    world.tick(hours=8)
    assert state().stale
    assert drafted(world) == number
    after = look(world, number)
    assert after.shift_start == before.shift_end
    assert all(row.ok is None for row in after.checks)
    assert not state().stale


def test_a_signed_one_has_its_checklist_apart_from_its_lines(world: World) -> None:
    view = look(world, signed(world))
    assert "check" not in {line.code for line in view.lines}
    assert {row.item for row in view.checks} == set(CHECKLIST)


def test_a_lead_who_was_away_is_told_what_waits_for_the_countersignature(world: World) -> None:
    with world.store.write() as conn:
        conn.exec_driver_sql("UPDATE desk SET countersign = true")
    lead = world.do(AddOperator, login="zhou", name="周洋", roles=("shift_lead",)).thing_id
    number = signed(world)
    world.tick(hours=40)

    def waits(who: int) -> int | None:
        with world.store.read() as conn:
            return read_handover_state.state(conn, world.desk, who, now=world.now).countersign

    assert (waits(lead), waits(world.wang), waits(world.li)) == (number, None, None)
    world.do(CountersignHandover, handover=number, actor=lead)
    assert waits(lead) is None


def test_what_is_carried_over_again_and_again_says_so(world: World) -> None:
    ticket = world.open(works=Works.WISH)
    signed(world)
    world.tick(hours=8)
    number = world.do(DraftHandover, actor=world.li).thing_id
    assert line_of(look(world, number), ticket).params["carried"] == 1


def test_handovers_are_found_by_what_was_said_in_them(world: World) -> None:
    world.open()
    number = drafted(world)
    world.do(WriteHandover, handover=number, text="空调外机异响")
    with world.store.read() as conn:
        assert [one.id for one in read_handover.rows(conn, world.desk, text="异响")] == [number]
        assert read_handover.rows(conn, world.desk, text="没有的词") == ()
        assert [one.id for one in read_handover.rows(conn, world.desk, text="李强 %")] == []


def test_what_is_settled_during_the_handover_is_kept_at_its_end(world: World) -> None:
    call = world.claim(world.ring())
    waiting = world.ring("13800001122")
    number = given(world)
    key = next(one.key for one in look(world, number).lines if one.id == waiting)
    world.do(AskLine, handover=number, line=key, text="谁接?", actor=world.li)
    world.claim(waiting)
    for one in (call, waiting):
        world.do(DismissCall, call=one, reason="wrong_number")
    mark_all(world, number)
    world.do(SignHandover, handover=number, actor=world.li)
    assert key not in {one.key for one in look(world, number).lines}


def test_an_empty_desk_can_be_handed_over(world: World) -> None:
    number = signed(world)
    view = look(world, number)
    assert [one for one in view.lines if one.code == "ticket"] == []
    assert view.state == "signed"


def test_voided_lines_and_frozen_rows_keep_the_record_whole(world: World) -> None:
    ticket = world.open()
    world.do(Promise, ticket=ticket, due=world.now + timedelta(hours=1), milestone=Milestone.CALLBACK, text="回电")
    clock = next(row for row in world.clocks(ticket).values() if row.trigger == "promised")
    number = given(world)
    world.do(VoidClock, ticket=ticket, clock=clock.id, reason="客户不需要")
    mark_all(world, number)
    world.do(SignHandover, handover=number, actor=world.li)
    t = table_of(Handover)
    world.tampered = False
    with world.store.read() as conn:
        assert conn.execute(t.select()).one().state == "signed"


def relief(world: World, at: timedelta) -> None:
    """Li is to take the post from Wang then."""
    post = world.rows(Post, code="call1")[0].id
    world.do(
        PutDuty, post=post, operator=world.li, starts_at=world.now + at, ends_at=world.now + at + timedelta(hours=8)
    )


def told(world: World) -> list[str]:
    return [row.step for row in world.rows(Escalation)]


def test_nobody_comes_and_the_shift_lead_is_to_be_told_once(world: World) -> None:
    relief(world, timedelta(hours=1))
    world.tick(hours=1, minutes=10)
    world.sweep()
    assert told(world) == []
    world.tick(minutes=6)
    world.sweep()
    world.sweep()
    assert told(world) == ["handover_late"]
    assert post_holders(world) == {world.wang}
    world.do(AnswerEscalation, escalation=world.rows(Escalation)[0].id, how="phone")


def test_a_handover_in_time_tells_nobody(world: World) -> None:
    relief(world, timedelta(hours=1))
    world.tick(hours=1)
    signed(world)
    world.tick(minutes=30)
    world.sweep()
    assert told(world) == []


def test_the_state_says_when_one_is_due_and_what_was_missed(world: World) -> None:
    relief(world, timedelta(hours=1))

    def state(who: int) -> HandoverState:
        with world.store.read() as conn:
            return read_handover_state.state(conn, world.desk, who, now=world.now)

    assert state(world.wang).due is None
    world.tick(minutes=40)
    assert state(world.wang).due is not None
    world.tick(hours=9)
    assert state(world.li).missed_since is not None
    number = given(world)
    assert (state(world.wang).mine, state(world.li).for_me, state(world.li).open_id) == (True, True, number)


def test_what_was_never_handed_over_is_listed_and_the_post_can_be_taken(world: World) -> None:
    ticket = world.open()
    with world.store.read() as conn:
        seen = read_handover.missed(conn, world.desk, world.li, now=world.now)
    assert seen is not None
    assert line_of(seen, ticket).dangerous
    with pytest.raises(Refused, match="reason"):
        world.do(TakePost, post=None, actor=world.li)
    world.do(TakePost, post=None, why="未交班", actor=world.li)
    assert post_holders(world) == {world.li}
    with world.store.read() as conn:
        assert read_handover.missed(conn, world.desk, world.li, now=world.now) is None


def test_a_signature_by_a_slow_clock_is_not_dated_before_what_was_done_before_it(world: World) -> None:
    world.open()
    number = given(world)
    mark_all(world, number)
    world.tick(seconds=-30)
    world.do(SignHandover, handover=number, actor=world.li)
    (signing,) = [
        row for row in world.rows(Event, thing_kind="handover", thing_id=number) if row.kind == "handover.sign"
    ]
    assert world.row(Handover, number).in_signed_at == signing.at
    assert world.verify().clean
