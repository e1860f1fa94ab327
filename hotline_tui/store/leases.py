"""Claims as leases (data.md 5): they live as long as their session's heartbeat is fresh by the database's clock.

All functions take an open write transaction. Nothing here is on the record: the services write the event of a claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, exists, insert, or_, select, update

from hotline_tui.domain.errors import N_, Conflict, Refused
from hotline_tui.store.tables.places import Operator
from hotline_tui.store.tables.sessions import Lease, Session
from hotline_tui.store.types import NOW_MS, insert_for, now_ms, table_of

TTL_MS = 20_000
"""A heartbeat older than this is dead. Consoles beat every 5 s."""

AHEAD_MS = 120_000
"""A heartbeat this far in the future (the clock was set back) is dead too."""

_lease, _session, _operator = table_of(Lease), table_of(Session), table_of(Operator)

TYPING = ":typing"
"""Behind the thing that a console is at, when something is typed there."""
MOST_COMPANY = 20


@dataclass(frozen=True, slots=True)
class Held:
    """One lease, whoever holds it. `live` is False when its console has gone silent or ended."""

    resource: str
    thing_kind: str
    thing_id: int
    token: str
    session_id: int
    operator_id: int
    operator_name: str
    since: datetime
    live: bool


def _at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def start_session(
    conn: Connection, *, operator_id: int, desk_id: int, host: str = "", console_version: str = ""
) -> int:
    """A console starts: takes over at once whatever its operator's earlier sessions held. Gives the session's id."""
    now = now_ms(conn)
    made = insert(_session).values(
        token=uuid4().hex,
        operator_id=operator_id,
        desk_id=desk_id,
        started_at=_at(now),
        heartbeat_ms=now,
        host=host,
        console_version=console_version,
    )
    session_id = int(conn.execute(made.returning(_session.c.id)).scalar_one())
    mine = and_(_session.c.operator_id == operator_id, _session.c.id != session_id, _session.c.ended_at.is_(None))
    # in this order: a claim that is being made at an earlier session is waited for, and moves along
    conn.execute(update(_session).where(mine).values(ended_at=_at(now)))
    conn.execute(update(_lease).where(_lease.c.operator_id == operator_id).values(session_id=session_id))
    return session_id


@cache
def _beat_on(dialect: str, *, doing: bool) -> Any:
    said: dict[str, Any] = {"doing": bindparam("does")} if doing else {}
    return (
        update(_session)
        .where(_session.c.id == bindparam("me"), _session.c.ended_at.is_(None))
        .values(heartbeat_ms=NOW_MS[dialect], **said)
        .returning(_session.c.heartbeat_ms)
    )


def beat(conn: Connection, session_id: int, *, doing: str | None = None) -> datetime | None:
    """One write keeps all of a console's claims. The instant by the database's clock; None when the session has ended
    (signed in elsewhere).
    """
    made = _beat_on(conn.dialect.name, doing=doing is not None)
    given = {"me": session_id} if doing is None else {"me": session_id, "does": doing}
    at = conn.execute(made, given).scalar()
    return None if at is None else _at(at)


def let_go(conn: Connection, session_id: int) -> list[Held]:
    """All that a session holds is free; what it was, so that its calls go back to the queue."""
    gone = [held for held in holders(conn) if held.session_id == session_id]
    conn.execute(delete(_lease).where(_lease.c.session_id == session_id))
    return gone


def end_session(conn: Connection, session_id: int) -> list[Held]:
    """A console ends in good order: its leases are let go and named."""
    gone = let_go(conn, session_id)
    conn.execute(update(_session).where(_session.c.id == session_id).values(ended_at=_at(now_ms(conn))))
    return gone


_HELD = (
    select(_lease, _operator.c.name.label("operator_name"), _session.c.heartbeat_ms, _session.c.ended_at)
    .join(_session, _session.c.id == _lease.c.session_id)
    .join(_operator, _operator.c.id == _lease.c.operator_id)
)
_HELD_ONE = _HELD.where(_lease.c.resource == bindparam("wanted"))
_ME = (
    select(_session.c.operator_id, _session.c.ended_at, _operator.c.name)
    .join(_operator, _operator.c.id == _session.c.operator_id)
    .where(_session.c.id == bindparam("me"))
    .with_for_update(read=True, of=_session)  # it does not end while it takes something
)
_PASS = (
    update(_lease)
    .where(
        _lease.c.resource == bindparam("wanted"),
        _lease.c.token == bindparam("from_token"),
        _lease.c.session_id == bindparam("from_session"),
    )
    .values({name: bindparam(f"to_{name}") for name in ("token", "session_id", "operator_id", "since")})
)


@cache
def _take_on(dialect: str) -> Any:
    made = insert_for(dialect)(_lease).on_conflict_do_nothing(index_elements=["resource"])
    return made.execution_options(preserve_rowcount=True)


def _as_held(row: Row[Any], now: int) -> Held:
    return Held(
        resource=row.resource,
        thing_kind=row.thing_kind,
        thing_id=row.thing_id,
        token=row.token,
        session_id=row.session_id,
        operator_id=row.operator_id,
        operator_name=row.operator_name,
        since=row.since,
        live=row.ended_at is None and now - TTL_MS < row.heartbeat_ms <= now + AHEAD_MS,
    )


def any_dead(dialect: str) -> ColumnElement[bool]:
    """Whether a console that has gone silent or ended holds something."""
    now, beaten = NOW_MS[dialect], _session.c.heartbeat_ms
    gone = or_(_session.c.ended_at.is_not(None), beaten <= now - TTL_MS, beaten > now + AHEAD_MS)
    return exists().where(_session.c.id == _lease.c.session_id, gone)


def holders(conn: Connection, *resources: str) -> list[Held]:
    """Who holds these resources (or all that is held)."""
    now = now_ms(conn)
    query = _HELD.where(_lease.c.resource.in_(resources)) if resources else _HELD
    return [_as_held(row, now) for row in conn.execute(query)]


def acquire(
    conn: Connection, *, session_id: int, thing_kind: str, thing_id: int, use: str = "", force: bool = False
) -> Held:
    """Claim a thing for a session; `use` tells two kinds of claim on one thing apart (`edit`).

    Free, dead or one's own operator's: taken. Another's live one: Conflict with `who` and `since`, unless `force` (a
    take-over). Refused when the session itself has ended.
    """
    resource = name_of(thing_kind, thing_id, use)
    me = conn.execute(_ME, {"me": session_id}).one_or_none()
    if me is None or me.ended_at is not None:
        raise Refused(N_("This console's session has ended, because you signed in elsewhere; sign in again."))
    while True:
        now = now_ms(conn)
        found = conn.execute(_HELD_ONE, {"wanted": resource}).one_or_none()
        held = None if found is None else _as_held(found, now)
        since = _at(now)
        if held is not None and held.live:
            if held.operator_id == me.operator_id:
                since = held.since
            elif not force:
                raise Conflict(N_("Claimed by {who} since {since}."), who=held.operator_name, since=held.since)
        token = uuid4().hex
        mine = {"token": token, "session_id": session_id, "operator_id": me.operator_id, "since": since}
        if held is None:
            what = {"resource": resource, "thing_kind": str(thing_kind), "thing_id": thing_id, **mine}
            taken = conn.execute(_take_on(conn.dialect.name), what)
        else:
            what = {"wanted": resource, "from_token": held.token, "from_session": held.session_id}
            taken = conn.execute(_PASS, what | {f"to_{name}": value for name, value in mine.items()})
        if taken.rowcount == 1:  # else somebody was at it since the look: look again
            return Held(
                resource, str(thing_kind), thing_id, token, session_id, me.operator_id, me.name, since, live=True
            )


def name_of(thing_kind: str, thing_id: int, use: str = "") -> str:
    """The resource's name: `call:17`, `ticket:5:edit`."""
    return f"{thing_kind!s}:{thing_id}" + (f":{use}" if use else "")


