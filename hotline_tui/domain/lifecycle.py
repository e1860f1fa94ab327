"""What can happen to a call, a ticket, a visit, an engineer and a handover, and in which state (domain.md, States).

A transition that is not in these tables is refused with a sentence that says what is possible instead. An act's value
is the second half of the command's `kind` (`ticket.restore` → `restore`) wherever there is such a command.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from enum import StrEnum

from hotline_tui.domain.conditions import Facts, Given, check_given, check_situation
from hotline_tui.domain.errors import HotlineError, Refused
from hotline_tui.domain.refusals import not_now
from hotline_tui.domain.words import CallState, EngineerState, HandoverState, TicketState, VisitState


class Act(StrEnum):
    """What somebody does to a thing."""

    # calls
    CLAIM = "claim"
    RELEASE = "release"
    TAKE_OVER = "take_over"
    TALK = "talk"
    ABANDON = "abandon"
    HANDLE = "handle"
    """A new ticket is opened from the call."""
    JOIN = "join"
    ADVISE = "advise"
    DISMISS = "dismiss"
    CALL_BACK = "call_back"
    """An attempt that reached nobody; it is counted."""
    REACH = "reach"
    """An attempt that reached the caller: the call is claimed."""
    # tickets
    START = "start"
    RESTORE = "restore"
    WATCH = "watch"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    MERGE = "merge"
    HOLD = "hold"
    RESUME = "resume"
    EDIT = "edit"
    RETRIAGE = "retriage"
    MEET = "meet"
    VOID = "void"
    NOTE = "note"
    PROMISE = "promise"
    PHONE_FAILED = "phone_failed"
    IMPOSSIBLE = "impossible"
    MAJOR = "major"
    DISASTER = "disaster"
    MOVE = "move"
    PASS = "pass"  # noqa: S105 - an act, not a password
    ESCALATE = "escalate"
    ADOPT = "adopt"
    STEP = "step"
    PLAYBOOK = "playbook"
    SEND = "send"
    """Send or reserve an engineer for it."""
    # visits
    RESERVE = "reserve"
    ASSIGN = "assign"
    ACCEPT = "accept"
    DEPART = "depart"
    ETA = "eta"
    ARRIVE = "arrive"
    FINISH = "finish"
    DECLINE = "decline"
    BLOCK = "block"
    NO_SHOW = "no_show"
    CALL_OFF = "call_off"
    # engineers, by hand
    TAKE_BREAK = "take_break"
    COME_BACK = "come_back"
    GO_OFF = "go_off"
    COME_ON = "come_on"
    # handovers
    REVIEW = "review"
    SIGN = "sign"
    SIGN_RESERVED = "sign_reserved"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


Table = Mapping[tuple[str, Act], str]

_C, _T, _V, _E, _H = CallState, TicketState, VisitState, EngineerState, HandoverState


def _table(*arrows: tuple[Iterable[str], Act, str | None]) -> Table:
    """Arrows (from states, act, to state); None as target: the state stays."""
    return {(state, act): to if to is not None else state for states, act, to in arrows for state in states}


_LIVE = (_T.OPEN, _T.WORKING, _T.RESTORED, _T.WATCHING)
_NOT_ENDED = (*_LIVE, _T.RESOLVED)
_BROKEN = (_T.OPEN, _T.WORKING)
_NOT_LEFT = (_V.PROPOSED, _V.RESERVED, _V.ASSIGNED, _V.ACCEPTED)

TABLES: Mapping[str, Table] = {
    "call": _table(
        ((_C.WAITING,), Act.CLAIM, _C.CLAIMED),
        ((_C.WAITING,), Act.ABANDON, _C.ABANDONED),
        ((_C.CLAIMED,), Act.HANDLE, _C.HANDLED),
        ((_C.CLAIMED,), Act.JOIN, _C.HANDLED),
        ((_C.CLAIMED,), Act.ADVISE, _C.ADVISED),
        ((_C.CLAIMED,), Act.DISMISS, _C.DISMISSED),
        ((_C.CLAIMED,), Act.RELEASE, _C.WAITING),
        ((_C.CLAIMED,), Act.TAKE_OVER, None),
        ((_C.CLAIMED,), Act.TALK, None),
        ((_C.WAITING, _C.CLAIMED, _C.ABANDONED), Act.PROMISE, None),
        ((_C.CLAIMED, _C.ABANDONED), Act.CALL_BACK, None),
        ((_C.ABANDONED,), Act.REACH, _C.CLAIMED),
    ),
    "ticket": _table(
        ((_T.OPEN,), Act.START, _T.WORKING),
        ((_T.WORKING,), Act.RESTORE, _T.RESTORED),
        ((_T.RESTORED,), Act.WATCH, _T.WATCHING),
        ((_T.WATCHING,), Act.RESOLVE, _T.RESOLVED),
        ((_T.RESOLVED,), Act.CLOSE, _T.CLOSED),
        ((_T.RESTORED, _T.WATCHING, _T.RESOLVED, _T.CLOSED), Act.REOPEN, _T.WORKING),
        (_BROKEN, Act.CANCEL, _T.CANCELLED),
        (_LIVE, Act.MERGE, _T.MERGED),
        (_BROKEN, Act.PHONE_FAILED, None),
        (_BROKEN, Act.IMPOSSIBLE, None),
        (_BROKEN, Act.DISASTER, None),
        *((_LIVE, act, None) for act in (Act.HOLD, Act.RESUME, Act.RETRIAGE, Act.MAJOR, Act.MOVE, Act.ADOPT, Act.SEND)),
        *((_NOT_ENDED, act, None) for act in (Act.EDIT, Act.MEET, Act.VOID, Act.PROMISE, Act.PASS, Act.ESCALATE)),
        *((_NOT_ENDED, act, None) for act in (Act.STEP, Act.PLAYBOOK, Act.JOIN)),
        ((*_NOT_ENDED, _T.CLOSED), Act.NOTE, None),
    ),
    "visit": _table(
        ((_V.PROPOSED,), Act.RESERVE, _V.RESERVED),
        ((_V.PROPOSED, _V.RESERVED), Act.ASSIGN, _V.ASSIGNED),
        ((_V.ASSIGNED,), Act.ACCEPT, _V.ACCEPTED),
        ((_V.ACCEPTED,), Act.DEPART, _V.EN_ROUTE),
        ((_V.EN_ROUTE,), Act.ARRIVE, _V.ON_SITE),
        ((_V.ACCEPTED, _V.ON_SITE), Act.FINISH, _V.DONE),
        ((_V.RESERVED, _V.ASSIGNED, _V.ACCEPTED), Act.DECLINE, _V.DECLINED),
        ((_V.EN_ROUTE, _V.ON_SITE), Act.BLOCK, _V.BLOCKED),
        ((_V.ASSIGNED, _V.ACCEPTED, _V.EN_ROUTE), Act.NO_SHOW, _V.NO_SHOW),
        ((*_NOT_LEFT, _V.EN_ROUTE), Act.CALL_OFF, _V.CALLED_OFF),
        ((_V.RESERVED, _V.ASSIGNED, _V.ACCEPTED, _V.EN_ROUTE), Act.ETA, None),
    ),
    "engineer": _table(
        ((_E.AVAILABLE, _E.RESERVED), Act.TAKE_BREAK, _E.BREAK),
        ((_E.BREAK,), Act.COME_BACK, _E.AVAILABLE),
        ((_E.AVAILABLE, _E.RESERVED, _E.BREAK), Act.GO_OFF, _E.OFF_DUTY),
        ((_E.OFF_DUTY,), Act.COME_ON, _E.AVAILABLE),
    ),
    "handover": _table(
        ((_H.DRAFTED, _H.REVIEWING), Act.REVIEW, _H.REVIEWING),
        ((_H.DRAFTED, _H.REVIEWING), Act.EDIT, None),
        ((_H.REVIEWING,), Act.SIGN, _H.SIGNED),
        ((_H.REVIEWING,), Act.SIGN_RESERVED, _H.SIGNED_RESERVED),
        ((_H.REVIEWING,), Act.REFUSE, _H.REFUSED),
        ((_H.DRAFTED, _H.REVIEWING), Act.WITHDRAW, _H.WITHDRAWN),
    ),
}
"""(state, act) → next state, per kind of thing. An engineer's other states follow from visits (`dispatch`)."""

