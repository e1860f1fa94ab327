"""How busy this machine's processors are: where its consoles are too many for them, boards come later, saves don't.

News comes to all consoles in the same instant. Where they are many, each begins at a moment of its own, within about
the time that all of them need: all at once would take longer, and every one of them would be the last. Their numbers
spread them evenly; by chance some would come together, and whoever came behind those would wait for them.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

EASY, FULL = 0.5, 0.8
"""Up to this share of all processors at work there is room; from the second on the wait is the longest."""
MOST_S = 4.0
LOOK_S = 3.0
"""A strain is counted over so long at least, and so much of the last ones counts as of this one."""
BRIEF_S = 0.03
"""Less is one console's own work, and what ticks cannot tell."""
WHOLE = 0.95
"""Where the processors were at work for such a share of the time, the work was not done by then."""
GOLDEN = (5**0.5 - 1) / 2
"""Its multiples, without their whole parts, lie evenly between 0 and 1 however many one takes in a row."""
TURN_S = 1
"""So long the order of the consoles is the same. Were it long, whoever comes early would load several times in the time
in which the last one waits: more work for all.
"""
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


class Moment(NamedTuple):
    """An instant (monotonic seconds), and the ticks until then."""

    at: float
    work: int
    whole: int

    @classmethod
    def now(cls) -> Moment:
        """This one."""
        return cls(time.monotonic(), *ticks())

    def share(self, since: Moment) -> float | None:
        """How much of the processors' time was work since then; None where nobody says."""
        passed = self.whole - since.whole
        return (self.work - since.work) / passed if passed > 0 else None


class Crowd:
    """Many consoles on one machine load on the same news. Each has its turn, so that they spread."""

    def __init__(self) -> None:
        self.burst_s = 0.0
        """What one piece of news takes all of them together."""
        self.strain_s = 0.0
        """The longer the less is left over of a machine that has no rest between two of them."""
        self._looked = Moment.now()
        self._heard: Moment | None = None

    @property
    def apart_s(self) -> float:
        """Seconds over which they spread; 0 on a machine that keeps up, MOST_S at most."""
        return max(self.burst_s, self.strain_s)

    def turn(self, number: int) -> float:
        """News has come: seconds for this console to wait. `number`: its session's, one of a row of numbers."""
        self._heard = Moment.now()
        return self.apart_s * ((number + time.time() // TURN_S) * GOLDEN % 1.0)

    def look(self) -> None:
        """It is loaded: see how busy the machine has been meanwhile."""
        now = Moment.now()
        heard, self._heard = self._heard, None
        if heard is not None:
            self._see_burst(now.at - heard.at, now.share(heard))
        if now.at - self._looked.at >= LOOK_S:
            self._see_strain(now.share(self._looked))
            self._looked = now

    def _see_burst(self, took: float, share: float | None) -> None:
        """Of a short time nothing can be said about the whole of it."""
        if share is None or took < max(BRIEF_S, self.burst_s / 2):
            return
        work = max(took, self.burst_s) * (share if share < WHOLE else 1.0)
        found = (self.burst_s + min(MOST_S, work)) / 2
        self.burst_s = found if found >= BRIEF_S else 0.0

    def _see_strain(self, share: float | None) -> None:
        if share is not None:
            wanted = MOST_S * min(1.0, max(0.0, share - EASY) / (FULL - EASY))
            self.strain_s = (self.strain_s + wanted) / 2
