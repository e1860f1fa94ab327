"""What a clock says, and when it will say something else (console.md rule 5). Pure.

Instants are epoch seconds, widths terminal cells. Seconds count down to the due instant and up from it: exactly at it a
clock says `00:00`, one second later `-00:01`. Each text comes with the moment it changes, so that one timer for the
whole console can sleep until then.
"""

from __future__ import annotations

import math
from datetime import tzinfo
from itertools import pairwise

from hotline_tui.locale.dates import day_and_time, next_midnight

from .cells import cells, centre, cut_cells, fitted, glyphs, pad, set_glyphs, share_bar

__all__ = [
    "cells", "centre", "countdown", "cut_cells", "fitted", "glyphs", "left_text", "mask_phone", "pad", "set_glyphs",
    "share_bar", "share_used", "stretch", "waited",
]  # fmt: skip

MINUTE, HOUR, DAY = 60, 3_600, 86_400
BY_SECOND = 600
"""Below this many seconds a clock is read by the second."""
_GRAIN = 1e-3
"""Seconds: a timer that wakes this much too early, or a rounding of floats, changes nothing."""


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

    A day and more away the date and time in the desk's zone (`明日 17:30`, `Dec 3 10:00`), then `5h36m`, `34m`,
    `09:59`; past due `-04:12`, `-34m`, `-1h04m`, `-3d02h`.
    """
    exact = due - now
    left = math.ceil(exact - _GRAIN)
    soonest = now + _GRAIN
    if left >= DAY:
        return day_and_time(due, now, zone), max(soonest, min(due - (DAY - 1), next_midnight(now, zone)))
    if left < 0:
        return "-" + stretch(left), max(soonest, due + _step_up(-left))
    unit = 1 if left < BY_SECOND else MINUTE
    return stretch(left), max(soonest, due - (left // unit * unit - 1))


def waited(seconds: float) -> tuple[str, float]:
    """How long somebody has waited, and the seconds until this changes: `01:42`, from ten minutes on `34m`, `5h36m`."""
    past = max(0, math.floor(seconds + _GRAIN))
    return stretch(past), max(_GRAIN, _step_up(past) - seconds)


def _step_up(past: int) -> int:
    """The next number of seconds, counted up, at which `stretch` says something else."""
    unit = 1 if past < BY_SECOND else MINUTE if past < DAY else HOUR
    return (past // unit + 1) * unit


def left_text(seconds: float) -> str:
    """What is left of a clock that stands still: `18h20m`; `-1h04m` when it was past due before."""
    return ("-" if seconds < 0 else "") + stretch(seconds)


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


def mask_phone(number: str) -> str:
    """A phone number as it may stand in a log or a picture: `138****0094`; short ones keep their last two digits."""
    digits = [at for at, char in enumerate(number) if char.isdecimal()]
    head, tail = (3, 4) if len(digits) >= 9 else (0, 2)
    hidden = set(digits[head : max(head, len(digits) - tail)])
    return "".join("*" if at in hidden else char for at, char in enumerate(number))
