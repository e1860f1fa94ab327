"""A labelled line of short facts that wraps between facts, never inside one, and is never cut without a mark. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from hotline_tui.domain.text import one_line
from hotline_tui.ui.format import cells, cut_cells

DIM = "$dim"
GAP = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """A few words in one style. `tight`: one cell after the fact before it instead of two."""

    text: str
    style: str = ""
    tight: bool = False
    head: str = ""
    """A quiet word before it, on the same row."""
    most: int = 0
    """The most cells it may take; 0: a whole row."""


def flow(
    label: str, facts: Sequence[Fact], *, width: int, indent: int, rows: int = 3, label_style: str = DIM
) -> list[Content]:
    """Lines of `width` cells: the label, the facts from column `indent` on. What does not fit is counted: `+3`."""
    room = max(8, width - indent)
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0
    wanted = [fact for fact in facts if fact.text]
    for number, fact in enumerate(wanted):
        gap = 0 if not used else 1 if fact.tight else GAP
        last = len(lines) == rows
        left = len(wanted) - number - 1
        reserve = cells(f" +{left + 1}") if last and left else 0
        head = one_line(fact.head) + " " if fact.head else ""
        text = cut_cells(one_line(fact.text), (fact.most or room) - cells(head))
        if used and used + gap + cells(head + text) > room - reserve:
            if last:
                lines[-1].append((f" +{left + 1}", DIM))
                break
            lines.append([])
            used = gap = 0
            reserve = cells(f" +{left}") if len(lines) == rows and left else 0
        text = cut_cells(text, room - used - gap - reserve - cells(head))
        lines[-1] += [(" " * gap + head, DIM), (text, fact.style)]
        used += gap + cells(head + text)
    heads = [(one_line(label) + " " * (indent - cells(label)), label_style)] + [(" " * indent, "")] * (len(lines) - 1)
    return [Content.assemble(head, *line) for head, line in zip(heads, lines, strict=True)]
