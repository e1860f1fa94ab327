"""What one person at the desk has in hand, and the due times ahead of everybody (OR-3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from ..domain.board.duty import WorkRow
from ..domain.words import CallState, Level
from ..store.tables import Call, Clock, Customer, Post, Ticket, table_of
from ..store.types import stamp

PAGE = 200

call, clock, ticket, customer, post = (table_of(one).c for one in (Call, Clock, Ticket, Customer, Post))


def work_of(conn: Connection, desk: int, operator: int) -> tuple[WorkRow, ...]:
    """Claimed calls, the oldest first; then open tickets owned by name or through a post, the earliest due first."""
    return (*_calls(conn, desk, operator), *_tickets(conn, desk, operator))


def _calls(conn: Connection, desk: int, operator: int) -> list[WorkRow]:
    rows = conn.execute(
        select(call.id, call.number, call.name_given, call.subject, stamp(call.claimed_at).label("at"), customer.name)
        .select_from(table_of(Call).outerjoin(table_of(Customer), customer.id == call.customer_id))
        .where(call.desk_id == desk, call.open, call.state == CallState.CLAIMED, call.claimed_by_id == operator)
        .order_by(call.claimed_at, call.id)
        .limit(PAGE)
    )
    return [
        WorkRow("call", row.id, row.number, "", row.name or row.name_given, row.subject, row.at or 0.0, None, "")
        for row in rows
    ]


def _tickets(conn: Connection, desk: int, operator: int) -> list[WorkRow]:
    rows = conn.execute(
        select(
            *(ticket.id, ticket.number, ticket.level, ticket.summary, stamp(ticket.opened_at).label("at")),
            *(customer.name, stamp(clock.due), post.name.label("post"), ticket.owner_operator_id.label("by_name")),
        )
        .select_from(
            table_of(Ticket)
            .outerjoin(table_of(Post), post.id == ticket.owner_post_id)
            .outerjoin(table_of(Customer), customer.id == ticket.customer_id)
            .outerjoin(table_of(Clock), and_(clock.thing_kind == "ticket", clock.thing_id == ticket.id, clock.lead))
        )
        .where(
            ticket.desk_id == desk,
            ticket.open,
            or_(
                ticket.owner_operator_id == operator,
                and_(ticket.owner_operator_id.is_(None), post.holder_id == operator),
            ),
        )
        .order_by(clock.due.is_(None), clock.due, ticket.id)
        .limit(PAGE)
    )
    return [
        WorkRow(
            *("ticket", row.id, row.number, row.level, row.name or "", row.summary, row.at, row.due),
            "" if row.by_name is not None else row.post or "",
        )
        for row in rows
    ]


def dues(conn: Connection, desk: int, until: datetime) -> tuple[tuple[float, bool], ...]:
    """(instant, P1 or P2) of every leading clock of an open ticket until then, by time."""
    rows = conn.execute(
        select(stamp(clock.due), clock.level)
        .where(clock.desk_id == desk, clock.thing_kind == "ticket", clock.open, clock.lead, clock.due <= until)
        .order_by(clock.due)
    )
    return tuple((row.due, row.level in (Level.P1, Level.P2)) for row in rows)
