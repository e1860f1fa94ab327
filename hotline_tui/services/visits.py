"""Sending engineers: assigned at once or reserved for later, assigned anew, accepted (FS-1 to FS-3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from hotline_tui.domain.commands import AcceptVisit, AssignVisit, Result, SendEngineer, SetEta, VisitCommand
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act, Facts, Given, check
from hotline_tui.domain.sla_facts import Fact, Promised, PromiseMet, Triggered
from hotline_tui.domain.words import OPEN_CLOCKS, Milestone, ThingKind, TicketState, Trigger, VisitState
from hotline_tui.services import engineers, ticket_clocks
from hotline_tui.services.bus import handles
from hotline_tui.services.clock_words import keep_words
from hotline_tui.services.ticket_states import failed_by_phone
from hotline_tui.services.tickets import TICKET
from hotline_tui.services.timelines import as_of
from hotline_tui.services.triage_acts import begin_on
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Asset, Clock, Customer, Engineer, Outbox, Ticket, Visit, table_of

VISIT = ThingKind.VISIT

UNDO_FOR = timedelta(seconds=10)
"""Messages of acts that can be undone wait so long (data.md, `outbox`)."""

REDISPATCH_WITHIN = timedelta(minutes=10)
"""After a declined, blocked or missed visit somebody else is sent within this time."""

_UNDER_WAY = (VisitState.EN_ROUTE, VisitState.ON_SITE)


def begin_visit(w: Work, c: VisitCommand, act: Act, **given: Any) -> tuple[Rec, str]:
    """The visit, and the state that follows; Refused when the act is not possible."""
    rec = w.get(Visit, c.visit)
    if rec.ticket_id is not None:
        w.now = as_of(w, TICKET, rec.ticket_id)
    t = table_of(Visit).c
    busy = (
        w.first(Visit, t.engineer_id == rec.engineer_id, t.id != rec.id, t.state.in_([str(s) for s in _UNDER_WAY]))
        if rec.engineer_id is not None
        else None
    )
    situation = Facts(now=w.now, engineer_busy=busy is not None, remote=bool(rec.remote))
    return rec, check("visit", rec.state, act, situation, Given(**given))


def done_visit(w: Work, rec: Rec, kind: str, *facts: Fact, **data: Any) -> Result:
    """Write the visit's event and its ticket's, bring clocks and the engineer's status in step."""
    w.event(VISIT, rec.id, kind, engineer=rec.engineer_id, **data)
    ticket = w.find(Ticket, rec.ticket_id)
    if ticket is not None:
        if ticket.state == TicketState.OPEN and rec.state in (VisitState.ACCEPTED, *_UNDER_WAY):
            w.change(ticket, state=check("ticket", ticket.state, Act.START))
        w.event(TICKET, ticket.id, kind, visit=rec.id, engineer=rec.engineer_id, sla=facts, **data)
        ticket_clocks.recompute(w, ticket)
    engineers.refresh(w, rec.engineer_id)
    return w.result(VISIT, rec.id, number=ticket.number if ticket else "", version=rec.version, state=rec.state)


@handles(SendEngineer)
def send_engineer(w: Work, c: SendEngineer) -> Result:
    """Send or reserve an engineer. A journey decided on means that phone help has failed (clock rule 5)."""
    ticket = begin_on(w, c.ticket, Act.SEND)
    engineer = w.get(Engineer, c.engineer)
    if engineer.retired_at is not None:
        raise Refused(N_("{name} no longer works here. Choose another engineer."), name=engineer.name)
    act = Act.RESERVE if c.planned is not None else Act.ASSIGN
    state = check("visit", VisitState.PROPOSED, act, Facts(now=w.now), Given(at=c.planned))
    t = table_of(Visit).c
    number = 1 + (w.conn.execute(select(func.max(t.number)).where(t.ticket_id == ticket.id)).scalar() or 0)
    asset = w.find(Asset, ticket.asset_id)
    place = asset.address if asset is not None else w.get(Customer, ticket.customer_id).address
    visit = w.add(
        Visit,
        ticket_id=ticket.id,
        desk_id=ticket.desk_id,
        engineer_id=engineer.id,
        number=number,
        state=state,
        remote=c.remote,
        purpose=c.note,
        address=place,
        region=ticket.region,
        planned_at=c.planned,
        eta=c.eta,
        proposed_at=w.now,
        since=w.now,
        assigned_by_id=w.actor,
        **{"reserved_at" if act is Act.RESERVE else "assigned_at": w.now},
    )
    rec = w.get(Visit, visit)
    message(w, rec)
    facts = [*_decided(w, ticket, c.remote), *redispatched(w, ticket)]
    w.event(VISIT, visit, c.kind, engineer=engineer.id, planned=c.planned, remote=c.remote or None, note=c.note)
    w.event(TICKET, ticket.id, c.kind, visit=visit, engineer=engineer.id, planned=c.planned, sla=facts)
    ticket_clocks.recompute(w, ticket)
    engineers.refresh(w, engineer.id)
    return w.result(VISIT, visit, number=ticket.number, version=rec.version, state=state)


