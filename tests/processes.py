"""What a program that is tested is doing, as the system sees it."""

from __future__ import annotations

import time
from pathlib import Path


def at_work(pid: int) -> bool:
    """Whether any thread of a process would go on if it were let: it computes, waits for a disk or for a processor.

    What has been sent to it is taken in when it no longer does. False where there is no /proc.
    """
    for place in Path(f"/proc/{pid}/task").glob("[0-9]*/stat"):
        try:
            state = place.read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue  # it has ended meanwhile
        if state in "RD":
            return True
    return False


class Awake:
    """Seconds that a process could use: while whoever looks is kept from going on, none pass; while it has to do, which
    on a busy machine is to wait for a processor, a quarter of them.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._looked = time.monotonic()
        self.seconds = 0.0

    def look(self) -> float:
        """Called often: what has passed so far."""
        before, self._looked = self._looked, time.monotonic()
        self.seconds += min(self._looked - before, 0.1) * (0.25 if at_work(self._pid) else 1.0)
        return self.seconds
