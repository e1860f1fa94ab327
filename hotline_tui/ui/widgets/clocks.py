"""What a clock's row says: badge, milestone, share bar, countdown – by text, shape and colour (console.md 5)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from hotline_tui.domain.text import one_line
from hotline_tui.domain.words import OPEN_CLOCKS, ClockState, HoldReason, Level, Milestone, ThingKind
from hotline_tui.locale import _
from hotline_tui.locale.words import short
from hotline_tui.ui.format import countdown, left_text, share_bar, share_used, stretch

from .columns import BLANK, Cell, Part, cell, cell_of, first_fit

if TYPE_CHECKING:
    from hotline_tui.domain.board import ClockRow, ClockView

BAR = 3
"""Cells of the share bar."""

LEVELS = frozenset(Level)

ALERT, WARN = 0.90, 0.75
"""Share used from which a clock is red, orange."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as it reads at an instant."""

    text: str
    colour: str
    """alert, warn, good, or dim for one that does not run."""
    share: float
    over: bool
    next_at: float | None
    """When it reads differently; None: not by time alone."""
    bare: str = ""
    """The text without its word, where there is one: what is left of a held clock."""


def level_cell(level: str) -> Cell:
    """The badge: `P1` on its colour."""
    return ((f" {one_line(level)} ", level.lower() if level in LEVELS else "strong"),) if level else BLANK


def short_number(number: str) -> str:
    """`T20261122-0042` → `0042`: what operators say; the full one stands on the ticket."""
    return number.rpartition("-")[2]


def late(seconds: float, *, brief: bool = False) -> str:
    """A forecast miss: `晚6m`, `+6m` where there is no room for a word; less than a minute counts as one."""
    minutes = max(1, math.ceil(seconds / 60))
    time = f"{minutes}m" if minutes < 60 else stretch(minutes * 60)
    return f"+{time}" if brief else _("late {time}").format(time=time)


def reading(row: ClockRow | ClockView, now: float, zone: tzinfo) -> Reading:
    """A clock as it reads at `now`."""
    if row.state == ClockState.HELD and row.left_s is not None:
        left = left_text(row.left_s)
        return Reading(_("{time} left").format(time=left), "dim", 0.0, False, None, left)
    if row.due is None or row.state not in OPEN_CLOCKS:
        return Reading("", "dim", 0.0, False, None)
    text, change = countdown(row.due, now, zone)
    if row.state == ClockState.BREACHED or text.startswith("-"):
        return Reading(text, "alert", 1.0, True, change)
    share = share_used(now, row.start, row.t50, row.t75, row.t90, row.due)
    colour = "alert" if share >= ALERT else "warn" if share >= WARN else "good"
    changes = [change, *(at for at in (row.t75, row.t90) if at is not None and at > now)]
    return Reading(text, colour, min(share, 1.0), False, min(changes))


def number_cell(row: ClockRow) -> Cell:
    """The short number of a ticket, else what kind of thing it is."""
    if row.thing_kind == ThingKind.TICKET:
        return cell(short_number(row.number), "accent" if row.major else "dim")
    return cell(short(row.thing_kind, ThingKind), "dim")


def milestone_cell(row: ClockRow, read: Reading, room: int = 99) -> Cell:
    """`恢复 超时`, `到场 晚6m`, `挂起 等客户`, in fewer words where `room` is short; a promise has its own colour."""
    name: Part = (short(row.milestone, Milestone), "accent" if row.promise else "")
    if row.state == ClockState.HELD:
        held: Part = (_("Held"), "dim")
        return first_fit(room, cell_of(held, (short(row.hold_reason, HoldReason), "dim")), cell_of(held))
    if read.over:
        words = [_("overdue"), _("late")] if not row.by_raise else [_("overdue, raised"), _("raised")]
        return first_fit(room, *(cell_of(name, (word, "alert")) for word in words))
    if row.forecast_late_s > 0:
        choices = (late(row.forecast_late_s, brief=brief) for brief in (False, True))
        return first_fit(room, *(cell_of(name, (words, "alert")) for words in choices))
    if row.state == ClockState.WAITING:
        return cell_of((name[0], "dim"), (_("not yet"), "dim"))
    return cell_of(name)


def bar_cell(read: Reading) -> Cell:
    """The share used as a bar."""
    return ((share_bar(read.share, BAR), "bar-" + read.colour),)


def countdown_cell(read: Reading, room: int = 99) -> Cell:
    """`-04:12`, `09:59`, `34m`, `5h36m`, `今日 24:00`; `余 18h20m` while held, without its word in a short `room`."""
    fewer = read.bare or read.text.rpartition(" ")[0] or read.text  # of a date and an hour the date
    return first_fit(room, cell(read.text, read.colour), cell(fewer, read.colour))
