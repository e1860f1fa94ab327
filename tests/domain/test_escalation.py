"""Escalation (OR-2): by share of the target and by hand; who is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.errors import Invalid, Refused
from hotline_tui.domain.escalation import (
    COMPLAINT_CHAIN,
    DEFAULT_CHAIN,
    Chain,
    Person,
    Step,
    address,
    chain_of,
    next_by_hand,
    next_role,
    schedule,
    steps_due,
)
from hotline_tui.domain.words import Role

R = Role
CHAIN = chain_of([(75, "dispatcher"), (90, "shift_lead"), (100, "service_director")])
PEOPLE = [
    Person(1, "李娜", frozenset({R.DISPATCHER})),
    Person(2, "孙艳", frozenset({R.SHIFT_LEAD, R.DISPATCHER}), on_duty=False),
    Person(3, "吴国栋", frozenset({R.SERVICE_DIRECTOR})),
]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, []),
        (0.749, []),
        (0.75, [75]),
        (0.9, [75, 90]),
        (0.99999, [75, 90]),
        (1.0, [75, 90, 100]),
        (9, [75, 90, 100]),
    ],
)
def test_steps_by_share_used(share, expected) -> None:
    assert [s.percent for s in steps_due(CHAIN, share)] == expected


def test_a_step_is_taken_once() -> None:
    assert steps_due(CHAIN, 0.95, {CHAIN.steps[0]}) == (CHAIN.steps[1],)
    assert steps_due(CHAIN, 2, set(CHAIN.steps)) == ()


@given(st.floats(0, 3), st.floats(0, 3))
def test_more_time_used_never_means_fewer_steps(a, b) -> None:
    less, more = sorted((a, b))
    assert set(steps_due(DEFAULT_CHAIN, less)) <= set(steps_due(DEFAULT_CHAIN, more))


def test_steps_are_planned_at_the_instant_of_their_share() -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)
    plan = schedule(CHAIN, lambda share: start + share * timedelta(hours=4), {CHAIN.steps[0]})
    assert plan == ((start + timedelta(hours=3.6), CHAIN.steps[1]), (start + timedelta(hours=4), CHAIN.steps[2]))
    assert schedule(CHAIN, lambda share: None) == ()


def test_on_duty_before_off_duty() -> None:
    notice = address(CHAIN, CHAIN.steps[0], PEOPLE[::-1])
    assert notice is not None and notice.person.id == 1 and notice.passed_over == ()


def test_nobody_reachable_in_a_role_means_one_further_up_and_it_is_said() -> None:
    people = [PEOPLE[0], Person(2, "孙艳", frozenset({R.SHIFT_LEAD}), reachable=False), PEOPLE[2]]
    notice = address(CHAIN, CHAIN.steps[1], people)
    assert notice is not None
    assert (notice.person.id, notice.role, notice.passed_over) == (3, R.SERVICE_DIRECTOR, (R.SHIFT_LEAD,))
    assert notice.step == CHAIN.steps[1]
    assert address(CHAIN, CHAIN.steps[2], people[:2]) is None


def test_a_complaint_never_goes_to_the_person_complained_about() -> None:
    manager = Person(5, "周敏", frozenset({R.CS_MANAGER}))
    step = COMPLAINT_CHAIN.steps[0]
    assert address(COMPLAINT_CHAIN, step, [manager, PEOPLE[2]]).person.id == 5
    assert address(COMPLAINT_CHAIN, step, [manager, PEOPLE[2]], exclude={5}).person.id == 3


def test_by_hand_it_goes_one_up_from_the_highest_told() -> None:
    assert next_role(CHAIN, []) == R.DISPATCHER
    assert next_role(CHAIN, [R.SHIFT_LEAD]) == R.SERVICE_DIRECTOR
    assert next_role(CHAIN, [R.OPERATOR]) == R.DISPATCHER
    assert next_by_hand(CHAIN, [R.DISPATCHER], PEOPLE).person.id == 2
    with pytest.raises(Refused, match="already"):
        next_role(CHAIN, [R.SERVICE_DIRECTOR])
    with pytest.raises(Refused, match="reached"):
        next_by_hand(CHAIN, [R.DISPATCHER], [PEOPLE[0]])


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "at least one"),
        ([(90, "shift_lead"), (75, "dispatcher")], "rising"),
        ([(0, "shift_lead")], "rising"),
        ([(75, "boss")], "boss"),
    ],
)
def test_a_broken_chain_is_refused(steps, said) -> None:
    with pytest.raises(Invalid, match=said):
        chain_of(steps)


def test_two_roles_may_be_told_at_once() -> None:
    both = Chain((Step(100, R.SHIFT_LEAD), Step(100, R.SERVICE_DIRECTOR)))
    assert len(steps_due(both, 1.0)) == 2
    assert both.roles == (R.SHIFT_LEAD, R.SERVICE_DIRECTOR)
