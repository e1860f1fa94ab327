"""The record as a timeline: what happened to a thing and to what belongs to it, oldest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from ..domain.board import EventRow
from ..store.tables import Call, Complaint, Event, Operator, Post, Step, Visit, table_of

event = table_of(Event).c
operator = table_of(Operator).c

_PAGE = 200
_SILENT = frozenset({"rows", "sla", "undoes"})
"""Parts of an event that the screen says in another way."""
_QUIET_FIELDS = frozenset(
    {
        *("version", "search", "last_event_at", "since", "id", "desk_id", "created_at", "talk", "talk_since"),
        *("claimed_by_id", "claimed_at", "answered_at", "answered_by_id", "ended_at", "done_at", "left_at"),
        *("outcome", "outcome_note", "callback_state", "callback_due", "callback_attempts", "held_s", "open"),
        *("proposed_at", "reserved_at", "assigned_at", "accepted_at", "departed_at", "arrived_at"),
        *("hold_since", "responded_at", "restored_at", "resolved_at", "closed_at", "reopened_at", "watch_until"),
        *("phone_failed_at", "visit_decided_at", "restore_impossible_at", "unanswered_since", "answers"),
        *("policy_version_id", "calendar_version_id", "used", "acked_at", "assigned_by_id", "ticket_id"),
    }
)
"""Columns that say nothing that the event's own sentence and time do not say."""


def timeline(
    connection: Connection, thing_kind: str, thing_id: int, *, before: int | None = None
) -> tuple[EventRow, ...]:
    """At most 200 events before the event `before`, oldest first; a ticket's calls, visits and complaints count in."""
    things = _things(connection, thing_kind, thing_id)
    belongs = or_(*(and_(event.thing_kind == kind, event.thing_id.in_(ids)) for kind, ids in things.items() if ids))
    condition = belongs if before is None else and_(belongs, event.id < before)
    rows = connection.execute(
        select(
            event.id,
            event.at,
            event.thing_kind,
            event.thing_id,
            event.kind,
            event.command_id,
            event.body,
            operator.name.label("who"),
        )
        .select_from(table_of(Event).outerjoin(table_of(Operator), operator.id == event.actor_id))
        .where(condition)
        .order_by(event.id.desc())
        .limit(_PAGE)
    ).all()
    bodies = [json.loads(row.body)["data"] or {} for row in rows]
    _name(connection, bodies)
    _name_steps(connection, bodies)
    _as_written(connection, rows, bodies)
    undone = {str(body["undoes"]) for body in bodies if body.get("undoes")}
    pairs = sorted(zip(rows, bodies, strict=True), key=lambda pair: (pair[0].at, pair[0].id))
    return _joined([(row.command_id, _row(row, body, undone, things)) for row, body in pairs])


def _name(connection: Connection, bodies: list[dict[str, Any]]) -> None:
    """Say operators and posts by name: their numbers say nothing to anybody."""
    for name, model in (("operator", Operator), ("post", Post)):
        ids = {body[name] for body in bodies if isinstance(body.get(name), int)}
        if ids:
            columns = table_of(model).c
            names = {
                row.id: row.name
                for row in connection.execute(select(columns.id, columns.name).where(columns.id.in_(ids)))
            }
            for body in bodies:
                if isinstance(body.get(name), int):
                    body[name] = names.get(body[name], "")


def _name_steps(connection: Connection, bodies: list[dict[str, Any]]) -> None:
    """Say which step of a playbook was ticked, in both languages: `step_zh` and `step_en` instead of its number."""
    ticked = [body for body in bodies if isinstance(body.get("step"), int)]
    columns = table_of(Step).c
    chosen = select(columns.id, columns.title).where(columns.id.in_({body["step"] for body in ticked}))
    titles = {row.id: row.title for row in connection.execute(chosen)} if ticked else {}
    for body in ticked:
        title = titles.get(body.pop("step"), {})
        zh, en = str(title.get("zh", "")), str(title.get("en", ""))
        rest = dict(body)
        body.clear()
        body.update({"step_zh": zh or en, "step_en": en or zh}, **rest)


def _as_written(connection: Connection, rows: Sequence[Any], bodies: list[dict[str, Any]]) -> None:
    """A caller's number as on the board, as people write it: the record keeps it in its world-wide form."""
    calls = [
        (row.thing_id, body)
        for row, body in zip(rows, bodies, strict=True)
        if row.thing_kind == "call" and str(body.get("number", "")).startswith("+")
    ]
    columns = table_of(Call).c
    chosen = select(columns.id, columns.number_raw).where(columns.id.in_({call for call, _body in calls}))
    written = {row.id: row.number_raw for row in connection.execute(chosen)} if calls else {}
    for call, body in calls:
        body["number"] = written.get(call) or body["number"]


def _joined(rows: list[tuple[str, EventRow]]) -> tuple[EventRow, ...]:
    """One line for one act: that on a visit or a complaint stands on its own chain and on its ticket's."""
    shown: list[EventRow] = []
    lines: dict[tuple[str, str], int] = {}
    for command, row in rows:
        if row.kind == "ticket.merge" and row.thing_kind == "call":
            continue  # its call came with the duplicate, of which the ticket's own line speaks
        place = lines.get((command, row.kind))
        if place is None or not (row.kind.startswith(("visit.", "complaint.")) or row.kind == "undo"):
            lines[command, row.kind] = len(shown)
            shown.append(row)
            continue
        first = shown[place]
        more = tuple(change for change in row.changes if change not in first.changes)
        known = {name for name, _ in first.params}
        params = (*first.params, *(one for one in row.params if one[0] not in known))
        shown[place] = replace(first, params=params, changes=(*first.changes, *more))
    return tuple(shown)


def _things(connection: Connection, thing_kind: str, thing_id: int) -> dict[str, list[int]]:
    """The thing and what belongs to it: kind → ids."""
    things: dict[str, list[int]] = {thing_kind: [thing_id]}
    if thing_kind == "ticket":
        for kind, model in (("call", Call), ("visit", Visit), ("complaint", Complaint)):
            columns = table_of(model).c
            ids = connection.execute(select(columns.id).where(columns.ticket_id == thing_id).limit(_PAGE)).scalars()
            things[kind] = list(ids)
    return things


def _row(row: Any, body: dict[str, Any], undone: set[str], things: dict[str, list[int]]) -> EventRow:
    changes = tuple(
        (str(change["t"]), field, _said(before), _said(after))
        for change in body.get("rows", ())
        if not change.get("new") and change["id"] in things.get(change["t"], ())
        for field, (before, after) in change["c"].items()
        if field not in _QUIET_FIELDS
    )
    params = tuple((name, _said(value)) for name, value in body.items() if name not in _SILENT)
    return EventRow(
        seq=row.id,
        at=row.at.timestamp(),
        who=row.who or "",
        thing_kind=row.thing_kind,
        thing_id=row.thing_id,
        kind=row.kind,
        params=params,
        changes=changes,
        undone=row.command_id in undone,
    )


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
