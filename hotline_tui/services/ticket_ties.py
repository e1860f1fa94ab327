"""Tickets that belong together: duplicates of one customer, and majors with what stands under them (clock rule 10)."""

from __future__ import annotations

from hotline_tui.domain import sla
from hotline_tui.domain.commands import MergeTicket, Result, SetMajor
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act, check
from hotline_tui.domain.sla_facts import Fact, Promised
from hotline_tui.domain.words import OPEN_CLOCKS
from hotline_tui.services import rulebook, ticket_clocks
from hotline_tui.services.bus import handles
from hotline_tui.services.clock_words import keep_words
from hotline_tui.services.links import link
from hotline_tui.services.ticket_states import ended
from hotline_tui.services.tickets import TICKET
from hotline_tui.services.timelines import timeline
from hotline_tui.services.triage_acts import begin, done, situation
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Call, Clock, Ticket, table_of


@handles(MergeTicket)
def merge_ticket(w: Work, c: MergeTicket) -> Result:
    """A duplicate ends in the other ticket, which takes over the earliest starts, what was met, and words given."""
    ticket, state = begin(w, c, Act.MERGE)
    into = w.get(Ticket, c.into)
    if into.id == ticket.id:
        raise Refused(N_("A ticket can't be merged into itself."))
    if into.customer_id != ticket.customer_id:
        raise Refused(N_("Only tickets of one customer are merged. Tickets of several customers go under one major."))
    check("ticket", into.state, Act.JOIN, situation(w, into))
    facts = timeline(w, TICKET, ticket.id)
    merged = sla.merge_fact(w.now, facts, rulebook.prepare(w.conn, facts))
    words = _open_promises(w, ticket)
    promised: list[Fact] = [
        Promised(w.now, f"{ticket.id}.{clock.key.partition(':')[2]}", clock.milestone, clock.due) for clock in words
    ]
    w.change(ticket, merged_into_id=into.id)
    result = ended(w, ticket, c.kind, state, "merged", into=into.id, number=into.number)
    t = table_of(Call).c
    for call in w.all(Call, t.ticket_id == ticket.id):
        w.change(call, ticket_id=into.id)
        w.event("call", call.id, c.kind, ticket=into.id, quiet=True)
    link(w, TICKET, ticket.id, "duplicate_of", TICKET, into.id)
    w.event(TICKET, into.id, "ticket.absorb", ticket=ticket.id, number=ticket.number, sla=[merged, *promised])
    ticket_clocks.recompute(w, into)
    for clock in words:
        name = f"{ticket.id}.{clock.key.partition(':')[2]}"
        keep_words(w, TICKET, into.id, name, str(clock.params.get("text", "")))
    return result


def _open_promises(w: Work, ticket: Rec) -> list[Rec]:
    """The words that were given on a ticket and still stand."""
    t = table_of(Clock).c
    here = t.thing_kind == str(TICKET), t.thing_id == ticket.id, t.key.like("promise:%")
    return [clock for clock in w.all(Clock, *here) if clock.state in OPEN_CLOCKS and clock.due is not None]


@handles(SetMajor)
def set_major(w: Work, c: SetMajor) -> Result:
    """Declare a major, put a ticket under one, or take it out again."""
    ticket, _ = begin(w, c, Act.MAJOR)
    major = w.get(Ticket, c.under or ticket.parent_id) if c.under or (c.under == 0 and ticket.parent_id) else None
    if c.under is None:
        if ticket.parent_id is not None:
            raise Refused(N_("It stands under a major itself. Take it out first."))
        changed = w.change(ticket, is_major=True)
    elif c.under == 0:
        changed = w.change(ticket, parent_id=None)
    else:
        changed = w.change(ticket, parent_id=_major(w, ticket, c.under).id)
    if not changed:
        raise Refused(N_("Nothing would change: it is so already."))
    return done(w, ticket, c.kind, tie=_tie(c.under), number=major.number if major is not None else "")


def _tie(under: int | None) -> str:
    """What was done, as the record says it."""
    return "declared" if under is None else "under" if under else "out"


def _major(w: Work, ticket: Rec, number: int) -> Rec:
    major = w.get(Ticket, number)
    if ticket.is_major:
        raise Refused(N_("It is a major itself: it can't stand under another one."))
    if not major.is_major or not major.open:
        raise Refused(N_("{number} is no open major. Declare it major first."), number=major.number)
    return major
