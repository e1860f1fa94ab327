"""The one timer of the console: it sleeps until the next text on screen changes, and wakes on whole seconds only.

So countdowns change together in one paint, and an idle desk sends nothing between two minutes.
"""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from .clock import Clock

PHASE_S = 0.15
"""Each console has its own moment after the whole second: many on one machine do not all wake in the same instant."""
BEHIND_PAINT = 0.05
"""Seconds after which the paint of a key is out: looking at every clock takes longer than a key may."""


class Ticking(Protocol):
    """Something whose text depends on the time."""

    def tick(self, now: float) -> float | None:
        """Repaint what reads differently at `now`; return when something will next, None for never."""
        ...


class Ticker:
    """Asks all that ticks, sleeps until the earliest answer. Lives in the event loop's thread."""

    def __init__(
        self,
        clock: Clock,
        sources: Callable[[], Iterable[Ticking]],
        together: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """`together`: around all that a tick repaints."""
        self._clock = clock
        self._sources = sources
        self._together = together
        self._handle: asyncio.Handle | None = None
        self._due = math.inf
        self._phase = random.uniform(0.002, PHASE_S)
        self.next: float | None = None
        """The instant it sleeps until; None for ever."""

    def tick(self) -> None:
        """Let everything look at the clock now, then sleep again."""
        now = self._clock.now()
        with self._together():
            answers = [source.tick(now) for source in self._sources()]
        self.next = min((at for at in answers if at is not None), default=None)
        self._sleep(now)

    def poke(self) -> None:
        """Something has changed: look again as soon as the loop is free; many pokes are one."""
        if self._due == -math.inf:
            return
        self._cancel()
        self._due = -math.inf
        self._handle = asyncio.get_running_loop().call_soon(self._wake)

    def poke_later(self) -> None:
        """Something has moved that may change when to look next: look again when its paint is out."""
        if self._due <= (soon := self._clock.now() + BEHIND_PAINT):
            return
        self._cancel()
        self._due = soon
        self._handle = asyncio.get_running_loop().call_later(BEHIND_PAINT, self._wake)

    def stop(self) -> None:
        """No more ticks."""
        self._cancel()

    def _wake(self) -> None:
        self._handle, self._due = None, math.inf
        self.tick()

    def _sleep(self, now: float) -> None:
        self._cancel()
        if self.next is None or self._clock.frozen:
            return
        wake = max(math.ceil(self.next - 1e-6), math.floor(now) + 1)
        self._due = wake
        self._handle = asyncio.get_running_loop().call_later(wake - now + self._phase, self._wake)

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._handle, self._due = None, math.inf
