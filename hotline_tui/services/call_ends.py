"""How a claimed call ends: solved at once, joined to a ticket, dismissed; or the caller hangs up before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline_tui.domain.commands import AbandonCall, AdviseCall, DismissCall, JoinCall, Result
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act, Facts, Given, check
from hotline_tui.domain.sla_facts import CustomerContact, Fact, OurWord
from hotline_tui.domain.words import CallState, ThingKind
from hotline_tui.services import call_clocks, ticket_clocks
from hotline_tui.services.bus import handles
from hotline_tui.services.calls import CALL, end, mine
from hotline_tui.services.links import link
from hotline_tui.services.ticket_states import reopen
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Article, Call, Contact, Customer, Note, Ticket


def known_as(w: Work, rec: Rec, customer: int | None, contact: int | None) -> dict[str, Any]:
    """Customer and contact as the operator found them, where they were not known."""
    person = w.find(Contact, contact)
    found = customer or (person.customer_id if person else None) or rec.customer_id
    return {"customer_id": found, "contact_id": contact or rec.contact_id}


@handles(AdviseCall)
def advise_call(w: Work, c: AdviseCall) -> Result:
    """Solved at once; the article that helped is counted."""
    rec = w.get(Call, c.call)
    mine(w, rec)
    state = check("call", rec.state, Act.ADVISE)
    end(
        w,
        rec,
        state,
        note=c.text,
        answered_by_id=rec.answered_by_id or c.actor,
        **known_as(w, rec, c.customer, c.contact),
    )
    w.add(Note, thing_kind=str(CALL), thing_id=rec.id, at=w.now, by_id=w.actor, kind="told_customer", text=c.text)
    article = w.find(Article, c.article)
    if article is not None:
        w.change(article, used=article.used + 1)
        link(w, CALL, rec.id, "solved_by", ThingKind.ARTICLE, article.id)
    w.event(CALL, rec.id, c.kind, text=c.text, article=c.article, sla=call_clocks.answered(w, "advised"))
    call_clocks.recompute(w, rec)
    return w.result(CALL, rec.id, version=rec.version)


@handles(DismissCall)
def dismiss_call(w: Work, c: DismissCall) -> Result:
    """Wrong number, spam, test. A call-back that the shift lead gives up ends here as well."""
    rec = w.get(Call, c.call)
    mine(w, rec)
    if rec.state == CallState.ABANDONED and rec.callback_state in ("wanted", "lead"):
        return _give_up(w, rec, c)
    state = check("call", rec.state, Act.DISMISS, given=Given(reason=c.reason))
    end(w, rec, state, note=c.reason)
    w.event(CALL, rec.id, c.kind, reason=c.reason, sla=call_clocks.ended(w, "dismissed"))
    call_clocks.recompute(w, rec)
    return w.result(CALL, rec.id, version=rec.version)


def _give_up(w: Work, rec: Rec, c: DismissCall) -> Result:
    if rec.callback_state != "lead":
        raise Refused(N_("Call back first: after three attempts without an answer the shift lead may give it up."))
    if not w.is_lead:
        raise Refused(N_("Only the shift lead may do this. Ask the shift lead."))
    if not c.reason:
        raise Refused(N_("Say why: a reason is needed."))
    w.change(rec, callback_state="given_up", done_at=w.now, outcome="given_up", outcome_note=c.reason)
    w.event(CALL, rec.id, "call.give_up", reason=c.reason, sla=call_clocks.ended(w, "given_up"))
    call_clocks.recompute(w, rec)
    return w.result(CALL, rec.id, version=rec.version)


@handles(AbandonCall)
def abandon_call(w: Work, c: AbandonCall) -> Result:
    """The caller hung up before an answer: a call-back is owed (IN-8), unless there is no number to call."""
    rec = w.get(Call, c.call)
    state = check("call", rec.state, Act.ABANDON)
    left = min(max(c.at, rec.entered_at), w.now) if c.at else w.now
    reachable = bool(rec.number or rec.number_raw or rec.address or rec.contact_id)
    due = max(left, w.now) + call_clocks.CALL_BACK_WITHIN if reachable else None
    facts = call_clocks.hung_up(w, rec, due)
    w.change(
        rec,
        state=state,
        left_at=left,
        ended_at=left,
        outcome=state,
        callback_due=due,
        callback_state="wanted" if reachable else "",
        done_at=None if reachable else w.now,
    )
    w.event(CALL, rec.id, c.kind, left=left, sla=facts)
    call_clocks.recompute(w, rec)
    return w.result(CALL, rec.id, version=rec.version)


@handles(JoinCall)
def join_call(w: Work, c: JoinCall) -> Result:
    """The call belongs to a ticket; what the caller said goes to it and wants our word (clock rule 8)."""
    rec, ticket = w.get(Call, c.call), w.get(Ticket, c.ticket)
    mine(w, rec)
    state = check("call", rec.state, Act.JOIN)
    if not c.reopen:
        check("ticket", ticket.state, Act.JOIN, Facts(now=w.now))
    _same_customer(w, known_as(w, rec, c.customer, c.contact)["customer_id"], ticket)
    end(w, rec, state, note=c.text, ticket_id=ticket.id, **known_as(w, rec, ticket.customer_id, c.contact))
    w.event(CALL, rec.id, c.kind, ticket=ticket.id, sla=call_clocks.ended(w, "passed"))
    call_clocks.recompute(w, rec)
    text = c.text or rec.text or rec.subject
    if text:
        w.add(Note, thing_kind="ticket", thing_id=ticket.id, at=w.now, by_id=w.actor, kind="from_customer", text=text)
    w.event(ThingKind.TICKET, ticket.id, c.kind, call=rec.id, text=text, sla=_said(w, rec, rec.entered_at))
    if c.reopen:
        reopen(w, ticket, text)
    ticket_clocks.recompute(w, ticket)
    return w.result(ThingKind.TICKET, ticket.id, number=ticket.number, version=ticket.version)


def _same_customer(w: Work, known: int | None, ticket: Rec) -> None:
    """A call goes to a ticket of the customer it is about; whoever reports for another one is chosen as that first."""
    if known is None or known == ticket.customer_id:
        return
    raise Refused(
        N_(
            "{number} is a ticket of {customer}, but this call is from {caller}. "
            "If the caller reports for {customer}, choose {customer} with F8 first, then join."
        ),
        number=ticket.number,
        customer=w.get(Customer, ticket.customer_id).name,
        caller=w.get(Customer, known).name,
    )


def _said(w: Work, rec: Rec, at: datetime) -> list[Fact]:
    """The customer's contact; on a live line our answer as well."""
    return [CustomerContact(at), OurWord(w.now)] if rec.live else [CustomerContact(at)]
