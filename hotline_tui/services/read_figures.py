"""The figures of the state line, and the day's ACD figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, func, select

from ..domain.board import EngineerRow, Figures
from ..domain.words import CallState, EngineerState, Milestone
from ..store.tables import Call, Clock, Feed, Ticket, table_of

call = table_of(Call).c
clock = table_of(Clock).c
ticket = table_of(Ticket).c
feed = table_of(Feed).c

SOON = timedelta(minutes=30)
_WITHIN = timedelta(seconds=20)
_FRESH_S = 10.0


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


def _statement() -> Select[Any]:
    """All counts in one statement, each from an index; `hidden…` are clocks of calls that the pane does not show."""
    desk: BindParameter[Any] = bindparam("desk")
    now, later = (bindparam(name, type_=clock.due.type) for name in ("now", "later"))
    leading = (clock.desk_id == desk, clock.open, clock.lead)
    queued = (call.desk_id == desk, call.open)
    hidden = (
        select(func.count())
        .select_from(
            table_of(Call).join(
                table_of(Clock),
                and_(clock.thing_kind == "call", clock.thing_id == call.id, clock.lead, clock.open),
            )
        )
        .where(*queued, clock.desk_id == desk, clock.milestone != str(Milestone.CALLBACK))
    )
    late, near = clock.due < now, and_(clock.due >= now, clock.due <= later)
    count = select(func.count())
    counts = {
        "feed": select(feed.counter).where(feed.id == 1),
        "waiting": count.where(*queued, call.state == CallState.WAITING),
        "longest": select(func.min(call.entered_at)).where(*queued, call.state == CallState.WAITING),
        "owed": count.where(
            call.desk_id == desk, call.state == CallState.ABANDONED, call.callback_state.in_(("wanted", "lead"))
        ),
        "leading": count.where(*leading),
        "late": count.where(*leading, late),
        "near": count.where(*leading, near),
        "hidden": hidden,
        "hidden_late": hidden.where(late),
        "hidden_near": hidden.where(near),
        "held": count.where(ticket.desk_id == desk, ticket.open, ticket.hold_review_at.is_not(None)),
    }
    return select(*(one.scalar_subquery().label(name) for name, one in counts.items()))


_COUNTS = _statement()
_LEVELS = (
    select(ticket.level, func.count())
    .where(ticket.desk_id == bindparam("desk"), ticket.open)
    .group_by(ticket.level)
    .order_by(ticket.level)
)


def state_figures(
    connection: Connection, desk: int, now: datetime, engineers: Sequence[EngineerRow], day: DayFigures
) -> tuple[int, int, Figures]:
    """The change counter, how many clocks the SLA pane has in all, and what the state line shows."""
    day.refresh(connection, desk, now)
    found = connection.execute(_COUNTS, {"desk": desk, "now": now, "later": now + SOON}).one()
    levels = connection.execute(_LEVELS, {"desk": desk}).all()
    duty = [row for row in engineers if row.state not in (EngineerState.OFF_DUTY, EngineerState.BREAK)]
    figures = Figures(
        waiting=found.waiting,
        longest_entered=found.longest.timestamp() if found.longest is not None else None,
        abandoned=found.owed,
        breached=found.late - found.hidden_late,
        due_soon=found.near - found.hidden_near,
        engineers_free=sum(row.state == EngineerState.AVAILABLE for row in duty),
        engineers_on_duty=len(duty),
        open_tickets=sum(count for _, count in levels),
        held=found.held,
        offered_today=day.offered,
        answered_today=day.answered,
        within_20s=day.within_20s,
        by_level=tuple((level, count) for level, count in levels),
    )
    return found.feed, found.leading - found.hidden, figures
