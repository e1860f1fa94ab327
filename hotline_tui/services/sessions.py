"""One console at a desk: signing on and off, staying alive, who sits here and on which shift."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, select

from hotline_tui import __version__
from hotline_tui.domain.board import Me
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.seats import LOCK_AFTER_MIN, SignOnNeeded
from hotline_tui.domain.words import CallState
from hotline_tui.services import identity
from hotline_tui.services.rows import Rec, desk_of
from hotline_tui.services.shifts import shift_on
from hotline_tui.store import leases
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Call, Desk, Operator, OperatorRole, Session, table_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who wants to sign on. None: the only one who can, at a demo the last one."""

    operator: int | None = None
    desk: int | None = None
    pin: str = field(default="", repr=False)
    by_key: bool = False
    """An SSH key has proved it: no PIN is asked for."""
    look_on: bool = False
    """No session: nothing is written."""


def sign_on(store: Store, claim: Claim, now: datetime) -> Me:
    """Open a session, at the operator's own desk unless another is named.

    Raises SignOnNeeded where somebody has to be asked who they are or for their PIN, Refused for a wrong one.
    """
    proven = claim.by_key
    if claim.pin and claim.operator is not None and not proven:
        identity.check_pin(store, claim.operator, claim.pin, now)
        proven = True
    with store.read() if claim.look_on else store.write() as conn:
        who, where = _who(conn, claim, now)
        demo = bool(where.settings.get("demo", False))
        if who.pin_hash and not (proven or demo):
            raise SignOnNeeded(identity.seats(conn, where, now, who.id))
        session = 0
        if not claim.look_on:
            session = leases.start_session(
                conn, operator_id=who.id, desk_id=where.id, host=socket.gethostname()[:80], console_version=__version__
            )
            _claim_again(conn, who.id, session)
        return replace(me(conn, who, where, session, now), by_key=claim.by_key, read_only=claim.look_on)


def resume(store: Store, before: Me, now: datetime) -> Me | None:
    """Go on with a session after its connection was lost; None when this database has none like it (a restored one).

    Refused when its operator has signed in elsewhere since: the claims are there.
    """
    if before.read_only:
        return again(store, before, now)
    s, o = table_of(Session).c, table_of(Operator)
    with store.write() as conn:
        same = (s.id == before.session_id, s.operator_id == before.operator_id, s.desk_id == before.desk_id)
        row = conn.execute(select(o).join(s.id.table, s.operator_id == o.c.id).where(*same)).first()
        if row is None:
            return None
        beat(conn, before.session_id)
        return me(conn, Rec(o, dict(row._mapping)), desk_of(conn, before.desk_id), before.session_id, now)


def again(store: Store, before: Me, now: datetime) -> Me:
    """Who sits here, as the database has it now: roles, shift, PIN. Refused for one who signs on no more."""
    with store.read() as conn:
        who, where = _operator(conn, before.operator_id), desk_of(conn, before.desk_id)
        found = me(conn, who, where, before.session_id, now)
    return replace(found, by_key=before.by_key, read_only=before.read_only)


def _who(conn: Connection, claim: Claim, now: datetime) -> tuple[Rec, Rec]:
    """The operator and the desk. Several could be meant: SignOnNeeded, but for a demo, which never asks."""
    who = _operator(conn, claim.operator)
    where = desk_of(conn, claim.desk or who.desk_id)
    if claim.operator is not None or where.settings.get("demo", False):
        return who, where
    able = identity.able(conn, where, now)
    if len(able) > 1:
        raise SignOnNeeded(identity.seats(conn, where, now))
    return (who if able in ([], [who.id]) else _operator(conn, able[0])), where


def _operator(conn: Connection, operator: int | None) -> Rec:
    o, s = table_of(Operator), table_of(Session).c
    here = select(o).where(o.c.retired_at.is_(None))
    if operator is not None:
        row = conn.execute(here.where(o.c.id == operator)).first()
    else:
        last = here.join(s.id.table, s.operator_id == o.c.id).order_by(s.id.desc()).limit(1)
        row = conn.execute(last).first() or conn.execute(here.order_by(o.c.id).limit(1)).first()
    if row is None and operator is not None:
        raise Invalid(N_("There is no such desk or operator in this database. See --desk and --operator."))
    if row is None:
        raise Invalid(N_("There is no desk in this database yet. Make one with `hotline init`."))
    return Rec(o, dict(row._mapping))


