"""Calls keep arriving at the demo's desk: rung, given up, taken by a colleague; one feeder for each database."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from hotline_tui.domain.commands import ClaimCall
from hotline_tui.domain.words import CallState
from hotline_tui.intake import demo
from hotline_tui.intake.demo_feed import BUSY, MOST_WAITING, Feed
from hotline_tui.intake.demo_feeder import Feeder, mine
from hotline_tui.services import bus
from hotline_tui.services.demo_files import company
from hotline_tui.services.demo_reads import desk_id
from hotline_tui.services.verify import verify
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.tables import Call, table_of

OPENED = datetime(2026, 11, 20, 2, 13, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert demo.build(path, OPENED, "zh")
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the demo that a test may change."""
    copy = tmp_path / "demo.db"
    copy.write_bytes(made.read_bytes())
    with open_store(str(copy)) as opened:
        yield opened


def _feed(store: Store, speed: float = 1.0) -> Feed:
    with store.read() as conn:
        return Feed(store, company("zh"), desk_id(conn), speed, random.Random(7))


def _calls(store: Store) -> Counter[str]:
    with store.read() as conn:
        return Counter(conn.execute(select(table_of(Call).c.state).where(table_of(Call).c.source == "demo")).scalars())


def test_calls_arrive_and_are_given_up(store: Store) -> None:
    feed, now = _feed(store), OPENED
    before, most = _calls(store), 0
    while now < OPENED + timedelta(minutes=40):
        now = max(feed.tick(now), now + timedelta(milliseconds=200))
        most = max(most, _calls(store)[CallState.WAITING])
    after = _calls(store)
    new = sum(after.values()) - sum(before.values())
    assert 15 <= new <= 100
    assert BUSY <= most <= MOST_WAITING
    assert after[CallState.ABANDONED] > before[CallState.ABANDONED]
    assert after[CallState.ADVISED] > before[CallState.ADVISED]
    assert verify(store, now + timedelta(days=1)).clean


def test_first_call_comes_soon_and_never_two_at_once(store: Store) -> None:
    feed, now, rang = _feed(store), OPENED, []
    total = sum(_calls(store).values())
    while now < OPENED + timedelta(minutes=4):
        now = max(feed.tick(now), now + timedelta(milliseconds=200))
        if (count := sum(_calls(store).values())) != total:
            assert count == total + 1
            total = count
            rang.append(now)
    assert rang[0] - OPENED < timedelta(seconds=30)
    assert all(timedelta(seconds=20) < b - a < timedelta(seconds=80) for a, b in pairwise(rang))


def test_speed_brings_more(store: Store) -> None:
    feed, now = _feed(store, speed=10.0), OPENED
    before = sum(_calls(store).values())
    while now < OPENED + timedelta(minutes=2):
        now = max(feed.tick(now), now + timedelta(milliseconds=100))
    assert sum(_calls(store).values()) - before > 10


def test_a_claimed_call_is_not_taken_away(store: Store) -> None:
    feed = _feed(store)
    with store.read() as conn:
        c = table_of(Call).c
        call = conn.execute(select(c.id).where(c.state == "waiting", c.channel == "phone").limit(1)).scalar_one()
    bus.execute(store, ClaimCall(id=uuid4(), actor=1, desk=1, call=call), OPENED)
    now = OPENED
    while now < OPENED + timedelta(minutes=15):
        now = max(feed.tick(now), now + timedelta(seconds=1))
    with store.read() as conn:
        row = conn.execute(select(c.state, c.claimed_by_id).where(c.id == call)).one()
    assert tuple(row) == ("claimed", 1)


def test_one_feeder_for_two_consoles(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "demo.db"
    copy.write_bytes(made.read_bytes())
    with Path(f"{copy}.calls").open("w") as first, Path(f"{copy}.calls").open("w") as second:
        assert mine(first)
        assert not mine(second)
    with Path(f"{copy}.calls").open("w") as third:
        assert mine(third)


def test_feeder_stops_at_once(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "demo.db"
    copy.write_bytes(made.read_bytes())
    feeder = Feeder(copy, "zh", 100.0, lambda: datetime.now(UTC))
    feeder.start()
    time.sleep(1.0)
    began = time.monotonic()
    feeder.stop()
    assert not feeder.is_alive()
    assert time.monotonic() - began < 15
