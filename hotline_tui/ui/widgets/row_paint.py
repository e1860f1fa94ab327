"""How a list's lines are painted: parts in the colours of the theme, the row under the cursor on its own ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip

from .at_once import AtOnce
from .columns import FILLED, Cell, Column, Part, Place, fit

STYLES = (
    "dim", "text", "strong", "key", "good", "warn", "alert", "accent", "gold", "silver", "gone", "heading",
    "p1", "p2", "p3", "p4", "bar-good", "bar-warn", "bar-alert", "bar-dim",
)  # fmt: skip


class RowPaint(AtOnce, ScrollView):
    """The painting half of a list. Styles are names of component classes without their prefix `rows--`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{name}" for name in (*STYLES, "cursor", "cursor-away")}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles: dict[tuple[str, str], Style] = {}

    def row_strip(
        self, cells: Sequence[Cell], columns: Sequence[Column], places: Sequence[Place], width: int, *,
        cursor: bool, gone: bool,
    ) -> Strip:  # fmt: skip
        """One row: each cell in its place. `gone`: it is no longer there and keeps its place for a moment."""
        parts: list[Part] = []
        x = 0
        for place in places:
            if place.x > x:
                parts.append((" " * (place.x - x), ""))
            parts += fit(cells[place.index], place.width, right=columns[place.index].right)
            x = place.x + place.width
        return self.strip_of(parts, width, ("cursor" if self.has_focus else "cursor-away") if cursor else "", gone=gone)

    def strip_of(self, parts: Sequence[Part], width: int, cursor: str = "", *, gone: bool = False) -> Strip:
        """Parts in exactly `width` cells; `cursor` names the ground of the row under it."""
        segments = [Segment(text, self._style("gone" if gone else name, cursor)) for text, name in _merged(parts)]
        return Strip(segments).adjust_cell_length(width, self._style("", cursor))

    def _style(self, name: str, cursor: str) -> Style:
        """The style of a part; under the cursor on the cursor's ground, unless it has a ground of its own."""
        known = self._styles.get((name, cursor))
        if known is None:
            known = self.get_component_rich_style(f"rows--{name}") if name else self.rich_style
            if cursor and not name.startswith(FILLED):
                under = self.get_component_rich_style(f"rows--{cursor}")
                # of 16 colours only two are sure to be read on each other: the words say what the colours said
                ink = under.color if cursor == "cursor" and self.app.current_theme.ansi else None
                known += Style.from_color(ink, under.bgcolor)
            self._styles[name, cursor] = known
        return known

    def notify_style_update(self) -> None:
        """Another theme, focus, language: ask for the colours again."""
        super().notify_style_update()
        self._styles.clear()


def _merged(parts: Sequence[Part]) -> list[Part]:
    """Neighbours of one style as one: fewer bytes on the line."""
    merged: list[Part] = []
    for text, style in parts:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + text, style)
        elif text:
            merged.append((text, style))
    return merged
