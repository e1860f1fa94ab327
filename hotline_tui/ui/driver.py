"""A terminal that may go away: what is written to a dropped line is lost, and nothing else.

Textual writes in a thread behind a queue of thirty; the first write to a closed line ends that thread, the queue fills,
and the console hangs in its next write, unable to end in order.
"""

from __future__ import annotations

import codecs
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

    def write(self, text: str) -> None:
        """Write, or drop."""
        try:
            self._file.write(text)
        except OSError:
            self._lost()

    def flush(self) -> None:
        """Flush, or drop."""
        try:
            self._file.flush()
        except OSError:
            self._lost()

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
        if self._file is not None:
            self._file = cast("Any", Line(self._file, app))
