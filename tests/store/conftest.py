"""A desk with an operator or two, as small as can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session as Orm

from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.record import Envelope
from hotline_tui.store.tables import Customer, Desk, Engineer, Operator, Ticket, map_all

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
    """Go around the services."""
    with store.write() as conn:
        found = conn.execute(text(statement), values)
        return found.all() if found.returns_rows else found.rowcount


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with open_store(str(place), create=True, durable=False) as made:
        fill(made)
        yield made
