"""Below 60×16 every screen says so, and everything is as it was when the window is large enough again."""

from __future__ import annotations

from typing import Any

import pytest

from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.screens.find import FindScreen
from hotline_tui.ui.screens.help import HelpScreen
from hotline_tui.ui.screens.reach import ReachScreen
from hotline_tui.ui.too_small import TooSmall

from .test_ticket import opened
from .triage_desk import shown, until

SMALL = (59, 15)
WORDS = {"en": "This window is 59×15", "zh_CN": "当前窗口 59×15"}


async def says_so(pilot: Any, tongue: str = "en") -> None:
    await until(pilot, lambda: WORDS[tongue] in "\n".join(shown(pilot)))
    lines = [line.strip() for line in shown(pilot) if line.strip()]
    assert "60×16" in " ".join(lines) and len(lines) <= 2, "nothing else is seen"


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
async def test_the_desk(app: HotlineApp, tongue: str) -> None:
    set_language(tongue)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
        await says_so(pilot, tongue)
        await pilot.resize_terminal(60, 16)
        await until(pilot, lambda: not app.desk_screen.query(TooSmall))
        assert "0039" in "\n".join(shown(pilot))


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
async def test_the_ticket(app: HotlineApp, tongue: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        set_language(tongue)
        screen = await opened(pilot)
        await pilot.press("tab")
        focused = screen.focused
        await pilot.resize_terminal(*SMALL)
        await says_so(pilot, tongue)
        assert screen.focused is focused is not None
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "T20261122-0039" in "\n".join(shown(pilot)))
        assert screen.focused is focused


@pytest.mark.parametrize("kind", [FindScreen, HelpScreen, ReachScreen])
async def test_what_opens_over_it(app: HotlineApp, kind: type[Any]) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.board is not None)
        app.push_screen(kind())
        await until(pilot, lambda: isinstance(app.screen, kind))
        await says_so(pilot)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not app.screen.query(TooSmall))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen and not app.desk_screen.query(TooSmall))
