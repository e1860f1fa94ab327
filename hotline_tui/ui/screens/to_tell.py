"""Who is still to be told, of everything at this desk (OR-2). Enter opens the thing; T: I have told them, and how."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, cast

from textual.binding import Binding, BindingType

from hotline_tui.domain.board import PAGE, Board, TellPage, TellRow
from hotline_tui.domain.commands import AnswerEscalation
from hotline_tui.domain.words import Role, ThingKind
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment, number
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import CommandDone, CommandFailed, OpenTicketScreen
from hotline_tui.ui.widgets.clocks import level_cell, short_number
from hotline_tui.ui.widgets.columns import Cell, Column, cell, first_fit
from hotline_tui.ui.widgets.rows import RowList
from hotline_tui.ui.widgets.tell_list import brief_why, why_words

from .sheet import ListSheet

Key = tuple[float, int]


class ToTellScreen(ListSheet[None, TellRow]):
    """Who has waited longest first. The first page follows the desk; further ones are read at the end of the list."""

    columns: ClassVar[Sequence[Column]] = (
        Column("since", 11, 10, rank=4, english=12),
        Column("number", 4),
        Column("level", 4),
        Column("customer", 14, 8, gap=0, rank=1, grow=True, most=30, english=18, english_least=10),
        Column("role", 9, 8, grow=True, most=16, english=12, english_least=8),
        Column("who", 10, 6, grow=True, most=16, english=12, english_least=8),
        Column("phone", 13, rank=2),
        Column("why", 22, 12, rank=3, grow=True, most=44, english=31, english_least=16),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("T,f5", "told", show=False)]

    def __init__(self) -> None:
        super().__init__(_("Who is to be told"))
        self._rows: tuple[TellRow, ...] = ()
        self._total = 0
        self._feed = -1

    def keys(self) -> Sequence[tuple[str, str]]:
        """What works here."""
        return (("Enter", _("Open")), ("T", _("Told")), ("Esc", _("Back")))

    def on_mount(self) -> None:
        """The first page."""
        self._ask(None)

    def load(self, board: Board) -> None:
        """The desk has changed: somebody was told, or is to be told."""
        if board.feed != self._feed:
            self._feed = board.feed
            self._ask(None)

    def on_command_done(self, _event: CommandDone) -> None:
        """Told: gone from the list at once."""
        self._ask(None)

    def on_command_failed(self, _event: CommandFailed) -> None:
        """Somebody else was first: show what is left."""
        self._ask(None)

    def _ask(self, after: Key | None) -> None:
        kind = "first" if after is None else "more"
        console(self).ask(self, kind, lambda desk, _now: desk.to_tell(after=after))

    def answered(self, kind: str, value: object) -> None:
        """A page: the first one anew, or one more."""
        if not isinstance(value, TellPage):
            return
        if kind == "more":
            fresh = [row for row in value.rows if not self._rows or _key(row) > _key(self._rows[-1])]
            self._rows = (*self._rows, *fresh)
        else:
            last = _key(value.rows[-1]) if len(value.rows) >= PAGE else None
            self._rows = (*value.rows, *(row for row in self._rows if last is not None and _key(row) > last))
        self._total = value.total
        self.list.update_rows(self._rows, console(self).now())
        self.list.apply_pending()
        self.say(self.heading, self._count())

    def _count(self) -> str:
        if len(self._rows) < self._total:
            part = _("{first}-{last} of {total}")
            return part.format(first=1, last=number(len(self._rows)), total=number(self._total))
        return number(self._total) if self._total else ""

    def on_row_list_past_end(self, message: RowList.PastEnd) -> None:
        """The next ones."""
        message.stop()
        if len(self._rows) < self._total:
            self._ask(_key(self._rows[-1]))

    def key(self, row: TellRow) -> Hashable:
        """The step."""
        return row.step.id

    def cells(self, row: TellRow, now: float) -> Sequence[Cell]:
        """Since when, of what, whom, at which number, why."""
        step, since = row.step, moment(row.since, console(self).zone, now)
        named = short_number(row.number) if row.thing_kind == ThingKind.TICKET else short(row.thing_kind, ThingKind)
        return (
            first_fit(self.list.room("since"), cell(since, "alert"), cell(since.rpartition(" ")[0] or since, "alert")),
            cell(named, "dim"),
            level_cell(row.level),
            cell(row.customer, "text"),
            cell(short(step.role, Role), "strong"),
            cell(step.who) if step.who else self._nobody(),
            cell(step.phone, "key"),
            first_fit(self.list.room("why"), cell(why_words(step), "dim"), cell(brief_why(step), "dim")),
        )

    def _nobody(self) -> Cell:
        return first_fit(self.list.room("who"), cell(_("nobody reachable"), "warn"), cell(_("no one"), "warn"))

    def empty(self) -> str:
        """All are told."""
        return _("Nobody is left to be told.")

    def action_choose(self) -> None:
        """Open the ticket or the complaint; of a call the record. Esc there comes back to this list."""
        row = self.list.selected
        if row is None:
            return
        if row.thing_kind == ThingKind.TICKET:
            self.app.post_message(OpenTicketScreen(row.thing_id, part="told"))
        elif row.thing_kind == ThingKind.COMPLAINT:
            from .complaint_sheet import ComplaintSheet

            self.app.push_screen(ComplaintSheet(row.thing_id))
        else:
            from .timeline import TimelineScreen

            self.app.push_screen(TimelineScreen(row.thing_kind, row.thing_id, row.customer))

    def action_told(self) -> None:
        """Say how, and what they said."""
        row = self.list.selected
        if row is not None:
            console(self).run_handler(self._told(row))

    async def _told(self, row: TellRow) -> None:
        from .told import ToldHow, ToldScreen

        found = cast("ToldHow | None", await self.app.push_screen_wait(ToldScreen(row.step)))
        if found is not None:
            app = console(self)
            app.do(app.make(AnswerEscalation, escalation=row.step.id, how=found.how, note=found.note), self)


def _key(row: TellRow) -> Key:
    return row.since, row.step.id
