"""Who is still to be told, of everything at a desk (OR-2): the one who has waited longest first, a page at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, func, select

from ..domain.board import PAGE, TellPage, TellRow
from ..domain.words import ThingKind
from ..store.tables import Call, Clock, Complaint, Customer, Escalation, Operator, Ticket, table_of
from .read_common import at, seconds
from .read_complaint import escalation_row

escalation, clock = table_of(Escalation).c, table_of(Clock).c
ticket, call, complaint = table_of(Ticket).c, table_of(Call).c, table_of(Complaint).c
customer, person = table_of(Customer).c, table_of(Operator).c

_FROM = (
    table_of(Escalation)
    .outerjoin(table_of(Clock), clock.id == escalation.clock_id)
    .outerjoin(table_of(Operator), person.id == escalation.operator_id)
    .outerjoin(table_of(Ticket), and_(escalation.thing_kind == str(ThingKind.TICKET), ticket.id == escalation.thing_id))
    .outerjoin(table_of(Call), and_(escalation.thing_kind == str(ThingKind.CALL), call.id == escalation.thing_id))
    .outerjoin(
        table_of(Complaint),
        and_(escalation.thing_kind == str(ThingKind.COMPLAINT), complaint.id == escalation.thing_id),
    )
    .outerjoin(
        table_of(Customer), customer.id == func.coalesce(ticket.customer_id, complaint.customer_id, call.customer_id)
    )
)


def to_tell(connection: Connection, desk: int, *, after: tuple[float, int] | None = None) -> TellPage:
    """At most 200 behind the key `after` (since, id), and how many there are in all."""
    waiting = escalation.desk_id == desk, escalation.answered_at.is_(None)
    behind: tuple[Any, ...] = ()
    if after is not None:
        since, number = at(after[0]), after[1]
        behind = (
            escalation.at >= since,
            (escalation.at > since) | (escalation.id > number),
        )
    rows = connection.execute(
        select(
            table_of(Escalation),
            clock.milestone,
            person.name.label("who"),
            person.phone,
            func.coalesce(ticket.number, complaint.number, "").label("number"),
            func.coalesce(ticket.level, "").label("level"),
            func.coalesce(customer.name, call.number, "").label("customer"),
        )
        .select_from(_FROM)
        .where(*waiting, *behind)
        .order_by(escalation.at, escalation.id)
        .limit(PAGE)
    ).all()
    total = connection.execute(select(func.count()).select_from(table_of(Escalation)).where(*waiting)).scalar_one()
    return TellPage(tuple(_row(row) for row in rows), total)


def _row(row: Any) -> TellRow:
    return TellRow(
        escalation_row(row), row.thing_kind, row.thing_id, row.number, row.level, row.customer, seconds(row.at)
    )
