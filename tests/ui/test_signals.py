"""How a console ends when nobody asked it to (console.md rule 11), in a real pseudo-terminal."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hotline_tui.ui import run as run_module

from .pty_console import PtyConsole

Start = Callable[..., PtyConsole]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start consoles; all are ended."""
    consoles: list[PtyConsole] = []

    def make(**options: bool) -> PtyConsole:
        console = PtyConsole(tmp_path, **options)  # type: ignore[arg-type]
        consoles.append(console)
        console.wait_for("live")
        console.rest()
        return console

    yield make
    for console in consoles:
        console.close()


def drafts(folder: Path) -> str:
    """All that is on disk of what was typed."""
    return "".join(path.read_text() for path in folder.rglob("*.draft"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_in_order_with_the_claim_let_go_and_the_draft_kept(
    start: Start, number: int, tmp_path: Path
) -> None:
    console = start()
    console.type("\r")
    console.wait_for("021-5560-1180")
    console.rest()
    console.type("printer on fire")
    console.rest(0.1)
    console.send(number)
    assert console.ended() == 0
    assert (tmp_path / "signed_off").read_text() == "call.claim"
    assert "printer on fire" in drafts(tmp_path)
    assert "Traceback" not in console.text


def test_a_dropped_line_ends_in_order(start: Start, tmp_path: Path) -> None:
    console = start()
    console.type("\r")
    console.wait_for("021-5560-1180")
    console.rest()
    console.type("line is down")
    console.rest(0.1)
    console.hang_up()
    console.ended()
    assert (tmp_path / "signed_off").exists()
    assert "line is down" in drafts(tmp_path)


def test_a_line_that_drops_while_hang_ups_are_ignored_is_noticed(start: Start, tmp_path: Path) -> None:
    """`nohup`: Textual alone stays alive at 64 % of a core."""
    console = start(nohup=True)
    console.hang_up()
    console.ended()
    assert (tmp_path / "signed_off").exists()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells how often a thread has woken")
def test_a_console_at_rest_sleeps(start: Start) -> None:
    """A hundred of them share a machine: only the thread that looks at the file of this desk wakes often."""
    console = start()
    console.rest(1.0)
    before = console.wakings()
    console.pump(4.0)
    often = [thread for thread, count in console.wakings().items() if count - before.get(thread, 0) > 4 * 3]
    assert len(before) >= 5, "the loop, the keys, the terminal, the desk and the watch over it"
    assert len(often) <= 1


def test_leaving_by_keys_restores_the_terminal(start: Start, tmp_path: Path) -> None:
    console = start()
    console.type("q")
    console.wait_for("Leave the console?")
    console.type("y")
    assert console.ended() == 0
    assert console.raw.rstrip().endswith(b"\x1b[?25h") or b"\x1b[?1049l" in console.raw
    assert (tmp_path / "signed_off").exists()


def test_leaving_while_nobody_knows_whether_an_act_was_written_names_it(start: Start, tmp_path: Path) -> None:
    console = start(lost=True)
    console.type("c")
    console.wait_for("1 act not confirmed")
    end = time.monotonic() + 60
    # At first they wait for the form of the call. Once they work, another one would act: so what says it must not be
    # missed, and it may soon give way to what the link has to say.
    while b"Keys work again" not in console.raw:
        assert time.monotonic() < end, console.text
        console.type("x")
        console.pump(0.3)
    console.type("q")
    console.wait_for("Leave the console?")
    console.type("y")
    assert console.ended() == 1
    console.pump(0.2)
    assert "Whether this was written is not known: Call claimed." in console.text
    assert "Traceback" not in console.text


def test_an_end_that_waits_for_the_database_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_module, "PATIENT_S", 0.01)
    said = threading.Event()
    command = SimpleNamespace(kind="ticket.open")

    class Slow:
        left = (command, command)

        def close(self, seconds: float) -> bool:
            said.wait(10)
            return True

    def say(gateway: Any) -> None:
        before(gateway)
        said.set()

    before = run_module._say_waiting
    monkeypatch.setattr(run_module, "_say_waiting", say)
    assert run_module._close(cast("Any", SimpleNamespace(gateway=Slow(), return_code=0)), None) == 0
    assert "Not written yet: Ticket opened." in capsys.readouterr().err


def test_without_a_terminal_it_says_so_and_names_the_plain_commands() -> None:
    code = (
        "import sys\nfrom hotline_tui.ui.run import ConsoleSettings, run\n"
        "sys.exit(run(ConsoleSettings(database='none')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120
    )
    assert done.returncode == 2
    assert done.stderr.strip() == "The console needs a terminal. For scripts: hotline list, hotline show, hotline call."


def test_a_defect_shows_a_sentence_and_the_logs_path_never_locals(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom hotline_tui.ui import run as r\n"
        "from hotline_tui.ui.app import HotlineApp\n"
        "def bad(self):\n    secret = 'customer 13800001122'\n    raise ValueError('boom')\n"
        "HotlineApp.do_help = bad\n"
        "from tests.ui.fake_desk import FakeDesk\n"
        "sys.exit(r.run(r.ConsoleSettings(database='x', log=Path(sys.argv[1]) / 'log'), FakeDesk))"
    )
    from . import pty_console

    program, pty_console.PROGRAM = pty_console.PROGRAM, code
    try:
        console = PtyConsole(tmp_path)
    finally:
        pty_console.PROGRAM = program
    try:
        console.wait_for("live")
        console.rest()
        console.type("?")
        assert console.ended() != 0
        assert "The console has stopped because of a defect" in console.text
        assert "13800001122" not in console.text
        log = (tmp_path / "log").read_text()
        assert "ValueError: boom" in log
        assert "13800001122" not in log
    finally:
        console.close()
