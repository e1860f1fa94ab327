"""A line that goes away by itself, and whole: also when its time was up before it was drawn, or a newer one comes."""

from __future__ import annotations

import pytest
from textual.notifications import Notification
from textual.widgets._toast import Toast, ToastHolder

from hotline_tui.ui.app import HotlineApp

from .test_app import running


@pytest.mark.parametrize("timeout", [-3_600.0, -0.0001, 0.0])
async def test_a_line_whose_time_is_up_ends_the_console_does_not(
    app: HotlineApp, monkeypatch: pytest.MonkeyPatch, timeout: float
) -> None:
    given: list[float] = []
    set_timer = Toast.set_timer

    def counted(self: Toast, delay: float, *rest: object) -> object:
        given.append(delay)
        assert delay > 0  # else this test would never end
        return set_timer(self, delay, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Toast, "set_timer", counted)
    async with running(app) as pilot:
        toast = Toast(Notification("saved", timeout=timeout))
        await app.screen.mount(toast)
        await pilot.pause()
        assert len(given) == 1


async def test_a_line_that_gives_way_to_a_newer_one_leaves_no_widget(app: HotlineApp) -> None:
    async with running(app) as pilot:
        for n in range(5):
            app.say(f"act {n}")
            await pilot.pause()
        assert [toast._notification.message for toast in app.screen.query(Toast)] == ["act 4"]
        assert len(app.screen.query(ToastHolder)) == 1
