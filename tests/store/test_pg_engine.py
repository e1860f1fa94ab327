"""A store on PostgreSQL never waits longer than it may, and never says of a lost COMMIT that nothing was written."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from hotline_tui.domain.errors import Dropped, Lost, Refused, Unavailable
from hotline_tui.store import locks, pg_line, postgres, record
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.outcomes import settled

from ..servers import Existing, Server, free_port, name_of
from .conftest import another, envelope, fill, sql

SLACK_S = 30.0
"""For a loaded machine; far less than it would take without a deadline of our own."""


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.fixture
def own(own_server: Server) -> Iterator[Store]:
    """A desk on a server of this test's own, whose statements may take a second."""
    with open_store(own_server.database(), create=True) as store:
        fill(store)
        yield store


def hurried(store: Store, seconds: float = 1.0) -> Store:
    assert store.target is not None
    return open_store(store.target.url, statement_s=seconds, lock_s=seconds)


def opened(unit: record.Unit) -> dict[str, object]:
    unit.event("ticket", 1, "x")
    return {"done": True}


def test_of_several_hosts_the_one_that_writes_is_used(own_server: Server) -> None:
    url = own_server.database()
    rest = url.partition("://")[2].replace("127.0.0.1:", f"127.0.0.1:{free_port()},127.0.0.1:")
    with open_store(f"postgresql://{rest}", create=True) as store:
        fill(store)
        name = name_of(url)
        hosts = f"host=127.0.0.1,127.0.0.1&port={free_port()},{own_server.port}&user=postgres"
        with open_store(f"postgresql:///{name}?{hosts}") as other:
            assert sql(other, "SELECT count(*) FROM operator") == [(2,)]


def test_a_standby_is_passed_by(own_server: Server) -> None:
    url = own_server.database()
    open_store(url, create=True).close()
    standby = own_server.standby()
    both = f"127.0.0.1:{standby.port},127.0.0.1:{own_server.port}"
    address = f"postgresql://postgres@{both}/{name_of(url)}"
    with open_store(address) as store:
        sql(store, "UPDATE feed SET counter = 5")
        own_server.kill()
        standby.promote()
        with pytest.raises(Unavailable):
            sql(store, "UPDATE feed SET counter = 6")
        sql(store, "UPDATE feed SET counter = counter + 2")
        assert sql(store, "SELECT counter FROM feed") == [(7,)]


def test_only_a_standby_says_so(own_server: Server) -> None:
    url = own_server.database()
    open_store(url, create=True).close()
    standby = own_server.standby()
    with open_store(standby.url(name_of(url))) as store, pytest.raises(Unavailable, match="only reads: a standby"):
        sql(store, "UPDATE feed SET counter = 5")
    with pytest.raises(Unavailable, match="only reads: a standby"):
        open_store(standby.url(name_of(url), options="target_session_attrs=read-write"))


def test_a_read_sees_one_state_and_writes_nothing(store: Store) -> None:
    with another(store) as other, store.read() as conn:
        assert conn.scalar(text("SELECT counter FROM feed")) == 0
        sql(other, "UPDATE feed SET counter = 4")
        assert conn.scalar(text("SELECT counter FROM feed")) == 0
    with pytest.raises(Unavailable), store.read() as conn:
        conn.execute(text("UPDATE feed SET counter = 9"))
    assert sql(store, "SELECT counter FROM feed") == [(4,)]


def test_what_is_read_again_and_again_stays_prepared(store: Store) -> None:
    for _ in range(8):
        with store.read() as conn:
            assert conn.scalar(text("SELECT count(*) FROM operator")) == 2
    with store.read() as conn:
        kept = conn.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert "SELECT count(*) FROM operator" in kept


def test_a_statement_has_a_deadline(store: Store) -> None:
    with hurried(store) as quick:
        began = time.monotonic()
        with pytest.raises(Unavailable, match="did not answer"):
            sql(quick, "SELECT pg_sleep(60)")
        assert time.monotonic() - began < 1 + SLACK_S
        with quick.read(within_s=30) as conn:
            conn.exec_driver_sql("SELECT pg_sleep(1.2)")
        assert sql(quick, "SELECT counter FROM feed") == [(0,)]


