"""A visit on its way: departed, arrived, finished; or declined, blocked, missed, called off (domain.md, States)."""

from __future__ import annotations

from typing import Any

from hotline_tui.domain.commands import (
    ArriveVisit,
    BlockVisit,
    CallOffVisit,
    DeclineVisit,
    DepartVisit,
    FinishVisit,
    NoShowVisit,
    Result,
    VisitCommand,
)
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act
from hotline_tui.domain.sla_facts import Fact, Met, Voided
from hotline_tui.domain.words import Milestone
from hotline_tui.services.bus import handles
from hotline_tui.services.ticket_states import restore_from_anywhere
from hotline_tui.services.visits import begin_visit, done_visit, redispatch, word_redispatch
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Ticket, Visit, table_of


@handles(DepartVisit)
def depart_visit(w: Work, c: DepartVisit) -> Result:
    """On the way: measures are taken (SL-B2)."""
    rec, state = begin_visit(w, c, Act.DEPART)
    w.change(rec, state=state, departed_at=w.now, since=w.now, eta=c.eta or rec.eta)
    return done_visit(w, rec, c.kind, Met(w.now, str(Milestone.MEASURES)), eta=c.eta)


@handles(ArriveVisit)
def arrive_visit(w: Work, c: ArriveVisit) -> Result:
    """On site: the arrival is met."""
    rec, state = begin_visit(w, c, Act.ARRIVE)
    w.change(rec, state=state, arrived_at=w.now, since=w.now)
    ticket = w.find(Ticket, rec.ticket_id)
    if ticket is not None and ticket.arrived_at is None:
        w.change(ticket, arrived_at=w.now)
    return done_visit(w, rec, c.kind, *(Met(w.now, str(m)) for m in (Milestone.MEASURES, Milestone.ARRIVE)))


@handles(FinishVisit)
def finish_visit(w: Work, c: FinishVisit) -> Result:
    """Done; with `restored` the customer can work again, and the ticket is restored in the same act."""
    rec, state = begin_visit(w, c, Act.FINISH)
    if not c.result:
        raise Refused(N_("Write down what was done."))
    w.change(rec, state=state, ended_at=w.now, since=w.now, result=c.result, solved=c.restored)
    result = done_visit(w, rec, c.kind, restored=c.restored, result=c.result)
    ticket = w.find(Ticket, rec.ticket_id)
    if c.restored and ticket is not None:
        restore_from_anywhere(w, ticket, "ticket.restore", visit=rec.id)
    return result


def _back(w: Work, c: VisitCommand, act: Act, reason: str) -> Result:
    """The visit did not come off: the job goes back to dispatch, with a clock."""
    rec, state = begin_visit(w, c, act, reason=reason)
    w.change(rec, state=state, ended_at=w.now, since=w.now, reason=reason)
    facts = redispatch(w, rec)
    result = done_visit(w, rec, c.kind, *facts, reason=reason)
    word_redispatch(w, rec, facts)
    return result


@handles(DeclineVisit)
def decline_visit(w: Work, c: DeclineVisit) -> Result:
    return _back(w, c, Act.DECLINE, c.reason)


@handles(BlockVisit)
def block_visit(w: Work, c: BlockVisit) -> Result:
    return _back(w, c, Act.BLOCK, c.reason)


@handles(NoShowVisit)
def no_show_visit(w: Work, c: NoShowVisit) -> Result:
    return _back(w, c, Act.NO_SHOW, c.reason)


@handles(CallOffVisit)
def call_off_visit(w: Work, c: CallOffVisit) -> Result:
    """Calling off the last visit voids the arrival, with the reason (clock rule 9)."""
    rec, state = begin_visit(w, c, Act.CALL_OFF, reason=c.reason)
    w.change(rec, state=state, ended_at=w.now, since=w.now, reason=c.reason)
    data: dict[str, Any] = {"reason": c.reason}
    return done_visit(w, rec, c.kind, *_no_more(w, rec), **data)


def _no_more(w: Work, rec: Rec) -> list[Fact]:
    """Nobody comes any more: what waits for an arrival is void."""
    t = table_of(Visit).c
    others = w.first(Visit, t.ticket_id == rec.ticket_id, t.id != rec.id, t.open) if rec.ticket_id else None
    if others is not None:
        return []
    return [Voided(w.now, str(m), "called_off") for m in (Milestone.ARRIVE, Milestone.MEASURES)]
