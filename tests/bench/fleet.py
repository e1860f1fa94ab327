"""Many real consoles at once, each the real program in a pseudo-terminal of its own, read so that none waits."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import threading
import time
from pathlib import Path

import limits

HOTLINE = "import sys; from hotline_tui.cli import main; sys.argv[0] = 'hotline'; main()"
SIZE = (40, 132)
FRUGAL = {"PYTHONOPTIMIZE": "2"}
"""As README and data/deploy/sshd_hotline.conf advise for many consoles on one machine."""
ROUND_S = 0.01
"""What all have written is read in rounds: to wake for each of them would take the consoles' processors."""
BOARD = ("在线".encode(), b"live")


class Fleet:
    """Consoles on one database; `names` are the operators who sit at them."""

    def __init__(self, url: str, home: Path, names: list[str], *, at_once: int = 4) -> None:
        self.pids: list[int] = []
        self._fds: dict[int, bytearray] = {}
        self._stop = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            for start in range(0, len(names), at_once):
                fds = [self._start(url, home, name) for name in names[start : start + at_once]]
                self._wait_for_boards(fds)
        except BaseException:
            self.close()
            raise

    def _start(self, url: str, home: Path, name: str) -> int:
        pid, fd = pty.fork()
        if pid == 0:
            limits.heed_signals()
            drop = ("HOTLINE", "XDG_", "PYTHONDONT", "SSH_", "COLORTERM")
            kept = {key: value for key, value in os.environ.items() if not key.startswith(drop)}
            kept |= {"HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8"} | FRUGAL
            words = ["-c", HOTLINE, "--database-url", url, "--lang", "en", "--operator", name]
            os.execve(sys.executable, [sys.executable, *words], kept)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.pids.append(pid)
        self._fds[fd] = bytearray()
        return fd

    def _read(self) -> None:
        while not self._stop.is_set():
            ready, _, _ = select.select(list(self._fds), [], [], 0.05)
            time.sleep(ROUND_S)
            for fd in ready:
                try:
                    data = os.read(fd, 65_536)
                except OSError:
                    self._fds.pop(fd, None)
                    continue
                if b"\x1b[6n" in data:  # where is the cursor?
                    os.write(fd, b"\x1b[1;1R")
                kept = self._fds[fd]
                kept += data
                del kept[:-20_000]

    def _wait_for_boards(self, fds: list[int]) -> None:
        end = time.monotonic() + 120
        while not all(any(word in self._fds.get(fd, b"") for word in BOARD) for fd in fds):
            if time.monotonic() > end:
                shown = [bytes(self._fds.get(fd, b""))[-300:] for fd in fds]
                raise SystemExit(f"a console shows no board: {shown}")
            time.sleep(0.02)

    def pss_mb(self) -> list[float]:
        """Each console's share of memory: Pss of /proc/PID/smaps_rollup."""
        found = []
        for pid in self.pids:
            with contextlib.suppress(OSError):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                found.append(next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")))
        return found

    def cpu_s(self) -> float:
        """Seconds of processor time that all consoles have used."""
        ticks = 0
        for pid in self.pids:
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def alive(self) -> int:
        """How many still run."""
        return sum(os.path.exists(f"/proc/{pid}/smaps_rollup") for pid in self.pids)  # noqa: PTH110

    def close(self) -> None:
        """End them."""
        for pid in self.pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + 20
        left = set(self.pids)
        while left and time.monotonic() < end:
            for pid in list(left):
                with contextlib.suppress(ChildProcessError):
                    if os.waitpid(pid, os.WNOHANG)[0] == 0:
                        continue
                left.discard(pid)
            time.sleep(0.02)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self._stop.set()
        self._reader.join(2)
        for fd in list(self._fds):
            with contextlib.suppress(OSError):
                os.close(fd)
