"""Opening the shared database: one store for SQLite and for PostgreSQL, with deadlines of its own.

    with store.read() as conn: …     a short transaction that sees one state
    with store.write() as conn: …    BEGIN IMMEDIATE; committed at the end, rolled back on any exception

A store may be used from several threads; it has one connection for reading and one for writing (on PostgreSQL one for
both: a server has only so many), each used by one thread at a time. Opened at first use.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, exc
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from hotline_tui.domain.errors import N_, Invalid, Unusable
from hotline_tui.setting_kinds import hide_password
from hotline_tui.store import creation, faults, schema
from hotline_tui.store.types import now_ms
from hotline_tui.store.write_turn import begin_immediate

if TYPE_CHECKING:
    from hotline_tui.store.postgres import Target

_WATCH_EVERY = 20_000
"""Virtual-machine steps of SQLite between two looks at the deadline: some 0.2 ms."""


@dataclass(slots=True)
class _Deadline:
    """Read by SQLite's progress handler: a statement that runs past it is interrupted."""

    at: float = float("inf")

    def passed(self) -> int:
        return int(time.monotonic() > self.at)


class Line:
    """One connection with its lock and deadline: SQLite's. What another engine does otherwise, `pg_line` says."""

    def __init__(self, engine: Engine, *, writes: bool, lock_s: float) -> None:
        self.engine = engine
        self.writes = writes
        self.lock_s = lock_s
        self.lock = threading.RLock()
        self.busy = False
        self._deadline = _Deadline()
        self._conn: Connection | None = None

    def connection(self) -> Connection:
        """The open connection; a new one where there is none, or the last one broke."""
        if self._conn is None or self._conn.closed or self._conn.invalidated:
            self._conn = self.engine.connect()
            self.opened(self._conn.connection.driver_connection)
        return self._conn

    def opened(self, raw: Any) -> None:
        """A new connection is there."""
        raw.set_progress_handler(self._deadline.passed, _WATCH_EVERY)
        raw.execute(f"PRAGMA query_only = {'OFF' if self.writes else 'ON'}")
        if self.writes:  # SQLite's own waiting is unfair, and begins before ours would
            raw.execute("PRAGMA busy_timeout = 0")

    def start(self, conn: Connection, seconds: float, *, write: bool) -> None:
        """A transaction begins; it may take `seconds`."""
        raw = conn.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        if write:
            begin_immediate(raw, self.lock_s)
        else:
            raw.execute("BEGIN")
        self._deadline.at = time.monotonic() + seconds

    def commit(self, conn: Connection, begun: RootTransaction) -> None:
        """Make what was written last. Raises Lost when nobody knows whether it does."""
        begun.commit()

    def read(self, conn: Connection, begun: RootTransaction) -> None:
        """All was read: nothing is to be kept."""

    def undo(self, conn: Connection, begun: RootTransaction) -> None:
        """Roll back whatever is open, also after a fault."""
        self._deadline.at = float("inf")
        if begun.is_active:
            begun.rollback()

    def close(self) -> None:
        """Let go of the connection."""
        if self._conn is not None:
            self._conn.close()
            self._conn = None


