"""Triage: a few answers give the level (TR-1, TR-5). Pure tables: questions, answers, wordings, nothing else.

The level never falls below what the wording of the contract's document gives; whoever thinks otherwise overrides it
with a reason. Until every answer is there, the level shown is the highest that is still possible.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import product

from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.words import Affects, Level, Works


class WordingSet(StrEnum):
    """Which document's definition of P1–P4 a policy uses."""

    AC = "AC"
    E = "E"


class Install(StrEnum):
    """A/C: what is being installed, when the trouble is with an installation."""

    NONE = "none"
    LOW_END = "low_end"
    HIGH_END = "high_end"
    """A high-end platform, or an important site."""


class QuestionId(StrEnum):
    """Also the names of the fields of `Answers`."""

    WORKS = "works"
    AFFECTS = "affects"
    KEY_POINT = "key_point"
    KNOWN_SOLUTION = "known_solution"
    INSTALL = "install"


YES, NO = "yes", "no"
REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Answers:
    """What the caller said; None is "not asked yet"."""

    works: Works | None = None
    affects: Affects | None = None
    key_point: bool | None = None
    known_solution: bool | None = None
    install: Install | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its digit key, the value that is kept, its words."""

    key: str
    value: str
    msgid: str


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the triage form. An optional one is never missing."""

    id: QuestionId
    msgid: str
    options: tuple[Option, ...]
    wordings: frozenset[WordingSet]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """`level` is None until it is known what still works; `decided` when no open answer can change it any more.

    `reason` is a msgid without places. `missing` are the required questions without an answer, in the form's order.
    """

    level: Level | None
    reason: str
    missing: tuple[QuestionId, ...]
    decided: bool


_BOTH = frozenset(WordingSet)

QUESTIONS: tuple[Question, ...] = (
    Question(
        QuestionId.WORKS,
        N_("What still works?"),
        (
            Option("1", Works.NOTHING, N_("Nothing works")),
            Option("2", Works.PARTLY, N_("Works, but some functions fail or it is slow")),
            Option("3", Works.ERRORS, N_("Works, but reports errors")),
            Option("4", Works.WISH, N_("Everything works: a wish or a question")),
        ),
        _BOTH,
    ),
    Question(
        QuestionId.AFFECTS,
        N_("Who is affected?"),
        (
            Option("1", Affects.ALL, N_("The whole organisation")),
            Option("2", Affects.DEPARTMENT, N_("A department or a site")),
            Option("3", Affects.ONE, N_("One person or one device")),
        ),
        _BOTH,
    ),
    Question(
        QuestionId.KEY_POINT,
        N_("Is a key business point hit?"),
        (Option("1", YES, N_("Yes")), Option("2", NO, N_("No"))),
        frozenset({WordingSet.E}),
    ),
    Question(
        QuestionId.KNOWN_SOLUTION,
        N_("Is a solution known?"),
        (Option("1", YES, N_("Yes")), Option("2", NO, N_("No"))),
        _BOTH,
    ),
    Question(
        QuestionId.INSTALL,
        N_("Is it an installation?"),
        (
            Option("1", Install.NONE, N_("No")),
            Option("2", Install.LOW_END, N_("Yes, of a low-end platform")),
            Option("3", Install.HIGH_END, N_("Yes, of a high-end platform or at an important site")),
        ),
        frozenset({WordingSet.AC}),
        optional=True,
    ),
)

LEVEL_WORDING: dict[WordingSet, dict[Level, str]] = {
    WordingSet.AC: {
        Level.P1: N_("The product does not work, the user's business is affected."),
        Level.P2: N_(
            "The product works, but some functions fail or performance drops, without interrupting the business; "
            "or the installation of a high-end platform or at an important site has a problem."
        ),
        Level.P3: N_("The product runs, but reports errors; or the installation of a low-end platform has a problem."),
        Level.P4: N_("A wish for improvement, or a question about use."),
    },
    WordingSet.E: {
        Level.P1: N_("The system does not work, the customer's daily work is interrupted."),
        Level.P2: N_(
            "The system works, but some functions fail or performance drops; business goes on, "
            "a key business point has a problem."
        ),
        Level.P3: N_("The system runs, but reports errors; a point that is not key to the business has a problem."),
        Level.P4: N_("A question of improvement or application."),
    },
}

_ASK_FIRST = N_("First ask what still works.")
_DOWN = N_("Nothing works, and more than one person is stopped.")
_DOWN_KEY = N_("Nothing works at a key business point.")
_DOWN_ONE = N_("Nothing works for one person; the business as a whole goes on.")
_PARTLY = N_("It works, but some functions fail or it is slow.")
_PARTLY_ALL = N_("Functions fail for the whole organisation.")
_KEY = N_("A key business point has a problem; business goes on.")
_NOT_KEY = N_("It works, and no key business point is hit.")
_ERRORS = N_("It runs, but reports errors.")
_WISH = N_("A wish or a question about use.")
_INSTALL_HIGH = N_("The installation of a high-end platform or at an important site has a problem.")
_INSTALL_LOW = N_("The installation of a low-end platform has a problem.")