IMPLIED: Mapping[tuple[str, str, Act], tuple[Act, ...]] = {
    ("ticket", _T.OPEN, Act.RESTORE): (Act.START,),
    ("ticket", _T.RESTORED, Act.RESOLVE): (Act.WATCH,),
}
"""One act that walks several arrows: whoever restores has worked on it, whoever resolves has watched it."""

STATES: Mapping[str, type[StrEnum]] = {
    "call": CallState,
    "ticket": TicketState,
    "visit": VisitState,
    "engineer": EngineerState,
    "handover": HandoverState,
}

NO_FACTS = Facts()
NOTHING_GIVEN = Given()


def possible(kind: str, state: str) -> tuple[Act, ...]:
    """The acts that are drawn from this state, in the order of the enumeration."""
    table = TABLES[kind]
    return tuple(act for act in Act if (state, act) in table or (kind, state, act) in IMPLIED)


def why_not(kind: str, state: str, act: Act, facts: Facts = NO_FACTS) -> HotlineError | None:
    """Why a key is grey: the state or the situation forbids it. None when it can be done (input is not looked at).

    The error's sentence has no places to fill.
    """
    for step in (*IMPLIED.get((kind, state, act), ()), act):
        if (state, step) not in TABLES[kind]:
            return not_now(kind, state)
        error = check_situation(kind, state, step, facts)
        if error is not None:
            return error
        state = TABLES[kind][state, step]
    return None


