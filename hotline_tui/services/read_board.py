"""The board: one frozen picture of a desk, from indexed ranges of what is open; its cost does not grow with history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from ..domain.board import PAGE, Alarm, Board, BoardQuery, CallRow, ClockRow, DutyMobile
from ..domain.words import LIVE_CHANNELS, CallState, ClockState, Level, Milestone, TicketState
from ..store.tables import Call, Clock, Complaint, Customer, Feed, Operator, Post, Ticket, table_of
from ..store.tables import DutyMobile as DutyMobileRow
from .read_calls import call_rows
from .read_common import Acked, at, engineer, epoch, like, main_visit, open_visits, seconds, visit
from .read_engineers import engineer_rows
from .read_figures import DayFigures, state_figures

call = table_of(Call).c
clock = table_of(Clock).c
ticket = table_of(Ticket).c
customer = table_of(Customer).c
operator = table_of(Operator).c
post = table_of(Post).c
complaint = table_of(Complaint).c
mobile = table_of(DutyMobileRow).c
feed = table_of(Feed).c

CALL_LIMIT_S = 60.0
"""A call that nobody has claimed rings the bell after this long, unless the desk's settings say otherwise."""


def board(
    connection: Connection, query: BoardQuery, *, now: datetime, day: DayFigures, call_limit_s: float = CALL_LIMIT_S
) -> Board:
    """Everything the four panes and the state line show, at most `PAGE` rows of each kind."""
    calls, calls_acked = call_rows(connection, query)
    clocks, clocks_acked = _clocks(connection, query)
    engineers = engineer_rows(connection, query.desk, query.engineer_filter, now)
    figures = state_figures(connection, query.desk, now, engineers, day)
    return Board(
        at=now.timestamp(),
        feed=feed_counter(connection),
        calls=calls,
        calls_total=figures.waiting + figures.abandoned,
        clocks=clocks,
        clocks_total=_clock_total(connection, query),
        engineers=engineers,
        engineers_total=len(engineers),
        figures=figures,
        duty=duty_mobile(connection, query.desk),
        alarms=(*_call_alarms(calls, calls_acked, call_limit_s), *_clock_alarms(clocks, clocks_acked)),
        my_calls=tuple(row.id for row in calls if row.mine),
    )


def feed_counter(connection: Connection) -> int:
    """How many commands have changed something so far."""
    return int(connection.execute(select(feed.counter).where(feed.id == 1)).scalar_one())


# ---- clocks -------------------------------------------------------------------------------------------------------

_CLOCKS = (
    select(
        clock.id,
        clock.thing_kind,
        clock.thing_id,
        clock.milestone,
        clock.state,
        clock.start,
        clock.due,
        clock.t50,
        clock.t75,
        clock.t90,
        clock.left_s,
        clock.by_raise,
        clock.trigger,
        clock.acked_at,
        clock.level,
        ticket.number,
        ticket.summary,
        ticket.state.label("ticket_state"),
        ticket.hold_reason,
        ticket.hold_review_at,
        ticket.is_major,
        ticket.region,
        ticket.opened_at,
        call.number_raw,
        call.name_given,
        call.subject,
        call.state.label("call_state"),
        complaint.number.label("complaint_number"),
        complaint.text.label("complaint_text"),
        complaint.state.label("complaint_state"),
        customer.name.label("customer_name"),
        operator.name.label("operator_name"),
        post.name.label("post_name"),
    )
    .select_from(
        table_of(Clock)
        .outerjoin(table_of(Ticket), and_(clock.thing_kind == "ticket", ticket.id == clock.thing_id))
        .outerjoin(table_of(Call), and_(clock.thing_kind == "call", call.id == clock.thing_id))
        .outerjoin(table_of(Complaint), and_(clock.thing_kind == "complaint", complaint.id == clock.thing_id))
        .outerjoin(
            table_of(Customer),
            customer.id == func.coalesce(ticket.customer_id, call.customer_id, complaint.customer_id),
        )
        .outerjoin(
            table_of(Operator), operator.id == func.coalesce(ticket.owner_operator_id, complaint.owner_operator_id)
        )
        .outerjoin(table_of(Post), post.id == ticket.owner_post_id)
    )
    .where(clock.open, clock.lead)
)


def _clock_scope(query: BoardQuery) -> list[Any]:
    # A waiting call stands in the queue pane with its clock; here it would stand twice. An owed call-back stays.
    scope: list[Any] = [
        clock.desk_id == query.desk,
        or_(clock.thing_kind != "call", clock.milestone == Milestone.CALLBACK),
    ]
    for word in query.clock_filter.split()[:5]:
        fields = (ticket.number, ticket.summary, customer.name, operator.name, clock.level, clock.milestone)
        scope.append(or_(*(field.ilike(like(word), escape="\\") for field in fields)))
    if query.mine_only:
        scope.append(or_(ticket.owner_operator_id == query.operator, complaint.owner_operator_id == query.operator))
    return scope


