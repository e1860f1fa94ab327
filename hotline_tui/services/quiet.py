"""A console whose terminal is not heard any more, over a line that nobody has closed: its calls wait for others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from hotline_tui.domain.board import Me, Regained
from hotline_tui.domain.commands import ClaimCall
from hotline_tui.domain.errors import Conflict, Invalid, Refused
from hotline_tui.domain.words import CallState
from hotline_tui.services import sessions
from hotline_tui.store import leases
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Call, Customer, Operator, table_of


def fall_silent(store: Store, me: Me, now: datetime) -> None:
    """Let go of all that this console holds. Its session stays: who types there goes on when the line is back."""
    with store.write() as conn:
        held = leases.let_go(conn, me.session_id)
        sessions.wait_again(conn, held, me.operator_id, me.desk_id, now, "line_silent")


def come_back(store: Store, me: Me, calls: Sequence[int], now: datetime) -> tuple[Regained, ...]:
    """Claim again what nobody else is at. Refused when the operator has signed on elsewhere meanwhile."""
    from hotline_tui.services.bus import execute

    with store.write() as conn:
        sessions.beat(conn, me.session_id)
    for call in calls:
        again = ClaimCall(id=uuid4(), actor=me.operator_id, desk=me.desk_id, call=call, session=me.session_id)
        try:
            execute(store, again, now, session=me.session_id)
        except (Conflict, Refused, Invalid):
            continue  # somebody else's, or done: that is told
    return _whose(store, me.operator_id, calls)


def _whose(store: Store, operator: int, calls: Sequence[int]) -> tuple[Regained, ...]:
    c, o, k = table_of(Call), table_of(Operator), table_of(Customer)
    call = (c.c.id, c.c.state, c.c.claimed_by_id, c.c.name_given, c.c.number, c.c.address)
    query = (
        select(*call, o.c.name, k.c.name.label("customer"))
        .outerjoin(o, o.c.id == c.c.claimed_by_id)
        .outerjoin(k, k.c.id == c.c.customer_id)
        .where(c.c.id.in_(calls))
        .order_by(c.c.id)
    )
    with store.read() as conn:
        rows = conn.execute(query).all()
    found = []
    for row in rows:
        claimed = row.state == CallState.CLAIMED
        mine = claimed and row.claimed_by_id == operator
        caller = row.customer or row.name_given or row.number or row.address or f"{row.id}"
        found.append(Regained(row.id, caller, mine, (row.name or "") if claimed and not mine else ""))
    return tuple(found)
