"""What each engine may be told about an index or table, said to SQLAlchemy without loading the engine's dialect.

An index with `postgresql_where` makes SQLAlchemy import the dialect with all its five drivers, to know which words it
takes: 19 modules, 2.3 MB and some 50 ms in each console on SQLite. SQLite's costs 0.7 MB in each on PostgreSQL. These
are the same words; a test compares them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Constraint,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.sql.base import DialectKWArgConst, DialectKWArgs
from sqlalchemy.sql.ddl import CreateView

POSTGRESQL: dict[type[Any], dict[str, Any]] = {
    Index: {
        "concurrently": False,
        "include": None,
        "invalid": DialectKWArgConst.REFLECTED_ONLY,
        "nulls_not_distinct": None,
        "ops": {},
        "tablespace": None,
        "using": False,
        "where": None,
        "with": {},
    },
    Table: {
        "ignore_search_path": False,
        "inherits": None,
        "on_commit": None,
        "partition_by": None,
        "tablespace": None,
        "using": None,
        "with": None,
        "with_oids": None,
    },
    CheckConstraint: {"not_valid": False},
    ForeignKeyConstraint: {"not_valid": False},
    PrimaryKeyConstraint: {"include": None},
    UniqueConstraint: {"include": None, "nulls_not_distinct": None},
    CreateView: {"with": None},
}
SQLITE: dict[type[Any], dict[str, Any]] = {
    Table: {"autoincrement": False, "with_rowid": True, "strict": False},
    Index: {"where": None},
    Column: {"on_conflict_primary_key": None, "on_conflict_not_null": None, "on_conflict_unique": None},
    Constraint: {"on_conflict": None},
    CreateView: {"if_not_exists": False},
}


def tell() -> None:
    """From now on tables can be made without the dialects."""
    DialectKWArgs._kw_registry.setdefault("postgresql", POSTGRESQL)
    DialectKWArgs._kw_registry.setdefault("sqlite", SQLITE)
