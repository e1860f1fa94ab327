"""Column types and column helpers shared by all tables: the same meaning on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Computed,
    Connection,
    Dialect,
    Integer,
    Table,
    Text,
    false,
    literal_column,
    select,
    true,
    type_coerce,
)
from sqlalchemy.types import TIMESTAMP, TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

from hotline_tui.store import dialect_words

dialect_words.tell()

SQLModel.metadata.naming_convention = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "ck": "%(constraint_name)s",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
}  # names that later migrations can speak of, the same on both engines

SQLModel.model_config["defer_build"] = True  # tables do not validate: a fifth of the time to make them is saved
setattr(SQLModel, "_sa_decl_prepare", True)  # noqa: B010 – what DeferredReflection sets: mappers are made by `map_all`

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""BIGINT; on SQLite `INTEGER PRIMARY KEY`, which is the row's own 64-bit id."""


def to_text(instant: datetime) -> str:
    """An aware instant as fixed-width UTC text, so that order by text is order by time."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is not an instant")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def from_text(text: str) -> datetime:
    """The aware UTC instant that `to_text` wrote."""
    return datetime.fromisoformat(text)


NOW_MS: dict[str, ColumnElement[int]] = {
    "sqlite": literal_column("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", BigInteger()),
    "postgresql": literal_column("(extract(epoch FROM clock_timestamp()) * 1000)::bigint", BigInteger()),
}
"""Dialect → milliseconds since 1970 by the database's own clock, within a statement."""
_NOW_MS = {dialect: select(now) for dialect, now in NOW_MS.items()}


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


def key() -> Any:
    """The table's own id, given by the database."""
    return Field(default=None, primary_key=True, sa_type=BigId)


def ref(target: str, *, index: bool = False) -> Any:
    """A required foreign key to `target` ("table.column")."""
    return Field(foreign_key=target, sa_type=BigId, index=index)


def opt(target: str, *, index: bool = False) -> Any:
    """An optional foreign key."""
    return Field(default=None, foreign_key=target, sa_type=BigId, index=index, nullable=True)


def num(default: int | None = None, *, big: bool = False) -> Any:
    """A required integer with a default in Python and in the database; without a default it must be given."""
    kind = BigInteger if big else Integer
    if default is None:
        return Field(sa_type=kind)
    return Field(default=default, sa_type=kind, sa_column_kwargs={"server_default": str(default)})


def big(*, index: bool = False) -> Any:
    """A required 64-bit number without a foreign key (the id of a thing whose kind stands beside it)."""
    return Field(sa_type=BigInteger, index=index)


def txt(default: str | None = None, **column: Any) -> Any:
    """Required text; with a default it may be left out (also by an older console)."""
    if default is None:
        return Field(sa_type=Text, sa_column_kwargs=column)
    return Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": default, **column})


def flag(default: bool = False) -> Any:
    """A yes or no."""
    return Field(default=default, sa_type=Boolean, sa_column_kwargs={"server_default": true() if default else false()})


def when() -> Any:
    """A required instant."""
    return Field(sa_type=UtcDateTime)


def maybe_when() -> Any:
    """An instant that may not have come yet."""
    return Field(default=None, sa_type=UtcDateTime, nullable=True)


def maybe_num() -> Any:
    """A number that may be unknown."""
    return Field(default=None, sa_type=BigInteger, nullable=True)


def doc(default: str = "{}") -> Any:
    """A JSON document (`{}` or `[]` when left out)."""
    return Field(
        default_factory=dict if default == "{}" else list, sa_type=Json, sa_column_kwargs={"server_default": default}
    )


def open_unless(*ends: str, column: str = "state") -> Any:
    """`open`: worked out by the database from the state, so that it cannot be forgotten or contradict it.

    A state that is not known here (written by a newer console) counts as open. Read only.
    """
    words = ", ".join(f"'{end}'" for end in ends)
    return Field(
        default=None, sa_column=Column("open", Boolean, Computed(f"{column} NOT IN ({words})", persisted=True))
    )


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a model, for Core statements: `table_of(Ticket).c.number`."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def insert_for(dialect: str) -> Callable[..., Any]:
    """The engine's own INSERT, which can say ON CONFLICT. The other engine's dialect is not imported."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert

        return insert
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert
