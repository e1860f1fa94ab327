"""Noticing that somebody has changed something (data.md 6), for a few microseconds a look.

SQLite: `PRAGMA data_version` on a connection of its own moves when another connection commits (it does not move for
one's own, but this connection never writes: so it sees the store's own commits too). Only then the counter is read, and
only a counter that has moved counts: heartbeats, leases and drafts do not.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import text

from hotline_tui.store import faults
from hotline_tui.store.engine import Store

_COUNTER = "SELECT counter FROM feed WHERE id = 1"


class Feed:
    """One console's ear at the database. Used by one thread at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._raw: sqlite3.Connection | None = None
        self._version = -1
        self._seen = -1

    def moved(self) -> bool:
        """Has a command been recorded since the last look? True on the first look. Raises Unavailable."""
        counter = self._counter()
        if counter == self._seen:
            return False
        self._seen = counter
        return True

    @property
    def seen(self) -> int:
        """The counter at the last look."""
        return self._seen

    def _counter(self) -> int:
        store = self._store
        if store.path is None:
            with store.read() as conn:
                return int(conn.scalar(text(_COUNTER)) or 0)
        with faults.told(store.place, store.lock_s):
            raw = self._open(str(store.path))
            version = int(raw.execute("PRAGMA data_version").fetchone()[0])
            if version == self._version:
                return self._seen
            counter = int(raw.execute(_COUNTER).fetchone()[0])
            self._version = version
            return counter

    def _open(self, path: str) -> sqlite3.Connection:
        if self._raw is None:
            self._raw = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
            self._raw.execute("PRAGMA cache_size = -64")
        return self._raw

    def close(self) -> None:
        """Let go of the file."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None
