"""A few lines made from data when they are drawn: as many as there are, at whatever width there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

from .at_once import AtOnce

Build = Callable[[int], Sequence[Content]]
"""Width in cells → lines, each at most that wide."""


class Lines(AtOnce, Widget):
    """Draws what `build` gives. `renew` after the data has changed; a change of height lays the form out again."""

    DEFAULT_CSS = "Lines { height: auto; width: 1fr; }"

    def __init__(self, build: Build, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._build = build
        self._made: tuple[int, list[Content]] | None = None

    def lines(self, width: int) -> list[Content]:
        """The lines at this width."""
        if self._made is None or self._made[0] != width:
            self._made = (width, list(self._build(width)))
        return self._made[1]

    def renew(self) -> None:
        """Look at the data again; paint only what reads differently."""
        before = self._made
        self._made = None
        if before is None or not self.is_mounted:
            self.refresh(layout=True)
            return
        after = self.lines(before[0])
        if len(after) != len(before[1]):
            self.refresh(layout=True)
        elif other := [y for y, old in enumerate(before[1]) if after[y].markup != old.markup]:
            self.refresh(*(Region(0, y, before[0], 1) for y in other))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self.lines(width))

    def render(self) -> Content:
        """The lines, one under another."""
        return Content("\n").join(self.lines(self.content_size.width))
