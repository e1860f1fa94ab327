"""The whole record of one thing that has no screen of its own: a call, a complaint, an engineer."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from hotline_tui.domain.board import EventRow
from hotline_tui.domain.text import plain
from hotline_tui.locale import _
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.rows import RowList
from hotline_tui.ui.widgets.timeline import Timeline

from .sheet import Sheet

PAGE = 200


class TimelineScreen(Sheet[None]):
    """Oldest first; going up past the first one reads older ones."""

    def __init__(self, thing_kind: str, thing_id: int, name: str) -> None:
        super().__init__(_("Record of {name}").format(name=plain(name)))
        self._thing = (thing_kind, thing_id)
        self._more = False

    def body(self) -> Iterator[Widget]:
        """The timeline."""
        yield Timeline(id="timeline")

    def on_mount(self) -> None:
        """The newest page."""
        self.query_one(Timeline).focus()
        self._ask(None)

    def _ask(self, before: int | None) -> None:
        kind, thing = self._thing
        console(self).ask(self, "timeline", lambda desk, _now: desk.timeline(kind, thing, before=before))

    def answered(self, kind: str, value: object) -> None:
        """One page."""
        if isinstance(value, tuple):
            rows = [row for row in value if isinstance(row, EventRow)]
            self._more = len(rows) >= PAGE
            self.query_one(Timeline).add_older(rows)

    def on_row_list_past_start(self, message: RowList.PastStart) -> None:
        """Older ones."""
        message.stop()
        if self._more:
            self._ask(self.query_one(Timeline).first_seq)
