"""What one console commits, another one hears of: at once from a server, by looking at a file."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from hotline_tui.domain.errors import Unavailable
from hotline_tui.store import drafts, leases, listening, record
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.feed import Feed
from hotline_tui.store.postgres import Timed

from ..servers import Server
from .conftest import NOW, another, envelope, fill, sql

BOTH_ENGINES = True
LONG = 30.0
"""Longer than any machine needs."""


@pytest.fixture
def feed(store: Store) -> Iterator[Feed]:
    made = Feed(store)
    assert made.wait(LONG)
    yield made
    made.close()


def change(store: Store) -> None:
    record.execute(store, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})


def test_waiting_ends_with_a_change(store: Store, feed: Feed) -> None:
    with another(store) as other:
        timer = threading.Timer(0.1, change, [other])
        timer.start()
        assert feed.wait(LONG)
        timer.join()
    assert not feed.wait(0.05)


def test_waiting_ends_without_a_change(feed: Feed) -> None:
    began = time.monotonic()
    assert not feed.wait(0.2)
    assert time.monotonic() - began >= 0.2


def test_a_server_tells_before_anybody_looks(store: Store, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    if store.target is None:
        pytest.skip("nobody tells about a file")
    woken = threading.Event()
    feed.listen(woken.set)
    for _ in range(3):
        woken.clear()
        change(store)
        assert woken.wait(LONG)
        assert feed.moved()


def test_drafts_heartbeats_and_leases_wake_nobody(store: Store, feed: Feed) -> None:
    with store.write() as conn:
        session = leases.start_session(conn, operator_id=1, desk_id=1)
        leases.acquire(conn, session_id=session, thing_kind="call", thing_id=1)
    with store.write() as conn:
        leases.beat(conn, session)
    drafts.keep(store, operator_id=1, form="f", thing="", fields={}, saved_at=NOW)
    assert not feed.wait(0.3)
    change(store)
    assert feed.wait(LONG)


def test_a_change_that_nobody_announced_is_found_by_looking(store: Store, feed: Feed) -> None:
    sql(store, "UPDATE feed SET counter = counter + 1")
    assert feed.wait(LONG)


JUNK = (
    "", "x" * 7_999, "\x1b]0;evil\x07\x1b[2J", "‮\u0085", '{"feed": 99999, "desk": 1', "[" * 7_000, "-1", "NaN", "1e999",
    "99999999999999999999", "'; DROP TABLE feed; --", "\n" * 100,
)  # fmt: skip


def test_whoever_calls_out_junk_wakes_nobody_and_deafens_nobody(store: Store, feed: Feed) -> None:
    """Any role may NOTIFY: of a message that names no counter it is looked up what it is about."""
    if store.target is None:
        pytest.skip("nobody tells about a file")
    with store.target.connect() as raw:
        raw.autocommit = True
        for channel in (record.CHANNEL, "other", record.CHANNEL.upper()):
            for payload in JUNK:
                raw.execute("SELECT pg_notify(%s, %s)", (channel, payload))
    assert not feed.wait(0.5)
    change(store)
    assert feed.wait(LONG)
    assert sum(thread.name == "feed" for thread in threading.enumerate()) >= 1


def test_a_message_names_the_counter_and_nobody_asks_for_it(
    store: Store, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    if store.target is None:
        pytest.skip("nobody tells about a file")
    asked: list[int] = []
    monkeypatch.setattr(listening.Ear, "_moved", lambda _ear, _raw: bool(asked.append(1)))
    while not asked:  # between two looks
        feed.wait(0.05)
    monkeypatch.setattr(listening, "POLL_S", LONG)
    change(store)
    assert feed.wait(LONG)


def test_a_counter_called_out_before_it_is_there_hides_no_change(store: Store, feed: Feed) -> None:
    if store.target is None:
        pytest.skip("nobody tells about a file")
    with store.target.connect() as raw:
        raw.autocommit = True
        ((now,),) = sql(store, "SELECT counter FROM feed")
        for lie in (now + 1, now - 1, 10**17):
            raw.execute("SELECT pg_notify(%s, %s)", (record.CHANNEL, str(lie)))
            assert feed.wait(LONG), "it is believed, and a board too many is read"
    while feed.wait(listening.POLL_S * 1.5):  # until what is there has been looked up
        pass
    ((now,),) = sql(store, "SELECT counter FROM feed")
    with store.target.connect() as raw:
        raw.autocommit = True
        raw.execute("SELECT pg_notify(%s, %s)", (record.CHANNEL, str(now + 1)))
        assert feed.wait(LONG)
    change(store)
    assert feed.wait(LONG)


def test_a_flood_of_messages_asks_the_server_no_more_than_fifty_times_a_second(
    store: Store, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    if store.target is None:
        pytest.skip("nobody tells about a file")
    asked: list[float] = []
    moved = listening.Ear._moved

    def count(ear: listening.Ear, raw: Timed) -> bool:
        asked.append(time.monotonic())
        return moved(ear, raw)

    monkeypatch.setattr(listening.Ear, "_moved", count)
    with store.target.connect() as raw:
        raw.autocommit = True
        while len(asked) < 10:
            raw.execute("SELECT pg_notify(%s, 'x') FROM generate_series(1, 5)", (record.CHANNEL,))
    assert all(after - before >= listening.BREATH_S for before, after in pairwise(asked))
    assert not feed.moved()


def test_a_line_that_was_cut_is_made_anew_and_counts_as_a_change(store: Store, feed: Feed) -> None:
    if store.target is None:
        pytest.skip("a file has no line")
    assert not feed.wait(0.05)
    cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'hotline%'"
    assert sql(store, cut + " AND pid <> pg_backend_pid() AND datname = current_database()") == [(1,)]
    assert feed.wait(LONG)
    change(store)
    assert feed.wait(LONG)


def test_closing_does_not_wait(store: Store) -> None:
    made = Feed(store)
    made.moved()
    began = time.monotonic()
    made.close()
    assert time.monotonic() - began < 30


class TestServer:
    """Servers that are gone or silent."""

    def test_a_frozen_server_is_told_and_heard_again(self, own_server: Server) -> None:
        url = own_server.database()
        with open_store(url, create=True) as store:
            fill(store)
            feed = Feed(store)
            assert feed.wait(LONG)
            own_server.freeze()
            try:
                began = time.monotonic()
                with pytest.raises(Unavailable, match="did not answer"):
                    feed.wait(LONG)
                assert time.monotonic() - began < listening.POLL_S + listening.ANSWER_S + 30
            finally:
                own_server.thaw()
            assert heard_again(feed)
            change(store)
            assert feed.wait(LONG)
            feed.close()

    def test_a_server_that_restarts_is_told_and_heard_again(self, own_server: Server) -> None:
        url = own_server.database()
        with open_store(url, create=True) as store:
            fill(store)
            feed = Feed(store)
            assert feed.wait(LONG)
            own_server.stop()
            with pytest.raises(Unavailable, match="can't be reached"):
                feed.wait(LONG)
            own_server.start()
            assert heard_again(feed)
            feed.close()


def heard_again(feed: Feed) -> bool:
    give_up = time.monotonic() + LONG
    while time.monotonic() < give_up:
        try:
            return feed.wait(LONG)
        except Unavailable:
            time.sleep(0.05)
    return False
