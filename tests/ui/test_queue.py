"""The incoming queue: what a row says, what ticks, and what each key does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import Refused
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.context import Scope
from hotline_tui.ui.panes.queue import QueuePane
from hotline_tui.ui.widgets.rows import RowList

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]
SIZE = (132, 36)


async def started(pilot: Pilot[Any]) -> QueuePane:
    """The board is on the screen."""
    app = pilot.app
    assert isinstance(app, HotlineApp)
    await until(pilot, lambda: app.board is not None)
    await settled(pilot, 0.1)
    return app.query_one(QueuePane)


def lines_of(pane: QueuePane) -> list[str]:
    """What the list says, line by line."""
    rows_list = pane.list
    return [rows_list.render_line(y).text.rstrip() for y in range(min(rows_list.size.height, rows_list.order.lines))]


async def test_rows_say_what_the_sketch_says(app: HotlineApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        set_language("zh_CN")
        pane = await started(pilot)
        said = [" ".join(line.split()) for line in lines_of(pane)]
        assert said == [
            "01:42 电话 沪江中学 张敏 金 P1 在办 1",
            "00:55 电话 138-1762-0094 未登记",
            "00:31 邮件 海天物流 信息科 银",
            "00:12 网页 东城图书馆 陈老师",
        ]
        assert str(pane.border_subtitle) == "等待 4 - 今日 47 - 20 秒接听率 86%"


async def test_waiting_times_tick_and_stand_out_near_the_limit(app: HotlineApp, clock: FrozenClock) -> None:
    async with app.run_test(size=SIZE) as pilot:
        pane = await started(pilot)
        assert pane.tick(clock.now()) == rows.NOW + 1
        clock.at += 6
        pane.tick(clock.now())
        assert [line[:5] for line in lines_of(pane)] == ["01:48", "01:01", "00:37", "00:18"]
        styles = [pane.cells(row, clock.now())[0][0][1] for row in pane.list.rows]
        assert styles == ["warn", "warn", "text", "text"]
        clock.at += 120
        pane.tick(clock.now())
        assert [line[:5].strip() for line in lines_of(pane)] == ["03:48", "03:01", "2m", "2m"]
        assert pane.cells(pane.list.rows[0], clock.now())[0][0][1] == "alert"


async def test_enter_claims_the_row_under_the_cursor(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.ClaimCall) and command.call == 2 and command.session == 7
        await until(pilot, lambda: app.desk_screen.active == "triage")


async def test_a_call_that_is_being_put_back_is_claimed_anew(app: HotlineApp, desk: FakeDesk) -> None:
    """Until the answer is here it is shown as ours: no form opens on a call that nobody holds any more."""
    async with app.run_test(size=SIZE) as pilot:
        pane = await started(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.desk_screen.active == "triage" and app.board is not None and app.board.my_calls)
        app.desk_screen.show_pane(Scope.QUEUE)
        pane.list.select(2)
        await settled(pilot)
        desk.slow = 0.3
        await pilot.press("l", "c")
        desk.slow = 0.0
        await until(pilot, lambda: len(desk.done) == 3)
        assert [command.kind for command in desk.done] == ["call.claim", "call.release", "call.claim"]
        await until(pilot, lambda: app.board is not None and app.board.my_calls == (2,))
        await until(pilot, lambda: app.desk_screen.active == "triage")


async def test_a_call_whose_release_was_refused_opens_again(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        pane = await started(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.desk_screen.active == "triage" and app.board is not None and app.board.my_calls)
        app.desk_screen.show_pane(Scope.QUEUE)
        pane.list.select(2)
        await settled(pilot)
        desk.refuse["call.release"] = Refused("not now")
        await pilot.press("l")
        await until(pilot, lambda: not pane._let_go)
        await pilot.press("c")
        await until(pilot, lambda: app.desk_screen.active == "triage")
        assert [command.kind for command in desk.done] == ["call.claim"]


async def test_claimed_and_lost_calls_have_sections_of_their_own(make_app: MakeApp) -> None:
    desk = FakeDesk()
    desk.calls[2] = replace(
        desk.calls[2], state="claimed", claimed_by="周婷", claimed_by_id=2, claimed_at=rows.NOW - 95
    )
    desk.calls[4] = replace(desk.calls[4], state="abandoned", left=rows.NOW - 40, due=rows.NOW + 560, attempts=1)
    desk.calls = {key: desk.calls[key] for key in (1, 3, 4, 2)}
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        pane = await started(pilot)
        said = [" ".join(line.split()) for line in lines_of(pane)]
        assert said[2] == "Call back" and said[4] == "Claimed"
        assert said[3] == "00:40 Web 东城图书馆 9m tried 1", "its clock has the seconds"
        assert said[5] == "1m Phone 138-1762-0094 周婷"
        await pilot.press("end", "up", "up")
        assert pane.list.selected is not None and pane.list.selected.id == 3
        await pilot.press("end", "enter")
        await settled(pilot)
        assert desk.done == [], "somebody else has it: Enter says so, O takes over"
        await pilot.press("O")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press(*"his line is dead", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.TakeOverCall) and (command.call, command.reason) == (2, "his line is dead")


async def test_a_lost_call_is_called_back(make_app: MakeApp) -> None:
    desk = FakeDesk()
    desk.calls = {4: replace(desk.calls[4], state="abandoned", left=rows.NOW - 40, due=rows.NOW + 560)}
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        await pilot.press("b")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("2", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.TryCallBack) and (command.call, command.reached) == (4, False)


async def test_a_mail_can_be_read_without_claiming_it(make_app: MakeApp) -> None:
    desk = FakeDesk()
    desk.calls[3] = replace(desk.calls[3], text="订单接口偶发超时\n第二行 [/foo]")
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("down", "down", "v")
        await until(pilot, lambda: any("第二行 [/foo]" in line for line in shown(pilot)))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert desk.done == []


async def test_the_filter_narrows_and_escape_shows_all(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        pane = await started(pilot)
        await pilot.press("slash", *"138")
        await until(pilot, lambda: len(pane.list.rows) == 1)
        assert desk.queries[-1].call_filter == "138"
        assert "138" in str(pane.border_subtitle)
        await pilot.press("enter")
        assert app.focused is pane.list
        await pilot.press("escape")
        await until(pilot, lambda: len(pane.list.rows) == 4)
        assert desk.queries[-1].call_filter == ""


@pytest.mark.parametrize("size", [(80, 24), (132, 40)])
async def test_hostile_text_shows_as_text(make_app: MakeApp, size: tuple[int, int]) -> None:
    app = make_app(FakeDesk(hostile=True, rows_of=200))
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        for key in ("1", "3", "4"):
            await pilot.press(key)
            await settled(pilot, 0.1)
            for rows_list in app.screen.query(RowList):
                for y in range(rows_list.size.height):
                    text = rows_list.render_line(y).text
                    assert not any(ord(char) < 32 or char in "\x7f\u202e" for char in text), text
            assert any("[/foo]" in line for line in shown(pilot))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_an_empty_desk_says_what_to_do(make_app: MakeApp, language: str) -> None:
    app = make_app(FakeDesk(rows_of=0))
    async with app.run_test(size=SIZE) as pilot:
        set_language(language)
        await started(pilot)
        text = "\n".join(shown(pilot))
        assert ("Nobody is waiting." if language == "en" else "无人等待。") in text
        await pilot.press("enter", "down", "x")
        assert len(app.screen_stack) == 1


async def test_words_typed_in_one_go_with_the_filter_key_act_on_no_row(make_app: MakeApp) -> None:
    """`/` and `book` behind it arrive together on a slow line: `b` is a letter then, not a call-back."""
    app = make_app(FakeDesk())
    async with app.run_test(size=SIZE) as pilot:
        pane = await started(pilot)
        for name, char in (("slash", "/"), *((one, one) for one in "book")):
            app.post_message(events.Key(name, char))
        await until(pilot, lambda: pane.filter_text == "book")
        assert app.screen is app.desk_screen


async def test_f2_after_a_refusal_claims_nobody_by_mistake(make_app: MakeApp) -> None:
    """Who answers a dialog that did not come, or was refused, presses F2: it says so, and claims only when repeated."""
    desk = FakeDesk()
    app = make_app(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await started(pilot)
        await pilot.press("b")  # nobody hung up: refused
        await pilot.press("f2")
        await until(pilot, lambda: any("No call is claimed" in one.message for one in app._notifications))
        assert desk.done == []
        await pilot.press("f2")
        await until(pilot, lambda: [type(one) for one in desk.done] == [c.ClaimCall])


async def test_enter_after_a_refusal_claims_at_once(make_app: MakeApp) -> None:
    desk = FakeDesk()
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await started(pilot)
        await pilot.press("b", "enter")
        await until(pilot, lambda: [type(one) for one in desk.done] == [c.ClaimCall])
