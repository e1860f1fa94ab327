"""What a customer had before: open complaints, then every ticket, newest first; Enter opens one (CU-1, CU-5)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from hotline_tui.domain.board import ComplaintRow, CustomerCard, TicketRow
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import TICKET_ENDS, FaultKind, TicketState
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import date, duration, number
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import OpenTicketScreen
from hotline_tui.ui.widgets.clocks import level_cell, short_number
from hotline_tui.ui.widgets.columns import BLANK, Cell, Column, cell, cell_of
from hotline_tui.ui.widgets.rows import RowList

from .sheet import ListSheet

PAGE = 50


class HistoryScreen(ListSheet[None, TicketRow | ComplaintRow]):
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
        self._complaints: tuple[ComplaintRow, ...] = ()
        self._more = True

    def keys(self) -> Sequence[tuple[str, str]]:
        """Enter and Esc."""
        return (("Enter", _("Open")), ("Esc", _("Back")))

    def on_mount(self) -> None:
        """The newest page, and the complaints on the customer's card."""
        self._ask(None)
        customer = self._customer
        console(self).ask(self, "card", lambda desk, now: desk.card(customer, now=now))

    def _ask(self, before: float | None) -> None:
        customer = self._customer
        console(self).ask(self, "history", lambda desk, _now: desk.history(customer, before=before, limit=PAGE))

    def answered(self, kind: str, value: object) -> None:
        """One page more."""
        if isinstance(value, CustomerCard):
            self._complaints = value.complaints
        if isinstance(value, tuple):
            self._more_tickets(value)
        self.list.update_rows([*self._complaints, *self._rows], console(self).now())
        self.list.apply_pending()

    def _more_tickets(self, value: tuple[object, ...]) -> None:
        known = {row.id for row in self._rows}
        newer = [row for row in value if isinstance(row, TicketRow) and row.id not in known]
        self._more = len(newer) >= PAGE
        self._rows += newer
        words = ngettext("{count} ticket", "{count} tickets", len(self._rows))
        self.say(self.heading, words.format(count=number(len(self._rows)) + ("+" if self._more else "")))

    def on_row_list_past_end(self, message: RowList.PastEnd) -> None:
        """Older ones."""
        message.stop()
        if self._more and self._rows:
            self._ask(self._rows[-1].received)

    def key(self, row: TicketRow | ComplaintRow) -> Hashable:
        """The thing."""
        return isinstance(row, ComplaintRow), row.id

    def cells(self, row: TicketRow | ComplaintRow, now: float) -> Sequence[Cell]:
        """Day, number, level, state, summary, kind, how long it took."""
        if isinstance(row, ComplaintRow):
            waits = row.answered is None
            words = (_("Complaint"), _("not answered") if waits else _("answered"))
            return (
                cell(date(row.received, console(self).zone), "dim"),
                BLANK,
                BLANK,
                cell(words[1], "alert" if waits else "dim"),
                cell_of((words[0], "alert" if waits else "strong"), (row.text, "")),
                BLANK,
                BLANK,
            )
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
        if isinstance(row, ComplaintRow):
            from .complaint_sheet import ComplaintSheet

            self.app.push_screen(ComplaintSheet(row.id))
        elif row is not None:
            app = self.app
            self.dismiss(None)
            app.post_message(OpenTicketScreen(row.id))
