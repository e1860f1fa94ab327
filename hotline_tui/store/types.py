"""Column types shared by all tables: the same meaning on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Dialect, Text, text, type_coerce
from sqlalchemy.types import TIMESTAMP, TypeDecorator, TypeEngine


def to_text(instant: datetime) -> str:
    """An aware instant as fixed-width UTC text, so that order by text is order by time."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is not an instant")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def from_text(text: str) -> datetime:
    """The aware UTC instant that `to_text` wrote."""
    return datetime.fromisoformat(text)


_NOW_MS = {
    "sqlite": text("SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"),
    "postgresql": text("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"),
}


def now_ms(conn: Connection) -> int:
    """Milliseconds since 1970 by the database's own clock."""
    return int(conn.scalar(_NOW_MS[conn.dialect.name]) or 0)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC: `timestamptz` on PostgreSQL, fixed-width ISO text with microseconds on SQLite.

    A naive datetime is refused with ValueError.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if dialect.name == "postgresql":
            if value.tzinfo is None:
                raise ValueError("a naive datetime is not an instant")
            return value.astimezone(UTC)
        return to_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return _instant(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """One call for each value instead of three: boards read thousands."""
        return _instant


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    return value.astimezone(UTC) if isinstance(value, datetime) else from_text(value)


class Stamp(UtcDateTime):
    """The same instant read as `float` seconds since the epoch, for what only goes to a screen (`stamp`)."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """None stays None."""
        return _epoch


def _epoch(value: Any) -> float | None:
    if value is None:
        return None
    return datetime.fromisoformat(value).timestamp() if type(value) is str else float(value.timestamp())


def stamp(column: Any) -> Any:
    """An instant's column, read as float seconds under the same name."""
    return type_coerce(column, Stamp).label(column.name)


class Json(TypeDecorator[Any]):
    """Lists and mappings as canonical JSON text: the same bytes on both engines."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def insert_for(dialect: str) -> Callable[..., Any]:
    """The engine's own INSERT, which can say ON CONFLICT. The other engine's dialect is not imported."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert

        return insert
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert
