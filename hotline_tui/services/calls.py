"""The incoming queue: calls enter, are claimed, released, taken over (IN-1 to IN-8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from hotline_tui.domain.commands import ClaimCall, EnterCall, ReleaseCall, Result, SetTalk, TakeOverCall
from hotline_tui.domain.errors import N_, Conflict, HotlineError, Refused
from hotline_tui.domain.lifecycle import Act, Facts, Given, check
from hotline_tui.domain.sla_facts import Fact
from hotline_tui.domain.words import LIVE_CHANNELS, CallState, Channel, Milestone, TalkState, ThingKind
from hotline_tui.services import call_clocks, callers, timelines
from hotline_tui.services.bus import handles
from hotline_tui.services.work import Rec, Work
from hotline_tui.store import leases
from hotline_tui.store.tables import Call, Contact, Operator, table_of

CALL = ThingKind.CALL


@handles(EnterCall)
def enter_call(w: Work, c: EnterCall) -> Result:
    """A contact enters the queue; what it is about is looked up by its number or address."""
    if c.source_id:
        t = table_of(Call).c
        known = w.first(Call, t.channel == c.channel, t.source == c.source, t.source_id == c.source_id)
        if known is not None:
            return w.result(CALL, known.id, version=known.version, existing=True)
    desk = callers.desk_of(w.conn, c.desk)
    found = callers.identify(w.conn, c.channel, c.number, callers.desk_region(desk))
    contact = c.contact or found.contact
    customer = c.customer or _customer_of(w, contact) or found.customer
    at = min(c.received, w.now) if c.received else w.now
    contract = callers.contract_for(w.conn, customer, at, contact=contact)
    subject, _, body = c.text.partition("\n")
    call_id = w.add(
        Call,
        desk_id=c.desk,
        channel=str(c.channel),
        live=c.channel in LIVE_CHANNELS,
        line=c.line,
        number=found.number,
        number_raw=c.number if not found.address else "",
        address=found.address,
        name_given=c.name,
        contact_id=contact,
        customer_id=customer,
        contract_id=contract.id if contract else None,
        is_contract=callers.is_contract(w.conn, customer, contract),
        subject=subject.strip() if c.channel == Channel.EMAIL or body else "",
        text=body.strip() if c.channel == Channel.EMAIL else c.text,
        entered_at=at,
        source=c.source,
        source_id=c.source_id,
    )
    rec = w.get(Call, call_id)
    fact, _ = timelines.received(w, at, CALL, timelines.call_facts(rec, contract), contract)
    w.event(CALL, call_id, c.kind, channel=c.channel, number=found.number or c.number, sla=[fact])
    call_clocks.recompute(w, rec)
    return w.result(CALL, call_id, version=1)


def _customer_of(w: Work, contact: int | None) -> int | None:
    rec = w.find(Contact, contact)
    return None if rec is None else rec.customer_id


@handles(ClaimCall)
def claim_call(w: Work, c: ClaimCall) -> Result:
    """One winner: the call's row is locked, then looked at. Live callers, contract customers, then by waiting time."""
    rec = w.get(Call, c.call) if c.call is not None else _next(w)
    if rec.state == CallState.CLAIMED:
        raise taken(w, rec)
    state = check("call", rec.state, Act.CLAIM)
    w.change(
        rec,
        state=state,
        claimed_by_id=c.actor,
        claimed_at=w.now,
        answered_at=rec.answered_at or w.now,
        answered_by_id=rec.answered_by_id or c.actor,
        talk=str(TalkState.TALKING) if rec.live else "",
        talk_since=w.now if rec.live else None,
    )
    hold_lease(w, rec.id, c.session)
    w.event(CALL, rec.id, c.kind)
    return w.result(CALL, rec.id, version=rec.version)


