"""Finding a ticket: the list takes the width there is, so that names and words are read and not guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.domain.board import TicketRow
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.panes.sla import SlaPane
from hotline_tui.ui.screens.find import FindScreen
from hotline_tui.ui.widgets.choice import Choice

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .triage_desk import shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]
NAMES = {"en": "Northstar Vocational College", "zh_CN": "北辰职业技术学院附属中学"}
SUMMARY = {
    "en": "The lab switch restarts every half hour",
    "zh_CN": "实验室交换机每隔半小时自己重启一次，重启后正常",
}


@dataclass
class LongDesk(FakeDesk):
    """Customers with names as customers have them."""

    tongue: str = "en"

    def find_tickets(self, text: str, *, open_only: bool = False, limit: int = 50) -> tuple[TicketRow, ...]:
        row = replace(rows.ticket_row(39), customer=NAMES[self.tongue], summary=SUMMARY[self.tongue])
        return (row, rows.ticket_row(40, state="closed"))


async def found(pilot: Pilot[Any], tongue: str) -> str:
    app: Any = pilot.app
    await until(pilot, lambda: app.board is not None)
    set_language(tongue)
    app.push_screen(FindScreen("x"))
    await until(pilot, lambda: any(choice.rows for choice in app.screen.query(Choice)))
    await pilot.pause()
    return "\n".join(shown(pilot))


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
async def test_a_wide_terminal_shows_names_and_words_in_full(make_app: MakeApp, tongue: str) -> None:
    async with make_app(LongDesk(tongue=tongue)).run_test(size=(132, 40)) as pilot:
        text = await found(pilot, tongue)
        assert NAMES[tongue] in text and SUMMARY[tongue] in text
        assert pilot.app.screen.query_one("#box").outer_size.width == 120


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
async def test_a_narrow_one_cuts_with_a_mark_and_grows_with_the_window(make_app: MakeApp, tongue: str) -> None:
    async with make_app(LongDesk(tongue=tongue)).run_test(size=(80, 24)) as pilot:
        text = await found(pilot, tongue)
        assert NAMES[tongue][:6] in text and SUMMARY[tongue] not in text and "…" in text
        assert pilot.app.screen.query_one("#box").outer_size.width <= 80
        await pilot.resize_terminal(132, 40)
        await until(pilot, lambda: SUMMARY[tongue] in "\n".join(shown(pilot)))


@pytest.mark.parametrize(("tongue", "name"), [("en", "Northstar College"), ("zh_CN", "北辰职业学院")])
@pytest.mark.parametrize("size", [(132, 40), (160, 45)])
async def test_a_usual_name_is_read_in_full_among_the_clocks(
    make_app: MakeApp, size: tuple[int, int], tongue: str, name: str
) -> None:
    desk = FakeDesk()
    desk.clocks = tuple(replace(row, customer=name) for row in desk.clocks)
    async with make_app(desk).run_test(size=size) as pilot:
        app: Any = pilot.app
        await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
        set_language(tongue)
        pane = app.query_one(SlaPane)
        pane.relabel()
        await until(pilot, lambda: name in pane.list.render_line(0).text)
