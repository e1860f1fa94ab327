"""Whether a handover is due, open, given to somebody, or was never made: for the state line and the sign-on (OR-3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from ..domain.board.duty import HandoverState
from ..domain.words import HandoverState as State
from ..store.tables import Handover, Operator, Post, table_of
from .rows import desk_of
from .shifts import change_at, shift_on

handover, operator, post = table_of(Handover).c, table_of(Operator).c, table_of(Post).c

SOON = timedelta(minutes=30)
"""The handover is asked for so long before the shift ends."""

_OPEN = (
    select(handover.id, handover.from_operator_id, handover.to_operator_id, handover.state, operator.name)
    .join_from(table_of(Handover), table_of(Operator), operator.id == handover.from_operator_id)
    .where(handover.desk_id == bindparam("desk"), handover.state.in_([str(State.DRAFTED), str(State.REVIEWING)]))
    .order_by((handover.from_operator_id == bindparam("who")).desc(), handover.id.desc())
    .limit(1)
)
_HELD = select(post.holder_id, post.held_since).where(
    post.desk_id == bindparam("desk"), post.holder_id.is_not(None), post.retired_at.is_(None)
)


def state(conn: Connection, desk: int, who: int, *, now: datetime) -> HandoverState:
    """What an operator at this desk must know about handing over."""
    place = desk_of(conn, desk)
    held = [row for row in conn.execute(_HELD, {"desk": desk}) if row.held_since is not None]
    mine = [row.held_since for row in held if row.holder_id == who]
    others = [row.held_since for row in held if row.holder_id != who]
    ending, _ = change_at(conn, place, now)
    due = missed = None
    if mine and max(mine) < ending.end - SOON <= now:
        due = ending.end.timestamp()
    began = shift_on(conn, place, now).start
    if others and not mine and max(others) < began - SOON:
        missed = began.timestamp()
    rec = conn.execute(_OPEN, {"desk": desk, "who": who}).first()
    if rec is None:
        return HandoverState(due=due, missed_since=missed)
    own = rec.from_operator_id == who
    given = rec.state == State.REVIEWING and not own and rec.to_operator_id in (None, who)
    return HandoverState(rec.id, rec.name, own, given, due, missed)
