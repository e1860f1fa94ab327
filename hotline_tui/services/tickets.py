"""Triage ends: a call becomes a ticket with its level, its rules, its clocks and its playbook (TR-1 to TR-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from hotline_tui.domain import triage
from hotline_tui.domain.commands import OpenTicket, Result
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act, check
from hotline_tui.domain.sla_facts import Fact, Met, Promised
from hotline_tui.domain.words import CallState, Channel, Level, Milestone, Role, ThingKind, TicketState
from hotline_tui.services import call_clocks, callers, playbooks, ticket_clocks, timelines
from hotline_tui.services.bus import handles
from hotline_tui.services.calls import CALL, end, mine
from hotline_tui.services.clock_words import keep_words
from hotline_tui.services.customers import contact_of, new_contact
from hotline_tui.services.links import link
from hotline_tui.services.rulebook import Pinned
from hotline_tui.services.timelines import pinned_for
from hotline_tui.services.work import Rec, Work
from hotline_tui.store import numbers, search
from hotline_tui.store.tables import Article, Asset, Call, Contact, Contract, Customer, Note, Post, Ticket, table_of

TICKET = ThingKind.TICKET
_ticket = table_of(Ticket)


@dataclass(frozen=True, slots=True)
class Assessed:
    """The level of a ticket, the one the rule gives, and why they differ."""

    level: Level
    by_rule: Level | None
    reason: str


def wording_for(pinned: Pinned | None, contract: Rec | None) -> triage.WordingSet:
    """The questions that are asked: those of the contract's policy. Who has none is asked the plain ones, whatever
    rules the desk takes for such callers: the form shows the level before anybody knows these."""
    return triage.WordingSet(pinned.policy.wording) if pinned and contract else triage.WordingSet.AC


def assess(answers: triage.Answers, wanted: Level | None, reason: str, wording: triage.WordingSet) -> Assessed:
    """The level by this wording; another one needs a reason (TR-1). Raises Refused."""
    found = triage.assess(answers, wording)
    level = wanted or found.level
    if level is None:
        raise Refused(found.reason)
    triage.check_override(found.level, level, reason)
    return Assessed(level, found.level, reason if level != found.level else "")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose problem, under which contract, with which system, where."""

    customer: int
    contact: int | None
    contract: Rec | None
    asset: Rec | None
    region: str
    in_city: bool | None
    in_warranty: bool | None

    def columns(self) -> dict[str, Any]:
        return {
            "customer_id": self.customer,
            "contact_id": self.contact,
            "contract_id": self.contract.id if self.contract else None,
            "asset_id": self.asset.id if self.asset else None,
            "region": self.region,
            "in_city": self.in_city,
            "in_warranty": self.in_warranty,
            "charge": "out_of_warranty" if self.in_warranty is False else "",
        }


def subject(
    w: Work, desk: Rec, at: datetime, customer: int, contact: int | None, contract: int | None, asset: int | None
) -> Subject:
    """Put together what the file knows. Refused when a contract or system belongs to somebody else."""
    system, agreed = w.find(Asset, asset), w.find(Contract, contract)
    for rec, what in ((system, "asset"), (agreed, "contract")):
        if rec is not None and rec.customer_id != customer:
            raise Refused(N_("That {what} belongs to another customer. Choose one of this customer."), what=what)
    if agreed is None:
        agreed = callers.contract_for(w.conn, customer, at, contact=contact, asset=asset)
    region, in_city = callers.asset_in_city(w.conn, system, customer, desk)
    covered = callers.in_warranty(agreed, system, at, desk.timezone)
    return Subject(customer, contact, agreed, system, region, in_city, covered)


@handles(OpenTicket)
def open_ticket(w: Work, c: OpenTicket) -> Result:
    """One problem of one customer becomes a ticket; its clocks count from when the call came in."""
    if c.fault_kind is None:
        raise Refused(N_("Say what kind of fault it is."))
    desk = callers.desk_of(w.conn, c.desk)
    call = w.get(Call, c.call) if c.call is not None else None
    if call is not None:
        mine(w, call)
        check("call", call.state, Act.HANDLE)
    received = call.entered_at if call else min(c.received or w.now, w.now)
    customer, contact = _who(w, c, call, desk)
    about = subject(w, desk, received, customer, contact, c.contract, c.asset)
    pinned = pinned_for(w.conn, desk, about.contract, received)
    judged = assess(c.answers, c.level, c.reason, wording_for(pinned, about.contract))
    ticket = _insert(w, c, call, about, pinned, judged, received)
    if call is not None:
        _handle(w, call, ticket, about)
    playbooks.put_steps(w, ticket.id, c.fault_kind)
    _article(w, c, ticket)
    fact, _ = timelines.received(w, received, TICKET, timelines.ticket_facts(ticket, about.contract), about.contract)
    facts: list[Fact] = [fact]
    live = call is not None and call.live
    if c.responded and live:
        facts.append(Met(w.now, str(Milestone.RESPOND)))
        w.change(ticket, responded_at=w.now)
    passed = _promise(w, call)
    facts += [passed] if passed else []
    w.event(TICKET, ticket.id, c.kind, call=c.call, level=judged.level, reason=judged.reason, sla=facts)
    ticket_clocks.recompute(w, ticket)
    if passed is not None:
        keep_words(w, TICKET, ticket.id, passed.promise, "")
    return _number(w, desk, ticket)