def release(conn: Connection, *, session_id: int, thing_kind: str, thing_id: int, use: str = "") -> bool:
    """Let one claim go. False when this session did not hold it."""
    resource = name_of(thing_kind, thing_id, use)
    mine = and_(_lease.c.resource == resource, _lease.c.session_id == session_id)
    return conn.execute(delete(_lease).where(mine)).rowcount == 1


def drop(conn: Connection, *, thing_kind: str, thing_id: int) -> None:
    """Let every claim on a thing go (it is handled)."""
    conn.execute(delete(_lease).where(_lease.c.thing_kind == str(thing_kind), _lease.c.thing_id == thing_id))


def dead(conn: Connection) -> list[tuple[str, int]]:
    """What dead consoles still hold."""
    return [(held.thing_kind, held.thing_id) for held in holders(conn) if not held.live]


def expire(conn: Connection) -> list[Held]:
    """Remove the leases of dead consoles and name them: the caller puts their calls back into the queue.

    On a server, lock the things first (`dead`): else somebody may take them over at this moment.
    """
    gone: list[Held] = []
    for held in holders(conn):
        same = and_(_lease.c.resource == held.resource, _lease.c.session_id == held.session_id)
        if not held.live and conn.execute(delete(_lease).where(same)).rowcount == 1:
            gone.append(held)
    return gone


