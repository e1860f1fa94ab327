"""The console on the line: key to finished paint, a burst of ↓, and what an idle desk sends and costs.

    python tests/bench/bench_ui.py [keys]

The console runs on the tests' desk in memory in a pseudo-terminal of 132×40: what is measured is the screen, not the
database. "Finished" is the last byte before the line is quiet for a frame. Promises: 33 ms (70 in SSH mode), no paint
of a burst more than 50 ms late, ≤ 1,000 B/s and 1.5 % of a core with thirty clocks in their last ten minutes,
≤ 150 B/s for an ordinary mix, 0 when nothing runs.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from tests.ui.fake_desk import FakeDesk

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

COLUMNS, LINES = 132, 40
QUIET_S = 0.012
"""Longer than a frame at 120 a second."""
SSH_QUIET_S = 0.045
SETTLE_S = 3.0
IDLE_S = 12.0
DOWN = b"\x1b[B"
CURSOR_GROUND = "00005f"
"""The dark theme's ground of the cursor in 256 colours, as pyte names it."""


# ---- the console under test ---------------------------------------------------------------------------------------


def console(mode: str) -> None:
    """Run the console on a desk in memory: `many` (10,000 rows), `last` (30 clocks by the second), `mix`, `nothing`."""
    import hotline_tui.ui.clock as clock_module
    from hotline_tui.locale import set_language
    from hotline_tui.ui.run import ConsoleSettings, build

    class Evening(clock_module.Clock):
        """Runs from the sketch's evening on."""

        def __init__(self) -> None:
            super().__init__()
            from tests.ui.fake_rows import NOW

            self._anchor = NOW - time.monotonic()

    def opener() -> FakeDesk:
        from tests.ui import fake_rows as rows
        from tests.ui.fake_desk import FakeDesk

        desk = FakeDesk(rows_of={"many": 10_000, "last": 0, "nothing": 0}.get(mode, 10))
        if mode == "last":
            desk.clocks = tuple(
                rows.clock(n, "沪江中学", "P2", "restore", 60.0 + 17 * n, share=0.8, engineer="王强") for n in range(30)
            )
        gc.freeze()  # as the real opener does
        return desk

    clock_module.Clock = Evening  # type: ignore[misc]
    set_language("zh_CN")
    slow = "HOTLINE_BENCH_SSH" in os.environ
    build(ConsoleSettings(database="sqlite:////nowhere", language="zh_CN", ssh=slow), opener).run()


# ---- the terminal -------------------------------------------------------------------------------------------------


