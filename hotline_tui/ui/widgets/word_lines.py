"""Lines of words in a widget of their own, drawn by Textual's line API: only the cells that read differently are.

State line and countdowns read differently every second: they are not made into a `Content` and that into lines first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from .at_once import AtOnce
from .line import Word, changed_spans


class WordLines(AtOnce, Widget):
    """As many lines as are said; what does not fit is cut off."""

    PREFIX: ClassVar[str]
    """Before a word's style it is the name of a component class."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._lines: list[tuple[Word, ...]] = []
        self._styles: dict[str, Style] = {}

    @property
    def said(self) -> str:
        """All words."""
        return "\n".join("".join(word.text for word in line) for line in self._lines)

    def say(self, *lines: Sequence[Word]) -> None:
        """From now on; painted is what reads differently."""
        was, self._lines = self._lines, [tuple(line) for line in lines]
        if was == self._lines:
            return
        spans = [changed_spans(old, new) for old, new in zip(was, self._lines, strict=False)]
        if len(was) != len(self._lines) or None in spans:
            self.refresh()
        else:
            self.refresh(*(Region(x, y, end - x, 1) for y, found in enumerate(spans) for x, end in found or ()))

    def render_line(self, y: int) -> Strip:
        """One line."""
        words = self._lines[y] if y < len(self._lines) else ()
        segments = [Segment(word.text, self._style(word.style)) for word in words if word.text]
        return Strip(segments).adjust_cell_length(self.size.width, self._style(""))

    def _style(self, name: str) -> Style:
        known = self._styles.get(name)
        if known is None:
            known = self.get_component_rich_style(self.PREFIX + name) if name else self.rich_style
            self._styles[name] = known
        return known

    def notify_style_update(self) -> None:
        """Another theme: ask for the colours again."""
        super().notify_style_update()
        self._styles.clear()
