"""Rows as read, by column name: all that signing on needs of the write side."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.store.tables import Desk, table_of

_DESK = select(table_of(Desk)).where(table_of(Desk).c.id == bindparam("desk"))


class Rec:
    """One row as read, by column name; `Work.change` keeps it in step with the database."""

    __slots__ = ("table", "values")

    def __init__(self, table: Table, values: dict[str, Any]) -> None:
        self.table = table
        self.values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


def desk_of(conn: Connection, desk: int) -> Rec:
    """The desk's row."""
    row = conn.execute(_DESK, {"desk": desk}).first()
    if row is None:
        raise Refused(N_("There is no {what} {id}. It may belong to another database."), what="desk", id=desk)
    return Rec(table_of(Desk), dict(row._mapping))
