"""The store's connection to PostgreSQL: how a transaction begins, how long it may take, and what its end means."""

from __future__ import annotations

import contextlib
import time

from psycopg import IsolationLevel
from sqlalchemy import Connection, Engine, RootTransaction, create_engine, exc, text
from sqlalchemy.pool import NullPool

from hotline_tui.store import faults, postgres
from hotline_tui.store.engine import Line
from hotline_tui.store.postgres import Target, Timed

COMMIT_S = 3.0
"""COMMIT may take at least this long, however little of its transaction's time is left: its end is worth knowing."""

UNDO_S = 1.0
"""The same for ROLLBACK; a connection that does not answer is dropped, which undoes as well."""

_LONG = text(
    "SELECT set_config('statement_timeout', :ms, true), set_config('lock_timeout', '0', true),"
    " set_config('idle_in_transaction_session_timeout', '0', true)"
)
"""For a transaction with a time of its own: a migration, a check of the whole record."""


def engine(target: Target) -> Engine:
    """SQLAlchemy over connections of our own."""
    return create_engine(
        "postgresql+psycopg://",
        creator=target.connect,
        hide_parameters=True,
        poolclass=NullPool,
        use_native_hstore=False,  # else every console asks for a type that no table has
    )


class PgLine(Line):
    """One connection for reading and writing. Reads see one state; writes see, after each lock, what is there then."""

    def __init__(self, engine: Engine, target: Target) -> None:
        super().__init__(engine, writes=True, lock_s=target.lock_s)
        self._target = target

    def opened(self, raw: Timed) -> None:
        """It is ready as it comes."""

    def start(self, conn: Connection, seconds: float, *, write: bool) -> None:
        """BEGIN is sent with the first statement; after `seconds` the connection is dropped."""
        raw = _raw(conn)
        raw.deadline = time.monotonic() + seconds
        raw.isolation_level = IsolationLevel.READ_COMMITTED if write else IsolationLevel.REPEATABLE_READ
        raw.read_only = None if write else True
        if seconds != self._target.statement_s:
            conn.execute(_LONG, {"ms": str(postgres.server_ms(seconds))})

    def commit(self, conn: Connection, begun: RootTransaction) -> None:
        """Lost when the connection breaks in it, or the server itself stops waiting for its standby."""
        raw = _raw(conn)
        raw.deadline = max(raw.deadline, time.monotonic() + COMMIT_S)
        raw.warned = False
        try:
            begun.commit()
        except exc.DBAPIError as error:
            if raw.closed:
                raise faults.lost() from error
            raise
        if raw.warned:  # "… has already committed locally, but might not have been replicated": in any language
            raise faults.lost()

    def read(self, conn: Connection, begun: RootTransaction) -> None:
        """COMMIT: after a ROLLBACK psycopg forgets all that it has prepared, and to plan a board's joins anew each time
        takes the server longer than to read its rows."""
        raw = _raw(conn)
        raw.deadline = max(raw.deadline, time.monotonic() + UNDO_S)
        with contextlib.suppress(exc.DBAPIError):
            begun.commit()

    def undo(self, conn: Connection, begun: RootTransaction) -> None:
        """What went wrong before is what is told, not that rolling back failed as well."""
        if not begun.is_active:
            return
        raw = conn.connection.driver_connection if not conn.invalidated else None
        if isinstance(raw, Timed):
            raw.deadline = max(raw.deadline, time.monotonic() + UNDO_S)
        with contextlib.suppress(exc.DBAPIError):
            begun.rollback()


def _raw(conn: Connection) -> Timed:
    raw = conn.connection.driver_connection
    assert isinstance(raw, Timed)
    return raw
