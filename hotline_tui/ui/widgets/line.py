"""One line of words, some with a colour: what fits is shown whole, the rest is left out, nothing is cut in half."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a line. `style` names a component class of the widget without its prefix; '' is ordinary text."""

    text: str
    style: str = ""

    @property
    def width(self) -> int:
        """Cells."""
        return cell_len(self.text)


@dataclass(frozen=True, slots=True)
class Group:
    """Words that stand or fall together. Groups with the highest rank go first when there is no room; rank 0 stays."""

    words: tuple[Word, ...]
    rank: int = 0
    name: str = ""

    @property
    def width(self) -> int:
        """Cells."""
        return sum(word.width for word in self.words)


def group(name: str, rank: int, *words: tuple[str, str]) -> Group:
    """A group from (text, style) pairs. Text from outside has been through `one_line` before."""
    return Group(tuple(Word(text, style) for text, style in words if text), rank, name)


def fitting(groups: Iterable[Group], width: int, gap: int) -> tuple[Group, ...]:
    """The groups that fit into `width` cells with `gap` between them, dropped by rank, in their order."""
    kept = [item for item in groups if item.words]
    while kept and sum(item.width for item in kept) + gap * (len(kept) - 1) > width:
        worst = max(kept, key=lambda item: item.rank)
        if worst.rank == 0:
            break
        kept.remove(worst)
    return tuple(kept)


def content_of(widget: Widget, prefix: str, words: Sequence[Word]) -> Content:
    """The words in the colours of the widget's component classes; never parsed as markup."""
    return Content.assemble(
        *((word.text, widget.get_visual_style(prefix + word.style)) if word.style else word.text for word in words)
    )


def changed_spans(before: Sequence[Word], after: Sequence[Word]) -> list[tuple[int, int]] | None:
    """From which cells to which two lines of the same words and widths differ; None where their shapes differ."""
    if len(before) != len(after):
        return None
    spans: list[tuple[int, int]] = []
    x = 0
    for old, new in zip(before, after, strict=True):
        if old.style != new.style or old.width != new.width:
            return None
        if old != new:
            spans.append(_differing(old.text, new.text, x, new.width))
        x += new.width
    return spans


def _differing(old: str, new: str, x: int, width: int) -> tuple[int, int]:
    """Where two texts of one width differ: the very characters where each is a cell, else all of it."""
    if not (old.isascii() and new.isascii()):
        return x, x + width
    places = [place for place, (one, two) in enumerate(zip(old, new, strict=True)) if one != two]
    return x + places[0], x + places[-1] + 1
