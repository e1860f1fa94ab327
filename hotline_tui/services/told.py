"""Whoever had to be told has been told (OR-2). The program sends nothing by itself: a person tells them and says so."""

from __future__ import annotations

from sqlmodel import SQLModel

from hotline_tui.domain.commands import AnswerEscalation, Result
from hotline_tui.domain.errors import N_, Conflict
from hotline_tui.domain.words import ThingKind
from hotline_tui.services import clocks
from hotline_tui.services.bus import handles
from hotline_tui.services.work import Work
from hotline_tui.store.tables import Call, Complaint, Escalation, Operator, Ticket

_MODELS: dict[str, type[SQLModel]] = {ThingKind.TICKET: Ticket, ThingKind.CALL: Call, ThingKind.COMPLAINT: Complaint}


@handles(AnswerEscalation)
def answer_escalation(w: Work, c: AnswerEscalation) -> Result:
    """Keep who told them, when and how. Conflict where somebody has done it already."""
    rec = w.get(Escalation, c.escalation)
    if rec.answered_at is not None:
        by = w.find(Operator, rec.by_id)
        raise Conflict(
            N_("{who} has told them already, at {at}."), who=by.name if by is not None else "–", at=rec.answered_at
        )
    kind = ThingKind(rec.thing_kind)
    w.change(rec, answered_at=w.now, by_id=w.actor, how=c.how, answer=c.note)
    if kind not in _MODELS:  # a desk's or a handover's matter: no clock runs on it
        w.event(kind, rec.thing_id, c.kind, role=rec.role, operator=rec.operator_id, how=c.how, note=c.note)
        return w.result(kind, rec.thing_id)
    thing = w.get(_MODELS[kind], rec.thing_id)
    w.event(kind, thing.id, c.kind, role=rec.role, operator=rec.operator_id, how=c.how, note=c.note)
    level = thing.level if kind is ThingKind.TICKET else ""
    clocks.recompute(w, kind, thing.id, desk=thing.desk_id, level=level)
    return w.result(kind, thing.id, number=thing.values.get("number", "") if kind is not ThingKind.CALL else "")
