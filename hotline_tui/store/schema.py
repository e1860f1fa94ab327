"""The schema as SQL text: kept in `migrations/sql`, run when a desk is created.

Creating a desk runs the same files that the migrations run, without loading Alembic. The first was written from the
tables; a file is never changed: the next change gets one (and a migration) of its own. A test compares them all with
what the tables say.
"""

from __future__ import annotations

import re
from pathlib import Path

VERSION = 2
"""The schema this console makes and knows; `schema_meta.version`."""

SERVES_FROM = 2
"""The oldest console (by its VERSION) that can work on a database of this schema; `schema_meta.oldest_console`.
One of before 2 does not count changes beyond calls: the others would show what it did too late."""

REVISIONS = ("0001", "0002")
"""All migrations in order; `schema_meta.revision` and `alembic_version` name the last one."""

APPLICATION_ID = 0x484F544C
"""Marks an SQLite file as ours: the bytes HOTL."""

_FOLDER = Path(__file__).parent / "migrations" / "sql"
_MARK = "\n-- ;\n"


def statements(revision: str, dialect: str) -> list[str]:
    """The statements of one migration's file."""
    text = (_FOLDER / f"{revision}.{dialect}.sql").read_text(encoding="utf-8")
    return [part.strip() for part in text.split(_MARK) if part.strip()]


def script(dialect: str) -> list[str]:
    """Everything that makes a new database of the present schema."""
    return [statement for revision in REVISIONS for statement in statements(revision, dialect)]


def from_tables(dialect: str) -> list[str]:
    """What the tables and rules of this code say the schema is, in an order that does not depend on imports."""
    from sqlalchemy.dialects import registry
    from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable, DDLElement

    from hotline_tui.store import rules
    from hotline_tui.store.tables import load_all

    spoken = registry.load(dialect)()
    later = dialect == "postgresql"  # tables point at each other in circles: their foreign keys come afterwards
    tables = [table for _, table in sorted(load_all().tables.items())]
    parts: list[DDLElement] = []
    for table in tables:
        parts.append(CreateTable(table, include_foreign_key_constraints=[] if later else None))
        parts += [CreateIndex(index) for index in sorted(table.indexes, key=lambda index: str(index.name))]
    if later:
        for table in tables:
            keys = sorted(table.foreign_key_constraints, key=lambda key: str(key.name))
            parts += [AddConstraint(key, isolate_from_table=False) for key in keys]
    made = [re.sub(r" +\n", "\n", str(part.compile(dialect=spoken)).replace("\t", "  ")).strip() for part in parts]
    return made + (rules.sqlite() if dialect == "sqlite" else rules.postgresql())
