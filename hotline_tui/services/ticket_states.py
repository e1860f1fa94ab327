"""The way of a ticket: started, restored, watched, resolved, closed; reopened, cancelled (domain.md, States)."""

from __future__ import annotations

from typing import Any

from hotline_tui.domain.commands import (
    CancelTicket,
    CloseTicket,
    PhoneFailed,
    ReopenTicket,
    ResolveTicket,
    RestoreImpossible,
    RestoreTicket,
    Result,
    StartWork,
    WatchTicket,
)
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act, Given, check, restored_with_major
from hotline_tui.domain.sla_facts import Closed, Fact, Met, Reopened, Triggered
from hotline_tui.domain.words import Milestone, TicketState, Trigger
from hotline_tui.services import ticket_clocks
from hotline_tui.services.bus import handles
from hotline_tui.services.ticket_acts import end_hold, note
from hotline_tui.services.tickets import TICKET
from hotline_tui.services.timelines import as_of
from hotline_tui.services.triage_acts import begin, done, reindex, situation
from hotline_tui.services.work import Rec, Work
from hotline_tui.store import search
from hotline_tui.store.tables import Article, Ticket, table_of


@handles(StartWork)
def start_work(w: Work, c: StartWork) -> Result:
    ticket, state = begin(w, c, Act.START)
    w.change(ticket, state=state)
    return done(w, ticket, c.kind)


@handles(PhoneFailed)
def phone_failed(w: Work, c: PhoneFailed) -> Result:
    """Phone help did not solve it: measures are due (SL-B2)."""
    ticket, _ = begin(w, c, Act.PHONE_FAILED)
    if ticket.phone_failed_at is not None:
        raise Refused(N_("That is on the record already: measures count from then. Send an engineer."))
    return done(w, ticket, c.kind, *failed_by_phone(w, ticket))


def failed_by_phone(w: Work, ticket: Rec) -> list[Fact]:
    """The first time phone help is given up; later ones change nothing."""
    if ticket.phone_failed_at is not None:
        return []
    w.change(ticket, phone_failed_at=w.now)
    return [Triggered(w.now, str(Trigger.PHONE_FAILED))]


@handles(RestoreTicket)
def restore_ticket(w: Work, c: RestoreTicket) -> Result:
    """The customer can work again; a major restores every ticket under it, each with its own clocks (clock rule 10)."""
    ticket, state = begin(w, c, Act.RESTORE)
    if c.note:
        note(w, ticket, "note", c.note)
    return restore_all(w, ticket, c.kind, state, note=c.note)


def restore_all(w: Work, ticket: Rec, kind: str, state: str, **data: Any) -> Result:
    """Restore a ticket, and those under it if it is a major."""
    result = restored(w, ticket, kind, state, **data)
    t = table_of(Ticket).c
    for child in w.all(Ticket, t.parent_id == ticket.id, t.open) if ticket.is_major else []:
        if restored_with_major(child.state):
            w.now = as_of(w, TICKET, child.id)
            restored(w, child, kind, str(TicketState.RESTORED), major=ticket.id)
    return result


def restored(w: Work, ticket: Rec, kind: str, state: str, **data: Any) -> Result:
    """Restore one ticket: its hold ends, its unmet arrival and loaner no longer make sense (clock rule 9)."""
    facts = [*end_hold(w, ticket), Met(w.now, str(Milestone.RESTORE))]
    w.change(ticket, state=state, restored_at=w.now)
    return done(w, ticket, kind, *facts, **data)


def restore_from_anywhere(w: Work, ticket: Rec, kind: str, **data: Any) -> None:
    """The visit has restored it: also when nobody had said that work has started."""
    if restored_with_major(ticket.state):
        restore_all(w, ticket, kind, str(TicketState.RESTORED), **data)


