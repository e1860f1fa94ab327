"""A closed screen is gone: nothing of it stays alive, however often it is opened in a shift."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.screens.desk import DeskScreen
from hotline_tui.ui.slim import _CACHES, _TEXTUALS_LINE, slim

from .conftest import MakeApp
from .triage_desk import TriageDesk, claim, settled, until

TIMES = 6
SCREENS = {
    "HelpScreen": ("question_mark",),
    "HistoryScreen": ("1", "home", "H"),
    "TicketScreen": ("3", "down", "enter"),
    "ExplainScreen": ("3", "down", "w"),
    "CommandScreen": ("colon",),
}


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    """What lived before this test is not looked at again and again."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


async def _opened_and_closed(pilot: Pilot[int], app: HotlineApp, keys: Sequence[str]) -> weakref.ref[Screen[object]]:
    await pilot.press(*keys)
    await until(pilot, lambda: not isinstance(app.screen, DeskScreen))
    seen: weakref.ref[Screen[object]] = weakref.ref(app.screen)
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(app.screen, DeskScreen))
    return seen


def _alive(kind: type, app: HotlineApp) -> Counter[str]:
    """Living ones of this app by the name of their class."""
    gc.collect()
    found = [one for one in gc.get_objects() if isinstance(one, kind)]
    return Counter(type(one).__name__ for one in found if not isinstance(one, Widget) or one._parent is not None)


@pytest.mark.parametrize("name", SCREENS)
async def test_a_closed_screen_leaves_no_widget_and_no_lines(app: HotlineApp, name: str) -> None:
    async with app.run_test(size=(132, 40)) as pilot:
        await until(pilot, lambda: app.board is not None)
        app.gateway._worker.poll_s = 3_600.0  # type: ignore[union-attr]  # no list is being made while all are looked at
        await settled(pilot)
        await _opened_and_closed(pilot, app, SCREENS[name])
        await settled(pilot, 0.05)
        widgets, stores = _alive(Widget, app), _alive(StylesCache, app)
        seen = [await _opened_and_closed(pilot, app, SCREENS[name]) for _ in range(TIMES)]
        await settled(pilot, 0.05)
        after = _alive(Widget, app), _alive(StylesCache, app)
        kept = [one for one in seen if one() is not None]
    assert len(kept) <= 1  # Textual's event of the last one may still be in a coroutine's hands
    assert after[0] - widgets == Counter()
    assert after[1] - stores == Counter()


async def test_a_claimed_call_that_is_left_leaves_no_form(make_app: MakeApp) -> None:
    """Claim, type, give back: the form and the command line are made anew each time, and gone each time."""
    app = make_app(TriageDesk())
    async with app.run_test(size=(132, 40)) as pilot:
        found: list[tuple[Counter[str], Counter[str]]] = []
        for time in range(TIMES):
            pane = await claim(pilot)
            await pilot.press(*"abc", "ctrl+r")
            await until(pilot, lambda form=pane: form.form is None)
            await settled(pilot, 0.05)
            if time in (1, TIMES - 1):
                found.append((_alive(Widget, app), _alive(StylesCache, app)))
    assert found[1][0] - found[0][0] == Counter()
    assert found[1][1] - found[0][1] == Counter()


def _has(line: Strip, name: str) -> bool:
    """Without asking for it."""
    try:
        object.__getattribute__(line, name)
    except AttributeError:
        return False
    return True


def test_a_line_has_every_cache_that_textual_gives_it_and_makes_it_when_asked() -> None:
    """Should a newer Textual know other caches, or other places for them, this says so."""
    thick = Strip.__new__(Strip)
    _TEXTUALS_LINE(thick, [Segment("line")])
    theirs = {name: cache for name in Strip.__slots__ if isinstance(cache := getattr(thick, name), FIFOCache)}
    assert {name: cache._maxsize for name, cache in theirs.items()} == _CACHES
    slim()
    line = Strip([Segment("line")])
    plain = set(Strip.__slots__) - set(_CACHES)
    assert {name: getattr(line, name) for name in plain} == {name: getattr(thick, name) for name in plain}
    assert not any(_has(line, name) for name in _CACHES)
    assert line.crop(0, 2) is line.crop(0, 2)
    assert {name for name in _CACHES if _has(line, name)} == {"_crop_cache"}
