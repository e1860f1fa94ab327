"""The queue's figures, summed up from what the database holds (ACD words: domain.md)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from ..domain.acd import AcdFigures, Outcome, figures
from ..store.tables import Call, table_of

call = table_of(Call).c


def queue_figures(
    connection: Connection, *, source: str | None = None, desk: int | None = None, since: datetime | None = None
) -> AcdFigures:
    """Figures of the calls of one source, of one desk, or since an instant; calls that still wait are only offered."""
    wanted = select(call.entered_at, call.answered_at, call.ended_at, call.left_at)
    if source is not None:
        wanted = wanted.where(call.source == source)
    if desk is not None:
        wanted = wanted.where(call.desk_id == desk)
    if since is not None:
        wanted = wanted.where(call.entered_at >= since)
    outcomes: list[Outcome] = []
    offered = 0
    for row in connection.execute(wanted):
        offered += 1
        if row.answered_at is not None:
            handled = (row.ended_at - row.answered_at).total_seconds() if row.ended_at else 0.0
            outcomes.append(Outcome((row.answered_at - row.entered_at).total_seconds(), answered=True, handled=handled))
        elif row.left_at is not None:
            outcomes.append(Outcome((row.left_at - row.entered_at).total_seconds(), answered=False))
    return figures(outcomes, offered=offered)