_SEATED = (
    select(_session.c.operator_id, _session.c.id)
    .where(_session.c.operator_id.in_(bindparam("operators", expanding=True)), _session.c.ended_at.is_(None))
    .where(_session.c.heartbeat_ms > bindparam("after"), _session.c.heartbeat_ms <= bindparam("until"))
    .order_by(_session.c.id)
)


def seated(conn: Connection, operators: Iterable[int]) -> dict[int, int]:
    """Those of the operators who sit at a console now, each with the session."""
    now = now_ms(conn)
    given = {"operators": sorted(set(operators)), "after": now - TTL_MS, "until": now + AHEAD_MS}
    return {row.operator_id: row.id for row in conn.execute(_SEATED, given)}


def session_of(conn: Connection, operator_id: int) -> int | None:
    """The session at which an operator sits now, or None."""
    return seated(conn, [operator_id]).get(operator_id)


@dataclass(frozen=True, slots=True)
class Seen:
    """When an operator's latest console was last heard of. `at`: seconds since the epoch, by the database's clock."""

    operator_id: int
    at: float
    doing: str
    live: bool


def last_seen(conn: Connection, desk_id: int) -> list[Seen]:
    """The latest console of each operator at a desk, those of the last day."""
    now = now_ms(conn)
    rows = conn.execute(
        select(_session.c.operator_id, _session.c.heartbeat_ms, _session.c.ended_at, _session.c.doing)
        .where(_session.c.desk_id == desk_id, _session.c.heartbeat_ms > now - 86_400_000)
        .order_by(_session.c.id)
    )
    found = {
        row.operator_id: Seen(
            row.operator_id,
            row.heartbeat_ms / 1000,
            row.doing,
            row.ended_at is None and now - TTL_MS < row.heartbeat_ms <= now + AHEAD_MS,
        )
        for row in rows
    }
    return list(found.values())


def company(conn: Connection, thing: str, operator_id: int) -> list[tuple[str, bool]]:
    """Who else has `thing` open at a console that is alive: (name, whether something is typed there)."""
    now = now_ms(conn)
    query = (
        select(_operator.c.name, _session.c.doing)
        .join(_operator, _operator.c.id == _session.c.operator_id)
        .where(
            _session.c.ended_at.is_(None),
            _session.c.heartbeat_ms > now - TTL_MS,
            _session.c.heartbeat_ms <= now + AHEAD_MS,
            _session.c.doing.in_((thing, thing + TYPING)),
            _session.c.operator_id != operator_id,
        )
        .order_by(_session.c.doing.desc(), _operator.c.name)
        .limit(MOST_COMPANY)
    )
    return [(row.name, row.doing.endswith(TYPING)) for row in conn.execute(query)]


def present(conn: Connection) -> list[tuple[int, int, str]]:
    """Consoles that are alive: (operator id, desk id, what they are at)."""
    now = now_ms(conn)
    fresh = and_(
        _session.c.ended_at.is_(None),
        _session.c.heartbeat_ms > now - TTL_MS,
        _session.c.heartbeat_ms <= now + AHEAD_MS,
    )
    query = select(_session.c.operator_id, _session.c.desk_id, _session.c.doing).where(fresh)
    return [(row.operator_id, row.desk_id, row.doing) for row in conn.execute(query)]
