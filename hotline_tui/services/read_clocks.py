"""The clocks as the board shows them: by due time, from the range of what is open and most urgent of its thing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, and_, bindparam, func, or_, select

from ..domain.board import PAGE, BoardQuery, ClockRow
from ..domain.words import Milestone
from ..store.tables import Call, Clock, Complaint, Customer, Operator, Post, Ticket, table_of
from ..store.types import stamp
from .read_common import Acked, at, like, main_visit

call = table_of(Call).c
clock = table_of(Clock).c
ticket = table_of(Ticket).c
customer = table_of(Customer).c
operator = table_of(Operator).c
post = table_of(Post).c
complaint = table_of(Complaint).c

_WORDS = 5
"""So many words of a filter count."""

_FROM = (
    table_of(Clock)
    .outerjoin(table_of(Ticket), and_(clock.thing_kind == "ticket", ticket.id == clock.thing_id))
    .outerjoin(table_of(Call), and_(clock.thing_kind == "call", call.id == clock.thing_id))
    .outerjoin(table_of(Complaint), and_(clock.thing_kind == "complaint", complaint.id == clock.thing_id))
    .outerjoin(
        table_of(Customer), customer.id == func.coalesce(ticket.customer_id, call.customer_id, complaint.customer_id)
    )
    .outerjoin(table_of(Operator), operator.id == func.coalesce(ticket.owner_operator_id, complaint.owner_operator_id))
    .outerjoin(table_of(Post), post.id == ticket.owner_post_id)
)
_COLUMNS = (
    clock.id,
    clock.thing_kind,
    clock.thing_id,
    func.coalesce(ticket.number, complaint.number, "").label("number"),
    clock.level,
    func.coalesce(customer.name, func.nullif(call.name_given, ""), call.number_raw, "").label("customer"),
    func.coalesce(ticket.summary, complaint.text, call.subject, "").label("summary"),
    clock.milestone,
    clock.state,
    stamp(clock.start),
    stamp(clock.due),
    stamp(clock.t50),
    stamp(clock.t75),
    stamp(clock.t90),
    clock.left_s,
    func.coalesce(ticket.hold_reason, "").label("hold_reason"),
    stamp(ticket.hold_review_at),
    func.coalesce(operator.name, post.name, "").label("owner"),
    clock.by_raise,
    (clock.trigger == "promised").label("promise"),
    func.coalesce(ticket.is_major, False).label("major"),
    func.coalesce(ticket.state, complaint.state, call.state, "").label("thing_state"),
    func.coalesce(ticket.region, "").label("region"),
    stamp(clock.acked_at),
)


@lru_cache(maxsize=32)
def _scope(words: int, mine: bool) -> tuple[Any, ...]:
    """What belongs to the pane. A waiting call stands in the queue pane with its clock: here it would stand twice."""
    fields = (
        ticket.number,
        ticket.summary,
        customer.name,
        customer.search,
        operator.name,
        clock.level,
        clock.milestone,
    )
    scope = [
        clock.open,
        clock.lead,
        clock.desk_id == bindparam("desk"),
        or_(clock.thing_kind != "call", clock.milestone == str(Milestone.CALLBACK)),
    ]
    for place in range(words):
        scope.append(or_(*(field.ilike(bindparam(f"word{place}"), escape="\\") for field in fields)))
    if mine:
        me: BindParameter[Any] = bindparam("operator")
        scope.append(or_(ticket.owner_operator_id == me, complaint.owner_operator_id == me))
    return tuple(scope)


@lru_cache(maxsize=64)
def _page(words: int, mine: bool, after: bool) -> Select[Any]:
    """Running clocks by due time. Made once for each kind of question: making a statement takes long."""
    made = select(*_COLUMNS).select_from(_FROM).where(*_scope(words, mine), clock.due.is_not(None))
    if after:
        due = bindparam("after_due", type_=clock.due.type)
        made = made.where(
            clock.due >= due, or_(clock.due > due, and_(clock.due == due, clock.id > bindparam("after_id")))
        )
    return made.order_by(clock.due, clock.id).limit(PAGE)


@lru_cache(maxsize=64)
def _held(words: int, mine: bool) -> Select[Any]:
    """What has no due time, by key."""
    made = select(*_COLUMNS).select_from(_FROM).where(*_scope(words, mine), clock.due.is_(None))
    return made.where(clock.id > bindparam("after_id")).order_by(clock.id).limit(bindparam("left"))


@lru_cache(maxsize=64)
def _count(words: int, mine: bool) -> Select[Any]:
    """Dated and undated ones apart: only so is it sure that the index of open ones is used."""
    fitting = select(func.count()).select_from(_FROM).where(*_scope(words, mine))
    dated, undated = clock.due.is_not(None), clock.due.is_(None)
    return select(fitting.where(dated).scalar_subquery() + fitting.where(undated).scalar_subquery())


@lru_cache(maxsize=64)
def _before(words: int, mine: bool, dated: bool) -> Select[Any]:
    """What comes up to a key: so much of the dated ones, or all of them and so much of the rest."""
    fitting = select(func.count()).select_from(_FROM).where(*_scope(words, mine))
    if dated:
        due = bindparam("after_due", type_=clock.due.type)
        up_to = or_(clock.due < due, and_(clock.due == due, clock.id <= bindparam("after_id")))
        return select(fitting.where(clock.due <= due, up_to).scalar_subquery())
    rest = fitting.where(clock.due.is_(None), clock.id <= bindparam("after_id"))
    return select(fitting.where(clock.due.is_not(None)).scalar_subquery() + rest.scalar_subquery())


def clock_rows(
    connection: Connection, query: BoardQuery, jobs: dict[int, Any], *, any_dated: bool = True, any_held: bool = True
) -> tuple[tuple[ClockRow, ...], Acked]:
    """By due time, breaches thereby on top; what is held (no due time) comes last. `jobs`: of the desk, by ticket."""
    words = query.clock_filter.split()[:_WORDS]
    given = _given(query, words)
    kind = (len(words), query.mine_only)
    after = query.clock_after
    rows: list[Any] = []
    if any_dated and (after is None or after[0] > 0):
        if after is not None:
            given |= {"after_due": at(after[0]), "after_id": after[1]}
        rows += connection.execute(_page(*kind, after is not None), given).all()
    if any_held and len(rows) < PAGE:
        held_after = after[1] if after is not None and after[0] <= 0 else 0
        rows += connection.execute(_held(*kind), given | {"after_id": held_after, "left": PAGE - len(rows)}).all()
    return tuple(_clock_row(row, jobs) for row in rows), {row[0]: row[-1] for row in rows}


def clocks_before(connection: Connection, query: BoardQuery) -> int:
    """How many fitting clocks come before the page that is shown."""
    after = query.clock_after
    if after is None:
        return 0
    words = query.clock_filter.split()[:_WORDS]
    kind = (len(words), query.mine_only)
    given = _given(query, words) | {"after_id": after[1]}
    if after[0] > 0:
        given |= {"after_due": at(after[0])}
    return int(connection.execute(_before(*kind, after[0] > 0), given).scalar_one())


def clock_total(connection: Connection, query: BoardQuery) -> int:
    """How many clocks fit the filters."""
    words = query.clock_filter.split()[:_WORDS]
    return int(connection.execute(_count(len(words), query.mine_only), _given(query, words)).scalar_one())


def _given(query: BoardQuery, words: Sequence[str]) -> dict[str, Any]:
    given: dict[str, Any] = {f"word{place}": like(word) for place, word in enumerate(words)}
    return given | {"desk": query.desk} | ({"operator": query.operator} if query.mine_only else {})


def jobs_of(visits: Sequence[Any]) -> dict[int, Any]:
    """Ticket → its visit that counts now (a row of `visits_of_desk`)."""
    found: dict[int, list[Any]] = {}
    for row in visits:
        if row.ticket_id is not None:
            found.setdefault(row.ticket_id, []).append(row)
    return {key: main_visit(rows) for key, rows in found.items()}


def _clock_row(row: Any, jobs: dict[int, Any]) -> ClockRow:
    """One row of `_COLUMNS`, taken apart in their order: by name it would take twice as long."""
    (key, kind, thing, number, level, name, summary, milestone, state, start, due, t50, t75, t90, left,
     reason, review, owner, by_raise, promise, major, thing_state, region, _) = row  # fmt: skip
    engineer, engineer_state, late = "", "", 0.0
    job = jobs.get(thing) if kind == "ticket" else None
    if job is not None:
        engineer, engineer_state = job.engineer_name or "", str(job.state)
        if job.eta is not None and due is not None and job.arrived_at is None:
            late = max(0.0, job.eta.timestamp() - due)
    return ClockRow(
        key, kind, thing, number, level, name, summary, milestone, state, start or 0.0, due, t50, t75, t90, left,
        reason, review, owner, engineer, engineer_state, late, bool(by_raise), bool(promise), bool(major), thing_state,
        region,
    )  # fmt: skip
