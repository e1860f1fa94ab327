"""The detail column of wide screens: what is known about the row under the cursor, read when the cursor rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from hotline_tui.ui.console import console
from hotline_tui.ui.context import Context
from hotline_tui.ui.messages import Answered

from .detail_rows import row_lines
from .detail_text import Line, card_lines, ticket_lines
from .line import content_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from hotline_tui.domain.board import Board, CallRow, CustomerCard, EngineerRow, TicketView

REST_S = 0.15
_PREFIX = "detail--"


class Detail(VerticalScroll, can_focus=False):
    """A call and its customer, a ticket in short, an engineer and the job."""

    COMPONENT_CLASSES = {"detail--label", "detail--title", "detail--warn", "detail--hot", "detail--ok", "detail--key"}

    def __init__(self) -> None:
        super().__init__(id="detail")
        self._about: tuple[str, int] | None = None
        self._row: CallRow | EngineerRow | None = None
        self._rest: Timer | None = None
        self._value: TicketView | CustomerCard | None = None
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="detail-text", markup=False)

    def follow(self, context: Context) -> None:
        """The cursor is on another row: ask about it once it rests."""
        about, row = _about(context), _row(context)
        if (about, row) == (self._about, self._row):
            return
        if about != self._about:
            self._value = None
        self._about, self._row = about, row
        self._say()
        if about is not None and self._value is None:
            self._wait()

    def _wait(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self._ask)

    def _ask(self) -> None:
        if self._about is None:
            return
        kind, thing = self._about
        if kind == "ticket":
            console(self).ask(self, "detail", lambda desk, now: desk.ticket(thing, now=now))
        else:
            console(self).ask(self, "detail", lambda desk, now: desk.card(thing, now=now))

    def on_answered(self, event: Answered) -> None:
        """Show it; what cannot be read leaves what was there."""
        from hotline_tui.domain.board import CustomerCard, TicketView

        event.stop()
        if isinstance(event.value, TicketView | CustomerCard):
            self._value = event.value
            self._say()

    def load(self, board: Board) -> None:
        """Something has changed: what is shown may have."""
        if self._about is not None and self.display:
            self._wait()

    def tick(self, now: float) -> float | None:
        """Its clocks are said as due times: nothing here runs."""
        return None

    def relabel(self) -> None:
        """Another language or theme."""
        self._lines = []
        self._say()

    def on_resize(self) -> None:
        """Other line ends."""
        self._lines = []
        self._say()

    def _say(self) -> None:
        width = max(10, self.content_size.width)
        zone, now = console(self).zone, console(self).now()
        lines = row_lines(self._row, width, now, zone)
        more: list[Line] = []
        if self._value is not None:
            more = _more(self._value, width, now, zone)
        lines += [[], *more] if lines and more else more
        if lines != self._lines:
            self._lines = lines
            text = Content("\n").join(content_of(self, _PREFIX, line) for line in lines)
            self.query_one("#detail-text", Static).update(text)


def _more(value: TicketView | CustomerCard, width: int, now: float, zone: tzinfo) -> list[Line]:
    """What had to be asked for."""
    from hotline_tui.domain.board import TicketView

    if isinstance(value, TicketView):
        return ticket_lines(value, width, now, zone)
    return card_lines(value, width, now, zone)


def _row(context: Context) -> CallRow | EngineerRow | None:
    """The row that says something by itself; with a ticket or a clock under the cursor none does."""
    if context.ticket is not None or context.clock is not None:
        return None
    return context.engineer or context.call


def _about(context: Context) -> tuple[str, int] | None:
    """The ticket of the row, else its customer."""
    if context.ticket_id is not None:
        return "ticket", context.ticket_id
    if context.call is not None and context.call.customer_id is not None:
        return "customer", context.call.customer_id
    return None
