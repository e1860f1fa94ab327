"""A ticket in full, and tickets found by number or words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from ..domain.board import TicketRow, TicketView, VisitRow
from ..domain.conditions import Facts
from ..domain.errors import N_, Refused
from ..domain.lifecycle import Act, why_not
from ..domain.words import TICKET_ENDS, VISIT_ENDS, VisitState
from ..store.tables import (
    Asset,
    CalendarVersion,
    Call,
    Clock,
    Complaint,
    Contact,
    ContactPhone,
    Contract,
    Customer,
    Engineer,
    Operator,
    PolicyVersion,
    Post,
    Step,
    Ticket,
    Visit,
    table_of,
)
from . import rulebook
from .read_common import epoch, seconds
from .read_complaint import escalations_of
from .read_customer import assets, complaints, contract_rows, tickets
from .read_ticket_parts import MANY, calls_of, clocks_of, steps_of, visits_of

t = table_of(Ticket).c
call = table_of(Call).c
clock = table_of(Clock).c
step = table_of(Step).c
visit = table_of(Visit).c
engineer = table_of(Engineer).c
customer = table_of(Customer).c
contact = table_of(Contact).c
phone = table_of(ContactPhone).c
operator = table_of(Operator).c
post = table_of(Post).c
policies = table_of(PolicyVersion).c

_SHOWN_ACTS = (
    Act.START,
    Act.PHONE_FAILED,
    Act.RESTORE,
    Act.IMPOSSIBLE,
    Act.WATCH,
    Act.RESOLVE,
    Act.CLOSE,
    Act.REOPEN,
    Act.HOLD,
    Act.RESUME,
    Act.RETRIAGE,
    Act.EDIT,
    Act.NOTE,
    Act.PROMISE,
    Act.MEET,
    Act.VOID,
    Act.SEND,
    Act.PASS,
    Act.ESCALATE,
    Act.MAJOR,
    Act.DISASTER,
    Act.MERGE,
    Act.MOVE,
    Act.ADOPT,
    Act.PLAYBOOK,
    Act.CANCEL,
)


def ticket_view(connection: Connection, ticket_id: int, *, now: datetime, me: int, zone: ZoneInfo) -> TicketView:
    """Everything about one ticket; at most 200 rows of each kind."""
    row = _head(connection, ticket_id)
    visits = visits_of(connection, ticket_id)
    children = tickets(connection, t.parent_id == ticket_id, order=(t.level, t.id), limit=MANY)
    return TicketView(
        **{name: getattr(row, name) for name in _AS_STORED},
        **_triaged(row),
        **_about(connection, row, now=now, zone=zone),
        **_standing(row),
        children=children,
        policy=_policy_label(connection, row.policy_version_id),
        policy_newer=_has_newer(connection, row, now),
        clocks=clocks_of(connection, "ticket", ticket_id),
        visits=visits,
        steps=steps_of(connection, ticket_id),
        calls=calls_of(connection, ticket_id, me),
        complaints=complaints(connection, table_of(Complaint).c.ticket_id == ticket_id),
        acts=_acts(row, visits, children),
        escalations=escalations_of(connection, "ticket", ticket_id),
    )


_AS_STORED = ("id", "number", "version", "state", "summary", "cause", "method", "customer_id", "customer", "contact_id")


def _triaged(row: Any) -> dict[str, Any]:
    """The level, and the answers that gave it."""
    names = ("level", "level_by_rule", "override_reason", "fault_kind", "works", "affects", "key_point")
    given = {name: getattr(row, name) for name in (*names, "known_solution")}
    return given | {"install": str(row.answers.get("install", "")), "disaster": bool(row.disaster)}


def _about(connection: Connection, row: Any, *, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Whose ticket it is, about which system, under which contract."""
    wanted = table_of(Contract).c.id == row.contract_id
    contracts = contract_rows(connection, wanted, now=now, zone=zone) if row.contract_id else ()
    systems = assets(connection, table_of(Asset).c.id == row.asset_id) if row.asset_id else ()
    numbers = select(phone.written).where(phone.contact_id == row.contact_id).order_by(phone.sort, phone.id)
    return {
        "contact": row.contact or "",
        "phones": tuple(connection.execute(numbers).scalars()),
        "contract": contracts[0] if contracts else None,
        "asset": systems[0] if systems else None,
        "region": row.region,
        "in_warranty": bool(row.in_warranty),
    }


