"""What a clock says, and when it will say something else (console.md rule 5). Pure.

Instants are epoch seconds, widths terminal cells. Seconds count down to the due instant and up from it: exactly at it a
clock says `00:00`, one second later `-00:01`. Each text comes with the moment it changes, so that one timer for the
whole console can sleep until then.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from itertools import pairwise

from hotline_tui.domain.words import ClockState
from hotline_tui.locale import CHINESE, language
from hotline_tui.locale.dates import day_and_time, next_midnight

from .cells import cells, centre, cut_cells, fitted, glyphs, pad, set_glyphs, share_bar

__all__ = [
    "Countdown", "Urgency", "cells", "centre", "clock_text", "countdown", "cut_cells", "fitted", "glyphs", "held_left",
    "late", "left_text", "mask_phone", "pad", "set_glyphs", "share_bar", "share_used", "short_number", "stretch",
    "urgency", "waited",
]  # fmt: skip

MINUTE, HOUR, DAY = 60, 3_600, 86_400
BY_SECOND = 600
"""Below this many seconds a clock is read by the second."""
THRESHOLDS = (50.0, 75.0, 90.0, 100.0)
"""Per cent of a target used up; from the second on it is `soon`, from the third `urgent`."""
_GRAIN = 1e-3
"""Seconds: a timer that wakes this much too early, or a rounding of floats, changes nothing."""


class Urgency(StrEnum):
    """How much a clock needs a hand."""

    CALM = "calm"
    SOON = "soon"
    URGENT = "urgent"
    OVER = "over"
    HELD = "held"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Countdown:
    """One clock as it is drawn."""

    text: str
    urgency: Urgency
    share: float
    """Used up, 0 to 1, and beyond once past due."""
    next_at: float | None
    """The instant from which text or urgency is another one; None: not by time alone."""


def stretch(seconds: float) -> str:
    """A length of time in the shape of the clocks, without its sign: `09:59`, `34m`, `5h36m`, `3d02h`."""
    whole = int(abs(seconds))
    if whole < BY_SECOND:
        return f"{whole // MINUTE:02d}:{whole % MINUTE:02d}"
    if whole < HOUR:
        return f"{whole // MINUTE}m"
    if whole < DAY:
        return f"{whole // HOUR}h{whole % HOUR // MINUTE:02d}m"
    return f"{whole // DAY}d{whole % DAY // HOUR:02d}h"


def countdown(due: float, now: float, zone: tzinfo) -> tuple[str, float]:
    """What is left until `due`, and the instant (after `now`) from which it reads differently.

    A day and more away the date and time in the desk's zone (`明日 17:30`, `Mon 17:30`, `Dec 3 10:00`), then `5h36m`,
    `34m`, `09:59`; past due `-04:12`, `-34m`, `-1h04m`, `-3d02h`.
    """
    exact = due - now
    left = math.ceil(exact - _GRAIN)
    soonest = now + _GRAIN
    if left >= DAY:
        return day_and_time(due, now, zone, brief=True), max(soonest, min(due - (DAY - 1), next_midnight(now, zone)))
    if left < 0:
        return "-" + stretch(left), max(soonest, due + _step_up(-left))
    unit = 1 if left < BY_SECOND else MINUTE
    return stretch(left), max(soonest, due - (left // unit * unit - 1))


def waited(seconds: float, by_second: int = BY_SECOND) -> tuple[str, float]:
    """How long somebody has waited, and the seconds until this changes: `01:42`, from ten minutes on `34m`, `5h36m`.

    By the second only below `by_second` seconds.
    """
    past = max(0, math.floor(seconds + _GRAIN))
    text = f"{past // MINUTE}m" if by_second <= past < BY_SECOND else stretch(past)
    return text, max(_GRAIN, _step_up(past, by_second) - seconds)


def _step_up(past: int, by_second: int = BY_SECOND) -> int:
    """The next number of seconds, counted up, at which it reads differently."""
    unit = 1 if past < by_second else MINUTE if past < DAY else HOUR
    return (past // unit + 1) * unit


def left_text(seconds: float) -> str:
    """What is left of a clock that stands still: `18h20m`; `-1h04m` when it was past due before."""
    return ("-" if seconds < 0 else "") + stretch(seconds)


def held_left(seconds: float) -> str:
    """The same with its word: `余 18h20m`, `left 18h20m`; past due `-1h04m`."""
    return left_text(seconds) if seconds < 0 else f"{'余' if language() == CHINESE else 'left'} {left_text(seconds)}"


def late(seconds: float) -> str:
    """A forecast miss: `晚 6m`, `late 6m`. A part of a minute counts as one."""
    minutes = max(1, math.ceil(seconds / MINUTE))
    text = f"{minutes}m" if minutes < 60 else stretch(minutes * MINUTE)
    return f"{'晚' if language() == CHINESE else 'late'} {text}"


def share_used(
    now: float, start: float, t50: float | None, t75: float | None, t90: float | None, due: float | None
) -> float:
    """The share of a target used at `now`, 0 to 1 and beyond, from the instants at which 50, 75 and 90 % are used.

    Straight between two of them: closing hours inside a stretch are the only error, and the marks bound it.
    """
    if due is None or now <= start:
        return 0.0
    marks = ((t50, 0.5), (t75, 0.75), (t90, 0.9))
    points = [(start, 0.0), *((at, share) for at, share in marks if at is not None), (due, 1.0)]
    for (left, low), (right, high) in pairwise(points):
        if now < right:
            return low + (high - low) * max(0.0, now - left) / (right - left) if right > left else low
    return 1.0 + (now - due) / max(1.0, due - start)


def urgency(state: str, share: float, *, overdue: bool = False, thresholds: Sequence[float] = THRESHOLDS) -> Urgency:
    """The class of a clock from its state and the share used; `thresholds` in per cent, as in its policy."""
    if state in (ClockState.MET, ClockState.MISSED, ClockState.VOID):
        return Urgency.DONE
    if overdue or state == ClockState.BREACHED:
        return Urgency.OVER
    if state == ClockState.HELD:
        return Urgency.HELD
    if state == ClockState.WAITING:
        return Urgency.CALM
    if share * 100.0 >= thresholds[2]:
        return Urgency.URGENT
    return Urgency.SOON if share * 100.0 >= thresholds[1] else Urgency.CALM


def clock_text(
    state: str,
    start: float,
    marks: Sequence[float | None],
    due: float | None,
    left_s: float | None,
    now: float,
    zone: tzinfo,
) -> Countdown:
    """A clock's row as it reads now. `marks`: when 50, 75 and 90 % are used up (`ClockRow.t50` to `t90`)."""
    if urgency(state, 0.0) is Urgency.DONE:
        return Countdown("", Urgency.DONE, 0.0, None)
    if state == ClockState.HELD or due is None:
        text = "" if left_s is None else held_left(left_s)
        return Countdown(text, urgency(state, 0.0, overdue=left_s is not None and left_s < 0), 0.0, None)
    t50, t75, t90 = marks
    share = share_used(now, start, t50, t75, t90, due)
    text, at = countdown(due, now, zone)
    turns = [mark for mark in (t75, t90, due) if mark is not None and mark > now]
    return Countdown(text, urgency(state, share, overdue=now > due), share, min([at, *turns]))


def short_number(number: str) -> str:
    """A ticket's number as a list shows it: `T20261122-0042` → `0042`."""
    return number.rpartition("-")[2]


def mask_phone(number: str) -> str:
    """A phone number as it may stand in a log or a picture: `138****0094`; short ones keep their last two digits."""
    digits = [at for at, char in enumerate(number) if char.isdecimal()]
    head, tail = (3, 4) if len(digits) >= 9 else (0, 2)
    hidden = set(digits[head : max(head, len(digits) - tail)])
    return "".join("*" if at in hidden else char for at, char in enumerate(number))
