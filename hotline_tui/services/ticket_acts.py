"""What happens on a ticket from day to day: milestones met, words given, notes, holds, passing on, steps."""

from __future__ import annotations

from typing import Any

from hotline_tui.domain.commands import (
    EscalateTicket,
    HoldTicket,
    MeetMilestone,
    NoteTicket,
    PassTicket,
    Promise,
    Result,
    ResumeTicket,
    TickStep,
    UsePlaybook,
    VoidClock,
)
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act
from hotline_tui.domain.sla_facts import (
    CustomerContact,
    Fact,
    HoldEnded,
    HoldStarted,
    Met,
    OurWord,
    Promised,
    PromiseMet,
    PromiseVoid,
    Voided,
)
from hotline_tui.domain.words import OPEN_CLOCKS, Milestone, TicketState
from hotline_tui.services import people, playbooks, ticket_clocks
from hotline_tui.services.bus import handles
from hotline_tui.services.clock_words import keep_reason, keep_words
from hotline_tui.services.tickets import TICKET
from hotline_tui.services.timelines import promise_id
from hotline_tui.services.triage_acts import begin, done
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Clock, Hold, Note, Operator, Post, Step, table_of

_BY_ACT = {Milestone.RESTORE: "restore", Milestone.RESOLVE: "resolve"}
_COLUMNS = {Milestone.RESPOND: "responded_at", Milestone.ARRIVE: "arrived_at"}


def open_clock(w: Work, ticket: Rec, clock: int) -> Rec:
    """A clock of this ticket that has not ended; Refused otherwise."""
    rec = w.get(Clock, clock)
    if (rec.thing_kind, rec.thing_id) != (str(TICKET), ticket.id):
        raise Refused(N_("That clock belongs to something else. Choose one of this ticket's."))
    if rec.state not in OPEN_CLOCKS:
        raise Refused(N_("That clock has ended already."))
    return rec


@handles(MeetMilestone)
def meet_milestone(w: Work, c: MeetMilestone) -> Result:
    """It has happened. Restoring and resolving have acts of their own, because more follows from them."""
    ticket, _ = begin(w, c, Act.MEET)
    clock = open_clock(w, ticket, c.clock) if c.clock is not None else None
    promise = _promise_of(clock)
    if not promise and c.milestone in _BY_ACT:
        raise Refused(N_("That follows from an act of its own: restore or resolve the ticket."))
    fact: Fact = PromiseMet(w.now, promise) if promise else Met(w.now, str(c.milestone))
    column = _COLUMNS.get(c.milestone)
    if column and not promise and getattr(ticket, column) is None:
        w.change(ticket, **{column: w.now})
    if c.note:
        note(w, ticket, "told_customer" if c.milestone != Milestone.ARRIVE else "note", c.note)
    return done(w, ticket, c.kind, fact, milestone=c.milestone, note=c.note)


def _promise_of(clock: Rec | None) -> str:
    """The promise's name within its ticket; empty for other clocks."""
    return str(clock.key).partition(":")[2] if clock is not None and clock.key.startswith("promise:") else ""


@handles(VoidClock)
def void_clock(w: Work, c: VoidClock) -> Result:
    """A clock no longer applies. The review that an open ticket always has can't be taken from it (SL-1)."""
    ticket, _ = begin(w, c, Act.VOID, reason=c.reason)
    clock = open_clock(w, ticket, c.clock)
    promise = _promise_of(clock)
    if clock.milestone == Milestone.REVIEW and not promise:
        raise Refused(N_("An open ticket always has a clock: act on it, and its review begins anew."))
    fact: Fact = PromiseVoid(w.now, promise, "by_hand") if promise else Voided(w.now, str(clock.milestone), "by_hand")
    result = done(w, ticket, c.kind, fact, milestone=clock.milestone, reason=c.reason)
    keep_reason(w, clock.id, c.reason)
    return result


def note(w: Work, ticket: Rec, kind: str, text: str) -> None:
    """Keep a word said or written about the ticket."""
    w.add(Note, thing_kind=str(TICKET), thing_id=ticket.id, at=w.now, by_id=w.actor, kind=kind, text=text)


@handles(NoteTicket)
def note_ticket(w: Work, c: NoteTicket) -> Result:
    """Something said or done; what the customer says wants our word, and our word answers it (clock rule 8)."""
    ticket, _ = begin(w, c, Act.NOTE)
    if not c.text:
        raise Refused(N_("Write down what was said or done."))
    kind = "from_customer" if c.from_customer else "told_customer" if c.to_customer else "note"
    note(w, ticket, kind, c.text)
    facts: list[Fact] = [CustomerContact(w.now)] if c.from_customer else []
    facts += _our_word(w, ticket) if c.to_customer else []
    return done(w, ticket, c.kind, *facts, text=c.text, from_customer=c.from_customer, to_customer=c.to_customer)


def _our_word(w: Work, ticket: Rec) -> list[Fact]:
    """What we tell the customer is also the answer to a mail that waits for one (SL-E2)."""
    t = table_of(Clock).c
    waiting = t.thing_kind == str(TICKET), t.thing_id == ticket.id, t.milestone == str(Milestone.REPLY), t.open
    return [Met(w.now, str(Milestone.REPLY))] if w.first(Clock, *waiting) is not None else [OurWord(w.now)]


