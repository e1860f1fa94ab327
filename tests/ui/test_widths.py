"""What an operator acts on is never cut, in either language, at any layout: the lists of the desk at four widths."""

from __future__ import annotations

from typing import Any

import pytest

from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.panes.dispatch import DispatchPane
from hotline_tui.ui.panes.queue import QueuePane
from hotline_tui.ui.panes.sla import SlaPane
from hotline_tui.ui.widgets.clocks import Reading, countdown_cell
from hotline_tui.ui.widgets.columns import cell, cell_of, first_fit, width_of
from hotline_tui.ui.widgets.listpane import ListPane

from . import fake_rows as rows
from .triage_desk import until

ESSENTIAL: tuple[tuple[type[ListPane[Any]], tuple[str, ...]], ...] = (
    (QueuePane, ("waited", "channel")),
    (SlaPane, ("number", "level", "milestone", "left")),
    (DispatchPane, ("state", "when")),
)


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (132, 40), (160, 50)])
async def test_nothing_to_act_on_is_cut(app: HotlineApp, size: tuple[int, int], tongue: str) -> None:
    async with app.run_test(size=size) as pilot:
        set_language(tongue)
        await until(pilot, lambda: app.board is not None)
        cut: list[tuple[str, str, int]] = []
        for number, (kind, names) in enumerate(ESSENTIAL):
            await pilot.press("134"[number])
            pane = app.query_one(kind)
            await until(pilot, lambda pane=pane: pane.list.size.width > 0)
            pane.relabel()
            at = {column.name: index for index, column in enumerate(pane.columns)}
            for row in pane.list.rows:
                said = pane.cells(row, rows.NOW)
                for name in names:
                    text, room = "".join(part for part, _style in said[at[name]]), pane.list.room(name)
                    if width_of(said[at[name]]) > room:
                        cut.append((name, text, room))
        assert not cut


async def test_a_short_column_says_it_in_fewer_words(app: HotlineApp) -> None:
    late = rows.clock(39, "x", "P1", "restore", 1260, forecast_late_s=5_040)
    over = rows.clock(40, "x", "P1", "callback", -340, state="breached")
    held = rows.clock(41, "x", "P1", "restore", None, state="held", hold_reason="customer", left_s=66_000.0)
    far = countdown_cell(Reading("Dec 28 10:00", "good", 0.1, False, None), 9)
    assert far == (("Dec 28", "good"),)
    async with app.run_test(size=(100, 30)) as pilot:
        set_language("en")
        await until(pilot, lambda: app.board is not None)
        pane = app.query_one(SlaPane)
        pane.relabel()
        narrow = [["".join(t for t, _s in each) for each in pane.cells(row, rows.NOW)] for row in (late, over, held)]
        await pilot.resize_terminal(240, 50)
        await until(pilot, lambda: pane.list.room("milestone") == 16)
        wide = [["".join(t for t, _s in each) for each in pane.cells(row, rows.NOW)] for row in (late, over, held)]
    assert [(row[4], row[6]) for row in narrow] == [
        ("Restore +1h24m", "21m"),
        ("Callback late", "-05:40"),
        ("Held customer", "18h20m"),
    ]
    assert [(row[4], row[6]) for row in wide] == [
        ("Restore +1h24m", "21m"),
        ("Callback overdue", "-05:40"),
        ("Held customer", "18h20m left"),
    ]


def test_the_first_wording_that_fits_is_taken_else_the_last() -> None:
    long, short = cell_of(("16:32 there", ""), ("late 25m", "")), cell("late 25m")
    assert first_fit(20, long, short) == long
    assert first_fit(19, long, short) == short
    assert first_fit(3, long, short) == short


async def test_an_empty_list_says_all_of_what_to_do(app: HotlineApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        set_language("en")
        await until(pilot, lambda: app.board is not None)
        pane = app.query_one(SlaPane)
        pane.show_rows((), 0)
        await pilot.pause()
        said = " ".join(pane.list.render_line(y).text.strip() for y in range(4))
    assert "A ticket from the form, or a promise, starts one." in said
