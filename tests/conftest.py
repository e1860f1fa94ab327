"""What every room's tests share: one real PostgreSQL server a session, started when the first test asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from .pg_programs import Missing
from .servers import Existing, Server

# A machine under load must not make a property fail, nor an example that nobody has seen yet those who changed nothing:
# HOTLINE_TEST_ANEW=1 looks for new ones.
settings.register_profile(
    "any machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("HOTLINE_TEST_ANEW"),
)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def pg_server() -> Iterator[Existing]:
    """A server for the whole session: its own, or the one that `HOTLINE_TEST_POSTGRESQL` names. Else: skipped.

    Databases may be made on it; a test that stops or freezes a server makes one of its own.
    """
    if named := os.environ.get("HOTLINE_TEST_POSTGRESQL"):
        yield Existing(named)
        return
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is an extra: pip install 'hotline-tui[postgresql]'")
    try:
        server = Server.made()
    except Missing as missing:
        pytest.skip(str(missing))
    with server:
        yield server


@pytest.fixture
def pg_url(pg_server: Existing) -> Iterator[str]:
    """The address of an empty database of this test's own."""
    url = pg_server.database()
    yield url
    pg_server.drop(url)


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that this test may stop, freeze and kill. Skipped where there is none."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is an extra: pip install 'hotline-tui[postgresql]'")
    try:
        server = Server.made(durable=True)
    except Missing as missing:
        pytest.skip(str(missing))
    with server:
        yield server
