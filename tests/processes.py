"""What a program that is tested is doing, as the system sees it."""

from __future__ import annotations

from pathlib import Path


def at_work(pid: int) -> bool:
    """Whether any thread of a process would go on if it were let: it computes, waits for a disk or for a processor.

    What has been sent to it and what it has been told is taken in when it no longer does. False where there is no /proc.
    """
    for place in Path(f"/proc/{pid}/task").glob("[0-9]*/stat"):
        try:
            state = place.read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue  # it has ended meanwhile
        if state in "RD":
            return True
    return False