def _standing(row: Any) -> dict[str, Any]:
    """Who has it, since when, whether it is held, and what it stands under."""
    return {
        "owner": row.owner or row.post or "",
        "owner_id": row.owner_operator_id,
        "tier": row.tier,
        "hold_reason": row.hold_reason,
        "hold_since": epoch(row.hold_since),
        "review_at": epoch(row.hold_review_at),
        "received": seconds(row.received_at),
        "opened": seconds(row.opened_at),
        "restored": epoch(row.restored_at),
        "closed": epoch(row.closed_at),
        "major": bool(row.is_major),
        "parent": row.parent or "",
        "merged_into": row.merged_into or "",
    }


def _head(connection: Connection, ticket_id: int) -> Any:
    parent, target = table_of(Ticket).alias("parent"), table_of(Ticket).alias("target")
    row = connection.execute(
        select(
            table_of(Ticket),
            customer.name.label("customer"),
            contact.name.label("contact"),
            operator.name.label("owner"),
            post.name.label("post"),
            parent.c.number.label("parent"),
            target.c.number.label("merged_into"),
        )
        .select_from(
            table_of(Ticket)
            .join(table_of(Customer), customer.id == t.customer_id)
            .outerjoin(table_of(Contact), contact.id == t.contact_id)
            .outerjoin(table_of(Operator), operator.id == t.owner_operator_id)
            .outerjoin(table_of(Post), post.id == t.owner_post_id)
            .outerjoin(parent, parent.c.id == t.parent_id)
            .outerjoin(target, target.c.id == t.merged_into_id)
        )
        .where(t.id == ticket_id)
    ).first()
    if row is None:
        raise Refused(N_("There is no ticket {number}."), number=ticket_id)
    return row


def _policy_label(connection: Connection, version: int | None) -> str:
    row = connection.execute(select(policies.policy, policies.number).where(policies.id == version)).first()
    return f"{row.policy} v{row.number}" if row else ""


def _has_newer(connection: Connection, row: Any, now: datetime) -> bool:
    """Whether newer versions than the pinned ones are in force."""
    pinned = ((PolicyVersion, "policy", row.policy_version_id), (CalendarVersion, "calendar", row.calendar_version_id))
    for model, kind, version in pinned:
        columns = table_of(model).c
        name = connection.execute(select(columns[kind]).where(columns.id == version)).scalar()
        if name is not None and rulebook.in_force(connection, kind, name, now) != version:
            return True
    return False


def _acts(row: Any, visits: tuple[VisitRow, ...], children: tuple[TicketRow, ...]) -> tuple[tuple[str, str], ...]:
    """What can be done now. What only the shift lead may do is not greyed out: the act itself asks who acts."""
    open_visits = [visit.state for visit in visits if visit.state not in VISIT_ENDS]
    facts = Facts(
        held=bool(row.hold_reason),
        open_visits=len(open_visits),
        visits_under_way=sum(state in (VisitState.EN_ROUTE, VisitState.ON_SITE) for state in open_visits),
        open_children=sum(child.state not in TICKET_ENDS for child in children),
        under_major=row.parent_id is not None,
        by_shift_lead=True,
    )
    refusals = ((act, why_not("ticket", row.state, act, facts)) for act in _SHOWN_ACTS)
    return tuple((str(act), "" if error is None else error.msgid) for act, error in refusals)


def standing(connection: Connection, ticket_id: int) -> tuple[str, bool]:
    """A ticket's state, and whether it is on hold."""
    row = connection.execute(select(t.state, t.hold_since).where(t.id == ticket_id)).one()
    return row.state, row.hold_since is not None
