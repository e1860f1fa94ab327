"""Keys typed between a claim and the caller's form go into the form or nowhere, never to something else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import ScreenPop
from hotline_tui.domain.errors import Conflict, Refused
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.context import Scope

from .fake_desk import FakeDesk
from .triage_desk import form_pane, settled, until

MakeApp = Callable[[FakeDesk], HotlineApp]


@dataclass
class SlowDesk(FakeDesk):
    """The database takes its time with a claim or with the caller's card until the test lets it go on."""

    at: str = "claim"
    go_on: threading.Event = field(default_factory=threading.Event)

    def do(self, command: c.Command, *, now: datetime) -> c.Result:
        if self.at == "claim" and isinstance(command, c.ClaimCall):
            self.go_on.wait(10)
        return super().do(command, now=now)

    def pop(self, call: int, *, now: datetime) -> ScreenPop:
        if self.at == "pop":
            self.go_on.wait(10)
        return super().pop(call, now=now)


async def ready(pilot: Pilot[Any], pane: str) -> None:
    app: Any = pilot.app
    await until(pilot, lambda: app.me is not None and app.board is not None and app.desk_screen.filled)
    await pilot.press(pane)
    await settled(pilot, 0.1)


@pytest.mark.parametrize("at", ["claim", "pop"])
@pytest.mark.parametrize("pane", ["1", "2", "3", "4"])
async def test_they_go_into_the_forms_first_field(make_app: MakeApp, at: str, pane: str) -> None:
    desk = SlowDesk(at=at)
    async with make_app(desk).run_test(size=(132, 40)) as pilot:
        await ready(pilot, pane)
        await pilot.press("c")
        await settled(pilot, 0.1)
        await pilot.press(*"ncxq 3")
        desk.go_on.set()
        await until(pilot, lambda: "ncxq 3" in [area.text for area in form_pane(pilot).query(TextArea)])
        await pilot.press("d")
        await until(pilot, lambda: form_pane(pilot).query_one("#text", TextArea).text == "ncxq 3d")
        assert len(pilot.app.screen_stack) == 1, "q did not ask whether to leave"
        assert [command.kind for command in desk.done] == ["call.claim"]


async def test_enter_after_the_words_goes_on_to_the_questions(make_app: MakeApp) -> None:
    desk = SlowDesk(at="pop")
    async with make_app(desk).run_test(size=(132, 40)) as pilot:
        await ready(pilot, "1")
        await pilot.press("enter", *"abc", "enter", *"122")
        desk.go_on.set()
        pane = form_pane(pilot)
        await until(pilot, lambda: pane.form is not None and pane.form.typed.kind and len(pane.form.typed.answers) == 2)
        assert pane.form is not None and pane.form.typed.text == "abc"


@pytest.mark.parametrize("error", [Conflict("Claimed by {who}.", who="陈露"), Refused("Nobody is waiting.")])
async def test_a_claim_that_fails_swallows_them(make_app: MakeApp, error: Refused) -> None:
    desk = SlowDesk(at="")
    desk.refuse = {"call.claim": error}
    gate = threading.Event()
    whole = desk.do
    desk.do = lambda command, *, now: (gate.wait(10), whole(command, now=now))[1]  # type: ignore[method-assign,return-value]
    async with make_app(desk).run_test(size=(132, 40)) as pilot:
        await ready(pilot, "2")
        await pilot.press("c", *"nq")
        gate.set()
        app: Any = pilot.app
        await until(pilot, lambda: app._held is None)
        await settled(pilot, 0.1)
        assert form_pane(pilot).form is None and len(app.screen_stack) == 1
        await pilot.press("n")
        await until(pilot, lambda: form_pane(pilot).form is not None)


async def test_escape_throws_them_away_and_keys_work_again(make_app: MakeApp) -> None:
    desk = SlowDesk(at="pop")
    async with make_app(desk).run_test(size=(132, 40)) as pilot:
        await ready(pilot, "1")
        await pilot.press("c", *"nq", "escape")
        await pilot.press("3")
        app: Any = pilot.app
        await until(pilot, lambda: app.desk_screen.active is Scope.SLA)
        desk.go_on.set()
        pane = form_pane(pilot)
        await until(pilot, lambda: pane.form is not None)
        assert pane.form is not None and pane.form.typed.text == ""


async def test_dismissing_a_waiting_call_opens_no_form(make_app: MakeApp) -> None:
    desk = FakeDesk()
    async with make_app(desk).run_test(size=(132, 40)) as pilot:
        await ready(pilot, "1")
        await pilot.press("x", "1", "f2")
        await until(pilot, lambda: [command.kind for command in desk.done] == ["call.claim", "call.dismiss"])
        await settled(pilot, 0.2)
        app: Any = pilot.app
        assert form_pane(pilot).form is None and app._held is None
