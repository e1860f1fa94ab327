"""Nobody came: the shift is over, somebody else was to take the post, and no handover was signed (OR-3).

The outgoing operator goes on answering for the desk; the shift lead is to be told, once a shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import Connection, select

from hotline_tui.domain.commands import Command, Result
from hotline_tui.domain.words import Role, ThingKind
from hotline_tui.services import people
from hotline_tui.services.bus import handles
from hotline_tui.services.work import Work
from hotline_tui.store.tables import Escalation, Operator, Post, RosterEntry, table_of

GRACE = timedelta(minutes=15)
"""So long the incoming operator may be late before the shift lead is to be told."""

STEP = "handover_late"

_entry, _post, _told = table_of(RosterEntry).c, table_of(Post).c, table_of(Escalation).c


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLate(Command):
    """The program itself: a handover is overdue at a desk."""

    kind: ClassVar[str] = "handover.late"
    by_program: ClassVar[bool] = True


def late(conn: Connection, now: datetime, desk: int | None = None) -> dict[int, tuple[datetime, int]]:
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
            _told.step == STEP,
            _told.at >= row.starts_at,
        )
        if row.desk_id not in found and conn.execute(said.limit(1)).first() is None:
            found[row.desk_id] = (row.starts_at, row.holder_id)
    return found


@handles(HandoverLate)
def handover_late(w: Work, c: HandoverLate) -> Result:
    """Tell the shift lead; looks again, so that two consoles never tell twice."""
    w.unit.lock([(ThingKind.DESK, c.desk)])
    overdue = late(w.conn, w.now, c.desk).get(c.desk)
    if overdue is not None:
        since, holder = overdue
        who = w.get(Operator, holder).name
        thing = (str(ThingKind.DESK), c.desk)
        people.tell(w, desk=c.desk, thing=thing, role=Role.SHIFT_LEAD, step=STEP, how="", reason=who, exclude=(holder,))
        w.event(ThingKind.DESK, c.desk, c.kind, since=since, holder=holder)
    return w.result(ThingKind.DESK, c.desk)
