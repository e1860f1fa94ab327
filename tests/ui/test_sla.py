"""The SLA pane: each clock by text, colour and shape; what Enter, F6 and d do; ten thousand rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.panes.sla import SlaPane
from hotline_tui.ui.screens.explain import ExplainScreen
from hotline_tui.ui.screens.send import SendScreen
from hotline_tui.ui.screens.ticket import TicketScreen
from hotline_tui.ui.themes import ANSI
from hotline_tui.ui.widgets.clocks import late, milestone_cell, number_cell, reading

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]
ZONE = ZoneInfo("Asia/Shanghai")
SIZE = (132, 36)


async def started(pilot: Pilot[Any]) -> SlaPane:
    """The board is on the screen, the keyboard in the clocks."""
    app = pilot.app
    assert isinstance(app, HotlineApp)
    await until(pilot, lambda: app.board is not None)
    await pilot.press("3")
    pane = app.query_one(SlaPane)
    await until(pilot, lambda: app.focused is pane.list)
    return pane


async def test_rows_say_what_the_sketch_says(app: HotlineApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        set_language("zh_CN")
        pane = await started(pilot)
        pane.relabel()
        said = [" ".join(pane.list.render_line(y).text.split()) for y in range(10)]
        assert said[0] == "0039 P1 沪江中学 恢复 超时 ███ -04:12 王强"
        assert said[1].startswith("0042 P1 海天物流 到场 晚6m") and said[1].endswith("02:06 陈露")
        assert said[6] == "0028 P3 天河数码 挂起 等客户 余 18h20m 李娜"
        assert said[9].endswith("周二 10:00 李娜")
        assert str(pane.border_subtitle) == "在办 10 - 按到期"


@pytest.mark.parametrize(
    ("left", "fields", "text", "colour", "over"),
    [
        (-252, {"state": "breached"}, "-04:12", "alert", True),
        (-1, {"state": "running"}, "-00:01", "alert", True),
        (60, {"share": 0.95}, "01:00", "alert", False),
        (700, {"share": 0.8}, "11m", "warn", False),
        (20_160, {"share": 0.4}, "5h36m", "good", False),
        (None, {"state": "held", "left_s": 66_000.0}, "18h20m left", "dim", False),
        (None, {"state": "waiting"}, "", "dim", False),
    ],
)
def test_a_clock_is_told_by_text_and_colour(
    left: float | None, fields: dict[str, Any], text: str, colour: str, over: bool
) -> None:
    read = reading(rows.clock(1, "x", "P1", "restore", left, **fields), rows.NOW, ZONE)
    assert (read.text, read.colour, read.over) == (text, colour, over)


def test_a_row_reads_differently_when_it_says_so_and_not_before() -> None:
    row = rows.clock(1, "x", "P1", "restore", 660, share=0.82)
    at = rows.NOW
    seen = [reading(row, at, ZONE)]
    while len(seen) < 100:
        step = seen[-1].next_at
        assert step is not None and step > at
        before = reading(row, step - 0.01, ZONE)
        assert (before.text, before.colour) == (seen[-1].text, seen[-1].colour)
        at = step
        seen.append(reading(row, at, ZONE))
    assert "09:59" in [read.text for read in seen]


def test_breaches_by_raise_promises_majors_and_other_things_are_told_apart() -> None:
    row = rows.clock(39, "x", "P1", "restore", -252, state="breached", by_raise=True)
    assert [text for text, _ in milestone_cell(row, reading(row, rows.NOW, ZONE))] == [
        "Restore",
        " ",
        "overdue, raised",
    ]
    row = rows.clock(39, "x", "P1", "callback", 252, promise=True)
    assert milestone_cell(row, reading(row, rows.NOW, ZONE)) == (("Callback", "accent"),)
    assert number_cell(replace(row, major=True)) == (("0039", "accent"),)
    assert number_cell(replace(row, thing_kind="complaint", number="")) == (("Cmpl", "dim"),)
    assert (late(1), late(360), late(3700)) == ("late 1m", "late 6m", "late 1h02m")


async def test_enter_opens_the_ticket_and_escape_comes_back_to_the_same_row(app: HotlineApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        pane = await started(pilot)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen)
        assert pane.list.selected is not None and pane.list.selected.thing_id == 41


async def test_f6_explains_the_clock_under_the_cursor(app: HotlineApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, ExplainScreen))
        await until(pilot, lambda: any("Restored within 6 h" in line for line in shown(pilot)))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen)


async def test_d_offers_engineers_for_the_ticket(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        await pilot.press("down", "d")
        await until(pilot, lambda: isinstance(app.screen, SendScreen) and app.screen.list.rows)
        await pilot.press("enter")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.SendEngineer)
        assert (command.ticket, command.engineer, command.planned, command.remote) == (42, 5, None, False)


async def test_a_clock_of_a_call_has_no_ticket_acts_but_is_explained(make_app: MakeApp) -> None:
    desk = FakeDesk()
    desk.clocks = (replace(desk.clocks[0], thing_kind="call", thing_id=1, number=""),)
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        await pilot.press("d", "p", "r")
        await settled(pilot)
        assert len(app.screen_stack) == 1 and desk.done == []
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, ExplainScreen))


async def test_acts_on_a_row_need_their_words_and_nothing_more(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        await pilot.press("r")
        await until(pilot, lambda: len(desk.done) == 1)
        await pilot.press("v")
        await until(pilot, lambda: len(desk.done) == 2)
        await pilot.press("i")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press(*"phoned", "f2")
        await until(pilot, lambda: len(desk.done) == 3)
        restore, meet, note = desk.done
        assert isinstance(restore, c.RestoreTicket) and restore.ticket == 39
        assert isinstance(meet, c.MeetMilestone) and (meet.clock, meet.milestone) == (1039, "restore")
        assert isinstance(note, c.NoteTicket) and note.text == "phoned"


async def test_a_held_ticket_goes_on_by_the_same_key(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        await pilot.press(*["down"] * 6, "p")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("1")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.ResumeTicket) and command.ticket == 28


async def test_of_sixteen_colours_the_row_under_the_cursor_has_one_ink(app: HotlineApp) -> None:
    """Red or cyan words on the terminal's blue can't be read; on the other rows colours stay."""
    async with app.run_test(size=SIZE) as pilot:
        pane = await started(pilot)
        app.theme = ANSI
        await settled(pilot, 0.2)
        here = pane.list.order.line
        assert here is not None

        def inks(line: int) -> set[object]:
            strip = pane.list.render_line(line)
            filled = {segment.style.bgcolor for segment in strip if segment.style} - {None}
            ground = max(filled, key=lambda one: sum(s.style.bgcolor == one for s in strip if s.style), default=None)
            return {s.style.color for s in strip if s.style and s.style.bgcolor == ground and s.text.strip()}

        assert len(inks(here)) == 1
        assert len(inks(here + 1)) > 1
