"""An open handover's lines as they stand now, and what has been said about them in it (OR-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from hotline_tui.domain import handover as rules
from hotline_tui.domain.handover import CHECKLIST, Line, Shift
from hotline_tui.services import handover_actions, handover_facts
from hotline_tui.services.handover_facts import Scope
from hotline_tui.services.rows import Rec, desk_of
from hotline_tui.services.shifts import ShiftOn, change_at
from hotline_tui.store.tables import Handover, HandoverLine, Post, table_of

_line, _handover, _post = table_of(HandoverLine).c, table_of(Handover).c, table_of(Post).c


@dataclass(frozen=True, slots=True)
class Picture:
    """All lines as the record has them at one instant."""

    lines: tuple[Line, ...]
    ending: ShiftOn
    coming: ShiftOn
    posts: tuple[tuple[int, str], ...]
    """(id, name) of the posts that move."""

    def find(self, key: str) -> Line | None:
        """The line of this key, or None."""
        return next((line for line in self.lines if line.key == key), None)


def checklist_of(desk: Rec) -> tuple[str, ...]:
    """What is checked at this desk's handovers: codes of `CHECKLIST`, or the desk's own words."""
    own = desk.settings.get("checklist")
    return tuple(str(item) for item in own) if isinstance(own, list) else CHECKLIST


def picture(
    conn: Connection, *, desk: int, operator: int | None, partial: bool, at: datetime, now: datetime
) -> Picture:
    """Read from what is open. `at` (when it was drafted) says which change of shift it is about."""
    place = desk_of(conn, desk)
    ending, coming = change_at(conn, place, at)
    posts = conn.execute(
        select(_post.id, _post.name, _post.holder_id)
        .where(_post.desk_id == desk, _post.retired_at.is_(None))
        .order_by(_post.sort, _post.id)
    ).all()
    mine = tuple(row.id for row in posts if row.holder_id == operator)
    free = tuple(row.id for row in posts if row.holder_id is None)
    scope = Scope(desk, operator, (*mine, *free), partial)
    shift = Shift(ending.start.timestamp(), coming.end.timestamp())
    acts = handover_actions.actions(conn, scope, now, () if partial else checklist_of(place))
    lines = rules.draft(handover_facts.tickets(conn, scope, now), acts, shift)
    passing = mine or (free if len(free) == len(posts) else ())  # whoever had them signs on no more
    moving = () if partial else tuple((row.id, row.name) for row in posts if row.id in passing)
    return Picture(lines, ending, coming, moving)


def picture_of(conn: Connection, rec: Rec, now: datetime) -> Picture:
    """The picture of an open handover."""
    return picture(
        conn,
        desk=rec.desk_id,
        operator=rec.from_operator_id,
        partial=rec.partial,
        at=rec.as_of or rec.drafted_at,
        now=now,
    )


def kept(conn: Connection, handover: int) -> dict[str, Rec]:
    """What has been kept of its lines, by key, in their order."""
    t = table_of(HandoverLine)
    rows = conn.execute(select(t).where(t.c.handover_id == handover).order_by(t.c.sort, t.c.id))
    return {row.key: Rec(t, dict(row._mapping)) for row in rows}


def unread(lines: tuple[Line, ...], notes: dict[str, Rec]) -> tuple[Line, ...]:
    """The dangerous lines that nobody has understood as they stand, nor asked about."""
    seen = {key: rec.seen for key, rec in notes.items()}
    return rules.unread(lines, seen, (key for key, rec in notes.items() if rec.question))


def stays(line: Line, rec: Rec) -> bool:
    """The work of a named person: it is listed and stays with them, unless it is what a partial one passes on."""
    return line.code == "ticket" and line.params.get("person") is not None and not rec.partial


def values_of(line: Line, sort: int, *, staying: bool) -> dict[str, Any]:
    """What is kept of a line as it stands."""
    return {
        "key": line.key,
        "part": str(line.part),
        "sort": sort,
        "thing_kind": line.kind,
        "thing_id": line.id,
        "code": line.code,
        "params": {name: list(value) if isinstance(value, tuple) else value for name, value in line.params.items()}
        | {"fresh": line.fresh, "ticket": line.ticket},
        "dangerous": line.dangerous,
        "stays": staying,
    }
