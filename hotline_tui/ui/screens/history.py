"""What a customer had before: every ticket, newest first; Enter opens one (CU-1)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from hotline_tui.domain.board import TicketRow
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import TICKET_ENDS, FaultKind, TicketState
from hotline_tui.locale import _
from hotline_tui.locale.dates import date, duration
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import OpenTicketScreen
from hotline_tui.ui.widgets.clocks import level_cell, short_number
from hotline_tui.ui.widgets.columns import Cell, Column, cell
from hotline_tui.ui.widgets.rows import RowList

from .sheet import ListSheet

PAGE = 50


class HistoryScreen(ListSheet[None, TicketRow]):
    """Older ones are read when the cursor reaches the end."""

    columns: ClassVar[Sequence[Column]] = (
        Column("day", 12, 11),
        Column("number", 4),
        Column("level", 4),
        Column("state", 9, 6),
        Column("summary", 30, 12, grow=True, most=80),
        Column("kind", 9, 6, rank=3),
        Column("took", 16, 12, rank=4),
    )

    def __init__(self, customer: int, name: str) -> None:
        super().__init__(_("History of {customer}").format(customer=plain(name)))
        self._customer = customer
        self._rows: list[TicketRow] = []
        self._more = True

    def keys(self) -> Sequence[tuple[str, str]]:
        """Enter and Esc."""
        return (("Enter", _("Open")), ("Esc", _("Back")))

    def on_mount(self) -> None:
        """The newest page."""
        self._ask(None)

    def _ask(self, before: float | None) -> None:
        customer = self._customer
        console(self).ask(self, "history", lambda desk, _now: desk.history(customer, before=before, limit=PAGE))

    def answered(self, kind: str, value: object) -> None:
        """One page more."""
        if not isinstance(value, tuple):
            return
        known = {row.id for row in self._rows}
        newer = [row for row in value if isinstance(row, TicketRow) and row.id not in known]
        self._more = len(newer) >= PAGE
        self._rows += newer
        self.list.update_rows(self._rows, console(self).now())
        self.list.apply_pending()
        self.say(self.heading, _("{count} tickets").format(count=f"{len(self._rows)}{'+' if self._more else ''}"))

    def on_row_list_past_end(self, message: RowList.PastEnd) -> None:
        """Older ones."""
        message.stop()
        if self._more and self._rows:
            self._ask(self._rows[-1].received)

    def key(self, row: TicketRow) -> Hashable:
        """The ticket."""
        return row.id

    def cells(self, row: TicketRow, now: float) -> Sequence[Cell]:
        """Day, number, level, state, summary, kind, how long it took."""
        ended = row.state in TICKET_ENDS
        took = duration(row.closed - row.received) if row.closed is not None else ""
        return (
            cell(date(row.received, console(self).zone), "dim"),
            cell(short_number(row.number), "dim"),
            level_cell(row.level),
            cell(short(row.state, TicketState), "dim" if ended else "strong"),
            cell(row.summary, "" if ended else "text"),
            cell(short(row.fault_kind, FaultKind), "dim"),
            cell(took, "dim"),
        )

    def empty(self) -> str:
        """Nothing yet."""
        return _("This customer has had no ticket yet.")

    def action_choose(self) -> None:
        """Open it."""
        row = self.list.selected
        if row is not None:
            app = self.app
            self.dismiss(None)
            app.post_message(OpenTicketScreen(row.id))
