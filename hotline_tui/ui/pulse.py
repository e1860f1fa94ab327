"""Is anybody at the other end? Over a network a client that froze, or a cable that was pulled, tells nobody.

sshd notices neither while the console writes, and the buffers on the way hold minutes of output. So the console asks
the terminal where its cursor is, as at start: a living one answers within a round trip.
A terminal that has never answered is not judged by its silence, only by a write that does not end.
"""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import App
from textual.message import Message

from .driver import SteadfastDriver

if TYPE_CHECKING:
    from .app import HotlineApp

ASK = "\x1b[6n"
PATIENCE_S = 30.0
SILENCE = 1 / 3
"""After this share of the patience without a word the terminal is asked."""
LOOK = 1 / 6
FAREWELL_S = 1.0
MUTE = ("", "dumb", "unknown")
"""Terminals that would show the question instead of answering it."""


@dataclass(slots=True)
class Pulse:
    """What has been heard. Instants are seconds of one steady clock."""

    patience_s: float
    heard_at: float
    asked_at: float | None = None
    answers: bool = False
    """Whether this terminal has ever said where its cursor is."""

    def heard(self, now: float, *, answer: bool) -> None:
        """Anything came in: a key, a click, an answer."""
        self.heard_at, self.asked_at = now, None
        self.answers = self.answers or answer

    def due(self, now: float) -> bool:
        """Whether it is time to ask."""
        return self.asked_at is None and now - self.heard_at >= self.patience_s * SILENCE

    def asked(self, now: float) -> None:
        """The question is on its way."""
        if self.asked_at is None:
            self.asked_at = now

    def gone(self, now: float, writing_since: float | None) -> bool:
        """Whether nobody is there: no answer where there used to be one, or a write that does not end."""
        silent = self.answers and self.asked_at is not None and now - self.asked_at >= self.patience_s
        stuck = writing_since is not None and now - writing_since >= self.patience_s
        return silent or stuck


class WatchedDriver(SteadfastDriver):
    """The driver over a network: a terminal that is gone ends the console in order, its claims are free."""

    patience_s: ClassVar[float] = PATIENCE_S

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._pulse = Pulse(self.patience_s, time.monotonic())
        self._over = threading.Event()

    def start_application_mode(self) -> None:
        """From now on the terminal is looked after."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._ask()
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._watch, args=(loop,), name="pulse", daemon=True).start()

    def process_message(self, message: Message) -> None:
        """Everything that comes in is a sign of life; where the cursor is nobody else wants to know."""
        answer = isinstance(message, events.CursorPosition)
        self._pulse.heard(time.monotonic(), answer=answer)
        if not answer:
            super().process_message(message)

    def close(self) -> None:
        """The end, for whatever reason. It waits for the last write, and until then the watch sees that it ends."""
        super().close()
        self._over.set()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread of its own: the loop waits where the terminal takes nothing more."""
        while not self._over.wait(self.patience_s * LOOK):
            now = time.monotonic()
            if self._pulse.gone(now, self.line.writing_since):
                loop.call_soon_threadsafe(cast("HotlineApp", self._app).leave)
                self._let_go()
                return
            if self._pulse.due(now):
                loop.call_soon_threadsafe(self._ask)

    def _let_go(self) -> None:
        """The end is written too, for a client that comes to again; what can't be written must not hold it up."""
        while not self._over.wait(FAREWELL_S / 4):
            since = self.line.writing_since
            if since is not None and time.monotonic() - since >= FAREWELL_S:
                self.line.drop()
                return

    def _ask(self) -> None:
        if self._over.is_set():
            return
        self._pulse.asked(time.monotonic())
        self.write(ASK)
        self.flush()


def watched(patience_s: float, term: str) -> type[SteadfastDriver]:
    """The driver for a terminal of this name over a network, with so much patience."""
    if term in MUTE:
        return SteadfastDriver
    return type("WatchedDriver", (WatchedDriver,), {"patience_s": patience_s})
