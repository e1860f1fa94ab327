"""Triage (TR-1, TR-2, TR-5): every combination of answers, in both wordings."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product

import pytest

from hotline_tui.domain import routes, triage
from hotline_tui.domain.errors import Invalid, Refused
from hotline_tui.domain.routes import FaultClass, fault_class, next_tier, route
from hotline_tui.domain.triage import Answers, Install, QuestionId, WordingSet, assess, check_override
from hotline_tui.domain.words import Affects, FaultKind, Level, Tier, Works

AC, E = WordingSet.AC, WordingSet.E
ORDERS = {
    "works": [Works.WISH, Works.ERRORS, Works.PARTLY, Works.NOTHING],
    "affects": [Affects.ONE, Affects.DEPARTMENT, Affects.ALL],
    "key_point": [False, True],
    "install": [Install.NONE, Install.LOW_END, Install.HIGH_END],
}
FULL = [
    Answers(works=w, affects=a, key_point=k, known_solution=s, install=i)
    for w, a, k, s, i in product(
        ORDERS["works"], ORDERS["affects"], ORDERS["key_point"], (False, True), ORDERS["install"]
    )
]


def level(wording: WordingSet, works, affects, key=None, install=None) -> Level | None:
    return assess(Answers(works=works, affects=affects, key_point=key, install=install), wording).level


@pytest.mark.parametrize(
    ("works", "affects", "install", "expected"),
    [
        (Works.NOTHING, Affects.ALL, None, "P1"),
        (Works.NOTHING, Affects.DEPARTMENT, None, "P1"),
        (Works.NOTHING, Affects.ONE, None, "P2"),
        (Works.PARTLY, Affects.ALL, None, "P2"),
        (Works.PARTLY, Affects.ONE, None, "P2"),
        (Works.ERRORS, Affects.ALL, None, "P3"),
        (Works.ERRORS, Affects.ONE, None, "P3"),
        (Works.WISH, Affects.ALL, None, "P4"),
        (Works.ERRORS, Affects.ONE, Install.HIGH_END, "P2"),
        (Works.WISH, Affects.ONE, Install.HIGH_END, "P2"),
        (Works.WISH, Affects.ONE, Install.LOW_END, "P3"),
        (Works.NOTHING, Affects.ALL, Install.LOW_END, "P1"),
        (Works.PARTLY, Affects.ONE, Install.LOW_END, "P2"),
        (Works.WISH, Affects.ONE, Install.NONE, "P4"),
    ],
)
def test_levels_of_a_and_c(works, affects, install, expected) -> None:
    assert level(AC, works, affects, install=install) == expected


@pytest.mark.parametrize(
    ("works", "affects", "key", "expected"),
    [
        (Works.NOTHING, Affects.ALL, False, "P1"),
        (Works.NOTHING, Affects.DEPARTMENT, False, "P1"),
        (Works.NOTHING, Affects.ONE, True, "P1"),
        (Works.NOTHING, Affects.ONE, False, "P2"),
        (Works.PARTLY, Affects.ONE, True, "P2"),
        (Works.PARTLY, Affects.ALL, False, "P2"),
        (Works.PARTLY, Affects.DEPARTMENT, False, "P3"),
        (Works.PARTLY, Affects.ONE, False, "P3"),
        (Works.ERRORS, Affects.ONE, True, "P2"),
        (Works.ERRORS, Affects.ALL, False, "P3"),
        (Works.WISH, Affects.ALL, True, "P4"),
    ],
)
def test_levels_of_e(works, affects, key, expected) -> None:
    assert level(E, works, affects, key=key) == expected


@pytest.mark.parametrize("wording", list(WordingSet))
@pytest.mark.parametrize("name", list(ORDERS))
def test_a_worse_answer_never_gives_a_lower_priority(wording, name) -> None:
    for answers in FULL:
        at = ORDERS[name].index(getattr(answers, name))
        for worse in ORDERS[name][at + 1 :]:
            assert assess(replace(answers, **{name: worse}), wording).level <= assess(answers, wording).level


@pytest.mark.parametrize("wording", list(WordingSet))
def test_every_level_can_come_out_and_full_answers_decide(wording) -> None:
    outcomes = [assess(answers, wording) for answers in FULL]
    assert {o.level for o in outcomes} == set(Level)
    assert all(o.decided and not o.missing and o.reason for o in outcomes)


@pytest.mark.parametrize("wording", list(WordingSet))
def test_open_answers_show_the_highest_level_still_possible(wording) -> None:
    for answers in FULL:
        for blank in product((False, True), repeat=2):
            partial = replace(
                answers,
                affects=None if blank[0] else answers.affects,
                key_point=None if blank[1] else answers.key_point,
            )
            shown, final = assess(partial, wording), assess(answers, wording)
            assert shown.level <= final.level
            if shown.decided:
                assert shown.level == final.level


def test_a_known_solution_does_not_move_the_level() -> None:
    for answers, wording in product(FULL, WordingSet):
        other = replace(answers, known_solution=not answers.known_solution)
        assert assess(answers, wording).level == assess(other, wording).level


def test_nothing_is_said_before_it_is_known_what_works() -> None:
    empty = assess(Answers(), E)
    assert (empty.level, empty.decided) == (None, False)
    assert empty.missing == (QuestionId.WORKS, QuestionId.AFFECTS, QuestionId.KEY_POINT, QuestionId.KNOWN_SOLUTION)
    assert assess(Answers(), AC).missing == (QuestionId.WORKS, QuestionId.AFFECTS, QuestionId.KNOWN_SOLUTION)


def test_a_wish_asks_only_for_the_solution() -> None:
    wish = assess(Answers(works=Works.WISH), E)
    assert (wish.level, wish.decided, wish.missing) == (Level.P4, True, (QuestionId.KNOWN_SOLUTION,))


def test_only_e_asks_for_the_key_point_and_only_a_and_c_for_the_installation() -> None:
    ids = {w: {q.id for q in triage.questions(w)} for w in WordingSet}
    assert QuestionId.KEY_POINT in ids[E] and QuestionId.KEY_POINT not in ids[AC]
    assert QuestionId.INSTALL in ids[AC] and QuestionId.INSTALL not in ids[E]
    for answers in FULL:
        assert level(AC, answers.works, answers.affects, True) == level(AC, answers.works, answers.affects, False)


def test_questions_carry_digit_keys_in_order_and_every_option_can_be_kept() -> None:
    assert {q.id.value for q in triage.QUESTIONS} == {f.name for f in fields(Answers)}
    for q in triage.QUESTIONS:
        assert [o.key for o in q.options] == [str(i) for i in range(1, len(q.options) + 1)]
        for option in q.options:
            answers = triage.with_answer(Answers(), q.id, option.value)
            assert triage.given(answers, q.id) == option.value
            assert triage.from_dict(triage.to_dict(answers)) == answers
            assert triage.with_answer(answers, q.id, None) == Answers()


def test_answers_survive_being_kept_and_unknown_ones_are_dropped() -> None:
    for answers in FULL:
        assert triage.from_dict(triage.to_dict(answers)) == answers
    assert triage.from_dict({"works": "sideways", "colour": "red", "affects": "all"}) == Answers(affects=Affects.ALL)


def test_a_value_that_is_no_option_is_refused() -> None:
    with pytest.raises(Invalid, match="sideways"):
        triage.with_answer(Answers(), QuestionId.WORKS, "sideways")


def test_overriding_needs_a_reason() -> None:
    check_override(Level.P2, Level.P2, "")
    check_override(Level.P2, Level.P1, "minister's visit")
    for reason in ("", "   ", "\n"):
        with pytest.raises(Refused, match=r"P2.*P1"):
            check_override(Level.P2, Level.P1, reason)
    with pytest.raises(Refused, match="500"):
        check_override(Level.P2, Level.P1, "x" * 501)
    with pytest.raises(Refused):
        check_override(None, Level.P3, "")


def test_both_wordings_describe_all_levels_differently() -> None:
    for wording in WordingSet:
        assert list(triage.LEVEL_WORDING[wording]) == list(Level)
    assert all(triage.LEVEL_WORDING[AC][x] != triage.LEVEL_WORDING[E][x] for x in Level)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FaultKind.SOFTWARE, FaultClass.SOFTWARE),
        (FaultKind.CONFIGURATION, FaultClass.SOFTWARE),
        (FaultKind.VIRUS, FaultClass.SOFTWARE),
        (FaultKind.HARDWARE, FaultClass.EQUIPMENT),
        (FaultKind.LINE, FaultClass.EQUIPMENT),
        (FaultKind.OPERATION, FaultClass.NONE),
        (None, FaultClass.NONE),
    ],
)
def test_targets_know_software_and_equipment_only(kind, expected) -> None:
    assert fault_class(kind) == expected


def test_every_fault_kind_has_its_own_route() -> None:
    assert set(routes.FAULT_KEYS.values()) == set(FaultKind)
    assert len({route(kind).steps for kind in FaultKind}) == len(FaultKind)
    assert any("RMA" in step for step in route(FaultKind.HARDWARE).steps)
    assert any("development" in step for step in route(FaultKind.SOFTWARE).steps)
    assert any("promise a time" in step for step in route(FaultKind.CONFIGURATION).steps)
    assert "Guide" in route(FaultKind.OPERATION).steps[0]


def test_hardware_skips_development_on_its_way_to_the_vendor() -> None:
    assert next_tier(FaultKind.HARDWARE, Tier.CENTRE) == Tier.VENDOR
    assert next_tier(FaultKind.SOFTWARE, Tier.CENTRE) == Tier.RND
    assert next_tier(FaultKind.OPERATION, Tier.CENTRE) is None
    assert next_tier(None, Tier.VENDOR) is None
    assert next_tier(FaultKind.HARDWARE, Tier.RND) == Tier.VENDOR
