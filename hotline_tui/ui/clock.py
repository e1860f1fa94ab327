"""The one clock of the console. It follows the database's time and never jumps back with the system clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime

_SLACK_S = 2.0
"""The database's time may lie so far from ours before we follow it: a board takes a moment to arrive."""


class Clock:
    """Epoch seconds that run with the monotonic clock from an anchor, so a system clock set back changes nothing."""

    frozen = False

    def __init__(self) -> None:
        self._anchor = time.time() - time.monotonic()

    def now(self) -> float:
        """The instant, epoch seconds."""
        return self._anchor + time.monotonic()

    def instant(self) -> datetime:
        """The instant as the domain wants it: aware, UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def follow(self, database: float) -> bool:
        """Correct by the database's time (also after a sleep of the machine); True when the clock has moved."""
        ahead = database - self.now()
        if abs(ahead) <= _SLACK_S:
            return False
        self._anchor += ahead
        return True


class FrozenClock(Clock):
    """A clock that stands until it is moved: tests and pictures."""

    frozen = True

    def __init__(self, at: float) -> None:
        super().__init__()
        self.at = at

    def now(self) -> float:
        """The instant it was set to."""
        return self.at

    def follow(self, database: float) -> bool:
        """Stays where it is."""
        return False
