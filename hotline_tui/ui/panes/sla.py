"""Pane 3: what runs out next (console.md 5 and 7). Breaches on top, then by due instant: the board's order."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.words import ThingKind
from hotline_tui.locale import _
from hotline_tui.locale.dates import number
from hotline_tui.ui.console import console
from hotline_tui.ui.context import Context, Scope
from hotline_tui.ui.keymap import bindings
from hotline_tui.ui.messages import OpenTicketScreen, SendTo
from hotline_tui.ui.ticket_acts import Subject, TicketActs
from hotline_tui.ui.widgets.clocks import (
    BAR,
    bar_cell,
    countdown_cell,
    level_cell,
    milestone_cell,
    number_cell,
    reading,
)
from hotline_tui.ui.widgets.columns import Cell, Column, cell
from hotline_tui.ui.widgets.listpane import ListPane
from hotline_tui.ui.widgets.rows import RowList

if TYPE_CHECKING:
    from hotline_tui.domain.board import Board, ClockRow


LOOKS = 3
"""Boards that are looked through for a row that is to have the cursor."""


class SlaPane(TicketActs, ListPane["ClockRow"]):
    """Clocks of all that is open."""

    BINDINGS = bindings(Scope.SLA)
    scope: ClassVar[Scope] = Scope.SLA
    number: ClassVar[int] = 3
    columns: ClassVar[Sequence[Column]] = (
        Column("number", 4),
        Column("level", 4),
        Column("customer", 16, 8, gap=0, grow=True, most=30, english=20, english_least=10),
        Column("summary", 30, 14, rank=6, grow=True, most=80),
        Column("milestone", 11, english=16, english_least=13),
        Column("bar", BAR, rank=2),
        Column("left", 11, 10, right=True, english=12, english_least=9),
        Column("who", 6, rank=3, grow=True, most=12, english=12),
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._open = 0
        self._wanted: Hashable = None
        self._looks = 0

    def point_at(self, ticket: int) -> None:
        """A ticket was opened here: the cursor goes to it, so that the next key here is about it."""
        self._wanted, self._looks = (ThingKind.TICKET, ticket), LOOKS
        self._find_wanted()

    def _find_wanted(self) -> None:
        """Now, or with one of the next boards; not when the cursor is in use or the row is on another page."""
        if self._looks and (self.list.busy or self.list.select(self._wanted)):
            self._looks = 0
        self._looks = max(0, self._looks - 1)

    def load(self, board: Board) -> None:
        """Patch the list from a board."""
        self._open = board.figures.open_tickets
        query = board.query
        page = (query.clock_filter, query.clock_after, query.mine_only) if query is not None else None
        self.show_rows(board.clocks, board.clocks_total, before=board.clocks_before, page=page)
        self._find_wanted()

    def key(self, row: ClockRow) -> Hashable:
        """The thing: its most urgent clock may change, the row stays."""
        return row.thing_kind, row.thing_id

    def cells(self, row: ClockRow, now: float) -> Sequence[Cell]:
        """Number, level, customer, summary, milestone, bar, countdown, who."""
        read = reading(row, now, console(self).zone)
        return (
            number_cell(row),
            level_cell(row.level),
            cell(row.customer, "text"),
            cell(row.summary, "dim"),
            milestone_cell(row, read, self.list.room("milestone")),
            bar_cell(read),
            countdown_cell(read, self.list.room("left")),
            cell(row.engineer or row.owner, "" if row.engineer else "dim"),
        )

    def next_change(self, row: ClockRow, now: float) -> float | None:
        """When its countdown or colour changes."""
        return reading(row, now, console(self).zone).next_at

    def title(self) -> str:
        """SLA 倒计时."""
        return _("SLA countdown")

    def summary(self) -> str:
        """在办 21 - 按到期."""
        return _("{count} open - by due time").format(count=number(self._open))

    def empty(self) -> str:
        """First state."""
        if self.filter_text:
            return _("No clock with these words. Esc shows all.")
        return _("No clock is running.\nA ticket from the form, or a promise, starts one.")

    def context(self, base: Context) -> Context:
        """The clock under the cursor."""
        return replace(base, scope=Scope.SLA, clock=self.list.selected, filtered=self.filtering)

    def on_row_list_activated(self, message: RowList.Activated) -> None:
        """A click on the chosen row opens it."""
        message.stop()
        console(self).act("ticket.show")

    def do_ticket_show(self) -> None:
        """Open the ticket or the complaint; of a call, show the record."""
        from hotline_tui.ui.screens.complaint_sheet import ComplaintSheet
        from hotline_tui.ui.screens.timeline import TimelineScreen

        row = self.list.selected
        if row is None:
            return
        if row.thing_kind == ThingKind.TICKET:
            self.post_message(OpenTicketScreen(row.thing_id))
        elif row.thing_kind == ThingKind.COMPLAINT:
            self.app.push_screen(ComplaintSheet(row.thing_id))
        else:
            self.app.push_screen(TimelineScreen(row.thing_kind, row.thing_id, row.customer or row.summary))

    def subject(self) -> Subject:
        """The ticket under the cursor, and its most urgent clock."""
        row = self.list.selected
        if row is None:
            raise Refused(N_("No clock is chosen."))
        if row.thing_kind != ThingKind.TICKET:
            raise Refused(N_("This clock belongs to a call: there is no ticket yet."))
        return Subject(row.thing_id, row.number, row.customer, row.id, row.milestone, bool(row.hold_reason))

    def thing_meant(self) -> str:
        """The ticket under the cursor."""
        row = self.list.selected
        return f"{row.thing_kind}:{row.thing_id}" if row is not None else ""

    def do_clock_explain(self) -> None:
        """Why it stands as it stands; calls and complaints have clocks too."""
        from hotline_tui.ui.screens.explain import ExplainScreen

        row = self.list.selected
        if row is not None:
            self.app.push_screen(ExplainScreen(row.id))

    def do_ticket_send(self) -> None:
        """Choose an engineer for it."""
        row = self.list.selected
        if row is not None:
            if row.thing_kind != ThingKind.TICKET:
                raise Refused(N_("An engineer is sent to a ticket: save one first."))
            self.post_message(SendTo(row.thing_id))
