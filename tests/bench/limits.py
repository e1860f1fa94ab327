"""No measuring program waits without an end, and none leaves a process behind, however it ends."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

UNWIND_S = 40.0
"""So long a program that has to stop may take to end in order what it started."""
GRACE_S = 5.0
_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER: whose parent dies becomes ours, so that it is found."""


def run(main: Callable[[], int], *, minutes: float) -> int:
    """The exit code of `main`, for at most so many minutes.

    Interrupted, ended or too late (then it says where it stood), it unwinds; whatever it has started and left is ended.
    """
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)
    signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, minutes * 60)
    try:
        return main()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        return 130
    finally:
        signal.setitimer(signal.ITIMER_REAL, UNWIND_S)  # the end has a limit as well
        end_children()
        signal.setitimer(signal.ITIMER_REAL, 0)


def heed_signals() -> None:
    """For a program that is about to be started: as in a terminal, though we may run under nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def end_children() -> None:
    """End every process that descends from this one."""
    end, told = time.monotonic() + GRACE_S, False
    while left := list(_descendants()):
        number = signal.SIGKILL if time.monotonic() > end else signal.SIGTERM
        for pid in left if number == signal.SIGKILL or not told else ():
            for one in (number, signal.SIGCONT):  # who is stopped can't end
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, one)
        told = True
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.02)


def _descendants() -> Iterator[int]:
    """Processes below this one, but for Python's own keeper of shared things, which ends with us."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            below.setdefault(int(fields[1]), []).append(int(entry.name))
    todo = list(below.get(os.getpid(), ()))
    while todo:
        pid = todo.pop()
        todo += below.get(pid, ())
        with contextlib.suppress(OSError):
            if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                yield pid


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, UNWIND_S)
    raise SystemExit(128 + number)


def _late(_number: int, _frame: FrameType | None) -> NoReturn:
    print("took too long; it stood here:", file=sys.stderr, flush=True)
    faulthandler.dump_traceback()
    signal.signal(signal.SIGALRM, _too_late)
    signal.setitimer(signal.ITIMER_REAL, UNWIND_S)
    raise SystemExit(124)


def _too_late(_number: int, _frame: FrameType | None) -> NoReturn:
    """Even the end takes too long."""
    faulthandler.dump_traceback()
    signal.setitimer(signal.ITIMER_REAL, 0)
    end_children()
    os._exit(124)
