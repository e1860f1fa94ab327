"""Looking for garbage when nothing happens: a look at all that lives takes longer than the paint of a key may.

A closed screen is some ten thousand objects that point at each other: only Python's collector finds them. Left to its
own counting it looks either so seldom that a shift adds 10 MB of what is gone, or in the middle of a key's paint. So
its full look is ours: it comes when nothing has been painted for a while, and only when enough has been made.
"""

from __future__ import annotations

import asyncio
import gc
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

    _Base = App[int]
else:
    _Base = object

YOUNG, MIDDLE, OLD = 5_000, 10, 10
"""Python's own counting: short looks at what is new, a full one when the screen never rests. Its default looks at a
board of some thousand rows seven times as often."""
PAUSE_S, REST_S = 0.12, 0.5
"""The screen pauses, and rests, when nothing was painted for so long; countdowns paint once a second."""
MUCH, WORTH = 30_000, 10_000
"""Objects made and not freed since the last full look that make another one worth while in a pause, and at rest: a
closed dialog is some ten thousand."""
SHARE = (0.7, 1.3)
"""Of that, never twice the same: consoles that show the same board would all look in the same second."""


def put_to_rest() -> None:
    """No looks until the first board: until then nearly all that is made stays."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.disable()


def collect_again() -> None:
    """From now on, in what is made from now on. Where the collector was never put to rest, nothing changes."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class Tidy(_Base):
    """Mixed into the app, before Textual's: tidies when its screen rests. Sleeps while nothing is painted."""

    _painted = 0.0
    _settled = False
    _share = 1.0
    _look_at: asyncio.TimerHandle | None = None

    def post_display_hook(self) -> None:
        """Something was painted: look when it was the last for a while."""
        super().post_display_hook()
        if gc.get_threshold() != (YOUNG, MIDDLE, OLD):
            return  # a test's app: its collector is not ours
        loop = asyncio.get_running_loop()
        self._painted = loop.time()
        if self._look_at is None:
            self._look_at = loop.call_later(PAUSE_S, self._look_now)

    def _look_now(self) -> None:
        loop = asyncio.get_running_loop()
        quiet, self._look_at = loop.time() - self._painted, None
        if quiet >= REST_S and gc.isenabled() and not self._settled:
            self._settled = True
            settle()
        elif quiet >= PAUSE_S and gc.isenabled() and pending() >= (WORTH if quiet >= REST_S else MUCH) * self._share:
            collect()
            self._share = random.uniform(*SHARE)
        elif quiet < REST_S:
            self._look_at = loop.call_later((REST_S if quiet >= PAUSE_S else PAUSE_S) - quiet, self._look_now)


def settle() -> None:
    """Once, at the first rest: what the way to the first board has left, ten thousand objects, is let go as well."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def pending() -> int:
    """About how many objects have been made and not freed since the last full look."""
    young, middle, old = gc.get_count()
    per_young, per_middle, _ = gc.get_threshold()
    return young + per_young * (middle + per_middle * old)


def collect() -> None:
    """A full look; when much was found, what the C library holds free goes back to the system."""
    if gc.collect() < WORTH:
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's; others do it by themselves
    if trim is not None:
        trim(0)
