"""What clocks are computed from: the facts that a thing's events carry, and what decides which targets apply to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from hotline_tui.domain.policy import SlaFacts
from hotline_tui.domain.sla_facts import Fact, Pin, Received, Timeline, fact_from_json
from hotline_tui.domain.words import ThingKind
from hotline_tui.services import rulebook
from hotline_tui.services.callers import desk_of
from hotline_tui.services.rulebook import Pinned
from hotline_tui.services.work import Rec, Work, read_body
from hotline_tui.store.tables import ChainHead, Event, table_of

_event, _head = table_of(Event).c, table_of(ChainHead).c


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact on the record and the command that put it there."""

    fact: Fact
    command: str


def noted(conn: Connection, kind: str, thing: int) -> list[Noted]:
    """Every fact of a thing's chain, in the order of the record."""
    rows = conn.execute(
        select(_event.body, _event.command_id)
        .where(_event.thing_kind == kind, _event.thing_id == thing)
        .order_by(_event.seq)
    )
    return [
        Noted(fact_from_json(fact), row.command_id)
        for row in rows
        if '"sla":' in row.body
        for fact in read_body(row.body).get("sla", ())
    ]


def as_of(w: Work, kind: str, thing: int) -> datetime:
    """The instant for which clocks are computed: now, or its last event where a clock has jumped back since."""
    query = select(_head.at).where(_head.thing_kind == kind, _head.thing_id == thing)
    last: datetime | None = w.conn.execute(query).scalar()
    return w.now if last is None else max(w.now, last)


def timeline(w: Work, kind: str, thing: int) -> Timeline:
    """The facts of a thing with those that this command has just added."""
    old = tuple(one.fact for one in noted(w.conn, kind, thing))
    return old + tuple(fact_from_json(fact) for fact in w.fresh.get((str(kind), thing), ()))


def promise_id(w: Work, kind: str, thing: int) -> str:
    """A name for the next promise that no other promise of this thing has."""
    return str(len(timeline(w, kind, thing)) + 1)


def pinned_for(conn: Connection, desk: Rec, contract: Rec | None, at: datetime) -> Pinned | None:
    """The rules in force at an instant: the contract's, else those that the desk takes for callers without one."""
    policy = contract.policy if contract is not None else str(desk.settings.get("policy", ""))
    return rulebook.pin(conn, policy, at, contract=contract) if policy else None


def call_facts(call: Rec, contract: Rec | None) -> SlaFacts:
    """What is known while the call is in the queue."""
    return SlaFacts(channel=call.channel, maintenance_contract=is_maintenance(contract))


def ticket_facts(ticket: Rec, contract: Rec | None) -> SlaFacts:
    """What decides which targets apply to a ticket (clock rule 5)."""
    region = "" if ticket.in_city is None else "in_city" if ticket.in_city else "outside"
    warranty = "" if ticket.in_warranty is None else "in" if ticket.in_warranty else "out"
    return SlaFacts(
        level=ticket.level,
        fault=ticket.fault_kind or None,
        region=region,
        warranty=warranty,
        channel=ticket.channel,
        known_solution=ticket.known_solution,
        disaster=ticket.disaster,
        maintenance_contract=is_maintenance(contract),
        unusable=ticket.restore_impossible_at is not None,
    )


def is_maintenance(contract: Rec | None) -> bool | None:
    """Whether there is a maintenance contract; None when there is no contract at all."""
    return None if contract is None else contract.kind == "maintenance"


def received(
    w: Work, at: datetime, thing: ThingKind, facts: SlaFacts, contract: Rec | None
) -> tuple[Received, Pinned | None]:
    """The first fact of a timeline, with the versions in force then."""
    pinned = pinned_for(w.conn, desk_of(w.conn, w.command.desk), contract, at)
    return Received(at, facts, pinned.pin if pinned else Pin(), str(thing)), pinned