@handles(Promise)
def promise(w: Work, c: Promise) -> Result:
    """A word given: its clock runs to the instant that was named."""
    ticket, _ = begin(w, c, Act.PROMISE, at=c.due)
    fact = Promised(w.now, promise_id(w, TICKET, ticket.id), str(c.milestone), c.due)
    result = done(w, ticket, c.kind, fact, milestone=c.milestone, due=c.due, text=c.text)
    clock = keep_words(w, TICKET, ticket.id, fact.promise, c.text)
    return w.result(TICKET, ticket.id, number=result.number, version=result.version, clock=clock)


@handles(HoldTicket)
def hold_ticket(w: Work, c: HoldTicket) -> Result:
    """Some clocks stand still (clock rule 7); the review time counts down. Held anew: another reason, a later look."""
    ticket, _ = begin(w, c, Act.HOLD, reason=str(c.reason), at=c.review_at)
    ended = end_hold(w, ticket)
    w.add(
        Hold,
        ticket_id=ticket.id,
        reason=str(c.reason),
        note=c.note,
        from_at=w.now,
        review_at=c.review_at,
        by_id=w.actor,
    )
    w.change(ticket, hold_reason=str(c.reason), hold_since=w.now, hold_review_at=c.review_at)
    fact = HoldStarted(w.now, str(c.reason), c.review_at)
    return done(w, ticket, c.kind, *ended, fact, reason=c.reason, review_at=c.review_at, note=c.note)


@handles(ResumeTicket)
def resume_ticket(w: Work, c: ResumeTicket) -> Result:
    """End the hold: due times move by exactly what it stopped."""
    ticket, _ = begin(w, c, Act.RESUME)
    return done(w, ticket, c.kind, *end_hold(w, ticket))


def end_hold(w: Work, ticket: Rec) -> list[Fact]:
    """End the hold that is on, if one is."""
    if not ticket.hold_reason:
        return []
    t = table_of(Hold).c
    hold = w.first(Hold, t.ticket_id == ticket.id, t.to_at.is_(None))
    if hold is not None:
        w.change(hold, to_at=w.now, ended_by_id=w.actor)
    w.change(ticket, hold_reason="", hold_since=None, hold_review_at=None)
    return [HoldEnded(w.now)]


@handles(PassTicket)
def pass_ticket(w: Work, c: PassTicket) -> Result:
    """To another owner or tier; it never loses its owner (HA-3)."""
    ticket, _ = begin(w, c, Act.PASS)
    if c.operator is not None and c.post is not None:
        raise Refused(N_("Pass it to a person or to a post, not to both."))
    values: dict[str, Any] = {}
    if c.operator is not None:
        w.get(Operator, c.operator)
        values |= {"owner_operator_id": c.operator, "owner_post_id": None}
    if c.post is not None:
        w.get(Post, c.post)
        values |= {"owner_operator_id": None, "owner_post_id": c.post}
    if c.tier is not None:
        values["tier"] = str(c.tier)
    if not w.change(ticket, **values):
        raise Refused(N_("Nothing would change: it is so already."))
    return done(w, ticket, c.kind, operator=c.operator, post=c.post, tier=c.tier, reason=c.reason)


@handles(EscalateTicket)
def escalate_ticket(w: Work, c: EscalateTicket) -> Result:
    """Somebody higher is told by hand (OR-2): who, when, how."""
    ticket, _ = begin(w, c, Act.ESCALATE)
    told = people.tell(
        w,
        desk=ticket.desk_id,
        thing=(TICKET, ticket.id),
        role=c.role,
        step="hand",
        how=c.how,
        reason=c.note,
        told=c.how != "message",
    )
    who = told.person.id if told else None
    return done(w, ticket, c.kind, role=told.role if told else c.role, operator=who, how=c.how, note=c.note)


@handles(TickStep)
def tick_step(w: Work, c: TickStep) -> Result:
    """A playbook or checklist step is done, or not after all (TR-3)."""
    ticket, _ = begin(w, c, Act.STEP)
    step = w.get(Step, c.step)
    if (step.thing_kind, step.thing_id) != (str(TICKET), ticket.id):
        raise Refused(N_("That step belongs to something else. Choose one of this ticket's."))
    state = ("done", w.now, w.actor) if c.done else ("todo", None, None)
    if step.state != state[0]:
        w.change(step, state=state[0], done_at=state[1], by_id=state[2])
    return done(w, ticket, c.kind, step=step.id, done=c.done)


@handles(UsePlaybook)
def use_playbook(w: Work, c: UsePlaybook) -> Result:
    """Put the steps of a fault kind's playbook on the ticket."""
    ticket, _ = begin(w, c, Act.PLAYBOOK)
    if ticket.state == TicketState.CLOSED or not playbooks.put_steps(w, ticket.id, c.fault_kind):
        raise Refused(N_("These steps are on the ticket already."))
    w.change(ticket, playbook=str(c.fault_kind))
    w.event(TICKET, ticket.id, c.kind, fault_kind=c.fault_kind)
    ticket_clocks.recompute(w, ticket)
    return w.result(TICKET, ticket.id, number=ticket.number, version=ticket.version)
