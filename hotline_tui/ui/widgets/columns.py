"""Columns of a list: what a cell is, how wide each column gets, and text cut to cells. Pure: no widget, no screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hotline_tui.domain.text import one_line
from hotline_tui.locale import ENGLISH, language
from hotline_tui.ui.format import cells as cell_len
from hotline_tui.ui.format import cut_cells, fitted

Part = tuple[str, str]
"""(text, style): the style is a name of `RowList`'s component classes without its prefix; '' is ordinary text."""

Cell = tuple[Part, ...]
"""What stands in one column of one row: one or more parts, drawn one after another."""

BLANK: Cell = ()

LUXURY = 5
"""A column of this rank or a higher one is shown only where every other column has all the width it would like."""

FILLED = ("p1", "p2", "p3", "p4", "bar")
"""Styles with a background of their own: padding does not take it on."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Widths are in terminal cells.

    `width` is what it would like, `minimum` the least that still says something. When a list is too narrow for all
    minimums, columns with the highest `rank` are dropped first; rank 0 stays always. Spare cells go to columns that
    `grow`, up to `most`.
    """

    name: str
    width: int
    minimum: int = 0
    rank: int = 0
    grow: bool = False
    most: int = 0
    right: bool = False
    gap: int = 1
    """Empty cells before it, unless it comes first."""
    english: int = 0
    """The width it would like in English, where words are longer; 0: the same."""
    english_least: int = 0
    """The least that says something in English; 0: all of `english`."""

    @property
    def least(self) -> int:
        return self.minimum or self.width


def spoken(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns as wide as the language in use needs them."""
    if language() != ENGLISH:
        return tuple(columns)
    return tuple(
        replace(column, width=column.english, minimum=column.english_least or column.english)
        if column.english
        else column
        for column in columns
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: its index among the columns, its first cell, its width."""

    index: int
    x: int
    width: int


def place_columns(columns: Sequence[Column], width: int) -> tuple[Place, ...]:
    """Lay columns out in `width` cells: drop by rank, shrink to minimums, then give back by rank, then grow."""
    kept = _affordable(columns, width)
    while len(kept) > 1 and _needed(columns, kept) > width:
        worst = max(kept, key=lambda index: (columns[index].rank, index))
        if columns[worst].rank == 0:
            break
        kept.remove(worst)
    sizes = {index: columns[index].least for index in kept}
    spare = width - _needed(columns, kept)
    for index in sorted(kept, key=lambda index: (columns[index].rank, index)):
        more = min(max(spare, 0), columns[index].width - sizes[index])
        sizes[index] += more
        spare -= more
    _grow([index for index in kept if columns[index].grow], columns, sizes, spare)
    places: list[Place] = []
    x = 0
    for index in kept:
        x += columns[index].gap if places else 0
        room = min(sizes[index], width - x)
        if room <= 0:
            break
        places.append(Place(index, x, room))
        x += room
    return tuple(places)


def _affordable(columns: Sequence[Column], width: int) -> list[int]:
    """Without the luxuries that would cost another column some of its width."""
    kept = list(range(len(columns)))
    while any(columns[index].rank >= LUXURY for index in kept):
        worst = max(kept, key=lambda index: (columns[index].rank, index))
        wanted = sum(columns[index].least if index == worst else columns[index].width for index in kept)
        if wanted + sum(columns[index].gap for index in kept[1:]) <= width:
            break
        kept.remove(worst)
    return kept


def _needed(columns: Sequence[Column], kept: Sequence[int]) -> int:
    gaps = sum(columns[index].gap for index in kept[1:])
    return gaps + sum(columns[index].least for index in kept)


def _grow(indexes: list[int], columns: Sequence[Column], sizes: dict[int, int], spare: int) -> None:
    """Share `spare` cells evenly among the growing columns, none beyond its `most`."""
    while spare > 0 and indexes:
        share = max(1, spare // len(indexes))
        for index in tuple(indexes):
            more = min(share, columns[index].most - sizes[index], spare)
            sizes[index] += max(0, more)
            spare -= max(0, more)
            if sizes[index] >= columns[index].most:
                indexes.remove(index)


def cell(text: str, style: str = "") -> Cell:
    """A cell of one part. Text is made harmless here: the last line of defence before the terminal."""
    return ((fitted(one_line(text)), style),) if text else BLANK


def cell_of(*parts: Part | None) -> Cell:
    """A cell of several parts with one space between; empty ones leave no gap."""
    kept = [(fitted(one_line(part[0])), part[1]) for part in parts if part is not None and part[0]]
    joined: list[Part] = []
    for text, style in kept:
        if joined:
            joined.append((" ", ""))
        joined.append((text, style))
    return tuple(joined)


def first_fit(width: int, *choices: Cell) -> Cell:
    """The first wording that fits `width` cells, else the last one: fewer words rather than half of one."""
    return next((choice for choice in choices if width_of(choice) <= width), choices[-1])


def width_of(parts: Iterable[Part]) -> int:
    """Cells that the parts take."""
    return sum(cell_len(text) for text, _style in parts)


def fit(parts: Cell, width: int, *, right: bool = False) -> list[Part]:
    """The parts in exactly `width` cells: padded, or cut with a mark, never through a wide character."""
    total = width_of(parts)
    if total <= width:
        pad = [(" " * (width - total), "")] if total < width else []
        if right and pad and parts and not parts[0][1].startswith(FILLED):
            pad = [(pad[0][0], parts[0][1])]
        return [*pad, *parts] if right else [*parts, *pad]
    shown: list[Part] = []
    room = width
    for position, (text, style) in enumerate(parts):
        size = cell_len(text)
        rest = width_of(parts[position + 1 :])
        if size <= room and (size + rest <= room or size < room):
            shown.append((text, style))
            room -= size
            continue
        kept = cut_cells(text + (" " if rest and size <= room else ""), room) if size > room else text
        shown.append((kept, style))
        room -= cell_len(kept)
        break
    if room > 0:
        shown.append((" " * room, ""))
    return shown


def changed_cells(before: Cell, after: Cell, width: int, *, right: bool) -> tuple[int, int]:
    """From which cell of a column to which it reads differently: a ticking clock sends its last digits only."""
    if len(before) != 1 or len(after) != 1 or before[0][1] != after[0][1]:
        return 0, width
    one, two = ("".join(text for text, _style in fit(each, width, right=right)) for each in (before, after))
    if not (one.isascii() and two.isascii()):
        return 0, width
    differing = [i for i, (old, new) in enumerate(zip(one, two, strict=False)) if old != new]
    return (differing[0], differing[-1] + 1) if differing else (0, width)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells: broken at spaces, and between any two wide characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, room = "", width
        for piece in _pieces(paragraph):
            size = cell_len(piece)
            if size > room:
                if line.strip():
                    lines.append(line.rstrip())
                line, room = "", width
                piece = piece.lstrip()  # noqa: PLW2901 - a line does not begin with the space it was broken at
                size = cell_len(piece)
            while size > width:
                head = cut_cells(piece, width, "") or piece[:1]
                lines.append(head)
                piece = piece[len(head) :]  # noqa: PLW2901
                size = cell_len(piece)
            line += piece
            room -= size
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterable[str]:
    """Words with the space before them; wide characters one by one."""
    word = ""
    for char in text:
        if cell_len(char) > 1:
            if word:
                yield word
                word = ""
            yield char
        elif char == " " and word.strip():
            yield word
            word = char
        else:
            word += char
    if word:
        yield word
