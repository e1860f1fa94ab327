"""Boards read indexed ranges of what is open: what a query touches does not grow with history (data.md 11).

Desks keep no statistics (no ANALYZE): a plan depends on the query and the indexes alone, and is the same for a new desk
and an old one.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Select, and_, func, select, text, tuple_
from sqlalchemy.dialects import sqlite

from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Call, Clock, Engineer, Outbox, Ticket, Visit, table_of

from .conftest import NOW

call, clock, ticket, visit = (table_of(model) for model in (Call, Clock, Ticket, Visit))
engineer, outbox = table_of(Engineer), table_of(Outbox)
LEADING = and_(clock.c.open, clock.c.lead, clock.c.desk_id == 1)

QUERIES = {
    "the board by due time": (
        select(clock.c.id, ticket.c.number)
        .join_from(clock, ticket, and_(clock.c.thing_kind == "ticket", ticket.c.id == clock.c.thing_id))
        .where(LEADING)
        .order_by(clock.c.due, clock.c.id)
        .limit(200),
        ["clock_board", "ticket USING INTEGER PRIMARY KEY"],
    ),
    "the next page": (
        select(clock.c.id)
        .where(LEADING, tuple_(clock.c.due, clock.c.id) > tuple_(NOW, 7))
        .order_by(clock.c.due, clock.c.id)
        .limit(200),
        ["clock_board"],
    ),
    "breached": (select(func.count()).select_from(clock).where(LEADING, clock.c.due < NOW), ["clock_board"]),
    "due within 30 minutes": (
        select(func.count())
        .select_from(clock)
        .where(LEADING, clock.c.due >= NOW, clock.c.due < NOW + timedelta(minutes=30)),
        ["clock_board"],
    ),
    "P1 alone": (
        select(clock.c.id).where(LEADING, clock.c.level == "P1").order_by(clock.c.due, clock.c.id).limit(200),
        ["clock_board_level"],
    ),
    "held": (
        select(clock.c.id).where(LEADING, clock.c.due.is_(None)).order_by(clock.c.id).limit(200),
        ["clock_board"],
    ),
    "the queue": (
        select(call.c.id)
        .where(call.c.open, call.c.desk_id == 1)
        .order_by(call.c.live.desc(), call.c.is_contract.desc(), call.c.entered_at, call.c.id)
        .limit(200),
        ["call_queue"],
    ),
    "what escalates next": (
        select(clock.c.id).where(clock.c.open, clock.c.next_at.is_not(None), clock.c.next_at <= NOW).limit(100),
        ["clock_next"],
    ),
    "a customer's open tickets": (
        select(ticket.c.id).where(ticket.c.open, ticket.c.customer_id == 1),
        ["ticket_customer_open"],
    ),
    "a customer's last three": (
        select(ticket.c.id).where(ticket.c.customer_id == 1).order_by(ticket.c.received_at.desc()).limit(3),
        ["ticket_customer "],
    ),
    "open visits of a desk": (select(visit.c.id).where(visit.c.open, visit.c.desk_id == 1), ["visit_open"]),
    "an engineer's open visits": (select(visit.c.id).where(visit.c.open, visit.c.engineer_id == 1), ["visit_engineer"]),
    "clocks of a thing": (
        select(clock.c.id).where(clock.c.thing_kind == "ticket", clock.c.thing_id == 1),
        ["clock_key"],
    ),
    "the outbox": (
        select(outbox.c.id).where(text("state = 'waiting'"), outbox.c.due_at <= NOW).order_by(outbox.c.due_at),
        ["outbox_due"],
    ),
}


@pytest.mark.parametrize("name", QUERIES)
def test_reads_by_index_and_never_sorts(store: Store, name: str) -> None:
    query, indexes = QUERIES[name]
    plan = explain(store, query)
    assert all(index in plan for index in indexes), plan
    assert "SCAN" not in plan.replace("SCAN clock USING", "").replace("SCAN call USING", ""), plan
    assert "TEMP B-TREE" not in plan, plan


def explain(store: Store, query: Select[tuple[int]]) -> str:
    compiled = query.compile(dialect=sqlite.dialect(paramstyle="named"))  # type: ignore[no-untyped-call]
    with store.read() as conn:
        values = {name: str(value) for name, value in compiled.params.items()}
        return "; ".join(str(row[3]) + " " for row in conn.execute(text(f"EXPLAIN QUERY PLAN {compiled}"), values))
