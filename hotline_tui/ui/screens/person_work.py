"""What one person has in hand, and what the shift lead does about it: take a call away, pass tickets on (OR-3)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType

from hotline_tui.domain.board import Board
from hotline_tui.domain.board.duty import SeatRow, WorkRow
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.text import plain
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.ui.console import console
from hotline_tui.ui.context import Scope
from hotline_tui.ui.format import countdown
from hotline_tui.ui.messages import CommandDone, OpenTicketScreen
from hotline_tui.ui.widgets.clocks import level_cell, short_number
from hotline_tui.ui.widgets.columns import BLANK, Cell, Column, cell

from .sheet import ListSheet

if TYPE_CHECKING:
    from hotline_tui.ui.app import HotlineApp


class PersonWorkScreen(ListSheet[None, WorkRow]):
    """Claimed calls, then tickets by due time. Follows the desk."""

    columns: ClassVar[Sequence[Column]] = (
        Column("number", 4),
        Column("level", 4),
        Column("customer", 16, 8, grow=True, most=28),
        Column("text", 24, 10, grow=True, most=70, rank=1),
        Column("how", 12, 8, rank=2, english=12, english_least=12),
        Column("due", 12, 8, right=True),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,O,f8", "take", show=False),
        Binding("g,G,f3", "pass", show=False),
        Binding("f,F,f5", "clocks", show=False),
    ]

    def __init__(self, seat: SeatRow) -> None:
        super().__init__(_("In hand: {who}").format(who=plain(seat.name)))
        self._seat = seat
        self._feed = -1

    def keys(self) -> Sequence[tuple[str, str]]:
        """What works here."""
        return (
            *(("Enter", _("Open")), ("O", _("Take the call")), ("G", _("Pass the ticket on"))),
            *(("F", _("Their clocks")), (_("Esc"), _("Back"))),
        )

    def on_mount(self) -> None:
        """Ask."""
        self._ask()

    def load(self, board: Board) -> None:
        """The desk has changed."""
        if board.feed != self._feed:
            self._feed = board.feed
            self._ask()

    def on_command_done(self, _event: CommandDone) -> None:
        """What was passed on is gone from here."""
        self._ask()

    def _ask(self) -> None:
        who = self._seat.operator_id
        console(self).ask(self, "work", lambda desk, now: desk.work_of(who, now=now))

    def answered(self, kind: str, value: object) -> None:
        """Calls and tickets."""
        if isinstance(value, tuple):
            self.list.update_rows([row for row in value if isinstance(row, WorkRow)], console(self).now())
            self.list.apply_pending()

    def group(self, row: WorkRow) -> str:
        """Calls or tickets."""
        return _("Claimed calls") if row.kind == "call" else _("Tickets")

    def key(self, row: WorkRow) -> Hashable:
        """The call or the ticket."""
        return row.kind, row.id

    def cells(self, row: WorkRow, now: float) -> Sequence[Cell]:
        """Number, level, customer, words, since when or through which post, due."""
        zone = console(self).zone
        call = row.kind == "call"
        how = _("since {time}").format(time=moment(row.since, zone, now)) if call else row.post or _("by name")
        due = BLANK if row.due is None else cell(countdown(row.due, now, zone)[0], "alert" if row.due <= now else "dim")
        return (
            BLANK if call else cell(short_number(row.number), "dim"),
            BLANK if call else level_cell(row.level),
            cell(row.customer, "text"),
            cell(" ".join(part for part in (row.number, row.text) if part) if call else row.text),
            cell(how, "dim"),
            due,
        )

    def empty(self) -> str:
        """Free hands."""
        return _("Nothing in hand: no claimed call, no open ticket.")

    # ---- acts

    def _chosen(self, kind: str) -> WorkRow | None:
        row = self.list.selected
        if row is not None and row.kind == kind:
            return row
        words = N_("No claimed call is chosen.") if kind == "call" else N_("No ticket is chosen.")
        console(self).say_error(Refused(words))
        return None

    def action_choose(self) -> None:
        """Enter: the ticket in full; a call can only be taken."""
        row = self.list.selected
        if row is None:
            return
        if row.kind == "call":
            self.action_take()
        else:
            self.app.post_message(OpenTicketScreen(row.id))

    def action_take(self) -> None:
        """The call away from them, with a reason; the form opens on it."""
        row = self._chosen("call")
        if row is not None:
            console(self).run_handler(self._take(row))

    async def _take(self, row: WorkRow) -> None:
        from hotline_tui.domain import commands as c

        from .reason import ReasonScreen

        title = _("Take the call over from {who}").format(who=plain(self._seat.name))
        about = plain("  ".join(one for one in (row.customer, row.number) if one))
        reason = await self.app.push_screen_wait(ReasonScreen(title, about))
        if not reason:
            return
        app = cast("HotlineApp", self.app)
        session = app.me.session_id if app.me is not None else 0
        app.to_desk(Scope.QUEUE)
        queue = app.desk_screen.pane(Scope.QUEUE)
        app.do(app.make(c.TakeOverCall, call=row.id, reason=reason, session=session), queue)

    def action_pass(self) -> None:
        """The ticket to somebody else, a post or a tier."""
        row = self._chosen("ticket")
        if row is not None:
            console(self).run_handler(self._pass(row))

    async def _pass(self, row: WorkRow) -> None:
        from hotline_tui.domain import commands as c

        from .pass_on import PassScreen
        from .reason import ReasonScreen

        about = plain(f"{short_number(row.number)} {row.customer}")
        to = await self.app.push_screen_wait(PassScreen(about))
        if to is None:
            return
        common = (_("Too much at once."), _("The shift ends."), _("By order of the shift lead."))
        title = _("Pass on to {whom}").format(whom=to.name)
        reason = await self.app.push_screen_wait(ReasonScreen(title, about, common=common))
        if reason:
            app = console(self)
            whom = {"operator": to.operator, "post": to.post, "tier": to.tier}
            app.do(app.make(c.PassTicket, ticket=row.id, reason=reason, **whom), self)

    def action_clocks(self) -> None:
        """Their clocks in the pane."""
        app = cast("HotlineApp", self.app)
        app.to_desk(Scope.SLA)
        app.filter_rows("sla", self._seat.name)