def questions(wording: WordingSet) -> tuple[Question, ...]:
    """The questions of the form, in the order in which they are asked."""
    return tuple(q for q in QUESTIONS if wording in q.wordings)


def question(qid: QuestionId) -> Question:
    """The question with this id."""
    return next(q for q in QUESTIONS if q.id == qid)


def given(answers: Answers, qid: QuestionId) -> str | None:
    """The option's value that was chosen, or None."""
    value = getattr(answers, qid.value)
    if isinstance(value, bool):
        return YES if value else NO
    return None if value is None else str(value)


def with_answer(answers: Answers, qid: QuestionId, value: str | None) -> Answers:
    """The answers with one more (None takes it back). Invalid for a value that is no option of the question."""
    if value is not None and value not in {option.value for option in question(qid).options}:
        raise Invalid(N_("“{value}” is no answer to this question."), value=value)
    match qid:
        case QuestionId.WORKS:
            return replace(answers, works=None if value is None else Works(value))
        case QuestionId.AFFECTS:
            return replace(answers, affects=None if value is None else Affects(value))
        case QuestionId.KEY_POINT:
            return replace(answers, key_point=None if value is None else value == YES)
        case QuestionId.KNOWN_SOLUTION:
            return replace(answers, known_solution=None if value is None else value == YES)
        case QuestionId.INSTALL:
            return replace(answers, install=None if value is None else Install(value))


def to_dict(answers: Answers) -> dict[str, str]:
    """What was answered, as texts: for the record and for drafts."""
    chosen = ((f.name, given(answers, QuestionId(f.name))) for f in fields(answers))
    return {name: value for name, value in chosen if value is not None}


def from_dict(kept: dict[str, str]) -> Answers:
    """The inverse of `to_dict`; what this version does not know is left out."""
    answers = Answers()
    for qid in QuestionId:
        value = kept.get(qid.value)
        if value in {option.value for option in question(qid).options}:
            answers = with_answer(answers, qid, value)
    return answers


def assess(answers: Answers, wording: WordingSet) -> Assessment:
    """The level that follows from the answers, with its reason (TR-1)."""
    missing = tuple(q.id for q in questions(wording) if _is_missing(q, answers))
    if answers.works is None:
        return Assessment(None, _ASK_FIRST, missing, decided=False)
    outcomes = [_level(full, wording) for full in _completions(answers, wording)]
    level, reason = min(outcomes, key=lambda outcome: outcome[0])
    return Assessment(level, reason, missing, decided=len({level for level, _ in outcomes}) == 1)


def check_override(computed: Level | None, wanted: Level, reason: str) -> None:
    """Another level than the computed one needs a reason (TR-1). Raises Refused."""
    if wanted == computed:
        return
    if not reason.strip():
        raise Refused(
            N_("The answers give {computed}. Say why it is {wanted}."), computed=computed or "–", wanted=wanted
        )
    if len(reason) > REASON_LIMIT:
        raise Refused(N_("The reason is longer than {limit} characters. Shorten it."), limit=REASON_LIMIT)


def _is_missing(asked: Question, answers: Answers) -> bool:
    if asked.optional or given(answers, asked.id) is not None:
        return False
    wish = answers.works is Works.WISH
    return not (wish and asked.id in (QuestionId.AFFECTS, QuestionId.KEY_POINT))


def _completions(answers: Answers, wording: WordingSet) -> list[Answers]:
    """Every way in which the open answers that bear on the level could still turn out."""
    affects = [answers.affects] if answers.affects else list(Affects)
    keys = [answers.key_point] if answers.key_point is not None or wording is WordingSet.AC else [True, False]
    return [replace(answers, affects=who, key_point=key) for who, key in product(affects, keys)]


def _level(answers: Answers, wording: WordingSet) -> tuple[Level, str]:
    base = _by_e(answers) if wording is WordingSet.E else _by_ac(answers)
    if wording is WordingSet.AC and answers.install is Install.HIGH_END and base[0] > Level.P2:
        return Level.P2, _INSTALL_HIGH
    if wording is WordingSet.AC and answers.install is Install.LOW_END and base[0] > Level.P3:
        return Level.P3, _INSTALL_LOW
    return base


def _by_ac(answers: Answers) -> tuple[Level, str]:
    match answers.works:
        case Works.NOTHING:
            return (Level.P2, _DOWN_ONE) if answers.affects is Affects.ONE else (Level.P1, _DOWN)
        case Works.PARTLY:
            return Level.P2, _PARTLY
        case Works.ERRORS:
            return Level.P3, _ERRORS
        case _:
            return Level.P4, _WISH


def _by_e(answers: Answers) -> tuple[Level, str]:
    match answers.works, answers.key_point:
        case Works.NOTHING, key:
            if answers.affects is not Affects.ONE:
                return Level.P1, _DOWN
            return (Level.P1, _DOWN_KEY) if key else (Level.P2, _DOWN_ONE)
        case ((Works.PARTLY | Works.ERRORS), True):
            return Level.P2, _KEY
        case Works.PARTLY, _:
            return (Level.P2, _PARTLY_ALL) if answers.affects is Affects.ALL else (Level.P3, _NOT_KEY)
        case Works.ERRORS, _:
            return Level.P3, _ERRORS
        case _:
            return Level.P4, _WISH
