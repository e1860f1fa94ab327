"""Drafting a shift's handover from the record: which lines, in which order, and what has changed since (OR-3).

Structured after I-PASS (domain.md, Handover): severity, summary, actions, situation; the synthesis is what the incoming
operator does with them. A line is a code with parameters, never a sentence: the console words it in its own language.
Instants are seconds since the epoch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .words import Level

Value = str | int | float | bool | None | tuple[str, ...]


class Part(StrEnum):
    """The parts of a handover, in their order on screen and paper."""

    SEVERITY = "severity"
    SUMMARY = "summary"
    ACTION = "action"
    SITUATION = "situation"


class Why(StrEnum):
    """Why a ticket is dangerous, the worst first."""

    MAJOR = "major"
    BREACHED = "breached"
    P1 = "p1"
    P2 = "p2"
    DUE = "due"
    """Something is due before the coming shift ends."""
    UPSET = "upset"
    COMPLAINT = "complaint"
    """A complaint about it is open."""


_RANK = {why: place for place, why in enumerate(Why)}

ACTIONS = (
    "promise",
    "unclaimed",
    "escalation",
    "hold",
    "visit",
    "planned",
    "loaner",
    "rma",
    "order",
    "complaint",
)
"""Codes of the action list, the most pressing kind first among lines of the same instant.

promise (a word given, a call-back) · unclaimed (a call nobody has) · escalation (somebody is still to be told) · hold
(wakes then) · visit (under way, with ETA) · planned (reserved for later) · loaner, rma (overdue) · order (领导交办,
from the log).
"""

SITUATIONS = ("engineers", "duty_mobile", "check", "log", "bulletin", "part")
"""Codes of the situation part: who is on duty and reachable, the duty mobile, the checklist, log entries to be handed
over (changes, outages, protected events), bulletins in force, parts that are short."""

MUST = frozenset({"promise", "unclaimed"})
"""Actions that have to be understood one by one, as every line of the severity part has."""

LEVEL_WHY: Mapping[str, Why] = {Level.P1: Why.P1, Level.P2: Why.P2}

CHECKLIST = ("phones", "exchange", "keys", "test_call")
"""What is checked at every handover unless the desk's settings (`checklist`) name their own."""


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What the record says about one open ticket."""

    id: int
    number: str
    customer: str
    summary: str
    level: str
    state: str
    opened: float
    changed: float
    """Its last event."""
    owner: str = ""
    """Post or person, as shown."""
    person: int | None = None
    """The named person who owns it: then it stays with them."""
    major: bool = False
    upset: bool = False
    complaint: bool = False
    held: str = ""
    """The reason it is on hold for."""
    due: float | None = None
    """The most urgent running clock's."""
    milestone: str = ""
    breached: tuple[str, ...] = ()
    """Milestones past due and still open."""
    done: str = ""
    """The last thing said or done, in its own words."""
    doing: str = ""
    """State of its main visit, or ''."""
    engineer: str = ""
    carried: int = 0
    """Signed handovers in a row that have named it already."""


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One thing to be done, of a kind in `ACTIONS`, or one line of the situation, of a kind in `SITUATIONS`."""

    code: str
    kind: str
    id: int
    at: float | None
    """When it is due, wakes, or is expected."""
    params: Mapping[str, Value] = field(default_factory=dict)
    ticket: int | None = None
    ticket_number: str = ""
    since: float | None = None
    """When it came to be: to mark what this shift brought."""
    must: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """The two shifts: the ending one began at `began`; the coming one ends at `ends`."""

    began: float
    ends: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `key` names it through all changes; `print` changes when what matters about it does."""

    part: Part
    code: str
    kind: str
    id: int
    params: Mapping[str, Value]
    dangerous: bool
    """It has to be understood, or asked about, before the incoming operator signs."""
    ticket: int | None = None
    fresh: bool = False
    """It came or changed during the ending shift."""

    @property
    def key(self) -> str:
        return f"{self.code}:{self.kind}:{self.id}"

    @property
    def print(self) -> str:
        """A fingerprint of the parameters, without those that move by themselves."""
        kept = {name: value for name, value in self.params.items() if name not in VOLATILE}
        return hashlib.sha256(json.dumps(kept, sort_keys=True, default=list).encode()).hexdigest()[:16]


