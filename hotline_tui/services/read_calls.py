"""The incoming queue as the board shows it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from ..domain.board import PAGE, BoardQuery, CallRow
from ..domain.words import CallState, Milestone
from ..store.tables import Call, Clock, Contact, Contract, Customer, Operator, Ticket, table_of
from .read_common import Acked, epoch, like, seconds

call = table_of(Call).c
clock = table_of(Clock).c
ticket = table_of(Ticket).c
customer = table_of(Customer).c
contact = table_of(Contact).c
contract = table_of(Contract).c
operator = table_of(Operator).c

_CALLBACK_OPEN = ("wanted", "lead")

_open_of_customer = (
    select(func.count()).where(ticket.customer_id == call.customer_id, ticket.open).correlate(Call).scalar_subquery()
)
_top_of_customer = (
    select(func.min(ticket.level))
    .where(ticket.customer_id == call.customer_id, ticket.open)
    .correlate(Call)
    .scalar_subquery()
)

CALL_COLUMNS = (
    call.id,
    call.state,
    call.channel,
    call.live,
    call.entered_at,
    call.number,
    call.number_raw,
    call.address,
    call.name_given,
    call.org_given,
    call.customer_id,
    call.is_contract,
    call.line,
    call.subject,
    func.substr(call.text, 1, 200).label("text"),
    call.callback_due,
    call.callback_attempts,
    call.callback_state,
    call.claimed_by_id,
    call.claimed_at,
    call.talk,
    call.answered_at,
    call.left_at,
    customer.name.label("customer_name"),
    contact.name.label("contact_name"),
    contract.service_level,
    operator.name.label("operator_name"),
    clock.due.label("clock_due"),
    clock.milestone.label("clock_milestone"),
    clock.acked_at,
    _open_of_customer.label("open_tickets"),
    _top_of_customer.label("top_level"),
)

CALL_FROM = (
    table_of(Call)
    .outerjoin(table_of(Customer), customer.id == call.customer_id)
    .outerjoin(table_of(Contact), contact.id == call.contact_id)
    .outerjoin(table_of(Contract), contract.id == call.contract_id)
    .outerjoin(table_of(Operator), operator.id == call.claimed_by_id)
    .outerjoin(table_of(Clock), and_(clock.thing_kind == "call", clock.thing_id == call.id, clock.lead, clock.open))
)


def call_rows(connection: Connection, query: BoardQuery) -> tuple[tuple[CallRow, ...], Acked]:
    """Live callers first, then contract customers, then by waiting time (IN-6); call-backs that are owed come after."""
    wanted = _call_filter(query.call_filter)
    base = select(*CALL_COLUMNS).select_from(CALL_FROM)
    queued = (
        base.where(call.desk_id == query.desk, call.open, *wanted)
        .order_by(
            case((call.state == CallState.WAITING, 0), else_=1),
            call.live.desc(),
            call.is_contract.desc(),
            call.entered_at,
            call.id,
        )
        .limit(PAGE)
    )
    owed = (
        base.where(
            call.desk_id == query.desk,
            call.state == CallState.ABANDONED,
            call.callback_state.in_(_CALLBACK_OPEN),
            *wanted,
        )
        .order_by(call.callback_due, call.id)
        .limit(PAGE)
    )
    rows = [*connection.execute(queued).all(), *connection.execute(owed).all()][:PAGE]
    return tuple(call_row(row, query.operator) for row in rows), {row.id: epoch(row.acked_at) for row in rows}


def _call_filter(text: str) -> list[Any]:
    fields = (
        customer.name,
        contact.name,
        call.number,
        call.number_raw,
        call.name_given,
        call.org_given,
        call.subject,
        call.channel,
    )
    return [or_(*(field.ilike(like(word), escape="\\") for field in fields)) for word in text.split()[:5]]


def call_row(row: Any, me: int) -> CallRow:
    """One row of `CALL_COLUMNS` as the screen has it."""
    waiting = row.state == CallState.ABANDONED
    due = row.callback_due if waiting and row.callback_due else row.clock_due
    return CallRow(
        id=row.id,
        state=row.state,
        channel=row.channel,
        entered=seconds(row.entered_at),
        number=row.number_raw or row.number or row.address,
        name=row.contact_name or row.name_given,
        customer_id=row.customer_id,
        customer=row.customer_name or row.org_given,
        service_level=row.service_level or "",
        contract=bool(row.is_contract),
        line=row.line,
        text=(row.subject or row.text).split("\n", 1)[0],
        open_tickets=row.open_tickets if row.customer_id else 0,
        top_level=(row.top_level or "") if row.customer_id else "",
        due=epoch(due),
        milestone=str(Milestone.CALLBACK) if waiting else (row.clock_milestone or ""),
        claimed_by=(row.operator_name or "") if row.state == CallState.CLAIMED else "",
        claimed_by_id=row.claimed_by_id if row.state == CallState.CLAIMED else None,
        claimed_at=epoch(row.claimed_at) if row.state == CallState.CLAIMED else None,
        talk=row.talk,
        attempts=row.callback_attempts,
        mine=row.state == CallState.CLAIMED and row.claimed_by_id == me,
        answered=epoch(row.answered_at),
        left=epoch(row.left_at),
    )
