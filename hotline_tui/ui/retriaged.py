"""A ticket's answers and level as one value, and two of them made into one when two people triaged it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hotline_tui.domain.board import TicketView
from hotline_tui.domain.errors import N_
from hotline_tui.domain.triage import Answers, Install, QuestionId, WordingSet, given, question, with_answer
from hotline_tui.domain.words import Affects, FaultKind, Level, Works
from hotline_tui.locale import _
from hotline_tui.locale.words import label

KIND, LEVEL = "kind", "level"
PARTS: tuple[str, ...] = (KIND, *(one.value for one in QuestionId), LEVEL)
"""What two people can answer differently, in the form's order; a level goes with its reason."""


@dataclass(frozen=True, slots=True)
class Retriaged:
    """The answers; `level` None: as they give."""

    fault_kind: FaultKind
    answers: Answers
    level: Level | None
    reason: str


def wording_of(view: TicketView) -> WordingSet:
    """The questions that the ticket's contract asks."""
    return WordingSet(view.contract.wording) if view.contract and view.contract.wording else WordingSet.AC


def as_it_stands(view: TicketView) -> Retriaged:
    """What the ticket says now."""
    answers = Answers(
        Works(view.works) if view.works in set(Works) else None,
        Affects(view.affects) if view.affects in set(Affects) else None,
        view.key_point,
        view.known_solution,
        Install(view.install) if view.install in set(Install) else None,
    )
    kind = FaultKind(view.fault_kind) if view.fault_kind in set(FaultKind) else FaultKind.OPERATION
    level = Level(view.level) if view.override_reason else None
    return Retriaged(kind, answers, level, view.override_reason)


def differing(seen: Retriaged, mine: Retriaged, theirs: Retriaged) -> tuple[str, ...]:
    """The parts that both have changed, each in their own way: somebody must decide."""
    return tuple(
        part for part in PARTS if _value(theirs, part) not in (_value(seen, part), _value(mine, part))
        and _value(mine, part) != _value(seen, part)
    )  # fmt: skip


def merged(seen: Retriaged, mine: Retriaged, theirs: Retriaged, lost: frozenset[str] = frozenset()) -> Retriaged:
    """Mine, with theirs where only they changed it and in the parts `lost` to them."""
    out = mine
    for part in PARTS:
        if part in lost or _value(mine, part) == _value(seen, part):
            out = _with(out, part, theirs)
    return out


def said(one: Retriaged, part: str) -> str:
    """A part in words."""
    if part == KIND:
        return label(one.fault_kind, FaultKind)
    if part == LEVEL:
        if one.level is None:
            return _("as the answers give")
        return _("{level}: {reason}").format(level=one.level, reason=one.reason)
    value = given(one.answers, QuestionId(part))
    return next((_(option.msgid) for option in question(QuestionId(part)).options if option.value == value), "–")


def part_label(part: str) -> str:
    """What a part is called."""
    own = {KIND: N_("Kind of fault"), LEVEL: N_("Level")}
    return _(own[part] if part in own else question(QuestionId(part)).msgid)


def _value(one: Retriaged, part: str) -> object:
    if part == KIND:
        return one.fault_kind
    return (one.level, one.reason) if part == LEVEL else given(one.answers, QuestionId(part))


def _with(one: Retriaged, part: str, theirs: Retriaged) -> Retriaged:
    if part == KIND:
        return replace(one, fault_kind=theirs.fault_kind)
    if part == LEVEL:
        return replace(one, level=theirs.level, reason=theirs.reason)
    qid = QuestionId(part)
    return replace(one, answers=with_answer(one.answers, qid, given(theirs.answers, qid)))