VOLATILE = frozenset({"changed", "done", "carried", "fresh"})
"""Parameters whose change alone does not ask for a second look: the signature is about what has to be done."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved between two pictures of the same handover, by key."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def whys(ticket: TicketFacts, shift: Shift) -> tuple[Why, ...]:
    """Why it is dangerous, the worst first; empty for a quiet one."""
    found = [
        (Why.MAJOR, ticket.major),
        (Why.BREACHED, bool(ticket.breached)),
        (Why.P1, ticket.level == Level.P1),
        (Why.P2, ticket.level == Level.P2),
        (Why.DUE, ticket.due is not None and ticket.due < shift.ends and not ticket.breached),
        (Why.UPSET, ticket.upset),
        (Why.COMPLAINT, ticket.complaint),
    ]
    return tuple(why for why, holds in found if holds)


def draft(tickets: Iterable[TicketFacts], actions: Iterable[ActionFacts], shift: Shift) -> tuple[Line, ...]:
    """All lines in their order: dangerous tickets first by danger, quiet ones, actions by time, the situation."""
    worst: list[tuple[tuple[Any, ...], Line]] = []
    quiet: list[tuple[tuple[Any, ...], Line]] = []
    for ticket in tickets:
        reasons = whys(ticket, shift)
        line = _ticket_line(ticket, reasons, shift)
        due = ticket.due if ticket.due is not None else float("inf")
        if reasons:
            worst.append(((_RANK[reasons[0]], ticket.level, due, ticket.number), line))
        else:
            quiet.append(((ticket.level, due, ticket.number), line))
    doing: list[tuple[tuple[Any, ...], Line]] = []
    around: list[tuple[tuple[Any, ...], Line]] = []
    for action in actions:
        at = action.at if action.at is not None else float("inf")
        if action.code in ACTIONS:
            doing.append(((at, ACTIONS.index(action.code), action.id), _action_line(action, Part.ACTION, shift)))
        else:
            rank = SITUATIONS.index(action.code)
            around.append(((rank, at, action.id), _action_line(action, Part.SITUATION, shift)))
    return tuple(line for group in (worst, quiet, doing, around) for _, line in sorted(group, key=lambda one: one[0]))


def _ticket_line(ticket: TicketFacts, reasons: tuple[Why, ...], shift: Shift) -> Line:
    params: dict[str, Value] = {
        "number": ticket.number,
        "customer": ticket.customer,
        "summary": ticket.summary,
        "level": ticket.level,
        "state": ticket.state,
        "whys": tuple(str(why) for why in reasons),
        "owner": ticket.owner,
        "person": ticket.person,
        "held": ticket.held,
        "due": ticket.due,
        "milestone": ticket.milestone,
        "breached": ticket.breached,
        "doing": ticket.doing,
        "engineer": ticket.engineer,
        "done": ticket.done,
        "changed": ticket.changed,
        "opened": ticket.opened,
        "carried": ticket.carried,
    }
    part = Part.SEVERITY if reasons else Part.SUMMARY
    fresh = max(ticket.changed, ticket.opened) >= shift.began
    return Line(part, "ticket", "ticket", ticket.id, params, bool(reasons), ticket.id, fresh)


def _action_line(action: ActionFacts, part: Part, shift: Shift) -> Line:
    params: dict[str, Value] = {**action.params, "at": action.at, "number": action.ticket_number}
    must = action.must or action.code in MUST
    fresh = action.since is not None and action.since >= shift.began
    return Line(part, action.code, action.kind, action.id, params, must, action.ticket, fresh)


def changes(before: Mapping[str, str], after: Iterable[Line]) -> Changes:
    """What moved since. `before`: fingerprints by key of the picture that was drafted or seen."""
    now = {line.key: line.print for line in after}
    return Changes(
        added=tuple(key for key in now if key not in before),
        changed=tuple(key for key, print_ in now.items() if key in before and before[key] != print_),
        gone=tuple(key for key in before if key not in now),
    )


def unread(lines: Iterable[Line], seen: Mapping[str, str], asked: Iterable[str]) -> tuple[Line, ...]:
    """The dangerous lines that are neither understood as they stand now nor asked about.

    `seen`: fingerprints by key as they were marked; a line that has changed since has to be marked again. `asked`: keys
    with a question; a question stays whatever changes.
    """
    questions = frozenset(asked)
    return tuple(
        line for line in lines if line.dangerous and seen.get(line.key) != line.print and line.key not in questions
    )
