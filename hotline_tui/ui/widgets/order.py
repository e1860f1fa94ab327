"""The order of a list's rows: selection by key, changes that wait, sections. Pure: no widget, no screen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")


class Order(Generic[Row]):
    """Rows, the selected key, and the newer rows that wait until the cursor rests.

    A *line* is what is drawn: a row, or the heading of a section. `line` is that of the selected row.
    """

    def __init__(self, key: Callable[[Row], Hashable], group: Callable[[Row], str] | None = None) -> None:
        self._key = key
        self._group = group
        self.rows: list[Row] = []
        self._keys: list[Hashable] = []
        self._selected: Hashable | None = None
        self._index = -1
        self._gone: set[Hashable] = set()
        self._next: list[Row] | None = None
        self._map: list[int | str] | None = None
        self._line_of: list[int] = []
        self.pending = 0

    # ---- changing -------------------------------------------------------------------------------------------------

    def update(self, rows: Sequence[Row], *, hold: bool) -> bool:
        """Take newer rows. With `hold` nothing changes its place: known rows get their new data, the rest waits.

        Returns whether places changed.
        """
        keys = [self._key(row) for row in rows]
        if keys == self._keys:
            self._patch(dict(zip(keys, rows, strict=True)))
            self._wait(None, 0)
            return self._headings_changed()
        if not hold or not self.rows:
            self._place(list(rows), keys)
            return True
        self._patch(dict(zip(keys, rows, strict=True)))
        self._wait(list(rows), len(set(keys).difference(self._keys)))
        return False

    @property
    def waiting(self) -> bool:
        """Newer rows wait."""
        return self._next is not None

    def apply(self) -> bool:
        """Let the waiting rows in; False when none wait."""
        if self._next is None:
            return False
        self._place(self._next, [self._key(row) for row in self._next])
        return True

    def _patch(self, newer: dict[Hashable, Row]) -> None:
        self.rows = [newer.get(key, row) for key, row in zip(self._keys, self.rows, strict=True)]
        self._gone = {key for key in self._keys if key not in newer}

    def _wait(self, rows: list[Row] | None, count: int) -> None:
        self._next = rows
        self.pending = count

    def _place(self, rows: list[Row], keys: list[Hashable]) -> None:
        index = self._find(keys)
        self.rows, self._keys = rows, keys
        self._gone = set()
        self._wait(None, 0)
        self._index = index
        self._selected = keys[index] if index >= 0 else None
        self._make_lines()

    def _find(self, keys: list[Hashable]) -> int:
        """Where the selection goes: its key; when that is gone, the next row that is still there, else one before."""
        if not keys:
            return -1
        if self._index < 0:
            return 0
        where = {key: index for index, key in enumerate(keys)}
        for key in (*self._keys[self._index :], *reversed(self._keys[: self._index])):
            if key in where:
                return where[key]
        return 0

    # ---- lines ----------------------------------------------------------------------------------------------------

    def relabel(self) -> None:
        """Another language: the headings are said anew."""
        self._make_lines()

    def _make_lines(self) -> None:
        if self._group is None:
            return
        lines: list[int | str] = []
        self._line_of = []
        last = ""
        for index, row in enumerate(self.rows):
            name = self._group(row)
            if name != last and name:
                lines.append(name)
            last = name
            self._line_of.append(len(lines))
            lines.append(index)
        self._map = lines

    def _headings_changed(self) -> bool:
        if self._group is None:
            return False
        before = self._map
        self._make_lines()
        return before != self._map

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.rows) if self._map is None else len(self._map)

    @property
    def line(self) -> int | None:
        """The line of the selected row."""
        return self._line(self._index) if self._index >= 0 else None

    @property
    def first_line(self) -> int:
        """The line of the first row."""
        return self._line(0) if self.rows else 0

    def _line(self, index: int) -> int:
        return index if self._map is None else self._line_of[index]

    def _row_index(self, line: int) -> int | None:
        if not 0 <= line < self.lines:
            return None
        if self._map is None:
            return line
        found = self._map[line]
        return found if isinstance(found, int) else None

    def row_at(self, line: int) -> Row | None:
        """The row on a line; None for a heading or beyond the end."""
        index = self._row_index(line)
        return None if index is None else self.rows[index]

    def heading_at(self, line: int) -> str | None:
        """The heading on a line."""
        if self._map is None or not 0 <= line < len(self._map):
            return None
        found = self._map[line]
        return found if isinstance(found, str) else None

    def is_gone(self, line: int) -> bool:
        """The row is no longer there; it keeps its place until the cursor rests."""
        index = self._row_index(line)
        return index is not None and bool(self._gone) and self._keys[index] in self._gone

    # ---- the selection --------------------------------------------------------------------------------------------

    @property
    def selected(self) -> Row | None:
        """The selected row."""
        return self.rows[self._index] if self._index >= 0 else None

    @property
    def at_end(self) -> bool:
        """The last row is selected."""
        return 0 <= self._index == len(self.rows) - 1

    @property
    def at_start(self) -> bool:
        """The first row is selected."""
        return self._index == 0

    def step(self, by: int) -> int | None:
        """Move by rows, not beyond the ends. Returns the line it was on when it moved."""
        if not self.rows:
            return None
        index = min(max(self._index + by, 0), len(self.rows) - 1)
        return self._to(index)

    def select(self, key: Hashable) -> bool:
        """Select by key."""
        if key not in self._keys:
            return False
        self._to(self._keys.index(key))
        return True

    def select_line(self, line: int) -> bool:
        """Select the row on a line; False for a heading."""
        index = self._row_index(line)
        if index is None:
            return False
        self._to(index)
        return True

    def _to(self, index: int) -> int | None:
        if index == self._index:
            return None
        old = self.line
        self._index = index
        self._selected = self._keys[index]
        return old
