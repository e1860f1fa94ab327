"""The bus asks for roles: by the desk, by the time, and says who could."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import Refused
from hotline_tui.domain.words import Role
from hotline_tui.locale import CHINESE, set_language
from hotline_tui.locale.errors import translate_error
from hotline_tui.services import sessions
from hotline_tui.services.bootstrap import InitDesk
from hotline_tui.store.tables import Desk, Event, Operator, OperatorRole


def person(world, role: str | None, *, name: str = "新人", **when) -> int:
    made = world.add(Operator, login=name + str(role), name=name, desk_id=world.desk)
    if role:
        world.add(OperatorRole, operator_id=made, role=role, **when)
    return made


def test_an_operator_sends_nobody(world) -> None:
    ticket = world.open()
    sessions.sign_on(world.store, sessions.Claim(operator=world.wang, desk=world.desk), world.now)
    with pytest.raises(Refused) as refused:
        world.do(c.SendEngineer, ticket=ticket, engineer=world.ids["xu"], actor=world.li)
    assert refused.value.params == {"role": Role.DISPATCHER, "who": ("王芳",)}
    world.do(c.SendEngineer, ticket=ticket, engineer=world.ids["xu"])


def test_the_refusal_in_chinese(world) -> None:
    ticket = world.open()
    with pytest.raises(Refused) as refused:
        world.do(c.DeclareDisaster, ticket=ticket, disaster=True, reason="洪水", actor=world.li)
    set_language(CHINESE)
    try:
        assert translate_error(refused.value) == "只有值班长可以这样操作；现在没有值班长当班。"
    finally:
        set_language("en")


@pytest.mark.parametrize("role", ["quality_director", "general_manager", None, "emperor"])
def test_who_has_no_acting_role_is_refused_every_act(world, role) -> None:
    ticket = world.open()
    call = world.ring()
    who = person(world, role)
    before = world.rows(Event)
    for kind, values in (
        (c.ClaimCall, {"call": call}),
        (c.NoteTicket, {"ticket": ticket, "text": "x"}),
        (c.AcknowledgeAlarm, {"alarms": ("a",)}),
        (c.Undo, {"command": world.make(c.ClaimCall).id}),
        (c.LoadPolicy, {"thing": "policy", "name": "x", "text": ""}),
    ):
        with pytest.raises(Refused, match="Only the role"):
            world.do(kind, actor=who, **values)
    assert world.rows(Event) == before


def test_a_role_counts_from_and_to_its_time(world) -> None:
    who = person(world, "operator", from_at=world.now + timedelta(hours=1), to_at=world.now + timedelta(hours=2))
    with pytest.raises(Refused, match="Only the role"):
        world.claim(world.ring(), actor=who)
    world.tick(hours=1)
    call = world.claim(world.ring(), actor=who)
    world.tick(hours=1)
    with pytest.raises(Refused, match="Only the role"):
        world.do(c.ReleaseCall, call=call, actor=who)


def test_a_role_counts_at_its_desk(world) -> None:
    other = world.add(Desk, code="N", name="北京", timezone="Asia/Shanghai", prefix="N")
    who = person(world, "operator", desk_id=other)
    with pytest.raises(Refused, match="Only the role"):
        world.claim(world.ring(), actor=who)
    world.claim(world.ring(), actor=who, desk=other)


def test_a_complaint_is_settled_higher_up(world) -> None:
    made = world.do(c.OpenComplaint, customer=world.ids["bank"], text="迟到").thing_id
    world.do(c.AnswerComplaint, complaint=made, text="道歉", actor=world.li)
    with pytest.raises(Refused, match="cs_manager"):
        world.do(c.CloseComplaint, complaint=made, text="培训", actor=world.li)
    world.do(c.CloseComplaint, complaint=made, text="培训", actor=world.ids["cs_manager"])


def test_a_repeated_command_gives_its_first_result_though_the_role_is_gone(world) -> None:
    call = world.ring()
    who = person(world, "operator", to_at=world.now + timedelta(minutes=1))
    command = world.make(c.ClaimCall, call=call, actor=who)
    from hotline_tui.services import bus

    first = bus.execute(world.store, command, world.now)
    world.tick(minutes=5)
    again = bus.execute(world.store, command, world.now)
    assert again.already
    assert again.thing_id == first.thing_id


def test_what_the_program_does_is_not_asked(world) -> None:
    call = world.claim(world.ring(), actor=world.li)
    me = sessions.sign_on(world.store, sessions.Claim(operator=world.li, desk=world.desk), world.now)
    for row in world.rows(OperatorRole, operator_id=world.li):
        with world.store.write() as conn:
            conn.execute(OperatorRole.__table__.delete().where(OperatorRole.__table__.c.id == row.id))
    sessions.sign_off(world.store, me.session_id, world.li, world.desk, world.now)
    world.tick(minutes=30)
    world.sweep()
    from hotline_tui.store.tables import Call

    assert world.row(Call, call).state == "waiting"


def test_whoever_makes_a_desk_can_run_it_alone(world) -> None:
    made = world.do(InitDesk, actor=0, name="一人台", timezone="Asia/Shanghai", language="zh", prefix="S",
                    operator="独", login="solo")  # fmt: skip
    who, desk = made.value("operator"), made.thing_id
    given = {"actor": who, "desk": desk}
    ticket = world.do(c.OpenTicket, **world.form(None) | {"customer": world.ids["school"], "contact": None}, **given)
    world.do(c.SendEngineer, ticket=ticket.thing_id, engineer=world.ids["he"], **given)
    world.do(c.DeclareDisaster, ticket=ticket.thing_id, disaster=True, reason="洪水", **given)
