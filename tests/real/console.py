"""The real `hotline` in a real pseudo-terminal: what a person types, what the terminal shows, how it ends."""

from __future__ import annotations

import os
import re
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pyte

from ..processes import at_work

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f10": "\x1b[21~",
    "ctrl+end": "\x1b[1;5F",
    "ctrl+x": "\x18",
}
_LOOK_S = 0.02
_KEPT_WAITING_S = 2.0
_SLICE = 400
_PRIVATE = re.compile(rb"\x1b\[(?:[<=>][0-9;]*[a-zA-Z]|\?[0-9;]*\$p|\?[0-9;]*u)|\x1b[PX^_][^\x1b]*\x1b\\")
"""Questions and modes of newer terminals, which pyte takes for text."""
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?<=>$]*)?$|\x1b[PX^_\]][^\x07\x1b]*$")
_ESCAPE = re.compile(
    rb"\x1b(?:\[[0-9;?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[()][A-Z0-9]|[=>78c])"
)


class _Terminal(pyte.Screen):
    """A screen that answers what it is asked (where is the cursor?), as terminals do."""

    answer: Callable[[str], None] = staticmethod(lambda _text: None)

    def write_process_input(self, data: str) -> None:
        self.answer(data)


def _heed_hang_ups() -> None:
    """As in a terminal, though the tests themselves may run under nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Console:
    """A program in a pseudo-terminal. `raw` is every byte it sent; `screen` what a person sees."""

    def __init__(self, argv: list[str], env: dict[str, str], cwd: Path, size: tuple[int, int]) -> None:
        self.raw = b""
        self._tail = b""
        self._terminal = _Terminal(*size)
        self._terminal.answer = lambda text: self.send(text.encode())
        self._stream = pyte.ByteStream(self._terminal)
        self.child = pexpect.spawn(
            argv[0], argv[1:], env=env, cwd=str(cwd), dimensions=(size[1], size[0]), echo=False, timeout=20,
            preexec_fn=_heed_hang_ups,
        )  # type: ignore[arg-type]  # fmt: skip
        self.child.delaybeforesend = None
        self.child.delayafterclose = 0.02
        self.child.delayafterterminate = 0.02

    # ---- reading ------------------------------------------------------------------------------------------------

    def pump(self, seconds: float = 0.05) -> bool:
        """Take in what comes during so many seconds; False when the line is closed."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            if not (data := self._read(max(0.0, left))):
                return data is not None
            self._take(data)
            if left <= 0:
                return True

    def _read(self, seconds: float) -> bytes | None:
        """What has come, at the latest after so many seconds; None when the line is closed."""
        if not select.select([self.child.child_fd], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.child.child_fd, 65_536) or None
        except OSError:
            return None

    def _take(self, data: bytes) -> None:
        self.raw += data
        data = self._tail + data
        unfinished = _UNFINISHED.search(data)
        self._tail = data[unfinished.start() :] if unfinished else b""
        if self._tail:
            data = data[: -len(self._tail)]
        before, left, after = _PRIVATE.sub(b"", data).rpartition(b"\x1b[?1049l")
        self._stream.feed(before)
        if left:  # the program has left the full screen: what stood before it is shown again
            self._terminal.reset()
        self._stream.feed(after)

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        rows, columns = self._terminal.lines, self._terminal.columns
        # pyte's own `display` fails where half of a wide sign is drawn over
        cells = (self._terminal.buffer[y] for y in range(rows))
        return ["".join(row[x].data for x in range(columns)).rstrip() for row in cells]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def said(self) -> str:
        """All that was sent, without escape sequences: also what a plain terminal program printed."""
        return _ESCAPE.sub(b"", self.raw).decode(errors="replace").replace("\r", "")

    def wait(self, so: Callable[[], Any], what: str, seconds: float = 90.0) -> Any:
        """Until `so()` is true: its value."""
        looked = time.monotonic()
        end = looked + seconds
        while not (found := so()):
            if looked > end:
                raise AssertionError(f"not within {seconds} s: {what}\n{self.text}")
            data = self._read(0.03)
            before, looked = looked, time.monotonic()
            # what stood there while this process was kept waiting may be gone by now: every picture is looked at
            size = _SLICE if looked - before > _KEPT_WAITING_S else 65_536
            for start in range(0, len(data or b""), size):
                self._take(data[start : start + size])  # type: ignore[index]
                if start + size < len(data or b"") and (found := so()):
                    self._take(data[start + size :])  # type: ignore[index]
                    return found
            if data is None and not so():
                raise AssertionError(f"ended before: {what}\n{self.said[-3000:]}")
        return found

    def wait_for(self, *words: str, seconds: float = 90.0) -> None:
        """Until all these words stand on the screen together."""
        self.wait(lambda: all(word in self.text for word in words), " and ".join(words), seconds)

    def wait_gone(self, *words: str, seconds: float = 90.0) -> None:
        """Until none of these words stands on the screen."""
        self.wait(lambda: not any(word in self.text for word in words), "gone: " + " ".join(words), seconds)

    def rest(self, quiet: float = 0.12, most: float = 6.0) -> None:
        """Until nothing has come for a moment, because the program has nothing to do and is not kept from it."""
        end, still = time.monotonic() + most, 0
        while still * _LOOK_S < quiet and time.monotonic() < end + most:
            before = len(self.raw)
            if not self.pump(_LOOK_S):
                return
            busy = len(self.raw) > before or (at_work(self.pid) and time.monotonic() < end)
            still = 0 if busy else still + 1

    # ---- doing --------------------------------------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        """Bytes as a terminal sends them."""
        os.write(self.child.child_fd, data)

    def type(self, text: str) -> None:
        """Type characters one after the other, as fast as a quick hand on a slow line."""
        for char in text:
            self.send(char.encode())
            self.pump(0.004)

    def key(self, *names: str) -> None:
        """Press keys by name (or a character by itself)."""
        for name in names:
            self.send(KEYS.get(name, name).encode())
            if name == "esc":  # Esc and a key at once are Alt and the key
                self.rest(0.35)
            else:
                self.pump(0.02)

    def resize(self, width: int, height: int) -> None:
        """The window has another size."""
        self.child.setwinsize(height, width)
        self._terminal.resize(height, width)

    # ---- ending -------------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        """The program's process id."""
        return int(self.child.pid)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9, now."""
        self.signal(signal.SIGKILL)
        self.ended()

    def hang_up(self) -> None:
        """Close the line, as a lost connection does."""
        os.close(self.child.child_fd)
        self.child.child_fd = -1
        self.child.ptyproc.fileobj = _Closed()  # the descriptor is gone; pexpect must not close a newer one

    def ended(self, seconds: float = 60.0) -> int:
        """Wait for the end: the exit code, or minus the signal."""
        end = time.monotonic() + seconds
        while self.child.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"still running after {seconds} s\n{self.text}")
            if self.child.child_fd >= 0:
                self.pump(0.02)
            else:
                time.sleep(0.02)
        while self.child.child_fd >= 0 and time.monotonic() < end and self.pump(0.1):
            pass  # its last words
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    def close(self) -> None:
        """End it, whatever it does."""
        if self.child.isalive():
            self.signal(signal.SIGKILL)
            self.ended()
        if self.child.child_fd >= 0:
            self.child.close()


class _Closed:
    """Stands in for a file that has been closed already."""

    def close(self) -> None:
        """It is."""
