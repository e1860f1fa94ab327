"""Pictures of the desk at the four sizes in both languages, on the fake desk with a frozen clock.

Made with `pytest tests/ui/test_snapshots.py --snapshot-update`, after a look at what has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.context import Scope
from hotline_tui.ui.spool import Spool

from .fake_desk import FakeDesk
from .fake_rows import NOW
from .test_app import until

SIZES = [(80, 24), (132, 40), (160, 50), (60, 16)]


def console(folder: Path, tongue: str) -> HotlineApp:
    """An app on the sketch's evening in this language, dark."""
    set_language(tongue)
    desk = FakeDesk(english=tongue == "en")
    return HotlineApp(lambda: desk, clock=FrozenClock(NOW), spool=Spool(folder), theme="dark")


async def settle(pilot: Pilot[int], app: HotlineApp) -> None:
    """Until everything that comes has come."""
    await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
    await pilot.pause(0.4)
    app.ticker.tick()
    await pilot.pause()


@pytest.mark.parametrize("tongue", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_desk(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int], tongue: str) -> None:
    app = console(tmp_path, tongue)

    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot, app)
        app.gateway.close(2.0)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("tongue", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_call_in_the_form(
    snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int], tongue: str
) -> None:
    app = console(tmp_path, tongue)

    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: "021-5560-1180" in str(app.desk_screen.pane(Scope.TRIAGE).border_title))
        app.clear_notifications()
        await settle(pilot, app)
        app.gateway.close(2.0)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("name", ["help", "command", "reach"])
def test_over_the_desk(snap_compare: Callable[..., bool], tmp_path: Path, name: str) -> None:
    app = console(tmp_path, "en")
    key = {"help": "question_mark", "command": "colon", "reach": "t"}[name]

    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot, app)
        await pilot.press(key)
        await pilot.pause(0.3)
        app.gateway.close(2.0)

    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
