"""When a console that is tested has nothing left to do: by what waits in its loop and at its gateway, not by the clock.

Textual's pilot takes a process that used little CPU for 20 ms for one that is done. On a busy machine that is wrong in
both directions: a process that was not let in has used nothing, and one with a busy thread never seems done.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from textual import app as textual_app
from textual import pilot as textual_pilot
from textual.message import Message
from textual.pilot import Pilot

from hotline_tui.ui.gateway import Gateway

SOON_S = 0.035
"""A timer that runs out so soon belongs to what is being done: Textual paints 60 times a second, and when it is late it
leaves one frame out."""
FOR_EVER = 60
"""After so many timers, one behind the other, it is an animation: what never ends is not waited for. They are counted,
because a machine that stalls for a second has painted nothing in it."""
ANSWER_S = 20.0
HANGS_S = 0.1
"""A call that takes so long is one that a test holds up; then nobody waits for it."""


class _Bell:
    """Asks the gateway a question of no interest: its answer comes behind all that was asked before."""

    def __init__(self) -> None:
        self.rung = False

    def post_message(self, _message: Message) -> bool:
        self.rung = True
        return True


def _at_work(loop: Any) -> float | None:
    """Seconds until the loop has something to do again, as far as that is soon; None when it rests."""
    if loop._ready:
        return 0.0
    now = loop.time()
    soon = [handle._when for handle in loop._scheduled if not handle._cancelled and handle._when <= now + SOON_S]
    return max(0.0, min(soon) - now) if soon else None


async def _loop_rests() -> None:
    loop, timers = asyncio.get_running_loop(), 0
    while (left := _at_work(loop)) is not None and timers < FOR_EVER:
        timers += left > 0
        await asyncio.sleep(left)


async def _answered(gateway: Gateway) -> None:
    """All that the gateway was given is done, and told; unless it is closed, cut off or held up."""
    bell, end = _Bell(), time.monotonic() + ANSWER_S
    gateway.ask(bell, "rest", lambda _desk, _now: None)  # type: ignore[arg-type]
    while not bell.rung and time.monotonic() < end:
        worker = gateway._worker
        if worker is None or not worker.is_alive() or worker._desk is None or worker.empty or gateway._work.closing:
            return
        if worker.busy_since is not None and time.monotonic() - worker.busy_since > HANGS_S:
            return
        await asyncio.sleep(0.002)


def rest_by_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pilots wait so, for one test."""
    gateways: list[Gateway] = []
    start, pause = Gateway.start, Pilot.pause

    def started(self: Gateway) -> None:
        gateways.append(self)
        start(self)

    async def rest(min_sleep: float = 0.0, max_sleep: float = 0.0) -> None:
        await _loop_rests()
        for gateway in gateways:
            await _answered(gateway)
        await _loop_rests()

    async def paused(self: Pilot[Any], delay: float | None = None) -> None:
        if delay is None or delay < 0.04:  # a look now and then, while something is waited for
            await pause(self, delay)
            return
        await rest()  # so that every timer that is to run out meanwhile is set
        await pause(self, delay)
        await rest()

    monkeypatch.setattr(Gateway, "start", started)
    monkeypatch.setattr(textual_app, "wait_for_idle", rest)
    monkeypatch.setattr(textual_pilot, "wait_for_idle", rest)
    monkeypatch.setattr(Pilot, "pause", paused)
