"""A list drawn by lines: keyed rows, a cursor that follows its key, a digit a second without repainting the rest.

The measure is facts.md: 10,000 rows must open at once (lines are made when they are seen) and thirty countdowns must
cost less than 1,000 bytes a second (only the cells whose text changed are refreshed; `lean.py` sends only those).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.strip import Strip

from .columns import Column, changed_cells, fit, wrap
from .order import Order
from .row_looks import Cells, RowLooks
from .row_messages import RowMessages

Row = TypeVar("Row")
REST = 2.0
"""Seconds after the last key or move of the mouse until rows may move under the cursor."""


class RowList(RowMessages, RowLooks[Row], can_focus=True):
    """Rows of one kind under a cursor. The owner gives columns, key and cells; data comes by `update_rows`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Cells[Row],
        key: Callable[[Row], Hashable],
        *,
        group: Callable[[Row], str] | None = None,
        empty: Callable[[], str] = str,
        changes: Callable[[Row, float], float | None] | None = None,
        id: str | None = None,
    ) -> None:
        """`group` names a row's section (a line is drawn where it changes); `empty` says what to do next; `changes`
        when a row whose data stay the same reads differently (without it, every tick looks at every row)."""
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.order: Order[Row] = Order(key, group)
        self._cells = cells
        self._empty = empty
        self._changes = changes
        self._touched = float("-inf")
        self._given: Sequence[Row] | None = None
        self._instead: str | None = ""
        """What was said in place of rows; None: there were some."""

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

    def update_rows(self, rows: Sequence[Row], now: float) -> None:
        """Show these rows. What says the same is not drawn again; while the cursor moves, nothing changes its place."""
        if rows is self._given and isinstance(rows, tuple) and not self.order.waiting:
            return  # what time does to them, `tick` shows
        self._given = rows
        self._now = max(now, self._now)
        was, before = self.selected, self.order.pending
        if self.order.update(rows, hold=self.busy):
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
        if self.order.waiting and not self.busy:
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
        self.order.relabel()
        self.refresh()

    def _tell(self, was: Row | None, pending: int) -> None:
        if self.order.pending != pending:
            self.post_message(self.PendingChanged(self.order.pending))
        if self.selected != was:
            self.post_message(self.Moved())

    @property
    def busy(self) -> bool:
        """The cursor was moved a moment ago."""
        return self._now - self._touched < REST

    def rest(self) -> None:
        """Nothing is about to be chosen: rows may move at once."""
        self._touched = float("-inf")

    def _touch(self) -> None:
        self._touched = self._now

    def _rows_moved(self) -> None:
        size = Size(0, max(1, self.order.lines))
        if size != self.virtual_size:
            self._resize_to(size)
        self._scroll_to_cursor()
        self._redraw_changed()

    def _resize_to(self, size: Size) -> None:
        """So many lines. As long as all fit, before and after, or the scroll bar stays, nothing is laid out anew: that
        costs more than the paint.
        """
        few, many = sorted((size.height, self.virtual_size.height))
        if self.styles.is_auto_height or few <= self.size.height < many:
            self.virtual_size = size
            self._drawn = {line: old for line, old in self._drawn.items() if line < size.height}
            return
        self.set_reactive(RowList.virtual_size, size)
        if many > self.size.height:
            self._scroll_update(size)

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
        self._redraw_lines(old, self.order.line)
        self.post_message(self.Moved())

    def _redraw_lines(self, *lines: int | None) -> None:
        for line in lines:
            if line is not None:
                self.refresh_row(line)

    def _scroll_to_cursor(self) -> None:
        line, height = self.order.line, self.size.height
        if line is None or height <= 0:
            return
        top = self.scroll_offset.y
        # the first row keeps its section's heading in sight
        if line < top or (line == self.order.first_line and top):
            self.scroll_to(y=0 if line == self.order.first_line else line, animate=False, immediate=True, force=True)
        elif line >= top + height:
            self.scroll_to(y=line - height + 1, animate=False, immediate=True, force=True)

    def redraw_cursor(self) -> None:
        """The row under the cursor, stronger or fainter."""
        self._redraw_lines(self.order.line)

    def on_click(self, event: events.Click) -> None:
        """A click selects; a click on the selected row, or a double one, is Enter."""
        self._touch()
        old, line = self.order.line, event.y + self.scroll_offset.y
        if line == old or not self.order.select_line(line):
            if event.chain > 1 and line == old:
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
        self._scroll_to_cursor()
        self.restyle()

    def refresh_row(self, line: int) -> None:
        """Draw one line again, whole."""
        self._drawn.pop(line, None)
        self.refresh_line(line)

    def _redraw_changed(self) -> None:
        """Compare what is seen with what was drawn; refresh only the cells that say something else."""
        instead = None if self.order.lines else self._empty()
        if instead != self._instead:
            self._instead = instead
            self._drawn.clear()
            self.refresh()
            return
        top, height = self.scroll_offset.y, self.size.height
        places = self.places()
        for line, drawn in tuple(self._drawn.items()):
            if not top <= line < top + height:
                del self._drawn[line]
                continue
            if (drawn.here, drawn.gone) != (line == self.order.line, self.order.is_gone(line)):
                self.refresh_row(line)  # its ground is another one
                continue
            if drawn.stands(self.order.row_at(line), self._now):
                continue
            self._drawn[line], old = self._look(line), drawn.cells
            new = self._drawn[line].cells
            if new == old:
                continue
            if len(new) != len(old) or len(new) == 1:
                self.refresh_row(line)
                continue
            for place in places:
                before, after = old[place.index], new[place.index]
                if before != after:
                    start, end = changed_cells(before, after, place.width, right=self.columns[place.index].right)
                    self.refresh(Region(place.x + start, line - top, end - start, 1))

    def render_line(self, y: int) -> Strip:
        """One line of what is seen (Textual's line API)."""
        width, line = self.scrollable_content_region.width, y + self.scroll_offset.y
        if not self.order.lines:
            return self._empty_line(y, width)
        places = self.places()
        self._drawn[line] = drawn = self._look(line)
        cells = drawn.cells
        if not cells:
            return Strip.blank(width, self.rich_style)
        if self.order.heading_at(line) is not None:
            return self.strip_of(cells[0], width)
        return self.row_strip(cells, self.columns, places, width, cursor=drawn.here, gone=drawn.gone)

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = wrap(self._empty(), max(1, width))
        return self.strip_of(fit(((lines[y] if y < len(lines) else "", "dim"),), width), width)
