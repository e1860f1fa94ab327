"""A terminal that may go away: what is written to a dropped line is lost, and nothing else.

Textual writes in a thread behind a queue of thirty; the first write to a closed line ends that thread, the queue fills,
and the console hangs in its next write, unable to end in order.
"""

from __future__ import annotations

import codecs
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import IO, TYPE_CHECKING, Any, cast

from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from .app import HotlineApp


def _forgiving(encoding: str) -> partial[codecs.IncrementalDecoder]:
    """A decoder for which bytes that are no text (a terminal set to GBK, line noise) are `\ufffd`."""
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")


# Textual decodes strictly: one wrong byte from the terminal would end the console.
setattr(linux_driver, "getincrementaldecoder", _forgiving)  # noqa: B010 - a name that the module only imports


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
            self._lost()
        finally:
            self.writing_since = None

    def fileno(self) -> int:
        """The terminal's."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """It was one when the console started."""
        return True

    def _lost(self) -> None:
        if not self._gone:
            self._gone = True
            self._app.call_later(cast("HotlineApp", self._app).leave)


class SteadfastDriver(LinuxDriver):
    """Textual's driver, on such a line."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert self._file is not None, "the console runs on a terminal"
        self.line = Line(self._file, app)
        self._file = cast("Any", self.line)

    def _sigcont_application(self, *_: object) -> None:
        """Come back from a rest (SIGTSTP), and from nothing else.

        The kernel sends SIGCONT with every hang-up: a second start in the middle of the end would leave its threads
        behind, and with them a process that nobody sees.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