class Store:
    """An open database. `path` is None for PostgreSQL, where `target` says which one it is."""

    def __init__(self, url: URL | Target, *, lock_s: float, statement_s: float, durable: bool) -> None:
        self.lock_s, self.statement_s = lock_s, statement_s
        self.path: Path | None = None
        self.target: Target | None = None
        self._reader: Line
        self._writer: Line
        if isinstance(url, URL):
            self.dialect = "sqlite"
            self.path = Path(url.database or "")
            self.place = str(self.path)
            self.engine = _engine(url, durable=durable, lock_s=lock_s)
            self._reader = Line(self.engine, writes=False, lock_s=lock_s)
            self._writer = Line(self.engine, writes=True, lock_s=lock_s)
        else:
            from hotline_tui.store import pg_line

            self.dialect = "postgresql"
            self.target = url
            self.place = url.place
            self.engine = pg_line.engine(url)
            self._reader = self._writer = pg_line.PgLine(self.engine, url)

    @contextmanager
    def read(self, *, within_s: float | None = None) -> Iterator[Connection]:
        """A transaction that only reads and always sees one state. `within_s` is its deadline, for long jobs."""
        with self._begun(self._reader, within_s, write=False) as conn:
            yield conn

    @contextmanager
    def write(self, *, within_s: float | None = None) -> Iterator[Connection]:
        """A transaction that writes. Waits at most `lock_s` for its turn; `Unavailable` after that, nothing written.

        `Lost` when the connection broke while it was being made to last: it may have been written, or not.
        """
        with self._begun(self._writer, within_s, write=True) as conn:
            yield conn

    @contextmanager
    def _begun(self, line: Line, within_s: float | None, *, write: bool) -> Iterator[Connection]:
        seconds = self.statement_s if within_s is None else within_s
        if not line.lock.acquire(timeout=self.lock_s + seconds):
            raise faults.locked(self.place, self.lock_s + seconds)
        if line.busy:
            line.lock.release()
            raise RuntimeError("a transaction of this store is open in this thread")
        line.busy = True
        try:
            with faults.told(self.place, self.lock_s):
                conn = line.connection()
                begun = conn.begin()
                try:
                    line.start(conn, seconds, write=write)
                    yield conn
                    if write:
                        line.commit(conn, begun)
                    else:
                        line.read(conn, begun)
                finally:
                    line.undo(conn, begun)
        finally:
            line.busy = False
            line.lock.release()

    def now(self, conn: Connection) -> datetime:
        """The database's own clock."""
        return datetime.fromtimestamp(now_ms(conn) / 1000, UTC)

    def close(self) -> None:
        """Let go of the database. Waits for a running transaction of another thread."""
        for line in (self._reader, self._writer):
            with line.lock:
                line.close()
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _engine(url: URL, *, durable: bool, lock_s: float) -> Engine:
    made = create_engine(
        url,
        hide_parameters=True,
        poolclass=NullPool,
        connect_args={"check_same_thread": False, "timeout": 0, "isolation_level": None, "cached_statements": 400},
    )

    @event.listens_for(made, "connect")
    def prepare(raw: sqlite3.Connection, _: Any) -> None:
        for pragma in (
            f"busy_timeout = {int(lock_s * 1000)}",
            f"synchronous = {'FULL' if durable else 'NORMAL'}",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "cache_size = -500",  # kB: whatever others write empties it, and the system keeps the pages as well
            "mmap_size = 0",  # a truncated or failing file must be an error, not a signal that kills the console
            "temp_store = MEMORY",
            "journal_size_limit = 67108864",
        ):
            raw.execute(f"PRAGMA {pragma}")

    return made


def parse(url: str, *, lock_s: float = 10.0, statement_s: float = 10.0) -> URL | Target:
    """A path or a URL (`sqlite:///…`, `postgresql://…`) as what a store opens. Raises Invalid; shows no password."""
    scheme, mark, _ = url.partition("://")
    engine = scheme.partition("+")[0]
    if not mark:
        return _file(url)
    if engine == "sqlite":
        try:
            named = make_url(url).database
        except (exc.ArgumentError, ValueError) as error:
            raise Invalid(N_("{url} is not the address of a database."), url=url) from error
        if not named or named == ":memory:":
            raise Invalid(N_("{url} names no file; a desk needs one."), url=url)
        return _file(named)
    if engine in ("postgresql", "postgres"):
        try:
            from hotline_tui.store import postgres
        except ImportError as error:
            raise Unusable(
                N_("The driver for PostgreSQL is not installed; run: pip install 'hotline-tui[postgresql]'")
            ) from error
        return postgres.target(url, lock_s=lock_s, statement_s=statement_s)
    raise Invalid(N_("{url}: only SQLite and PostgreSQL can hold a desk."), url=hide_password(url))


def _file(name: str) -> URL:
    return URL.create("sqlite", database=str(Path(name).expanduser().absolute()))


def open_store(
    url: str,
    *,
    create: bool = False,
    lock_s: float = 10.0,
    statement_s: float = 10.0,
    durable: bool = True,
    mounts: Path = Path("/proc/mounts"),
) -> Store:
    """Open the database at `url`, bringing its schema up to date; with `create`, make it if it is not there.

    `lock_s`: how long a write waits for its turn; `statement_s`: how long a transaction may take; `durable`: a commit
    is on the disk before it returns. Raises Invalid or Unavailable with what is wrong and what to do.
    """
    target = parse(url, lock_s=lock_s, statement_s=statement_s)
    if isinstance(target, URL):
        path = Path(target.database or "")
        faults.check_place(path, mounts, create=create)
        with faults.told(str(path), lock_s):
            if create and not path.exists():
                creation.create_sqlite(path)
            faults.check_file(path)
            _check_sqlite(path, lock_s)
    store = Store(target, lock_s=lock_s, statement_s=statement_s, durable=durable)
    try:
        creation.check_schema(store, create=create)
    except BaseException:
        store.close()
        raise
    return store


def open_bare(url: str) -> Store:
    """A store on a database that holds no desk yet, as `moving` fills one. Raises Invalid."""
    return Store(parse(url), lock_s=10.0, statement_s=10.0, durable=True)


def _check_sqlite(path: Path, lock_s: float) -> None:
    """Ours, and in WAL mode (a copied or restored file may not be)."""
    raw = sqlite3.connect(path, timeout=lock_s, isolation_level=None)
    try:
        if raw.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
            raise faults.foreign(path)
        if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            raw.execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
