"""The real `hotline` in a real pseudo-terminal: what a person types, what the terminal shows, how it ends."""

from __future__ import annotations

import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pexpect
import pyte

from hotline_tui.domain.commands import Command
from hotline_tui.services.bus import execute
from hotline_tui.services.verify import Report, verify
from hotline_tui.store.engine import Store, open_store

MAIN = (sys.executable, "-c", "from hotline_tui.cli import main; main()")
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
    "ctrl+x": "\x18",
}
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


class Console:
    """A program in a pseudo-terminal. `raw` is every byte it sent; `screen` what a person sees."""

    def __init__(self, argv: list[str], env: dict[str, str], cwd: Path, size: tuple[int, int]) -> None:
        self.raw = b""
        self._tail = b""
        self._terminal = _Terminal(*size)
        self._terminal.answer = lambda text: self.send(text.encode())
        self._stream = pyte.ByteStream(self._terminal)
        self.child = pexpect.spawn(
            argv[0], argv[1:], env=env, cwd=str(cwd), dimensions=(size[1], size[0]), echo=False, timeout=20
        )  # type: ignore[arg-type]
        self.child.delaybeforesend = None
        self.child.delayafterclose = 0.02
        self.child.delayafterterminate = 0.02

    # ---- reading ------------------------------------------------------------------------------------------------

    def pump(self, seconds: float = 0.05) -> bool:
        """Take in what comes during so many seconds; False when the line is closed."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            if not select.select([self.child.child_fd], [], [], max(0.0, left))[0]:
                return True
            try:
                data = os.read(self.child.child_fd, 65_536)
            except OSError:
                return False
            if not data:
                return False
            self._take(data)
            if left <= 0:
                return True

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
        return [line.rstrip() for line in self._terminal.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def said(self) -> str:
        """All that was sent, without escape sequences: also what a plain terminal program printed."""
        return _ESCAPE.sub(b"", self.raw).decode(errors="replace").replace("\r", "")

    def wait(self, so: Callable[[], Any], what: str, seconds: float = 15.0) -> Any:
        """Until `so()` is true: its value."""
        end = time.monotonic() + seconds
        while not (found := so()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s: {what}\n{self.text}")
            if not self.pump(0.03) and not so():
                raise AssertionError(f"ended before: {what}\n{self.said[-3000:]}")
        return found

    def wait_for(self, *words: str, seconds: float = 15.0) -> None:
        """Until all these words stand on the screen together."""
        self.wait(lambda: all(word in self.text for word in words), " and ".join(words), seconds)

    def wait_gone(self, *words: str, seconds: float = 15.0) -> None:
        """Until none of these words stands on the screen."""
        self.wait(lambda: not any(word in self.text for word in words), "gone: " + " ".join(words), seconds)

    def rest(self, quiet: float = 0.12, most: float = 3.0) -> None:
        """Until nothing has come for a moment."""
        end = time.monotonic() + most
        while time.monotonic() < end:
            before = len(self.raw)
            if not self.pump(quiet) or len(self.raw) == before:
                return

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
            self.pump(0.06 if name == "esc" else 0.02)

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

    def ended(self, seconds: float = 5.0) -> int:
        """Wait for the end: the exit code, or minus the signal."""
        end = time.monotonic() + seconds
        while self.child.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"still running after {seconds} s\n{self.text}")
            if self.child.child_fd >= 0:
                self.pump(0.02)
            else:
                time.sleep(0.02)
        if self.child.child_fd >= 0:
            self.pump(0.0)
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


@dataclass(frozen=True)
class Ran:
    """How a plain command ended."""

    code: int
    out: str
    err: str


@dataclass
class Room:
    """One operator's machine: a home, a desk's database, the consoles on it."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    consoles: list[Console] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
        self.env = kept | {
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "TEXTUAL_FPS": "60",
            "HOTLINE_DATABASE_URL": f"sqlite:///{self.db}",
            **self.env,
        }
        (self.folder / "home").mkdir(exist_ok=True)

    @property
    def db(self) -> Path:
        """The desk's file."""
        return self.folder / "desk.db"

    def console(
        self, *words: str, size: tuple[int, int] = (100, 30), prefix: tuple[str, ...] = (), **env: str
    ) -> Console:
        """Start `hotline …` in a pseudo-terminal. `prefix`: a program that starts it."""
        made = Console([*prefix, *MAIN, *words], self.env | env, self.folder, size)
        self.consoles.append(made)
        return made

    def live(self, *words: str, **options: Any) -> Console:
        """The same, and wait until the board is there."""
        console = self.console(*words, **options)
        console.wait(lambda: _LIVE.search(console.text), "a live board")
        return console

    def run(self, *words: str, stdin: bytes = b"", prefix: tuple[str, ...] = (), **env: str) -> Ran:
        """Run a plain command without a terminal."""
        done = subprocess.run(
            [*prefix, *MAIN, *words], env=self.env | env, input=stdin, capture_output=True, timeout=60, check=False,
            cwd=self.folder,
        )  # fmt: skip
        out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        assert "Traceback" not in err, err
        return Ran(done.returncode, out, err)

    def close(self) -> None:
        """End every console."""
        for console in self.consoles:
            console.close()

    # ---- the database, from outside -----------------------------------------------------------------------------

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The desk's store in this process."""
        store = open_store(str(self.db))
        try:
            yield store
        finally:
            store.close()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a plain SQLite program reads in the desk's file."""
        raw = sqlite3.connect(self.db, timeout=5)
        try:
            return raw.execute(query, values).fetchall()
        finally:
            raw.close()

    def do(self, command: Command) -> int:
        """An act by somebody else: the id of what it touched."""
        with self.store() as store:
            return execute(store, command, datetime.now(UTC)).thing_id

    def sound(self) -> Report:
        """Assert that nothing is half written: SQLite's own check, every chain, every clock, and no loose ends."""
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        with self.store() as store:
            report = verify(store, datetime.now(UTC))
        assert report.clean, report
        # a ticket has its opening event, its clocks and a number; a handled call has its ticket
        heads = "SELECT thing_id FROM chain_head WHERE thing_kind = 'ticket'"
        assert self.rows(f"SELECT id FROM ticket WHERE number = '' OR number IS NULL OR id NOT IN ({heads})") == []
        lost = "SELECT id FROM call WHERE state = 'handled' AND (ticket_id IS NULL OR ticket_id NOT IN (SELECT id FROM ticket))"
        assert self.rows(lost) == []
        return report


_OWN = (
    "HOTLINE_",
    "XDG_",
    "LC_",
    "LANG",
    "TEXTUAL",
    "SSH_",
    "TMUX",
    "NO_COLOR",
    "COLORTERM",
    "TERM",
    "COLUMNS",
    "LINES",
)
_LIVE = re.compile(r"(?:Calls|来电) \d.*(?:live|在线)|(?:Calls|来电) \d")
