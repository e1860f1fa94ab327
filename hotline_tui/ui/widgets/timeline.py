"""The record of a thing as a timeline: when, who, what, and which fields changed; long texts go on below."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from hotline_tui.domain.board import EventRow
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time, date
from hotline_tui.ui.console import console
from hotline_tui.ui.format import cells, fitted
from hotline_tui.ui.record_words import Names, change_lines, record_sentence

from .columns import BLANK, Cell, Column, cell, wrap
from .rows import RowList

COLUMNS = (
    Column("time", 5),
    Column("who", 8, 6, english=12, english_least=8),
    Column("what", 40, 10, grow=True, most=400),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the timeline: the first of an event has its time and its writer."""

    seq: int
    part: int
    day: str
    time: str
    who: str
    what: Cell


class Timeline(RowList[Said]):
    """Oldest first; the cursor starts at the newest."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            COLUMNS, _cells, _key, group=lambda row: row.day, empty=lambda: _("Nothing on the record yet."), id=id
        )
        self._events: tuple[EventRow, ...] = ()
        self._wrapped_for = -1

    @property
    def first_seq(self) -> int | None:
        """The oldest event shown."""
        return self._events[0].seq if self._events else None

    def show_events(self, newer: Sequence[EventRow]) -> None:
        """Show these; the cursor stays, but where it stood at the newest it goes on to what has come since."""
        last = self.rows[-1] if self.rows else None
        follows = self.selected is last and newer[-1:] != self._events[-1:]
        self._events = tuple(newer)
        self._wrap()
        if follows:
            self.action_edge(1)

    @property
    def count(self) -> int:
        """How many events are shown."""
        return len(self._events)

    def show_newest(self, page: Sequence[EventRow]) -> None:
        """The newest page again; older ones that were read stay."""
        known = {event.seq for event in page}
        oldest = min(known, default=0)
        self.show_events([*(event for event in self._events if event.seq < oldest), *page])

    def add_older(self, older: Sequence[EventRow]) -> None:
        """Put these before the ones shown."""
        known = {event.seq for event in self._events}
        self.show_events([*(event for event in older if event.seq not in known), *self._events])

    def on_resize(self) -> None:
        """Other line ends."""
        if self._text_width() != self._wrapped_for:
            self._wrap()

    def restyle(self) -> None:
        """Another language: other words, other line ends."""
        self._wrap()
        super().restyle()

    def _text_width(self) -> int:
        return next((place.width for place in self.places() if place.index == 2), 0) or 40

    def _wrap(self) -> None:
        app = console(self)
        self._wrapped_for = self._text_width()
        board = app.board
        names = {str(row.id): row.name for row in (board.engineers if board is not None else ())}
        rows = [row for event in self._events for row in _lines(event, self._wrapped_for, app.zone, names)]
        self.update_rows(rows, app.now())
        self.apply_pending()


def _lines(event: EventRow, width: int, zone: tzinfo, names: Names) -> list[Said]:
    """An act's sentence; what it changed behind it where there is room, else below. What was taken back is faint."""
    day, time = date(event.at, zone), clock_time(event.at, zone)
    style, quiet = ("gone", "gone") if event.undone else ("", "dim")
    words = record_sentence(event, zone, names) + (_(" (taken back)") if event.undone else "")
    changes = [fitted(line) for line in change_lines(event, zone)]
    said: list[Cell] = [((text, style),) for text in wrap(fitted(words), width)]
    behind = "  " + ", ".join(changes)
    if changes and cells(said[-1][0][0]) + cells(behind) <= width:
        said[-1] = (*said[-1], (behind, quiet))
    else:
        said += [((text, quiet),) for line in changes for text in wrap(line, width)]
    return [Said(event.seq, part, day, time, event.who, cell) for part, cell in enumerate(said)]


def _key(row: Said) -> Hashable:
    return row.seq, row.part


def _cells(row: Said, _now: float) -> Sequence[Cell]:
    first = row.part == 0
    return (
        cell(row.time, "dim") if first else BLANK,
        cell(row.who or _("program"), "" if row.who else "dim") if first else BLANK,
        row.what,
    )
