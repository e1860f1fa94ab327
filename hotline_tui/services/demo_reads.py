"""What the demo's story and the calls that keep coming need to know of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from hotline_tui.domain.words import CallState, ClockState
from hotline_tui.store.tables import Call, Clock, Desk, Operator, Step, table_of

Conn = Connection
_call, _clock, _operator, _step = (table_of(model).c for model in (Call, Clock, Operator, Step))


@dataclass(frozen=True, slots=True)
class Caller:
    """An open call."""

    id: int
    live: bool
    channel: str
    entered: datetime
    claimed_by: int | None
    claimed: datetime | None


def desk_id(conn: Connection) -> int:
    """The demo's only desk."""
    return int(conn.execute(select(table_of(Desk).c.id).limit(1)).scalar_one())


def logins(conn: Connection) -> dict[str, int]:
    """Login → operator."""
    return {row.login: row.id for row in conn.execute(select(_operator.login, _operator.id))}


def steps_of(conn: Connection, ticket: int) -> list[int]:
    """A ticket's steps, in their order."""
    here = select(_step.id).where(_step.thing_kind == "ticket", _step.thing_id == ticket)
    return list(conn.execute(here.order_by(_step.sort)).scalars())


def fallen_due(conn: Connection, now: datetime) -> dict[tuple[str, int], datetime]:
    """Things on whose clocks something has fallen due by `now`, and when it did so last."""
    columns = (_clock.thing_kind, _clock.thing_id, _clock.t50, _clock.t75, _clock.t90, _clock.due, _clock.next_at)
    rows = conn.execute(select(*columns).where(_clock.open, _clock.next_at <= now).order_by(_clock.id))
    latest: dict[tuple[str, int], datetime] = {}
    for row in rows:
        due = row.due + timedelta(seconds=1) if row.due else None
        marks = [mark for mark in (row.t50, row.t75, row.t90, due, row.next_at) if mark is not None and mark <= now]
        thing = (row.thing_kind, row.thing_id)
        latest[thing] = max([*marks, *([latest[thing]] if thing in latest else [])])
    return latest


def breached_before(conn: Connection, instant: datetime) -> list[int]:
    """Clocks that are past due since before an instant."""
    late = select(_clock.id).where(_clock.open, _clock.state == ClockState.BREACHED, _clock.due < instant)
    return list(conn.execute(late.order_by(_clock.id)).scalars())


def queue(conn: Connection, desk: int) -> tuple[list[Caller], list[Caller], int]:
    """Waiting calls, those that somebody has claimed (both by age), and how many call-backs are owed."""
    columns = (
        _call.id,
        _call.state,
        _call.live,
        _call.channel,
        _call.entered_at,
        _call.claimed_by_id,
        _call.claimed_at,
    )
    rows = conn.execute(select(*columns).where(_call.desk_id == desk, _call.open).order_by(_call.entered_at)).all()
    found: dict[str, list[Caller]] = {CallState.WAITING: [], CallState.CLAIMED: []}
    for row in rows:
        one = Caller(row.id, row.live, row.channel, row.entered_at, row.claimed_by_id, row.claimed_at)
        found.setdefault(row.state, []).append(one)
    owed = select(_call.id).where(_call.desk_id == desk, _call.callback_state.in_(("wanted", "lead")))
    return found[CallState.WAITING], found[CallState.CLAIMED], len(conn.execute(owed).all())
