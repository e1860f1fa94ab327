"""The customer file as the operator needs it on the line: screen pop, card, history, search (CU-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from ..domain.board import AssetRow, ComplaintRow, ContactRow, ContractRow, CustomerCard, ScreenPop, TicketRow
from ..domain.errors import N_, Refused
from ..domain.phone import Phone, caller_keys
from ..domain.policy import Policy
from ..domain.words import TICKET_ENDS, Channel
from ..store.tables import (
    Asset,
    Call,
    Clock,
    Complaint,
    Contact,
    ContactPhone,
    Contract,
    ContractContact,
    Customer,
    Operator,
    Ticket,
    table_of,
)
from . import rulebook
from .read_calls import CALL_COLUMNS, CALL_FROM, call_row
from .read_common import epoch, in_chunks, seconds

call = table_of(Call).c
clock = table_of(Clock).c
ticket = table_of(Ticket).c
customer = table_of(Customer).c
contact = table_of(Contact).c
phone = table_of(ContactPhone).c
contract = table_of(Contract).c
named = table_of(ContractContact).c
asset = table_of(Asset).c
complaint = table_of(Complaint).c
operator = table_of(Operator).c

_FEW = 50
_LAST_PROBLEMS = 3


def pop(connection: Connection, call_id: int, *, now: datetime, me: int, zone: ZoneInfo) -> ScreenPop:
    """What claiming a call shows. One match fills the card, several offer a choice, none asks for a new contact."""
    row = connection.execute(
        select(*CALL_COLUMNS, call.contact_id, call.text.label("full_text"))
        .select_from(CALL_FROM)
        .where(call.id == call_id)
    ).first()
    if row is None:
        raise Refused(N_("There is no call {number}."), number=call_id)
    matches = _matches(connection, row)
    exact = [one for one in matches if one.exact]
    chosen = row.contact_id or (exact[0].id if len(exact) == 1 else None)
    owners = {one.customer_id for one in exact}
    whose = row.customer_id or (owners.pop() if len(owners) == 1 else None)
    return ScreenPop(
        call=call_row(row, me),
        text=_whole_text(row.channel, row.subject, row.full_text),
        matches=matches,
        card=card(connection, whose, now=now, zone=zone) if whose else None,
        contact_id=chosen,
    )


def _whole_text(channel: str, subject: str, text: str) -> str:
    """A mail's subject stands beside its text; on other channels it is the text's own first line, said once."""
    return "\n".join(part for part in (subject, text) if part) if channel == Channel.EMAIL else text or subject


def _matches(connection: Connection, row: Any) -> tuple[ContactRow, ...]:
    conditions: list[ColumnElement[bool]] = []
    if row.contact_id:
        conditions.append(contact.id == row.contact_id)
    if row.number:
        conditions.append(contact.id.in_(select(phone.contact_id).where(phone.e164 == row.number)))
    if row.address:
        conditions.append(contact.email == row.address)
    found = contacts(connection, or_(*conditions)) if conditions else ()
    trunk = "" if found or not row.number.startswith("+") else caller_keys(Phone(row.number, row.number, "")).trunk
    if not trunk:
        return found
    alike = select(phone.contact_id).where(phone.e164 >= trunk, phone.e164 < trunk + ":")
    return contacts(connection, contact.id.in_(alike), exact=False)


def contacts(
    connection: Connection, condition: ColumnElement[bool], *, exact: bool = True, limit: int = _FEW
) -> tuple[ContactRow, ...]:
    """Contacts that are still there, with their numbers, at most `limit`."""
    rows = connection.execute(
        select(
            contact.id,
            contact.name,
            contact.customer_id,
            customer.name.label("customer"),
            contact.email,
            contact.may_call,
        )
        .join_from(contact.id.table, customer.id.table, customer.id == contact.customer_id)
        .where(condition, contact.retired_at.is_(None), customer.retired_at.is_(None))
        .order_by(contact.may_call.desc(), contact.id)
        .limit(limit)
    ).all()
    numbers: dict[int, tuple[str, ...]] = {}
    for chunk in in_chunks(row.id for row in rows):
        for whose, written in connection.execute(
            select(phone.contact_id, phone.written).where(phone.contact_id.in_(chunk)).order_by(phone.sort, phone.id)
        ):
            numbers[whose] = (*numbers.get(whose, ()), written)
    return tuple(
        ContactRow(
            row.id,
            row.name,
            row.customer_id,
            row.customer,
            numbers.get(row.id, ()),
            row.email,
            bool(row.may_call),
            exact,
        )
        for row in rows
    )


def card(connection: Connection, customer_id: int, *, now: datetime, zone: ZoneInfo) -> CustomerCard:
    """One customer's file, bounded: at most 50 of each kind."""
    row = connection.execute(
        select(customer.id, customer.name, customer.region, customer.notes, customer.warning, customer.version).where(
            customer.id == customer_id
        )
    ).first()
    if row is None:
        raise Refused(N_("There is no customer {number}."), number=customer_id)
    mine = ticket.customer_id == customer_id
    return CustomerCard(
        id=row.id,
        name=row.name,
        region=row.region,
        notes="\n".join(part for part in (row.warning, row.notes) if part),
        contacts=contacts(connection, contact.customer_id == customer_id),
        contracts=contract_rows(connection, contract.customer_id == customer_id, now=now, zone=zone),
        assets=assets(connection, asset.customer_id == customer_id),
        open_tickets=tickets(connection, and_(mine, ticket.open), order=(ticket.level, ticket.id), limit=_FEW),
        last_problems=tickets(
            connection,
            and_(mine, ticket.state.in_(TICKET_ENDS)),
            order=(ticket.received_at.desc(),),
            limit=_LAST_PROBLEMS,
        ),
        complaints=complaints(connection, and_(complaint.customer_id == customer_id, complaint.open)),
        version=row.version,
    )


