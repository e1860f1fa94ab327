# ruff: noqa: E501 - one action a line, read as a table
"""The one table of actions. Footer, `?`, the command line, the key map, Textual's bindings and the manual come from it.

Keys are Textual's names. In lists every main act has a letter and a function key, because an input method swallows
letters; full-width `：／？` count as `: / ?`. In the form only function keys and the few harmless Ctrl keys act. Never
Ctrl-A/B/H/I/M/J/S/Q/Z. The ids of ticket acts end in the act's name in `TicketView.acts`.
"""

from __future__ import annotations

from hotline_tui.domain.errors import N_
from hotline_tui.domain.standing import ACTING, CUSTOMERS, LEADING, ORDINARY, REPORTING, SENDING, Need

from .allowed import can_send, duty_by_hand, has_other, ticket_allows, visit_allows
from .context import (
    Action,
    Condition,
    Scope,
    alarm_rings,
    always,
    both,
    call_is_free,
    call_is_lost,
    call_is_mine,
    call_is_theirs,
    can_go_back,
    can_undo,
    form_has_call,
    form_is_open,
    form_is_ready,
    has_call,
    has_clock,
    has_thing,
    has_ticket,
    live,
    somebody_at_the_desk_to_tell,
    somebody_to_tell,
    somebody_waits,
)
from .handover_allowed import (
    can_countersign,
    can_give,
    can_sign,
    can_talk,
    hands_over,
    has_handover,
    takes_over,
    was_missed,
)

_G, _Q, _F, _S, _D, _T = Scope.GLOBAL, Scope.QUEUE, Scope.TRIAGE, Scope.SLA, Scope.DISPATCH, Scope.TICKET
_H = Scope.HANDOVER


def _a(
    ident: str,
    scopes: Scope | tuple[Scope, ...],
    keys: str,
    label: str,
    text: str,
    available: Condition = always,
    rank: int = 0,
    confirm: str = "",
    words: str = "",
    need: Need | None = None,
) -> Action:
    where = scopes if isinstance(scopes, tuple) else (scopes,)
    return Action(ident, where, tuple(keys.split()), label, text, available, rank, confirm, words, need)


def _ticket(
    act: str,
    keys: str,
    label: str,
    text: str,
    rank: int = 0,
    *,
    sla: bool = True,
    confirm: str = "",
    words: str = "",
    need: Need = ORDINARY,
) -> Action:
    scopes = (_S, _T) if sla else (_T,)
    return _a("ticket." + act, scopes, keys, label, text, both(live, ticket_allows(act)), rank, confirm, words, need)


def _visit(act: str, keys: str, label: str, text: str, rank: int = 0, *, need: Need = REPORTING) -> Action:
    step = _STEPS.get(act, act)
    return _a("visit." + act, _D, keys, label, text, both(live, visit_allows(step)), rank, need=need)


_STEPS = {"next": "", "reassign": "assign"}
"""Acts of the board that go by another name in the lifecycle; '': whichever step comes next."""


QUEUE = (
    _a("call.claim", _Q, "enter c f2", N_("Claim"), N_("Claim the call under the cursor and open the form on it."), both(live, call_is_free), 10, need=ORDINARY),
    _a("call.history", _Q, "H f4", N_("History"), N_("What this customer had before."), has_call, 40),
    _a("call.show", _Q, "v space", N_("Read"), N_("Read the whole mail, form or letter, and what is known of the call."), has_call, 35),
    _a("call.back", _Q, "b f5", N_("Call back"), N_("Call back somebody who hung up: reached or not reached."), both(live, call_is_lost), 20, need=ORDINARY),
    _a("call.release", _Q, "l f7", N_("Release"), N_("Put a claimed call back into the queue."), both(live, call_is_mine), 25, need=ORDINARY),
    _a("call.take_over", _Q, "O f8", N_("Take over"), N_("Take a call that somebody else has claimed, with a reason."), both(live, call_is_theirs), 26, need=ORDINARY),
    _a("call.dismiss", _Q, "x delete", N_("Dismiss"), N_("Wrong number, spam, test call: out of the queue, with a reason."), both(live, call_is_free), 60, need=ORDINARY),
)  # fmt: skip

