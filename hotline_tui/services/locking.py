"""What a command locks before it reads, so that nobody changes a thing between its look and its write (data.md 3).

On SQLite a transaction that writes has the whole file. On PostgreSQL each command first locks, in one order everywhere,
the things it names and those that it will touch with them: a visit's ticket and engineer, a major's tickets. Whatever
waits for a lock reads only afterwards.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, select

from hotline_tui.domain.commands import (
    AcknowledgeAlarm,
    AnswerEscalation,
    Command,
    ImportRecord,
    MergeTicket,
    OpenTicket,
    PutContact,
    PutCustomer,
    Undo,
)
from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.words import ThingKind
from hotline_tui.store import faults
from hotline_tui.store.record import Unit
from hotline_tui.store.tables import Call, Clock, Complaint, Escalation, Event, Ticket, Visit, table_of

Thing = tuple[str, int]

NAMED = ("call", "ticket", "visit", "engineer", "complaint", "customer", "contact", "into", "under")
_ALIAS = {"into": "ticket", "under": "ticket"}
NEW_CUSTOMERS: Thing = ("customer", 0)
"""Held by whoever may make a customer or contact: two who hear the same new name at once make one."""

_call, _clock, _visit, _ticket = (table_of(model).c for model in (Call, Clock, Visit, Ticket))
_event, _escalation, _complaint = table_of(Event).c, table_of(Escalation).c, table_of(Complaint).c


TURNS = 6
"""So often a command begins anew when the server has ended it for another one's sake."""


def again(error: HotlineError, turn: int) -> bool:
    """Whether the server has ended the transaction for another one's sake, so that its next turn may do; then waits.

    Nothing was written, and nothing is wrong with the command. A row that somebody else has made at the same moment is
    worth one second look: it will be found.
    """
    code = faults.sqlstate(error)
    if (code in faults.CROSSED and turn < TURNS) or (code == faults.TWIN and turn < 2):
        time.sleep(random.uniform(0.2, 1.0) * 0.01 * 2**turn)
        return True
    return False


def named(command: Command) -> list[Thing]:
    """The things that a command names by id."""
    given = ((kind, getattr(command, kind, None)) for kind in NAMED)
    return [(_ALIAS.get(kind, kind), number) for kind, number in given if isinstance(number, int) and number > 0]


def lock(unit: Unit, command: Command) -> None:
    """Lock what the command will touch. Does nothing on SQLite, where its transaction has everything."""
    if unit.conn.dialect.name == "sqlite":
        return
    held: set[Thing] | None = None
    while True:
        found = _found(unit.conn, command)
        if held is not None and found <= held:
            return
        unit.lock(found)  # what stands beside may have become more while this waited: then it looks again
        held = found | (held or set())
        if not found:
            return


def _found(conn: Connection, command: Command) -> set[Thing]:
    things = set(named(command)) | _of(conn, command)
    return things | _beside(conn, command, things)


def _of(conn: Connection, command: Command) -> set[Thing]:
    """What some commands touch without naming it."""
    things: set[Thing] = set()
    match command:
        case OpenTicket(new_contact=person) if person is not None:
            things.add(NEW_CUSTOMERS)
        case PutCustomer() | PutContact() | ImportRecord():
            things.add(NEW_CUSTOMERS)
        case Undo(command=undone):
            rows = conn.execute(select(_event.thing_kind, _event.thing_id).where(_event.command_id == str(undone)))
            things |= {(row.thing_kind, row.thing_id) for row in rows}
        case AnswerEscalation(escalation=number):
            rows = conn.execute(select(_escalation.thing_kind, _escalation.thing_id).where(_escalation.id == number))
            things |= {(row.thing_kind, row.thing_id) for row in rows}
        case AcknowledgeAlarm(alarms=alarms):
            things |= _alarmed(conn, alarms)
        case _:
            things |= set(getattr(command, "touched", ()))
    return things


def _alarmed(conn: Connection, alarms: Iterable[str]) -> set[Thing]:
    parts = [alarm.partition(":") for alarm in alarms]
    numbers = {(kind, int(number)) for kind, _, number in parts if number.isdecimal()}
    things: set[Thing] = {("call" if kind == "call" else "ticket", number) for kind, number in numbers}
    clocks = [number for kind, number in numbers if kind == "breach"]
    if clocks:
        rows = conn.execute(select(_clock.thing_kind, _clock.thing_id).where(_clock.id.in_(clocks)))
        things |= {(row.thing_kind, row.thing_id) for row in rows}
    return things


def _beside(conn: Connection, command: Command, things: set[Thing]) -> set[Thing]:
    """What stands beside these things: a visit's ticket and engineer; a ticket's visits, and its tickets if a major."""
    beside: set[Thing] = set()
    visits = _numbers(things, ThingKind.VISIT)
    if visits:
        beside |= _travels(conn, _visit.id.in_(visits))
    complaints = _numbers(things, ThingKind.COMPLAINT)
    if complaints:
        about = select(_complaint.ticket_id).where(_complaint.id.in_(complaints), _complaint.ticket_id.is_not(None))
        beside |= {("ticket", row.ticket_id) for row in conn.execute(about)}
    tickets = _numbers(things | beside, ThingKind.TICKET)
    if tickets:
        beside |= _travels(conn, and_(_visit.ticket_id.in_(tickets), _visit.open))
        under = select(_ticket.id).where(_ticket.parent_id.in_(tickets), _ticket.open)
        beside |= {("ticket", row.id) for row in conn.execute(under)}
    if tickets and isinstance(command, MergeTicket):
        joined = select(_call.id).where(_call.ticket_id.in_(tickets))
        beside |= {("call", row.id) for row in conn.execute(joined)}
    return beside


def _travels(conn: Connection, which: ColumnElement[bool]) -> set[Thing]:
    things: set[Thing] = set()
    for row in conn.execute(select(_visit.id, _visit.ticket_id, _visit.engineer_id).where(which)):
        things |= {("visit", row.id), ("ticket", row.ticket_id or 0), ("engineer", row.engineer_id or 0)}
    return {thing for thing in things if thing[1]}


def _numbers(things: set[Thing], kind: str) -> list[int]:
    return sorted(number for name, number in things if name == kind)
