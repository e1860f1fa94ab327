"""What the record says that a handover must tell: open work, promises, what is under way, and the situation (OR-3).

Everything is read from what is open, by index: the cost does not grow with history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from ..domain.handover import TicketFacts
from ..domain.words import HandoverState
from ..store.tables import (
    Clock,
    Complaint,
    Customer,
    Handover,
    HandoverLine,
    Note,
    Operator,
    Post,
    Ticket,
    table_of,
)
from ..store.types import stamp
from .read_common import in_chunks, main_visit, visits_of_desk

ticket, clock, customer = table_of(Ticket).c, table_of(Clock).c, table_of(Customer).c
operator, post, note = table_of(Operator).c, table_of(Post).c, table_of(Note).c
complaint, handover, line = table_of(Complaint).c, table_of(Handover).c, table_of(HandoverLine).c

CARRIED_OVER = 5
"""So many signed handovers are looked back at."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose handover: the posts that move (with those that nobody fills), or only one person's own work."""

    desk: int
    operator: int | None
    posts: tuple[int, ...]
    partial: bool = False

    def tickets(self) -> ColumnElement[bool]:
        """The open tickets in it. Work of named persons is listed as well, but for a partial one."""
        mine: ColumnElement[bool] = ticket.owner_operator_id == self.operator
        if self.partial:
            return and_(ticket.open, mine)
        posts = or_(ticket.owner_post_id.is_(None), ticket.owner_post_id.in_(self.posts or (0,)))
        return and_(ticket.open, ticket.desk_id == self.desk, posts)


def tickets(conn: Connection, scope: Scope, now: datetime) -> list[TicketFacts]:
    """Every open ticket in scope."""
    rows = _tickets(conn, scope)
    ids = [row.id for row in rows]
    breached = _breached(conn, scope, now)
    said, carried = _last_words(conn, ids), carried_over(conn, scope.desk)
    complained = set(conn.execute(select(complaint.ticket_id).where(complaint.open)).scalars())
    visits: dict[int, list[Any]] = {}
    for visit in visits_of_desk(conn, scope.desk):
        visits.setdefault(visit.ticket_id, []).append(visit)
    found = []
    for row in rows:
        job = main_visit(visits.get(row.id, []))
        found.append(
            TicketFacts(
                id=row.id,
                number=row.number,
                customer=row.customer or "",
                summary=row.summary,
                level=row.level,
                state=row.state,
                opened=row.opened_at,
                changed=row.last_event_at or row.opened_at,
                owner=row.person or row.post or "",
                person=row.owner_operator_id,
                major=row.is_major or row.disaster,
                upset=row.upset,
                complaint=row.id in complained,
                held=row.hold_reason,
                due=row.due,
                milestone=row.milestone or "",
                breached=breached.get(row.id, ()),
                done=said.get(row.id, ""),
                doing=job.state if job else "",
                engineer=(job.engineer_name or "") if job else "",
                carried=carried.get(row.id, 0),
            )
        )
    return found


def _tickets(conn: Connection, scope: Scope) -> Sequence[Any]:
    source = (
        table_of(Ticket)
        .outerjoin(table_of(Customer), customer.id == ticket.customer_id)
        .outerjoin(table_of(Operator), operator.id == ticket.owner_operator_id)
        .outerjoin(table_of(Post), post.id == ticket.owner_post_id)
        .outerjoin(table_of(Clock), and_(clock.thing_kind == "ticket", clock.thing_id == ticket.id, clock.lead))
    )
    return conn.execute(
        select(
            *(ticket.id, ticket.number, ticket.summary, ticket.level, ticket.state, ticket.is_major, ticket.disaster),
            *(ticket.upset, ticket.hold_reason, ticket.owner_operator_id),
            *(stamp(ticket.opened_at), stamp(ticket.last_event_at), stamp(clock.due), clock.milestone),
            *(customer.name.label("customer"), operator.name.label("person"), post.name.label("post")),
        )
        .select_from(source)
        .where(scope.tickets())
        .order_by(ticket.id)
    ).all()


def _breached(conn: Connection, scope: Scope, now: datetime) -> dict[int, tuple[str, ...]]:
    """Ticket → milestones past due and still open."""
    found: dict[int, tuple[str, ...]] = {}
    rows = conn.execute(
        select(clock.thing_id, clock.milestone)
        .select_from(table_of(Ticket).join(table_of(Clock), of_ticket()))
        .where(scope.tickets(), clock.open, clock.due <= now)
        .order_by(clock.due, clock.id)
    )
    for row in rows:
        found[row.thing_id] = (*found.get(row.thing_id, ()), row.milestone)
    return found


def of_ticket() -> ColumnElement[bool]:
    """Clocks that run on a ticket."""
    return and_(clock.thing_kind == "ticket", clock.thing_id == ticket.id)


def _last_words(conn: Connection, ids: list[int]) -> dict[int, str]:
    """The last thing said or done on each ticket."""
    found: dict[int, str] = {}
    for chunk in in_chunks(ids):
        last = (
            select(func.max(note.id))
            .where(note.thing_kind == "ticket", note.thing_id.in_(chunk))
            .group_by(note.thing_id)
        )
        found |= {
            row.thing_id: row.text for row in conn.execute(select(note.thing_id, note.text).where(note.id.in_(last)))
        }
    return found


def carried_over(conn: Connection, desk: int) -> dict[int, int]:
    """Ticket → in how many of the last signed handovers of the desk it stood, without a gap back from the last one."""
    signed = HandoverState.SIGNED, HandoverState.SIGNED_RESERVED
    last = list(
        conn.execute(
            select(handover.id)
            .where(handover.desk_id == desk, handover.state.in_([str(state) for state in signed]), ~handover.partial)
            .order_by(handover.drafted_at.desc())
            .limit(CARRIED_OVER)
        ).scalars()
    )
    if not last:
        return {}
    rows = conn.execute(
        select(line.handover_id, line.thing_id).where(line.handover_id.in_(last), line.code == "ticket")
    )
    stood: dict[int, set[int]] = {}
    for row in rows:
        stood.setdefault(row.thing_id, set()).add(row.handover_id)
    return {number: _run(last, seen) for number, seen in stood.items()}


def _run(last: list[int], seen: set[int]) -> int:
    return next((place for place, one in enumerate(last) if one not in seen), len(last))
