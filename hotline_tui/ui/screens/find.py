"""Find tickets by words, number or the customer's initials while one types; Enter opens one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from hotline_tui.domain.board import TicketRow
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.words import TicketState
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.locale.errors import translate_error
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.format import cells
from hotline_tui.ui.messages import Answered, OpenTicketScreen
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.columns import Cell, Column, Part, Place, cell, fit, place_columns, width_of
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.flow import DIM

from .dialog import Dialog, Line

PAUSE_S = 0.15
"""After the last key until the database is asked."""
LIMIT = 50
KEY_CELLS = 3
"""The digit before a hit, and the space behind it."""
NAME_CELLS, LEAST_NAME, LEAST_WORDS = 40, 12, 20
"""The most of a customer's name, and the least of it and of the words that still says something."""


class FindScreen(Dialog[int]):
    """Opens the ticket that was chosen."""

    keeps = False

    def __init__(self, text: str = "") -> None:
        super().__init__(_("Find a ticket"))
        self.add_class("wide")
        self._text = text
        self._timer: Timer | None = None
        self._hits: tuple[TicketRow, ...] = ()

    def body(self) -> Iterator[Widget]:
        """One line, and what it finds."""
        yield LineField(self._text, id="words", placeholder=_("words, number or initials"), classes="given")
        yield Choice(id="hits", classes="gap")
        yield Line("", id="none")

    def accept_words(self) -> str:
        """F2 opens."""
        return _("Open")

    def nothing_words(self) -> str:
        """What is said where nothing is found."""
        return _("Nothing found.")

    def on_mount(self) -> None:
        """Type at once; words that were given are looked for at once."""
        self.query_one("#words", LineField).focus()
        if self._text:
            self._ask()

    def fields(self) -> list[Widget]:
        """The words, then the hits."""
        return [self.query_one("#words"), self.query_one(Choice)]

    def result(self) -> int:
        """The ticket under the cursor."""
        at = self.query_one(Choice).highlighted
        if at is None or at >= len(self._hits):
            raise Invalid(N_("No ticket is chosen."))
        return self._hits[at].id

    def action_accept(self) -> None:
        """Open it over the desk."""
        try:
            ticket = self.result()
        except Invalid as error:
            self.say_fault(translate_error(error, zone=console(self).zone))
            return
        app = self.app
        self.dismiss(None)
        app.post_message(OpenTicketScreen(ticket))

    def is_dirty(self) -> bool:
        """Nothing here is lost."""
        return False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask when the typing rests."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE_S, self._ask)

    def on_choice_picked(self, event: Choice.Picked) -> None:
        """Enter or a digit on a hit opens it."""
        event.stop()
        self.action_accept()

    def _ask(self) -> None:
        words = self.query_one("#words", LineField).value.strip()
        if words:
            console(self).ask(self, "find", lambda desk, now: desk.find_tickets(words, limit=LIMIT))

    def on_answered(self, event: Answered) -> None:
        """Show the hits."""
        event.stop()
        if event.error is not None:
            self.say_fault(translate_error(event.error, zone=console(self).zone))
            return
        if isinstance(event.value, tuple):
            self._hits = tuple(row for row in event.value if isinstance(row, TicketRow))
            self.query_one("#none", Line).say("" if self._hits else self.nothing_words())
            self._show()

    def on_resize(self) -> None:
        """Names and words take the width there is."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        choice = self.query_one(Choice)
        if not self._hits:
            choice.show(())
            return
        lines = [self._cells(row) for row in self._hits]
        width = choice.scrollable_content_region.width - KEY_CELLS
        places = place_columns(_columns(lines), width) if width > 0 else ()
        rows = zip(self._hits, lines, strict=True)
        choice.show([Choosable(str(row.id), _content(line, places)) for row, line in rows])

    def _cells(self, row: TicketRow) -> Sequence[Cell]:
        app = console(self)
        return (
            cell(row.number, "bold"),
            cell(row.level),
            cell(short(row.state, TicketState), DIM),
            cell(row.customer),
            cell(row.summary),
            cell(moment(row.closed or row.received, app.zone, app.now()), DIM),
        )


def _columns(lines: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    """As wide as what was found; the words get what the names leave."""
    number, level, state, name, words, day = (max(map(width_of, column)) for column in zip(*lines, strict=True))
    return (
        *(Column("number", number), Column("level", level), Column("state", state)),
        Column("customer", min(name, NAME_CELLS), min(name, LEAST_NAME)),
        Column("summary", words, min(words, LEAST_WORDS)),
        Column("day", day, rank=2),
    )


def _content(line: Sequence[Cell], places: Sequence[Place]) -> Content:
    parts: list[Part] = []
    for place in places:
        parts += [(" " * (place.x - sum(cells(text) for text, _style in parts)), "")]
        parts += fit(line[place.index], place.width)
    return Content.assemble(*parts)
