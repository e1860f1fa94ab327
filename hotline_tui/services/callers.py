"""Who is calling: from a number or address to contact, customer and contract (IN-4, IN-6, IN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, func, or_, select

from hotline_tui.domain import phone
from hotline_tui.domain.words import Channel
from hotline_tui.services.rows import Rec, desk_of
from hotline_tui.store.tables import Asset, Contact, ContactPhone, Contract, ContractContact, Customer, table_of

__all__ = [
    "Caller",
    "asset_in_city",
    "by_number",
    "contract_for",
    "desk_of",
    "desk_region",
    "identify",
    "in_warranty",
    "is_contract",
    "warranty_until",
]

_BY_NUMBER = frozenset({Channel.PHONE, Channel.FAX, Channel.VISIT, Channel.LETTER})


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of a caller. `number` is E.164 (or bare internal digits), `address` a mail or IM account."""

    number: str = ""
    address: str = ""
    contact: int | None = None
    customer: int | None = None


def identify(conn: Connection, channel: str, given: str, region: str) -> Caller:
    """Find the caller. One contact fits: that one. Several of one customer: the customer. Otherwise nobody."""
    if channel in _BY_NUMBER:
        parsed = phone.parse(given, region)
        number = "" if parsed is None else parsed.e164 or parsed.digits
        rows = by_number(conn, number)
        address = ""
    else:
        number, address = "", given.strip()
        rows = _by_address(conn, address)
    contacts, customers = {r.id for r in rows}, {r.customer_id for r in rows}
    contact = contacts.pop() if len(contacts) == 1 else None
    return Caller(number, address, contact, customers.pop() if len(customers) == 1 else None)


def by_number(conn: Connection, number: str) -> list[Any]:
    """(id, customer_id) of the contacts with exactly this number."""
    if not number:
        return []
    c, p = table_of(Contact).c, table_of(ContactPhone).c
    query = select(c.id, c.customer_id).join_from(table_of(ContactPhone), table_of(Contact), c.id == p.contact_id)
    return list(conn.execute(query.where(p.e164 == number, c.retired_at.is_(None)).limit(20)))


def _by_address(conn: Connection, address: str) -> list[Any]:
    if not address:
        return []
    c = table_of(Contact).c
    wanted = address.casefold()
    query = select(c.id, c.customer_id).where(or_(func.lower(c.email) == wanted, func.lower(c.im) == wanted))
    return list(conn.execute(query.where(c.retired_at.is_(None)).limit(20)))


def contract_for(
    conn: Connection, customer: int | None, at: datetime, *, contact: int | None = None, asset: int | None = None
) -> Rec | None:
    """The contract in force that serves this call: the asset's, else one that names the contact, else the latest."""
    if customer is None:
        return None
    t, n = table_of(Contract), table_of(ContractContact).c
    named = and_(n.contract_id == t.c.id, n.contact_id == (contact or 0), n.retired_at.is_(None))
    today = at.date()
    a = table_of(Asset).c
    own = select(a.contract_id).where(a.id == (asset or 0)).scalar_subquery()
    query = (
        select(t)
        .where(
            t.c.customer_id == customer,
            t.c.retired_at.is_(None),
            or_(t.c.ends_on.is_(None), t.c.ends_on >= today),
            or_(t.c.signed_on.is_(None), t.c.signed_on <= today),
        )
        .order_by(
            (t.c.id == own).desc().nulls_last(),
            select(n.id).where(named).exists().desc(),
            t.c.signed_on.desc().nulls_last(),
            t.c.id.desc(),
        )
        .limit(1)
    )
    row = conn.execute(query).first()
    return None if row is None else Rec(t, dict(row._mapping))


def warranty_until(contract: Rec | None, asset: Rec | None) -> date | None:
    """The last day under warranty: the asset's own, else the contract's, else three years from acceptance (CU-2)."""
    for rec in (asset, contract):
        if rec is None:
            continue
        if rec.warranty_until is not None:
            return date.fromisoformat(str(rec.warranty_until))
        if rec.accepted_on is not None:
            return _years_on(rec.accepted_on, 3)
    return None


def _years_on(day: date, years: int) -> date:
    """The last day of a term of years that begins on `day`."""
    try:
        end = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
    return date.fromordinal(end.toordinal() - 1)


def in_warranty(contract: Rec | None, asset: Rec | None, at: datetime, zone: str) -> bool | None:
    """Whether warranty covers this instant, its last day included (clock rule 5); None when nothing is known of it."""
    until = warranty_until(contract, asset)
    return None if until is None else at.astimezone(ZoneInfo(zone)).date() <= until


def is_contract(conn: Connection, customer: int | None, contract: Rec | None) -> bool:
    """Counts as a contract customer: an unknown caller does, until asked (IN-6)."""
    return customer is None or contract is not None


def desk_region(desk: Rec) -> str:
    """The country in which the desk reads numbers without a country code."""
    return str(desk.settings.get("country", "CN"))


def asset_in_city(conn: Connection, asset: Rec | None, customer: int | None, desk: Rec) -> tuple[str, bool | None]:
    """(region, inside the city) of the site: the asset's, else the customer's against the desk's city regions."""
    if asset is not None and asset.region:
        return str(asset.region), bool(asset.in_city)
    c = table_of(Customer).c
    region = conn.execute(select(c.region).where(c.id == customer)).scalar() if customer else ""
    city = desk.settings.get("city_regions")
    if asset is not None:
        return str(region or ""), bool(asset.in_city)
    if not region or not isinstance(city, list):
        return str(region or ""), None
    return str(region), region in city