def contract_rows(
    connection: Connection, condition: ColumnElement[bool], *, now: datetime, zone: ZoneInfo
) -> tuple[ContractRow, ...]:
    """Contracts, those in warranty first, with what is charged now (HA-7)."""
    rows = connection.execute(
        select(
            contract.id,
            contract.number,
            contract.kind,
            contract.policy,
            contract.service_level,
            contract.warranty_until,
            contract.ends_on,
        )
        .where(condition, contract.retired_at.is_(None))
        .order_by(contract.warranty_until.desc(), contract.id)
        .limit(_FEW)
    ).all()
    names: dict[int, tuple[str, ...]] = {}
    for chunk in in_chunks(row.id for row in rows):
        for whose, name in connection.execute(
            select(named.contract_id, contact.name)
            .join_from(named.id.table, contact.id.table, contact.id == named.contact_id)
            .where(named.contract_id.in_(chunk), named.retired_at.is_(None))
            .order_by(contact.id)
        ):
            names[whose] = (*names.get(whose, ()), name)
    today = now.astimezone(zone).date()
    return tuple(_contract_row(row, names.get(row.id, ()), today, _policy(connection, row.policy, now)) for row in rows)


def _policy(connection: Connection, name: str, now: datetime) -> Policy | None:
    return rulebook.policy_by_version(connection, rulebook.in_force(connection, "policy", name, now))


def _contract_row(row: Any, names: tuple[str, ...], today: date, policy: Policy | None) -> ContractRow:
    until = row.warranty_until or row.ends_on
    in_warranty = until is not None and today <= until
    charge = None if policy is None or in_warranty else policy.out_of_warranty
    return ContractRow(
        id=row.id,
        number=row.number,
        policy=row.policy,
        policy_title_zh=policy.title.zh if policy else row.policy,
        policy_title_en=policy.title.en if policy else row.policy,
        service_level=row.service_level,
        warranty_until=until.isoformat() if until else "",
        in_warranty=in_warranty,
        charge_zh=charge.zh if charge else "",
        charge_en=charge.en if charge else "",
        maintenance=row.kind == "maintenance",
        named_contacts=names,
        wording=str(policy.wording) if policy else "AC",
    )


def assets(connection: Connection, condition: ColumnElement[bool]) -> tuple[AssetRow, ...]:
    """Systems and equipment, at most 50."""
    rows = connection.execute(
        select(asset.id, asset.name, asset.model, asset.serial, asset.quantity, asset.site, asset.region)
        .where(condition, asset.retired_at.is_(None))
        .order_by(asset.key_point.desc(), asset.id)
        .limit(_FEW)
    )
    return tuple(AssetRow(*row) for row in rows)


def complaints(connection: Connection, condition: ColumnElement[bool]) -> tuple[ComplaintRow, ...]:
    """Complaints, the newest first, at most 50."""
    rows = connection.execute(
        select(complaint.id, complaint.text, complaint.received_at, complaint.answered_at, complaint.state)
        .where(condition)
        .order_by(complaint.received_at.desc())
        .limit(_FEW)
    )
    return tuple(
        ComplaintRow(row.id, row.text, seconds(row.received_at), epoch(row.answered_at), row.state) for row in rows
    )


def tickets(
    connection: Connection, condition: ColumnElement[bool], *, order: Sequence[Any], limit: int
) -> tuple[TicketRow, ...]:
    """Tickets as list rows."""
    rows = connection.execute(
        select(
            ticket.id,
            ticket.number,
            ticket.level,
            ticket.state,
            customer.name.label("customer"),
            ticket.summary,
            ticket.fault_kind,
            ticket.received_at,
            ticket.closed_at,
            operator.name.label("owner"),
            clock.milestone,
            clock.due,
        )
        .select_from(
            table_of(Ticket)
            .join(table_of(Customer), customer.id == ticket.customer_id)
            .outerjoin(table_of(Operator), operator.id == ticket.owner_operator_id)
            .outerjoin(
                table_of(Clock),
                and_(clock.thing_kind == "ticket", clock.thing_id == ticket.id, clock.lead, clock.open),
            )
        )
        .where(condition)
        .order_by(*order)
        .limit(limit)
    )
    return tuple(
        TicketRow(
            id=row.id,
            number=row.number,
            level=row.level,
            state=row.state,
            customer=row.customer,
            summary=row.summary,
            fault_kind=row.fault_kind,
            received=seconds(row.received_at),
            closed=epoch(row.closed_at),
            owner=row.owner or "",
            milestone=row.milestone or "",
            due=epoch(row.due),
        )
        for row in rows
    )
