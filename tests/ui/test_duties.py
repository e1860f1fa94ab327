"""Shift log, earlier handovers and the shift overview, on a real desk (OR-3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_tui.ui.screens.handover import HandoverScreen
from hotline_tui.ui.screens.handovers import CompareScreen, HandoversScreen
from hotline_tui.ui.screens.log import EntryScreen, LogScreen
from hotline_tui.ui.screens.shift import ShiftScreen

from .handover_desk import LI, WANG, handover_desk
from .shared_desk import seen
from .test_handover import SIZES, Side, give, side, take


async def passed_on(path: Path, tmp_path: Path) -> None:
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await give(out)
        await take(into)


async def listed(one: Side) -> None:
    await one.shows(lambda: one.on(HandoversScreen) and one.app.screen.list.rows)


@pytest.mark.parametrize("size", SIZES)
async def test_an_entry_is_written_corrected_and_done(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=0, urgent=0, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a", size) as one:
        await one.press("Y")
        await one.shows(lambda: "The shift log is empty" in seen(one.app))
        await one.press("n")
        await one.shows(lambda: one.on(EntryScreen))
        await one.press(*"count", "enter", "2", "2", "tab", "f2")
        await one.shows(lambda: one.on(LogScreen) and "count" in seen(one.app))
        (row,) = [row for row in one.app.screen.list.rows if row.id]
        assert (row.kind, row.hand_over) == ("order", True)
        await one.press("x")
        await one.shows(lambda: one.app.screen.list.rows[0].done is not None)
        await one.press("e")
        await one.shows(lambda: one.on(EntryScreen))
        await one.press(*"recount", "f2")
        await one.shows(lambda: len([row for row in one.app.screen.list.rows if row.id]) == 2)
        assert [row.corrected for row in one.app.screen.list.rows if row.text == "count"] == [True]


async def test_earlier_handovers_are_found_opened_and_compared(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=2, urgent=1, endangered=0, promised=0)
    await passed_on(path, tmp_path)
    async with side(path, LI, tmp_path / "b") as one:
        await one.press("h")
        await one.shows(lambda: one.view is not None and one.view.state == "drafted")
        await one.press("L")
        await listed(one)
        assert [row.state for row in one.app.screen.list.rows] == ["drafted", "signed"]
        await one.press("d")
        await one.shows(lambda: one.on(CompareScreen) and "Unchanged 2" in seen(one.app))
        await one.press("escape", "end", "enter")
        await one.shows(lambda: isinstance(one.app.work_screen, HandoverScreen) and one.view.state == "signed")
        assert "seal" in seen(one.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_overview_leads_to_a_persons_work_and_to_tickets(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=3, urgent=2, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a", size) as one:
        await one.press("S")
        await one.shows(lambda: one.on(ShiftScreen) and one.app.screen.list.rows)
        await one.shows(lambda: "at the console" in seen(one.app))
        await one.press("enter")
        await one.shows(lambda: not one.on(ShiftScreen))
