"""Complaints: answered within the policy's time, by the role it names, never by the person complained about (CU-5)."""

from __future__ import annotations

from hotline_tui.domain.commands import AnswerComplaint, CloseComplaint, OpenComplaint, Result
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.escalation import COMPLAINT_CHAIN
from hotline_tui.domain.policy import SlaFacts
from hotline_tui.domain.sla_facts import Closed, Met
from hotline_tui.domain.words import Milestone, Role, ThingKind
from hotline_tui.services import callers, clocks, people, timelines
from hotline_tui.services.bus import handles
from hotline_tui.services.tickets import TICKET
from hotline_tui.services.work import Rec, Work
from hotline_tui.store import numbers
from hotline_tui.store.tables import Call, Complaint, Contract, Customer, Engineer, Operator, Ticket

COMPLAINT = ThingKind.COMPLAINT
ONLY_OTHERS = N_("A complaint is never handled by the person it is about. Leave it to {role}.")


@handles(OpenComplaint)
def open_complaint(w: Work, c: OpenComplaint) -> Result:
    """A complaint is on the desk: its clock runs, the role that the policy names is told."""
    if not c.text:
        raise Refused(N_("Write down what the customer complains about."))
    desk = callers.desk_of(w.conn, c.desk)
    customer = w.get(Customer, c.customer)
    ticket, call = w.find(Ticket, c.ticket), w.find(Call, c.call)
    contract = w.find(Contract, ticket.contract_id) if ticket else None
    contract = contract or callers.contract_for(w.conn, customer.id, w.now, contact=c.contact)
    facts = SlaFacts(channel=call.channel if call else "", maintenance_contract=timelines.is_maintenance(contract))
    fact, pinned = timelines.received(w, w.now, COMPLAINT, facts, contract)
    role = pinned.policy.complaints_to if pinned else Role.SERVICE_DIRECTOR
    for model, number in ((Engineer, c.about_engineer), (Operator, c.about_operator)):
        if number is not None:
            w.get(model, number)
    complaint = w.add(
        Complaint,
        number=numbers.take(w.conn, desk_id=desk.id, prefix=f"{desk.prefix}C", zone=desk.timezone, at=w.now),
        desk_id=desk.id,
        customer_id=customer.id,
        contact_id=c.contact,
        ticket_id=c.ticket,
        call_id=c.call,
        about_engineer_id=c.about_engineer,
        about_operator_id=c.about_operator,
        text=c.text,
        role=str(role),
        received_at=w.now,
    )
    rec = w.get(Complaint, complaint)
    told = people.tell(
        w,
        desk=desk.id,
        thing=(COMPLAINT, complaint),
        role=role,
        step="complaint",
        how="message",
        chain=COMPLAINT_CHAIN,
        exclude=people.blamed(w, rec),
    )
    if told is not None:
        w.change(rec, owner_operator_id=told.person.id)
    w.event(COMPLAINT, complaint, c.kind, role=role, operator=rec.owner_operator_id, text=c.text, sla=[fact])
    recompute(w, rec)
    if ticket is not None:
        w.change(ticket, upset=True)
        w.event(TICKET, ticket.id, c.kind, complaint=complaint)
        clocks.recompute(w, TICKET, ticket.id, desk=ticket.desk_id, level=ticket.level)
    return w.result(COMPLAINT, complaint, number=rec.number, version=rec.version, owner=rec.owner_operator_id)


def recompute(w: Work, rec: Rec) -> None:
    """Bring the complaint's clock in step with its record."""
    clocks.recompute(w, COMPLAINT, rec.id, desk=rec.desk_id)


def _begin(w: Work, complaint: int, states: tuple[str, ...], text: str) -> Rec:
    rec = w.get(Complaint, complaint)
    if rec.state not in states:
        raise Refused(
            N_("The complaint is closed. A new one is a new complaint.")
            if rec.state not in ("open", "answered")
            else N_("Answer the complaint first.")
        )
    if w.command.actor in people.blamed(w, rec):
        raise Refused(ONLY_OTHERS, role=rec.role)
    if not text:
        raise Refused(N_("Write down what was said or done."))
    return rec


@handles(AnswerComplaint)
def answer_complaint(w: Work, c: AnswerComplaint) -> Result:
    """The customer has our answer."""
    rec = _begin(w, c.complaint, ("open", "answered"), c.text)
    w.change(rec, state="answered", answered_at=rec.answered_at or w.now, answer=c.text)
    w.event(COMPLAINT, rec.id, c.kind, text=c.text, sla=[Met(w.now, str(Milestone.REPLY))])
    recompute(w, rec)
    return w.result(COMPLAINT, rec.id, number=rec.number, version=rec.version)


@handles(CloseComplaint)
def close_complaint(w: Work, c: CloseComplaint) -> Result:
    """What was the cause, and what follows from it."""
    rec = _begin(w, c.complaint, ("answered",), c.text)
    w.change(rec, state="closed", closed_at=w.now, cause=c.text)
    w.event(COMPLAINT, rec.id, c.kind, text=c.text, sla=[Closed(w.now)])
    recompute(w, rec)
    return w.result(COMPLAINT, rec.id, number=rec.number, version=rec.version)
