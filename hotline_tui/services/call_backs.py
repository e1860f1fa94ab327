"""Calling back whoever hung up, and words given on a call that has no ticket (IN-8)."""

from __future__ import annotations

from hotline_tui.domain.commands import PromiseCallBack, Result, TryCallBack
from hotline_tui.domain.conditions import CALL_BACK_ATTEMPTS
from hotline_tui.domain.lifecycle import Act, Facts, Given, check
from hotline_tui.domain.sla_facts import Fact, Met
from hotline_tui.domain.words import CallState, Milestone, TalkState
from hotline_tui.services import call_clocks
from hotline_tui.services.bus import handles
from hotline_tui.services.calls import CALL, hold_lease, mine
from hotline_tui.services.clock_words import keep_words
from hotline_tui.services.work import Work
from hotline_tui.store.tables import Call, CallbackAttempt, table_of


@handles(TryCallBack)
def try_call_back(w: Work, c: TryCallBack) -> Result:
    """One attempt. Reached: the caller is on the line, the call is claimed. Three misses: the shift lead decides."""
    rec = w.get(Call, c.call)
    mine(w, rec)
    situation = Facts(now=w.now, attempts=rec.callback_attempts, by_shift_lead=w.is_lead)
    check("call", rec.state, Act.CALL_BACK, situation)
    state = (
        check("call", rec.state, Act.REACH, situation) if c.reached and rec.state == CallState.ABANDONED else rec.state
    )
    t = table_of(CallbackAttempt).c
    number = len(w.all(CallbackAttempt, t.call_id == rec.id)) + 1
    w.add(
        CallbackAttempt,
        call_id=rec.id,
        number=number,
        at=w.now,
        by_id=w.actor,
        result="reached" if c.reached else "no_answer",
    )
    facts: list[Fact] = [Met(w.now, str(Milestone.CALLBACK))]
    if c.reached:
        w.change(
            rec,
            state=str(state),
            claimed_by_id=c.actor,
            claimed_at=w.now,
            talk=str(TalkState.TALKING),
            talk_since=w.now,
            callback_state="done",
            callback_due=None,
        )
        hold_lease(w, rec.id, c.session)
    else:
        missed = rec.callback_attempts + 1
        to_lead = missed >= CALL_BACK_ATTEMPTS
        within = call_clocks.LEAD_DECIDES_WITHIN if to_lead else call_clocks.CALL_BACK_WITHIN
        due = w.now + within
        facts.append(call_clocks.promise(w, rec, Milestone.CALLBACK, due))
        w.change(rec, callback_attempts=missed, callback_state="lead" if to_lead else "wanted", callback_due=due)
    w.event(CALL, rec.id, c.kind, reached=c.reached, attempt=number, sla=facts)
    call_clocks.recompute(w, rec)
    return w.result(
        CALL, rec.id, version=rec.version, attempts=rec.callback_attempts, lead=rec.callback_state == "lead"
    )


@handles(PromiseCallBack)
def promise_call_back(w: Work, c: PromiseCallBack) -> Result:
    """A word given from the triage form without a ticket: a clock counts down to it."""
    rec = w.get(Call, c.call)
    check("call", rec.state, Act.PROMISE, Facts(now=w.now), Given(at=c.due))
    fact = call_clocks.promise(w, rec, Milestone.CALLBACK, c.due)
    w.change(rec, callback_due=c.due, callback_state="wanted")
    w.event(CALL, rec.id, c.kind, due=c.due, text=c.text, sla=[fact])
    call_clocks.recompute(w, rec)
    clock = keep_words(w, CALL, rec.id, fact.promise, c.text)
    return w.result(CALL, rec.id, version=rec.version, clock=clock)