def test_many_short_statements_have_one_deadline(store: Store) -> None:
    began = time.monotonic()
    with hurried(store) as quick, pytest.raises(Unavailable, match="did not answer"), quick.write() as conn:
        while time.monotonic() - began < 60:
            conn.exec_driver_sql("SELECT pg_sleep(0.2)")
    assert time.monotonic() - began < 1 + SLACK_S


def test_somebody_elses_lock_is_waited_for_no_longer_than_allowed(store: Store) -> None:
    with another(store) as other, hurried(store) as quick, other.write() as conn:
        conn.execute(text("UPDATE feed SET counter = 4"))
        with pytest.raises(Unavailable, match="locked"):
            sql(quick, "UPDATE feed SET counter = 5")


def test_any_exception_rolls_back_and_the_connection_goes_on(store: Store) -> None:
    for _ in range(2):
        with pytest.raises(KeyError), store.write() as conn:
            conn.execute(text("UPDATE feed SET counter = 8"))
            raise KeyError
    assert sql(store, "SELECT counter FROM feed, (SELECT 1) x") == [(0,)]


@pytest.mark.parametrize("act", ["read", "write"])
def test_a_frozen_server_blocks_nobody_longer_than_the_deadline(own: Store, own_server: Server, act: str) -> None:
    with hurried(own) as quick:
        sql(quick, "SELECT 1")
        own_server.freeze()
        try:
            began = time.monotonic()
            with pytest.raises(Dropped, match="did not answer"), getattr(quick, act)() as conn:
                conn.execute(text("SELECT counter FROM feed"))
            assert time.monotonic() - began < 1 + SLACK_S
        finally:
            own_server.thaw()
        assert sql(quick, "UPDATE feed SET counter = counter + 1") == 1


def test_a_server_that_freezes_before_commit_leaves_it_unknown(own: Store, own_server: Server) -> None:
    command = envelope()
    with hurried(own) as quick:
        began = time.monotonic()
        with pytest.raises(Lost, match="not known"), quick.write() as conn:
            record.execute_in(conn, command, opened)
            own_server.freeze()
            began = time.monotonic()
        assert time.monotonic() - began < pg_line.COMMIT_S + SLACK_S
        own_server.thaw()
        assert record.execute(own, command, opened).result == {"done": True}
        assert sql(own, "SELECT count(*) FROM event") == [(1,)]


def test_a_server_that_freezes_while_letting_in_is_left(own_server: Server) -> None:
    url = own_server.database()
    own_server.freeze()
    try:
        began = time.monotonic()
        with pytest.raises(Unavailable, match="can't be reached"):
            open_store(url)
        assert time.monotonic() - began < postgres.CONNECT_S + SLACK_S
    finally:
        own_server.thaw()


def test_a_backend_killed_before_commit_means_nothing_was_written(store: Store, pg_server: Existing) -> None:
    assert store.target is not None
    with pytest.raises(Unavailable) as told, store.write() as conn:
        conn.execute(text("UPDATE feed SET counter = 8"))
        pid = conn.scalar(text("SELECT pg_backend_pid()"))
        pg_server.sql(f"SELECT pg_terminate_backend({pid}, 5000)")
        conn.execute(text("SELECT 1"))
    assert not isinstance(told.value, Lost)
    assert sql(store, "SELECT counter FROM feed") == [(0,)]


def test_a_backend_killed_at_commit_leaves_it_unknown(store: Store, pg_server: Existing) -> None:
    command = envelope()
    with pytest.raises(Lost), store.write() as conn:
        record.execute_in(conn, command, opened)
        pid = conn.scalar(text("SELECT pg_backend_pid()"))
        pg_server.sql(f"SELECT pg_terminate_backend({pid}, 5000)")
    assert settled(store, command.id) is None
    assert record.execute(store, command, opened).result == {"done": True}


def test_a_refusal_at_commit_is_a_refusal(store: Store) -> None:
    sql(store, "ALTER TABLE ticket ALTER CONSTRAINT ticket_customer_id_fkey DEFERRABLE INITIALLY DEFERRED")
    with pytest.raises(Refused, match="ticket_customer_id_fkey"):
        sql(store, "UPDATE ticket SET customer_id = 99")


