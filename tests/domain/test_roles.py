"""Which act needs which role: the table is complete, and what it says is what the documents promise (OR-1)."""

from __future__ import annotations

from inspect import getmembers, isclass
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain import commands as c
from hotline_tui.domain.commands import Command
from hotline_tui.domain.roles import _BY_NEED, NEEDS, need_of
from hotline_tui.domain.standing import ACTING, LEADING, ORDINARY, SENDING, looks_on
from hotline_tui.domain.words import Role

_ABSTRACT = {c.Command, c.TicketCommand, c.VisitCommand, c.PeopleCommand, c.HandoverCommand}


def commands() -> set[type[Command]]:
    named = {name: getattr(c, name) for name in c.__all__}
    return {kind for _name, kind in named.items() if isclass(kind) and issubclass(kind, Command)} - _ABSTRACT


def test_every_command_is_named_once() -> None:
    named = [kind for _need, kinds in _BY_NEED for kind in kinds]
    assert len(named) == len(set(named))
    assert set(named) == commands(), "name the new command in domain/roles.py"


def test_no_command_class_is_hidden_from_the_table() -> None:
    """Whatever is defined in the package is also given out by it, or it would not be seen above."""
    given_out = commands() | _ABSTRACT
    from hotline_tui.domain.commands import base, calls, duty, field, handovers, people, shifts, tickets, ways

    for module in (base, calls, duty, field, handovers, people, shifts, tickets, ways):
        for name, kind in getmembers(module, isclass):
            if issubclass(kind, Command):
                assert kind in given_out, f"{module.__name__}.{name}"


@pytest.mark.parametrize(
    ("kind", "able"),
    [
        (c.ClaimCall, {Role.OPERATOR, Role.DISPATCHER, Role.SHIFT_LEAD}),
        (c.SendEngineer, {Role.DISPATCHER, Role.SHIFT_LEAD}),
        (c.DeclareDisaster, {Role.SHIFT_LEAD}),
        (c.CloseComplaint, {Role.CS_MANAGER, Role.SERVICE_DIRECTOR, Role.SHIFT_LEAD}),
        (c.ArriveVisit, {Role.OPERATOR, Role.DISPATCHER, Role.SHIFT_LEAD, Role.ENGINEER}),
        (c.SetRoles, {Role.SHIFT_LEAD}),
    ],
)
def test_who_may(kind: type[Command], able: set[Role]) -> None:
    assert {role for role in Role if NEEDS[kind].met_by([role])} == able


@pytest.mark.parametrize("role", [Role.QUALITY_DIRECTOR, Role.GENERAL_MANAGER])
def test_who_looks_on_changes_nothing(role: Role) -> None:
    assert looks_on([role])
    assert not [kind for kind, need in NEEDS.items() if need.met_by([role])]


@given(st.sets(st.sampled_from(list(Role))))
def test_looking_on_is_having_no_act_at_all(roles: set[Role]) -> None:
    able = any(need.met_by(roles) for need in NEEDS.values())
    assert looks_on(roles) is not able


@given(st.sets(st.sampled_from(list(Role))), st.sampled_from(list(Role)))
def test_one_role_more_never_takes_an_act_away(roles: set[Role], more: Role) -> None:
    for need in NEEDS.values():
        assert need.met_by(roles | {more}) >= need.met_by(roles)


def test_roles_of_a_newer_console_give_nothing() -> None:
    assert not ORDINARY.met_by(["emperor"])
    assert looks_on(["emperor"])


def _pin(actor: int, operator: int) -> Command:
    return c.SetPin(id=uuid4(), actor=actor, desk=1, operator=operator, pin_hash="")


def test_ones_own_pin_is_ones_own_business() -> None:
    assert need_of(_pin(4, 4)) is None
    assert need_of(_pin(4, 5)) is LEADING


def test_what_the_program_does_asks_for_no_role() -> None:
    assert need_of(c.ClaimCall(id=uuid4(), actor=0, desk=1)) is None
    assert need_of(c.ClaimCall(id=uuid4(), actor=3, desk=1)) is ORDINARY


def test_a_refusal_says_which_role_and_who_has_it() -> None:
    said = SENDING.refusal(["Li Na", "Wang"])
    assert said.params["role"] is Role.DISPATCHER
    assert said.params["who"] == ("Li Na", "Wang")
    assert "nobody" in SENDING.refusal().msgid
    assert ACTING.roles.isdisjoint({Role.QUALITY_DIRECTOR, Role.GENERAL_MANAGER})
