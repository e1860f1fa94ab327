"""The schema: one truth in the tables, the same by files and by migrations."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import NullPool

from hotline_tui.store import creation, schema
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.types import UtcDateTime, from_text, to_text


def dump(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'")
        return {name: " ".join(made.split()) for name, made in rows}


def folded(statements: list[str]) -> list[str]:
    """The same with columns that were added later in their tables, behind the last one."""
    made: list[str] = []
    for statement in statements:
        added = re.fullmatch(r"ALTER TABLE (\w+) ADD COLUMN (.+)", statement)
        if added is None:
            made.append(statement)
            continue
        (place,) = (n for n, one in enumerate(made) if one.startswith(f"CREATE TABLE {added[1]} ("))
        columns, rest = made[place].split("\n  CONSTRAINT ", 1)
        made[place] = f"{columns}\n  {added[2]},\n  CONSTRAINT {rest}"
    return made


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_files_say_what_the_tables_say(dialect: str) -> None:
    assert folded(schema.script(dialect)) == schema.from_tables(dialect)


def test_migrations_make_the_same_schema_as_creation(tmp_path: Path) -> None:
    migrated, created = tmp_path / "migrated.db", tmp_path / "created.db"
    creation.create_sqlite(created)
    with create_engine(f"sqlite:///{migrated}", poolclass=NullPool).begin() as conn:
        creation.migrate(conn)
        assert conn.scalar(text("SELECT version_num FROM alembic_version")) == schema.REVISIONS[-1]
    assert dump(migrated) == dump(created)
    with sqlite3.connect(created) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.REVISIONS[-1],)


def test_creating_a_desk_needs_no_alembic(tmp_path: Path) -> None:
    code = (
        "import sys, sqlmodel\n"
        "from hotline_tui.store.engine import open_store\n"
        "open_store(sys.argv[1], create=True).close()\n"
        "print('alembic' in sys.modules, 'psycopg' in sys.modules, 'pypinyin' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new.db")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"] * 3


def test_two_processes_may_create_at_once(place: Path) -> None:
    code = "import sys; from hotline_tui.store.engine import open_store; open_store(sys.argv[1], create=True).close()"
    running = [subprocess.Popen([sys.executable, "-c", code, str(place)]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert sorted(path.name for path in place.parent.iterdir() if path.suffix == ".new") == []
    open_store(str(place)).close()


def test_every_foreign_key_resolves(store: Store) -> None:
    with store.read() as conn:
        assert conn.execute(text("PRAGMA foreign_key_check")).all() == []
        tables = [row[0] for row in conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        known = set(tables)
        for table in tables:
            for row in conn.execute(text(f"PRAGMA foreign_key_list('{table}')")):
                assert row[2] in known


instants = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2999, 1, 1), timezones=st.just(UTC))


@given(instants, instants)
def test_order_by_text_is_order_by_time(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) == (one < other)
    assert from_text(to_text(one)) == one


@given(instants, st.integers(-720, 720))
def test_the_same_instant_in_any_zone_is_the_same_text(instant: datetime, minutes: int) -> None:
    assert to_text(instant.astimezone(timezone(timedelta(minutes=minutes)))) == to_text(instant)


def test_naive_instants_are_refused() -> None:
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        with pytest.raises(ValueError, match="naive"):
            UtcDateTime().process_bind_param(datetime(2026, 1, 1), dialect)


def test_an_older_database_is_upgraded_when_opened(place: Path) -> None:
    open_store(str(place), create=True).close()
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE schema_meta SET version = 0")
    open_store(str(place)).close()
    with sqlite3.connect(place) as raw:
        assert raw.execute("SELECT version, upgraded_at IS NOT NULL FROM schema_meta").fetchone() == (schema.VERSION, 1)


def test_objects_can_be_written_whatever_tables_were_loaded(place: Path) -> None:
    code = (
        "import sys; from datetime import UTC, datetime; from sqlmodel import Session\n"
        "from hotline_tui.store.engine import open_store; from hotline_tui.store.tables import Ticket, map_all\n"
        "from hotline_tui.store.tables import Customer, Desk\n"
        "map_all(); now = datetime(2026, 1, 1, tzinfo=UTC)\n"
        "with open_store(sys.argv[1], create=True) as store, store.write() as conn, Session(conn) as orm:\n"
        "    orm.add(Desk(id=1, code='a', name='a', timezone='UTC')); orm.add(Customer(id=1, code='c', name='c'))\n"
        "    orm.add(Ticket(number='1', desk_id=1, customer_id=1, level='P1', summary='x', received_at=now, "
        "opened_at=now)); orm.flush()\n"
    )
    subprocess.run([sys.executable, "-c", code, str(place)], check=True)
    with sqlite3.connect(place) as raw:
        assert raw.execute("SELECT count(*) FROM ticket").fetchone() == (1,)
