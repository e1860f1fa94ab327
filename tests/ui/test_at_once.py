"""What changes in one turn of the loop is painted at its end, once; what it can't paint goes Textual's way."""

from __future__ import annotations

import pytest
from textual.geometry import Size

from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.widgets.rows import RowList
from hotline_tui.ui.widgets.state_line import StateLine

from .conftest import MakeApp
from .fake_desk import FakeDesk
from .fake_rows import NOW, call
from .test_app import running


def painted(app: object, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is sent to the terminal from now on."""
    out: list[object] = []
    real = app._display  # type: ignore[attr-defined]
    monkeypatch.setattr(app, "_display", lambda screen, update: (out.append(update), real(screen, update)))
    return out


async def test_a_second_is_one_paint_and_nobody_is_woken_for_it(
    make_app: MakeApp, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = FakeDesk()
    desk.calls = {1: call(1, 42.0)}
    app = make_app(desk)
    async with running(app):
        out = painted(app, monkeypatch)
        rows = app.desk_screen.query_one(RowList)
        clock.at = NOW + 1
        app.ticker.tick()  # and no turn of the loop after it
        assert len(out) == 1
        assert not rows._repaint_required and not app.desk_screen.query_one(StateLine)._repaint_required
        assert rows._message_queue.empty() and app.desk_screen._message_queue.empty()


async def test_what_needs_more_than_paint_is_laid_out_and_painted_soon(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(FakeDesk())
    async with running(app) as pilot:
        out = painted(app, monkeypatch)
        line = app.desk_screen.query_one(StateLine)
        with app.one_paint():
            line.styles.height = 2
            line.refresh(layout=True)
        assert out == []
        await pilot.pause(0.1)
        assert line.size == Size(line.size.width, 2)
        assert out


async def test_behind_a_dialog_nothing_is_lost(make_app: MakeApp, clock: FrozenClock) -> None:
    desk = FakeDesk()
    desk.calls = {1: call(1, 42.0)}
    app = make_app(desk)
    async with running(app) as pilot:
        was = app.desk_screen.query_one(StateLine).said
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.screen is not app.desk_screen
        clock.at = NOW + 5
        app.ticker.tick()
        await pilot.press("escape")
        await pilot.pause(0.1)
        line = app.desk_screen.query_one(StateLine)
        assert line.said != was
        assert "".join(segment.text for segment in line.render_line(0)) == line.said
        assert not line._repaint_required
