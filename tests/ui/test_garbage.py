"""The console's garbage is looked for when its screen rests, and nowhere near a key."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from textual.app import App

from hotline_tui.ui import garbage


class Painting(garbage.Tidy, App[None]):
    """An app with nothing on it."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A console's collector, and what was looked for; afterwards as before."""
    before, looks = gc.get_threshold(), []
    monkeypatch.setattr(garbage, "PAUSE_S", 0.02)
    monkeypatch.setattr(garbage, "REST_S", 0.05)
    monkeypatch.setattr(garbage, "collect", lambda: looks.append("full"))
    monkeypatch.setattr(Painting, "_settled", True)
    monkeypatch.setattr(garbage, "pending", lambda: garbage.WORTH)
    garbage.put_to_rest()
    try:
        yield looks
    finally:
        gc.unfreeze()
        gc.enable()
        gc.set_threshold(*before)


async def _paint(app: Painting, times: int) -> None:
    for _ in range(times):
        app.post_display_hook()
        await asyncio.sleep(0)


async def _until(app: Painting) -> None:
    """Its timer has run out, however loaded the machine is."""
    async with asyncio.timeout(60):
        while app._look_at is not None:
            await asyncio.sleep(0.01)


async def test_one_look_comes_when_painting_has_ended(collector: list[str]) -> None:
    garbage.collect_again()
    app = Painting()
    await _paint(app, 20)
    assert collector == []
    await _until(app)
    assert collector == ["full"]


async def test_while_paints_go_on_the_look_waits(collector: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    garbage.collect_again()
    app = Painting()
    await _paint(app, 1)
    app._painted = asyncio.get_running_loop().time() + 1_000  # painted until then
    monkeypatch.setattr(garbage, "pending", lambda: 10 * garbage.MUCH)
    first = app._look_at
    async with asyncio.timeout(60):
        while app._look_at is first:
            await asyncio.sleep(0.01)
    assert collector == []
    assert app._look_at is not None
    app._look_at.cancel()


async def test_little_is_not_worth_a_look(collector: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "pending", lambda: garbage.WORTH - 1)
    garbage.collect_again()
    app = Painting()
    await _paint(app, 1)
    await _until(app)
    assert collector == []


@pytest.mark.parametrize(("made", "looks"), [(garbage.MUCH, ["full"]), (garbage.MUCH - 1, [])])
async def test_a_pause_is_enough_when_much_was_made(
    collector: list[str], monkeypatch: pytest.MonkeyPatch, made: int, looks: list[str]
) -> None:
    monkeypatch.setattr(garbage, "REST_S", 1_000.0)
    monkeypatch.setattr(garbage, "pending", lambda: made)
    garbage.collect_again()
    app = Painting()
    await _paint(app, 1)
    first = app._look_at
    async with asyncio.timeout(60):
        while app._look_at is first:
            await asyncio.sleep(0.01)
    assert collector == looks
    if app._look_at is not None:
        app._look_at.cancel()


async def test_the_first_rest_lets_go_of_what_the_start_has_left(
    collector: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Thing:
        """A ring that was made on the way to the first board."""

    ring = Thing()
    ring.itself = ring  # type: ignore[attr-defined]
    gone = weakref.ref(ring)
    del ring
    garbage.collect_again()
    gc.collect()
    assert gone() is not None
    monkeypatch.setattr(Painting, "_settled", False)
    app = Painting()
    await _paint(app, 1)
    await _until(app)
    assert gone() is None
    assert gc.get_freeze_count() > 0
    assert collector == []
    await _paint(app, 1)
    await _until(app)
    assert collector == ["full"]


async def test_nothing_is_looked_for_before_the_first_board(collector: list[str]) -> None:
    app = Painting()
    await _paint(app, 1)
    await _until(app)
    assert collector == []
    assert not gc.isenabled()


async def test_a_collector_that_is_not_the_consoles_is_left_alone(collector: list[str]) -> None:
    gc.enable()
    gc.set_threshold(700, 10, 10)
    app = Painting()
    await _paint(app, 1)
    assert app._look_at is None


def test_a_full_look_empties_what_is_pending(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rings of objects are counted until a look has come; Python's own is kept away meanwhile."""
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(1_000_000, 10, 10)
    try:
        start = garbage.pending()
        rings: list[list[object]] = [[] for _ in range(30_000)]
        for ring in rings:
            ring.append(ring)
        del ring, rings
        assert garbage.pending() - start >= 29_000
        garbage.collect()
        assert garbage.pending() < 5_000
    finally:
        gc.set_threshold(*before)
