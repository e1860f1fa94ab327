"""The figures of the state line, and the day's ACD figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, func, or_, select

from ..domain.board import EngineerRow, Figures
from ..domain.words import CallState, EngineerState
from ..store.tables import Call, Clock, Ticket, table_of

call = table_of(Call).c
clock = table_of(Clock).c
ticket = table_of(Ticket).c

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


def state_figures(
    connection: Connection, desk: int, now: datetime, engineers: Sequence[EngineerRow], day: DayFigures
) -> Figures:
    """What the state line shows."""
    day.refresh(connection, desk, now)
    waiting, longest = connection.execute(
        select(func.count(), func.min(call.entered_at)).where(
            call.desk_id == desk, call.open, call.state == CallState.WAITING
        )
    ).one()
    owed = connection.execute(
        select(func.count()).where(
            call.desk_id == desk, call.state == CallState.ABANDONED, call.callback_state.in_(("wanted", "lead"))
        )
    ).scalar_one()
    on_board = and_(
        clock.desk_id == desk, clock.open, clock.lead, or_(clock.thing_kind != "call", clock.milestone == "callback")
    )
    breached = connection.execute(select(func.count()).where(on_board, clock.due < now)).scalar_one()
    soon = connection.execute(
        select(func.count()).where(on_board, clock.due >= now, clock.due <= now + SOON)
    ).scalar_one()
    levels = connection.execute(
        select(ticket.level, func.count()).where(ticket.desk_id == desk, ticket.open).group_by(ticket.level)
    ).all()
    held = connection.execute(
        select(func.count()).where(ticket.desk_id == desk, ticket.open, ticket.hold_review_at.is_not(None))
    ).scalar_one()
    duty = [row for row in engineers if row.state not in (EngineerState.OFF_DUTY, EngineerState.BREAK)]
    return Figures(
        waiting=waiting,
        longest_entered=longest.timestamp() if longest is not None else None,
        abandoned=owed,
        breached=breached,
        due_soon=soon,
        engineers_free=sum(row.state == EngineerState.AVAILABLE for row in duty),
        engineers_on_duty=len(duty),
        open_tickets=sum(count for _, count in levels),
        held=held,
        offered_today=day.offered,
        answered_today=day.answered,
        within_20s=day.within_20s,
        by_level=tuple((level, count) for level, count in levels),
    )
