"""The dispatch board: what a row says, and each act by its key and the words it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.panes.dispatch import DispatchPane

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .triage_desk import settled, until

MakeApp = Callable[[FakeDesk], HotlineApp]


async def started(pilot: Pilot[Any], engineer: int = 1) -> DispatchPane:
    """The keyboard is on an engineer."""
    app = pilot.app
    assert isinstance(app, HotlineApp)
    await until(pilot, lambda: app.board is not None)
    await pilot.press("4")
    pane = app.query_one(DispatchPane)
    await until(pilot, lambda: app.focused is pane.list)
    pane.list.select(engineer)
    await pilot.pause()
    return pane


async def test_rows_say_what_the_sketch_says(app: HotlineApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        set_language("zh_CN")
        pane = await started(pilot)
        pane.relabel()
        said = [" ".join(pane.list.render_line(y).text.split()) for y in range(8)]
        assert said[0] == "王强 现场 0039 P1 沪江中学 软件 网络 13:58 到 已 25m"
        assert said[1] == "陈露 途中 0042 P1 海天物流 hardware 14:31 到 晚6m"
        assert said[2] == "赵一 已派 0041 P2 城北医院 软件 未接单 4m"
        assert said[3] == "孙丽 远程 0036 P2 市政档案馆 软件 数据库 已 48m"
        assert said[5] == "何静 空闲 软件 郊区"
        assert said[6] == "吴昊 休息 hardware 14:40 回"
        assert said[7].startswith("李想 预约 0052 明日"), "a reserved engineer is not shown as sent"
        assert str(pane.border_subtitle) == "值班手机 何静 138-0000-1122"


async def test_lateness_and_silence_stand_out(app: HotlineApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await started(pilot)
        by_id = {row.id: row for row in pane.list.rows}
        assert pane.cells(by_id[2], rows.NOW)[1][0][1] == "alert"
        assert pane.cells(by_id[2], rows.NOW)[4][-1] == ("late 6m", "alert")
        assert pane.cells(by_id[3], rows.NOW)[4] == (("not accepted 4m", "warn"),)
        assert pane.cells(by_id[5], rows.NOW)[1][0][1] == "good"
        assert pane.next_change(by_id[3], rows.NOW) == rows.NOW + 60
        assert pane.next_change(by_id[5], rows.NOW) is None


@pytest.mark.parametrize(
    ("engineer", "keys", "kind", "visit"),
    [
        (3, ["v"], c.AcceptVisit, 3),
        (2, ["v"], c.ArriveVisit, 2),
        (8, ["v"], c.AssignVisit, 5),
        (3, ["A"], c.AcceptVisit, 3),
        (2, ["f6"], c.ArriveVisit, 2),
    ],
)
async def test_steps_are_one_key(
    app: HotlineApp, desk: FakeDesk, engineer: int, keys: list[str], kind: type[c.VisitCommand], visit: int
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, engineer)
        await pilot.press(*keys)
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert type(command) is kind and command.visit == visit  # type: ignore[attr-defined]


async def test_finishing_needs_the_result_and_whether_it_works(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, 1)
        await pilot.press("v")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("f2")
        await settled(pilot, 0.1)
        assert desk.done == [] and len(app.screen_stack) == 2
        await pilot.press(*"patched", "enter", "1")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.FinishVisit) and (command.result, command.restored) == ("patched", True)


@pytest.mark.parametrize(
    ("key", "kind", "visit"),
    [("x", c.DeclineVisit, 3), ("o", c.CallOffVisit, 2), ("B", c.BlockVisit, 2), ("N", c.NoShowVisit, 2)],
)
async def test_what_ends_a_visit_needs_a_reason(
    app: HotlineApp, desk: FakeDesk, key: str, kind: type[c.VisitCommand], visit: int
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, visit)
        await pilot.press(key)
        await until(pilot, lambda: len(app.screen_stack) == 2)
        screen = app.screen
        screen.query_one("#reason").focus()
        await pilot.press(*"rain", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert type(command) is kind and command.reason == "rain" and command.visit == visit  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("engineer", "key", "said"),
    [
        (3, "f5", "has not accepted yet"),
        (2, "x", "on the way"),
        (2, "R", "on the way"),
        (1, "N", "on site"),
        (1, "i", "on site"),
        (1, "p", "follows the visit"),
    ],
)
async def test_what_does_not_fit_the_state_says_so_before_any_words_are_asked_for(
    app: HotlineApp, desk: FakeDesk, engineer: int, key: str, said: str
) -> None:
    told: list[str] = []
    app.say_error = lambda error: told.append(str(error))  # type: ignore[assignment]
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, engineer)
        await pilot.press(key)
        await until(pilot, lambda: told)
        assert said in told[0] and len(app.screen_stack) == 1 and desk.done == []


async def test_remote_work_is_finished_by_the_key_of_the_next_step(app: HotlineApp, desk: FakeDesk) -> None:
    """Nobody travels: after accepting comes the end."""
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, 4)
        await pilot.press("v")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press(*"rebuilt", "enter", "1")
        await until(pilot, lambda: desk.done)
        assert isinstance(desk.done[0], c.FinishVisit)


async def test_only_duties_that_can_follow_are_offered_and_the_digit_chooses(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, 5)
        await pilot.press("p")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("2", "f2")
        await until(pilot, lambda: desk.done)
        assert isinstance(desk.done[0], c.SetEngineer) and desk.done[0].state == "off_duty"


async def test_the_eta_is_typed_as_people_say_it(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, 2)
        await pilot.press("i")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press(*"15:00", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.SetEta)
        assert command.eta.timestamp() == rows.NOW - rows.NOW % 3600 + 3600


async def test_a_break_has_an_end_and_duty_comes_back(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, 5)
        await pilot.press("p")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        app.screen.query_one("#when").focus()
        await pilot.press(*"+20m", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.SetEngineer) and (command.engineer, command.state) == (5, "break")
        assert command.until is not None and command.until.timestamp() == rows.NOW + 1200


async def test_without_a_job_the_keys_say_why_not(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, 5)
        await pilot.press("enter", "d", "A", "x", "v")
        await until(pilot, lambda: any("has no job now" in toast.message for toast in app._notifications))
        assert desk.done == [] and len(app.screen_stack) == 1


async def test_a_visit_is_given_to_somebody_else(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, 8)
        await pilot.press("R")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await settled(pilot)
        await pilot.press("home", "enter")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.AssignVisit) and (command.visit, command.engineer) == (5, 5)
