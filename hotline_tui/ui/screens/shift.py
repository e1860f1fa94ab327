"""The shift lead's view: who is on with how much, what falls due, what is carried over, gaps in the roster."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.widget import Widget

from hotline_tui.domain.board import Board
from hotline_tui.domain.board.duty import DueRow, GapRow, SeatRow, ShiftOverview
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import Milestone
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import clock_time, day_and_time, moment, number
from hotline_tui.locale.words import join_words, short
from hotline_tui.ui.console import console
from hotline_tui.ui.format import countdown
from hotline_tui.ui.messages import CommandDone, OpenTicketScreen
from hotline_tui.ui.widgets.clocks import level_cell, short_number
from hotline_tui.ui.widgets.columns import BLANK, Cell, Column, cell
from hotline_tui.ui.widgets.due_line import DueLine

from .mobile import hand_mobile, holder
from .person_work import PersonWorkScreen
from .sheet import ListSheet

if TYPE_CHECKING:
    from hotline_tui.ui.app import HotlineApp


@dataclass(frozen=True, slots=True)
class Carried:
    """A ticket that handover after handover has passed on."""

    number: str
    ticket: int
    summary: str
    times: int


Shown = SeatRow | DueRow | Carried | GapRow


class ShiftScreen(ListSheet[None, Shown]):
    """Follows the desk. Enter on a person shows what they have in hand; on a ticket opens it, on a gap the roster."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,R,f3", "roster", show=False),
        Binding("m,M,f4", "mobile", show=False),
    ]

    columns: ClassVar[Sequence[Column]] = (
        Column("who", 16, 8, grow=True, most=28, english=16, english_least=10),
        Column("level", 4),
        Column("what", 26, 12, grow=True, most=60, english=26, english_least=14),
        Column("load", 27, 25, rank=2, english=32, english_least=29),
        Column("due", 12, 8, right=True),
    )

    def __init__(self) -> None:
        super().__init__(_("Shift overview"))
        self._feed = -1

    def keys(self) -> Sequence[tuple[str, str]]:
        """What works here."""
        return (
            *(("Enter", _("Their work, or the ticket")), ("R", _("Roster")), ("M", _("Duty mobile"))),
            (_("Esc"), _("Back")),
        )

    def body(self) -> Iterator[Widget]:
        """The hours ahead, then the list."""
        yield DueLine()
        yield from super().body()

    def on_mount(self) -> None:
        """Ask."""
        self._ask()

    def load(self, board: Board) -> None:
        """The desk has changed."""
        if board.feed != self._feed:
            self._feed = board.feed
            self._ask()

    def _ask(self) -> None:
        console(self).ask(self, "overview", lambda desk, now: desk.overview(now=now))

    def answered(self, kind: str, value: object) -> None:
        """People, gaps, what is carried over, what falls due."""
        if not isinstance(value, ShiftOverview):
            return
        zone, now = console(self).zone, console(self).now()
        rows: list[Shown] = [*value.seats, *value.problems, *(Carried(*one) for one in value.carried), *value.coming]
        self.list.update_rows(rows, now)
        self.list.apply_pending()
        self.query_one(DueLine).show(value)
        hours = f"{clock_time(value.start, zone)}-{clock_time(value.end, zone)}"
        self.say(f"{self.heading}  {_(plain(value.shift))} {hours}", holder(value, self))

    def group(self, row: Shown) -> str:
        """What kind of row."""
        if isinstance(row, SeatRow):
            return _("People")
        if isinstance(row, GapRow):
            return _("Roster, the next 7 days")
        return _("Carried over again and again") if isinstance(row, Carried) else _("Due until the coming shift ends")

    def key(self, row: Shown) -> Hashable:
        """Person, ticket or gap."""
        match row:
            case SeatRow():
                return "seat", row.operator_id
            case GapRow():
                return "gap", row.code, row.post, row.name, row.starts
            case Carried():
                return "carried", row.ticket
        return "due", row.clock

    def cells(self, row: Shown, now: float) -> Sequence[Cell]:
        """A row of its kind."""
        zone = console(self).zone
        match row:
            case SeatRow():
                return _seat(row, now, zone)
            case GapRow():
                return _gap(row, now, zone)
            case Carried():
                times = ngettext("carried over {count} time", "carried over {count} times", row.times)
                said = cell(times.format(count=number(row.times)), "warn")
                return (cell(short_number(row.number), "dim"), BLANK, cell(row.summary), said, BLANK)
        late = row.due <= now
        return (
            cell(f"{short_number(row.number)} {plain(row.customer)}", "text"),
            level_cell(row.level),
            cell(short(row.milestone, Milestone)),
            cell(row.owner, "dim"),
            cell(countdown(row.due, now, zone)[0], "alert" if late else "dim"),
        )

    def action_choose(self) -> None:
        """Enter."""
        row, app = self.list.selected, self.app
        if isinstance(row, SeatRow):
            app.push_screen(PersonWorkScreen(row))
        elif isinstance(row, GapRow):
            self.action_roster()
        elif isinstance(row, DueRow | Carried) and row.ticket is not None:
            self.dismiss(None)
            app.post_message(OpenTicketScreen(row.ticket))

    def action_roster(self) -> None:
        """Who is on when."""
        from .roster import RosterScreen

        self.app.push_screen(RosterScreen())

    def action_mobile(self) -> None:
        """The duty mobile passes on."""
        console(self).run_handler(hand_mobile(cast("HotlineApp", self.app), self))

    def on_command_done(self, _event: CommandDone) -> None:
        """What was done shows at once."""
        self._ask()


def _seat(row: SeatRow, now: float, zone: tzinfo) -> Sequence[Cell]:
    where = _("at the console") if row.at_console else _("last seen {time}").format(
        time=moment(row.last_seen, zone, now)) if row.last_seen is not None else _("not at a console")  # fmt: skip
    load = _("calls {calls}, tickets {tickets}, P1/P2 {dangerous}").format(
        calls=number(row.calls), tickets=number(row.tickets), dangerous=number(row.dangerous)
    )
    return (
        cell(row.name, "strong" if row.at_console else "text"),
        BLANK,
        cell(join_words([where, *row.posts]), "good" if row.at_console else "dim"),
        cell(load, "warn" if row.dangerous else "dim"),
        BLANK if row.due is None else cell(countdown(row.due, now, zone)[0], "alert" if row.due <= now else "dim"),
    )


def _gap(row: GapRow, now: float, zone: tzinfo) -> Sequence[Cell]:
    what = _("gap") if row.code == "gap" else _("booked twice")
    start = day_and_time(row.starts, now, zone, deadline=False)
    span = f"{start} – {day_and_time(row.ends, now, zone)}"
    return (cell(row.post or row.name, "text"), BLANK, cell(what, "alert"), cell(span, "dim"), BLANK)
