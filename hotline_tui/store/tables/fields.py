"""The kinds of columns that tables are declared with. Only what declares or writes the schema loads SQLModel."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Computed, Integer, Text, false, true
from sqlmodel import Field, SQLModel

from hotline_tui.store import pg_arguments
from hotline_tui.store.types import Json, UtcDateTime

pg_arguments.tell()

SQLModel.metadata.naming_convention = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "ck": "%(constraint_name)s",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
}  # names that later migrations can speak of, the same on both engines

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""BIGINT; on SQLite `INTEGER PRIMARY KEY`, which is the row's own 64-bit id."""


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
