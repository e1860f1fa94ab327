"""A list drawn by lines: keyed rows, a cursor that follows its key, a digit a second without repainting the rest.

The measure is facts.md: 10,000 rows must open at once (lines are made when they are seen) and thirty countdowns must
cost less than 1,000 bytes a second (only the cells whose text changed are refreshed; `lean.py` sends only those).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from .columns import FILLED, Cell, Column, Part, Place, changed_cells, fit, place_columns, spoken
from .order import Order

Row = TypeVar("Row")
Cells = Callable[[Row, float], Sequence[Cell]]
"""A row and the instant → its cells, one a column. Called for rows that are seen only."""

REST = 2.0
"""Seconds after the last key or move of the mouse until rows may move under the cursor."""

STYLES = (
    "dim", "text", "strong", "key", "good", "warn", "alert", "accent", "gold", "silver", "gone", "heading",
    "p1", "p2", "p3", "p4", "bar-good", "bar-warn", "bar-alert", "bar-dim",
)  # fmt: skip


class RowList(ScrollView, Generic[Row], can_focus=True):
    """Rows of one kind under a cursor. The owner gives columns, key and cells; data comes by `update_rows`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{name}" for name in (*STYLES, "cursor", "cursor-away")}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    class Moved(Message):
        """The cursor is on another row, or that row's data changed."""

    class Activated(Message):
        """Enter, or a click on the row under the cursor."""

    class PastEnd(Message):
        """The cursor was moved down from the last row: more may be asked for."""

    class PastStart(Message):
        """The cursor was moved up from the first row."""

    class PendingChanged(Message):
        """Rows wait to be shown until the cursor rests; `count` of them are new."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Cells[Row],
        key: Callable[[Row], Hashable],
        *,
        group: Callable[[Row], str] | None = None,
        empty: Callable[[], str] = str,
        id: str | None = None,
    ) -> None:
        """`group` names a row's section (a line is drawn where it changes); `empty` says what to do next."""
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.order: Order[Row] = Order(key, group)
        self._cells = cells
        self._empty = empty
        self._places: tuple[Place, ...] = ()
        self._placed_for = -1
        self._now = 0.0
        self._touched = float("-inf")
        self._styles: dict[tuple[str, str], Style] = {}
        self._drawn: dict[int, Sequence[Cell]] = {}
        """Line → its cells as last drawn: what a tick compares with."""

    # ---- data -----------------------------------------------------------------------------------------------------

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        return self.order.selected

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown."""
        return self.order.rows

    @property
    def pending(self) -> int:
        """New rows that are not shown yet."""
        return self.order.pending

    def seen(self) -> list[Row]:
        """The rows on screen."""
        top = self.scroll_offset.y
        lines = range(top, min(top + self.size.height, self.order.lines))
        return [row for line in lines if (row := self.order.row_at(line)) is not None]

    def update_rows(self, rows: Sequence[Row], now: float) -> None:
        """Show these rows. What says the same is not drawn again; while the cursor moves, nothing changes its place."""
        self._now = max(now, self._now)
        was, before = self.selected, self.order.pending
        moved = self.order.update(rows, hold=self._busy())
        if moved:
            self._rows_moved()
        else:
            self._redraw_changed()
        self._tell(was, before)

    def apply_pending(self) -> None:
        """Show what waits, now."""
        was, before = self.selected, self.order.pending
        if self.order.apply():
            self._rows_moved()
        self._tell(was, before)

    def tick(self, now: float) -> None:
        """Time has passed: draw the cells whose text is another one, and let waiting rows in when the cursor rests."""
        self._now = now
        if self.order.waiting and not self._busy():
            self.apply_pending()
        self._redraw_changed()

    def select(self, key: Hashable) -> bool:
        """Put the cursor on the row with this key; False when it is not there."""
        if not self.order.select(key):
            return False
        self._cursor_moved(None)
        return True

    def restyle(self) -> None:
        """The language or the theme is another one: draw everything again."""
        self._placed_for = -1
        self._drawn.clear()
        self.refresh()

    def _tell(self, was: Row | None, pending: int) -> None:
        if self.order.pending != pending:
            self.post_message(self.PendingChanged(self.order.pending))
        if self.selected != was:
            self.post_message(self.Moved())

    def _busy(self) -> bool:
        return self._now - self._touched < REST

    def _touch(self) -> None:
        self._touched = self._now

    def _rows_moved(self) -> None:
        size = Size(0, max(1, self.order.lines))
        if size != self.virtual_size:
            self.virtual_size = size
        self._scroll_to_cursor()
        self._drawn = {line: old for line, old in self._drawn.items() if line < self.order.lines}
        self._redraw_changed()
        if not self.order.lines or self._was_empty:
            self.refresh()
        self._was_empty = not self.order.lines

    _was_empty = True

    # ---- the cursor -----------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """One row up or down."""
        self._at_edge(by)
        self._go(self.order.step(by))

    def action_page(self, by: int) -> None:
        """As many rows as are seen."""
        self._at_edge(by)
        self._go(self.order.step(by * max(1, self.size.height - 1)))

    def _at_edge(self, by: int) -> None:
        if by > 0 and self.order.at_end:
            self.post_message(self.PastEnd())
        elif by < 0 and self.order.at_start:
            self.post_message(self.PastStart())

    def action_edge(self, by: int) -> None:
        """First or last row."""
        self._go(self.order.step(by * (self.order.lines + 1)))

    def action_activate(self) -> None:
        """Enter."""
        self._touch()
        if self.selected is not None:
            self.post_message(self.Activated())

    def _go(self, old: int | None) -> None:
        self._touch()
        if old is not None:
            self._cursor_moved(old)

    def _cursor_moved(self, old: int | None) -> None:
        self._scroll_to_cursor()
        if old is None:
            self._redraw_changed()
        for line in (old, self.order.line):
            if line is not None:
                self.refresh_row(line)
        self.post_message(self.Moved())

    def _scroll_to_cursor(self) -> None:
        line = self.order.line
        height = self.size.height
        if line is None or height <= 0:
            return
        top = self.scroll_offset.y
        # the first row keeps its section's heading in sight
        if line < top or (line == self.order.first_line and top):
            self.scroll_to(y=0 if line == self.order.first_line else line, animate=False, immediate=True)
        elif line >= top + height:
            self.scroll_to(y=line - height + 1, animate=False, immediate=True)

    def on_focus(self) -> None:
        """The cursor is drawn stronger here."""
        self._redraw_cursor()

    def on_blur(self) -> None:
        """The cursor is drawn fainter, and what waited comes in."""
        self._redraw_cursor()
        self._touched = float("-inf")

    def _redraw_cursor(self) -> None:
        if self.order.line is not None:
            self.refresh_row(self.order.line)

    def on_click(self, event: events.Click) -> None:
        """A click selects; a click on the selected row, or a double one, is Enter."""
        self.click_line(event.y + self.scroll_offset.y, twice=event.chain > 1)

    def click_line(self, line: int, *, twice: bool) -> None:
        """A click on a line of this list."""
        self._touch()
        old = self.order.line
        if line == old or not self.order.select_line(line):
            if twice and line == old:
                self.action_activate()
            return
        self._cursor_moved(old)

    def on_mouse_move(self, _event: events.MouseMove) -> None:
        """The mouse is about to point: rows stay where they are."""
        if self.has_focus:
            self._touch()

    # ---- drawing --------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Another width may show other columns."""
        self._placed_for = -1
        self._drawn.clear()
        self._scroll_to_cursor()
        self.refresh()

    def places(self) -> tuple[Place, ...]:
        """The columns as they stand at this width."""
        width = self.scrollable_content_region.width
        if width != self._placed_for:
            self._placed_for = width
            self._places = place_columns(spoken(self.columns), width)
        return self._places

    def refresh_row(self, line: int) -> None:
        """Draw one line again, whole."""
        self._drawn.pop(line, None)
        self.refresh_line(line)

    def _redraw_changed(self) -> None:
        """Compare what is seen with what was drawn; refresh only the cells that say something else."""
        top = self.scroll_offset.y
        for line, old in tuple(self._drawn.items()):
            if not top <= line < top + self.size.height:
                del self._drawn[line]
                continue
            new = self._line_cells(line)
            if new == old:
                continue
            if len(new) != len(old):
                self.refresh_row(line)
                continue
            self._drawn[line] = new
            for place in self.places():
                before, after = old[place.index], new[place.index]
                if before != after:
                    start, end = changed_cells(before, after, place.width, right=self.columns[place.index].right)
                    self.refresh(Region(place.x + start, line - top, end - start, 1))

    def _line_cells(self, line: int) -> Sequence[Cell]:
        row = self.order.row_at(line)
        return () if row is None else self._cells(row, self._now)

    def render_line(self, y: int) -> Strip:
        """One line of what is seen (Textual's line API)."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if not self.order.lines:
            return self._empty_line(y, width)
        heading = self.order.heading_at(line)
        if heading is not None:
            self._drawn.pop(line, None)
            return self._strip([(heading, "heading")], width, "")
        cells = self._line_cells(line)
        if not cells:
            return Strip.blank(width, self.rich_style)
        self._drawn[line] = cells
        return self._row_strip(line, cells, self.places(), width)

    def _row_strip(self, line: int, cells: Sequence[Cell], places: Sequence[Place], width: int) -> Strip:
        parts: list[Part] = []
        x = 0
        for place in places:
            if place.x > x:
                parts.append((" " * (place.x - x), ""))
            parts += fit(cells[place.index], place.width, right=self.columns[place.index].right)
            x = place.x + place.width
        cursor = ("cursor" if self.has_focus else "cursor-away") if line == self.order.line else ""
        return self._strip(parts, width, cursor, gone=self.order.is_gone(line))

    def _strip(self, parts: Sequence[Part], width: int, cursor: str, *, gone: bool = False) -> Strip:
        segments = [Segment(text, self._style("gone" if gone else name, cursor)) for text, name in _merged(parts)]
        return Strip(segments).adjust_cell_length(width, self._style("", cursor))

    def _style(self, name: str, cursor: str) -> Style:
        """The style of a part; under the cursor on the cursor's ground, unless it has a ground of its own."""
        known = self._styles.get((name, cursor))
        if known is None:
            known = self.get_component_rich_style(f"rows--{name}") if name else self.rich_style
            if cursor and not name.startswith(FILLED):
                ground = self.get_component_rich_style(f"rows--{cursor}").bgcolor
                known += Style.from_color(None, ground)
            self._styles[name, cursor] = known
        return known

    def notify_style_update(self) -> None:
        """Another theme, focus, language: ask for the colours again."""
        super().notify_style_update()
        self._styles.clear()

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = self._empty().split("\n")
        return (
            self._strip(fit(((lines[y], "dim"),), width), width, "")
            if y < len(lines)
            else Strip.blank(width, self.rich_style)
        )


def _merged(parts: Sequence[Part]) -> list[Part]:
    """Neighbours of one style as one: fewer bytes on the line."""
    merged: list[Part] = []
    for text, style in parts:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + text, style)
        elif text:
            merged.append((text, style))
    return merged
