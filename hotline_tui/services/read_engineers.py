"""The dispatch board: each engineer's skills, state, job and ETA (FS-1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from ..domain.attention import attention
from ..domain.board import EngineerRow
from ..domain.words import EngineerState, Milestone, VisitState
from ..store.tables import Clock, Customer, Skill, Ticket, table_of
from ..store.tables import DutyMobile as DutyMobileRow
from ..store.types import stamp
from .read_common import derived_state, engineer, epoch, main_visit, on_duty, seconds, visits_of_desk

ticket = table_of(Ticket).c
customer = table_of(Customer).c
clock = table_of(Clock).c
skill = table_of(Skill).c
mobile = table_of(DutyMobileRow).c

_ORDER = (
    EngineerState.ON_SITE,
    EngineerState.EN_ROUTE,
    EngineerState.ACCEPTED,
    EngineerState.ASSIGNED,
    EngineerState.REMOTE,
    EngineerState.AVAILABLE,
    EngineerState.RESERVED,
    EngineerState.BREAK,
    EngineerState.OFF_DUTY,
)


_PEOPLE = select(
    engineer.id,
    engineer.name,
    stamp(engineer.since),
    engineer.tier,
    engineer.region,
    engineer.phone,
    engineer.by_hand,
    engineer.by_hand_until,
).where(engineer.desk_id == bindparam("desk"), engineer.retired_at.is_(None))
_HOLDER = (
    select(mobile.engineer_id)
    .where(mobile.desk_id == bindparam("desk"))
    .order_by(mobile.since.desc(), mobile.id.desc())
    .limit(1)
)
_SKILLS = select(skill.engineer_id, skill.code).order_by(skill.grade.desc(), skill.id)


def engineer_rows(
    connection: Connection, desk: int, wanted: str, now: datetime, *, visits: Sequence[Any] | None = None
) -> tuple[EngineerRow, ...]:
    """All engineers of a desk: those under way first, then the free ones, then those who are away.

    `visits`: the desk's open visits, when they are at hand.
    """
    people = connection.execute(_PEOPLE, {"desk": desk}).all()
    duty = on_duty(connection, desk, now)
    jobs: dict[int, list[Any]] = {}
    for row in visits_of_desk(connection, desk) if visits is None else visits:
        if row.engineer_id is not None:
            jobs.setdefault(row.engineer_id, []).append(row)
    work = _work(connection, [row.ticket_id for rows in jobs.values() for row in rows if row.ticket_id])
    skills = _skills(connection)
    holder = connection.execute(_HOLDER, {"desk": desk}).scalar()
    rows = [
        _row(one, jobs.get(one.id, ()), work, skills.get(one.id, ()), duty.get(one.id), one.id == holder, now)
        for one in people
    ]
    words = wanted.casefold().split()
    kept = [row for row in rows if all(any(word in text.casefold() for text in _texts(row)) for word in words)]
    return tuple(sorted(kept, key=_place))


def _texts(row: EngineerRow) -> tuple[str, ...]:
    return (row.name, row.state, row.region, row.tier, row.customer, row.ticket_number, *row.skills)


def _place(row: EngineerRow) -> tuple[int, float, int]:
    rank = _ORDER.index(EngineerState(row.state)) if row.state in _ORDER else len(_ORDER)
    return rank, row.eta or row.planned or 0.0, row.id


def _skills(connection: Connection) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for one, code in connection.execute(_SKILLS):
        found[one] = (*found.get(one, ()), code)
    return found


_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_PRESENCE = (
    select(clock.thing_id, stamp(clock.due))
    .where(
        clock.thing_kind == "ticket",
        clock.thing_id.in_(_WANTED),
        clock.open,
        clock.due.is_not(None),
        clock.milestone.in_((Milestone.ARRIVE, Milestone.MEASURES)),
    )
    .order_by(clock.due.desc())
)
_TICKETS = (
    select(ticket.id, ticket.number, ticket.level, customer.name.label("customer"))
    .join_from(table_of(Ticket), table_of(Customer), customer.id == ticket.customer_id)
    .where(ticket.id.in_(_WANTED))
)


def _work(connection: Connection, tickets: Iterable[int]) -> dict[int, tuple[Any, float | None]]:
    """Ticket → its row, and when somebody must be there (the open arrive or measures clock)."""
    wanted = {"wanted": sorted(set(tickets))}
    if not wanted["wanted"]:
        return {}
    due = {row.thing_id: row.due for row in connection.execute(_PRESENCE, wanted)}
    return {row.id: (row, due.get(row.id)) for row in connection.execute(_TICKETS, wanted)}


def _row(
    one: Any,
    jobs: Sequence[Any],
    work: dict[int, tuple[Any, float | None]],
    skills: tuple[str, ...],
    until: float | None,
    holds_mobile: bool,
    now: datetime,
) -> EngineerRow:
    job = main_visit(jobs)
    state = derived_state(one, jobs, until is not None, now)
    subject, due = work.get(job.ticket_id, (None, None)) if job is not None else (None, None)
    since = seconds(job.since) if job is not None else one.since or 0.0
    eta = epoch(job.eta) if job is not None else None
    late = max(0.0, eta - due) if eta and due and job is not None and job.state != VisitState.ON_SITE else 0.0
    return EngineerRow(
        id=one.id,
        name=one.name,
        state=state,
        since=since,
        skills=skills,
        tier=one.tier,
        region=one.region,
        phone=one.phone,
        on_shift=until is not None,
        shift_until=until,
        visit_id=job.id if job is not None else None,
        visit_state=job.state if job is not None else "",
        ticket_id=subject.id if subject is not None else None,
        ticket_number=subject.number if subject is not None else "",
        level=subject.level if subject is not None else "",
        customer=subject.customer if subject is not None else "",
        planned=epoch(job.planned_at) if job is not None else None,
        eta=eta,
        late_s=late,
        warn=str(attention(state, now.timestamp() - since if since else 0.0)),
        more_jobs=max(0, len(jobs) - 1),
        until=epoch(one.by_hand_until) if one.by_hand else None,
        duty_mobile=holds_mobile,
    )
