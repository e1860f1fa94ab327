"""Pane 4: the dispatch board (FS-1). Who is where, on what, until when; acts follow the visit's states."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING, ClassVar

from hotline_tui.domain.words import EngineerState, Tier
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time, day_and_time
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.context import Context, Scope
from hotline_tui.ui.keymap import bindings
from hotline_tui.ui.messages import OpenTicketScreen, SendTo
from hotline_tui.ui.widgets.clocks import late, short_number
from hotline_tui.ui.widgets.columns import BLANK, Cell, Column, Part, cell, cell_of, first_fit
from hotline_tui.ui.widgets.rows import RowList

from .field_acts import FieldActs

if TYPE_CHECKING:
    from hotline_tui.domain.board import Board, DutyMobile, EngineerRow

_S = EngineerState
_COLOURS: dict[str, str] = {
    _S.AVAILABLE: "good",
    _S.ASSIGNED: "warn",
    _S.ACCEPTED: "key",
    _S.EN_ROUTE: "key",
    _S.ON_SITE: "key",
    _S.REMOTE: "key",
    _S.RESERVED: "dim",
    _S.BREAK: "dim",
    _S.OFF_DUTY: "dim",
}


class DispatchPane(FieldActs):
    """Engineers and their jobs."""

    BINDINGS = bindings(Scope.DISPATCH)
    scope: ClassVar[Scope] = Scope.DISPATCH
    number: ClassVar[int] = 4
    columns: ClassVar[Sequence[Column]] = (
        Column("name", 8, 6, grow=True, most=14, english=12, english_least=7),
        Column("state", 8),
        Column("job", 22, 16, grow=True, most=44),
        Column("skills", 13, 9, rank=4, grow=True, most=28),
        Column("when", 17, english=21, english_least=16),
        Column("region", 8, rank=6),
        Column("tier", 6, rank=7),
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._duty: DutyMobile | None = None

    def load(self, board: Board) -> None:
        """Patch the list from a board."""
        self._duty = board.duty
        self.show_rows(board.engineers, board.engineers_total)

    def key(self, row: EngineerRow) -> Hashable:
        """The engineer."""
        return row.id

    def cells(self, row: EngineerRow, now: float) -> Sequence[Cell]:
        """Name, status, job, skills, ETA or presence, region, tier."""
        zone = console(self).zone
        return (
            cell(row.name, "strong" if row.on_shift else "dim"),
            cell(short(row.state, EngineerState), _state_colour(row)),
            _job_cell(row, now, zone),
            cell(" ".join(short(skill, "skill") for skill in row.skills), "dim"),
            _when_cell(row, now, zone, self.list.room("when")),
            cell(short(row.region, "region"), "dim"),
            cell(short(row.tier, Tier), "dim"),
        )

    def next_change(self, row: EngineerRow, now: float) -> float | None:
        """The next minute, where minutes are shown."""
        if row.state in _COUNTED:
            return row.since + ((now - row.since) // 60 + 1) * 60
        return None

    def title(self) -> str:
        """派工板."""
        return _("Dispatch board")

    def summary(self) -> str:
        """值班手机 何静 138-0000-1122."""
        if self._duty is None:
            return ""
        if not self._duty.holder:
            return _("Nobody holds the duty mobile")
        return _("Duty mobile {who} {phone}").format(who=self._duty.holder, phone=self._duty.phone)

    def empty(self) -> str:
        """First state."""
        if self.filter_text:
            return _("No engineer with these words. Esc shows all.")
        return _("No engineers yet.\n`hotline import` brings them in from a table.")

    def context(self, base: Context) -> Context:
        """The engineer under the cursor."""
        return replace(base, scope=Scope.DISPATCH, engineer=self.list.selected, filtered=self.filtering)

    def on_row_list_activated(self, message: RowList.Activated) -> None:
        """A click on the chosen row opens the job."""
        message.stop()
        console(self).act("ticket.show")

    def do_ticket_show(self) -> None:
        """Open the job's ticket."""
        row = self.list.selected
        if row is not None and row.ticket_id is not None:
            self.post_message(OpenTicketScreen(row.ticket_id))

    def do_ticket_send(self) -> None:
        """Somebody else, or one more, for this job's ticket."""
        row = self.list.selected
        if row is not None and row.ticket_id is not None:
            self.post_message(SendTo(row.ticket_id))


_COUNTED = frozenset({_S.ASSIGNED, _S.ACCEPTED, _S.EN_ROUTE, _S.ON_SITE, _S.REMOTE})
"""States in which the time that has passed is shown."""


def _state_colour(row: EngineerRow) -> str:
    if row.warn == "alert" or (row.late_s > 0 and row.state == _S.EN_ROUTE):
        return "alert"
    return "warn" if row.warn else _COLOURS.get(row.state, "")


def _job_cell(row: EngineerRow, now: float, zone: tzinfo) -> Cell:
    if row.visit_id is None:
        return BLANK
    quiet = row.state == _S.RESERVED
    more: Part | None = (f"+{row.more_jobs}", "warn") if row.more_jobs else None
    if quiet and row.planned is not None:
        when = day_and_time(row.planned, now, zone, deadline=False, brief=True)
        return cell_of((short_number(row.ticket_number), "dim"), (when, "dim"), (row.customer, "dim"), more)
    return cell_of((short_number(row.ticket_number), ""), (row.level, "strong"), (row.customer, ""), more)


def _when_cell(row: EngineerRow, now: float, zone: tzinfo, room: int) -> Cell:
    """When somebody is there, how long it has lasted, how late it gets: what the dispatcher has to act on."""
    lasted = _minutes(now - row.since)
    style = row.warn if row.warn in ("warn", "alert") else "key"
    if row.state == _S.ASSIGNED:
        return cell(_("not accepted {time}").format(time=lasted), row.warn or "warn")
    if row.state in (_S.EN_ROUTE, _S.ACCEPTED):
        if row.eta is None:
            return cell(_("no ETA, for {time}").format(time=lasted), row.warn or "warn")
        at: Part = (_("{time} there").format(time=clock_time(row.eta, zone)), style)
        if row.late_s > 0:
            by: Part = (late(row.late_s), "alert")
            return first_fit(room, cell_of((at[0], "alert"), by), cell_of((clock_time(row.eta, zone), "alert"), by))
        return cell_of(at)
    if row.state == _S.ON_SITE:
        arrived = _("{time} there").format(time=clock_time(row.since, zone))
        lasting: Part = (_("for {time}").format(time=lasted), style)
        return first_fit(room, cell_of((arrived, style), lasting), cell_of(lasting))
    if row.state == _S.REMOTE:
        return cell(_("for {time}").format(time=lasted), style)
    if row.state in (_S.BREAK, _S.OFF_DUTY):
        return cell(_("{time} back").format(time=clock_time(row.until, zone)), "dim") if row.until else BLANK
    if row.state == _S.AVAILABLE:
        return cell(short(row.region, "region"), "good")
    return BLANK


def _minutes(seconds: float) -> str:
    """How long something has lasted, by the minute: seconds matter to nobody here."""
    minutes = max(0, int(seconds // 60))
    return f"{minutes}m" if minutes < 60 else f"{minutes // 60}h{minutes % 60:02d}m"
