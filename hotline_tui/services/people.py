"""Who can be told, and the telling: escalation steps with who, when and how (OR-2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_, select

from hotline_tui.domain.escalation import DEFAULT_CHAIN, Chain, Notice, Person, Step, address
from hotline_tui.domain.words import Role
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import (
    Absence,
    Escalation,
    Operator,
    OperatorRole,
    Outbox,
    RosterEntry,
    Session,
    table_of,
)

_operator, _role = table_of(Operator).c, table_of(OperatorRole).c
_session, _roster, _absence = table_of(Session).c, table_of(RosterEntry).c, table_of(Absence).c


def people(conn: Connection, desk: int, now: datetime) -> list[Person]:
    """Everybody with a role at the desk: on duty by roster or at a console, unreachable while away."""
    roles: dict[int, set[Role]] = {}
    rows = conn.execute(
        select(_role.operator_id, _role.role).where(
            or_(_role.desk_id.is_(None), _role.desk_id == desk),
            or_(_role.from_at.is_(None), _role.from_at <= now),
            or_(_role.to_at.is_(None), _role.to_at > now),
        )
    )
    for row in rows:
        if row.role in set(Role):
            roles.setdefault(row.operator_id, set()).add(Role(row.role))
    duty = {row.operator_id for row in conn.execute(select(_session.operator_id).where(_session.ended_at.is_(None)))}
    on = _roster.starts_at <= now, _roster.ends_at > now, _roster.state.not_in(("replaced", "cancelled"))
    duty |= {row.operator_id for row in conn.execute(select(_roster.operator_id).where(_roster.desk_id == desk, *on))}
    gone = _absence.starts_at <= now, _absence.ends_at > now, _absence.cancelled_at.is_(None)
    away = {row.operator_id for row in conn.execute(select(_absence.operator_id).where(*gone))}
    names = conn.execute(select(_operator.id, _operator.name).where(_operator.retired_at.is_(None)))
    return [
        Person(row.id, row.name, frozenset(roles[row.id]), row.id in duty, row.id not in away)
        for row in names
        if row.id in roles
    ]


def by_role(
    known: list[Person], role: Role, *, chain: Chain = DEFAULT_CHAIN, exclude: Collection[int] = ()
) -> Notice | None:
    """Somebody reachable of a role, else further up the chain; None when nobody at all can be reached."""
    step = next((s for s in chain.steps if s.role == role), None)
    if step is None:  # a role that is in no chain is its own chain, and the chain goes on above it
        step = Step(1, role)
        chain = Chain((step, *chain.steps))
    return address(chain, step, known, exclude)


def _known(w: Work, desk: int) -> list[Person]:
    """The people of the desk. A command that tells several asks once who is there."""
    known: list[Person] = w.memo.get(f"people:{desk}") or people(w.conn, desk, w.now)
    w.memo[f"people:{desk}"] = known
    return known


def tell(
    w: Work,
    *,
    desk: int,
    thing: tuple[str, int],
    role: Role,
    step: str,
    how: str,
    reason: str = "",
    clock: int | None = None,
    chain: Chain = DEFAULT_CHAIN,
    exclude: Collection[int] = (),
    told: bool = False,
) -> Notice | None:
    """Put an escalation step on the desk's list and its message into the outbox. The event is the caller's to write.

    `told`: the operator has told them in the same breath (on the phone, in person); else somebody still has to.

    None: nobody could be reached; the step stands on the list without a name, so that the desk sees it.
    """
    notice = by_role(_known(w, desk), role, chain=chain, exclude=exclude)
    kind, number, reached = str(thing[0]), thing[1], str(notice.role if notice else role)
    escalation = w.add(
        Escalation,
        desk_id=desk,
        thing_kind=kind,
        thing_id=number,
        clock_id=clock,
        step=step,
        role=reached,
        operator_id=notice.person.id if notice else None,
        how=how,
        at=w.now,
        by_id=w.actor,
        reason=reason,
        answered_at=w.now if told else None,
    )
    w.add(
        Outbox,
        kind="escalation",
        thing_kind=kind,
        thing_id=number,
        command_id=str(w.command.id),
        once=f"escalation:{escalation}",
        due_at=w.now,
        payload={"escalation": escalation, "role": reached, "how": how},
        made_at=w.now,
    )
    return notice


def blamed(w: Work, rec: Rec) -> frozenset[int]:
    """The operators whom a complaint is about, also as the engineers that they are."""
    found = {rec.about_operator_id} if rec.about_operator_id is not None else set()
    if rec.about_engineer_id is not None:
        same = select(_operator.id).where(_operator.engineer_id == rec.about_engineer_id)
        found |= set(w.conn.execute(same).scalars())
    return frozenset(found)