FORM = (
    _a("form.save", _F, "f2", N_("Save"), N_("Open the ticket; its clocks count from when the call came in."), both(live, form_is_ready), 10, need=ORDINARY),
    _a("form.save_send", _F, "f3", N_("Save and send"), N_("Open the ticket and choose an engineer."), both(live, form_is_ready), 11, need=SENDING),
    _a("form.solved", _F, "f4", N_("Solved"), N_("Solved on the phone: keep what was said, open no ticket."), both(live, form_has_call), 12, need=ORDINARY),
    _a("form.promise", _F, "f5", N_("Promise"), N_("Promise a call-back at a time."), both(live, form_has_call), 13, need=CUSTOMERS),
    _a("form.explain", _F, "f6", N_("Why"), N_("Why these due times: clause, start, calendar."), form_is_open, 14),
    _a("form.join", _F, "f7", N_("Join"), N_("The call belongs to a ticket that is there already."), both(live, form_has_call), 15, need=ORDINARY),
    _a("form.read", _F, "ctrl+o", N_("Knowledge"), N_("Knowledge, route and playbook in full."), form_is_open, 17),
    _a("form.complain", _F, "ctrl+g", N_("Complaint"), N_("Take down a complaint of this caller; the clock for the answer starts."), both(live, form_is_open), need=CUSTOMERS),
    _a("form.customer", _F, "f8", N_("Customer"), N_("Find the customer by name, initials, contact or number."), form_is_open, 16),
    _a("form.talk", _F, "ctrl+t", N_("Hold line"), N_("Caller on hold, talking again, or has hung up."), both(live, form_has_call), 30, need=ORDINARY),
    _a("form.level", _F, "ctrl+l", N_("Level"), N_("Another level than the rule gives, with a reason."), form_is_open, 20),
    _a("form.release", _F, "ctrl+r", N_("Release"), N_("Put the call back into the queue; the draft is kept."), both(live, form_has_call), 40, need=ORDINARY),
    _a("form.dismiss", _F, "ctrl+d", N_("Dismiss"), N_("Wrong number, spam, test call: out of the queue, with a reason."), both(live, form_has_call), 41, need=ORDINARY),
    _a("form.discard", _F, "ctrl+x", N_("Clear"), N_("Throw the draft away."), form_is_open, 42, confirm=N_("Throw away what is typed?")),
)  # fmt: skip

TICKETS = (
    _a("ticket.show", (_S, _D), "enter f4", N_("Open"), N_("Show the ticket or complaint in full."), has_thing, 10),
    _a("ticket.send", (_S, _T, _D), "d f3", N_("Send"), N_("Choose an engineer, best first, with the reasons."), both(live, can_send), 20, need=SENDING),
    _a("clock.explain", (_S, _T), "w f6", N_("Why"), N_("Why this clock stands as it stands: clause, holds, calendar."), has_clock, 30),
    _ticket("promise", "b f5", N_("Promise"), N_("Give a word: what, by when. A clock counts down to it."), 50, need=CUSTOMERS),
    _ticket("meet", "v f7", N_("Done"), N_("It has happened: the milestone of this clock is met."), 25),
    _ticket("hold", "p f8", N_("Hold"), N_("Hold with a reason and a review time; end the hold, or look again later."), 40),
    _ticket("escalate", "e", N_("Escalate"), N_("You tell somebody higher: whom and how goes on the record."), 45, words="raise"),
    _a("ticket.told", _T, "T", N_("Told"), N_("Whoever is to be told has been: how, and what they said."), both(live, somebody_to_tell), 22, need=ORDINARY),
    _ticket("note", "i f2", N_("Note"), N_("Write down what was said or done."), 35, need=CUSTOMERS),
    _ticket("start", "s", N_("Start"), N_("Work on it begins."), 46),
    _ticket("phone_failed", "y", N_("Phone failed"), N_("Phone help did not solve it: measures begin."), sla=False),
    _ticket("restore", "r", N_("Restored"), N_("The customer can work again."), 28),
    _ticket("watch", "W", N_("Watch"), N_("Keep an eye on it before it is resolved."), sla=False),
    _ticket("resolve", "R", N_("Resolve"), N_("Cause and method are known and written down."), 29),
    _ticket("close", "X", N_("Close"), N_("All is done and the customer agrees."), 55),
    _ticket("reopen", "O", N_("Reopen"), N_("The customer reports it again: a new cycle of clocks."), sla=False),
    _ticket("cancel", "K", N_("Cancel"), N_("Was no problem after all, with a reason."), sla=False),
    _ticket("merge", "M", N_("Merge"), N_("A duplicate of another ticket of this customer."), sla=False),
    _ticket("major", "J", N_("Major"), N_("Declare it a major fault, or put it under one."), sla=False),
    _ticket("disaster", "D", N_("Disaster"), N_("Set or lift the flag of a declared disaster, with a reason."), sla=False, need=LEADING),
    _ticket("move", "V", N_("Move"), N_("To another customer or contract; clocks are chosen again."), sla=False),
    _ticket("pass", "g", N_("Pass on"), N_("To a colleague, a post or a tier, with the reason.")),
    _ticket("edit", "E", N_("Edit"), N_("Change summary, cause and method."), 36, sla=False),
    _ticket("retriage", "L", N_("Level"), N_("Answer the questions again; clocks are chosen again."), sla=False),
    _ticket("impossible", "I", N_("Can't repair"), N_("Cannot be repaired for now: loaner and replacement promises start."), sla=False),
    _ticket("void", "N", N_("Void clock"), N_("This clock no longer applies, with a reason."), sla=False, need=LEADING),
    _ticket("adopt", "P", N_("New policy"), N_("From now on the newest version of its policy counts."), sla=False, need=LEADING),
    _ticket("playbook", "B", N_("Playbook"), N_("Put the steps of its fault kind on the ticket."), sla=False),
    _ticket("step", "space", N_("Tick step"), N_("A step of the playbook is done, or not after all."), 37, sla=False),
    _ticket("complain", "C", N_("Complaint"), N_("Take down a complaint about it; the clock for the answer starts."), sla=False, need=CUSTOMERS),
    _a("ticket.other", _T, "o", N_("Go there"), N_("To the ticket it was merged into, or the major fault it stands under."), has_other, 12, words="target merged major"),
    _a("ticket.read", _T, "enter f4", N_("Read"), N_("The row under the cursor in full."), has_ticket, 38),
    _a("ticket.history", (_S, _T), "H", N_("History"), N_("What this customer had before."), has_ticket, 60),
)  # fmt: skip

