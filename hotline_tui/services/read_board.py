"""The board: one frozen picture of a desk, from indexed ranges of what is open; its cost does not grow with history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, select

from ..domain.board import Alarm, Board, BoardQuery, CallRow, ClockRow, DutyMobile, EngineerRow
from ..domain.board.duty import HandoverState
from ..domain.words import LIVE_CHANNELS, CallState, ClockState, Level, TicketState
from ..store.tables import DutyMobile as DutyMobileRow
from ..store.tables import Operator, table_of
from .read_calls import call_counts, call_rows
from .read_clocks import clock_rows, clock_total, clocks_before, jobs_of
from .read_common import Acked, engineer, visits_of_desk
from .read_engineers import engineer_rows
from .read_figures import Counts, DayFigures, counts, open_by_level, state_figures

operator = table_of(Operator).c
mobile = table_of(DutyMobileRow).c

CALL_LIMIT_S = 60.0
"""A call that nobody has claimed rings the bell after this long, unless the desk's settings say otherwise."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a board does not depend on calls: who is out, with what, who holds the duty mobile, what is open."""

    jobs: dict[int, Any]
    """Ticket → its visit that counts now."""
    engineers: tuple[EngineerRow, ...]
    duty: DutyMobile
    levels: tuple[tuple[str, int], ...]
    """How many tickets of each level are open."""
    handover: HandoverState | None = None


def standing(
    connection: Connection, query: BoardQuery, *, now: datetime, handover: HandoverState | None = None
) -> Standing:
    """It stands until something else than a call changes, or time does it."""
    visits = visits_of_desk(connection, query.desk)
    engineers = engineer_rows(connection, query.desk, query.engineer_filter, now, visits=visits)
    levels = open_by_level(connection, query.desk)
    return Standing(jobs_of(visits), engineers, duty_mobile(connection, query.desk), levels, handover)


def board(
    connection: Connection,
    query: BoardQuery,
    *,
    now: datetime,
    day: DayFigures,
    call_limit_s: float = CALL_LIMIT_S,
    found: Counts | None = None,
    known: Standing | None = None,
) -> Board:
    """All that panes and state line show, at most `PAGE` rows of each kind; what is `found` and `known` is not read."""
    found = found or counts(connection, query.desk, now)
    known = known or standing(connection, query, now=now)
    jobs, engineers = known.jobs, known.engineers
    calls_of = partial(call_rows, connection, any_owed=found.owed > 0)
    clocks_of = partial(clock_rows, connection, jobs=jobs, any_dated=found.dated > 0, any_held=found.still > 0)
    calls, calls_acked = calls_of(query)
    clocks, clocks_acked = clocks_of(query)
    day.refresh(connection, query.desk, now)
    running, figures = state_figures(found, engineers, known.levels, day)
    filtered = bool(query.clock_filter or query.mine_only)
    first = replace(query, call_filter="", clock_filter="", call_after=None, clock_after=None, mine_only=False)
    first_calls, first_clocks = None, None
    rings, rung = (calls, calls_acked), (clocks, clocks_acked)
    if query.call_filter or query.call_after:  # what rings does not depend on what somebody looks at
        rings = calls_of(first)
        first_calls = rings[0]
    if filtered or query.clock_after:
        rung = clocks_of(first)
        first_clocks = rung[0]
    calls_total, calls_before = call_counts(connection, query, len(calls))
    return Board(
        at=now.timestamp(),
        feed=found.feed,
        calls=calls,
        calls_total=calls_total,
        calls_before=calls_before,
        clocks=clocks,
        clocks_total=clock_total(connection, query) if filtered else running,
        clocks_before=clocks_before(connection, query),
        engineers=engineers,
        engineers_total=len(engineers),
        figures=figures,
        duty=known.duty,
        alarms=(*_call_alarms(*rings, call_limit_s), *_clock_alarms(*rung)),
        my_calls=tuple(row.id for row in rings[0] if row.mine),
        query=query,
        first_calls=first_calls,
        first_clocks=first_clocks,
        handover=known.handover,
    )


# ---- duty mobile, alarms -----------------------------------------------------------------------------------------


_HOLDER = (
    select(mobile.number, operator.name.label("who"), engineer.name.label("engineer_name"))
    .select_from(
        table_of(DutyMobileRow)
        .outerjoin(table_of(Operator), operator.id == mobile.operator_id)
        .outerjoin(engineer.id.table, engineer.id == mobile.engineer_id)
    )
    .where(mobile.desk_id == bindparam("desk"))
    .order_by(mobile.since.desc(), mobile.id.desc())
    .limit(1)
)


def duty_mobile(connection: Connection, desk: int) -> DutyMobile:
    """Who holds the duty mobile now (FS-7)."""
    row = connection.execute(_HOLDER, {"desk": desk}).first()
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
