"""What is said when an act is not drawn from a state: one sentence per state, with what is possible instead."""

from __future__ import annotations

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.words import CallState, EngineerState, HandoverState, TicketState, VisitState

_NEWER = N_("This state comes from a newer console; here it can only be read.")
_BY_VISIT = N_(
    "The engineer has a job: the status follows the visit. Possible now: move that visit on, or call it off."
)

_SENTENCES: dict[tuple[str, str], str] = {
    ("call", CallState.WAITING): N_(
        "The call waits. Possible now: claim it, promise a call-back, mark it as abandoned."
    ),
    ("call", CallState.CLAIMED): N_(
        "The call is claimed. Possible now: open a ticket, join a ticket, advise, dismiss, promise a call-back, "
        "release it, take it over."
    ),
    ("call", CallState.HANDLED): N_("The call is handled. Go on with its ticket."),
    ("call", CallState.ADVISED): N_("The call was solved at once. A new report is a new call."),
    ("call", CallState.DISMISSED): N_("The call was dismissed. A new report is a new call."),
    ("call", CallState.ABANDONED): N_("The caller hung up. Possible now: call back, promise a call-back."),
    ("ticket", TicketState.OPEN): N_(
        "The ticket is open. Possible now: start work, restore, send an engineer, hold, merge, cancel."
    ),
    ("ticket", TicketState.WORKING): N_(
        "The ticket is being worked on. Possible now: restore, send an engineer, hold, merge, cancel."
    ),
    ("ticket", TicketState.RESTORED): N_(
        "Service is restored. Possible now: watch, resolve, reopen, send an engineer, hold, merge."
    ),
    ("ticket", TicketState.WATCHING): N_(
        "The ticket is being watched. Possible now: resolve, reopen, send an engineer, hold, merge."
    ),
    ("ticket", TicketState.RESOLVED): N_("The ticket is resolved. Possible now: close, reopen."),
    ("ticket", TicketState.CLOSED): N_(
        "The ticket is closed. Possible now: reopen on the customer's new report, add a note."
    ),
    ("ticket", TicketState.MERGED): N_("The ticket was merged into another one. Go on with that one."),
    ("ticket", TicketState.CANCELLED): N_("The ticket was cancelled. A new report is a new ticket."),
    ("visit", VisitState.PROPOSED): N_("The visit is proposed. Possible now: assign, reserve for later, call off."),
    ("visit", VisitState.RESERVED): N_(
        "The engineer is reserved for later. Possible now: assign, change the ETA, decline, call off."
    ),
    ("visit", VisitState.ASSIGNED): N_(
        "The engineer has not accepted yet. Possible now: accept, change the ETA, decline, no-show, call off."
    ),
    ("visit", VisitState.ACCEPTED): N_(
        "The engineer has accepted. Possible now: depart, finish remote work, change the ETA, decline, no-show, "
        "call off."
    ),
    ("visit", VisitState.EN_ROUTE): N_(
        "The engineer is on the way. Possible now: arrive, change the ETA, blocked, no-show, call off."
    ),
    ("visit", VisitState.ON_SITE): N_("The engineer is on site. Possible now: finish, blocked."),
    ("visit", VisitState.DONE): N_("The visit is done. Send an engineer again if it is needed."),
    ("visit", VisitState.DECLINED): N_("The visit was declined. Send another engineer."),
    ("visit", VisitState.BLOCKED): N_(
        "The engineer was blocked at the door. Send an engineer again when the way is clear."
    ),
    ("visit", VisitState.NO_SHOW): N_("The engineer did not turn up. Send another engineer."),
    ("visit", VisitState.CALLED_OFF): N_("The visit was called off. Send an engineer again if it is needed."),
    ("engineer", EngineerState.OFF_DUTY): N_("The engineer is off duty. Possible now: come on duty."),
    ("engineer", EngineerState.AVAILABLE): N_("The engineer is available. Possible now: take a break, go off duty."),
    ("engineer", EngineerState.RESERVED): N_(
        "The engineer is reserved for a later visit. Possible now: take a break, go off duty."
    ),
    ("engineer", EngineerState.BREAK): N_("The engineer is on a break. Possible now: come back, go off duty."),
    ("engineer", EngineerState.ASSIGNED): _BY_VISIT,
    ("engineer", EngineerState.ACCEPTED): _BY_VISIT,
    ("engineer", EngineerState.REMOTE): _BY_VISIT,
    ("engineer", EngineerState.EN_ROUTE): _BY_VISIT,
    ("engineer", EngineerState.ON_SITE): _BY_VISIT,
    ("handover", HandoverState.DRAFTED): N_(
        "The handover is being written. Possible now: edit it, give it for review, withdraw it."
    ),
    ("handover", HandoverState.REVIEWING): N_(
        "The handover is being read. Possible now: sign, sign with a reservation, refuse, edit it, give it for review"
        " to another, withdraw it."
    ),
    ("handover", HandoverState.SIGNED): N_("The handover is signed; it never changes."),
    ("handover", HandoverState.SIGNED_RESERVED): N_("The handover is signed with a reservation; it never changes."),
    ("handover", HandoverState.REFUSED): N_("The handover was refused. Write a new one."),
    ("handover", HandoverState.WITHDRAWN): N_("The handover was withdrawn. Write a new one."),
}


def not_now(kind: str, state: str) -> Refused:
    """The refusal for a state; its sentence has no places."""
    return Refused(_SENTENCES.get((kind, state), _NEWER))
