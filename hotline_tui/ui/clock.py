"""The one clock of the console. It follows the database's time and never jumps back with the system clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime

_SLACK_S = 2.0
"""The database's time may lie so far from ours before we follow it: a board takes a moment to arrive."""


_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Runs on while the machine sleeps, where the system has such a clock."""


def steady() -> float:
    """Seconds of a clock that is never set."""
    return time.clock_gettime(_STEADY)


class Clock:
    """Epoch seconds that run with a steady clock from an anchor, so a system clock set back changes nothing."""

    frozen = False
    _corrected = 0.0

    def __init__(self) -> None:
        self._anchor = time.time() - steady()

    def now(self) -> float:
        """The instant by the database's time, epoch seconds: what screens show and count by."""
        return self._anchor + steady()

    def instant(self) -> datetime:
        """This machine's own instant, aware, UTC: what is told to the services, who know how far it is off."""
        return datetime.fromtimestamp(self.now() - self._corrected, UTC)

    def follow(self, database: float) -> bool:
        """Correct by the database's time (also after a sleep of the machine); True when the clock has moved."""
        ahead = database - self.now()
        if abs(ahead) <= _SLACK_S:
            return False
        self._anchor += ahead
        self._corrected += ahead
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
