"""A console on the fake desk in a real pseudo-terminal: what reaches the terminal, and how it ends."""

from __future__ import annotations

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
from pathlib import Path

from ..processes import at_work

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from hotline_tui.ui.run import ConsoleSettings, run

folder, ignore = Path(sys.argv[1]), sys.argv[2] == "nohup"
if ignore:
    import signal
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

def opener():
    from tests.ui.fake_desk import FakeDesk
    desk = FakeDesk(rows_of=10)
    off = desk.sign_off
    def sign_off(*, now):
        off(now=now)
        (folder / "signed_off").write_text(",".join(command.kind for command in desk.done))
    desk.sign_off = sign_off
    if sys.argv[2] == "lost":
        from hotline_tui.domain.errors import Lost
        def do(command, *, now):
            raise Lost("The connection broke.")
        desk.do = do
    return desk

settings = ConsoleSettings(database="fake:" + str(folder), language="en", log=folder / "log")
sys.exit(run(settings, opener))
"""


class PtyConsole:
    """Started at once, deaf to hang-ups (`nohup`) or on a desk that never answers an act (`lost`).

    `text` is all that came over the line, without escape sequences.
    """

    def __init__(
        self, folder: Path, *, nohup: bool = False, lost: bool = False, size: tuple[int, int] = (132, 40)
    ) -> None:
        self.folder = folder
        self.raw = b""
        self.status: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = {key: value for key, value in os.environ.items() if not key.startswith("TEXTUAL")}
            env.update(TERM="xterm-256color", COLORTERM="truecolor", XDG_STATE_HOME=str(folder), PYTHONPATH=str(ROOT))
            args = [sys.executable, "-c", PROGRAM, str(folder), "nohup" if nohup else "lost" if lost else ""]
            os.chdir(ROOT)
            os.execve(sys.executable, args, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    @property
    def text(self) -> str:
        return re.sub(r"\x1b\[[0-9;?<>=$]*[a-zA-Z]", "", self.raw.decode(errors="replace"))

    def pump(self, seconds: float) -> bool:
        """Read for so long; False when the line is closed."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.fd], [], [], left)[0]:
                return True
            try:
                data = os.read(self.fd, 65_536)
            except OSError:
                return False
            if not data:
                return False
            self.raw += data
        return True

    def rest(self, quiet: float = 0.3, most: float = 20.0) -> None:
        """Until nothing has come for a moment, because the console has nothing to do and is not kept from it."""
        end, still = time.monotonic() + most, 0
        while still * 0.02 < quiet and time.monotonic() < end:
            before = len(self.raw)
            if not self.pump(0.02):
                return
            still = 0 if len(self.raw) > before or at_work(self.pid) else still + 1

    def wait_for(self, words: str, seconds: float = 90.0) -> None:
        """Until these words have come over the line."""
        end = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < end, self.text[-1500:]
            assert self.pump(0.05), self.text[-1500:]

    def type(self, keys: str, pause: float = 0.15) -> None:
        """Type one key after another."""
        for key in keys:
            os.write(self.fd, key.encode())
            self.pump(pause if key == "\r" else 0.02)

    def send(self, number: int) -> None:
        os.kill(self.pid, number)

    def wakings(self) -> dict[str, int]:
        """Thread → how often it has gone to sleep."""
        tasks = Path(f"/proc/{self.pid}/task")
        return {
            task.name: int(re.findall(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(), re.M)[0])
            for task in tasks.iterdir()
        }

    def hang_up(self) -> None:
        """Close the line, as a lost connection does."""
        os.close(self.fd)
        self.fd = -1

    def ended(self, seconds: float = 60.0) -> int:
        """The exit status, within so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            if self.fd >= 0:
                self.pump(0.02)
            else:
                time.sleep(0.02)
        raise AssertionError("still running")

    def close(self) -> None:
        """End it, whatever it does."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)
