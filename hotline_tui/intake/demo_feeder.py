"""The thread behind the demo's console that lets calls arrive. One for each database, however many consoles show it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from hotline_tui.domain.errors import HotlineError
from hotline_tui.intake.demo_feed import Feed
from hotline_tui.services.demo_files import company
from hotline_tui.services.demo_reads import desk_id
from hotline_tui.store.engine import open_store

log = logging.getLogger(__name__)
BEGIN_S = 6.0
"""The newcomer looks around first."""
TRY_S = 10.0
"""So often a console that does not feed looks whether the one that did is gone."""


class Feeder(threading.Thread):
    """Runs until `stop`; a fault of the database ends it with a line in the log, never the console."""

    def __init__(self, path: Path, language: str, speed: float, now: Callable[[], datetime]) -> None:
        super().__init__(name="demo-calls", daemon=True)
        self._path, self._language, self._speed, self._now = path, language, speed, now
        self._over = threading.Event()

    def stop(self) -> None:
        """No more calls; waits until the last one is written."""
        self._over.set()
        if self.is_alive():
            self.join(5)

    def run(self) -> None:
        """Wait for the turn, then feed."""
        self._over.wait(BEGIN_S / max(1.0, self._speed))
        with Path(f"{self._path}.calls").open("w") as file:
            while not self._over.is_set() and not mine(file):
                self._over.wait(TRY_S)
            if not self._over.is_set():
                self._feed()

    def _feed(self) -> None:
        try:
            with open_store(str(self._path)) as store:
                with store.read() as conn:
                    desk = desk_id(conn)
                feed = Feed(store, company(self._language), desk, self._speed)
                while not self._over.is_set():
                    now = self._now()
                    self._over.wait(max(0.2, (feed.tick(now) - now).total_seconds()))
        except HotlineError as error:
            log.warning("no more demo calls: %s", error)


def mine(file: IO[str]) -> bool:
    """Take the lease on the file; the system lets it go with the process, whatever ends it."""
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
