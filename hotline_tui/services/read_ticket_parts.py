"""What belongs to a ticket: its clocks, visits, steps and calls."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from ..domain.board import CallRow, ClockView, StepRow, VisitRow
from ..domain.words import VisitState
from ..store.tables import Call, Clock, Engineer, Operator, Step, Visit, table_of
from .read_calls import CALL_COLUMNS, CALL_FROM, call_row
from .read_common import epoch, seconds

call = table_of(Call).c
clock = table_of(Clock).c
step = table_of(Step).c
visit = table_of(Visit).c
engineer = table_of(Engineer).c
operator = table_of(Operator).c

MANY = 200
"""So many rows of each kind are shown at most."""


def clocks_of(connection: Connection, thing_kind: str, thing_id: int) -> tuple[ClockView, ...]:
    """The clocks of one thing: open ones by due time, then the ended ones."""
    rows = connection.execute(
        select(table_of(Clock))
        .where(clock.thing_kind == thing_kind, clock.thing_id == thing_id)
        .order_by(clock.open.desc(), clock.due.is_(None), clock.due, clock.id)
        .limit(MANY)
    )
    return tuple(
        ClockView(
            id=row.id,
            key=row.key,
            milestone=row.milestone,
            cycle=row.cycle,
            state=row.state,
            start=seconds(row.start),
            due=epoch(row.due),
            within=row.within_word or ("" if row.within_s is None else str(row.within_s)),
            t50=epoch(row.t50),
            t75=epoch(row.t75),
            t90=epoch(row.t90),
            left_s=row.left_s,
            met=epoch(row.met_at),
            breached=epoch(row.breached_at),
            by_raise=bool(row.by_raise),
            promise=row.trigger == "promised",
            text=str(row.params.get("text", "")) or row.promised_to,
            clause_zh=str(row.clause.get("zh", "")),
            clause_en=str(row.clause.get("en", "")),
            requirement=row.requirement,
            predicted=bool(row.predicted),
            void_reason=row.note if row.state == "void" else "",
        )
        for row in rows
    )


_VISIT_TIMES = (
    (VisitState.PROPOSED, "proposed_at"),
    (VisitState.RESERVED, "reserved_at"),
    (VisitState.ASSIGNED, "assigned_at"),
    (VisitState.ACCEPTED, "accepted_at"),
    (VisitState.EN_ROUTE, "departed_at"),
    (VisitState.ON_SITE, "arrived_at"),
)


def visits_of(connection: Connection, ticket_id: int) -> tuple[VisitRow, ...]:
    """Visits of a ticket, the first one first."""
    rows = connection.execute(
        select(table_of(Visit), engineer.name.label("engineer_name"), engineer.phone.label("engineer_phone"))
        .select_from(table_of(Visit).outerjoin(table_of(Engineer), engineer.id == visit.engineer_id))
        .where(visit.ticket_id == ticket_id)
        .order_by(visit.id)
        .limit(MANY)
    )
    return tuple(
        VisitRow(
            id=row.id,
            state=row.state,
            engineer_id=row.engineer_id,
            engineer=row.engineer_name or "",
            phone=row.engineer_phone or "",
            planned=epoch(row.planned_at),
            eta=epoch(row.eta),
            remote=bool(row.remote),
            result=row.result,
            reason=row.reason,
            times=_times(row),
        )
        for row in rows
    )


def _times(row: Any) -> tuple[tuple[str, float], ...]:
    times = [(str(state), when.timestamp()) for state, name in _VISIT_TIMES if (when := getattr(row, name)) is not None]
    if row.ended_at is not None:
        times.append((row.state, row.ended_at.timestamp()))
    return tuple(times)


def steps_of(connection: Connection, ticket_id: int) -> tuple[StepRow, ...]:
    """Playbook steps, in order."""
    rows = connection.execute(
        select(table_of(Step), operator.name.label("who"))
        .select_from(table_of(Step).outerjoin(table_of(Operator), operator.id == step.by_id))
        .where(step.thing_kind == "ticket", step.thing_id == ticket_id)
        .order_by(step.list_code, step.sort)
        .limit(MANY)
    )
    return tuple(
        StepRow(
            id=row.id,
            phase=str(row.title.get("phase", "respond")),
            text_zh=str(row.title.get("zh", "")),
            text_en=str(row.title.get("en", "")),
            done_by=(row.who or "") if row.state == "done" else "",
            done_at=epoch(row.done_at) if row.state == "done" else None,
        )
        for row in rows
    )


def calls_of(connection: Connection, ticket_id: int, me: int) -> tuple[CallRow, ...]:
    """Calls that belong to the ticket, the first one first."""
    rows = connection.execute(
        select(*CALL_COLUMNS)
        .select_from(CALL_FROM)
        .where(call.ticket_id == ticket_id)
        .order_by(call.entered_at)
        .limit(MANY)
    )
    return tuple(call_row(row, me) for row in rows)