def _claim_again(conn: Connection, operator: int, session: int) -> None:
    """What the operator's earlier console held without a lease (a claim from the command line) is held from here."""
    c = table_of(Call).c
    held = {one.thing_id for one in leases.holders(conn) if one.thing_kind == "call"}
    rows = conn.execute(select(c.id).where(c.state == CallState.CLAIMED, c.claimed_by_id == operator, c.open))
    for row in rows.all():
        if row.id not in held:
            leases.acquire(conn, session_id=session, thing_kind="call", thing_id=row.id, force=True)


def me(conn: Connection, who: Rec, desk: Rec, session: int, now: datetime) -> Me:
    """Who sits here."""
    r = table_of(OperatorRole).c
    here = r.desk_id.is_(None) | (r.desk_id == desk.id)
    held = r.from_at.is_(None) | (r.from_at <= now), r.to_at.is_(None) | (r.to_at > now)
    roles = conn.execute(select(r.role).where(r.operator_id == who.id, here, *held).order_by(r.id)).scalars()
    shift = shift_on(conn, desk, now)
    return Me(
        operator_id=who.id,
        operator=who.name,
        roles=tuple(roles),
        desk_id=desk.id,
        desk=desk.name,
        timezone=desk.timezone,
        language=who.language or desk.language,
        session_id=session,
        shift=shift.name,
        shift_start=shift.start.timestamp(),
        shift_end=shift.end.timestamp(),
        demo=bool(desk.settings.get("demo", False)),
        has_pin=bool(who.pin_hash),
        shared=len(identity.able(conn, desk, now)) > 1,
        lock_after_min=_lock_after(desk),
    )


def _lock_after(desk: Rec) -> float:
    """By the desk's settings; a demo locks itself only where they say so."""
    given = desk.settings.get("lock_after_min", 0.0 if desk.settings.get("demo") else LOCK_AFTER_MIN)
    return max(0.0, float(given)) if isinstance(given, int | float) else LOCK_AFTER_MIN


def leave(store: Store, before: Me) -> bool:
    """Somebody else sits down here: a session that holds nothing ends. Whether it holds something and goes on."""
    with store.write() as conn:
        if any(held.session_id == before.session_id for held in leases.holders(conn)):
            return True
        leases.end_session(conn, before.session_id)
        return False


def keep(store: Store, before: Me) -> bool:
    """Keep the claims of one who has left them at this console; False when none are left or they are elsewhere."""
    return leave(store, before) and _alive(store, before.session_id)


def _alive(store: Store, session: int) -> bool:
    with store.write() as conn:
        return leases.beat(conn, session, doing="away") is not None


def sign_off(store: Store, session: int, operator: int, desk: int, now: datetime) -> None:
    """End the session: its claims are let go, its calls wait again."""
    with store.write() as conn:
        wait_again(conn, leases.end_session(conn, session), operator, desk, now, "signed_off")


def wait_again(
    conn: Connection, held: Sequence[leases.Held], operator: int, desk: int, now: datetime, why: str
) -> None:
    """The calls among what one console has let go of are put back into the queue."""
    calls = tuple(one.thing_id for one in held if one.thing_kind == "call")
    if calls:
        # The write side is not needed to sign on: the first board comes earlier without it.
        from hotline_tui.services.bus import execute_in
        from hotline_tui.services.escalations import ReleaseHeld

        command = ReleaseHeld(id=uuid4(), actor=operator, desk=desk, calls=calls, why=why)
        execute_in(conn, command, now, session=held[0].session_id)


def beat(conn: Connection, session: int, *, doing: str | None = None) -> datetime:
    """Keep the console's claims alive; the instant by the database's clock. Refused when its operator has signed in
    elsewhere.
    """
    at = leases.beat(conn, session, doing=doing)
    if at is None:
        raise Refused(N_("This console's session has ended, because you signed in elsewhere; sign in again."))
    return at


def desks(conn: Connection) -> list[tuple[int, str]]:
    """Every desk: (id, name)."""
    d = table_of(Desk).c
    return [(row.id, row.name) for row in conn.execute(select(d.id, d.name).where(d.retired_at.is_(None)))]
