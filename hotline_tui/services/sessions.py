"""One console at a desk: signing on and off, staying alive, who sits here and on which shift."""

from __future__ import annotations

import socket
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, select

from hotline_tui import __version__
from hotline_tui.domain.board import Me
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.words import CallState
from hotline_tui.services.rows import Rec, desk_of
from hotline_tui.services.shifts import shift_on
from hotline_tui.store import leases
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Call, Desk, Operator, OperatorRole, Session, table_of


def sign_on(store: Store, operator: int | None, desk: int | None, now: datetime) -> Me:
    """Open a session. None picks the last or the only operator, and the operator's desk."""
    with store.write() as conn:
        who = _operator(conn, operator)
        where = desk_of(conn, desk or who.desk_id)
        session = leases.start_session(
            conn, operator_id=who.id, desk_id=where.id, host=socket.gethostname()[:80], console_version=__version__
        )
        _claim_again(conn, who.id, session)
        return me(conn, who, where, session, now)


def resume(store: Store, before: Me, now: datetime) -> Me | None:
    """Go on with a session after its connection was lost; None when this database has none like it (a restored one).

    Refused when its operator has signed in elsewhere since: the claims are there.
    """
    s, o = table_of(Session).c, table_of(Operator)
    with store.write() as conn:
        same = (s.id == before.session_id, s.operator_id == before.operator_id, s.desk_id == before.desk_id)
        row = conn.execute(select(o).join(s.id.table, s.operator_id == o.c.id).where(*same)).first()
        if row is None:
            return None
        _beat(conn, before.session_id)
        return me(conn, Rec(o, dict(row._mapping)), desk_of(conn, before.desk_id), before.session_id, now)


def _operator(conn: Connection, operator: int | None) -> Rec:
    o, s = table_of(Operator), table_of(Session).c
    here = select(o).where(o.c.retired_at.is_(None))
    if operator is not None:
        row = conn.execute(here.where(o.c.id == operator)).first()
    else:
        last = here.join(s.id.table, s.operator_id == o.c.id).order_by(s.id.desc()).limit(1)
        row = conn.execute(last).first() or conn.execute(here.order_by(o.c.id).limit(1)).first()
    if row is None:
        raise Refused(N_("Nobody can sign on here: this database has no such operator. Run hotline init first."))
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
    )


def sign_off(store: Store, session: int, operator: int, desk: int, now: datetime) -> None:
    """End the session: its claims are let go, its calls wait again."""
    with store.write() as conn:
        held = leases.end_session(conn, session)
        calls = tuple(one.thing_id for one in held if one.thing_kind == "call")
        if calls:
            # The write side is not needed to sign on: the first board comes earlier without it.
            from hotline_tui.services.bus import execute_in
            from hotline_tui.services.escalations import ReleaseHeld

            command = ReleaseHeld(id=uuid4(), actor=operator, desk=desk, calls=calls, why="signed_off")
            execute_in(conn, command, now, session=session)


def beat(store: Store, session: int) -> None:
    """Keep the console's claims alive. Refused when its operator has signed in elsewhere."""
    with store.write() as conn:
        _beat(conn, session)


def _beat(conn: Connection, session: int) -> None:
    if not leases.beat(conn, session):
        raise Refused(N_("This console's session has ended, because you signed in elsewhere; sign in again."))


def desks(conn: Connection) -> list[tuple[int, str]]:
    """Every desk: (id, name)."""
    d = table_of(Desk).c
    return [(row.id, row.name) for row in conn.execute(select(d.id, d.name).where(d.retired_at.is_(None)))]
