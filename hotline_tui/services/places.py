"""Which desk, and in whose name, a plain command acts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from ..store.tables import Desk, Operator, table_of

desk_row = table_of(Desk).c
person = table_of(Operator).c


@dataclass(frozen=True, slots=True)
class Place:
    """A desk and an operator there."""

    desk: int
    desk_name: str
    timezone: str
    prefix: str
    operator: int
    operator_name: str


def place_for(connection: Connection, *, desk: str = "", operator: str = "") -> Place | None:
    """The desk of this name, code or number (else the default one), and the operator of this login (else its first)."""
    desks = select(desk_row.id, desk_row.name, desk_row.timezone, desk_row.prefix).where(desk_row.retired_at.is_(None))
    if desk:
        number = int(desk) if desk.isdecimal() else 0
        desks = desks.where(or_(desk_row.id == number, desk_row.name == desk, desk_row.code == desk))
    where = connection.execute(desks.order_by(desk_row.is_default.desc(), desk_row.id).limit(1)).first()
    if where is None:
        return None
    people = select(person.id, person.name).where(person.retired_at.is_(None))
    people = people.where(or_(person.login == operator, person.name == operator)) if operator else people
    who = connection.execute(people.order_by((person.desk_id == where.id).desc(), person.id).limit(1)).first()
    if who is None:
        return None
    return Place(where.id, where.name, where.timezone, where.prefix, who.id, who.name)
