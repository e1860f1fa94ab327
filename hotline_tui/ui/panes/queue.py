"""Pane 1: who waits (IN-6, IN-8), in the board's order: live callers first, contract customers among them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING, ClassVar

from hotline_tui.domain.words import LIVE_CHANNELS, CallState, Channel, TalkState
from hotline_tui.locale import _
from hotline_tui.locale.dates import number, percent
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.context import Context, Scope
from hotline_tui.ui.format import countdown, waited
from hotline_tui.ui.keymap import bindings
from hotline_tui.ui.widgets.columns import BLANK, Cell, Column, Part, cell, cell_of, first_fit
from hotline_tui.ui.widgets.rows import RowList

from .call_acts import CallActs

if TYPE_CHECKING:
    from hotline_tui.domain.board import Board, CallRow, Figures

LONG_WAIT = 60.0
"""Seconds after which a live caller's waiting time stands out, …"""
TOO_LONG = 180.0
"""… and after which it is red."""
MINUTE, BY_MINUTE = 60.0, 600.0
"""Nobody waits for the second of a mail: between these it is said in minutes, as all times are from the second on."""
_BEYOND = 0.01
"""Seconds after a whole minute at which surely another one is said."""


class QueuePane(CallActs):
    """Waiting calls, then call-backs that are due, then what somebody has claimed."""

    BINDINGS = bindings(Scope.QUEUE)
    scope: ClassVar[Scope] = Scope.QUEUE
    number: ClassVar[int] = 1
    columns: ClassVar[Sequence[Column]] = (
        Column("waited", 6),
        Column("channel", 4, english=6),
        Column("who", 12, grow=True, most=32, english=18, english_least=12),
        Column("contact", 8, 6, rank=5, grow=True, most=16, english=12),
        Column("service", 2, rank=1, english=6),
        Column("note", 14, 10, english=16, english_least=10),
        Column("text", 30, 14, rank=6, grow=True, most=90),
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._figures: Figures | None = None

    def load(self, board: Board) -> None:
        """Patch the list from a board."""
        self._figures = board.figures
        self._let_go.intersection_update(board.my_calls)
        query = board.query
        page = (query.call_filter, query.call_after) if query is not None else None
        self.show_rows(board.calls, board.calls_total, before=board.calls_before, page=page)

    def key(self, row: CallRow) -> Hashable:
        """The call."""
        return row.id

    def group(self, row: CallRow) -> str:
        """Waiting calls need no heading."""
        if row.state == CallState.ABANDONED:
            return _("Call back")
        return _("Claimed") if row.state == CallState.CLAIMED else ""

    def cells(self, row: CallRow, now: float) -> Sequence[Cell]:
        """Waiting time, channel, customer or number, contact, service level, what to know, first line."""
        quiet = row.state == CallState.CLAIMED and not row.mine
        return (
            cell(_wait(row, now)[0], _wait_colour(row, now)),
            cell(short(row.channel, Channel), "dim" if quiet else "key"),
            _who_cell(row, quiet=quiet),
            cell(row.name if row.customer else _("not on file"), "dim"),
            cell(short(row.service_level, "servicelevel"), "gold" if row.service_level == "gold" else "silver"),
            _note_cell(row, now, console(self).zone, self.list.room("note")),
            cell(row.text, "dim"),
        )

    def next_change(self, row: CallRow, now: float) -> float | None:
        """When its waiting time reads differently."""
        at = now + _wait(row, now)[1]
        if row.state == CallState.ABANDONED and row.due is not None:
            return min(at, _call_back(row.due, now, console(self).zone)[1])
        return at

    def title(self) -> str:
        """待接."""
        return _("Incoming")

    def summary(self) -> str:
        """等待 4 - 今日 47 - 20 秒接听率 86%."""
        figures = self._figures
        if figures is None:
            return ""
        words = [
            _("waiting {count}").format(count=number(figures.waiting)),
            _("today {count}").format(count=number(figures.offered_today)),
        ]
        if figures.within_20s is not None:
            words.append(_("within 20 s {share}").format(share=percent(figures.within_20s)))
        return " - ".join(words)

    def empty(self) -> str:
        """First state."""
        if self.filter_text:
            return _("No call with these words. Esc shows all.")
        return _("Nobody is waiting.\nn opens a ticket without a call.")

    def context(self, base: Context) -> Context:
        """The call under the cursor."""
        return replace(base, scope=Scope.QUEUE, call=self.list.selected, filtered=self.filtering)

    def on_row_list_activated(self, message: RowList.Activated) -> None:
        """A click on the chosen row claims it."""
        message.stop()
        console(self).act("call.claim")


def _since(row: CallRow) -> float:
    """From when its time is counted: since it is claimed, since the caller hung up, since it came in."""
    if row.state == CallState.CLAIMED and row.claimed_at is not None:
        return row.claimed_at
    if row.state == CallState.ABANDONED and row.left is not None:
        return row.left
    return row.entered


def _wait(row: CallRow, now: float) -> tuple[str, float]:
    """How long, and the seconds until that changes: by the second for who is on the line, else soon by minutes."""
    seconds = max(0.0, now - _since(row))
    on_the_line = row.state == CallState.WAITING and row.channel in LIVE_CHANNELS
    if on_the_line or row.mine or not MINUTE <= seconds < BY_MINUTE:
        return waited(seconds)
    return f"{int(seconds // MINUTE)}m", MINUTE - seconds % MINUTE


def _call_back(due: float, now: float, zone: tzinfo) -> tuple[str, float]:
    """What is left for calling back, and when that changes: by minutes, for its clock has the seconds, but the last."""
    left = due - now
    if not MINUTE < left < BY_MINUTE:
        return countdown(due, now, zone)
    minutes = int(left // MINUTE)
    return f"{minutes}m", due - minutes * MINUTE + _BEYOND


def _wait_colour(row: CallRow, now: float) -> str:
    if row.state == CallState.CLAIMED:
        return "accent" if row.mine else "dim"
    late = row.due is not None and row.due <= now
    if row.state == CallState.ABANDONED or row.channel not in LIVE_CHANNELS:
        near = row.due is not None and now - row.entered >= 0.75 * (row.due - row.entered)
        return "alert" if late else "warn" if near else "text"
    waiting = now - row.entered
    if late or waiting >= TOO_LONG:
        return "alert"
    return "warn" if waiting >= LONG_WAIT else "text"


def _who_cell(row: CallRow, *, quiet: bool) -> Cell:
    style = "dim" if quiet else "strong" if row.customer else "text"
    return cell(row.customer or row.number or row.name or _("number withheld"), style)


def _note_cell(row: CallRow, now: float, zone: tzinfo, room: int) -> Cell:
    """By whom it is held, when the call-back is due; of one that waits, which tickets are open."""
    if row.state == CallState.CLAIMED:
        talk = short(row.talk, TalkState) if row.talk else ""
        holder: Part = (_("you") if row.mine else row.claimed_by, "accent" if row.mine else "")
        return first_fit(room, cell_of(holder, (talk, "dim")), cell_of(holder))
    if row.state == CallState.ABANDONED:
        tries: Part | None = (_("tried {count}").format(count=row.attempts), "warn") if row.attempts else None
        if row.due is None:
            return cell_of(tries)
        text = _call_back(row.due, now, zone)[0]
        return cell_of((text, _wait_colour(row, now)), tries)
    if not row.open_tickets:
        return BLANK
    words = _("{level} open {count}").format(level=row.top_level, count=number(row.open_tickets))
    return cell(words, "alert" if row.top_level == "P1" else "")
