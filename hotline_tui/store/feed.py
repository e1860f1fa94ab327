"""Noticing that somebody has changed something (data.md 6), for a few microseconds a look.

SQLite: `PRAGMA data_version` on a connection of its own moves when another connection commits (it does not move for
one's own, but this connection never writes: so it sees the store's own commits too). Only then the counter is read, and
only a counter that has moved counts: heartbeats, leases and drafts do not.

PostgreSQL: every command that has written events notifies. A thread listens (`listening`), so that a look costs no
question to the server; a silent or broken line is told at the next look.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from hotline_tui.store import faults
from hotline_tui.store.engine import Store

if TYPE_CHECKING:
    from hotline_tui.store.listening import Ear

CHANNEL = "hotline_feed"
"""Where a command that has written events is announced on PostgreSQL, when it is committed."""
COUNTER = "SELECT counter FROM feed WHERE id = 1"
LOOK_S = 0.02
"""Between two looks at a file by somebody who only waits for it."""


class Feed:
    """One console's ear at the database. Used by one thread at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._raw: sqlite3.Connection | None = None
        self._ear: Ear | None = None
        self._wake: Callable[[], None] | None = None
        self._version = -1
        self._seen = -1

    def moved(self) -> bool:
        """Has a command been recorded since the last look? True on the first look. Raises Unavailable."""
        counter = self._counter() if self._store.target is None else self._open_ear().heard()
        if counter == self._seen:
            return False
        self._seen = counter
        return True

    @property
    def seen(self) -> int:
        """What the last look saw: another number after each change (a file's counter; how often one was heard of)."""
        return self._seen

    def listen(self, wake: Callable[[], None]) -> None:
        """Call `wake`, from another thread, when a look is worth while. Nobody tells about a file: look yourself."""
        self._wake = wake
        if self._store.target is not None:
            self._open_ear()

    def wait(self, timeout: float) -> bool:
        """Wait until something has moved, at most `timeout` seconds. Raises Unavailable."""
        until = time.monotonic() + timeout
        while not self.moved():
            left = until - time.monotonic()
            if left <= 0:
                return False
            if self._ear is not None:
                self._ear.wait(self._seen, left)
            else:
                time.sleep(min(left, LOOK_S))
        return True

    def _open_ear(self) -> Ear:
        if self._ear is None:
            from hotline_tui.store.listening import Ear

            assert self._store.target is not None
            self._ear = Ear(self._store.target, self._woken)
        return self._ear

    def _woken(self) -> None:
        if self._wake is not None:
            self._wake()

    def _counter(self) -> int:
        store = self._store
        with faults.told(store.place, store.lock_s):
            raw = self._open(str(store.path))
            version = int(raw.execute("PRAGMA data_version").fetchone()[0])
            if version == self._version:
                return self._seen
            counter = int(raw.execute(COUNTER).fetchone()[0])
            self._version = version
            return counter

    def _open(self, path: str) -> sqlite3.Connection:
        if self._raw is None:
            self._raw = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
            self._raw.execute("PRAGMA cache_size = -64")
        return self._raw

    def close(self) -> None:
        """Let go of the file, or of the line."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None
        if self._ear is not None:
            self._ear.close()
            self._ear = None
