"""The real program in a pseudo-terminal of 132×40: what it sends, when, and what it costs."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import limits
import pyte

COLUMNS, LINES = 132, 40
QUIET_S, SSH_QUIET_S = 0.012, 0.045
"""A line that is quiet for longer than a frame has finished its paint."""
DOWN = b"\x1b[B"
CURSOR_GROUND = "00005f"
"""The dark theme's ground of the cursor in 256 colours, as pyte names it."""
ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B]|.)")
_UNKNOWN = re.compile(rb"\x1b\[[<>=?][0-9;]*[uy]|\x1b\[\?[0-9;]*\$p")
"""What pyte does not know."""
HOTLINE = "import sys; from hotline_tui.cli import main; sys.argv[0] = 'hotline'; main()"


def on(database: Path, language: str = "en") -> list[str]:
    """The installed command, opened on a desk."""
    return ["-c", HOTLINE, "--database-url", f"sqlite:///{database}", "--lang", language]


class Line:
    """A Python program in a pseudo-terminal, and what came over the line."""

    def __init__(self, words: Sequence[str], home: Path, **env: str) -> None:
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            limits.heed_signals()
            kept = {k: v for k, v in os.environ.items() if not k.startswith(("HOTLINE", "XDG_", "PYTHONDONT", "SSH_"))}
            kept.pop("COLORTERM", None)
            kept.update(HOME=str(home), TERM="xterm-256color", LANG="zh_CN.UTF-8", **env)
            os.execve(sys.executable, [sys.executable, *words], kept)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.quiet = SSH_QUIET_S if env.get("SSH_CONNECTION") else QUIET_S
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._came: list[bytes] = []

    def take(self) -> int:
        """Keep what has come; it is drawn later, so that drawing does not count."""
        try:
            data = os.read(self.fd, 65_536)
        except OSError as error:
            raise EOFError(ESCAPES.sub(b" ", b"".join(self._came))[-1500:].decode(errors="replace")) from error
        self._came.append(data)
        if b"\x1b[6n" in data:  # a terminal says where the cursor is: ambiguous characters are narrow here
            os.write(self.fd, b"\x1b[1;2R\x1b[1;3R")
        return len(data)

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

    def until(self, *wanted: bytes, within: float = 60.0) -> float:
        """Seconds from the start until all the patterns stand in what came."""
        end, plain = time.perf_counter() + within, b""
        while not all(re.search(one, plain) for one in wanted):
            if not select.select([self.fd], [], [], max(0.0, end - time.perf_counter()))[0]:
                raise TimeoutError(plain[-1500:].decode(errors="replace"))
            self.take()
            plain = ESCAPES.sub(b" ", b"".join(self._came))
        return time.perf_counter() - self.began

    def key(self, key: bytes) -> float:
        """Seconds from a key to its finished paint; infinite when nothing is painted within a second."""
        began = time.perf_counter()
        os.write(self.fd, key)
        _count, last = self.read(1.0, until_quiet=self.quiet)
        return float("inf") if last is None else last - began

    def type(self, keys: bytes, wait: float = 0.3) -> None:
        """Keys whose paint is not measured."""
        os.write(self.fd, keys)
        self.read(wait)

    def display(self) -> list[str]:
        """The screen as text."""
        self._stream.feed(_UNKNOWN.sub(b"", b"".join(self._came)))
        self._came.clear()
        return list(self.screen.display)

    def under_cursor(self) -> str:
        """The text of the row with the cursor's ground."""
        shown = self.display()
        found = [shown[line] for line in range(LINES) if self.screen.buffer[line][2].bg == CURSOR_GROUND]
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows with a cursor: {found}")
        return found[0]

    def cpu(self) -> float:
        """Processor seconds so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def pss(self) -> float:
        """Proportional memory, in MB."""
        text = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii")
        found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
        assert found is not None
        return int(found[1]) / 1024

    def close(self) -> None:
        """End it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


@contextlib.contextmanager
def line_of(words: Sequence[str], home: Path, **env: str) -> Iterator[Line]:
    """A program for a while."""
    line = Line(words, home, **env)
    try:
        yield line
    finally:
        line.close()
