"""Two people edit one ticket: whoever saves second sees both texts, and loses nothing that was typed (rule 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import TicketView
from hotline_tui.domain.errors import Conflict
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.screens.conflict import ConflictScreen
from hotline_tui.ui.screens.ticket_dialogs import EditScreen

from .fake_desk import FakeDesk
from .test_ticket import opened
from .triage_desk import settled, until

MakeApp = Callable[[FakeDesk], HotlineApp]


@dataclass
class SharedDesk(FakeDesk):
    """Somebody else saves `theirs` between the look and the save."""

    theirs: dict[str, Any] = field(default_factory=dict)
    saved: dict[str, Any] = field(default_factory=dict)
    now_at: int = 1

    def ticket(self, ticket: int, *, now: datetime) -> TicketView:
        return replace(super().ticket(ticket, now=now), version=self.now_at, **self.saved)

    def do(self, command: c.Command, *, now: datetime) -> c.Result:
        if isinstance(command, c.EditTicket | c.Retriage):
            if self.theirs and self.now_at == 1:
                self.saved, self.now_at = dict(self.theirs), 2
            if command.version != self.now_at:
                raise Conflict("{who} has changed this at {at}.", who="陈露", at=now, version=self.now_at)
        return super().do(command, now=now)


async def edited(pilot: Pilot[Any], desk: SharedDesk) -> None:
    """`my cause` is typed and saved; by then somebody else has saved."""
    await opened(pilot)
    await pilot.press("E")
    await until(pilot, lambda: isinstance(pilot.app.screen, EditScreen))
    area = pilot.app.screen.query_one("#cause", TextArea)
    area.focus()
    area.load_text("my cause")
    await pilot.press("f2")
    await settled(pilot, 0.2)


def written(desk: SharedDesk) -> list[c.EditTicket]:
    return [command for command in desk.done if isinstance(command, c.EditTicket)]


@pytest.mark.parametrize(("key", "mine"), [("1", True), ("2", False)])
async def test_the_same_text_twice_is_decided_by_a_digit(make_app: MakeApp, key: str, mine: bool) -> None:
    desk = SharedDesk(theirs={"cause": "their cause"})
    async with make_app(desk).run_test(size=(100, 30)) as pilot:
        await edited(pilot, desk)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConflictScreen))
        await pilot.press(key, "f2")
        await settled(pilot, 0.2)
        assert [(one.cause, one.version) for one in written(desk)] == ([("my cause", 2)] if mine else [])


async def test_escape_goes_back_to_what_was_typed(make_app: MakeApp) -> None:
    desk = SharedDesk(theirs={"cause": "their cause"})
    async with make_app(desk).run_test(size=(100, 30)) as pilot:
        await edited(pilot, desk)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConflictScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditScreen))
        assert pilot.app.screen.query_one("#cause", TextArea).text == "my cause"
        await pilot.press("f2")
        await until(pilot, lambda: bool(written(desk)))
        assert (written(desk)[0].cause, written(desk)[0].version) == ("my cause", 2)


async def test_different_texts_are_both_kept_without_a_question(make_app: MakeApp) -> None:
    desk = SharedDesk(theirs={"method": "their method"})
    async with make_app(desk).run_test(size=(100, 30)) as pilot:
        await edited(pilot, desk)
        await until(pilot, lambda: bool(written(desk)))
        (command,) = written(desk)
        assert (command.cause, command.method, command.version) == ("my cause", None, 2)
