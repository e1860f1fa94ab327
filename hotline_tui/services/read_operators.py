"""Who may sign on: roles, PIN or not, keys by their fingerprints, when last seen (`hotline operator list`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from hotline_tui.domain.errors import N_, Barred, Refused
from hotline_tui.domain.ssh_key import PublicKey, kept_key
from hotline_tui.store import leases
from hotline_tui.store.tables import Desk, Operator, OperatorRole, Session, table_of

_operator, _role, _desk, _session = (table_of(model).c for model in (Operator, OperatorRole, Desk, Session))


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """One who may sign on, or (with `retired`) could. Instants are aware, in UTC."""

    id: int
    login: str
    name: str
    name_en: str
    desk: str
    roles: tuple[str, ...]
    """Held at every desk."""
    roles_at: tuple[tuple[str, str], ...]
    """(desk, role): held at one desk only."""
    pin: bool
    keys: tuple[PublicKey, ...]
    language: str
    phone: str
    seen: datetime | None
    """When a console of theirs was last opened."""
    at_console: bool
    retired: datetime | None


def operators(conn: Connection, now: datetime, *, retired: bool = False) -> tuple[OperatorRow, ...]:
    """Everybody who may sign on, by login; with `retired` those as well who no longer do."""
    rows = conn.execute(
        select(table_of(Operator), _desk.name.label("desk"))
        .join(table_of(Desk), _desk.id == _operator.desk_id)
        .order_by(_operator.login)
    ).all()
    last = select(_session.operator_id, func.max(_session.started_at).label("at")).group_by(_session.operator_id)
    seen = {row.operator_id: row.at for row in conn.execute(last)}
    here = {operator for operator, _where, _doing in leases.present(conn)}
    held = _held(conn, now)
    return tuple(
        _row(row, held.get(row.id, []), seen.get(row.id), at_console=row.id in here)
        for row in rows
        if retired or row.retired_at is None
    )


def operator_by_login(conn: Connection, login: str) -> int:
    """The operator's id. Refused when nobody signs in so."""
    wanted = login.strip()
    found = conn.execute(select(_operator.id).where(func.lower(_operator.login) == wanted.casefold())).scalar()
    if found is None:  # the login of a desk's first operator may be a name in any script
        found = conn.execute(select(_operator.id).where(_operator.login == wanted)).scalar()
    if found is None:
        raise Refused(N_("Nobody signs in as {login}. See `hotline operator list`."), login=wanted)
    return int(found)


def operator_by_key(conn: Connection, login: str, fingerprint: str) -> int:
    """The operator of this login who holds this key. Barred when it is not theirs, or they are retired."""
    row = conn.execute(
        select(_operator.id, _operator["keys"]).where(_operator.login == login, _operator.retired_at.is_(None))
    ).first()
    held = [key.fingerprint for line in row.keys if (key := kept_key(line))] if row is not None else []
    if row is None or fingerprint not in held:
        raise Barred(N_("This key opens no console any more. Ask the shift lead."))
    return int(row.id)


def _held(conn: Connection, now: datetime) -> dict[int, list[Any]]:
    rows = conn.execute(
        select(_role.operator_id, _role.role, _desk.name.label("desk"))
        .select_from(table_of(OperatorRole).outerjoin(table_of(Desk), _desk.id == _role.desk_id))
        .where(_role.from_at.is_(None) | (_role.from_at <= now), _role.to_at.is_(None) | (_role.to_at > now))
        .order_by(_role.id)
    )
    held: dict[int, list[Any]] = {}
    for row in rows:
        held.setdefault(row.operator_id, []).append(row)
    return held


def _row(row: Any, held: list[Any], seen: datetime | None, *, at_console: bool) -> OperatorRow:
    return OperatorRow(
        id=row.id,
        login=row.login,
        name=row.name,
        name_en=row.name_en,
        desk=row.desk,
        roles=tuple(one.role for one in held if one.desk is None),
        roles_at=tuple((one.desk, one.role) for one in held if one.desk is not None),
        pin=bool(row.pin_hash),
        keys=tuple(key for line in row.keys if (key := kept_key(line))),
        language=row.language,
        phone=row.phone,
        seen=seen,
        at_console=at_console,
        retired=row.retired_at,
    )