FIELD = (
    _visit("next", "v f2", N_("Next step"), N_("One step on: accepted, on the way, on site, done."), 15),
    _visit("accept", "A", N_("Accepted"), N_("The engineer has accepted the job.")),
    _visit("depart", "f5", N_("On the way"), N_("The engineer is on the way.")),
    _visit("arrive", "f6", N_("On site"), N_("The engineer is on site.")),
    _visit("finish", "f7", N_("Finish"), N_("The visit is over: what was done, and can the customer work again.")),
    _visit("eta", "i", N_("ETA"), N_("When the engineer will be there."), 25),
    _visit("decline", "x", N_("Decline"), N_("The engineer cannot take it: back to dispatch, with the reason."), 40),
    _visit("call_off", "o f8", N_("Call off"), N_("Not needed any more, with the reason."), 45, need=SENDING),
    _visit("block", "B", N_("Blocked"), N_("At the door and cannot get in or cannot work.")),
    _visit("no_show", "N", N_("No show"), N_("Nobody came.")),
    _visit("reassign", "R", N_("Reassign"), N_("Send a reserved visit now, or give the job to somebody else."), need=SENDING),
    _a("engineer.state", _D, "p", N_("Duty"), N_("Break, off duty, back again."), both(live, duty_by_hand), 50, need=SENDING),
)  # fmt: skip

HANDOVER = (
    _a("handover.understood", _H, "space f2", N_("Understood"), N_("The line is understood as it stands; on to the next."), both(live, takes_over), 11),
    _a("handover.unmark", _H, "backspace delete", N_("Not understood"), N_("The line is not understood after all."), both(live, takes_over)),
    _a("handover.open", _H, "enter f4", N_("Open"), N_("The ticket behind the line; quiet tickets unfold."), has_handover, 12),
    _a("handover.ask", _H, "r f7", N_("Ask, answer"), N_("Ask back about the line, or answer: both stay on it."), both(live, can_talk), 14),
    _a("handover.sign", _H, "s f5", N_("Sign"), N_("Take over and sign, with a reservation if need be: the post moves."), both(live, can_sign), 10),
    _a("handover.note", _H, "i", N_("Note"), N_("A note on the line, from text blocks or one's own words."), both(live, hands_over), 20),
    _a("handover.words", _H, "W", N_("Words"), N_("The outgoing operator's own words about the shift."), both(live, hands_over), 22),
    _a("handover.check", _H, "l f3", N_("Checklist"), N_("Phones, exchange, keys, test call: in order or not."), both(live, hands_over), 18),
    _a("handover.give", _H, "g f6", N_("Sign and give"), N_("Sign and give it to whoever takes over; to somebody else where nobody came."), both(live, can_give), 15),
    _a("handover.withdraw", _H, "X", N_("Withdraw"), N_("Take back what nobody has taken over yet, and go on answering for the desk."), both(live, hands_over)),
    _a("handover.refuse", _H, "x f8", N_("Refuse"), N_("Not to take over, with the reason; the shift lead is to be told."), both(live, takes_over), 40),
    _a("handover.countersign", _H, "C", N_("Countersign"), N_("The shift lead's signature, where the desk asks for it."), both(live, can_countersign), 17),
    _a("handover.take", _H, "T", N_("Take post"), N_("Fill the post of somebody who is gone, without a handover."), both(live, was_missed), 11),
    _a("handover.partial", _H, "P", N_("Leave early"), N_("Hand only your own work to a colleague by name; no post moves."), live, 46, words="partial early", need=ORDINARY),
    _a("handover.next", _H, "N", N_("Next open"), N_("The next line that has to be understood, or that waits for your answer."), has_handover, 30),
    _a("handover.section", _H, "tab", N_("Next section"), N_("To the next section: severity, to be done, situation, quiet tickets."), has_handover, 31),
    _a("handover.section_back", _H, "shift+tab", N_("Section before"), N_("To the section before."), has_handover),
    _a("handover.earlier", _H, "L", N_("Earlier"), N_("Earlier handovers: open one, compare it with the one before."), always, 45),
    _a("handover.fold", _H, "f", N_("Fold"), N_("Show or fold the quiet tickets."), has_handover, 35),
)  # fmt: skip

