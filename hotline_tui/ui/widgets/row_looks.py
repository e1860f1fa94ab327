"""What the lines of a list say, and what is remembered of those drawn: while a row reads the same, no tick puts it into
words again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .columns import Cell, Column, Place, place_columns, spoken
from .order import Order
from .row_focus import RowFocus

Row = TypeVar("Row")
Cells = Callable[[Row, float], Sequence[Cell]]
"""A row and the instant → its cells, one a column. Called for rows that are seen only."""

SURE_S = 10.0
"""So long what is known of a row is believed; then it is put into words again in any case."""


@dataclass(frozen=True, slots=True)
class Drawn(Generic[Row]):
    """One line's row and cells at the instant `since`; `at`: when they read differently (inf: never by themselves).

    `here`: it is under the cursor; `gone`: its row is no longer there.
    """

    row: Row | None
    cells: Sequence[Cell]
    since: float
    at: float = -math.inf
    here: bool = False
    gone: bool = False

    def stands(self, row: Row | None, now: float) -> bool:
        """Whether this row would say the same now. False where the list does not know when it changes."""
        if row is None or not self.since <= now < min(self.at, self.since + SURE_S):
            return False
        return row is self.row or row == self.row


class RowLooks(RowFocus, Generic[Row]):
    """The part of a list that knows how its lines read."""

    columns: tuple[Column, ...]
    order: Order[Row]
    _cells: Cells[Row]
    _changes: Callable[[Row, float], float | None] | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._places: tuple[Place, ...] = ()
        self._placed_for = -1
        self._now = 0.0
        self._drawn: dict[int, Drawn[Row]] = {}
        """Line → what was last drawn there: what a tick compares with."""

    def seen(self) -> list[Row]:
        """The rows on screen."""
        return [row for line in self._lines_seen() if (row := self.order.row_at(line)) is not None]

    def _lines_seen(self) -> range:
        return range(top := self.scroll_offset.y, min(top + self.size.height, self.order.lines))

    def next_changes(self, now: float) -> Iterator[float]:
        """When the rows on screen read differently next, as far as they know."""
        for line in self._lines_seen():
            row, drawn = self.order.row_at(line), self._drawn.get(line)
            if row is not None:
                yield drawn.at if drawn is not None and drawn.stands(row, now) else self._changes_at(row, now)

    def _changes_at(self, row: Row | None, now: float) -> float:
        at = None if row is None or self._changes is None else self._changes(row, now)
        return math.inf if at is None else at

    def places(self) -> tuple[Place, ...]:
        """The columns as they stand at this width."""
        width = self.scrollable_content_region.width
        if width != self._placed_for:
            self._placed_for = width
            self._places = place_columns(spoken(self.columns), width)
        return self._places

    def room(self, name: str) -> int:
        """Cells that a column has at the width last drawn; 0: it is not shown."""
        places = self._places if self._placed_for >= 0 else self.places()
        return next((place.width for place in places if self.columns[place.index].name == name), 0)

    def line_cells(self, line: int) -> Sequence[Cell]:
        """What a line says, uncut."""
        row = self.order.row_at(line)
        return () if row is None else self._cells(row, self._now)

    def _look(self, line: int) -> Drawn[Row]:
        """A line as it reads now."""
        heading = self.order.heading_at(line)
        if heading is not None:
            return Drawn(None, (((heading, "heading"),),), self._now)
        row, now = self.order.row_at(line), self._now
        at = self._changes_at(row, now) if self._changes is not None else -math.inf
        cells = () if row is None else self._cells(row, now)
        return Drawn(row, cells, now, at, here=line == self.order.line, gone=self.order.is_gone(line))
