"""How busy this machine's processors are: where its consoles are too many for them, boards come later, saves don't."""

from __future__ import annotations

import random
import time
from pathlib import Path

EASY, FULL = 0.5, 0.8
"""Up to this share of all processors at work nobody waits for another; from the second on the wait is the longest."""
MOST_S = 4.0
LOOK_S = 0.5
"""A share is counted over so long at least, and so much of the last ones counts as of this one."""
_TOLD = Path("/proc/stat")
"""Linux only. Its first line: ticks in user, nice, system, idle, waiting for a disk, …"""


def ticks() -> tuple[int, int]:
    """(at work, in all) since the machine started; (0, 0) where nobody says. What only fills gaps is no work."""
    try:
        with _TOLD.open("rb") as file:
            user, nice, system, idle, disk, *rest = (int(word) for word in file.readline().split()[1:9])
        work = user + system + sum(rest)
        return work, work + nice + idle + disk
    except (OSError, ValueError):
        return 0, 0


class Crowd:
    """Many consoles on one machine load on the same news. When it is busy each waits at random, so that they spread."""

    def __init__(self) -> None:
        self.apart_s = 0.0
        """Seconds over which they spread; 0 on a machine that keeps up, MOST_S at most."""
        self._looked, self._ticks = time.monotonic(), ticks()

    def look(self) -> None:
        """See how busy it has been since the last time."""
        if time.monotonic() - self._looked < LOOK_S:
            return
        (work, whole), self._looked, self._ticks = self._ticks, time.monotonic(), ticks()
        if (passed := self._ticks[1] - whole) > 0:
            share = (self._ticks[0] - work) / passed
            wanted = MOST_S * min(1.0, max(0.0, share - EASY) / (FULL - EASY))
            self.apart_s = (self.apart_s + wanted) / 2

    def turn(self) -> float:
        """Seconds to wait, this time."""
        return random.uniform(0.0, self.apart_s)
