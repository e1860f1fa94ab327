"""`hotline db …` as an administrator types it, and every plain command at a PostgreSQL desk."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.store.engine import open_store

from ..intake.conftest import NOW
from ..servers import Existing, name_of
from .conftest import Hotline


@pytest.fixture
def roles(pg_server: Existing) -> Iterator[tuple[str, ...]]:
    tag = uuid4().hex[:6]
    names = (f"owner_{tag}", f"console_{tag}", f"reader_{tag}")
    yield names
    for name in names:
        pg_server.sql(f"DROP ROLE IF EXISTS {name}")


@pytest.fixture
def there(pg_server: Existing, roles: tuple[str, ...]) -> Iterator[str]:
    """An empty database that is gone before its roles are."""
    url = pg_server.database()
    yield url
    pg_server.drop(url)


def test_a_desk_moves_to_postgresql_and_goes_on(
    desk: Hotline, there: str, roles: tuple[str, ...], pg_server: Existing
) -> None:
    moved = desk("db", "move", there)
    assert moved.code == 0, moved.err
    assert "verifies" in moved.out and "HOTLINE_DATABASE_URL" in moved.out and "desk.db" in moved.out
    names = ("--owner", roles[0], "--console", roles[1], "--reader", roles[2])
    given = desk("db", "grants", "--apply", *names, HOTLINE_DATABASE_URL=there)
    assert given.code == 0, given.err
    console, reader = (pg_server.url(name_of(there), user=role) for role in roles[1:])
    assert desk("call", "new", "--number", "021-6433 2200", HOTLINE_DATABASE_URL=console).code == 0
    listed = desk("list", "--all", HOTLINE_DATABASE_URL=reader)
    assert listed.code == 0, listed.err
    assert desk("call", "new", "--number", "021-6433 2200", HOTLINE_DATABASE_URL=reader).code == 5
    assert pg_server.sql("SELECT count(*) FROM call", name_of(there)) == [(1,)]


def test_the_script_is_printed_and_does_what_applying_does(
    hotline: Hotline, there: str, roles: tuple[str, ...], pg_server: Existing
) -> None:
    with open_store(there, create=True) as store:
        fill_empty(store, NOW, name="Desk", timezone="Asia/Shanghai", operator="Wang", language="en")
    names = ("--owner", roles[0], "--console", roles[1], "--reader", roles[2])
    printed = hotline("db", "grants", *names, HOTLINE_DATABASE_URL=there)
    assert printed.code == 0, printed.err
    assert pg_server.sql(f"SELECT to_regrole('{roles[1]}')") == [(None,)]
    pg_server.sql(printed.out, name_of(there))
    console = pg_server.url(name_of(there), user=roles[1])
    assert hotline("call", "new", "--number", "021-5560 1180", HOTLINE_DATABASE_URL=console).code == 0


def test_a_file_has_no_database_users(desk: Hotline) -> None:
    refused = desk("db", "grants")
    assert (refused.code, "Only PostgreSQL" in refused.err) == (3, True)


def test_where_a_desk_cannot_go(desk: Hotline) -> None:
    nobody = desk("db", "move", "postgresql://li:SECRET@127.0.0.1:1/desk")
    assert (nobody.code, "can't be reached" in nobody.err, "SECRET" in nobody.err + nobody.out) == (5, True, False)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_console_does_not_start_half(hotline: Hotline, there: str, language: str) -> None:
    done = hotline("--lang", language, HOTLINE_DATABASE_URL=there)
    assert done.code != 0
    assert len(done.err.strip().splitlines()) == 1, done.err
