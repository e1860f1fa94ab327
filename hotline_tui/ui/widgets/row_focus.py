"""The keyboard comes to a list and goes: the row under the cursor is drawn again, and nothing else.

Textual styles the list with its twenty kinds of words and draws all of it, twice for each change of panes: 20 of
a key's 33 ms.
"""

from __future__ import annotations

from typing import Self

from textual import events
from textual.geometry import Region

from .pane import frames_are_styled
from .row_paint import RowPaint


class RowFocus(RowPaint):
    """The part of a list that has the keyboard or not. No rule of the styles speaks of a list's focus."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Textual's, except while only frames are styled."""
        if frames_are_styled() and not layout:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Nothing is styled again."""

    def on_focus(self, event: events.Focus) -> None:
        """The cursor is drawn stronger here."""
        self._keyboard(True, event, events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """The cursor is drawn fainter, and what waited comes in."""
        self._keyboard(False, event, events.DescendantBlur(self))
        self.rest()

    def _keyboard(self, here: bool, event: events.Event, tell: events.Event) -> None:
        """In the place of Textual's own handlers."""
        event.prevent_default()
        self.has_focus = here
        self.redraw_cursor()
        if self.parent is not None:
            self.parent.post_message(tell)

    def redraw_cursor(self) -> None:
        """Draw the row under the cursor again."""
        raise NotImplementedError

    def rest(self) -> None:
        """What waited may come in."""
        raise NotImplementedError
