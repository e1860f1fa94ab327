"""The incoming queue as the board shows it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, or_, select, type_coerce

from ..domain.board import PAGE, BoardQuery, CallRow
from ..domain.words import CallState, Milestone
from ..store.tables import Call, Clock, Contact, Contract, Customer, Operator, Ticket, table_of
from ..store.types import Stamp, from_text, stamp
from .read_common import CALLBACK_OWED, SEEN, Acked, like

call = table_of(Call).c
clock = table_of(Clock).c
ticket = table_of(Ticket).c
customer = table_of(Customer).c
contact = table_of(Contact).c
contract = table_of(Contract).c
operator = table_of(Operator).c

_WORDS = 5
"""So many words of a filter count."""

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
    stamp(call.entered_at),
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
    stamp(call.callback_due),
    call.callback_attempts,
    call.callback_state,
    call.claimed_by_id,
    stamp(call.claimed_at),
    call.talk,
    stamp(call.answered_at),
    stamp(call.left_at),
    customer.name.label("customer_name"),
    contact.name.label("contact_name"),
    contract.service_level,
    operator.name.label("operator_name"),
    type_coerce(clock.due, Stamp).label("clock_due"),
    clock.milestone.label("clock_milestone"),
    stamp(clock.acked_at),
    call.details,
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


@lru_cache(maxsize=16)
def _queued(words: int) -> Select[Any]:
    """The queue; made once for each number of filter words."""
    return (
        select(*CALL_COLUMNS)
        .select_from(CALL_FROM)
        .where(call.desk_id == bindparam("desk"), call.open, *_filter(words))
        .order_by(
            case((call.state == CallState.WAITING, 0), else_=1),
            call.live.desc(),
            call.is_contract.desc(),
            call.entered_at,
            call.id,
        )
        .limit(PAGE)
    )


@lru_cache(maxsize=16)
def _owed(words: int) -> Select[Any]:
    """Call-backs that are owed."""
    return (
        select(*CALL_COLUMNS)
        .select_from(CALL_FROM)
        .where(
            call.desk_id == bindparam("desk"),
            call.state == CallState.ABANDONED,
            CALLBACK_OWED,
            *_filter(words),
        )
        .order_by(call.callback_due, call.id)
        .limit(PAGE)
    )


def _filter(words: int) -> list[Any]:
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
    return [or_(*(field.ilike(bindparam(f"word{n}"), escape="\\") for field in fields)) for n in range(words)]


def call_rows(connection: Connection, query: BoardQuery) -> tuple[tuple[CallRow, ...], Acked]:
    """Live callers first, then contract customers, then by waiting time (IN-6); call-backs that are owed come after."""
    words = query.call_filter.split()[:_WORDS]
    given = {"desk": query.desk} | {f"word{n}": like(word) for n, word in enumerate(words)}
    found = (connection.execute(statement(len(words)), given).all() for statement in (_queued, _owed))
    rows = [row for part in found for row in part][:PAGE]
    return tuple(call_row(row, query.operator) for row in rows), {
        row.id: row.acked_at or _seen(row.details) for row in rows
    }


def _seen(details: dict[str, Any]) -> float | None:
    """When somebody took note of a waiting call that has no clock."""
    at = details.get(SEEN)
    return from_text(str(at)).timestamp() if at else None


def call_row(row: Any, me: int) -> CallRow:
    """One row of `CALL_COLUMNS` as the screen has it."""
    waiting = row.state == CallState.ABANDONED
    due = row.callback_due if waiting and row.callback_due else row.clock_due
    return CallRow(
        id=row.id,
        state=row.state,
        channel=row.channel,
        entered=row.entered_at or 0.0,
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
        due=due,
        milestone=str(Milestone.CALLBACK) if waiting else (row.clock_milestone or ""),
        claimed_by=(row.operator_name or "") if row.state == CallState.CLAIMED else "",
        claimed_by_id=row.claimed_by_id if row.state == CallState.CLAIMED else None,
        claimed_at=row.claimed_at if row.state == CallState.CLAIMED else None,
        talk=row.talk,
        attempts=row.callback_attempts,
        mine=row.state == CallState.CLAIMED and row.claimed_by_id == me,
        answered=row.answered_at,
        left=row.left_at,
    )
