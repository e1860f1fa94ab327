"""Finding customers, tickets and articles by words, characters, pinyin or number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select

from ..domain.board import ArticleHit, ContactRow, CustomerHit, TicketRow
from ..domain.similar import duplicates
from ..domain.text import MAX_LINE, clean
from ..store import search
from ..store.tables import Article, Clock, Contact, Customer, Ticket, table_of
from .read_common import at
from .read_customer import contacts, tickets

t = table_of(Ticket).c
article = table_of(Article).c
clock = table_of(Clock).c
customer = table_of(Customer).c
contact = table_of(Contact).c

_DAYS_BACK = 400
_PEOPLE = 500
_DIGITS = 4
_PAGE = 200
_PARTNERS = 500
"""So many hits of the words are looked through for tickets that fit."""
_ALIKE = 0.25


def find_customers(connection: Connection, text: str, *, limit: int) -> tuple[CustomerHit, ...]:
    """By name, pinyin initials, contact or number; with the contact that was meant, else the first who may call."""
    ids = search.find_customers(connection, text, limit=limit)
    if not ids:
        return ()
    wanted = select(customer.id, customer.name, customer.region)
    rows = connection.execute(wanted.where(customer.id.in_(ids), customer.retired_at.is_(None)))
    names = {row.id: row for row in rows}
    people: dict[int, list[ContactRow]] = {}
    for person in contacts(connection, contact.customer_id.in_(list(names)), limit=_PEOPLE):
        people.setdefault(person.customer_id, []).append(person)
    return tuple(_hit(names[one], people.get(one, []), text.strip()) for one in ids if one in names)


def _hit(row: Any, people: Sequence[ContactRow], text: str) -> CustomerHit:
    numbers = [(person, number) for person in people for number in person.phones or ("",)]
    person, number = next((pair for pair in numbers if _is_meant(*pair, text)), numbers[0] if numbers else (None, ""))
    return CustomerHit(
        row.id, row.name, row.region, person.id if person else None, person.name if person else "", number
    )


def _is_meant(person: ContactRow, number: str, text: str) -> bool:
    digits = "".join(char for char in text if char.isdecimal())
    by_number = len(digits) >= _DIGITS and digits in number.replace("-", "")
    return by_number or text in person.name or person.name in text


def history(connection: Connection, customer_id: int, *, before: float | None, limit: int) -> tuple[TicketRow, ...]:
    """A customer's tickets, the newest first; `before` is the received instant of the last row of the page before."""
    condition: ColumnElement[bool] = t.customer_id == customer_id
    if before is not None:
        condition = and_(condition, t.received_at < at(before))
    return tickets(connection, condition, order=(t.received_at.desc(), t.id.desc()), limit=min(limit, 200))


def ticket_by_number(connection: Connection, number: str, *, prefix: str, today: date) -> int | None:
    """The ticket with this number; a few last digits mean the newest of the last 400 days that ends in them."""
    wanted = clean(unicodedata.normalize("NFKC", number[:MAX_LINE])).upper()
    exact = connection.execute(select(t.id).where(t.number == wanted)).scalar()
    if exact is not None:
        return int(exact)
    if not re.fullmatch(r"[0-9]{1,6}", wanted):
        return None
    # Numbers are made of day and counter: asking for whole numbers uses their index, a pattern would read them all.
    tail = wanted.zfill(4)
    whole = [f"{prefix}{today - timedelta(days=back):%Y%m%d}-{tail}" for back in range(_DAYS_BACK)]
    recent = connection.execute(
        select(t.id).where(t.number.in_(whole)).order_by(t.open.desc(), t.number.desc()).limit(1)
    ).scalar()
    return int(recent) if recent is not None else None


def find_tickets(
    connection: Connection, text: str, *, open_only: bool, limit: int, prefix: str, today: date
) -> tuple[TicketRow, ...]:
    """By number, words or pinyin initials; open ones first."""
    direct = ticket_by_number(connection, text, prefix=prefix, today=today)
    ids = search.find_tickets(connection, text, limit=limit, closed=not open_only)
    order: Sequence[int] = [*([direct] if direct is not None else []), *(one for one in ids if one != direct)]
    place = {one: index for index, one in enumerate(order)}
    condition = t.id.in_(order)
    found = tickets(connection, and_(condition, t.open) if open_only else condition, order=(t.id,), limit=limit + 1)
    return tuple(sorted(found, key=lambda row: place[row.id]))[:limit]


def find_partners(
    connection: Connection, ticket: int, text: str, *, majors: bool, desk: int, limit: int
) -> tuple[TicketRow, ...]:
    """Into which open tickets this one can be merged (its customer's), or under which majors it can stand."""
    if majors:
        fitting = and_(t.open, t.is_major, t.desk_id == desk, t.id != ticket)
    else:
        of = select(t.customer_id).where(t.id == ticket).scalar_subquery()
        fitting = and_(t.open, t.customer_id == of, t.id != ticket)
    if text.strip():
        fitting = and_(fitting, t.id.in_(search.find_tickets(connection, text, limit=_PARTNERS, closed=False)))
    return tickets(connection, fitting, order=(t.id.desc(),), limit=limit)


def find_articles(connection: Connection, text: str, *, limit: int, fault_kind: str = "") -> tuple[ArticleHit, ...]:
    """Articles by words: those that have all of them first, then those that share the most with the text."""
    ids = search.find_articles(connection, text, limit=limit)
    rows = _articles(connection, article.id.in_(ids)) if ids else []
    more = article.fault_kind == fault_kind if fault_kind else article.id.is_not(None)
    others = [row for row in _articles(connection, more) if row.id not in ids] if len(rows) < limit else []
    alike = duplicates(text, [(row.id, f"{row.title} {row.symptom}") for row in others], limit=limit, threshold=_ALIKE)
    scores = {row.id: 1.0 for row in rows} | dict(alike)
    ranked = sorted((row for row in (*rows, *others) if row.id in scores), key=lambda row: (-scores[row.id], -row.used))
    return tuple(
        ArticleHit(row.id, row.code, row.title, row.solution, row.used, round(scores[row.id], 3))
        for row in ranked[:limit]
    )


def _articles(connection: Connection, condition: ColumnElement[bool]) -> list[Any]:
    columns = select(article.id, article.code, article.title, article.symptom, article.solution, article.used)
    shown = (
        columns.where(condition, article.state == "published").order_by(article.used.desc(), article.id).limit(_PAGE)
    )
    return list(connection.execute(shown))


def list_open(connection: Connection, desk: int, *, limit: int) -> tuple[TicketRow, ...]:
    """Open tickets of a desk, what is due first on top."""
    order = (clock.due.is_(None), clock.due, t.id)
    return tickets(connection, and_(t.desk_id == desk, t.open), order=order, limit=limit)


def list_recent(connection: Connection, desk: int, *, limit: int) -> tuple[TicketRow, ...]:
    """Tickets of a desk, open or not, the newest first."""
    return tickets(connection, t.desk_id == desk, order=(t.id.desc(),), limit=limit)
