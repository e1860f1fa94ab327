"""A complaint in full, and who must be told or was told of a thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from ..domain.board import ComplaintView, EscalationRow
from ..domain.errors import N_, Refused
from ..store.tables import (
    Clock,
    Complaint,
    Contact,
    ContactPhone,
    Customer,
    Engineer,
    Escalation,
    Operator,
    Ticket,
    table_of,
)
from .complaints import ONLY_OTHERS
from .read_common import epoch, seconds
from .read_ticket_parts import MANY, clocks_of

complaint = table_of(Complaint).c
customer = table_of(Customer).c
contact = table_of(Contact).c
phone = table_of(ContactPhone).c
ticket = table_of(Ticket).c
engineer = table_of(Engineer).c
clock = table_of(Clock).c
escalation = table_of(Escalation).c
owner = table_of(Operator).alias("owner")
blamed = table_of(Operator).alias("blamed")
told_by = table_of(Operator).alias("told_by")


def complaint_view(connection: Connection, complaint_id: int, *, me: int) -> ComplaintView:
    """Everything about one complaint. Refused when there is none."""
    row = _found(connection, complaint_id)
    if row is None:
        raise Refused(N_("That complaint is not there any more."))
    numbers = select(phone.written).where(phone.contact_id == row.contact_id).order_by(phone.sort, phone.id)
    about_me = _is_about(connection, row, me)
    return ComplaintView(
        id=row.id,
        number=row.number,
        state=row.state,
        text=row.text,
        customer_id=row.customer_id,
        customer=row.customer,
        contact=row.contact or "",
        phones=tuple(connection.execute(numbers).scalars()) if row.contact_id else (),
        ticket_id=row.ticket_id,
        ticket_number=row.ticket_number or "",
        about=row.engineer or row.blamed or "",
        role=row.role,
        owner=row.owner or "",
        received=seconds(row.received_at),
        answered=epoch(row.answered_at),
        answer=row.answer,
        closed=epoch(row.closed_at),
        cause=row.cause,
        clocks=clocks_of(connection, "complaint", complaint_id),
        escalations=escalations_of(connection, "complaint", complaint_id),
        refusal=ONLY_OTHERS if about_me else "",
        refusal_role=row.role if about_me else "",
    )


def _found(connection: Connection, complaint_id: int) -> Any:
    """One complaint with the names of everybody and everything that it has to do with."""
    return connection.execute(
        select(
            table_of(Complaint),
            customer.name.label("customer"),
            contact.name.label("contact"),
            ticket.number.label("ticket_number"),
            engineer.name.label("engineer"),
            blamed.c.name.label("blamed"),
            owner.c.name.label("owner"),
        )
        .select_from(
            table_of(Complaint)
            .join(table_of(Customer), customer.id == complaint.customer_id)
            .outerjoin(table_of(Contact), contact.id == complaint.contact_id)
            .outerjoin(table_of(Ticket), ticket.id == complaint.ticket_id)
            .outerjoin(table_of(Engineer), engineer.id == complaint.about_engineer_id)
            .outerjoin(blamed, blamed.c.id == complaint.about_operator_id)
            .outerjoin(owner, owner.c.id == complaint.owner_operator_id)
        )
        .where(complaint.id == complaint_id)
    ).first()


def _is_about(connection: Connection, row: Any, me: int) -> bool:
    """Whether the operator who asks is the one complained about, also as the engineer that they are."""
    if row.about_operator_id == me:
        return True
    columns = table_of(Operator).c
    mine = select(columns.engineer_id).where(columns.id == me)
    return row.about_engineer_id is not None and connection.execute(mine).scalar() == row.about_engineer_id


def escalations_of(connection: Connection, thing_kind: str, *ids: int) -> tuple[EscalationRow, ...]:
    """Who is to be told of these things, the longest waiting first; then who was told, the latest first."""
    rows: Sequence[Any] = connection.execute(
        select(
            table_of(Escalation),
            clock.milestone,
            owner.c.name.label("who"),
            owner.c.phone,
            told_by.c.name.label("told_by"),
        )
        .select_from(
            table_of(Escalation)
            .outerjoin(table_of(Clock), clock.id == escalation.clock_id)
            .outerjoin(owner, owner.c.id == escalation.operator_id)
            .outerjoin(told_by, told_by.c.id == escalation.by_id)
        )
        .where(escalation.thing_kind == thing_kind, escalation.thing_id.in_(ids))
        .order_by(escalation.id)
        .limit(MANY)
    ).all()
    waiting = [row for row in rows if row.answered_at is None]
    done = sorted((row for row in rows if row.answered_at is not None), key=lambda row: row.answered_at, reverse=True)
    return tuple(escalation_row(row) for row in (*waiting, *done))


def escalation_row(row: Any) -> EscalationRow:
    """One step, from its columns with `milestone`, `who`, `phone` and (of one that was told) `told_by`."""
    told = row.answered_at is not None
    return EscalationRow(
        id=row.id,
        step=row.step,
        milestone=row.milestone or "",
        role=row.role,
        who=row.who or "",
        phone=row.phone or "",
        since=seconds(row.at),
        told=epoch(row.answered_at),
        told_by=(row.told_by or "") if told else "",
        how=row.how if told else "",
        words=row.answer or row.reason,
    )