def check(kind: str, state: str, act: Act, facts: Facts = NO_FACTS, given: Given = NOTHING_GIVEN) -> str:
    """The state that follows. Raises Refused when the state, the situation or what was entered does not allow it."""
    error = why_not(kind, state, act, facts) or check_given(kind, act, given, facts.now)
    if error is not None:
        raise error
    for step in (*IMPLIED.get((kind, state, act), ()), act):
        state = TABLES[kind][state, step]
    return state


def path(kind: str, state: str, goal: str) -> tuple[Act, ...]:
    """The fewest acts from a state to another, as a major's restoring takes an open ticket under it (start, restore).

    Only acts that move forward count: reopening is never implied. Raises Refused where there is no way.
    """
    queue: deque[tuple[str, tuple[Act, ...]]] = deque([(state, ())])
    seen = {state}
    while queue:
        at, acts = queue.popleft()
        if at == goal:
            return acts
        for (source, act), to in TABLES[kind].items():
            if source == at and to not in seen and act not in _NEVER_IMPLIED:
                seen.add(to)
                queue.append((to, (*acts, act)))
    raise not_now(kind, state)


_NEVER_IMPLIED = frozenset({Act.REOPEN, Act.RELEASE, Act.REACH})


def restored_with_major(child_state: str) -> tuple[Act, ...]:
    """Which acts a child ticket goes through when its major is restored: none when it is restored already or ended."""
    if child_state not in _BROKEN:
        return ()
    return path("ticket", child_state, TicketState.RESTORED)


def is_end(kind: str, state: str) -> bool:
    """No act leads to another state any more (a closed ticket can be reopened, so it is none here)."""
    return all(to == state for (source, _), to in TABLES[kind].items() if source == state)


__all__ = [
    "IMPLIED",
    "STATES",
    "TABLES",
    "Act",
    "Facts",
    "Given",
    "Refused",
    "check",
    "is_end",
    "path",
    "possible",
    "why_not",
]
