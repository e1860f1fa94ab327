"""The figures of the state line, and the day's ACD figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, case, func, select, type_coerce

from ..domain.board import EngineerRow, Figures
from ..domain.words import CallState, EngineerState, Milestone
from ..store.tables import Call, Clock, Escalation, Feed, Ticket, table_of
from ..store.types import Stamp
from .read_common import CALLBACK_OWED

call = table_of(Call).c
clock = table_of(Clock).c
ticket = table_of(Ticket).c
feed = table_of(Feed).c
told = table_of(Escalation).c

SOON = timedelta(minutes=30)
_WITHIN = timedelta(seconds=20)
_FRESH_S = 10.0
UNTOLD_MOST = 100
"""So many who are to be told are counted: a longer list says no more by its length, and boards come twice a second."""


@dataclass(slots=True)
class DayFigures:
    """Offered, answered and answered within 20 s since the desk's midnight, summed up at most every 10 s.

    The sum reads the day's calls; a board must not, because it is loaded twice a second.
    """

    zone: ZoneInfo
    taken: float = 0.0
    offered: int = 0
    answered: int = 0
    quick: int = 0

    def refresh(self, connection: Connection, desk: int, now: datetime) -> None:
        """Sum up again when the last sum is older than 10 s, or lies ahead (the clock went back)."""
        if 0.0 <= now.timestamp() - self.taken < _FRESH_S:
            return
        midnight = now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        rows = connection.execute(
            select(call.entered_at, call.answered_at, call.left_at).where(
                call.desk_id == desk, call.live, call.entered_at >= midnight
            )
        ).all()
        self.offered = len(rows)
        waits = [row.answered_at - row.entered_at for row in rows if row.answered_at is not None]
        self.answered = len(waits)
        self.quick = sum(wait <= _WITHIN for wait in waits)
        self.taken = now.timestamp()

    @property
    def within_20s(self) -> float | None:
        """Share of the offered calls that were answered within 20 s; None before the first."""
        return self.quick / self.offered if self.offered else None


_DESK: BindParameter[Any] = bindparam("desk")
_NOW, _LATER = (bindparam(name, type_=clock.due.type) for name in ("now", "later"))


def _counts() -> Select[Any]:
    """Counts that one index each answers. What is dated and what is not are asked for apart: a condition on the second
    column decides which index is used, whatever lies in history."""
    owed = (call.desk_id == _DESK, call.state == CallState.ABANDONED, CALLBACK_OWED)
    leading = (clock.desk_id == _DESK, clock.open, clock.lead)
    count = select(func.count())
    untold = select(told.id).where(told.desk_id == _DESK, told.answered_at.is_(None)).limit(UNTOLD_MOST)
    counts = {
        "feed": select(feed.counter).where(feed.id == 1),
        "beyond_calls": select(feed.beyond_calls).where(feed.id == 1),
        "owed": count.where(*owed, call.callback_due.is_not(None)),
        "undated": count.where(*owed, call.callback_due.is_(None)),
        "late": count.where(*leading, clock.due < _NOW),
        "near": count.where(*leading, clock.due >= _NOW, clock.due <= _LATER),
        "far": count.where(*leading, clock.due > _LATER),
        "still": count.where(*leading, clock.due.is_(None)),
        # "+ 0" keeps the indexes by desk out: they hold every ticket there ever was
        "held": count.where(ticket.desk_id + 0 == _DESK, ticket.open, ticket.hold_review_at.is_not(None)),
        "untold": count.select_from(untold.subquery()),
    }
    queue = _queue().subquery("queue")
    return select(*(one.scalar_subquery().label(name) for name, one in counts.items()), *queue.c)


def _queue() -> Select[*tuple[Any, ...]]:
    """Waiting calls, and the live caller who waits longest; and the calls' clocks that stand in the queue, not in the
    SLA pane: all, late, near."""
    waiting = call.state == CallState.WAITING
    own = and_(
        clock.thing_kind == "call",
        clock.thing_id == call.id,
        clock.lead,
        clock.open,
        clock.milestone != str(Milestone.CALLBACK),
    )
    return (
        select(
            func.count(case((waiting, 1))).label("waiting"),
            type_coerce(func.min(case((and_(waiting, call.live), call.entered_at))), Stamp).label("longest"),
            func.count(clock.id).label("calls_clocks"),
            func.count(case((clock.due < _NOW, 1))).label("calls_late"),
            func.count(case((and_(clock.due >= _NOW, clock.due <= _LATER), 1))).label("calls_near"),
        )
        .select_from(table_of(Call).outerjoin(table_of(Clock), own))
        .where(call.desk_id == _DESK, call.open)
    )


_COUNTS = _counts()
_LEVELS = (
    select(ticket.level, func.count())
    .where(ticket.desk_id == _DESK, ticket.open)
    .group_by(ticket.level)
    .order_by(ticket.level)
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is at the desk, counted by indexes; so it is known what need not be asked for."""

    feed: int
    beyond_calls: int
    """Of the changes that the feed has counted those that are not of calls alone."""
    owed: int
    """Call-backs."""
    late: int
    near: int
    far: int
    still: int
    """Clocks without a due time: held."""
    held: int
    untold: int
    waiting: int
    longest: float | None
    """Since when the live caller waits who waits longest (epoch seconds)."""
    calls_clocks: int
    """Of the clocks those of calls in the queue; late and near ones of them."""
    calls_late: int
    calls_near: int

    @property
    def dated(self) -> int:
        """Clocks that run."""
        return self.late + self.near + self.far


def counts(connection: Connection, desk: int, now: datetime) -> Counts:
    """Once a board."""
    row = connection.execute(_COUNTS, {"desk": desk, "now": now, "later": now + SOON}).one()
    (moved, beyond_calls, owed, undated, *rest) = row
    return Counts(moved, beyond_calls, owed + undated, *rest)


def open_by_level(connection: Connection, desk: int) -> tuple[tuple[str, int], ...]:
    """How many tickets of each level are open."""
    return tuple((level, count) for level, count in connection.execute(_LEVELS, {"desk": desk}))


def state_figures(
    found: Counts, engineers: Sequence[EngineerRow], levels: tuple[tuple[str, int], ...], day: DayFigures
) -> tuple[int, Figures]:
    """How many clocks the SLA pane has in all, and what the state line shows."""
    duty = [row for row in engineers if row.state not in (EngineerState.OFF_DUTY, EngineerState.BREAK)]
    figures = Figures(
        waiting=found.waiting,
        longest_entered=found.longest,
        abandoned=found.owed,
        breached=found.late - found.calls_late,
        due_soon=found.near - found.calls_near,
        engineers_free=sum(row.state == EngineerState.AVAILABLE for row in duty),
        engineers_on_duty=len(duty),
        open_tickets=sum(count for _, count in levels),
        held=found.held,
        offered_today=day.offered,
        answered_today=day.answered,
        within_20s=day.within_20s,
        to_tell=found.untold,
        by_level=levels,
    )
    return found.dated + found.still - found.calls_clocks, figures
