"""A terminal that may go away: what is written to a dropped line is lost, and nothing else.

Textual writes in a thread behind a queue of thirty; the first write to a closed line ends that thread, the queue fills,
and the console hangs in its next write, unable to end in order.

Its thread for the keys wakes ten times a second for nothing, and reads strictly: one wrong byte (a terminal set to GBK,
line noise) would end the console. Ours sleeps, and reads on.
"""

from __future__ import annotations

import codecs
import os
import selectors
import signal
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import IO, TYPE_CHECKING, Any, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

if TYPE_CHECKING:
    from .app import HotlineApp


LAST_WORD_S = ESCAPE_DELAY + 0.01
"""When nothing follows an Esc for so long, it was the key and not the beginning of a longer sequence."""
AT_ONCE = 4096
"""So many bytes are read at a time."""


class Line:
    """The terminal's file. A write that fails is dropped, and the app is told once that its line is gone."""

    def __init__(self, file: IO[str], app: App[Any]) -> None:
        self._file = file
        self._app = app
        self._gone = False
        self._writer: int | None = None
        self.writing_since: float | None = None
        """Since when (of the steady clock) a write has not come back."""

    def write(self, text: str) -> None:
        """Write, or drop."""
        self._try(partial(self._file.write, text))

    def flush(self) -> None:
        """Flush, or drop."""
        self._try(self._file.flush)

    def drop(self) -> None:
        """Nobody is there any more: a write that waits for them ends, and all that comes is thrown away."""
        self._gone = True
        os.set_blocking(self.fileno(), False)
        if self.writing_since is not None and self._writer is not None:
            # A write in the kernel sees that it may not wait any more only when a signal wakes it.
            signal.pthread_kill(self._writer, signal.SIGWINCH)

    def _try(self, act: Callable[[], object]) -> None:
        if self._gone:
            return
        self._writer, self.writing_since = threading.get_ident(), time.monotonic()
        try:
            act()
        except OSError:
            self.lost()
        finally:
            self.writing_since = None

    def fileno(self) -> int:
        """The terminal's."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """It was one when the console started."""
        return True

    def lost(self) -> None:
        """It was closed at the other end. From any thread."""
        if not self._gone:
            self._gone = True
            self._app.call_later(cast("HotlineApp", self._app).leave)


class Rouse(threading.Event):
    """An event that a thread can wait for beside files."""

    def __init__(self) -> None:
        super().__init__()
        self.heard, self._call = os.pipe()
        """Can be read from once it was set."""

    def set(self) -> None:
        """Now."""
        super().set()
        os.write(self._call, b".")


class SteadfastDriver(LinuxDriver):
    """Textual's driver, on such a line."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert self._file is not None, "the console runs on a terminal"
        self.line = Line(self._file, app)
        self._file = cast("Any", self.line)
        self.exit_event = self._rouse = Rouse()

    def run_input_thread(self) -> None:
        """Until input is disabled, or the line is closed. In the keys' thread."""
        parser, decoder = XTermParser(self._debug), codecs.getincrementaldecoder("utf-8")(errors="replace")
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._rouse.heard, selectors.EVENT_READ)
            pause: float | None = None
            while not self._rouse.is_set():
                ready = {key.fd for key, _ in selector.select(pause)}
                pause = None
                if self._rouse.heard in ready:
                    os.read(self._rouse.heard, AT_ONCE)
                if self.fileno in ready:
                    said = self._read()
                    if not said:
                        self.line.lost()
                        break
                    self._hand_on(parser.feed(decoder.decode(said)))
                    pause = LAST_WORD_S
                self._hand_on(parser.tick())

    def _read(self) -> bytes:
        """What was typed; nothing when the line is closed."""
        try:
            return os.read(self.fileno, AT_ONCE)
        except OSError:
            return b""

    def _hand_on(self, typed: Iterable[Message]) -> None:
        for message in typed:
            self.process_message(message)

    def _sigcont_application(self, *_: object) -> None:
        """Come back from a rest (SIGTSTP), and from nothing else.

        The kernel sends SIGCONT with every hang-up: a second start in the middle of the end would leave its threads
        behind, and with them a process that nobody sees.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
