"""Find tickets by words, number or the customer's initials while one types; Enter opens one."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from hotline_tui.domain.board import TicketRow
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import one_line
from hotline_tui.domain.words import TicketState
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.locale.errors import translate_error
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.format import cut_cells, pad
from hotline_tui.ui.messages import Answered, OpenTicketScreen
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.flow import DIM

from .dialog import Dialog, Line

PAUSE_S = 0.15
"""After the last key until the database is asked."""
NAME_CELLS = 16
LIMIT = 50


class FindScreen(Dialog[int]):
    """Opens the ticket that was chosen."""

    def __init__(self, text: str = "") -> None:
        super().__init__(_("Find a ticket"))
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
            self.query_one(Choice).show([Choosable(str(row.id), self._content(row)) for row in self._hits])
            self.query_one("#none", Line).say("" if self._hits else _("Nothing found."))

    def _content(self, row: TicketRow) -> Content:
        app = console(self)
        day = moment(row.closed or row.received, app.zone, app.now())
        name = pad(cut_cells(one_line(row.customer), NAME_CELLS), NAME_CELLS)
        return Content.assemble(
            (row.number + " ", "bold"), (row.level + " ", ""), (short(row.state, TicketState) + " ", DIM), name + " ",
            one_line(row.summary), (" " + day, DIM),
        )  # fmt: skip
