"""Side conditions of acts: the situation, and what must be entered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline_tui.domain import conditions
from hotline_tui.domain.conditions import Facts, Given
from hotline_tui.domain.errors import Refused
from hotline_tui.domain.lifecycle import TABLES, Act, check, why_not
from hotline_tui.domain.words import CallState, VisitState

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
GOOD = Given(reason="because", cause="fan", method="replaced", at=LATER)
LEAD = Facts(now=NOW, by_shift_lead=True)


@pytest.mark.parametrize(
    ("act", "given"),
    [
        (Act.RESOLVE, Given(cause="fan")),
        (Act.RESOLVE, Given(method="replaced")),
        (Act.RESOLVE, Given(cause=" ", method="replaced")),
    ],
)
def test_resolving_needs_cause_and_method(act, given) -> None:
    assert why_not("ticket", "watching", act) is None
    with pytest.raises(Refused, match="cause and the method"):
        check("ticket", "watching", act, LEAD, given)


def test_a_hold_needs_a_reason_and_a_review_in_the_future() -> None:
    for given, said in [
        (Given(at=LATER), "reason"),
        (Given(reason="customer"), "time"),
        (Given(reason="customer", at=NOW), "past"),
        (Given(reason="customer", at=NOW - timedelta(seconds=1)), "past"),
    ]:
        with pytest.raises(Refused, match=said):
            check("ticket", "working", Act.HOLD, LEAD, given)
    assert check("ticket", "working", Act.HOLD, LEAD, GOOD) == "working"
    assert check("ticket", "working", Act.HOLD, Facts(now=NOW, held=True), GOOD) == "working"  # held on: another time
    with pytest.raises(Refused, match="past"):
        check("ticket", "working", Act.HOLD, Facts(now=NOW, held=True), Given(reason="customer", at=NOW))
    with pytest.raises(Refused, match="not on hold"):
        check("ticket", "working", Act.RESUME, Facts(now=NOW), GOOD)
    assert check("ticket", "working", Act.RESUME, Facts(now=NOW, held=True)) == "working"


def test_a_promise_lies_in_the_future() -> None:
    for kind, state in (("ticket", "open"), ("call", "claimed"), ("call", "abandoned")):
        with pytest.raises(Refused, match="past"):
            check(kind, state, Act.PROMISE, LEAD, Given(at=NOW))
        assert check(kind, state, Act.PROMISE, LEAD, Given(at=LATER)) == state


@pytest.mark.parametrize(("kind", "act"), sorted(conditions._NEED_REASON))
def test_acts_that_need_a_reason_are_refused_without(kind, act) -> None:
    states = [state for state, a in TABLES[kind] if a == act]
    for state in states:
        with pytest.raises(Refused, match="reason"):
            check(kind, state, Act(act), LEAD, Given(reason="  ", at=LATER))
    assert states


def test_closing_waits_for_visits_and_children() -> None:
    for act, state in ((Act.CLOSE, "resolved"), (Act.CANCEL, "working"), (Act.MERGE, "working")):
        with pytest.raises(Refused, match="visit"):
            check("ticket", state, act, Facts(open_visits=1), GOOD)
        with pytest.raises(Refused, match="major"):
            check("ticket", state, act, Facts(open_children=1), GOOD)
        check("ticket", state, act, Facts(), GOOD)


def test_an_engineer_cannot_leave_for_two_places_at_once() -> None:
    with pytest.raises(Refused, match="another visit"):
        check("visit", "accepted", Act.DEPART, Facts(engineer_busy=True))
    assert check("visit", "accepted", Act.DEPART) == VisitState.EN_ROUTE
    with pytest.raises(Refused):
        check("visit", "assigned", Act.DEPART)


def test_only_remote_work_is_finished_without_arriving() -> None:
    with pytest.raises(Refused, match="not arrived"):
        check("visit", "accepted", Act.FINISH)
    assert check("visit", "accepted", Act.FINISH, Facts(remote=True)) == VisitState.DONE
    with pytest.raises(Refused, match="remote"):
        check("visit", "accepted", Act.DEPART, Facts(remote=True))
    assert check("visit", "on_site", Act.FINISH) == VisitState.DONE


def test_after_three_misses_the_shift_lead_decides() -> None:
    for attempts in range(3):
        assert check("call", "abandoned", Act.CALL_BACK, Facts(attempts=attempts)) == CallState.ABANDONED
    with pytest.raises(Refused, match="shift lead"):
        check("call", "abandoned", Act.CALL_BACK, Facts(attempts=3))
    assert check("call", "abandoned", Act.CALL_BACK, Facts(attempts=3, by_shift_lead=True)) == "abandoned"


def test_a_disaster_is_declared_by_the_shift_lead_with_a_reason() -> None:
    with pytest.raises(Refused, match="shift lead"):
        check("ticket", "open", Act.DISASTER, Facts(), GOOD)
    assert check("ticket", "open", Act.DISASTER, LEAD, GOOD) == "open"


def test_a_handover_with_unread_dangerous_lines_is_not_signed_but_can_be_refused() -> None:
    unread = Facts(lines_unread=2)
    for act in (Act.SIGN, Act.SIGN_RESERVED):
        with pytest.raises(Refused, match="dangerous"):
            check("handover", "reviewing", act, unread, GOOD)
    assert check("handover", "reviewing", Act.REFUSE, unread, GOOD) == "refused"


def test_forms_can_ask_what_an_act_needs() -> None:
    assert conditions.needs_reason("visit", Act.CALL_OFF) and not conditions.needs_reason("visit", Act.ARRIVE)
    assert conditions.needs_time("ticket", Act.HOLD) and not conditions.needs_time("ticket", Act.CLOSE)
