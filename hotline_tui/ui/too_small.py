"""A terminal below the least size: one sentence over every screen, whichever is open (console.md, 60×16).

It lies over what is there. What has the keyboard keeps it and nothing is laid out anew, so that everything is as it was
when the window is large enough again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from hotline_tui.locale import _

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[int]
else:
    _Base = object

LEAST = (60, 16)
"""Columns and rows."""


class TooSmall(Static):
    """The sentence, over a whole screen."""

    DEFAULT_CSS = """
    Screen { layers: desk over; }
    TooSmall {
        layer: over; dock: top; width: 100% !important; height: 100% !important; padding: 0 1;
        background: $background; content-align: center middle; text-align: center;
    }
    """

    def say(self, width: int, height: int) -> None:
        """How large it is and should be."""
        words = _("This window is {width}×{height}: the desk needs at least {least_width}×{least_height}.")
        said = words.format(width=width, height=height, least_width=LEAST[0], least_height=LEAST[1])
        self.update(Content(said))


class Sizing(_Base):
    """Mixed into the app, before Textual's."""

    async def on_event(self, event: events.Event) -> None:
        """Whichever screen is shown next, or however large the window becomes."""
        await super().on_event(event)
        if isinstance(event, events.Resize):
            self.call_after_refresh(self.look_at_size)

    def push_screen(self, screen: Any, *args: Any, **values: Any) -> Any:
        """A screen that opens in a small window says so too."""
        opened = super().push_screen(screen, *args, **values)
        if self._is_small():
            self.call_after_refresh(self.look_at_size)
        return opened

    def look_at_size(self) -> None:
        """Lay the sentence over every screen, or take it away."""
        for screen in self.screen_stack:
            self._cover(screen)

    def _is_small(self) -> bool:
        return self.size.width < LEAST[0] or self.size.height < LEAST[1]

    def _cover(self, screen: Screen[Any]) -> None:
        covers = screen.query_children(TooSmall)
        if not self._is_small():
            covers.remove()
        elif covers:
            covers.first().say(*self.size)
        elif screen.is_running:
            cover = TooSmall(markup=False)
            cover.say(*self.size)
            screen.mount(cover)
