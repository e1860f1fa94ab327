"""Triage done again, and what else chooses clocks anew: edits, moving, disaster, newer rules (clock rules 5, 6)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from hotline_tui.domain import triage
from hotline_tui.domain.commands import (
    AdoptPolicy,
    DeclareDisaster,
    EditTicket,
    MoveTicket,
    Result,
    Retriage,
    TicketCommand,
)
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act, Facts, Given, check
from hotline_tui.domain.sla_facts import Changed, Fact, Received
from hotline_tui.domain.words import VISIT_ENDS, VisitState
from hotline_tui.services import callers, playbooks, rulebook, ticket_clocks
from hotline_tui.services.bus import handles
from hotline_tui.services.tickets import TICKET, assess, document, subject, wording_for
from hotline_tui.services.timelines import pinned_for, timeline
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Contact, Contract, Customer, Ticket, Visit, table_of

_UNDER_WAY = (VisitState.EN_ROUTE, VisitState.ON_SITE)


def begin(w: Work, c: TicketCommand, act: Act, **given: Any) -> tuple[Rec, str]:
    """The ticket, and the state that follows; Refused or Conflict when the act is not possible."""
    ticket = w.get(Ticket, c.ticket)
    w.expect_version(TICKET, ticket, c.version)
    return ticket, check("ticket", ticket.state, act, situation(w, ticket, act), Given(**given))


def begin_on(w: Work, ticket: int, act: Act) -> Rec:
    """The ticket of an act that leaves its state alone; Refused when the act is not possible."""
    rec = w.get(Ticket, ticket)
    check("ticket", rec.state, act, situation(w, rec, act))
    return rec


def situation(w: Work, ticket: Rec, act: Act = Act.DISASTER) -> Facts:
    """What acts on a ticket depend on. Only declaring a disaster asks who acts."""
    t, v = table_of(Ticket).c, table_of(Visit).c
    visits = w.all(Visit, v.ticket_id == ticket.id, v.state.not_in([str(s) for s in VISIT_ENDS]))
    children = w.all(Ticket, t.parent_id == ticket.id, t.open) if ticket.is_major else []
    return Facts(
        now=w.now,
        held=bool(ticket.hold_reason),
        open_children=len(children),
        open_visits=len(visits),
        visits_under_way=sum(visit.state in _UNDER_WAY for visit in visits),
        under_major=ticket.parent_id is not None,
        by_shift_lead=act is Act.DISASTER and w.is_lead,
    )


def done(w: Work, ticket: Rec, kind: str, *facts: Fact, **data: Any) -> Result:
    """Write the ticket's event, bring its clocks in step, tell what came of it."""
    w.event(TICKET, ticket.id, kind, sla=facts, **data)
    ticket_clocks.recompute(w, ticket)
    return w.result(TICKET, ticket.id, number=ticket.number, version=ticket.version)


def reindex(w: Work, ticket: Rec) -> None:
    """What the ticket is found by follows its texts."""
    words = document(ticket, w.get(Customer, ticket.customer_id).name, ticket.number)
    t = table_of(Ticket)
    w.conn.execute(update(t).where(t.c.id == ticket.id).values(search=words))


@handles(EditTicket)
def edit_ticket(w: Work, c: EditTicket) -> Result:
    """Change what the form holds; another system may be at another place, or no longer under warranty."""
    ticket, _ = begin(w, c, Act.EDIT)
    values = {name: value for name in ("summary", "cause", "method") if (value := getattr(c, name)) is not None}
    if values.get("summary") == "":
        raise Refused(N_("Write in a line what is wrong."))
    if c.contact is not None:
        if w.get(Contact, c.contact).customer_id != ticket.customer_id:
            raise Refused(N_("That {what} belongs to another customer. Choose one of this customer."), what="contact")
        values["contact_id"] = c.contact
    facts: list[Fact] = []
    if c.asset is not None and c.asset != ticket.asset_id:
        desk = callers.desk_of(w.conn, ticket.desk_id)
        about = subject(w, desk, ticket.received_at, ticket.customer_id, ticket.contact_id, ticket.contract_id, c.asset)
        values |= {k: v for k, v in about.columns().items() if k not in ("customer_id", "contact_id")}
        w.change(ticket, **values)
        facts = [ticket_clocks.changed(w, ticket)]
    w.change(ticket, **values)
    reindex(w, ticket)
    return done(w, ticket, c.kind, *facts)


