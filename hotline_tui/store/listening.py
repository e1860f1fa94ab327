"""An ear at a PostgreSQL server: a thread with a connection of its own that does nothing but LISTEN.

A message names the counter, so that many consoles that hear it need not ask for it. No change is missed: after each
connecting, and when the counter has moved without a message, it counts as heard. A server that is silent for longer
than it takes to read the counter is told within 5 s, whatever the console does.
"""

from __future__ import annotations

import contextlib
import random
import re
import select
import socket
import threading
import time
from collections.abc import Callable

import psycopg

from hotline_tui.domain.errors import HotlineError
from hotline_tui.store import faults, pg_faults
from hotline_tui.store.feed import CHANNEL, COUNTER
from hotline_tui.store.postgres import Target, Timed

POLL_S = 1.5
"""Without a message the counter is read so often: the safety net, and how a silent server is noticed."""

ANSWER_S = 2.5
"""So long may that take."""

BREATH_S = 0.02
"""After a look so long nothing is asked: a burst is one piece of news, and whoever floods the channel costs little."""

_NUMBER = re.compile("[0-9]{1,18}")
SOON_S, LATE_S = 0.1, 5.0
"""Between two tries to get a line."""


class Ear:
    """Listens from its making until `close`. `wake` is called from its thread when there is something new to know."""

    def __init__(self, target: Target, wake: Callable[[], None]) -> None:
        self._target = target
        self._wake = wake
        self._news = threading.Condition()
        self._count = 0
        self._fault: HotlineError | None = None
        self._counter = -1
        self._closed = False
        self._nudge, self._nudged = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
        self._thread.start()

    # ---- for the console's thread

    def heard(self) -> int:
        """How often something was heard; at least 1 once there is a line. Raises Unavailable while there is none."""
        with self._news:
            if self._count == 0 and self._fault is None and not self._closed:
                self._news.wait(self._target.statement_s)
            if self._fault is not None:
                raise self._fault.with_traceback(None)
            return self._count

    def wait(self, seen: int, timeout: float) -> None:
        """Until more than `seen` was heard, or a fault, or `timeout` seconds."""
        with self._news:
            self._news.wait_for(lambda: self._count != seen or self._fault is not None or self._closed, timeout)

    def close(self) -> None:
        """Let go of the line. The thread ends by itself, also when it is just being let in."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        with contextlib.suppress(OSError):
            self._nudge.send(b".")
        self._thread.join(0.5)

    # ---- the thread

    def _run(self) -> None:
        failures = 0
        while not self._closed:
            began = time.monotonic()
            try:
                with self._target.connect() as raw:
                    self._listen(raw)
            except HotlineError as error:
                self._lost(error)
            except psycopg.Error as error:
                if isinstance(error, pg_faults.Silent) or failures:
                    self._lost(
                        pg_faults.explain(error, self._target.place, ANSWER_S) or faults.gone(type(error).__name__)
                    )
            failures = 1 if time.monotonic() - began > LATE_S else failures + 1
            if not self._closed and failures > 1:
                pause = min(LATE_S, SOON_S * 2**failures) * random.uniform(0.7, 1.0)
                select.select([self._nudged], [], [], pause)
        self._nudge.close()
        self._nudged.close()

    def _listen(self, raw: Timed) -> None:
        """Until closed, or the line breaks: psycopg.Error."""
        raw.autocommit = True
        raw.deadline = time.monotonic() + ANSWER_S
        raw.execute(f"LISTEN {CHANNEL}")
        self._counter, said = -1, ""
        while not self._closed:
            if self._told(said) or self._moved(raw):
                self._tell()
            select.select([self._nudged], [], [], BREATH_S)
            said = self._rest(raw)

    def _told(self, said: str) -> bool:
        """Whether a message names a counter. Then it is news, whichever: anybody may have called it out before."""
        if _NUMBER.fullmatch(said) is None:
            return False
        self._counter = int(said)
        return True

    def _moved(self, raw: Timed) -> bool:
        """Read the counter: at first, after a message that says nothing, and after a rest."""
        raw.deadline = time.monotonic() + ANSWER_S
        (counter,) = raw.execute(COUNTER).fetchone() or (0,)
        before, self._counter = self._counter, counter
        return bool(counter != before)

    def _rest(self, raw: Timed) -> str:
        """Until a message comes, or has not come for a while, or the line is to be closed. What the last one says."""
        until = time.monotonic() + POLL_S * random.uniform(0.8, 1.0)
        line, nudge = raw.fileno(), self._nudged.fileno()
        while not self._closed:
            ready, _, _ = select.select([line, nudge], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                break
            raw.deadline = time.monotonic() + ANSWER_S
            notes = raw.notifies(timeout=0) if line in ready else ()
            said = [note.payload for note in notes if note.channel == CHANNEL]
            if said:
                return said[-1]
        return ""

    def _tell(self) -> None:
        with self._news:
            self._count += 1
            self._fault = None
            self._news.notify_all()
        self._wake()

    def _lost(self, error: HotlineError) -> None:
        if self._closed:
            return
        with self._news:
            self._fault = error
            self._news.notify_all()
        self._wake()
