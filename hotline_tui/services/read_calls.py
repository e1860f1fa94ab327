"""The incoming queue as the board shows it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
)

from ..domain.board import PAGE, BoardQuery, CallRow
from ..domain.words import CallState, Milestone
from ..store.tables import Call, Clock, Contact, Contract, Customer, Operator, Ticket, table_of
from ..store.types import Stamp, from_text, stamp
from .read_common import CALLBACK_OWED, SEEN, Acked, at, like

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
    select(func.count())
    .where(ticket.customer_id == call.customer_id, ticket.open)
    .correlate(table_of(Call))
    .scalar_subquery()
)
_top_of_customer = (
    select(func.min(ticket.level))
    .where(ticket.customer_id == call.customer_id, ticket.open)
    .correlate(table_of(Call))
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


_claimed = case((call.state == CallState.WAITING, 0), else_=1)
_mail, _no_contract = case((call.live, 0), else_=1), case((call.is_contract, 0), else_=1)
_AT = bindparam("after_at", type_=call.entered_at.type)
_ID: BindParameter[Any] = bindparam("after_id")


def _in_queue(words: int) -> tuple[Any, ...]:
    return (call.desk_id == bindparam("desk"), call.open, *_filter(words))


def _is_owed(words: int) -> tuple[Any, ...]:
    return (call.desk_id == bindparam("desk"), call.state == CallState.ABANDONED, CALLBACK_OWED, *_filter(words))


def _behind(columns: Sequence[tuple[Any, Any]]) -> ColumnElement[bool]:
    """The row stands behind the key: greater in the first column in which they differ."""
    column, value = columns[0]
    if len(columns) == 1:
        return cast("ColumnElement[bool]", column > value)
    return or_(column > value, and_(column == value, _behind(columns[1:])))


_BEHIND_QUEUED = _behind(
    [
        (_claimed, bindparam("after_claimed")),
        (_mail, bindparam("after_mail")),
        (_no_contract, bindparam("after_no_contract")),
        (call.entered_at, _AT),
        (call.id, _ID),
    ]
)
_BEHIND_OWED = or_(call.callback_due > _AT, and_(call.callback_due == _AT, call.id > _ID))
_BEHIND_UNDATED = or_(call.callback_due.is_not(None), call.id > _ID)
"""Call-backs without a time come first."""


@lru_cache(maxsize=32)
def _queued(words: int, after: bool) -> Select[Any]:
    """The queue; made once for each number of filter words."""
    made = select(*CALL_COLUMNS).select_from(CALL_FROM).where(*_in_queue(words))
    if after:
        made = made.where(_BEHIND_QUEUED)
    return made.order_by(_claimed, call.live.desc(), call.is_contract.desc(), call.entered_at, call.id).limit(PAGE)


@lru_cache(maxsize=32)
def _owed(words: int, after: bool, dated: bool) -> Select[Any]:
    """Call-backs that are owed."""
    made = select(*CALL_COLUMNS).select_from(CALL_FROM).where(*_is_owed(words))
    if after:
        made = made.where(_BEHIND_OWED if dated else _BEHIND_UNDATED)
    return made.order_by(call.callback_due.nulls_first(), call.id).limit(PAGE)


@lru_cache(maxsize=32)
def _counts(words: int) -> tuple[Select[Any], Select[Any]]:
    """How many are in the queue, and how many call-backs are owed."""
    count = select(func.count()).select_from(CALL_FROM)
    return count.where(*_in_queue(words)), count.where(*_is_owed(words))


@lru_cache(maxsize=64)
def _behind_count(words: int, owed: bool, dated: bool) -> Select[Any]:
    """How many of a part come after the key."""
    count = select(func.count()).select_from(CALL_FROM)
    if not owed:
        return count.where(*_in_queue(words), _BEHIND_QUEUED)
    return count.where(*_is_owed(words), _BEHIND_OWED if dated else _BEHIND_UNDATED)


def _filter(words: int) -> list[Any]:
    fields = (
        customer.name,
        customer.search,
        contact.name,
        call.number,
        call.number_raw,
        call.name_given,
        call.org_given,
        call.subject,
        call.channel,
    )
    return [or_(*(field.ilike(bindparam(f"word{n}"), escape="\\") for field in fields)) for n in range(words)]


def call_rows(connection: Connection, query: BoardQuery, *, any_owed: bool = True) -> tuple[tuple[CallRow, ...], Acked]:
    """Live callers first, then contract customers, then by waiting time (IN-6); call-backs that are owed come after."""
    words, given = _given(query)
    after = query.call_after
    dated = after is not None and after.at > 0
    rows: list[Any] = []
    if after is None or not after.owed:
        rows += connection.execute(_queued(words, after is not None), given).all()
    if len(rows) < PAGE and any_owed:
        behind = after is not None and after.owed
        rows += connection.execute(_owed(words, behind, dated), given).all()[: PAGE - len(rows)]
    seen = {row.id: row.acked_at or _seen(row.details) for row in rows}
    return tuple(call_row(row, query.operator) for row in rows), seen


def call_counts(connection: Connection, query: BoardQuery, shown: int) -> tuple[int, int]:
    """How many calls fit in all, and how many of them come before the page that is shown (of `shown` rows)."""
    after = query.call_after
    if after is None and shown < PAGE:
        return shown, 0
    words, given = _given(query)
    queued, owed = (int(connection.execute(made, given).scalar_one()) for made in _counts(words))
    if after is None:
        return queued + owed, 0
    behind = int(connection.execute(_behind_count(words, after.owed, after.at > 0), given).scalar_one())
    return queued + owed, queued + owed - behind - (0 if after.owed else owed)


def _given(query: BoardQuery) -> tuple[int, dict[str, Any]]:
    """The number of filter words, and the parameters of the statements."""
    words = query.call_filter.split()[:_WORDS]
    given: dict[str, Any] = {"desk": query.desk} | {f"word{n}": like(word) for n, word in enumerate(words)}
    key = query.call_after
    if key is not None:
        given |= {"after_claimed": int(key.claimed), "after_mail": int(key.mail), "after_id": key.id}
        given |= {"after_no_contract": int(key.no_contract), "after_at": at(key.at)}
    return len(words), given


def _seen(details: dict[str, Any]) -> float | None:
    """When somebody took note of a waiting call that has no clock."""
    when = details.get(SEEN)
    return from_text(str(when)).timestamp() if when else None


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
