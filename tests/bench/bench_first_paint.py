"""First paint of the console against a bare Textual `Static` app, in turn, each in a pseudo-terminal of 132×40.

    python tests/bench/bench_first_paint.py [runs]

The console's shell counts as painted when the state line and the keys stand there; the database is opened afterwards.
Prints min/median/max of both in seconds and the ratio of the medians; the promise is 1.5.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

PROMISE = 1.5
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first paint")
Bare().run()
"""
CONSOLE = """
import sys
from hotline_tui.ui.run import ConsoleSettings, run
sys.exit(run(ConsoleSettings(database=sys.argv[1], language="en")))
"""


def first_paint(code: str, wanted: tuple[bytes, ...], *args: str) -> float:
    """Seconds from starting the interpreter until all of `wanted` has come over the line."""
    started = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        env.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execve(sys.executable, [sys.executable, "-c", code, *args], env)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 132, 0, 0))
    seen = b""
    try:
        while not all(word in seen for word in wanted):
            if not select.select([fd], [], [], 15)[0]:
                raise TimeoutError(seen[-2000:].decode(errors="replace"))
            seen += os.read(fd, 65_536)
        return time.perf_counter() - started
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(fd)


def main() -> int:
    """Both in turn, `runs` times each, after one of each that warms the caches."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {"bare": [], "console": []}
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'desk.db'}"
        for number in range(runs + 1):
            bare = first_paint(BARE, (b"first paint",))
            console = first_paint(CONSOLE, (b"Hotline", b"Help"), database)
            if number:
                times["bare"].append(bare)
                times["console"].append(console)
    for name, values in times.items():
        print(f"{name:8} {min(values):.3f} / {statistics.median(values):.3f} / {max(values):.3f} s")
    ratio = statistics.median(times["console"]) / statistics.median(times["bare"])
    print(f"ratio    {ratio:.2f} (promised: at most {PROMISE})")
    return 0 if ratio <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
