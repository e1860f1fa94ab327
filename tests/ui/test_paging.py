"""Beyond a page: ↓ past the last row brings the next page by key, ↑ past the first the one before; / searches all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.locale import CHINESE, set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.panes.queue import QueuePane
from hotline_tui.ui.panes.sla import SlaPane
from hotline_tui.ui.widgets.listpane import ListPane

from .fake_desk import FakeDesk
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]
SIZE = (132, 40)


async def begun(pilot: Pilot[Any], key: str, kind: type[ListPane[Any]]) -> ListPane[Any]:
    """The pane has the keyboard and its first page."""
    app = pilot.app
    assert isinstance(app, HotlineApp)
    await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
    await pilot.press(key)
    await settled(pilot, 0.1)
    pane = app.query_one(kind)
    await until(pilot, lambda: len(pane.list.rows) == 200)
    return pane


def border(pane: ListPane[Any]) -> str:
    return str(pane.border_subtitle)


@pytest.mark.parametrize(("key", "kind"), [("3", SlaPane), ("1", QueuePane)])
async def test_down_the_whole_way_and_up_again(make_app: MakeApp, key: str, kind: type[ListPane[Any]]) -> None:
    desk = FakeDesk(rows_of=450)
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        pane = await begun(pilot, key, kind)
        total = pane.total
        seen = [pane.key(row) for row in pane.list.rows]
        assert "1-200 of 450" in border(pane)
        await pilot.press("end", "down")
        await until(pilot, lambda: pane.before == 200)
        assert "201-400 of 450" in border(pane)
        assert pane.list.selected is not None and pane.key(pane.list.selected) == pane.key(pane.list.rows[0])
        seen += [pane.key(row) for row in pane.list.rows]
        await pilot.press("end", "down")
        await until(pilot, lambda: pane.before == 400)
        assert "401-450 of 450" in border(pane)
        seen += [pane.key(row) for row in pane.list.rows]
        assert len(seen) == len(set(seen)) == total == 450, "every row once"
        await pilot.press("end", "down")
        await settled(pilot, 0.1)
        assert pane.before == 400, "past the very end is nothing"
        await pilot.press("home", "up")
        await until(pilot, lambda: pane.before == 200)
        assert pane.list.selected is not None and pane.key(pane.list.selected) == seen[399], "on to the row above"
        await pilot.press("home", "up")
        await until(pilot, lambda: pane.before == 0)
        assert pane.key(pane.list.selected) == seen[199]


async def test_a_held_key_turns_one_page_at_a_time(make_app: MakeApp) -> None:
    app = make_app(FakeDesk(rows_of=900))
    async with app.run_test(size=SIZE) as pilot:
        pane = await begun(pilot, "3", SlaPane)
        await pilot.press("end", *["down"] * 20)
        await until(pilot, lambda: pane.before == 200)
        await settled(pilot, 0.2)
        assert pane.before == 200


async def test_the_selection_stays_when_the_desk_changes(make_app: MakeApp) -> None:
    desk = FakeDesk(rows_of=450)
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        pane = await begun(pilot, "3", SlaPane)
        await pilot.press("end", "down")
        await until(pilot, lambda: pane.before == 200)
        await pilot.press(*["down"] * 5)
        chosen = pane.key(pane.list.selected)
        boards = len(desk.queries)
        desk.feed += 1
        await until(pilot, lambda: len(desk.queries) > boards)
        await settled(pilot, 0.1)
        assert pane.before == 200 and pane.key(pane.list.selected) == chosen


async def test_esc_goes_back_to_the_beginning(make_app: MakeApp) -> None:
    app = make_app(FakeDesk(rows_of=450))
    async with app.run_test(size=SIZE) as pilot:
        pane = await begun(pilot, "1", QueuePane)
        await pilot.press("end", "down")
        await until(pilot, lambda: pane.before == 200)
        await pilot.press("escape")
        await until(pilot, lambda: pane.before == 0)
        assert pane.list.order.at_start


async def test_the_filter_searches_all_that_is_open(make_app: MakeApp) -> None:
    desk = FakeDesk(rows_of=450)
    last = desk.clocks[-1].number
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        pane = await begun(pilot, "3", SlaPane)
        assert last not in [row.number for row in pane.list.rows]
        await pilot.press("end", "down")
        await until(pilot, lambda: pane.before == 200)
        await pilot.press("slash", *last[-4:])
        await until(pilot, lambda: last in [row.number for row in pane.list.rows])
        assert pane.before == 0, "a filter begins at the beginning"
        await pilot.press("escape")
        await until(pilot, lambda: len(pane.list.rows) == 200 and "1-200 of 450" in border(pane))


async def test_in_chinese(make_app: MakeApp) -> None:
    app = make_app(FakeDesk(rows_of=10_000))
    async with app.run_test(size=SIZE) as pilot:
        set_language(CHINESE)
        pane = await begun(pilot, "3", SlaPane)
        await pilot.press("end", "down")
        await until(pilot, lambda: pane.before == 200)
        assert "第 201-400 条，共 10,000 条" in border(pane)


@pytest.mark.parametrize("tongue", ["en", CHINESE])
async def test_ten_thousand_is_written_one_way_all_over_the_desk(make_app: MakeApp, tongue: str) -> None:
    app = make_app(FakeDesk(rows_of=10_000))
    async with app.run_test(size=SIZE) as pilot:
        await begun(pilot, "3", SlaPane)
        app.choose_language(tongue)
        await settled(pilot, 0.1)
        text = "\n".join(shown(pilot))
        assert "10,000" in text
        assert not re.findall(r"(?<![\d-])\d{5}(?!\d)", text), "five digits without their comma"
