"""Looks for what has fallen due by itself, in one statement of indexed parts. Every console does, at each heartbeat.

What writes it is loaded only where there is something: most consoles only look.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.words import ThingKind
from hotline_tui.store import leases
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Clock, Engineer, Escalation, Feed, Post, RosterEntry, Seal, table_of

PER_RUN = 40
"""So many things at most in one sweep; the next heartbeat does the rest."""

BUDGET_S = 0.2
"""A sweep does not keep its console from other work for longer; it stops after the thing it is at."""

SEAL_EVERY = timedelta(hours=1)

GRACE = timedelta(minutes=15)
"""So long the incoming operator may be late before the shift lead is to be told."""

HANDOVER_LATE = "handover_late"
"""The step by which the lead is told."""

_log = logging.getLogger(__name__)
_clock, _engineer, _seal, _feed = table_of(Clock).c, table_of(Engineer).c, table_of(Seal).c, table_of(Feed).c
_entry, _post, _told = table_of(RosterEntry).c, table_of(Post).c, table_of(Escalation).c


@dataclass(frozen=True, slots=True)
class Look:
    """What one statement tells of the whole desk."""

    fallen: bool
    """Something has fallen due."""
    seal: bool
    """A seal over the record is due."""
    beyond_calls: int
    """How many changes have been of more than calls."""


@cache
def _look_on(dialect: str) -> Select[Any]:
    """One round trip: most heartbeats find nothing."""
    sealed = select(_seal.at).order_by(_seal.number.desc()).limit(1).scalar_subquery()
    return select(
        exists().where(*_FALLEN).label("clocks"),
        leases.any_dead(dialect).label("dead"),
        exists().where(*_BREAK_OVER).label("breaks"),
        sealed.label("sealed"),
        _late().limit(1).exists().label("late"),
        select(_feed.beyond_calls).where(_feed.id == 1).scalar_subquery().label("beyond_calls"),
    )


def look(conn: Connection, now: datetime) -> Look:
    """Has anything fallen due by `now`?"""
    seen = conn.execute(_look_on(conn.dialect.name), _times(now)).one()
    return Look(
        fallen=bool(seen.clocks or seen.dead or seen.breaks or seen.late),
        seal=seen.sealed is None or now - seen.sealed >= SEAL_EVERY,
        beyond_calls=int(seen.beyond_calls or 0),
    )


def sweep(store: Store, now: datetime, *, limit: int = PER_RUN, budget_s: float = BUDGET_S) -> int:
    """Do what has fallen due by `now`; how many things were touched."""
    with store.read() as conn:
        seen = look(conn, now)
        if not (seen.fallen or seen.seal):
            return 0
        things = _due(conn, now, limit)
        stale = _stale(conn, now)
        overdue = late_handovers(conn, now)
    from hotline_tui.services.bus import execute
    from hotline_tui.services.escalations import FallDue, LetGo
    from hotline_tui.services.handover_late import HandoverLate
    from hotline_tui.store import chains

    until, touched = time.monotonic() + budget_s, 0
    for kind, number in things:
        try:
            execute(store, FallDue(id=uuid4(), actor=0, desk=0, thing_kind=kind, thing=number), now)
        except Invalid as error:  # one damaged record must not keep all others from falling due
            _log.warning("%s %s can't be brought to now: %s", kind, number, error)
        touched += 1
        if time.monotonic() > until:
            break
    if stale:
        execute(store, LetGo(id=uuid4(), actor=0, desk=0), now)
    for desk in overdue:
        execute(store, HandoverLate(id=uuid4(), actor=0, desk=desk), now)
    if seen.seal:
        with store.write() as conn:
            chains.seal(conn, now)
    return touched + stale + len(overdue)


_NOW, _LATEST = (bindparam(name, type_=_clock.next_at.type) for name in ("now", "latest"))
_FALLEN = (_clock.open, _clock.next_at.is_not(None), _clock.next_at <= _NOW)
_BREAK_OVER = (_engineer.by_hand_until <= _NOW, _engineer.by_hand != "")


def _times(now: datetime) -> dict[str, datetime]:
    return {"now": now, "latest": now - GRACE}


def _late() -> Select[Any]:
    """Posts that should have passed on; those the lead was told of left out."""
    said = exists().where(
        _told.thing_kind == str(ThingKind.DESK),
        _told.thing_id == _entry.desk_id,
        _told.step == HANDOVER_LATE,
        _told.at >= _entry.starts_at,
    )
    return (
        select(_entry.desk_id, _entry.starts_at, _post.holder_id)
        .join_from(table_of(RosterEntry), table_of(Post), _post.id == _entry.post_id)
        .where(
            *(_entry.state.in_(("planned", "confirmed")), _entry.kind == "duty"),
            *(_entry.starts_at <= _LATEST, _entry.ends_at > _NOW),
            *(_post.holder_id.is_not(None), _post.holder_id != _entry.operator_id),
            _post.held_since < _entry.starts_at,
            ~said,
        )
    )


def _due(conn: Connection, now: datetime, limit: int) -> list[tuple[str, int]]:
    rows = conn.execute(
        select(_clock.thing_kind, _clock.thing_id).where(*_FALLEN).order_by(_clock.next_at, _clock.id).limit(limit),
        _times(now),
    )
    return list(dict.fromkeys((row.thing_kind, row.thing_id) for row in rows))


def _stale(conn: Connection, now: datetime) -> int:
    breaks = select(func.count()).where(*_BREAK_OVER)
    return len(leases.dead(conn)) + int(conn.execute(breaks, _times(now)).scalar_one())


def late_handovers(conn: Connection, now: datetime, desk: int | None = None) -> dict[int, tuple[datetime, int]]:
    """Desks where a post should have passed on → (since when, who still fills it); those told of already left out."""
    late = _late().order_by(_entry.starts_at)
    rows = conn.execute(late if desk is None else late.where(_entry.desk_id == desk), _times(now))
    found: dict[int, tuple[datetime, int]] = {}
    for row in rows:
        found.setdefault(row.desk_id, (row.starts_at, row.holder_id))
    return found
