"""The clocks of a call: respond or reply from its entry, and the call-back that is owed to whoever hung up (IN-8)."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline_tui.domain.sla_facts import Closed, Fact, Met, Promised, PromiseVoid, Voided
from hotline_tui.domain.words import Milestone, ThingKind
from hotline_tui.services import clocks
from hotline_tui.services.timelines import promise_id
from hotline_tui.services.work import Rec, Work

CALL_BACK_WITHIN = timedelta(minutes=15)
"""Within this time somebody who hung up is called back, and again after each attempt that reached nobody."""

LEAD_DECIDES_WITHIN = timedelta(minutes=15)
"""After the third attempt the shift lead has so long to decide."""


def recompute(w: Work, call: Rec) -> None:
    """Bring the call's clock rows in step with its record."""
    clocks.recompute(w, ThingKind.CALL, call.id, desk=call.desk_id)


def promise(w: Work, call: Rec, milestone: Milestone, due: datetime) -> Promised:
    """A word given on a call."""
    return Promised(w.now, promise_id(w, ThingKind.CALL, call.id), str(milestone), due)


def hung_up(w: Work, call: Rec, due: datetime | None) -> list[Fact]:
    """The caller has hung up: nobody waits for an answer any more, a call-back is owed until `due` instead."""
    gone: list[Fact] = [Voided(w.now, str(m), "abandoned") for m in (Milestone.RESPOND, Milestone.REPLY)]
    return [*gone, Closed(w.now, "no_number")] if due is None else [*gone, promise(w, call, Milestone.CALLBACK, due)]


def answered(w: Work, why: str) -> list[Fact]:
    """The caller has got an answer; the call is over."""
    return [Met(w.now, str(m)) for m in (Milestone.RESPOND, Milestone.REPLY, Milestone.CALLBACK)] + [Closed(w.now, why)]


def ended(w: Work, why: str) -> list[Fact]:
    """The call is over without an answer of ours: passed to a ticket, dismissed, given up."""
    return [Closed(w.now, why)]


def withdrawn(w: Work, promise_name: str, why: str) -> PromiseVoid:
    """A word that no longer stands."""
    return PromiseVoid(w.now, promise_name, why)
