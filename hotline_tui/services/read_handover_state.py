"""Whether a handover is due, open, given to somebody, or was never made: for the state line and the sign-on (OR-3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from ..domain.board.duty import HandoverState
from ..domain.words import HandoverState as State
from ..domain.words import Role, ThingKind
from ..store import leases
from ..store.tables import Event, Handover, Operator, OperatorRole, Post, RosterEntry, table_of
from .rows import Rec, desk_of
from .shifts import change_at, shift_on

handover, operator, post, entry = (table_of(one).c for one in (Handover, Operator, Post, RosterEntry))
event, role = table_of(Event).c, table_of(OperatorRole).c

SOON = timedelta(minutes=30)
"""The handover is asked for so long before the shift ends."""

_OPEN = (
    select(
        *(handover.id, handover.from_operator_id, handover.to_operator_id, handover.state, operator.name),
        *(handover.as_of, handover.drafted_at, handover.partial),
    )
    .join_from(table_of(Handover), table_of(Operator), operator.id == handover.from_operator_id)
    .where(handover.desk_id == bindparam("desk"), handover.state.in_([str(State.DRAFTED), str(State.REVIEWING)]))
    .order_by((handover.from_operator_id == bindparam("who")).desc(), handover.id.desc())
    .limit(1)
)
_HELD = select(post.holder_id, post.held_since).where(
    post.desk_id == bindparam("desk"), post.holder_id.is_not(None), post.retired_at.is_(None)
)


_RELIEF = (
    select(entry.starts_at)
    .join_from(table_of(RosterEntry), table_of(Post), post.id == entry.post_id)
    .where(
        *(entry.state.in_(("planned", "confirmed")), entry.kind == "duty"),
        *(post.holder_id == bindparam("who"), entry.operator_id != bindparam("who")),
        entry.starts_at <= bindparam("soon", type_=entry.starts_at.type),
        entry.ends_at > bindparam("now", type_=entry.ends_at.type),
    )
    .order_by(entry.starts_at)
    .limit(1)
)


_UNSIGNED = (
    select(handover.id)
    .where(
        *(
            handover.desk_id == bindparam("desk"),
            handover.countersign,
            handover.state.in_(("signed", "signed_reserved")),
        ),
        *(handover.from_operator_id != bindparam("who"), handover.to_operator_id != bindparam("who")),
        handover.in_signed_at > bindparam("since", type_=handover.in_signed_at.type),
        ~select(event.id)
        .where(
            *(event.thing_kind == str(ThingKind.HANDOVER), event.thing_id == handover.id),
            event.kind == "handover.countersign",
        )
        .exists(),
        select(role.id).where(role.operator_id == bindparam("who"), role.role == str(Role.SHIFT_LEAD)).exists(),
    )
    .order_by(handover.id.desc())
    .limit(1)
)
COUNTERSIGNED = timedelta(days=14)
"""So long the shift lead is reminded of a countersignature."""


def _relieved(conn: Connection, who: int, now: datetime) -> datetime | None:
    """When somebody else is to take one of this operator's posts, by the roster, if that is soon or past."""
    found: datetime | None = conn.scalar(_RELIEF, {"who": who, "soon": now + SOON, "now": now})
    return found


def state(conn: Connection, desk: int, who: int, *, now: datetime) -> HandoverState:
    """What an operator at this desk must know about handing over."""
    place = desk_of(conn, desk)
    held = [row for row in conn.execute(_HELD, {"desk": desk}) if row.held_since is not None]
    mine = [row.held_since for row in held if row.holder_id == who]
    others = [row.held_since for row in held if row.holder_id != who]
    due = missed = None
    ends = _relieved(conn, who, now) if mine else None
    if ends is not None and max(mine) < ends - SOON:
        due = ends.timestamp()
    began = shift_on(conn, place, now).start
    if others and not mine and max(others) < began - SOON and not leases.seated(conn, [row.holder_id for row in held]):
        missed = began.timestamp()
    rec = conn.execute(_OPEN, {"desk": desk, "who": who}).first()
    wanted = None
    if place.countersign:
        wanted = conn.scalar(_UNSIGNED, {"desk": desk, "who": who, "since": now - COUNTERSIGNED})
    if rec is None:
        return HandoverState(due=due, missed_since=missed, countersign=wanted)
    own = rec.from_operator_id == who
    given = rec.state == State.REVIEWING
    return HandoverState(
        open_id=rec.id,
        from_name=rec.name,
        mine=own,
        given=given,
        for_me=given and not own and rec.to_operator_id in (None, who),
        due=due,
        missed_since=missed,
        countersign=wanted,
        stale=own and not given and not rec.partial and _of_another_change(conn, place, rec, now),
    )


def _of_another_change(conn: Connection, desk: Rec, rec: Any, now: datetime) -> bool:
    """A draft that was begun at another change of shift than the one that is nearest now."""
    about = change_at(conn, desk, rec.as_of or rec.drafted_at)[0].start
    return about != change_at(conn, desk, now)[0].start