class Cutting:
    """A proxy that passes everything on, until the answer to a COMMIT: then it cuts the line."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.armed = False
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                client = self._socket.accept()[0]
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._pass, args=(client, server, lambda _: False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, self._ends), daemon=True).start()

    def _ends(self, data: bytes) -> bool:
        return self.armed and b"COMMIT\x00" in data

    @staticmethod
    def _pass(one: socket.socket, other: socket.socket, ends: Callable[[bytes], bool]) -> None:
        try:
            while data := one.recv(65536):
                if ends(data):
                    break
                other.sendall(data)
        except OSError:
            pass
        for line in (one, other):
            line.close()

    def close(self) -> None:
        self._socket.close()


def test_a_commit_whose_answer_is_lost_is_done_once(own: Store, own_server: Server) -> None:
    proxy = Cutting(own_server.port)
    assert own.target is not None
    with open_store(own.target.url.replace(f":{own_server.port}/", f":{proxy.port}/")) as far:
        command = envelope()
        sql(far, "SELECT 1")
        proxy.armed = True
        with pytest.raises(Lost):
            record.execute(far, command, opened)
        proxy.armed = False
        again = record.execute(far, command, opened)
        assert (again.repeated, again.result) == (True, {"done": True})
        assert settled(far, command.id) == {"done": True}
    proxy.close()
    assert sql(own, "SELECT count(*) FROM event") == [(1,)]


def test_nothing_is_acknowledged_that_the_standby_lacks(own: Store, own_server: Server) -> None:
    """A server told to stop waiting for its standby says COMMIT: that is no answer; nor is one to asking once more."""
    standby = own_server.standby()
    command = envelope()
    waiting = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with hurried(own) as quick:
        record.execute(quick, envelope(), opened)
        standby.freeze()
        with pytest.raises(Lost):
            record.execute(quick, command, opened)
        with pytest.raises(Unavailable, match="locked"):  # it is still being committed there
            record.execute(quick, command, opened)
        own_server.sql(waiting)
        canceller = threading.Timer(0.5, own_server.sql, [waiting])
        canceller.start()
        with pytest.raises(Lost):  # now it is on the record here, and only here
            record.execute(quick, command, opened)
        canceller.join()
        with pytest.raises(Lost):
            settled(quick, command.id)
        standby.thaw()
    assert record.execute(own, command, opened).repeated
    own_server.kill()
    standby.promote()
    assert own.target is not None
    with open_store(own.target.url.replace(f":{own_server.port}/", f":{standby.port}/")) as after:
        assert settled(after, command.id) == {"done": True}


def test_a_console_that_froze_in_a_transaction_lets_go(
    own: Store, own_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_SETTINGS", postgres._SETTINGS.replace("'15s'", "'300ms'"))
    with another(own) as frozen, pytest.raises(Dropped), frozen.write() as conn:
        conn.execute(text("UPDATE feed SET counter = 4"))
        assert sql(own, "UPDATE feed SET counter = 5") == 1
        conn.execute(text("SELECT 1"))
    assert sql(own, "SELECT counter FROM feed") == [(5,)]


def test_a_transaction_may_touch_more_things_than_a_server_has_locks(own: Store, own_server: Server) -> None:
    own_server.sql("ALTER SYSTEM SET max_locks_per_transaction = 10")
    own_server.restart()

    def many(unit: record.Unit) -> dict[str, object]:
        for number in range(6_000):
            unit.event("asset", number, "asset.imported")
        return {}

    with pytest.raises(Unavailable):  # the connection went with the restart
        sql(own, "SELECT 1")
    with pytest.raises(Unavailable, match="shared memory"), own.write(within_s=600) as conn:
        record.execute_in(conn, envelope(), many)
    with another(own) as other, own.write(within_s=600) as conn:
        locks.have_all(conn)
        with pytest.raises(Unavailable, match="locked"):
            record.execute(hurried(other), envelope(), opened)
        record.execute_in(conn, envelope(), many)
    record.execute(own, envelope(), opened)
    with own.write() as conn:  # the next transaction has only what it takes
        record.execute_in(conn, envelope(), opened)
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        assert conn.exec_driver_sql(held).scalar() == 2