@handles(RestoreImpossible)
def restore_impossible(w: Work, c: RestoreImpossible) -> Result:
    """Cannot be repaired for now: loaner and replacement are due (SL-A7, SL-B4)."""
    ticket, _ = begin(w, c, Act.IMPOSSIBLE, reason=c.reason)
    if ticket.restore_impossible_at is None:
        w.change(ticket, restore_impossible_at=w.now)
    fact = Triggered(w.now, str(Trigger.RESTORE_IMPOSSIBLE))
    return done(w, ticket, c.kind, ticket_clocks.changed(w, ticket), fact, reason=c.reason)


@handles(WatchTicket)
def watch_ticket(w: Work, c: WatchTicket) -> Result:
    ticket, state = begin(w, c, Act.WATCH)
    w.change(ticket, state=state)
    return done(w, ticket, c.kind)


@handles(ResolveTicket)
def resolve_ticket(w: Work, c: ResolveTicket) -> Result:
    """Cause and method are on the record; the solution becomes a candidate for the knowledge base (KN-1)."""
    ticket, state = begin(w, c, Act.RESOLVE, cause=c.cause, method=c.method)
    facts = end_hold(w, ticket)
    w.change(ticket, state=state, resolved_at=w.now, cause=c.cause, method=c.method)
    _candidate(w, ticket)
    reindex(w, ticket)
    return done(w, ticket, c.kind, *facts, Met(w.now, str(Milestone.RESOLVE)))


def _candidate(w: Work, ticket: Rec) -> None:
    """An article candidate of the ticket, made once and kept up while it is one."""
    words = search.document(ticket.number, ticket.summary, ticket.cause, ticket.method)
    values = {"title": ticket.summary, "symptom": ticket.summary, "cause": ticket.cause, "solution": ticket.method}
    t = table_of(Article).c
    known = w.first(Article, t.ticket_id == ticket.id)
    if known is None:
        w.add(
            Article,
            code=f"K-{ticket.number}",
            fault_kind=ticket.fault_kind,
            ticket_id=ticket.id,
            search=words,
            created_at=w.now,
            by_id=w.actor,
            **values,
        )
    elif known.state in ("candidate", "retired"):
        w.change(known, state="candidate", search=words, **values)


@handles(CloseTicket)
def close_ticket(w: Work, c: CloseTicket) -> Result:
    ticket, state = begin(w, c, Act.CLOSE)
    return ended(w, ticket, c.kind, state, "closed")


@handles(CancelTicket)
def cancel_ticket(w: Work, c: CancelTicket) -> Result:
    ticket, state = begin(w, c, Act.CANCEL, reason=c.reason)
    return ended(w, ticket, c.kind, state, "cancelled", reason=c.reason)


def ended(w: Work, ticket: Rec, kind: str, state: str, why: str, **data: Any) -> Result:
    """The end of a ticket: its hold ends, what is still open is void."""
    facts = [*end_hold(w, ticket), Closed(w.now, why)]
    w.change(ticket, state=state, closed_at=w.now)
    return done(w, ticket, kind, *facts, **data)


@handles(ReopenTicket)
def reopen_ticket(w: Work, c: ReopenTicket) -> Result:
    """The customer reports it again: a second cycle of every milestone; the first one's results stay."""
    ticket, _ = begin(w, c, Act.REOPEN, reason=c.reason)
    reopen(w, ticket, c.reason)
    ticket_clocks.recompute(w, ticket)
    return w.result(TICKET, ticket.id, number=ticket.number, version=ticket.version)


def reopen(w: Work, ticket: Rec, reason: str) -> None:
    """Begin the next cycle; clocks are the caller's to recompute. A reason is needed."""
    state = check("ticket", ticket.state, Act.REOPEN, situation(w, ticket), Given(reason=reason))
    facts = [*end_hold(w, ticket), Reopened(w.now)]
    w.change(
        ticket,
        state=state,
        cycle=ticket.cycle + 1,
        reopened_at=w.now,
        restored_at=None,
        resolved_at=None,
        closed_at=None,
        phone_failed_at=None,
        visit_decided_at=None,
        arrived_at=None,
        responded_at=None,
        restore_impossible_at=None,
    )
    w.event(TICKET, ticket.id, "ticket.reopen", reason=reason, sla=facts)
