"""Taking an act back: a compensating act that restores what stood there before, as the record tells it.

Only one's own, only for ten seconds, only while nothing has happened since to anything that it touched.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import SQLModel

from hotline_tui.domain.commands import Command, Result, Undo
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.sla_facts import Undone
from hotline_tui.domain.words import CallState, ThingKind
from hotline_tui.services import call_clocks, complaints, engineers, ticket_clocks
from hotline_tui.services.bus import handlers, handles
from hotline_tui.services.calls import drop_lease, hold_lease
from hotline_tui.services.timelines import as_of, noted
from hotline_tui.services.triage_acts import reindex
from hotline_tui.services.work import FORM_FIELDS, Rec, Work, read_body, unpack
from hotline_tui.store.tables import (
    Article,
    Call,
    ChainHead,
    CommandRow,
    Complaint,
    Event,
    Hold,
    Link,
    Note,
    Outbox,
    Session,
    Step,
    Ticket,
    Visit,
    load_all,
    table_of,
)

UNDO_FOR = timedelta(seconds=10)

_LATER = N_("Something has happened since. Look at the record, and act anew.")
_MADE: dict[str, type[SQLModel]] = {
    "visit": Visit,
    "hold": Hold,
    "note": Note,
    "article": Article,
    "link": Link,
    "outbox": Outbox,
    "step": Step,
}
"""What an undoable act may have made."""


@handles(Undo)
def undo(w: Work, c: Undo) -> Result:
    """Take back a command of one's own. Refused when it is too late or something came after it."""
    row = w.conn.execute(select(table_of(CommandRow)).where(table_of(CommandRow).c.id == str(c.command))).first()
    if row is None:
        raise Refused(N_("That act is not on the record."))
    if row.actor_id != c.actor:
        raise Refused(N_("Only your own acts can be undone."))
    if not any(command.kind == row.kind and command.undoable for command in handlers()):
        raise Refused(N_("That can't be undone. Act anew instead."))
    if w.now - row.at > UNDO_FOR:
        raise Refused(N_("It is too late to undo: only the first {seconds} seconds."), seconds=10)
    e = table_of(Event).c
    events = w.conn.execute(select(table_of(Event)).where(e.command_id == str(c.command)).order_by(e.id)).all()
    things = list(dict.fromkeys((event.thing_kind, event.thing_id) for event in events))
    for thing in things:
        w.now = as_of(w, *thing)
        _untouched(w, thing, max(event.seq for event in events if (event.thing_kind, event.thing_id) == thing))
    travellers: set[int | None] = set()
    for event in reversed(events):
        for change in reversed(read_body(event.body).get("rows", ())):
            _take_back(w, change)
            travellers |= set(change["c"].get("engineer_id", ())) if change["t"] == "visit" else set()
    _withdraw(w, str(c.command))
    for kind, number in things:
        facts = [
            Undone(w.now, place)
            for place, one in enumerate(noted(w.conn, kind, number))
            if one.command == str(c.command)
        ]
        w.event(kind, number, c.kind, undoes=str(c.command), undone=row.kind, sla=facts, quiet=not facts)
    for kind, number in things:
        _settle(w, kind, number)
    engineers.refresh(w, *travellers)
    first = things[0] if things else ("", 0)
    return w.result(first[0], first[1], undone=row.kind)


def _untouched(w: Work, thing: tuple[str, int], last: int) -> None:
    h = table_of(ChainHead).c
    head = w.conn.execute(select(h.seq).where(h.thing_kind == thing[0], h.thing_id == thing[1])).scalar()
    if head != last:
        raise Refused(_LATER)


def _take_back(w: Work, change: dict[str, Any]) -> None:
    """One row as it was; what was made is ended, because nothing is deleted."""
    name, number, columns = change["t"], change["id"], change["c"]
    if change.get("new"):
        model = _MADE.get(name)
        if model is not None:
            _end(w, w.get(model, number))
        return
    table = load_all().tables[name]
    row = w.conn.execute(select(table).where(table.c.id == number)).one()
    rec = Rec(table, dict(row._mapping))
    values: dict[str, Any] = {}
    for column, (before, after) in columns.items():
        if column == "version":
            continue
        if rec.values[column] != unpack(table, column, after):
            raise Refused(_LATER)
        values[column] = unpack(table, column, before)
    w.change(rec, **values)
    form = FORM_FIELDS.get(name, frozenset())
    if "version" in columns and not (values.keys() & form):
        w.change(rec, version=rec.version + 1)


def _end(w: Work, rec: Rec) -> None:
    match rec.table.name:
        case "visit":
            w.change(rec, state="called_off", reason="undone", ended_at=w.now, since=w.now)
        case "hold":
            w.change(rec, to_at=rec.from_at, ended_by_id=w.actor)
        case "note":
            w.change(rec, kind="undone")
        case "article":
            w.change(rec, state="retired")
        case "link":
            w.change(rec, removed_at=w.now)
        case "outbox":
            w.change(rec, state="withdrawn", done_at=w.now)
        case "step":
            w.change(rec, state="skipped")


def _withdraw(w: Work, command: str) -> None:
    """Messages of the act that have not gone out never will."""
    t = table_of(Outbox)
    waiting = (t.c.command_id == command, t.c.state == "waiting")
    w.conn.execute(update(t).where(*waiting).values(state="withdrawn", done_at=w.now))


def _settle(w: Work, kind: str, number: int) -> None:
    """Bring in step what follows from the record: clocks, status, claims, what is found by words."""
    if kind == ThingKind.TICKET:
        ticket = w.get(Ticket, number)
        reindex(w, ticket)
        ticket_clocks.recompute(w, ticket)
    elif kind == ThingKind.CALL:
        call = w.get(Call, number)
        call_clocks.recompute(w, call)
        drop_lease(w, number)
        if call.state == CallState.CLAIMED and call.claimed_by_id == w.command.actor:
            hold_lease(w, number, _session(w))
    elif kind == ThingKind.COMPLAINT:
        complaints.recompute(w, w.get(Complaint, number))
    elif kind == ThingKind.VISIT:
        engineers.refresh(w, w.get(Visit, number).engineer_id)
    elif kind == ThingKind.ENGINEER:
        engineers.refresh(w, number)


def _session(w: Work) -> int:
    """The console at which the operator sits now; 0 without one."""
    t = table_of(Session).c
    rec = w.first(Session, t.operator_id == w.command.actor, t.ended_at.is_(None), order=t.id.desc())
    return int(rec.id) if rec is not None else 0


def is_undoable(command: Command) -> bool:
    """Whether `u` may take it back."""
    return type(command).undoable
