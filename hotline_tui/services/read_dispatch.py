"""Who could go (FS-2), and who can be reached now (console.md rule 8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ..domain.board import CandidateRow, EngineerRow, ReachRow
from ..domain.dispatch import EngineerInfo, Job, rank
from ..domain.errors import N_, Refused
from ..domain.skills import needed_skills
from ..domain.words import EngineerState, FaultKind, Level, Milestone, Role, Tier, VisitState
from ..store.tables import Asset, Clock, Complaint, Operator, OperatorRole, RosterEntry, Skill, Ticket, table_of
from .read_board import duty_mobile
from .read_common import at, engineer, open_visits, visit
from .read_engineers import engineer_rows

ticket = table_of(Ticket).c
asset = table_of(Asset).c
clock = table_of(Clock).c
skill = table_of(Skill).c
complaint = table_of(Complaint).c
operator = table_of(Operator).c
role = table_of(OperatorRole).c
roster = table_of(RosterEntry).c

_CHAIN = (Role.SHIFT_LEAD, Role.CS_MANAGER, Role.SERVICE_DIRECTOR, Role.QUALITY_DIRECTOR, Role.GENERAL_MANAGER)


def candidates(connection: Connection, ticket_id: int, *, now: datetime) -> tuple[CandidateRow, ...]:
    """The desk's engineers for a ticket, best first, with the reasons; those who do not fit last."""
    row = connection.execute(
        select(
            ticket.desk_id,
            ticket.customer_id,
            ticket.level,
            ticket.fault_kind,
            ticket.tier,
            ticket.region,
            ticket.summary,
            asset.name.label("asset"),
            asset.model,
        )
        .select_from(table_of(Ticket).outerjoin(table_of(Asset), asset.id == ticket.asset_id))
        .where(ticket.id == ticket_id)
    ).first()
    if row is None:
        raise Refused(N_("There is no ticket {number}."), number=ticket_id)
    board = {one.id: one for one in engineer_rows(connection, row.desk_id, "", now)}
    people = _infos(connection, row, board)
    ranked = rank(_job(connection, ticket_id, row), people, now)
    return tuple(_candidate(one, board[one.engineer]) for one in ranked)


def _job(connection: Connection, ticket_id: int, row: Any) -> Job:
    due = connection.execute(
        select(clock.due)
        .where(
            clock.thing_kind == "ticket",
            clock.thing_id == ticket_id,
            clock.open,
            clock.due.is_not(None),
            clock.milestone.in_((Milestone.ARRIVE, Milestone.MEASURES)),
        )
        .order_by(clock.due)
        .limit(1)
    ).scalar()
    kind = FaultKind(row.fault_kind) if row.fault_kind in set(FaultKind) else None
    product = f"{row.asset or ''} {row.model or ''} {row.summary}"
    return Job(
        skills=needed_skills(kind, product),
        region=row.region,
        customer=row.customer_id,
        level=Level(row.level) if row.level in set(Level) else Level.P3,
        tier=Tier(row.tier) if row.tier in (Tier.FIELD, Tier.CENTRE) else Tier.FIELD,
        due=due,
    )


def _infos(connection: Connection, row: Any, board: dict[int, EngineerRow]) -> list[EngineerInfo]:
    extra = {
        one.id: one
        for one in connection.execute(
            select(engineer.id, engineer.regions, engineer.last_place).where(engineer.id.in_(list(board)))
        )
    }
    reserved: dict[int, datetime] = {}
    jobs: dict[int, int] = {}
    for job in open_visits(connection, visit.desk_id == row.desk_id):
        jobs[job.engineer_id] = jobs.get(job.engineer_id, 0) + 1
        if job.state == VisitState.RESERVED and job.planned_at is not None:
            reserved[job.engineer_id] = min(reserved.get(job.engineer_id, job.planned_at), job.planned_at)
    served = set(
        connection.execute(
            select(visit.engineer_id)
            .join_from(visit.id.table, table_of(Ticket), ticket.id == visit.ticket_id)
            .where(ticket.customer_id == row.customer_id, visit.state == VisitState.DONE)
            .distinct()
        ).scalars()
    )
    blamed = set(
        connection.execute(
            select(complaint.about_engineer_id).where(complaint.customer_id == row.customer_id, complaint.open)
        ).scalars()
    )
    grades: dict[int, dict[str, int]] = {}
    for whose, code, grade in connection.execute(select(skill.engineer_id, skill.code, skill.grade)):
        grades.setdefault(whose, {})[code] = grade
    here = frozenset({row.customer_id})
    return [
        EngineerInfo(
            id=one.id,
            name=one.name,
            state=EngineerState(one.state) if one.state in set(EngineerState) else EngineerState.OFF_DUTY,
            skills=grades.get(one.id, {}),
            tier=Tier(one.tier) if one.tier in set(Tier) else Tier.FIELD,
            region=one.region,
            regions=frozenset(str(region) for region in extra[one.id].regions),
            place=extra[one.id].last_place,
            on_shift_until=at(one.shift_until) if one.shift_until else None,
            reserved_at=reserved.get(one.id),
            jobs=jobs.get(one.id, 0),
            served=here if one.id in served else frozenset(),
            complained_by=here if one.id in blamed else frozenset(),
        )
        for one in board.values()
    ]


def _candidate(one: Any, row: EngineerRow) -> CandidateRow:
    return CandidateRow(
        engineer_id=one.engineer,
        name=one.name,
        state=row.state,
        phone=row.phone,
        region=row.region,
        tier=row.tier,
        skills=row.skills,
        fits=one.fits,
        score=round(one.score, 1),
        eta=one.eta.timestamp() if one.eta else None,
        late_s=one.late_s,
        reasons=tuple((reason.sign, reason.msgid, reason.params) for reason in one.reasons),
    )


def reach(connection: Connection, desk: int, *, now: datetime) -> tuple[ReachRow, ...]:
    """The duty mobile, the engineers who can be phoned now (free ones first), then up the chain (FS-7, OR-2)."""
    mobile = duty_mobile(connection, desk)
    rows = [ReachRow(mobile.holder, mobile.phone, "duty_mobile", "", duty_mobile=True)] if mobile.phone else []
    able = [
        one
        for one in engineer_rows(connection, desk, "", now)
        if one.phone and one.state not in (EngineerState.OFF_DUTY, EngineerState.BREAK)
    ]
    able.sort(key=lambda one: one.state not in (EngineerState.AVAILABLE, EngineerState.RESERVED))
    rows += [ReachRow(one.name, one.phone, str(Role.ENGINEER), one.state, duty_mobile=False) for one in able]
    on_duty = set(
        connection.execute(
            select(roster.operator_id).where(
                roster.desk_id == desk,
                roster.operator_id.is_not(None),
                roster.starts_at <= now,
                roster.ends_at > now,
                roster.state.not_in(("replaced", "cancelled")),
            )
        ).scalars()
    )
    chain = connection.execute(
        select(operator.id, operator.name, operator.phone, role.role)
        .join_from(table_of(Operator), table_of(OperatorRole), role.operator_id == operator.id)
        .where(operator.retired_at.is_(None), operator.phone != "", role.role.in_(_CHAIN))
    ).all()
    for one in sorted(chain, key=lambda person: (_CHAIN.index(Role(person.role)), person.id)):
        state = "on_duty" if one.id in on_duty else ""
        rows.append(ReachRow(one.name, one.phone, one.role, state, duty_mobile=False))
    return tuple(rows)
