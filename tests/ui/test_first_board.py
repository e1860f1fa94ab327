"""How the desk fills: the lists with the first board, the rest when they are painted, and all of it without a board."""

from __future__ import annotations

import threading
from typing import cast

import pytest
from textual import events

from hotline_tui.domain.desk import DeskPort
from hotline_tui.domain.errors import Unavailable
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.context import Scope
from hotline_tui.ui.panes.triage_empty import EmptyForm
from hotline_tui.ui.screens import desk_panes
from hotline_tui.ui.screens.desk import DeskScreen
from hotline_tui.ui.widgets.frame import Frame

from .fake_desk import FakeDesk
from .fake_rows import NOW
from .test_app import until


async def test_panes_wait_for_the_board_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_panes, "PATIENCE_S", 0.05)
    opened = threading.Event()

    def opener() -> DeskPort:
        opened.wait(30)
        return cast("DeskPort", FakeDesk())

    app = HotlineApp(opener, clock=FrozenClock(NOW))
    async with app.run_test(size=(132, 40)) as pilot:
        await until(pilot, lambda: app.desk_screen.filled)
        assert app.board is None
        assert [pane.scope for pane in app.desk_screen.panes()] == [
            Scope.QUEUE, Scope.TRIAGE, Scope.SLA, Scope.DISPATCH
        ]  # fmt: skip
        opened.set()
        await until(pilot, lambda: app.board is not None)
        app.gateway.close(2.0)


async def test_nothing_but_the_form_is_missing_once_the_lists_are_there() -> None:
    app = HotlineApp(lambda: cast("DeskPort", FakeDesk()), clock=FrozenClock(NOW))
    async with app.run_test(size=(132, 40)) as pilot:
        await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
        assert not app.desk_screen.query(Frame)
        right = [type(one).__name__ for one in app.desk_screen.query_one("#right").children]
        assert right == ["TriagePane", "DispatchPane"]
        app.gateway.close(2.0)


async def test_a_key_pressed_when_the_lists_are_seen_is_done_when_they_can_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted: list[DeskScreen] = []
    complete = desk_panes._complete

    async def later(desk: DeskScreen) -> None:
        painted.append(desk)

    monkeypatch.setattr(desk_panes, "_complete", later)
    desk = FakeDesk()
    app = HotlineApp(lambda: cast("DeskPort", desk), clock=FrozenClock(NOW))
    async with app.run_test(size=(132, 40)) as pilot:
        await until(pilot, lambda: painted)
        app.post_message(events.Key("enter", None))
        await pilot.pause()
        assert not desk.done
        app.desk_screen.call_next(complete, app.desk_screen)
        await until(pilot, lambda: desk.done)
        assert [command.kind for command in desk.done] == ["call.claim"]
        app.gateway.close(2.0)


async def test_a_desk_that_was_never_shown_says_why_as_long_as_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that goes away after a few seconds would leave an empty desk behind that nobody understands."""
    monkeypatch.setattr(desk_panes, "PATIENCE_S", 0.05)
    desk = FakeDesk(fault=Unavailable("There is no host of that name: {place}.", place="[b]db9[/b]"))

    def opener() -> DeskPort:
        if desk.fault is not None:
            raise desk.fault
        return cast("DeskPort", desk)

    app = HotlineApp(opener, clock=FrozenClock(NOW))
    async with app.run_test(size=(132, 40)) as pilot:
        await until(pilot, lambda: app.desk_screen.filled and app.link is not None)
        app.clear_notifications()
        form = app.desk_screen.query_one(EmptyForm)
        await until(pilot, lambda: "There is no host of that name: [b]db9[/b]." in str(form.render()))
        assert "goes on trying" in str(form.render()) and "claim" not in str(form.render())
        desk.fault = None
        await until(pilot, lambda: app.board is not None)
        await until(pilot, lambda: "goes on trying" not in str(form.render()))
        app.gateway.close(2.0)