def _who(w: Work, c: OpenTicket, call: Rec | None, desk: Rec) -> tuple[int, int | None]:
    """Customer and contact: chosen, new in the same form, or those of the call."""
    if c.new_contact is not None:
        return new_contact(w, c.new_contact, c.customer, desk)
    contact = c.contact
    if contact is None and c.customer in (None, call.customer_id if call else None):
        contact = call.contact_id if call else None
    customer = c.customer or contact_of(w, contact) or (call.customer_id if call else None)
    if customer is None:
        raise Refused(N_("Say for which customer: choose one, or enter a new contact."))
    w.get(Customer, customer)
    person = w.find(Contact, contact)
    if person is not None and person.customer_id != customer:
        raise Refused(N_("That {what} belongs to another customer. Choose one of this customer."), what="contact")
    return customer, contact


def _insert(
    w: Work,
    c: OpenTicket,
    call: Rec | None,
    about: Subject,
    pinned: Pinned | None,
    judged: Assessed,
    received: datetime,
) -> Rec:
    summary = c.summary or ((call.subject or call.text.partition("\n")[0]) if call else "")
    if not summary:
        raise Refused(N_("Write in a line what is wrong."))
    answers = c.answers
    ticket_id = w.add(
        Ticket,
        number=f"~{c.id}",  # the number comes last: it is a lock on the desk's day
        desk_id=c.desk,
        call_id=c.call,
        channel=call.channel if call else "",
        level=str(judged.level),
        level_by_rule=str(judged.by_rule or ""),
        override_reason=judged.reason,
        fault_kind=str(c.fault_kind),
        works=str(answers.works or ""),
        affects=str(answers.affects or ""),
        key_point=answers.key_point,
        known_solution=answers.known_solution,
        answers=triage.to_dict(answers),
        summary=summary,
        description=call.text if call else "",
        state=str(TicketState.OPEN),
        received_at=received,
        opened_at=w.now,
        opened_by_id=w.actor,
        policy_version_id=pinned.policy_version if pinned else None,
        calendar_version_id=pinned.calendar_version if pinned else None,
        playbook=str(c.fault_kind),
        **about.columns(),
        **_owner(w),
    )
    return w.get(Ticket, ticket_id)


def _owner(w: Work) -> dict[str, int | None]:
    """Work belongs to the post that the operator fills, so that a handover passes it on; else to the operator."""
    t = table_of(Post).c
    mine = t.desk_id == w.command.desk, t.holder_id == w.command.actor, t.retired_at.is_(None)
    calls = w.first(Post, *mine, t.role == str(Role.OPERATOR), order=t.sort)
    post = calls or w.first(Post, *mine, order=t.sort)
    return {"owner_post_id": post.id} if post else {"owner_operator_id": w.actor}


def _handle(w: Work, call: Rec, ticket: Rec, about: Subject) -> None:
    """The call is over and belongs to the ticket; its clocks pass on."""
    end(
        w,
        call,
        str(CallState.HANDLED),
        ticket_id=ticket.id,
        customer_id=about.customer,
        contact_id=about.contact or call.contact_id,
        contract_id=about.contract.id if about.contract else call.contract_id,
    )
    w.event(CALL, call.id, "call.handle", ticket=ticket.id, sla=call_clocks.ended(w, "passed"))
    call_clocks.recompute(w, call)


def _article(w: Work, c: OpenTicket, ticket: Rec) -> None:
    article = w.find(Article, c.article)
    if article is not None:
        w.change(article, used=article.used + 1)
        link(w, TICKET, ticket.id, "offered", ThingKind.ARTICLE, article.id)
    if ticket.description and ticket.channel in (Channel.EMAIL, Channel.WEB, Channel.FAX, Channel.LETTER, Channel.IM):
        w.add(
            Note,
            thing_kind=str(TICKET),
            thing_id=ticket.id,
            at=w.now,
            by_id=w.actor,
            kind="from_customer",
            text=ticket.description,
        )


def _promise(w: Work, call: Rec | None) -> Promised | None:
    """A call-back promised on the call still stands on its ticket."""
    due = call.callback_due if call is not None else None
    return Promised(w.now, "call", str(Milestone.CALLBACK), due) if due is not None and due > w.now else None


def _number(w: Work, desk: Rec, ticket: Rec) -> Result:
    """The gapless number is the last thing a ticket gets."""
    customer = w.get(Customer, ticket.customer_id)
    number = numbers.take(w.conn, desk_id=desk.id, prefix=desk.prefix, zone=desk.timezone, at=w.now)
    words = document(ticket, customer.name, number)
    w.conn.execute(update(_ticket).where(_ticket.c.id == ticket.id).values(number=number, search=words))
    return w.result(TICKET, ticket.id, number=number, version=ticket.version, level=ticket.level)


def document(ticket: Rec, customer: str, number: str) -> str:
    """What a ticket is found by."""
    return search.document(number, ticket.summary, ticket.cause, ticket.method, names=[customer], brief=True)
