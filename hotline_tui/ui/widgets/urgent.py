"""Narrow screens: two lines with the clocks and calls that run out first, whatever pane is open (console.md)."""

from __future__ import annotations

from hotline_tui.domain.board import Board, CallRow, ClockRow
from hotline_tui.domain.text import one_line
from hotline_tui.domain.words import CallState, Channel, Milestone
from hotline_tui.locale import _
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.format import countdown, cut_cells, share_used, waited

from .line import Group, Word, group
from .word_lines import WordLines

MOST = 6
"""More never fit into two lines."""
GAP = 3
NAME_CELLS = 14
SOON, HOT = 0.75, 0.9
"""Shares of a target used up from which its colour changes."""


class Urgent(WordLines):
    """Clocks by due time, then callers by waiting time, as many as two lines hold whole."""

    PREFIX = "urgent--"
    COMPONENT_CLASSES = {"urgent--label", "urgent--warn", "urgent--hot", "urgent--calm"}

    def __init__(self) -> None:
        super().__init__(id="urgent")
        self._clocks: tuple[ClockRow, ...] = ()
        self._calls: tuple[CallRow, ...] = ()

    def load(self, board: Board) -> None:
        """The first few of a new board."""
        self._clocks = tuple(row for row in board.next_clocks if row.due is not None)[:MOST]
        self._calls = tuple(row for row in board.next_calls if row.state == CallState.WAITING)[:3]

    def relabel(self) -> None:
        """Another language or theme: the next tick says it."""

    def on_resize(self) -> None:
        """More or less fits."""
        console(self).poke()

    def tick(self, now: float) -> float | None:
        """Repaint when a text has changed; return when one will next."""
        zone = console(self).zone
        times: list[float] = []
        groups: list[Group] = []
        for row in self._clocks:
            if row.due is not None:
                text, change = countdown(row.due, now, zone)
                groups.append(_clock(row, text, _style(row, now)))
                times.append(change)
        for call in self._calls:
            groups.append(_call(call, now, first=call is self._calls[0]))
            times.append(now + waited(now - call.entered)[1])
        self.say(*_two_lines(groups, len(self._calls), self.content_size.width))
        return min(times, default=None)


def _style(row: ClockRow, now: float) -> str:
    share = share_used(now, row.start, row.t50, row.t75, row.t90, row.due)
    return "hot" if share >= HOT else "warn" if share >= SOON else "calm"


def _clock(row: ClockRow, text: str, style: str) -> Group:
    name = cut_cells(one_line(row.customer), NAME_CELLS)
    head = f"{one_line(row.number).rpartition('-')[2]} {one_line(row.level)} {name} {short(row.milestone, Milestone)} "
    return group("clock", 0, (head, ""), (text, style))


def _call(row: CallRow, now: float, *, first: bool) -> Group:
    known = one_line(row.customer) or one_line(row.name) or one_line(row.number)
    name = cut_cells(known or short(row.channel, Channel), NAME_CELLS)
    lead = (_("Waiting") + " ", "label") if first else ("", "")
    return group("call", 0, lead, (name + " ", ""), (waited(now - row.entered)[0], "warn"))


def _two_lines(groups: list[Group], calls: int, width: int) -> list[list[Word]]:
    """Fill the first line with clocks; the second begins with what is left and keeps room for the first caller."""
    lines: list[list[Word]] = []
    rest = list(groups)
    for last in (False, True):
        keep = rest[-calls] if last and calls and len(rest) > calls else None
        words: list[Word] = []
        room = width - (keep.width + GAP if keep is not None else 0)
        while rest and rest[0] is not keep and _width(words) + (GAP if words else 0) + rest[0].width <= room:
            words += [*_gap(words), *rest.pop(0).words]
        if keep is not None:
            rest = rest[rest.index(keep) :]
        while last and rest and _width(words) + (GAP if words else 0) + rest[0].width <= width:
            words += [*_gap(words), *rest.pop(0).words]
        lines.append(words)
    return lines


def _gap(words: list[Word]) -> list[Word]:
    return [Word(" " * GAP)] if words else []


def _width(words: list[Word]) -> int:
    return sum(word.width for word in words)
