"""Numbers such as `T20261122-0042`: gapless per desk, prefix and desk-local day (data.md 7)."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam

from hotline_tui.store.tables.records import Counter
from hotline_tui.store.types import insert_for, table_of

_counter = table_of(Counter)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def take(conn: Connection, *, desk_id: int, prefix: str, zone: str, at: datetime) -> str:
    """The next number of this desk and day. Four digits, more when a day has more than 9,999.

    Take it as late as you can: on PostgreSQL the desk's other commands wait for it until this one commits. A rollback
    gives it back, so that numbers have no gaps.
    """
    day = at.astimezone(_zone(zone)).strftime("%Y%m%d")
    value = conn.scalar(_take_on(conn.dialect.name), {"name": f"{desk_id}:{prefix}:{day}", "first": 1})
    return f"{prefix}{day}-{value:04d}"


@cache
def _take_on(dialect: str) -> Any:
    made = insert_for(dialect)(_counter).values(name=bindparam("name"), value=bindparam("first"))
    moved = made.on_conflict_do_update(index_elements=["name"], set_={"value": _counter.c.value + 1})
    return moved.returning(_counter.c.value)
