"""The one timer and the one clock: whole seconds, the earliest change, never back."""

from __future__ import annotations

import asyncio
import itertools
import math
import time

import pytest

from hotline_tui.ui.clock import Clock, FrozenClock, steady
from hotline_tui.ui.ticker import Ticker


class Source:
    """Something that says when it changes next."""

    def __init__(self, after: float | None) -> None:
        self.after = after
        self.seen: list[float] = []

    def tick(self, now: float) -> float | None:
        self.seen.append(now)
        return None if self.after is None else now + self.after


async def test_sleeps_until_the_earliest_change_rounded_up_to_a_whole_second() -> None:
    clock = Clock()
    soon, late, never = Source(0.3), Source(50.0), Source(None)
    ticker = Ticker(clock, lambda: (soon, late, never))
    ticker.tick()
    assert ticker.next == pytest.approx(soon.seen[0] + 0.3)
    for _ in range(1_000):
        await asyncio.sleep(0.01)
        if len(soon.seen) == 3:
            break
    ticker.stop()
    assert len(soon.seen) == 3
    for before, after in itertools.pairwise(soon.seen):
        assert after >= math.ceil(before + 0.3 - 1e-6)  # a busy machine wakes late, never early
    assert len(late.seen) == len(soon.seen)


async def _seen(source: Source) -> None:
    """It was asked, and is not asked again though there is time."""
    async with asyncio.timeout(60):
        while not source.seen:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.1)
    assert len(source.seen) == 1


async def test_many_pokes_are_one_tick() -> None:
    source = Source(None)
    ticker = Ticker(Clock(), lambda: (source,))
    for _ in range(50):
        ticker.poke()
    await _seen(source)


async def test_a_look_behind_the_paint_is_one_and_is_not_put_off() -> None:
    source, clock = Source(None), FrozenClock(100.0)
    ticker = Ticker(clock, lambda: (source,))
    ticker.poke_later()
    first = ticker._handle
    for _ in range(5):
        clock.at += 0.012
        ticker.poke_later()
        assert ticker._handle is first
    await _seen(source)
    ticker.stop()


async def test_a_poke_goes_before_a_look_behind_the_paint() -> None:
    source = Source(None)
    ticker = Ticker(Clock(), lambda: (source,))
    ticker.poke_later()
    ticker.poke()
    ticker.poke_later()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(source.seen) == 1
    ticker.stop()


async def test_nothing_to_wait_for_sets_no_timer() -> None:
    ticker = Ticker(Clock(), lambda: (Source(None),))
    ticker.tick()
    assert ticker.next is None
    assert ticker._handle is None


async def test_a_frozen_clock_sets_no_timer() -> None:
    ticker = Ticker(FrozenClock(100.0), lambda: (Source(1.0),))
    ticker.tick()
    assert ticker._handle is None


def test_a_system_clock_set_back_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    before = clock.now()
    monkeypatch.setattr(time, "time", lambda: before - 3600)
    assert clock.now() >= before


def test_follows_the_database_only_when_it_is_really_elsewhere() -> None:
    clock = Clock()
    start = clock.now()
    assert not clock.follow(clock.now() - 1.0)
    assert clock.now() >= start
    before = steady()
    assert clock.follow(start + 7200)
    assert start + 7200 <= clock.now() <= start + 7200 + steady() - before


def test_a_frozen_clock_follows_nobody() -> None:
    clock = FrozenClock(5.0)
    assert not clock.follow(9000.0)
    assert clock.now() == 5.0
