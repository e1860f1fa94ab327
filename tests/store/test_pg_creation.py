"""Making and upgrading a PostgreSQL desk: one at a time, and the same by files and by migrations."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from hotline_tui.domain.errors import Refused, Unusable
from hotline_tui.store import creation, rules, schema
from hotline_tui.store.engine import Store, open_store

from ..servers import Existing, name_of
from .conftest import sql

OPEN = "import sys; from hotline_tui.store.engine import open_store; open_store(sys.argv[1], create={}).close()"
SHAPE = """
SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
  || coalesce(column_default, '') || coalesce(generation_expression, '') FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name <> 'alembic_version'
UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
 FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'
UNION ALL SELECT 'function ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1
"""


@pytest.fixture
def engine() -> str:
    return "postgresql"


def at_once(code: str, url: str, times: int = 3) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE, text=True) for _ in range(times)
    ]
    for process in running:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said


def test_consoles_that_start_at_once_make_one_desk(pg_url: str, pg_server: Existing) -> None:
    at_once(OPEN.format(True), pg_url)
    assert pg_server.sql("SELECT count(*) FROM schema_meta", name_of(pg_url)) == [(1,)]
    assert pg_server.sql("SELECT version_num FROM alembic_version", name_of(pg_url)) == [(schema.REVISIONS[-1],)]


def test_consoles_that_start_at_once_upgrade_it_once(pg_url: str, pg_server: Existing) -> None:
    open_store(pg_url, create=True).close()
    name = name_of(pg_url)
    pg_server.sql("UPDATE schema_meta SET version = 0", name)
    pg_server.sql("CREATE TABLE seen (at timestamptz)", name)
    pg_server.sql(
        "CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN INSERT INTO seen VALUES (NEW.upgraded_at); RETURN NEW; END $$",
        name,
    )
    pg_server.sql("CREATE TRIGGER see AFTER UPDATE ON schema_meta FOR EACH ROW EXECUTE FUNCTION see()", name)
    at_once(OPEN.format(False), pg_url)
    assert pg_server.sql("SELECT count(*), count(at) FROM seen", name) == [(1, 1)]
    assert pg_server.sql("SELECT version FROM schema_meta", name) == [(schema.VERSION,)]


def test_migrations_make_the_same_schema_as_creation(pg_url: str, pg_server: Existing) -> None:
    open_store(pg_url, create=True).close()
    created = pg_server.sql(SHAPE, name_of(pg_url))
    other = pg_server.database()
    try:
        made = create_engine(other.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)
        with made.begin() as conn:
            creation.migrate(conn)
            assert conn.scalar(text("SELECT version_num FROM alembic_version")) == schema.REVISIONS[-1]
        assert pg_server.sql(SHAPE, name_of(other)) == created
        assert len(created) > 500
    finally:
        pg_server.drop(other)


def test_a_desk_that_fails_half_way_is_none(pg_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = schema.script("postgresql")
    monkeypatch.setattr(schema, "script", lambda _: [*whole, "CREATE TABLE desk (x int)"])
    with pytest.raises(Exception, match="already exists"):
        open_store(pg_url, create=True)
    monkeypatch.undo()
    with open_store(pg_url, create=True) as store:
        assert sql(store, "SELECT count(*) FROM schema_meta") == [(1,)]


@pytest.mark.parametrize("table", (*rules.FROZEN, *rules.KEPT))
def test_nothing_is_emptied(store: Store, table: str) -> None:
    with pytest.raises((Refused, Unusable), match="kept"):
        sql(store, f'TRUNCATE "{table}" CASCADE')
