"""The side conditions of acts: what the situation must be, and what must have been entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.words import VisitState

CALL_BACK_ATTEMPTS = 3
"""After so many misses the shift lead decides."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The situation around a thing, as far as an act depends on it."""

    now: datetime | None = None
    # ticket
    held: bool = False
    open_children: int = 0
    """Tickets under this major that have not ended (closed, merged, cancelled)."""
    open_visits: int = 0
    visits_under_way: int = 0
    """Of the open visits, those en route or on site."""
    under_major: bool = False
    # visit
    engineer_busy: bool = False
    """The visit's engineer is en route or on site for another one."""
    remote: bool = False
    # call
    attempts: int = 0
    """Call-backs that reached nobody."""
    by_shift_lead: bool = False
    # handover
    lines_unread: int = 0
    """Dangerous lines neither understood nor asked about."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was entered for the act. `at` is the instant it names: review, promise, planned visit."""

    reason: str = ""
    cause: str = ""
    method: str = ""
    at: datetime | None = None


_Rule = tuple[Callable[[Facts], bool], str]

_OPEN_VISITS: _Rule = (
    lambda f: f.open_visits > 0,
    N_("It still has an open visit. Finish it or call it off first."),
)
_OPEN_CHILDREN: _Rule = (
    lambda f: f.open_children > 0,
    N_("Tickets under this major are not closed yet. Close them or take them out first."),
)
_LEAD_ONLY: _Rule = (
    lambda f: not f.by_shift_lead,
    N_("Only the shift lead may do this. Ask the shift lead."),
)

_SITUATIONS: dict[tuple[str, str], tuple[_Rule, ...]] = {
    ("call", "call_back"): (
        (
            lambda f: f.attempts >= CALL_BACK_ATTEMPTS and not f.by_shift_lead,
            N_("Called back three times without an answer. The shift lead decides what happens next."),
        ),
    ),
    ("ticket", "resume"): ((lambda f: not f.held, N_("It is not on hold.")),),
    ("ticket", "watch"): (
        (
            lambda f: f.visits_under_way > 0,
            N_("An engineer is still on the way or on site. Finish the visit first."),
        ),
    ),
    ("ticket", "close"): (_OPEN_VISITS, _OPEN_CHILDREN),
    ("ticket", "cancel"): (_OPEN_VISITS, _OPEN_CHILDREN),
    ("ticket", "merge"): (_OPEN_VISITS, _OPEN_CHILDREN),
    ("ticket", "move"): (
        (
            lambda f: f.visits_under_way > 0,
            N_("An engineer is on the way to this customer or there. Call that visit off first."),
        ),
    ),
    ("ticket", "disaster"): (_LEAD_ONLY,),
    ("visit", "depart"): (
        (lambda f: f.remote, N_("This is remote work: nobody travels. Finish it when it is done.")),
        (
            lambda f: f.engineer_busy,
            N_("The engineer is on the way to another visit or on site there. Finish that one first."),
        ),
    ),
    ("handover", "sign"): (
        (
            lambda f: f.lines_unread > 0,
            N_("Some dangerous lines are neither understood nor asked about. Go through them first."),
        ),
    ),
}
_SITUATIONS["handover", "sign_reserved"] = _SITUATIONS["handover", "sign"]

_ARRIVE_FIRST = N_("The engineer has not arrived yet. Possible now: depart, decline, call off.")
_SAY_WHY = N_("Say why: a reason is needed.")
_CAUSE_METHOD = N_("Write down the cause and the method first.")
_NAME_TIME = N_("Name the time.")
_IN_FUTURE = N_("That time is past. Name a time in the future.")

_NEED_REASON = frozenset(
    {
        ("call", "dismiss"),
        ("call", "take_over"),
        ("ticket", "cancel"),
        ("ticket", "reopen"),
        ("ticket", "impossible"),
        ("ticket", "disaster"),
        ("ticket", "move"),
        ("ticket", "void"),
        ("ticket", "hold"),
        ("ticket", "adopt"),
        ("visit", "decline"),
        ("visit", "block"),
        ("visit", "no_show"),
        ("visit", "call_off"),
        ("handover", "sign_reserved"),
        ("handover", "refuse"),
    }
)
_NEED_TIME = frozenset({("call", "promise"), ("ticket", "promise"), ("ticket", "hold"), ("visit", "reserve")})


def check_situation(kind: str, state: str, act: str, facts: Facts) -> Refused | None:
    """What the situation has against it, or None. The sentence has no places."""
    if (kind, act, state) == ("visit", "finish", VisitState.ACCEPTED) and not facts.remote:
        return Refused(_ARRIVE_FIRST)
    for broken, msgid in _SITUATIONS.get((kind, act), ()):
        if broken(facts):
            return Refused(msgid)
    return None


def check_given(kind: str, act: str, given: Given, now: datetime | None) -> Refused | None:
    """What is missing in what was entered, or None. `now` is needed for acts that name a time."""
    if (kind, act) in _NEED_REASON and not given.reason.strip():
        return Refused(_SAY_WHY)
    if (kind, act) == ("ticket", "resolve") and not (given.cause.strip() and given.method.strip()):
        return Refused(_CAUSE_METHOD)
    if (kind, act) in _NEED_TIME:
        if given.at is None:
            return Refused(_NAME_TIME)
        if now is not None and given.at <= now:
            return Refused(_IN_FUTURE)
    return None


def needs_reason(kind: str, act: str) -> bool:
    """Whether a form must ask for a reason before this act."""
    return (kind, act) in _NEED_REASON


def needs_time(kind: str, act: str) -> bool:
    """Whether a form must ask for a time before this act."""
    return (kind, act) in _NEED_TIME
