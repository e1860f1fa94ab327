"""Looks for what has fallen due by itself, with a few indexed reads. Every console may `sweep` with each heartbeat.

What writes it is loaded only where there is something: most consoles only look.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, func, select

from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.words import ThingKind
from hotline_tui.store import leases
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Clock, Engineer, Escalation, Post, RosterEntry, Seal, table_of

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
_clock, _engineer = table_of(Clock).c, table_of(Engineer).c
_entry, _post, _told = table_of(RosterEntry).c, table_of(Post).c, table_of(Escalation).c


def sweep(store: Store, now: datetime, *, limit: int = PER_RUN, budget_s: float = BUDGET_S) -> int:
    """Do what has fallen due by `now`; how many things were touched."""
    with store.read() as conn:
        things = _due(conn, now, limit)
        stale = _stale(conn, now)
        seal = _wants_seal(conn, now)
        overdue = late_handovers(conn, now)
    if not (things or stale or seal or overdue):
        return 0
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
    if seal:
        with store.write() as conn:
            chains.seal(conn, now)
    return touched + stale + len(overdue)


def _due(conn: Connection, now: datetime, limit: int) -> list[tuple[str, int]]:
    rows = conn.execute(
        select(_clock.thing_kind, _clock.thing_id)
        .where(_clock.open, _clock.next_at.is_not(None), _clock.next_at <= now)
        .order_by(_clock.next_at, _clock.id)
        .limit(limit)
    )
    return list(dict.fromkeys((row.thing_kind, row.thing_id) for row in rows))


def _stale(conn: Connection, now: datetime) -> int:
    breaks = select(func.count()).where(_engineer.by_hand_until <= now, _engineer.by_hand != "")
    return sum(not held.live for held in leases.holders(conn)) + int(conn.execute(breaks).scalar_one())


def _wants_seal(conn: Connection, now: datetime) -> bool:
    last = conn.execute(select(func.max(table_of(Seal).c.at))).scalar()
    return last is None or now - last >= SEAL_EVERY


def late_handovers(conn: Connection, now: datetime, desk: int | None = None) -> dict[int, tuple[datetime, int]]:
    """Desks where a post should have passed on → (since when, who still fills it); those told of already left out."""
    rows = conn.execute(
        select(_entry.desk_id, _entry.starts_at, _post.holder_id)
        .join_from(table_of(RosterEntry), table_of(Post), _post.id == _entry.post_id)
        .where(
            *(_entry.state.in_(("planned", "confirmed")), _entry.kind == "duty"),
            *(_entry.starts_at <= now - GRACE, _entry.ends_at > now),
            *(_post.holder_id.is_not(None), _post.holder_id != _entry.operator_id),
            _post.held_since < _entry.starts_at,
            *(() if desk is None else (_entry.desk_id == desk,)),
        )
        .order_by(_entry.starts_at)
    ).all()
    found: dict[int, tuple[datetime, int]] = {}
    for row in rows:
        said = select(_told.id).where(
            _told.thing_kind == str(ThingKind.DESK),
            _told.thing_id == row.desk_id,
            _told.step == HANDOVER_LATE,
            _told.at >= row.starts_at,
        )
        if row.desk_id not in found and conn.execute(said.limit(1)).first() is None:
            found[row.desk_id] = (row.starts_at, row.holder_id)
    return found
