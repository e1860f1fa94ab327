"""The ways a console ends that nobody chose: a dropped line, `kill`, a terminal that is gone (console.md rule 11)."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable

from hotline_tui.domain.errors import Barred, HotlineError, heals

CHECK_S = 5.0
LAST_KEYS_S = 0.05
"""Keys that arrived just before the signal still reach their field."""
ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


def ends(error: HotlineError, *, signed_on: bool) -> bool:
    """Whether a fault of the link ends the console, with the fault's sentence.

    A desk that can't be opened, however long one waits, is not shown half. Whoever has signed on stays, also where the
    session is over because they have signed on elsewhere: the lock says so, and nothing typed is lost. Nobody stays who
    is barred.
    """
    return isinstance(error, Barred) or not (signed_on or heals(error))


class Lifeline:
    """Turns signals into an orderly end, and notices a terminal that went away without one."""

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave
        self._checked = 0.0
        self._installed = False

    def install(self) -> None:
        """From the event loop's thread."""
        loop = asyncio.get_running_loop()
        for number in ENDING:
            loop.add_signal_handler(number, loop.call_later, LAST_KEYS_S, self._leave)
        self._installed = True

    def tick(self, now: float) -> float | None:
        """Look at the terminal now and then: with SIGHUP ignored (nohup) nothing else tells."""
        if not self._installed:
            return None
        if not 0 <= now - self._checked < CHECK_S:
            self._checked = now
            if not terminal_is_there():
                self._installed = False
                self._leave()
                return None
        return self._checked + CHECK_S


def terminal_is_there() -> bool:
    """Standard input is a living terminal."""
    try:
        return os.isatty(sys.__stdin__.fileno()) if sys.__stdin__ is not None else False
    except (OSError, ValueError):
        return False
