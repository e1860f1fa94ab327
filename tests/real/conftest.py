"""Rooms with a desk in them: a small one for faults, the demo's company for the flow."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from hotline_tui.domain.commands import EnterCall, PutContact, PutCustomer
from hotline_tui.domain.words import Channel
from hotline_tui.intake import demo
from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.services.bus import execute
from hotline_tui.store.engine import open_store

from .room import Room

PHONE = "+862155601180"


@pytest.fixture(scope="session")
def small_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with one operator and one customer, whose contact rings from PHONE."""
    path = tmp_path_factory.mktemp("small") / "desk.db"
    at = datetime.now(UTC) - timedelta(days=1)
    with open_store(str(path), create=True) as store:
        desk, operator = fill_empty(store, at, name="Desk", timezone="Asia/Shanghai", operator="Wang", language="en")
        who = {"actor": operator, "desk": desk}
        customer = execute(
            store, PutCustomer(id=uuid4(), **who, customer=None, name="Harbour Clinic", region="Shanghai"), at
        )
        execute(
            store,
            PutContact(
                id=uuid4(), **who, contact=None, customer=customer.thing_id, name="Ms Lin", phones=(PHONE,),
                may_call=True,
            ),
            at,
        )  # fmt: skip
    return path


@pytest.fixture(scope="session")
def demo_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's company, in English."""
    path = tmp_path_factory.mktemp("demo") / "desk.db"
    demo.build(path, datetime.now(UTC), "en")
    return path


@pytest.fixture
def room(tmp_path: Path, small_desk: Path) -> Iterator[Room]:
    """A machine with the small desk on it."""
    made = Room(tmp_path)
    shutil.copy(small_desk, made.db)
    yield made
    made.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Room]:
    """A machine with no desk on it."""
    made = Room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ring(room: Room) -> Callable[..., int]:
    """Let somebody ring at the small desk: the call's id."""

    def call(number: str = PHONE, **values: object) -> int:
        given = {"channel": Channel.PHONE, "number": number, "source": "test", "source_id": str(uuid4())} | values
        return room.do(EnterCall(id=uuid4(), actor=1, desk=1, **given))  # type: ignore[arg-type]

    return call


class Lock:
    """Another program that has the desk's file to itself."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: sqlite3.Connection | None = None

    def __call__(self) -> None:
        """Take it."""
        self._held = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        self._held.execute("BEGIN EXCLUSIVE")

    def free(self) -> None:
        """Let it go, with nothing changed."""
        if self._held is not None:
            self._held.rollback()
            self._held.close()
            self._held = None


@pytest.fixture
def locked(room: Room) -> Iterator[Lock]:
    """Call it to lock the desk; `free()` to unlock."""
    lock = Lock(room.db)
    yield lock
    lock.free()
