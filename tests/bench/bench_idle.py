"""What an idle console costs: processor time and bytes on the line, 132×40, 256 colours, in a pseudo-terminal.

    python tests/bench/bench_idle.py [seconds]

Three desks: 30 clocks all in their last ten minutes; an ordinary mix; nothing running. Prints the share of one core and
bytes per second, and the promises: 1.5 % and 1,000 B/s; 150 B/s; 0 B/s between two minutes.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys, time
sys.path.insert(0, sys.argv[3])
from dataclasses import replace
from pathlib import Path
from hotline_tui.ui.run import ConsoleSettings, run

def opener():
    from tests.ui import fake_rows
    fake_rows.NOW = time.time()
    from tests.ui.fake_desk import FakeDesk
    kind = sys.argv[1]
    desk = FakeDesk(rows_of=0 if kind == "nothing" else 30)
    if kind == "urgent":
        desk.calls = {}
        desk.engineers = ()
        desk.clocks = tuple(fake_rows.clock(n, "客户", "P2", "restore", 300.0 + 9 * n, share=0.8) for n in range(30))
    if kind == "mix":
        waited = {1: 30.0, 2: 700.0, 3: 1500.0, 4: 4000.0}
        desk.calls = {n: replace(desk.calls[n], entered=time.time() - seconds) for n, seconds in waited.items()}
    return desk

sys.exit(run(ConsoleSettings(database="bench", language="zh_CN", log=Path(sys.argv[2]) / "log"), opener))
"""
PROMISES = {"urgent": (1.5, 1000.0), "mix": (1.5, 150.0), "nothing": (1.5, 0.0)}


def used(pid: int) -> float:
    """Processor seconds so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def watch(kind: str, seconds: float) -> tuple[float, float]:
    """(share of a core in per cent, bytes per second) while nobody types, begun just after a minute has turned."""
    with tempfile.TemporaryDirectory() as folder:
        pid, fd = pty.fork()
        if pid == 0:
            env = dict(os.environ, TERM="xterm-256color", COLORTERM="", XDG_STATE_HOME=folder)
            os.execve(sys.executable, [sys.executable, "-c", PROGRAM, kind, folder, str(ROOT)], env)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 132, 0, 0))

        def pump(end: float) -> int:
            count = 0
            while (left := end - time.monotonic()) > 0:
                if select.select([fd], [], [], left)[0]:
                    count += len(os.read(fd, 65_536))
            return count

        try:
            pump(time.monotonic() + 5)
            if seconds < 55 and time.time() % 60 > 58 - seconds:
                pump(time.monotonic() + 62 - time.time() % 60)
            before = used(pid)
            count = pump(time.monotonic() + seconds)
            return 100 * (used(pid) - before) / seconds, count / seconds
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(fd)


def main() -> int:
    """All three."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    failed = 0
    for kind, (share, rate) in PROMISES.items():
        cpu, line = watch(kind, seconds)
        failed += cpu > share or line > rate
        print(f"{kind:8} {cpu:5.2f} % of a core (≤ {share}), {line:7.1f} B/s (≤ {rate:.0f}) over {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