def _decided(w: Work, ticket: Rec, remote: bool) -> list[Fact]:
    """A journey is decided on; remote work is none."""
    if remote:
        return []
    facts = failed_by_phone(w, ticket)
    if ticket.visit_decided_at is None:
        w.change(ticket, visit_decided_at=w.now)
    return [*facts, Triggered(w.now, str(Trigger.VISIT_DECIDED))]


def message(w: Work, rec: Rec) -> None:
    """Tell the engineer, after the time in which the act may be undone."""
    w.add(
        Outbox,
        kind=f"visit.{rec.state}",
        thing_kind=str(VISIT),
        thing_id=rec.id,
        command_id=str(w.command.id),
        due_at=w.now + UNDO_FOR,
        payload={"engineer": rec.engineer_id, "ticket": rec.ticket_id},
        made_at=w.now,
    )


def redispatch(w: Work, rec: Rec) -> list[Fact]:
    """The job is back with dispatch: a clock runs until somebody else is sent."""
    if rec.ticket_id is None:
        return []
    due = w.now + REDISPATCH_WITHIN
    return [Promised(w.now, f"dispatch.{rec.id}", str(Milestone.PROGRESS), due)]


def word_redispatch(w: Work, rec: Rec, facts: list[Fact]) -> None:
    """Say on that clock what it is for."""
    for fact in facts:
        if isinstance(fact, Promised):
            keep_words(w, TICKET, rec.ticket_id, fact.promise, "", code="dispatch")


def redispatched(w: Work, ticket: Rec) -> list[Fact]:
    """Somebody is sent: dispatch has done what it owed."""
    t = table_of(Clock).c
    owed = w.all(Clock, t.thing_kind == str(TICKET), t.thing_id == ticket.id, t.key.like("promise:dispatch.%"))
    return [PromiseMet(w.now, clock.key.partition(":")[2]) for clock in owed if clock.state in OPEN_CLOCKS]


@handles(AssignVisit)
def assign_visit(w: Work, c: AssignVisit) -> Result:
    """A reserved or proposed visit is sent now, maybe with another engineer."""
    rec, state = begin_visit(w, c, Act.ASSIGN)
    before = rec.engineer_id
    engineer = w.get(Engineer, c.engineer or before or 0).id
    w.change(rec, state=state, engineer_id=engineer, assigned_at=w.now, since=w.now, assigned_by_id=w.actor)
    message(w, rec)
    ticket = w.find(Ticket, rec.ticket_id)
    result = done_visit(w, rec, c.kind, *(redispatched(w, ticket) if ticket else []))
    engineers.refresh(w, before)
    return result


@handles(AcceptVisit)
def accept_visit(w: Work, c: AcceptVisit) -> Result:
    """The engineer has said yes: work on the ticket has started."""
    rec, state = begin_visit(w, c, Act.ACCEPT)
    w.change(rec, state=state, accepted_at=w.now, since=w.now, eta=c.eta or rec.eta)
    return done_visit(w, rec, c.kind, eta=c.eta)


@handles(SetEta)
def set_eta(w: Work, c: SetEta) -> Result:
    """When the engineer expects to be there; the forecast on the clock follows."""
    rec, _ = begin_visit(w, c, Act.ETA)
    w.change(rec, eta=c.eta)
    return done_visit(w, rec, c.kind, eta=c.eta)
