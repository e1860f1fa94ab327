"""A desk with an operator or two, as small as can be, on SQLite and on PostgreSQL.

A module with `BOTH_ENGINES = True` runs its tests that have a store on both; a real server is started for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session as Orm

from hotline_tui.store import rules
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.record import Envelope
from hotline_tui.store.tables import Customer, Desk, Engineer, Operator, Ticket, map_all

from ..pg_desk import Reused
from ..servers import Existing

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def fill(store: Store) -> None:
    map_all()
    with store.write() as conn, Orm(conn, join_transaction_mode="rollback_only") as orm:
        orm.add(Desk(id=1, code="main", name="Main", timezone="Asia/Shanghai"))
        orm.flush()
        for number, name in enumerate(("Wang", "Li"), 1):
            orm.add(Operator(id=number, login=name.lower(), name=name, desk_id=1))
            orm.add(Engineer(id=number, code=f"E{number}", name=name, desk_id=1))
            orm.add(Customer(id=number, code=f"C{number}", name=f"Customer {number}"))
        orm.flush()
        orm.add(ticket(1))
        orm.flush()
        orm.expunge_all()


def ticket(number: int, **more: object) -> Ticket:
    values: dict[str, object] = {
        "id": number,
        "number": f"T20261122-{number:04d}",
        "desk_id": 1,
        "customer_id": 1,
        "level": "P2",
        "summary": "printer",
        "received_at": NOW,
        "opened_at": NOW,
    }
    return Ticket(**(values | more))


def envelope(request: object = None, *, now: datetime = NOW, **more: object) -> Envelope:
    values: dict[str, object] = {"id": uuid4(), "kind": "test", "request": request, "actor_id": 1, "now": now}
    return Envelope(**(values | more))  # type: ignore[arg-type]


def sql(store: Store, statement: str, **values: object) -> object:
    """Go around the services, with plain values as the driver takes them."""
    with store.write() as conn:
        if store.path is None:
            statement = re.sub(r"(?<![:\w]):(\w+)", r"%(\1)s", statement.replace("%", "%%"))
            found = conn.exec_driver_sql(statement, values)
        else:
            found = conn.execute(text(statement), values)
        return found.all() if found.returns_rows else found.rowcount


def unguarded(store: Store, guard: str) -> None:
    """Take a guard off, as somebody with all rights on the database can."""
    table = next(rule.table for rule in rules.guards() if rule.name == guard)
    sql(store, f"DROP TRIGGER {guard}" if store.path else f"ALTER TABLE {table} DISABLE TRIGGER {guard}")


def another(store: Store) -> Store:
    """A second store on the same database, as another console has it."""
    return open_store(store.target.url if store.target else str(store.path), durable=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if getattr(metafunc.module, "BOTH_ENGINES", False) and "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Which database the test's store is on."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture(scope="session")
def pg_small(pg_server: Existing) -> Iterator[Reused[None]]:
    """The small desk on PostgreSQL, one for all tests, each time as it was."""
    reused = Reused(pg_server, fill)
    yield reused
    reused.close()


@pytest.fixture
def store(engine: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    if engine == "sqlite":
        with open_store(str(request.getfixturevalue("place")), create=True, durable=False) as made:
            fill(made)
            yield made
        return
    with open_store(request.getfixturevalue("pg_small").fresh()) as made:
        yield made
