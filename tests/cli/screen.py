"""A console in a pseudo-terminal, as a person sees it: pexpect types, pyte draws."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

HOTLINE = "import sys; from hotline_tui.cli import main; sys.argv[0] = 'hotline'; main()"


class Screen:
    """`hotline …` with a home of its own. Answers where the cursor is, as terminals do."""

    def __init__(self, home: Path, *words: str, size: tuple[int, int] = (40, 132), **environ: str) -> None:
        env = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("HOTLINE_", "XDG_", "LC_", "PYTHONDONT", "COLUMNS", "LINES"))
        }
        env |= {
            "HOME": str(home),
            "LANG": "en_US.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TZ": "UTC",
        }
        # the size is set before the console starts: on a busy machine it would look before its parent has set it
        sized = f'stty rows {size[0]} cols {size[1]}; exec "$0" "$@"'
        told = ["-c", sized, sys.executable, "-c", HOTLINE, *words]
        self.child = pexpect.spawn("/bin/sh", told, env=env | environ, dimensions=size, timeout=30)
        self._pyte = pyte.Screen(size[1], size[0])
        self._stream = pyte.ByteStream(self._pyte)
        self._heard, self._answered = b"", 0

    @property
    def text(self) -> str:
        """What stands on the screen."""
        lines = (self._pyte.buffer[y] for y in range(self._pyte.lines))
        return "\n".join("".join(line[x].data for x in range(self._pyte.columns)) for line in lines)

    def pump(self) -> bool:
        """Take what has come; False when the program has ended."""
        try:
            data = self.child.read_nonblocking(65_536, timeout=0.1)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self._heard += data
        while self._heard.count(b"\x1b[6n") > self._answered:  # a question may come in two pieces, or two come at once
            self._answered += 1
            self.child.send(b"\x1b[1;2R" if self._answered % 2 else b"\x1b[1;3R")
        self._stream.feed(data)
        return True

    def until(self, seen: str | Callable[[str], bool], within: float = 90.0) -> str:
        """Wait until the screen shows a text; the screen. AssertionError with what stands there instead."""
        end = time.monotonic() + within
        test = seen if callable(seen) else lambda text: seen in text
        alive = True
        while not test(self.text):
            assert alive and time.monotonic() < end, self.text
            alive = self.pump()
        return self.text

    def type(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys)

    def leave(self) -> int:
        """Close it as a lost line would be closed; the exit code (or minus the signal)."""
        self.child.kill(15)
        return self.ended()

    def ended(self, within: float = 90.0) -> int:
        """Wait for the end; the exit code."""
        end = time.monotonic() + within
        while self.child.isalive() and time.monotonic() < end:
            self.pump()
        self.child.close(force=True)
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)
