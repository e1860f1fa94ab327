"""The customer file: organisations and their contacts (CU-1, IN-4, IN-7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select, update

from hotline_tui.domain import phone
from hotline_tui.domain.commands import NewContact, PutContact, PutCustomer, Result
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.words import ThingKind
from hotline_tui.services.bus import handles
from hotline_tui.services.callers import desk_of, desk_region
from hotline_tui.services.work import Rec, Work
from hotline_tui.store import search
from hotline_tui.store.tables import Contact, ContactPhone, Customer, table_of

CUSTOMER, CONTACT = ThingKind.CUSTOMER, ThingKind.CONTACT
_NO_NAME = N_("A name is needed.")


def contact_of(w: Work, contact: int | None) -> int | None:
    """The customer of a contact."""
    rec = w.find(Contact, contact)
    return None if rec is None else int(rec.customer_id)


@handles(PutCustomer)
def put_customer(w: Work, c: PutCustomer) -> Result:
    """Make or change a customer."""
    if not c.name:
        raise Refused(_NO_NAME)
    if c.customer is None:
        customer = add_customer(w, c.name, c.region, c.notes)
        w.event(CUSTOMER, customer, c.kind, name=c.name)
    else:
        rec = w.get(Customer, c.customer)
        w.expect_version(CUSTOMER, rec, c.version)
        w.change(rec, name=c.name, region=c.region, notes=c.notes)
        customer = rec.id
        w.event(CUSTOMER, customer, c.kind)
    index(w, customer)
    return w.result(CUSTOMER, customer, version=w.get(Customer, customer).version)


CODE_OF_DESK = "NEW-"
"""Before the number of a customer who was made at the desk."""


def add_customer(w: Work, name: str, region: str = "", notes: str = "") -> int:
    """A new customer with a code of its own; the event is the caller's to write.

    The code is none that a firm's own files use: an import finds customers by it and would turn this one into another.
    """
    # The code must be there at once and be unique: the id is not known before.
    customer = w.add(
        Customer,
        code=f"~{w.command.id}",
        name=name,
        region=region,
        notes=notes,
        desk_id=w.command.desk or None,
        created_at=w.now,
    )
    t = table_of(Customer)
    w.conn.execute(update(t).where(t.c.id == customer).values(code=f"{CODE_OF_DESK}{customer:05d}"))
    return customer


@handles(PutContact)
def put_contact(w: Work, c: PutContact) -> Result:
    """Make or change a contact with all phones as the form has them."""
    if not c.name:
        raise Refused(_NO_NAME)
    w.get(Customer, c.customer)
    before = None
    if c.contact is None:
        contact = w.add(Contact, customer_id=c.customer, name=c.name, email=c.email, may_call=c.may_call)
    else:
        rec = w.get(Contact, c.contact)
        contact, before = rec.id, rec.customer_id
        w.change(rec, customer_id=c.customer, name=c.name, email=c.email, may_call=c.may_call)
    old, new = set_phones(w, contact, c.phones, desk_region(desk_of(w.conn, c.desk)))
    w.event(CONTACT, contact, c.kind, customer=c.customer, phones_before=old, phones=new)
    for customer in {c.customer, before or c.customer}:
        index(w, customer)
    return w.result(CONTACT, contact, version=w.get(Contact, contact).version)


def set_phones(w: Work, contact: int, written: Iterable[str], region: str) -> tuple[list[str], list[str]]:
    """Replace a contact's numbers; (before, after) as written. Invalid for what is no number."""
    t = table_of(ContactPhone)
    rows = w.conn.execute(select(t.c.e164, t.c.written).where(t.c.contact_id == contact).order_by(t.c.sort)).all()
    wanted: dict[str, str] = {}
    for number in written:
        if not number:
            continue
        parsed = phone.parse(number, region)
        if parsed is None:
            raise Invalid(N_("“{number}” is no phone number."), number=number)
        wanted.setdefault(parsed.e164 or parsed.digits, number)
    if [(row.e164, row.written) for row in rows] != list(wanted.items()):
        # Numbers are parts of the contact, not things of their own: the record keeps both lists.
        w.conn.execute(delete(t).where(t.c.contact_id == contact))
        for sort, (e164, number) in enumerate(wanted.items()):
            w.conn.execute(insert(t).values(contact_id=contact, e164=e164, written=number, kind="", sort=sort))
    return [row.written for row in rows], list(wanted.values())


def new_contact(w: Work, new: NewContact, customer: int | None, desk: Rec) -> tuple[int, int]:
    """A person who is not in the file yet, and the organisation if that is new as well (IN-4)."""
    if not new.name and not new.organisation:
        raise Refused(_NO_NAME)
    if customer is None:
        customer = _same_name(w, new.organisation) or add_customer(w, new.organisation or new.name, new.region)
        w.event(CUSTOMER, customer, "customer.put", name=new.organisation or new.name)
    w.get(Customer, customer)
    contact = w.add(Contact, customer_id=customer, name=new.name or new.organisation)
    parsed = phone.parse(new.phone, desk_region(desk))
    if parsed is not None:  # a caller's number may be anything; what is none is not kept as one
        set_phones(w, contact, (new.phone,), desk_region(desk))
    w.event(CONTACT, contact, "contact.put", customer=customer, phones=[new.phone] if parsed else [])
    index(w, customer)
    return customer, contact


def _same_name(w: Work, name: str) -> int | None:
    """A customer of exactly this name is that customer."""
    t = table_of(Customer).c
    rec = w.first(Customer, t.name == name, t.retired_at.is_(None)) if name else None
    return None if rec is None else int(rec.id)


def index(w: Work, customer: int) -> None:
    """What a customer is found by: its names, its contacts, their numbers."""
    t, c, p = table_of(Customer), table_of(Contact).c, table_of(ContactPhone).c
    row: Any = w.conn.execute(select(t).where(t.c.id == customer)).one()
    people = w.conn.execute(select(c.id, c.name).where(c.customer_id == customer, c.retired_at.is_(None))).all()
    numbers = [
        found.e164 for found in w.conn.execute(select(p.e164).where(p.contact_id.in_([person.id for person in people])))
    ]
    names = [row.name, row.short_name, *(person.name for person in people)]
    words = search.document(row.code, row.region, names=[name for name in names if name], phones=numbers)
    w.conn.execute(update(t).where(t.c.id == customer).values(search=words))