GLOBAL = (
    _a("call.next", _G, "c f2", N_("Claim next"), N_("Claim the next call in the queue's order."), both(live, somebody_waits), 12, need=ORDINARY),
    _a("ticket.new", _G, "n", N_("New"), N_("Open a ticket without a call."), live, 65, need=ORDINARY),
    _a("call.enter", _G, "ctrl+n", N_("New call"), N_("Enter a call, visit, fax or letter into the queue by hand."), live, need=ORDINARY),
    _a("rows.filter", _G, "slash fullwidth_solidus", N_("Filter"), N_("Show only rows with these words; empty shows all."), always, 70),
    _a("alarm.acknowledge", _G, "a f12", N_("Seen"), N_("I have seen it: the bell stops."), alarm_rings, 1, need=ORDINARY),
    _a("alarm.mute", _G, "m", N_("Mute"), N_("No bell for 30 minutes, or ring again."), always),
    _a("undo", _G, "u", N_("Undo"), N_("Take the last act back (10 seconds)."), both(live, can_undo), 2, need=ACTING),
    _a("tell", _G, "T", N_("To tell"), N_("Who is still to be told, of all that is open here: tell them, then say so."), somebody_at_the_desk_to_tell, 3, words="escalations told"),
    _a("reach", _G, "t f9", N_("Reach"), N_("Who can be phoned now: duty mobile and engineers."), always, 80),
    _a("pane.zoom", _G, "z", N_("Zoom"), N_("This pane at full size, or all panes again."), always, 85),
    _a("command", _G, "colon fullwidth_colon f10", N_("Command"), N_("Type a command; Tab completes."), always, 95, words="palette"),
    _a("shift", _G, "S", N_("Shift"), N_("Who is on with how much, what falls due, what is carried over."), always, words="overview"),
    _a("roster", _G, "G", N_("Roster"), N_("Who is on duty when, a week at a time; the shift lead plans it here."), always, words="plan absence swap week"),
    _a("mobile", _G, "M", N_("Duty mobile"), N_("Hand the duty mobile to an operator or an engineer."), live, words="phone", need=ORDINARY),
    _a("log", _G, "Y", N_("Shift log"), N_("Entries by time beside what the record says."), always),
    _a("handover", _G, "h", N_("Handover"), N_("Hand the desk over, or take it over."), always, 75),
    _a("help", _G, "question_mark fullwidth_question_mark f1", N_("Help"), N_("All keys that work here."), always, 90),
    _a("lock", _G, "Q f11", N_("Lock"), N_("Cover the screen; clocks and alarms go on."), always),
    _a("pane.queue", _G, "1", N_("Queue"), N_("To the incoming queue."), words="calls"),
    _a("pane.triage", _G, "2", N_("Triage"), N_("To the triage form."), words="form"),
    _a("pane.sla", _G, "3", N_("Clocks"), N_("To the SLA countdowns."), words="sla"),
    _a("pane.dispatch", _G, "4", N_("Dispatch"), N_("To the dispatch board."), words="engineers"),
    _a("pane.next", _G, "tab", N_("Next pane"), N_("To the next pane.")),
    _a("pane.previous", _G, "shift+tab", N_("Previous pane"), N_("To the pane before.")),
    _a("back", _G, "escape", N_("Back"), N_("One level back."), can_go_back, 99),
    _a("quit", _G, "q", N_("Leave"), N_("Leave the console: claims are let go, drafts are kept."), always, confirm=N_("Leave the console?"), words="exit logout"),
)  # fmt: skip

ACTIONS: tuple[Action, ...] = QUEUE + FORM + TICKETS + FIELD + HANDOVER + GLOBAL
BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}

SCOPE_LABELS: dict[Scope, str] = {
    Scope.QUEUE: N_("Incoming calls"),
    Scope.TRIAGE: N_("Triage form"),
    Scope.SLA: N_("SLA countdown"),
    Scope.DISPATCH: N_("Dispatch board"),
    Scope.TICKET: N_("Ticket"),
    Scope.HANDOVER: N_("Handover"),
    Scope.GLOBAL: N_("Everywhere"),
}


def in_scope(scope: Scope) -> tuple[Action, ...]:
    """The actions whose keys work in this scope, in the table's order."""
    return tuple(action for action in ACTIONS if scope in action.scopes)
