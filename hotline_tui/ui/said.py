"""What the console says when something was done: one short sentence a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_tui.domain.errors import N_
from hotline_tui.locale import _

if TYPE_CHECKING:
    from hotline_tui.domain.commands import Command, Result

DONE: dict[str, str] = {
    "call.enter": N_("Entered into the queue."),
    "call.claim": N_("Claimed."),
    "call.release": N_("Back in the queue."),
    "call.take_over": N_("Taken over."),
    "call.advise": N_("Solved on the phone; kept on the record."),
    "call.dismiss": N_("Out of the queue."),
    "call.join": N_("Joined to {number}."),
    "call.call_back": N_("Call-back noted."),
    "call.promise": N_("Call-back promised."),
    "ticket.open": N_("{number} is open."),
    "ticket.edit": N_("{number} is changed."),
    "ticket.retriage": N_("{number} has its new level."),
    "ticket.meet": N_("{number}: milestone met."),
    "ticket.void": N_("{number}: clock set aside."),
    "ticket.note": N_("{number}: noted."),
    "ticket.promise": N_("{number}: promise noted."),
    "ticket.hold": N_("{number} is on hold."),
    "ticket.resume": N_("{number} goes on."),
    "ticket.start": N_("{number} is in work."),
    "ticket.phone_failed": N_("{number}: phone help has failed."),
    "ticket.restore": N_("{number}: the customer can work again."),
    "ticket.impossible": N_("{number} cannot be repaired for now."),
    "ticket.watch": N_("{number} is being watched."),
    "ticket.resolve": N_("{number} is resolved."),
    "ticket.close": N_("{number} is closed."),
    "ticket.reopen": N_("{number} is open again."),
    "ticket.cancel": N_("{number} is cancelled."),
    "ticket.merge": N_("{number} is merged."),
    "ticket.major": N_("{number} is a major fault."),
    "ticket.major.under": N_("{number} stands under a major fault."),
    "ticket.major.out": N_("{number} stands under no major fault any more."),
    "ticket.disaster": N_("{number}: disaster flag changed."),
    "ticket.move": N_("{number} is moved."),
    "ticket.pass": N_("{number} is passed on."),
    "ticket.escalate": N_("{number} is escalated."),
    "ticket.adopt": N_("{number} follows the newest policy."),
    "ticket.playbook": N_("{number}: the playbook's steps are on it."),
    "visit.send": N_("Sent."),
    "visit.send.later": N_("Reserved."),
    "visit.assign": N_("Assigned."),
    "visit.accept": N_("Accepted."),
    "visit.depart": N_("On the way."),
    "visit.eta": N_("ETA noted."),
    "visit.arrive": N_("On site."),
    "visit.finish": N_("The visit is over."),
    "visit.decline": N_("Declined: back to dispatch."),
    "visit.block": N_("Blocked: noted."),
    "visit.no_show": N_("No show: noted."),
    "visit.call_off": N_("Called off."),
    "engineer.set": N_("Duty status changed."),
    "complaint.open": N_("Complaint taken down; the clock for the answer runs."),
    "complaint.answer": N_("Complaint answered."),
    "complaint.close": N_("Complaint closed."),
    "escalation.answer": N_("{number}: told, and on the record."),
    "handover.draft": N_("The handover is drafted from the record."),
    "handover.write": N_("Kept in the handover."),
    "handover.ask": N_("Kept in the handover."),
    "handover.answer": N_("Kept in the handover."),
    "handover.give": N_("Signed: now the other one goes through it."),
    "handover.sign": N_("Signed: the desk is yours; tickets: {tickets}."),
    "handover.sign.partial": N_("Signed: the tickets are yours; tickets: {tickets}."),
    "handover.refuse": N_("Refused; the shift lead is to be told."),
    "handover.withdraw": N_("Withdrawn: you go on answering for the desk."),
    "handover.countersign": N_("Countersigned."),
    "post.take": N_("The post is yours."),
    "log.write": N_("Written into the shift log."),
    "log.close": N_("Written into the shift log."),
    "mobile.hand": N_("The duty mobile has passed on."),
    **dict.fromkeys(
        (
            *("shift.pattern", "shift.plan", "roster.put", "roster.cancel", "roster.swap"),
            *("absence.put", "absence.cancel"),
        ),
        N_("The roster is changed."),
    ),
    "undo": N_("Taken back."),
}

OTHER = N_("Done.")
"""What is said of an act that has no sentence of its own."""

QUIET = frozenset({"call.talk", "ticket.step", "desk.acknowledge", "handover.mark", "handover.check"})
"""Seen on the screen at once: nothing is said."""


INTO_FORM = frozenset({"call.claim", "call.take_over", "call.call_back"})
"""The keyboard is in the form afterwards, where `u` is a letter."""


def _variant(command: Command | None) -> str:
    """Of an act that does one of several things, which."""
    if getattr(command, "planned", None) is not None:
        return ".later"
    under = getattr(command, "under", None)
    return "" if under is None else ".under" if under else ".out"


def act_name(kind: str) -> str:
    """The msgid of what was done, for the undo key."""
    return DONE.get(kind, kind)


def done_sentence(result: Result, command: Command | None = None, *, undoable: bool) -> str:
    """The sentence in the language in use; '' where nothing need be said."""
    if result.kind in QUIET:
        return ""
    number = result.number.rpartition("-")[2] or result.number
    variant = ".partial" if result.value("partial") else _variant(command)
    sentence = DONE.get(result.kind + variant) or DONE.get(result.kind, OTHER)
    text = _(sentence).format(number=number, tickets=result.value("tickets")).strip()
    if undoable and result.kind not in INTO_FORM:
        return text + _("  u takes it back.")
    return text