class Line:
    """A console in a pseudo-terminal, and what came over the line."""

    def __init__(self, mode: str, *, ssh: bool = False) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "COLORTERM")}
            env.update(TERM="xterm-256color", LANG="zh_CN.UTF-8", **({"HOTLINE_BENCH_SSH": "1"} if ssh else {}))
            os.execve(sys.executable, [sys.executable, __file__, "--console", mode], env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.quiet = SSH_QUIET_S if ssh else QUIET_S
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._came: list[bytes] = []
        self.read(SETTLE_S)

    def read(self, seconds: float, *, until_quiet: float | None = None) -> tuple[int, float | None]:
        """Bytes that came within `seconds`, and when the last of them did."""
        end, count, last = time.perf_counter() + seconds, 0, None
        while (left := end - time.perf_counter()) > 0:
            if until_quiet is not None and last is not None:
                left = min(left, until_quiet)
            if not select.select([self.fd], [], [], left)[0]:
                break
            count += self.take()
            last = time.perf_counter()
        return count, last

    def take(self) -> int:
        """Keep what has come; it is drawn later, so that drawing does not count."""
        data = os.read(self.fd, 65_536)
        self._came.append(data)
        return len(data)

    def cursor_row(self) -> int:
        """Which row of the clocks' pane of 10,000 is under the cursor: the one with the cursor's ground."""
        self._stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;]*[uy]|\x1b\[\?[0-9;]*\$p", b"", b"".join(self._came)))
        found = [line for line in range(LINES) if self.screen.buffer[line][2].bg == CURSOR_GROUND]
        numbers = [int(self.screen.display[line][2:6]) for line in found if self.screen.display[line][2:6].isdecimal()]
        if len(numbers) != 1:
            raise LookupError(f"no cursor: {numbers}")
        return numbers[0] - 90

    def key(self, key: bytes) -> float:
        """Seconds from a key to its finished paint."""
        began = time.perf_counter()
        os.write(self.fd, key)
        count, last = self.read(1.0, until_quiet=self.quiet)
        if not count or last is None:
            raise TimeoutError(f"no paint after {key!r}")
        return last - began

    def cpu(self) -> float:
        """Processor seconds so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


@contextlib.contextmanager
def line_of(mode: str, *, ssh: bool = False) -> Iterator[Line]:
    """A console for a while."""
    line = Line(mode, ssh=ssh)
    try:
        yield line
    finally:
        line.close()


# ---- the measures -------------------------------------------------------------------------------------------------


def key_to_paint(keys: int, *, ssh: bool = False) -> list[float]:
    """Seconds of each ↓ in the clocks' pane of 10,000 rows."""
    with line_of("many", ssh=ssh) as line:
        line.key(b"3")
        line.read(0.3)
        taken: list[float] = []
        for _ in range(keys):
            taken.append(line.key(DOWN))
            time.sleep(0.02)
        return taken


def burst(keys: int, rate: float) -> tuple[float, int]:
    """↓ held down at `rate` a second: seconds the latest paint came after its key, and keys that were lost."""
    with line_of("many") as line:
        line.key(b"3")
        line.read(0.3)
        sent: list[float] = []
        paints: list[float] = []
        began = time.perf_counter()
        while len(sent) < keys:
            os.write(line.fd, DOWN)
            sent.append(time.perf_counter())
            wake = began + len(sent) / rate
            while (left := wake - time.perf_counter()) > 0:
                if select.select([line.fd], [], [], left)[0]:
                    line.take()
                    paints.append(time.perf_counter())
        _count, last = line.read(0.5)
        paints += [last] if last is not None else []
        late = max(next((paint for paint in paints if paint > key), float("inf")) - key for key in sent)
        return late, keys - line.cursor_row()


def idle(mode: str, *keys: bytes) -> tuple[float, float]:
    """Bytes a second, and the share of a core, of a desk that nobody touches."""
    with line_of(mode) as line:
        for key in keys:
            os.write(line.fd, key)
            line.read(0.4)
        line.read(60.5 - (time.time() % 60) if mode == "nothing" and time.time() % 60 > 40 else 0.5)
        before, began = line.cpu(), time.perf_counter()
        count, _last = line.read(IDLE_S)
        spent = time.perf_counter() - began
        return count / spent, (line.cpu() - before) / spent


def main() -> int:
    """Print the table; 1 when a promise is not kept."""
    from tests.bench.figures import line, middle, p99

    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    met: list[bool] = []

    def put(what: str, figure: float, target: float, unit: str, more: str = "") -> None:
        met.append(line(what, figure, target, unit, more))

    taken = key_to_paint(keys)
    put("key to finished paint, 10,000 rows, p99", p99(taken) * 1000, 33, "ms", f"median {middle(taken) * 1000:.1f}")
    taken = key_to_paint(keys, ssh=True)
    put("the same in SSH mode, p99", p99(taken) * 1000, 70, "ms", f"median {middle(taken) * 1000:.1f}")
    late, lost = burst(200, 30.0)
    put("↓ held through 200 rows: latest paint after its key", late * 1000, 50, "ms")
    put("↓ held through 200 rows: keys lost", lost, 0, "keys")
    measures: tuple[tuple[str, Callable[[], tuple[float, float]], float], ...] = (
        ("idle, 30 clocks in their last ten minutes", lambda: idle("last", b"3", b"z"), 1000),
        ("idle, an ordinary mix", lambda: idle("mix"), 150),
        ("idle, nothing running, between minutes", lambda: idle("nothing"), 0),
    )
    for what, measure, target in measures:
        bytes_a_second, share = measure()
        put(f"{what}: line", bytes_a_second, target, "B/s")
        put(f"{what}: processor", share * 100, 1.5, "%")
    return 0 if all(met) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--console"]:
        console(sys.argv[2])
    else:
        sys.exit(main())