def _clocks(connection: Connection, query: BoardQuery) -> tuple[tuple[ClockRow, ...], Acked]:
    """By due time, breaches thereby on top; what is held (no due time) comes last."""
    scope = _clock_scope(query)
    running = _CLOCKS.where(*scope, clock.due.is_not(None))
    after = query.clock_after
    if after is not None and after[0] > 0:
        due = at(after[0])
        running = running.where(or_(clock.due > due, and_(clock.due == due, clock.id > after[1])))
    rows = (
        []
        if after is not None and after[0] <= 0
        else list(connection.execute(running.order_by(clock.due, clock.id).limit(PAGE)))
    )
    if len(rows) < PAGE:
        held = _CLOCKS.where(*scope, clock.due.is_(None))
        if after is not None and after[0] <= 0:
            held = held.where(clock.id > after[1])
        rows += connection.execute(held.order_by(clock.id).limit(PAGE - len(rows))).all()
    jobs = _jobs(connection, [row.thing_id for row in rows if row.thing_kind == "ticket"])
    shown = tuple(_clock_row(row, jobs.get(row.thing_id) if row.thing_kind == "ticket" else None) for row in rows)
    return shown, {row.id: epoch(row.acked_at) for row in rows}


def _jobs(connection: Connection, tickets: Sequence[int]) -> dict[int, tuple[Any, str]]:
    """Ticket → its visit that counts now, and the engineer's name."""
    if not tickets:
        return {}
    found: dict[int, list[Any]] = {}
    for row in open_visits(connection, visit.ticket_id.in_(tickets)):
        found.setdefault(row.ticket_id, []).append(row)
    names = (
        {
            row.id: row.name
            for row in connection.execute(
                select(engineer.id, engineer.name).where(
                    engineer.id.in_({one.engineer_id for rows in found.values() for one in rows if one.engineer_id})
                )
            )
        }
        if found
        else {}
    )
    return {
        key: (chosen, names.get(chosen.engineer_id, ""))
        for key, rows in found.items()
        if (chosen := main_visit(rows)) is not None
    }


def _clock_row(row: Any, job: tuple[Any, str] | None) -> ClockRow:
    due = epoch(row.due)
    eta = epoch(job[0].eta) if job else None
    not_there = job is not None and job[0].arrived_at is None
    late = max(0.0, eta - due) if eta is not None and due is not None and not_there else 0.0
    label = row.customer_name or row.name_given or row.number_raw or ""
    return ClockRow(
        id=row.id,
        thing_kind=row.thing_kind,
        thing_id=row.thing_id,
        number=row.number or row.complaint_number or "",
        level=row.level,
        customer=label,
        summary=row.summary or row.complaint_text or row.subject or "",
        milestone=row.milestone,
        state=row.state,
        start=seconds(row.start),
        due=due,
        t50=epoch(row.t50),
        t75=epoch(row.t75),
        t90=epoch(row.t90),
        left_s=row.left_s,
        hold_reason=row.hold_reason or "",
        review_at=epoch(row.hold_review_at),
        owner=row.operator_name or row.post_name or "",
        engineer=job[1] if job else "",
        engineer_state=str(job[0].state) if job else "",
        forecast_late_s=late,
        by_raise=bool(row.by_raise),
        promise=row.trigger == "promised",
        major=bool(row.is_major),
        thing_state=row.ticket_state or row.complaint_state or row.call_state or "",
        region=row.region or "",
    )


def _clock_total(connection: Connection, query: BoardQuery) -> int:
    if not query.clock_filter and not query.mine_only:
        statement = select(func.count()).where(clock.desk_id == query.desk, clock.open, clock.lead)
        return int(connection.execute(statement).scalar_one())
    statement = (
        _CLOCKS.where(*_clock_scope(query)).with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    )
    return int(connection.execute(statement).scalar_one())


# ---- duty mobile, alarms -----------------------------------------------------------------------------------------


def duty_mobile(connection: Connection, desk: int) -> DutyMobile:
    """Who holds the duty mobile now (FS-7)."""
    row = connection.execute(
        select(mobile.number, operator.name.label("who"), engineer.name.label("engineer_name"))
        .select_from(
            table_of(DutyMobileRow)
            .outerjoin(table_of(Operator), operator.id == mobile.operator_id)
            .outerjoin(engineer.id.table, engineer.id == mobile.engineer_id)
        )
        .where(mobile.desk_id == desk)
        .order_by(mobile.since.desc(), mobile.id.desc())
        .limit(1)
    ).first()
    return DutyMobile(row.who or row.engineer_name or "", row.number) if row else DutyMobile()


def _call_alarms(calls: Sequence[CallRow], acked: Acked, limit_s: float) -> Iterator[Alarm]:
    """Live callers whom nobody has claimed; `since` may lie ahead: then it will ring by itself."""
    for row in calls:
        if row.state == CallState.WAITING and row.channel in LIVE_CHANNELS:
            since = row.entered + limit_s
            yield Alarm(
                f"call:{row.id}", "call", "call", row.id, row.customer or row.number, since, bool(acked[row.id])
            )


def _clock_alarms(clocks: Sequence[ClockRow], acked: Acked) -> Iterator[Alarm]:
    """Breaches (those to come as well) and new P1s. A word taken before the breach does not silence the breach."""
    for row in clocks:
        label, seen = row.customer or row.number, acked[row.id]
        if row.level == Level.P1 and row.thing_state == TicketState.OPEN:
            yield Alarm(f"p1:{row.thing_id}", "p1", row.thing_kind, row.thing_id, label, row.start, bool(seen))
        if row.due is not None and row.state in (ClockState.RUNNING, ClockState.BREACHED):
            known = seen is not None and seen >= row.due
            yield Alarm(f"breach:{row.id}", "breach", row.thing_kind, row.thing_id, label, row.due, known)
