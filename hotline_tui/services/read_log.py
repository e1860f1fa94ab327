"""The shift log (值班日志): free entries by time beside what the record says happened at the desk (OR-3, OR-4)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, or_, select

from ..domain.board.duty import LogRow
from ..domain.words import ThingKind
from ..store.tables import Event, LogEntry, Operator, Ticket, table_of
from ..store.types import stamp
from .read_common import at as instant
from .read_common import like

log, operator, event, ticket = (table_of(one).c for one in (LogEntry, Operator, Event, Ticket))

PAGE = 200
RECORDED = (
    *("desk.handed_over", "post.take", "mobile.hand", "shift.pattern", "shift.plan", "roster.put", "roster.swap"),
    *("roster.cancel", "absence.put", "absence.cancel"),
)
"""Events on the desk's record that belong beside the log."""


def entries(
    conn: Connection, desk: int, *, text: str = "", before: float | None = None, since: float | None = None
) -> tuple[LogRow, ...]:
    """At most 200 lines, the newest first. `text` is looked for in the entries; the record then stays out."""
    rows = [*_written(conn, desk, text, before, since)]
    if not text:
        rows += _recorded(conn, desk, before, since)
    return tuple(sorted(rows, key=lambda row: (-row.at, row.id == 0, -row.id))[:PAGE])


def _written(conn: Connection, desk: int, text: str, before: float | None, since: float | None) -> list[LogRow]:
    corrected = set(
        conn.execute(select(log.corrects_id).where(log.desk_id == desk, log.corrects_id.is_not(None))).scalars()
    )
    asked = [log.desk_id == desk, *_between(log.at, before, since)]
    for word in text.split()[:5]:
        pattern = like(word)
        asked.append(or_(*(field.ilike(pattern, escape="\\") for field in (log.text, log.from_whom, operator.name))))
    rows = conn.execute(
        select(
            *(log.id, log.kind, log.text, log.from_whom, log.hand_over, log.thing_id, log.corrects_id),
            *(stamp(log.at), stamp(log.starts_at), stamp(log.ends_at), stamp(log.due_at), stamp(log.done_at)),
            *(operator.name, ticket.number),
        )
        .select_from(
            table_of(LogEntry)
            .outerjoin(table_of(Operator), operator.id == log.by_id)
            .outerjoin(table_of(Ticket), (log.thing_kind == str(ThingKind.TICKET)) & (ticket.id == log.thing_id))
        )
        .where(*asked)
        .order_by(log.at.desc(), log.id.desc())
        .limit(PAGE)
    )
    return [
        LogRow(
            id=row.id,
            at=row.at,
            by=row.name or "",
            kind=row.kind,
            text=row.text,
            params={},
            from_whom=row.from_whom,
            starts=row.starts_at,
            ends=row.ends_at,
            due=row.due_at,
            done=row.done_at,
            hand_over=row.hand_over,
            ticket=row.thing_id,
            ticket_number=row.number or "",
            corrected=row.id in corrected,
            corrects=row.corrects_id,
        )
        for row in rows
    ]


def _between(column: Any, before: float | None, since: float | None) -> list[Any]:
    found = []
    if before is not None:
        found.append(column < instant(before))
    if since is not None:
        found.append(column >= instant(since))
    return found


def _recorded(conn: Connection, desk: int, before: float | None, since: float | None) -> list[LogRow]:
    rows = conn.execute(
        select(event.kind, event.body, stamp(event.at), operator.name)
        .select_from(table_of(Event).outerjoin(table_of(Operator), operator.id == event.actor_id))
        .where(
            event.thing_kind == str(ThingKind.DESK),
            event.thing_id == desk,
            event.kind.in_(RECORDED),
            *_between(event.at, before, since),
        )
        .order_by(event.id.desc())
        .limit(PAGE)
    ).all()
    bodies = [json.loads(row.body)["data"] or {} for row in rows]
    people = {one for body in bodies for name in ("to", "operator", "holder") if isinstance(one := body.get(name), int)}
    names = {
        row.id: row.name for row in conn.execute(select(operator.id, operator.name).where(operator.id.in_(people)))
    }
    found = []
    for row, body in zip(rows, bodies, strict=True):
        params = {name: value for name, value in body.items() if isinstance(value, str | int | float | bool)}
        for name in ("to", "operator", "holder"):
            if name in params:
                params[name] = names.get(params[name], "–")
        params["tickets"] = len(body.get("tickets", ()))
        found.append(LogRow(0, row.at, row.name or "", row.kind, "", params))
    return found
