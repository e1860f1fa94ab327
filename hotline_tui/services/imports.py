"""Taking in customer files: every row is checked against the database and the file itself, then all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select

from hotline_tui.domain import phone
from hotline_tui.domain.commands import ImportRecord, Result
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.importing import KEYS, Batch, CellFault, ImportRow, Kind
from hotline_tui.domain.words import Tier
from hotline_tui.services import customers, rulebook
from hotline_tui.services.bus import execute_in, handles
from hotline_tui.services.callers import desk_of
from hotline_tui.services.work import Rec, Work
from hotline_tui.store import locks, search
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import (
    Asset,
    Contact,
    ContactPhone,
    Contract,
    ContractContact,
    Customer,
    Engineer,
    Skill,
    table_of,
)

_LONG_S = 900.0
_MANY = 500
"""More rows than this have the database to themselves: a server has room for so many locks only."""
_WARRANTY_YEARS = 3
"""From acceptance, where neither the contract nor the file says otherwise (CU-2)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows of each kind were new or changed."""

    new: dict[str, int]
    changed: dict[str, int]


def check(connection: Connection, batch: Batch, *, region: str = "CN", now: datetime) -> list[CellFault]:
    """What can't be taken in: references to nothing, policies that are not loaded, numbers that are none."""
    customers = {row.text("code") for row in batch.of(Kind.CUSTOMERS)} | _known(connection, Customer, "code")
    contracts = {row.text("number") for row in batch.of(Kind.CONTRACTS)} | _known(connection, Contract, "number")
    people = {(row.text("customer"), row.text("name")) for row in batch.of(Kind.CONTACTS)} | _contacts(connection)
    faults: list[CellFault] = []
    for row in batch.rows:
        if row.kind in (Kind.CONTACTS, Kind.CONTRACTS, Kind.SYSTEMS) and row.text("customer") not in customers:
            faults.append(_fault(row, "customer", N_("is no customer's code, in this file or at the desk")))
        if row.text("contract") and row.text("contract") not in contracts:
            faults.append(_fault(row, "contract", N_("is no contract's number, in this file or at the desk")))
        if row.kind == Kind.CONTRACTS:
            faults += _contract_faults(connection, row, people, now)
        for number in (*row.many("phones"), *([row.text("phone")] if "phone" in row.values else [])):
            if phone.parse(number, region) is None:
                faults.append(
                    _fault(row, "phones" if row.kind == Kind.CONTACTS else "phone", N_("is no phone number"), number)
                )
    return faults


def _contract_faults(
    connection: Connection, row: ImportRow, people: set[tuple[str, str]], now: datetime
) -> Iterator[CellFault]:
    if rulebook.in_force(connection, "policy", row.text("policy"), now) is None:
        yield _fault(row, "policy", N_("is no policy that is loaded at this desk"))
    for name in row.many("named_contacts"):
        if (row.text("customer"), name) not in people:
            yield _fault(row, "named_contacts", N_("is no contact of this customer"), name)
    accepted, until = row.values.get("accepted_on"), row.values.get("warranty_until")
    if isinstance(accepted, date) and isinstance(until, date) and until < accepted:
        yield _fault(row, "warranty_until", N_("lies before the acceptance"))


def _fault(row: ImportRow, column: str, msgid: str, value: str | None = None) -> CellFault:
    return CellFault(row.sheet, row.line, column, msgid, (("value", row.text(column) if value is None else value),))


def _known(connection: Connection, model: Any, column: str) -> set[str]:
    return set(connection.execute(select(table_of(model).c[column])).scalars())


def _contacts(connection: Connection) -> set[tuple[str, str]]:
    whose, who = table_of(Customer).c, table_of(Contact).c
    rows = connection.execute(
        select(whose.code, who.name).join_from(table_of(Contact), table_of(Customer), whose.id == who.customer_id)
    )
    return {(row.code, row.name) for row in rows}


def take_in(
    store: Store, batch: Batch, *, actor: int, desk: int, now: datetime, progress: Callable[[int, int], None]
) -> Taken:
    """All rows in one transaction, with `progress(done, all)` as it goes. Raises Invalid when a row has a fault."""
    if batch.faults:
        raise Invalid(N_("{file} has faults. Nothing was taken in."), file=batch.file)
    new: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    ordered = [row for kind in Kind for row in batch.of(kind)]
    with store.write(within_s=_LONG_S) as connection:
        if len(ordered) > _MANY:
            locks.have_all(connection)
        for done, row in enumerate(ordered, start=1):
            values = tuple((name, value) for name, value in sorted(row.values.items()))
            command = ImportRecord(id=uuid4(), actor=actor, desk=desk, record=row.kind, values=values)
            result = execute_in(connection, command, now)
            (new if result.value("new") else changed)[row.kind] += 1
            progress(done, len(ordered))
    return Taken(dict(new), dict(changed))


@handles(ImportRecord)
def import_record(w: Work, c: ImportRecord) -> Result:
    """One row of a file: added, or changed where its key is there already."""
    row = ImportRow(Kind(c.record), "", 0, dict(c.values))
    return _TAKERS[row.kind](w, row)


def _customer(w: Work, row: ImportRow) -> Result:
    values = _texts(row, "name", "region", "address", "notes")
    rec = _row_of(w, Customer, code=row.text("code"))
    known = rec is not None
    if rec is None:
        rec = _added(w, Customer, code=row.text("code"), desk_id=w.command.desk, created_at=w.now, **values)
    else:
        w.change(rec, **values)
    customers.index(w, rec.id)
    return _done(w, "customer", rec, known)


