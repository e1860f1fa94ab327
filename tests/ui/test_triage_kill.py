"""kill -9 and a dropped line while somebody types: at most the last second is lost, and what is there is whole."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from hotline_tui.ui.panes.triage_form import typed_from_json
from hotline_tui.ui.spool import Spool

from ..processes import Awake, at_work

ROOT = Path(__file__).parents[2]
ME = 1
CONSOLE = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from hotline_tui.ui.run import ConsoleSettings, prepare
prepare(ConsoleSettings(""))
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.spool import Spool
from tests.ui.fake_rows import NOW
from tests.ui.triage_desk import TriageDesk
HotlineApp(TriageDesk, clock=FrozenClock(NOW), spool=Spool(Path({spool!r}))).run()
"""


class Terminal:
    """The console in a pseudo-terminal, on a fake desk."""

    def __init__(self, spool: Path) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "LANG": "C.UTF-8"}
            code = CONSOLE.format(root=str(ROOT), spool=str(spool))
            os.execv(sys.executable, [sys.executable, "-c", code])
        self.seen = b""

    def pump(self, seconds: float) -> None:
        """Read what it paints."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                try:
                    self.seen += os.read(self.fd, 65536)
                except OSError:
                    return

    def rest(self, quiet: float = 0.3) -> None:
        """Until nothing has come for a moment, because the console has nothing to do and is not kept from it."""
        still, end = 0, time.monotonic() + 20
        while still * 0.02 < quiet and time.monotonic() < end:
            before = len(self.seen)
            self.pump(0.02)
            still = 0 if len(self.seen) > before or at_work(self.pid) else still + 1

    def wait_for(self, words: bytes, seconds: float = 90.0) -> None:
        """Until these words were painted."""
        end = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < end, self.seen[-500:]
            self.pump(0.1)

    def type(self, text: str) -> None:
        """Keys."""
        os.write(self.fd, text.encode())

    def end(self, number: int) -> None:
        """Send the signal and wait for the end."""
        os.kill(self.pid, number)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def claimed(spool: Path) -> Terminal:
    """A console with a claimed call and the focus in its text."""
    terminal = Terminal(spool)
    terminal.wait_for(b"138-1762")
    terminal.rest()
    terminal.type("\r")
    terminal.wait_for(b"HT-2024-118")
    terminal.rest()
    return terminal


@pytest.mark.parametrize("turn", range(3))
def test_killed_while_typing_loses_at_most_a_second(tmp_path: Path, turn: int) -> None:
    terminal = claimed(tmp_path)
    typed: list[tuple[float, str]] = []
    awake = Awake(terminal.pid)
    while (now := awake.look()) < 1.5 + 0.35 * turn:
        char = "abcdefghij"[len(typed) % 10]
        terminal.type(char)
        typed.append((now, char))
        terminal.pump(0.04)
    killed = awake.seconds
    terminal.end(signal.SIGKILL)
    draft = Spool(tmp_path).of(ME).load("call:1")
    assert draft is not None
    kept = typed_from_json(draft.fields)
    assert kept is not None
    everything = "".join(char for _at, char in typed)
    assert everything.startswith(kept.text)
    assert len(kept.text) >= sum(killed - at > 1.2 for at, _char in typed)
    assert len(list(tmp_path.rglob("*.draft"))) == 1


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_dropped_line_keeps_the_last_key(tmp_path: Path, number: int) -> None:
    terminal = claimed(tmp_path)
    terminal.type("last words")
    terminal.rest(0.25)
    terminal.end(number)
    draft = Spool(tmp_path).of(ME).load("call:1")
    assert draft is not None
    assert json.loads(draft.fields)["text"] == "last words"
