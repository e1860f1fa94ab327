"""Where the demo lies, and what lies there. The standard library only: this is looked at before the first paint."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

ENDS = ("", "-wal", "-shm", "-journal")
"""What belongs to a database file."""
NOTHING, DEMO, DESK, OTHER = "", "demo", "desk", "other"


def kind_of(path: Path) -> str:
    """What lies at `path`: NOTHING, a DEMO, a real DESK (an empty database of ours counts as one), or OTHER."""
    if not path.exists():
        return NOTHING
    try:
        raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            rows = raw.execute("SELECT coalesce(json_extract(settings, '$.demo'), 0) FROM desk").fetchall()
        finally:
            raw.close()
    except (sqlite3.Error, ValueError):
        return OTHER
    return DEMO if rows and all(row[0] for row in rows) else DESK


def last_used(path: Path) -> float:
    """When something was last written, in seconds since the epoch; 0.0 where nothing is.

    An empty log beside the file says nothing: looking at the file makes one.
    """
    times = [0.0]
    for end in ENDS[:2]:
        with contextlib.suppress(OSError):
            found = Path(f"{path}{end}").stat()
            times.append(found.st_mtime if found.st_size else 0.0)
    return max(times)


def put_aside(path: Path) -> Path:
    """Move a demo out of the way, over the one that was moved before; where it is now."""
    aside = path.with_name(f"{path.stem}.old{path.suffix}")
    for end in ENDS:
        Path(f"{aside}{end}").unlink(missing_ok=True)
    for end in reversed(ENDS):  # the file itself goes last: until then it is still the demo
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{end}").rename(f"{aside}{end}")
    return aside


def sweep_up(path: Path, now: float) -> None:
    """Remove what a killed program left half made beside `path`: files that nobody has written to for an hour."""
    for left in path.parent.glob(f".{path.name}.*.new*"):
        with contextlib.suppress(OSError):
            if now - left.stat().st_mtime > 3_600:
                left.unlink()