def _contact(w: Work, row: ImportRow) -> Result:
    customer = _customer_of(w, row)
    values = _texts(row, "email", "title")
    if "may_call" in row.values:
        values["may_call"] = row.values["may_call"]
    rec = _row_of(w, Contact, customer_id=customer.id, name=row.text("name"))
    known = rec is not None
    if rec is None:
        rec = _added(w, Contact, customer_id=customer.id, name=row.text("name"), **values)
    else:
        w.change(rec, **values)
    region = str(desk_of(w.conn, w.command.desk).settings.get("region", "CN"))
    for place, written in enumerate(row.many("phones")):
        parsed = phone.parse(written, region)
        number = "" if parsed is None else parsed.e164 or parsed.digits
        if number and _row_of(w, ContactPhone, contact_id=rec.id, e164=number) is None:
            w.add(ContactPhone, contact_id=rec.id, e164=number, written=written, sort=place)
    customers.index(w, customer.id)
    return _done(w, "contact", rec, known)


def _contract(w: Work, row: ImportRow) -> Result:
    customer = _customer_of(w, row)
    values: dict[str, Any] = {
        name: row.text(name) for name in ("policy", "service_level", "kind") if name in row.values
    }
    values |= {name: row.values[name] for name in ("signed_on", "accepted_on", "warranty_until") if name in row.values}
    accepted = row.values.get("accepted_on")
    if "warranty_until" not in values and isinstance(accepted, date):
        values["warranty_until"] = _years_later(accepted, _WARRANTY_YEARS)
    rec = _row_of(w, Contract, number=row.text("number"))
    known = rec is not None
    if rec is None:
        rec = _added(w, Contract, number=row.text("number"), customer_id=customer.id, **values)
    else:
        w.change(rec, customer_id=customer.id, **values)
    for name in row.many("named_contacts"):
        person = _row_of(w, Contact, customer_id=customer.id, name=name)
        if person is not None and _row_of(w, ContractContact, contract_id=rec.id, contact_id=person.id) is None:
            w.add(ContractContact, contract_id=rec.id, contact_id=person.id)
    return _done(w, "contract", rec, known)


def _years_later(day: date, years: int) -> date:
    """The last day of so many years from a day on: the day before its anniversary."""
    try:
        anniversary = day.replace(year=day.year + years)
    except ValueError:
        anniversary = date(day.year + years, 3, 1)
    return date.fromordinal(anniversary.toordinal() - 1)


def _system(w: Work, row: ImportRow) -> Result:
    customer = _customer_of(w, row)
    contract = _row_of(w, Contract, number=row.text("contract")) if row.text("contract") else None
    values: dict[str, Any] = {
        name: row.text(name) for name in ("kind", "model", "site", "region") if name in row.values
    }
    values |= {name: row.values[name] for name in ("quantity", "in_city", "key_point") if name in row.values}
    if contract is not None:
        values["contract_id"] = contract.id
    rec = _row_of(w, Asset, customer_id=customer.id, name=row.text("name"), serial=row.text("serial"))
    known = rec is not None
    if rec is None:
        identity = {"customer_id": customer.id, "name": row.text("name"), "serial": row.text("serial")}
        rec = _added(w, Asset, **{"region": customer.region} | identity | values)
    else:
        w.change(rec, **values)
    return _done(w, "asset", rec, known)


def _engineer(w: Work, row: ImportRow) -> Result:
    region = str(desk_of(w.conn, w.command.desk).settings.get("region", "CN"))
    parsed = phone.parse(row.text("phone"), region)
    values = _texts(row, "name", "phone", "email", "region")
    values |= {"phone_e164": parsed.e164 if parsed else "", "tier": row.text("tier") or str(Tier.FIELD)}
    values["search"] = search.document(names=[row.text("name")], phones=[row.text("phone")])
    rec = _row_of(w, Engineer, code=row.text("code"))
    known = rec is not None
    if rec is None:
        rec = _added(w, Engineer, code=row.text("code"), desk_id=w.command.desk, **values)
    else:
        w.change(rec, **values)
    for code in row.many("skills"):
        if _row_of(w, Skill, engineer_id=rec.id, code=code) is None:
            w.add(Skill, engineer_id=rec.id, code=code)
    return _done(w, "engineer", rec, known)


_TAKERS: dict[Kind, Callable[[Work, ImportRow], Result]] = {
    Kind.CUSTOMERS: _customer,
    Kind.CONTACTS: _contact,
    Kind.CONTRACTS: _contract,
    Kind.SYSTEMS: _system,
    Kind.ENGINEERS: _engineer,
}
assert _TAKERS.keys() == KEYS.keys()


def _texts(row: ImportRow, *names: str) -> dict[str, Any]:
    """The columns that the file has, as text: what it does not have stays as it is."""
    return {name: row.text(name) for name in names if name in row.values}


def _row_of(w: Work, model: Any, /, **key: Any) -> Rec | None:
    columns = table_of(model).c
    return w.first(model, *(columns[name] == value for name, value in key.items()))


def _added(w: Work, model: Any, /, **values: Any) -> Rec:
    return w.get(model, w.add(model, **values))


def _customer_of(w: Work, row: ImportRow) -> Rec:
    found = _row_of(w, Customer, code=row.text("customer"))
    if found is None:
        raise Invalid(N_("There is no customer with the code {code}."), code=row.text("customer"))
    return found


def _done(w: Work, kind: str, rec: Rec, known: bool) -> Result:
    w.event(kind, rec.id, f"{kind}.import")
    return w.result(kind, rec.id, new=not known)
