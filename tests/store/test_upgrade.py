"""A desk that an older console has made: upgraded when it is opened, with all that is in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from hotline_tui.store import record, schema
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.feed import Feed

from .conftest import envelope, fill

BOTH_ENGINES = True
FIRST = 1


@pytest.fixture
def old(engine: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A desk of the first schema, in which something has happened; its address."""
    address = str(request.getfixturevalue("place" if engine == "sqlite" else "pg_url"))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "REVISIONS", schema.REVISIONS[:FIRST])
        patch.setattr(schema, "VERSION", FIRST)
        patch.setattr(schema, "SERVES_FROM", FIRST)
        with open_store(address, create=True, durable=False) as store:
            fill(store)
            with store.write() as conn:
                conn.execute(text("UPDATE feed SET counter = 7"))
    yield address


def rows(store: Store, statement: str) -> list[tuple[object, ...]]:
    with store.read() as conn:
        return [tuple(row) for row in conn.execute(text(statement))]


def test_opening_upgrades_it_and_keeps_what_is_in_it(old: str) -> None:
    with open_store(old, durable=False) as store:
        assert rows(store, "SELECT version, revision, oldest_console FROM schema_meta") == [
            (schema.VERSION, schema.REVISIONS[-1], schema.SERVES_FROM)
        ]
        assert rows(store, "SELECT version_num FROM alembic_version") == [(schema.REVISIONS[-1],)]
        assert rows(store, "SELECT counter, beyond_calls FROM feed") == [(7, 0)]
        assert rows(store, "SELECT count(*) FROM ticket") == [(1,)]
        feed = Feed(store)
        assert feed.moved()
        record.execute(store, envelope(), lambda unit: unit.event("call", 1, "x") or {})
        record.execute(store, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})
        assert rows(store, "SELECT counter, beyond_calls FROM feed") == [(9, 1)]
        feed.close()
    open_store(old, durable=False).close()


def test_a_console_of_before_is_told_that_it_is_too_old(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would not count changes beyond calls, and other consoles would show them too late."""
    open_store(old, durable=False).close()
    monkeypatch.setattr(schema, "VERSION", FIRST)
    with pytest.raises(Exception, match="newer"):
        open_store(old, durable=False)