@handles(Retriage)
def retriage(w: Work, c: Retriage) -> Result:
    """Every unmet clock is chosen anew from its own start: time used stays used, a breach stays."""
    ticket, _ = begin(w, c, Act.RETRIAGE)
    desk = callers.desk_of(w.conn, ticket.desk_id)
    contract = w.find(Contract, ticket.contract_id)
    wording = wording_for(pinned_for(w.conn, desk, contract, ticket.received_at), contract)
    judged = assess(c.answers, c.level, c.reason, wording)
    w.change(
        ticket,
        level=str(judged.level),
        level_by_rule=str(judged.by_rule or ""),
        override_reason=judged.reason,
        fault_kind=str(c.fault_kind),
        works=str(c.answers.works or ""),
        affects=str(c.answers.affects or ""),
        key_point=c.answers.key_point,
        known_solution=c.answers.known_solution,
        answers=triage.to_dict(c.answers),
    )
    playbooks.put_steps(w, ticket.id, c.fault_kind)
    return done(w, ticket, c.kind, ticket_clocks.changed(w, ticket), level=judged.level, reason=judged.reason)


@handles(DeclareDisaster)
def declare_disaster(w: Work, c: DeclareDisaster) -> Result:
    """The flag of SL-B3: the shift lead's act, with a reason."""
    ticket, _ = begin(w, c, Act.DISASTER, reason=c.reason)
    if not w.change(ticket, disaster=c.disaster, disaster_reason=c.reason if c.disaster else ""):
        raise Refused(N_("Nothing would change: it is so already."))
    return done(w, ticket, c.kind, ticket_clocks.changed(w, ticket), disaster=c.disaster, reason=c.reason)


@handles(MoveTicket)
def move_ticket(w: Work, c: MoveTicket) -> Result:
    """To another customer or contract: the rules that were in force when it was received are chosen anew."""
    ticket, _ = begin(w, c, Act.MOVE, reason=c.reason)
    name = w.get(Customer, c.customer).name
    same = c.customer == ticket.customer_id
    desk = callers.desk_of(w.conn, ticket.desk_id)
    kept = (ticket.contact_id, ticket.asset_id) if same else (None, None)
    about = subject(w, desk, ticket.received_at, c.customer, kept[0], c.contract, kept[1])
    pinned = pinned_for(w.conn, desk, about.contract, ticket.received_at)
    before = (ticket.customer_id, ticket.contract_id)
    w.change(
        ticket,
        policy_version_id=pinned.policy_version if pinned else None,
        calendar_version_id=pinned.calendar_version if pinned else None,
        **about.columns(),
    )
    if (ticket.customer_id, ticket.contract_id) == before:
        raise Refused(N_("Nothing would change: it is so already."))
    reindex(w, ticket)
    return done(
        w, ticket, c.kind, ticket_clocks.changed(w, ticket, pinned), customer=c.customer, name=name, reason=c.reason
    )


@handles(AdoptPolicy)
def adopt_policy(w: Work, c: AdoptPolicy) -> Result:
    """From now on the newest versions count; what was judged before stays judged."""
    ticket, _ = begin(w, c, Act.ADOPT, reason=c.reason)
    desk = callers.desk_of(w.conn, ticket.desk_id)
    contract = w.find(Contract, ticket.contract_id)
    old = rulebook.policy_by_version(w.conn, ticket.policy_version_id)
    name = contract.policy if contract else (old.id if old else str(desk.settings.get("policy", "")))
    pinned = rulebook.pin(w.conn, name, w.now, contract=contract) if name else None
    pins = [f.pin for f in timeline(w, TICKET, ticket.id) if isinstance(f, Received | Changed) and f.pin is not None]
    if pinned is None or pinned.pin == pins[-1]:
        raise Refused(N_("There is no newer version of its policy or calendar."))
    w.change(ticket, policy_version_id=pinned.policy_version, calendar_version_id=pinned.calendar_version)
    return done(w, ticket, c.kind, ticket_clocks.changed(w, ticket, pinned), reason=c.reason)
