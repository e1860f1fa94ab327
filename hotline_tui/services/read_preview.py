"""What saving the triage form would do, before it is saved; and why a clock stands as it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, select

from ..domain import sla
from ..domain.board import DuePreview, Explanation, Preview, ReasonLine, TicketRow
from ..domain.commands import OpenTicket
from ..domain.errors import N_, Refused
from ..domain.explain import Line, explain
from ..domain.policy import SlaFacts
from ..domain.routes import route
from ..domain.similar import duplicates
from ..domain.sla_clock import Clock
from ..domain.sla_facts import Fact, Met, Pin, Received
from ..domain.triage import assess
from ..domain.wording import Wording
from ..domain.words import ClockState, FaultKind, Milestone, ThingKind
from ..store.record import Envelope, Unit
from ..store.tables import Call, Ticket, table_of
from ..store.tables import Clock as ClockTable
from . import callers, rulebook
from .playbooks import playbook
from .read_common import epoch
from .read_customer import tickets
from .read_find import find_articles
from .rows import desk_of
from .rulebook import Pinned
from .tickets import Subject, subject, wording_for
from .timelines import is_maintenance, noted, pinned_for
from .work import Rec, Work

ticket = table_of(Ticket).c
clock = table_of(ClockTable).c

_COMPARED = 200
_OFFERED = 3


def preview(connection: Connection, command: OpenTicket, *, now: datetime) -> Preview:
    """The level with its reason, the due times counted from when the call came in, and what may help (TR-1 to TR-4)."""
    w = Work(
        Unit(connection, Envelope(id=command.id, kind=command.kind, request=None, actor_id=command.actor, now=now)),
        command,
        now,
    )
    desk = callers.desk_of(connection, command.desk)
    call = w.find(Call, command.call)
    received = call.entered_at if call else min(command.received or now, now)
    w.now = max(now, received)  # a clock that jumped back
    customer = command.customer or (call.customer_id if call and command.new_contact is None else None)
    about = _subject(w, desk, received, customer, command)
    pinned = pinned_for(connection, desk, about.contract if about else None, received)
    judged = assess(command.answers, wording_for(pinned, about.contract if about else None))
    level = command.level or judged.level
    known = (
        _clocks(w, command, level=str(level), call=call, about=about, pinned=pinned, received=received) if level else ()
    )
    book = playbook(str(command.fault_kind)) if command.fault_kind else None
    out = pinned.policy.out_of_warranty if pinned and about and about.in_warranty is False else None
    return Preview(
        level=str(level or ""),
        level_reason=judged.reason,
        overridden=bool(command.level and command.level != judged.level),
        dues=tuple(_due(one) for one in known),
        duplicates=_duplicates(connection, customer, command.summary),
        articles=find_articles(connection, command.summary, limit=_OFFERED, fault_kind=str(command.fault_kind or ""))
        if command.summary.strip()
        else (),
        playbook=tuple((step.zh, step.en) for step in book.response) if book else (),
        route=route(FaultKind(command.fault_kind)).steps if command.fault_kind else (),
        charge_zh=out.zh if out else "",
        charge_en=out.en if out else "",
    )


def _subject(w: Work, desk: Rec, received: datetime, customer: int | None, command: OpenTicket) -> Subject | None:
    if customer is None:
        return None
    return subject(w, desk, received, customer, command.contact, command.contract, command.asset)


def _clocks(
    w: Work,
    command: OpenTicket,
    *,
    level: str,
    call: Rec | None,
    about: Subject | None,
    pinned: Pinned | None,
    received: datetime,
) -> tuple[Clock, ...]:
    contract = about.contract if about else None
    in_city, covered = (about.in_city, about.in_warranty) if about else (None, None)
    facts = SlaFacts(
        level=level,
        fault=str(command.fault_kind) if command.fault_kind else None,
        region="" if in_city is None else "in_city" if in_city else "outside",
        warranty="" if covered is None else "in" if covered else "out",
        channel=call.channel if call else "",
        known_solution=command.answers.known_solution,
        maintenance_contract=is_maintenance(contract),
    )
    timeline: list[Fact] = [Received(received, facts, pinned.pin if pinned else Pin(), str(ThingKind.TICKET))]
    if command.responded and call is not None and call.live:
        timeline.append(Met(w.now, str(Milestone.RESPOND)))
    return sla.evaluate(tuple(timeline), rulebook.prepare(w.conn, timeline), w.now)


def _due(one: Clock) -> DuePreview:
    return DuePreview(
        milestone=str(one.milestone),
        due=epoch(one.due),
        state=str(one.state),
        clause_zh=one.clause_zh,
        clause_en=one.clause_en,
        requirement=one.requirement,
        note=one.waits_for if one.state == ClockState.WAITING else "",
    )


def _duplicates(connection: Connection, customer: int | None, summary: str) -> tuple[TicketRow, ...]:
    """Open tickets of the customer that are likely the same fault, the likeliest first."""
    if customer is None or not summary.strip():
        return ()
    mine = and_(ticket.customer_id == customer, ticket.open)
    rows = tickets(connection, mine, order=(ticket.id.desc(),), limit=_COMPARED)
    alike = dict(duplicates(summary, [(row.id, row.summary) for row in rows], limit=_OFFERED))
    found = [row for row in rows if row.id in alike]
    return tuple(_scored(row, alike[row.id]) for row in sorted(found, key=lambda row: -alike[row.id]))


def _scored(row: TicketRow, score: float) -> TicketRow:
    return replace(row, score=round(score, 3))


def explain_clock(connection: Connection, clock_id: int, *, now: datetime) -> Explanation:
    """Which clause, why it applies, when it ran and stood still, how the due time follows (clock rule 12)."""
    row: Any = connection.execute(
        select(clock.thing_kind, clock.thing_id, clock.key, clock.milestone, clock.desk_id).where(clock.id == clock_id)
    ).first()
    if row is None:
        raise Refused(N_("There is no clock {number}."), number=clock_id)
    facts = tuple(one.fact for one in noted(connection, row.thing_kind, row.thing_id))
    rules = rulebook.prepare(connection, facts)
    found = next((one for one in sla.evaluate(facts, rules, now) if one.key == row.key), None)
    if found is None:
        raise Refused(N_("This clock was taken back; there is nothing to explain."))
    zone = ZoneInfo(desk_of(connection, row.desk_id).timezone)
    lines = tuple(ReasonLine(line.msgid, _params(line)) for line in explain(found, rules, now, zone))
    return Explanation(clock_id, row.milestone, lines)


def _params(line: Line) -> tuple[tuple[str, object], ...]:
    """What stands in a sentence: text, and wordings that the reader's language chooses from."""
    texts = line.texts()
    return tuple((name, value if isinstance(value, Wording) else texts[name]) for name, value in line.params.items())
