"""`hotline demo`, the first time ever: from starting the process to the first board with data, in a pseudo-terminal.

    python tests/bench/bench_demo_start.py [runs]

Each run has a home of its own, so that the demo is made anew. Prints min/median/max in seconds of the first paint, the
first board, and of a second start (the demo is there already); and where the time goes. Promised for the first board:
at most 2.5 s.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import limits
from figures import line, middle
from pty_line import HOTLINE, Line

PROMISE_S, END_S = 2.5, 20.0
PAINTED, BOARD = rb"Hotline", rb"Overdue\s+\d"
PARTS = """
import sys, time
began = time.process_time()
from datetime import UTC, datetime
from pathlib import Path
from hotline_tui.services import bus, desk
from hotline_tui.intake import demo
bus.handlers()
imported = time.process_time()
demo.build(Path(sys.argv[1]), datetime.now(UTC), "en")
built = time.process_time()
here = desk.open_desk(sys.argv[1])
here.sign_on(operator=None, desk=None, now=datetime.now(UTC))
signed_on = time.process_time()
parts = (imported - began, built - imported, signed_on - built)
print("imports %.2f, making %.2f, opening %.2f s of processor time" % parts)
"""


def start(home: Path) -> tuple[float, float]:
    """Seconds until the shell is painted, and until the first board stands there."""
    one = Line(["-c", HOTLINE, "demo", "--lang", "en", "--quiet"], home)
    try:
        return one.until(PAINTED), one.until(BOARD)
    finally:
        _end(one)


def _end(one: Line) -> None:
    """Let it close the demo in order; a program that does not end is killed."""
    os.kill(one.pid, signal.SIGTERM)
    end = time.monotonic() + END_S
    while Path(f"/proc/{one.pid}/fd").exists() and any(Path(f"/proc/{one.pid}/fd").iterdir()):
        if time.monotonic() > end:
            break
        try:
            one.read(0.05)
        except EOFError:
            time.sleep(0.02)
    one.close()


def main() -> int:
    """All of it, after one run that warms the caches."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    times: dict[str, list[float]] = {"first paint": [], "first board": [], "second start": []}
    for number in range(runs + 1):
        with tempfile.TemporaryDirectory() as home:
            painted, board = start(Path(home))
            _, again = start(Path(home))
            if number:
                for name, value in zip(times, (painted, board, again), strict=True):
                    times[name].append(value)
    for name, values in times.items():
        print(f"        {name:12} {min(values):.2f} / {middle(values):.2f} / {max(values):.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-c", PARTS, f"{folder}/demo.db"], check=True, timeout=60)
    what = "`hotline demo`, first time ever, to the first board"
    return 0 if line(what, middle(times["first board"]), PROMISE_S, "s", f"{runs} homes, median") else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=10))
