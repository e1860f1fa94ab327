"""To whom work can be passed: the desk's people and posts (HA-3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from ..domain.board import PAGE, ColleagueRow
from ..store import leases
from ..store.tables import Operator, Post, table_of
from .people import people

operator = table_of(Operator).c
post = table_of(Post).c


def colleagues(connection: Connection, desk: int, *, now: datetime) -> tuple[ColleagueRow, ...]:
    """People with a role at the desk, those at a console or on shift first and who is away last; then posts."""
    seated = {who for who, where, _doing in leases.present(connection) if where == desk}
    known = people(connection, desk, now)
    known.sort(key=lambda one: (not one.reachable, one.id not in seated, not one.on_duty, one.id))
    rows = [
        ColleagueRow(
            "operator", one.id, one.name, tuple(sorted(one.roles)), one.on_duty, one.id in seated, not one.reachable
        )
        for one in known[:PAGE]
    ]
    posts = connection.execute(
        select(post.id, post.name, post.role, operator.name.label("holder"))
        .select_from(table_of(Post).outerjoin(table_of(Operator), operator.id == post.holder_id))
        .where(post.desk_id == desk, post.retired_at.is_(None))
        .order_by(post.sort, post.id)
        .limit(PAGE)
    )
    for row in posts:
        held = row.holder is not None
        rows.append(ColleagueRow("post", row.id, row.name, (row.role,), held, False, False, row.holder or ""))
    return tuple(rows[:PAGE])