_queue = table_of(Call)
_NEXT = (
    select(_queue)
    .where(_queue.c.desk_id == bindparam("desk"), _queue.c.open, _queue.c.state == str(CallState.WAITING))
    .order_by(_queue.c.live.desc(), _queue.c.is_contract.desc(), _queue.c.entered_at, _queue.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def _next(w: Work) -> Rec:
    """The call that comes next by IN-6: the first row of the queue's own index that nobody else is at."""
    busy: list[int] = []
    while True:
        free = _NEXT.where(_queue.c.id.not_in(busy)) if busy else _NEXT
        row = w.conn.execute(free, {"desk": w.command.desk}).first()
        if row is None:
            raise Refused(N_("No call is waiting."))
        if w.unit.try_lock(CALL, row.id):
            return Rec(_queue, dict(row._mapping))
        busy.append(row.id)  # claimed by its number at this moment: whoever waits for the other one waits for nobody


def hold_lease(w: Work, call: int, session: int) -> None:
    """Tie the claim to the console that made it (data.md 5): it is let go when the console is gone."""
    if session:
        leases.acquire(w.conn, session_id=session, thing_kind=CALL, thing_id=call, force=True)


def drop_lease(w: Work, call: int) -> None:
    """The claim is over."""
    leases.drop(w.conn, thing_kind=CALL, thing_id=call)


def taken(w: Work, rec: Rec) -> HotlineError:
    """Somebody else was first: who, and since when."""
    who = w.find(Operator, rec.claimed_by_id)
    since: datetime = rec.claimed_at or w.now
    return Conflict(N_("{who} has this call since {since}."), who=who.name if who else "–", since=since)


def mine(w: Work, rec: Rec) -> None:
    """Whoever ends a claimed call holds it; anybody else is told who does."""
    if rec.state == CallState.CLAIMED and rec.claimed_by_id not in (None, w.command.actor):
        raise taken(w, rec)


@handles(ReleaseCall)
def release_call(w: Work, c: ReleaseCall) -> Result:
    """Back into the queue, at its old place."""
    rec = w.get(Call, c.call)
    mine(w, rec)
    check("call", rec.state, Act.RELEASE)
    let_go(w, rec, c.kind)
    return w.result(CALL, rec.id, version=rec.version)


def let_go(w: Work, rec: Rec, kind: str, **data: Any) -> None:
    """Take a claim back: a call-back is owed again, anything else waits again at its old place."""
    owed = rec.left_at is not None
    w.change(
        rec,
        state=str(CallState.ABANDONED if owed else CallState.WAITING),
        claimed_by_id=None,
        claimed_at=None,
        talk="",
        talk_since=None,
    )
    facts: list[Fact] = []
    if owed:
        due = w.now + call_clocks.CALL_BACK_WITHIN
        w.change(rec, callback_state="wanted", callback_due=due)
        facts = [call_clocks.promise(w, rec, Milestone.CALLBACK, due)]
    drop_lease(w, rec.id)
    w.event(CALL, rec.id, kind, sla=facts, **data)
    if owed:
        call_clocks.recompute(w, rec)


@handles(TakeOverCall)
def take_over_call(w: Work, c: TakeOverCall) -> Result:
    """The record says from whom and why."""
    rec = w.get(Call, c.call)
    check("call", rec.state, Act.TAKE_OVER, given=Given(reason=c.reason))
    before = rec.claimed_by_id
    if before == c.actor:
        hold_lease(w, rec.id, c.session)
    else:
        w.change(rec, claimed_by_id=c.actor, claimed_at=w.now)
        drop_lease(w, rec.id)
        hold_lease(w, rec.id, c.session)
    w.event(CALL, rec.id, c.kind, reason=c.reason, operator=before)
    return w.result(CALL, rec.id, version=rec.version)


@handles(SetTalk)
def set_talk(w: Work, c: SetTalk) -> Result:
    """Talking, on hold, transferred, or the caller has hung up while the operator still writes."""
    rec = w.get(Call, c.call)
    mine(w, rec)
    check("call", rec.state, Act.TALK, Facts(now=w.now))
    held = rec.held_s
    if rec.talk == TalkState.ON_HOLD and rec.talk_since is not None:
        held += max(0, int((w.now - rec.talk_since).total_seconds()))
    w.change(
        rec,
        talk=str(c.talk),
        talk_since=w.now,
        held_s=held,
        ended_at=w.now if c.talk == TalkState.ENDED else rec.ended_at,
    )
    w.event(CALL, rec.id, c.kind, talk=c.talk)
    return w.result(CALL, rec.id, version=rec.version)


def end(w: Work, rec: Rec, state: str, *, note: str = "", **values: Any) -> None:
    """Take a call out of the queue, whatever became of it; the event is the caller's to write."""
    w.change(
        rec,
        state=state,
        talk="",
        ended_at=rec.ended_at or w.now,
        done_at=w.now,
        outcome=state,
        outcome_note=note,
        callback_state="done" if rec.callback_state in ("wanted", "lead") else rec.callback_state,
        **values,
    )
    drop_lease(w, rec.id)
