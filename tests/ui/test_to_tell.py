"""The desk's list of who is still to be told: reached by a key and by name, read in both languages, told by a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import TellRow
from hotline_tui.domain.errors import Conflict
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.screens.complaint_sheet import ComplaintSheet
from hotline_tui.ui.screens.ticket import TicketScreen
from hotline_tui.ui.screens.timeline import TimelineScreen
from hotline_tui.ui.screens.to_tell import ToTellScreen
from hotline_tui.ui.screens.told import ToldScreen
from hotline_tui.ui.widgets.tell_list import brief_why

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]


def untold(count: int, kind: str = "ticket") -> list[TellRow]:
    def one(number: int) -> TellRow:
        since = rows.NOW - 900 - (count - number)
        step = replace(rows.escalation(number), since=since)
        short = "T20261122-0039" if kind == "ticket" else ""
        return TellRow(step, kind, 39, short, "P1", f"客户{number}", since)

    return [one(number) for number in range(1, count + 1)]


def desk_with(count: int, kind: str = "ticket") -> FakeDesk:
    desk = FakeDesk()
    desk.untold = untold(count, kind)
    return desk


async def listed(pilot: Pilot[Any], tongue: str = "en") -> ToTellScreen:
    app: Any = pilot.app
    await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
    app.choose_language(tongue)
    await pilot.press("T")
    await until(pilot, lambda: isinstance(app.screen, ToTellScreen) and app.screen.list.display)
    await settled(pilot, 0.1)
    return app.screen


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (132, 40)])
@pytest.mark.parametrize("count", [1, 20, 10_000])
async def test_whom_of_what_and_at_which_number(
    make_app: MakeApp, count: int, size: tuple[int, int], tongue: str
) -> None:
    async with make_app(desk_with(count)).run_test(size=size) as pilot:
        screen = await listed(pilot, tongue)
        first = screen.list.render_line(0).text
        for fact in ("0039", "P1", "客户1", "王芳", "139-0000-2211", ("lead", "班长")[tongue == "zh_CN"]):
            assert fact in first
        subtitle = str(screen.query_one("#sheet").border_subtitle)
        assert ("10,000" if count == 10_000 else str(count)) in subtitle
        assert len(screen.list.rows) == min(count, 200)


@pytest.mark.parametrize(
    ("step", "milestone", "en", "zh"),
    [
        ("t75", "restore", "Restore 75 %", "恢复 75 %"),
        ("t150", "arrive", "Arrive 150 %", "到场 150 %"),
        ("breach", "restore", "Restore overdue", "恢复 超时"),
        ("complaint", "", "Complaint", "投诉"),
    ],
)
async def test_why_and_whom_are_said_in_fewer_words_rather_than_cut(
    make_app: MakeApp, step: str, milestone: str, en: str, zh: str
) -> None:
    desk = desk_with(1)
    (row,) = desk.untold
    long_ago = replace(row.step, step=step, milestone=milestone, who="", phone="")
    desk.untold = [replace(row, step=long_ago, since=rows.NOW - 2 * 86_400)]
    async with make_app(desk).run_test(size=(80, 24)) as pilot:
        screen = await listed(pilot, "zh_CN")
        line = screen.list.render_line(0).text
        assert "…" not in line and "无人" in line and zh.split()[0] in line and "11-20" in line
        assert brief_why(desk.untold[0].step) == zh
        pilot.app.choose_language("en")  # type: ignore[attr-defined]
        assert brief_why(desk.untold[0].step) == en


async def test_the_end_of_the_list_brings_the_next_ones(make_app: MakeApp) -> None:
    async with make_app(desk_with(450)).run_test(size=(80, 24)) as pilot:
        screen = await listed(pilot)
        for known in (400, 450):
            await pilot.press("end", "down")
            await until(pilot, lambda known=known: len(screen.list.rows) == known)
        assert [row.step.id for row in screen.list.rows] == list(range(1, 451))


async def test_told_by_a_key_and_gone(make_app: MakeApp) -> None:
    desk = desk_with(2)
    async with make_app(desk).run_test(size=(80, 24)) as pilot:
        screen = await listed(pilot)
        await pilot.press("T")
        await until(pilot, lambda: isinstance(pilot.app.screen, ToldScreen))
        await pilot.press("up", "3", *"ok", "f2")
        await until(pilot, lambda: [row.step.id for row in screen.list.rows] == [2])
        (command,) = desk.done
        assert isinstance(command, c.AnswerEscalation)
        assert (command.escalation, command.how, command.note) == (1, "person", "ok")
        await pilot.press("T")
        await until(pilot, lambda: isinstance(pilot.app.screen, ToldScreen))
        await pilot.press("f2")
        await until(pilot, lambda: "Nobody is left to be told." in "\n".join(shown(pilot)))
        await pilot.press("T", "enter")
        assert pilot.app.screen is screen, "nothing to tell, nothing to open"


async def test_who_was_first_shows(make_app: MakeApp) -> None:
    desk = desk_with(2)
    desk.refuse = {"escalation.answer": Conflict("{who} has told them already, at {at}.", who="陈露", at="14:20")}
    async with make_app(desk).run_test(size=(80, 24)) as pilot:
        screen = await listed(pilot)
        desk.untold = desk.untold[1:]
        await pilot.press("T")
        await until(pilot, lambda: isinstance(pilot.app.screen, ToldScreen))
        await pilot.press("f2")
        await until(pilot, lambda: [row.step.id for row in screen.list.rows] == [2])


@pytest.mark.parametrize(
    ("kind", "screen"), [("ticket", TicketScreen), ("complaint", ComplaintSheet), ("call", TimelineScreen)]
)
async def test_enter_opens_the_thing_and_escape_comes_back(make_app: MakeApp, kind: str, screen: type[Any]) -> None:
    async with make_app(desk_with(3, kind)).run_test(size=(132, 40)) as pilot:
        here = await listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, screen))
        await settled(pilot, 0.1)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is here)


@pytest.mark.parametrize(("count", "said"), [(0, None), (3, "To tell 3 T"), (150, "To tell 100+ T")])
async def test_the_state_line_leads_there_when_somebody_is_to_be_told(
    make_app: MakeApp, count: int, said: str | None
) -> None:
    async with make_app(desk_with(count)).run_test(size=(160, 40)) as pilot:
        app: Any = pilot.app
        await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
        await settled(pilot, 0.1)
        app.ticker.tick()
        await pilot.pause()
        lines = shown(pilot)
        assert (said in lines[0]) if said else "To tell" not in "".join(lines)
        if count:
            assert "T To tell" in lines[-1]
        else:
            await pilot.press("T")
            await until(pilot, lambda: [one.message for one in app._notifications] == ["Nobody is left to be told."])
            assert app.screen is app.desk_screen


async def test_by_name_from_the_command_line(make_app: MakeApp) -> None:
    async with make_app(desk_with(3)).run_test(size=(80, 24)) as pilot:
        app: Any = pilot.app
        await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
        await pilot.press("colon", *"tell", "enter")
        await until(pilot, lambda: isinstance(app.screen, ToTellScreen))
