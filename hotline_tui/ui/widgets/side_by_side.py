"""Questions side by side as far as they fit into a row, then on into the next: no row stands half empty."""

from __future__ import annotations

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from .at_once import AtOnce
from .question import Question

GAP = 3


class _Flowing(Layout):
    name = "side-by-side"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Where each question goes, in a space `size.width` cells wide."""
        parent.pre_layout(self)
        x = y = height = 0
        placements: list[WidgetPlacement] = []
        for child in children:
            if not isinstance(child, Question):
                continue
            natural = child.natural_width()
            if x and x + natural > size.width:
                x, y, height = 0, y + height, 0
            width = min(natural, size.width - x)
            rows = child.get_content_height(size, parent.app.size, width)
            placements.append(WidgetPlacement(Region(x, y, width, rows), NULL_OFFSET, NULL_SPACING, child))
            x, height = x + width + GAP, max(height, rows)
        return placements


class SideBySide(AtOnce, Widget):
    """Holds questions only."""

    DEFAULT_CSS = "SideBySide { height: auto; width: 1fr; }"

    def __init__(self, *questions: Question, id: str | None = None) -> None:
        super().__init__(*questions, id=id)
        self._default_layout = _Flowing()  # type: ignore[assignment]  # Textual means any layout
