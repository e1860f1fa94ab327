"""Drafting a handover: what is dangerous, in which order, and what a change asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.handover import (
    ACTIONS,
    SITUATIONS,
    ActionFacts,
    Part,
    Shift,
    TicketFacts,
    Why,
    changes,
    draft,
    unread,
    whys,
)

SHIFT = Shift(began=1_000.0, ends=2_000.0)
QUIET = TicketFacts(1, "T1", "School", "slow", "P4", "open", opened=10.0, changed=10.0)

WORST_FIRST = [
    (Why.MAJOR, replace(QUIET, major=True)),
    (Why.BREACHED, replace(QUIET, breached=("respond",), due=900.0)),
    (Why.P1, replace(QUIET, level="P1")),
    (Why.P2, replace(QUIET, level="P2")),
    (Why.DUE, replace(QUIET, due=1_999.0)),
    (Why.UPSET, replace(QUIET, upset=True)),
    (Why.COMPLAINT, replace(QUIET, complaint=True)),
]


@pytest.mark.parametrize(("why", "ticket"), WORST_FIRST)
def test_each_danger_is_named(why: Why, ticket: TicketFacts) -> None:
    assert whys(ticket, SHIFT) == (why,)


def test_a_ticket_due_after_the_coming_shift_is_quiet() -> None:
    assert whys(replace(QUIET, due=2_000.0), SHIFT) == ()


def test_the_worst_stands_first_whatever_the_order_of_the_record() -> None:
    tickets = [replace(ticket, id=n, number=f"T{n}") for n, (_, ticket) in enumerate(WORST_FIRST, start=1)]
    tickets.append(replace(QUIET, id=99, number="T99"))
    lines = draft(reversed(tickets), (), SHIFT)
    assert [line.id for line in lines] == [1, 2, 3, 4, 5, 6, 7, 99]
    assert [line.part for line in lines] == [Part.SEVERITY] * 7 + [Part.SUMMARY]
    assert [line.dangerous for line in lines] == [True] * 7 + [False]


def test_actions_stand_by_time_and_what_has_no_time_comes_last() -> None:
    given_ = [ActionFacts(code, "x", n, at=None) for n, code in enumerate(ACTIONS)]
    given_.append(ActionFacts("visit", "visit", 50, at=5.0))
    given_.append(ActionFacts("promise", "clock", 51, at=5.0))
    lines = draft((), given_, SHIFT)
    assert [line.code for line in lines] == ["promise", "visit", *ACTIONS]
    assert {line.code for line in lines if line.dangerous} == {"promise", "unclaimed"}


def test_the_situation_comes_last() -> None:
    lines = draft([QUIET], [ActionFacts(code, "x", 1, at=0.0) for code in (*SITUATIONS, "order")], SHIFT)
    assert [line.code for line in lines] == ["ticket", "order", *SITUATIONS]


def test_what_the_shift_brought_is_marked() -> None:
    opened, moved = replace(QUIET, id=2, opened=1_000.0), replace(QUIET, id=3, changed=1_500.0)
    assert {line.id: line.fresh for line in draft([QUIET, opened, moved], (), SHIFT)} == {1: False, 2: True, 3: True}


def test_a_line_that_changed_has_to_be_understood_again() -> None:
    risky = replace(QUIET, level="P2", due=1_500.0)
    (line,) = draft([risky], (), SHIFT)
    seen = {line.key: line.print}
    assert unread([line], seen, ()) == ()
    (later,) = draft([replace(risky, due=1_600.0)], (), SHIFT)
    assert unread([later], seen, ()) == (later,)
    assert unread([later], seen, [later.key]) == ()  # asked about: the question stands, the line is dealt with
    (talked,) = draft([replace(risky, done="phoned", changed=1_700.0)], (), SHIFT)
    assert unread([talked], seen, ()) == ()  # what was said does not change what has to be done


facts = st.builds(
    TicketFacts,
    id=st.integers(1, 30),
    number=st.just("T"),
    customer=st.text(max_size=3),
    summary=st.text(max_size=3),
    level=st.sampled_from(["P1", "P2", "P3", "P4"]),
    state=st.sampled_from(["open", "working", "restored"]),
    opened=st.floats(0, 3_000),
    changed=st.floats(0, 3_000),
    upset=st.booleans(),
    due=st.none() | st.floats(0, 3_000),
)


@given(st.lists(facts, unique_by=lambda one: one.id), st.lists(facts, unique_by=lambda one: one.id))
def test_changes_lead_from_one_picture_to_the_other(first: list[TicketFacts], second: list[TicketFacts]) -> None:
    old, new = draft(first, (), SHIFT), draft(second, (), SHIFT)
    moved = changes({line.key: line.print for line in old}, new)
    had, has = {line.key for line in old}, {line.key for line in new}
    assert (had - set(moved.gone)) | set(moved.added) == has
    assert set(moved.changed) == {a.key for a in old for b in new if a.key == b.key and a.print != b.print}
    assert not changes({line.key: line.print for line in new}, new)


@given(st.lists(facts, unique_by=lambda one: one.id))
def test_no_ticket_is_left_out_and_none_twice(tickets: list[TicketFacts]) -> None:
    assert sorted(line.id for line in draft(tickets, (), SHIFT)) == sorted(one.id for one in tickets)
