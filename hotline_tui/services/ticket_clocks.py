"""A ticket's clocks: which facts its acts add, and the rows that follow (domain.md, Clocks)."""

from __future__ import annotations

from sqlalchemy import update

from hotline_tui.domain.sla_clock import Clock
from hotline_tui.domain.sla_facts import Changed
from hotline_tui.domain.words import Milestone, ThingKind
from hotline_tui.services import clocks
from hotline_tui.services.rulebook import Pinned
from hotline_tui.services.timelines import ticket_facts
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Contract, Ticket, table_of

_ticket = table_of(Ticket)
TICKET = ThingKind.TICKET


def recompute(w: Work, ticket: Rec) -> tuple[Clock, ...]:
    """Bring the ticket's clock rows, and what it keeps of them itself, in step with its record."""
    if TICKET in w.later:
        return ()
    made = clocks.recompute(w, TICKET, ticket.id, desk=ticket.desk_id, level=ticket.level)
    unanswered = next((c.start for c in made if c.milestone == Milestone.UPDATE and c.is_open), None)
    w.conn.execute(
        update(_ticket).where(_ticket.c.id == ticket.id).values(last_event_at=w.now, unanswered_since=unanswered)
    )
    return made


def changed(w: Work, ticket: Rec, pinned: Pinned | None = None) -> Changed:
    """What decides about the targets is different from now on; with `pinned`, other versions count too."""
    contract = w.find(Contract, ticket.contract_id)
    return Changed(w.now, ticket_facts(ticket, contract), pinned.pin if pinned else None)
