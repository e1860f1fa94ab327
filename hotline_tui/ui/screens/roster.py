"""The roster, a week at a time: days across, shifts and posts down; what is wrong ahead is marked (FS-7, OR-1)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hotline_tui.domain.board import Board
from hotline_tui.domain.board.duty import RosterView
from hotline_tui.domain.standing import LEADING
from hotline_tui.domain.text import plain
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import clock_time, day_and_time, iso_day, weekday
from hotline_tui.locale.duty_paper import ABSENCES, PATTERNS
from hotline_tui.locale.words import join_words
from hotline_tui.ui.console import console
from hotline_tui.ui.format import cut_cells, pad
from hotline_tui.ui.messages import CommandDone
from hotline_tui.ui.roster_week import DAYS, Item, WeekRow, first_with, grid, midnight, monday
from hotline_tui.ui.widgets.columns import Cell, Column, cell, place_columns, spoken
from hotline_tui.ui.widgets.rows import RowList

from .roster_acts import RosterActs
from .roster_signs import item_sign
from .sheet import ListSheet


class RosterScreen(RosterActs, ListSheet[None, WeekRow]):
    """The arrows walk through the week, and out of it into the next one; the shift lead changes it from here."""

    DEFAULT_CSS = """
    RosterScreen > #sheet { max-width: 134; }
    RosterScreen #days { height: 1; }
    RosterScreen #rows { scrollbar-gutter: stable; }
    RosterScreen #about { height: 3; margin-top: 1; }
    RosterScreen #keys-here { height: auto; max-height: 2; }
    RosterScreen.-low #about { height: 1; margin-top: 0; }
    """
    columns: ClassVar[Sequence[Column]] = (
        Column("post", 12, 8, grow=True, most=24),
        *(Column(f"day{day}", 8, 5, grow=True, most=14) for day in range(DAYS)),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "day(-1)", show=False),
        Binding("right,l", "day(1)", show=False),
        Binding("left_square_bracket,f7", "week(-1)", show=False),
        Binding("right_square_bracket,f8", "week(1)", show=False),
        Binding("g,G,full_stop", "today", show=False),
        Binding("n,N,f2", "put", show=False),
        Binding("x,X,delete,f9", "cancel", show=False),
        Binding("s,S,f6", "swap", show=False),
        Binding("a,A,f4", "absence", show=False),
        Binding("p,P,f5", "plan", show=False),
        Binding("t,T,f3", "pattern", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(_("Roster"))
        self.day = -1
        """The column under the cursor; -1: not known yet."""
        self.first = date.min
        """The Monday of the week that is shown."""
        self.view: RosterView | None = None
        self._feed = -1

    # ---- frame

    def body(self) -> Iterator[Widget]:
        """Days, grid, what is under the cursor in full."""
        yield Static("", id="days", markup=False)
        yield from super().body()
        yield Static("", id="about", markup=False)

    def keys(self) -> Sequence[tuple[str, str]]:
        """What works here: the shift lead's acts only where the shift lead sits."""
        me = console(self).me
        moves = (("[/]", _("Weeks")), ("G", _("Today")), (_("Esc"), _("Back")))
        if me is None or me.read_only or not LEADING.met_by(me.roles):
            return moves
        return (
            *(("Enter", _("Fill")), ("N", _("Put")), ("X", _("Cancel")), ("S", _("Swap")), ("A", _("Absence"))),
            *(("P", _("Plan")), ("T", _("Pattern"))),
            *moves,
        )

    def on_mount(self) -> None:
        """This week."""
        self.set_class(self.size.height < 20, "-low")
        today = self._today()
        self.first, self.day = monday(today), today.weekday()
        self._ask()

    def on_resize(self) -> None:
        """Other column widths."""
        self.set_class(self.size.height < 20, "-low")
        self.call_after_refresh(self._say_days)

    def _today(self) -> date:
        shell = console(self)
        return datetime.fromtimestamp(shell.now(), shell.zone).date()

    # ---- data

    def load(self, board: Board) -> None:
        """The desk has changed."""
        if board.feed != self._feed:
            self._feed = board.feed
            self._ask()

    def on_command_done(self, _event: CommandDone) -> None:
        """What was changed shows at once."""
        self._ask()

    def _ask(self) -> None:
        start = midnight(self.first, console(self).zone).astimezone(UTC)
        console(self).ask(self, "roster", lambda desk, now: desk.roster(start, DAYS + 1, now=now))

    def answered(self, kind: str, value: object) -> None:
        """A week; one that was left meanwhile is not shown."""
        shell = console(self)
        if not isinstance(value, RosterView) or value.start != midnight(self.first, shell.zone).timestamp():
            return
        fresh = self.view is None
        self.view = value
        rows = grid(value, self.first, shell.zone, shell.now())
        self.list.rest()
        self.list.update_rows(rows, shell.now())
        self.list.apply_pending()
        here = first_with(rows, lambda item: item.on)
        if fresh and here is not None:
            self.list.select(here[0])
        self._say()

    def _say(self) -> None:
        view = self.view
        if view is None:
            return
        last = self.first + timedelta(days=DAYS - 1)
        pattern = pattern_words(view)
        self.say(f"{self.heading}  {self.first.isoformat()} – {last:%m-%d}  {pattern}", self._problems(view))
        self._say_item()
        self.call_after_refresh(self._say_days)

    def _problems(self, view: RosterView) -> str:
        if not view.rows:
            return _("Nothing planned.")
        end = midnight(self.first + timedelta(days=DAYS), console(self).zone).timestamp()
        codes = [one.code for one in view.problems if one.starts < end]
        gaps, twice = codes.count("gap"), codes.count("double")
        told = [ngettext("{count} gap", "{count} gaps", gaps).format(count=gaps)] * bool(gaps)
        bookings = ngettext("{count} double booking", "{count} double bookings", twice)
        told += [bookings.format(count=twice)] * bool(twice)
        return join_words(told) if told or end < console(self).now() else _("no gaps")

    # ---- drawing

    def group(self, row: WeekRow) -> str:
        """The shift, with its hours where they are the same all week."""
        if not row.begins:
            return _("Absences")
        span = next(one for one in row.spans if one is not None)
        return f"{_(plain(row.shift))}  {row.begins}-{clock_time(span[1], console(self).zone)}"

    def key(self, row: WeekRow) -> Hashable:
        """Shift, post, which of several."""
        return row.key

    def cells(self, row: WeekRow, now: float) -> Sequence[Cell]:
        """The post, and each day's stretch; the one under the cursor in brackets."""
        here = self.list.selected
        mine = here is not None and here.key == row.key
        days = [self._cell(row, day, chosen=mine and day == self.day) for day in range(DAYS)]
        return (cell(row.label or ("–" if row.key[-1] == 0 else ""), "strong"), *days)

    def _cell(self, row: WeekRow, day: int, *, chosen: bool) -> Cell:
        item = row.items[day]
        words, style = item_sign(item)
        if item is not None and item.duty is not None and item.duty.id == self.swapping:
            words, style = f"*{words}", "gold"
        if chosen:
            room = self.list.room(f"day{day}")
            words = f"[{cut_cells(words, max(1, room - 2))}]" if room else words
        return cell(words, style if not chosen or style in ("alert", "good", "gold") else "accent")

    def empty(self) -> str:
        """A desk without posts."""
        return _("This desk has no posts: there is nothing to plan.")

    def _say_days(self) -> None:
        days = self.query_one("#days", Static)
        width = days.size.width - self.list.styles.scrollbar_size_vertical  # the list itself may not be laid out yet
        parts: list[tuple[str, str]] = []
        at, today = 0, self._today()
        for place in place_columns(spoken(self.columns), width):
            if place.index == 0:
                continue
            day = self.first + timedelta(days=place.index - 1)
            word = _("today {day}") if day == today else "{weekday} {day}"
            text = word.format(weekday=weekday(day), day=day.day)
            chosen = place.index - 1 == self.day
            style = "bold $success" if day == today else "bold" if chosen else "$dim"
            shown = pad(cut_cells(text, place.width), place.width)
            parts += [(" " * (place.x - at), ""), (shown, f"{style} underline" if chosen else style)]
            at = place.x + place.width
        days.update(Content.assemble(*parts))

    def _say_item(self) -> None:
        row, item = self.list.selected, self.item
        about = self.query_one("#about", Static)
        if row is None:
            about.update("")
            return
        lines = [self._said(row, item)]
        if self.swapping is not None:
            lines.append(_("Swap with: choose the other stretch and press S; S on the same one lets it be."))
        about.update(Content("\n".join(lines)))

    def _said(self, row: WeekRow, item: Item | None) -> str:
        shell = console(self)
        if item is None:
            return " ".join((_("Nothing planned."), _("Enter puts somebody here.") if row.begins else "")).strip()
        when = f"{day_and_time(item.starts, shell.now(), shell.zone, deadline=False)} – " + day_and_time(
            item.ends, shell.now(), shell.zone
        )
        now = _("on now") if item.on else ""
        if item.gap is not None:
            return _("nobody is planned") + f": {plain(item.gap.post)}  {when}  {now}".rstrip()
        if item.absence is not None:
            kind = _(ABSENCES[item.absence.kind]) if item.absence.kind in ABSENCES else item.absence.kind
            return join_lines(f"{plain(item.name)}: {kind}  {when}", plain(item.absence.note))
        duty = item.duty
        post, note = (plain(duty.post), plain(duty.note)) if duty is not None else ("", "")
        wrong = [_("booked twice")] * item.double + [_("away")] * (duty is not None and duty.away)
        return join_lines(f"{plain(item.name)}  {post}  {when}  {now}", join_words([*wrong, note]))

    # ---- moving

    @property
    def item(self) -> Item | None:
        """What stands under the cursor."""
        row = self.list.selected
        return row.items[self.day] if row is not None else None

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another row."""
        message.stop()
        self.list.restyle()
        self._say_item()

    def action_day(self, by: int) -> None:
        """The day before or after; out of the week into the next one."""
        day = self.day + by
        if not 0 <= day < DAYS:
            self.day = day % DAYS
            self.action_week(1 if by > 0 else -1)
            return
        self.day = day
        self._moved()

    def action_week(self, by: int) -> None:
        """Another week."""
        self.first += timedelta(days=DAYS * by)
        self._ask()

    def action_today(self) -> None:
        """Back to this week."""
        today = self._today()
        self.first, self.day = monday(today), today.weekday()
        self._ask()

    def _show_swap(self) -> None:
        self._moved()

    def _moved(self) -> None:
        self.list.restyle()
        self._say_item()
        self._say_days()


def pattern_words(view: RosterView) -> str:
    """`three shifts`; where another one counts from a day ahead: `three shifts, from Dec 1 2026: two shifts`."""
    said = _(PATTERNS[view.pattern]) if view.pattern in PATTERNS else plain(view.pattern)
    if view.next_pattern is None:
        return said
    name, day = view.next_pattern
    later = _(PATTERNS[name]) if name in PATTERNS else plain(name)
    return join_words((said, _("from {day}: {pattern}").format(day=iso_day(day), pattern=later)))


def join_lines(*lines: str) -> str:
    """The lines that say something."""
    return "\n".join(line.rstrip() for line in lines if line.strip())
