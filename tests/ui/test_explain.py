"""F6 wherever a clock is chosen: every line of the explanation, or the sentence why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from hotline_tui.domain.board import Explanation, ReasonLine
from hotline_tui.domain.errors import HotlineError, Refused
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.messages import OpenTicketScreen
from hotline_tui.ui.screens.explain import ExplainScreen
from hotline_tui.ui.screens.ticket import TicketScreen

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]


@dataclass
class ExplainDesk(FakeDesk):
    """Explains at length, or refuses."""

    lines: tuple[ReasonLine, ...] = ()
    error: HotlineError | None = None
    explained: int = 0

    def explain(self, clock: int, *, now: datetime) -> Explanation:
        self.explained = clock
        if self.error is not None:
            raise self.error
        return Explanation(clock, "restore", self.lines)


CALENDAR = "By the calendar {calendar}, in the time zone {timezone}."
LINES = (
    ReasonLine("Counted from the moment the call came in."),
    ReasonLine("Held: {reason}", (("reason", rows.HOSTILE),)),
    ReasonLine("a msgid of a newer release with {a_place}", ()),
    *(ReasonLine(CALENDAR, (("calendar", f"c{n}"), ("timezone", "UTC"))) for n in range(30)),
)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (132, 40)])
async def test_the_explanation_is_read_to_its_end(make_app: MakeApp, size: tuple[int, int]) -> None:
    desk = ExplainDesk(lines=LINES)
    app = make_app(desk)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.board is not None)
        await pilot.press("3", "down", "f6")
        await until(pilot, lambda: isinstance(app.screen, ExplainScreen))
        await settled(pilot, 0.15)
        assert desk.explained == 1042
        seen = "\n".join(shown(pilot))
        assert "Restore" in seen and " 1  " in seen
        for _ in range(40):
            await pilot.press("j")
        seen += "\n".join(shown(pilot))
        assert "[/foo]" in seen and "{a_place}" in seen and "33  " in seen
        assert not any(char in seen for char in "\x1b\x07\u202e")
        await pilot.press("escape")
        assert app.screen is app.desk_screen


async def test_in_the_ticket_the_clock_under_its_cursor_is_explained(make_app: MakeApp) -> None:
    desk = ExplainDesk(lines=LINES[:1])
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        set_language("zh_CN")
        await until(pilot, lambda: app.board is not None)
        app.post_message(OpenTicketScreen(39, part="clocks"))
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        await settled(pilot, 0.2)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, ExplainScreen) and desk.explained == 1039)
        await until(pilot, lambda: any("恢复" in line for line in shown(pilot)))


async def test_without_an_explanation_it_says_why(make_app: MakeApp) -> None:
    desk = ExplainDesk(error=Refused("This clock is no longer there."))
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.board is not None)
        await pilot.press("3", "w")
        await until(pilot, lambda: any("This clock is no longer there." in line for line in shown(pilot)))
