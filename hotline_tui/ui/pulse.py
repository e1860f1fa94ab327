"""Is anybody at the other end? Over a network a client that froze, or a cable that was pulled, tells nobody.

sshd notices neither while the console writes, and the buffers on the way hold minutes of output. So the console asks
the terminal where its cursor is, as at start: a living one answers within a round trip.
A terminal that has never answered is not judged by its silence, only by a write that does not end.

Two steps: while something is claimed here the terminal is asked more often, and a silence of a few seconds lets go of
the claims, so that they are free within the time of a lease (20 s) for a line that is cut without a word. The console
itself goes on for its patience: when the line comes back, so do the claims that nobody else has taken.
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
ASK_S, QUIET_S, LOOK_S = 5.0, 7.0, 1.0
"""While something is claimed here: ask after so much silence, and let go when the answer takes so long. With the looks
and the database's poll between them this is less than a lease's 20 s; a slow line answers in far less.
"""
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
    holding: bool = False
    """Whether others wait for what this console has claimed."""

    def heard(self, now: float, *, answer: bool) -> None:
        """Anything came in: a key, a click, an answer."""
        self.heard_at, self.asked_at = now, None
        self.answers = self.answers or answer

    def due(self, now: float) -> bool:
        """Whether it is time to ask."""
        wait = self.patience_s * SILENCE
        return self.asked_at is None and now - self.heard_at >= (min(wait, ASK_S) if self.holding else wait)

    def asked(self, now: float) -> None:
        """The question is on its way."""
        if self.asked_at is None:
            self.asked_at = now

    def quiet(self, now: float, writing_since: float | None) -> bool:
        """Whether so little is heard that nothing may be kept from others any longer."""
        return self._waited(now, writing_since) >= QUIET_S

    def gone(self, now: float, writing_since: float | None) -> bool:
        """Whether nobody is there: no answer where there used to be one, or a write that does not end."""
        return self._waited(now, writing_since) >= self.patience_s

    def _waited(self, now: float, writing_since: float | None) -> float:
        asked = self.asked_at if self.answers else None
        return max((now - since for since in (asked, writing_since) if since is not None), default=0.0)


class WatchedDriver(SteadfastDriver):
    """The driver over a network: a terminal that is gone ends the console in order, its claims are free."""

    patience_s: ClassVar[float] = PATIENCE_S

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._pulse = Pulse(self.patience_s, time.monotonic())
        self._over = threading.Event()
        self._quiet = False
        """Whether the console has been told that nothing is heard."""

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
        pulse, look = self._pulse, min(self.patience_s * LOOK, ASK_S)  # however patient: a claim is seen in time
        while not self._over.wait(min(look, LOOK_S) if pulse.holding or self._quiet else look):
            now, writing = time.monotonic(), self.line.writing_since
            pulse.holding = self._console.holding
            if pulse.gone(now, writing):
                loop.call_soon_threadsafe(self._console.leave)
                self._let_go()
                return
            self._tell(quiet=pulse.quiet(now, writing))
            if pulse.due(now):
                loop.call_soon_threadsafe(self._ask)

    def _tell(self, *, quiet: bool) -> None:
        if quiet != self._quiet:
            self._quiet = quiet
            (self._console.line_is_silent if quiet else self._console.line_is_back)()

    @property
    def _console(self) -> HotlineApp:
        return cast("HotlineApp", self._app)

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
