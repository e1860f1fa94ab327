"""`hotline list`, `show` and `call new`: the desk without a full screen, for scripts and for a braille line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from hotline_tui.domain.board import ClockView, TicketRow, TicketView
from hotline_tui.domain.commands import EnterCall
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.words import OPEN_CLOCKS, Channel
from hotline_tui.locale import _, language
from hotline_tui.locale.dates import moment
from hotline_tui.locale.errors import sentence
from hotline_tui.locale.words import label
from hotline_tui.services.bus import execute
from hotline_tui.services.read_find import find_tickets, list_open, list_recent, ticket_by_number
from hotline_tui.services.read_preview import explain_clock
from hotline_tui.services.read_ticket import ticket_view

from .clock import now
from .desk import Open, as_json, opened
from .faults import say_json
from .printing import columns, table

_TEXT_LIMIT = 1_000_000


def list_tickets(
    *, closed: bool, limit: int, find: str, as_json: bool, database_url: str | None, config: Path | None
) -> None:
    """Open tickets by what is due first; with `closed` the newest of all; with `find` those that have the words."""
    with opened(database_url, config) as desk, desk.store.read() as connection:
        if find:
            today = desk.now.astimezone(desk.zone).date()
            prefix = desk.place.prefix
            rows = find_tickets(connection, find, open_only=not closed, limit=limit, prefix=prefix, today=today)
        elif closed:
            rows = list_recent(connection, desk.place.desk, limit=limit)
        else:
            rows = list_open(connection, desk.place.desk, limit=limit)
        _tell_list(desk, rows, as_json_wanted=as_json)


def _tell_list(desk: Open, rows: tuple[TicketRow, ...], *, as_json_wanted: bool) -> None:
    if as_json_wanted:
        say_json(as_json(rows))
        return
    if not rows:
        print(_("No tickets."))
        return
    columns(
        [
            (
                row.number,
                row.level,
                label(row.state, "TicketState"),
                row.customer,
                row.summary,
                label(row.milestone, "Milestone") if row.milestone else "",
                _when(desk, row.due),
                row.owner,
            )
            for row in rows
        ]
    )


def _when(desk: Open, instant: float | None) -> str:
    return "" if instant is None else moment(instant, desk.zone, desk.now.timestamp())


def show_ticket(number: str, *, explain: bool, as_json: bool, database_url: str | None, config: Path | None) -> None:
    """One ticket in full; raises Refused when there is none with this number."""
    with opened(database_url, config) as desk, desk.store.read() as connection:
        today = desk.now.astimezone(desk.zone).date()
        found = ticket_by_number(connection, number, prefix=desk.place.prefix, today=today)
        if found is None:
            raise Refused(N_("There is no ticket {number}."), number=number)
        view = ticket_view(connection, found, now=desk.now, me=desk.place.operator, zone=desk.zone)
        wanted = [clock for clock in view.clocks if clock.state in OPEN_CLOCKS] if explain else []
        reasons = {
            clock.key: [
                sentence(line.msgid, dict(line.params))
                for line in explain_clock(connection, clock.id, now=desk.now).lines
            ]
            for clock in wanted
        }
    if as_json:
        say_json(_json(view) | ({"explain": reasons} if explain else {}))
        return
    _tell_ticket(desk, view, reasons)


def _json(view: TicketView) -> dict[str, Any]:
    shown: dict[str, Any] = as_json(view)
    return shown


def _tell_ticket(desk: Open, view: TicketView, reasons: dict[str, list[str]]) -> None:
    print(f"{view.number}  {view.level}  {label(view.state, 'TicketState')}  {view.customer}")
    print(view.summary)
    of = view.contract
    contract = f"{of.number} {label(of.service_level, 'servicelevel')}".strip() if of else "–"
    hold = f"{label(view.hold_reason, 'HoldReason')} → {_when(desk, view.review_at)}" if view.hold_reason else ""
    table(
        [
            (name, value)
            for name, value in (
                (_("Contact"), " ".join((view.contact, *view.phones))),
                (_("Contract"), contract),
                (_("System"), view.asset.name if view.asset else ""),
                (_("Fault kind"), label(view.fault_kind, "FaultKind") if view.fault_kind else ""),
                (_("Owner"), view.owner),
                (_("On hold"), hold),
                (_("Received"), _when(desk, view.received)),
                (_("Cause"), view.cause),
                (_("Method"), view.method),
            )
            if value
        ]
    )
    print()
    for clock in view.clocks:
        print(_clock_line(desk, clock))
        for line in reasons.get(clock.key, ()):
            print(f"    {line}")
    for visit in view.visits:
        head = f"{label('visit', 'ThingKind')}  {label(visit.state, 'VisitState')}"
        print(f"{head}  {visit.engineer}  {_when(desk, visit.eta)}".rstrip())
    for step in view.steps:
        text = step.text_en if language() == "en" else step.text_zh
        print(f"[{'x' if step.done_at else ' '}] {text}")


def _span(desk: Open, clock: ClockView) -> str:
    """How far away an open clock's due time is, in words."""
    if clock.due is None or clock.state not in OPEN_CLOCKS:
        return ""
    import pendulum

    now, due = desk.now.timestamp(), clock.due
    tongue = "en" if language() == "en" else "zh"
    length = pendulum.from_timestamp(due).diff_for_humans(pendulum.from_timestamp(now), absolute=True, locale=tongue)
    return (_("in {span}") if due >= now else _("{span} overdue")).format(span=length)


def _clock_line(desk: Open, clock: ClockView) -> str:
    clause = clock.clause_en if language() == "en" else clock.clause_zh
    parts = (
        label(clock.milestone, "Milestone"),
        label(clock.state, "ClockState"),
        _when(desk, clock.met or clock.due),
        _span(desk, clock),
        clock.requirement,
        clause or clock.text,
    )
    return "  ".join(part for part in parts if part)


def new_call(
    channel: str,
    number: str,
    name: str,
    text: str,
    line: str,
    source_id: str,
    *,
    as_json: bool,
    database_url: str | None,
    config: Path | None,
) -> None:
    """Put a call into the queue, from a script or by hand."""
    if channel not in set(Channel):
        raise Invalid(N_("{kind} is none of: {known}."), kind=channel, known=", ".join(Channel))
    words = sys.stdin.read(_TEXT_LIMIT) if text == "-" else text
    with opened(database_url, config) as desk:
        command = EnterCall(
            id=uuid4(),
            actor=desk.place.operator,
            desk=desk.place.desk,
            channel=Channel(channel),
            number=number,
            name=name,
            text=words,
            line=line,
            source="cli" if source_id else "",
            source_id=source_id,
        )
        result = execute(desk.store, command, now())
    known = bool(result.value("existing"))
    if as_json:
        say_json({"call": result.thing_id, "existing": known})
    elif known:
        print(_("Call {number} was in the queue already.").format(number=result.thing_id))
    else:
        print(_("Call {number} is in the queue.").format(number=result.thing_id))
