"""Another pane under the keyboard: what is drawn again."""

from __future__ import annotations

import pytest
from textual.strip import Strip
from textual.widget import Widget

from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.widgets.rows import RowList


async def test_changing_panes_draws_the_two_cursor_rows_and_no_others(
    app: HotlineApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(132, 40)) as pilot:
        await pilot.pause(0.3)
        await pilot.press("1", "3", "1")
        await pilot.pause()
        drawn: list[str | None] = []
        draw = RowList.render_line

        def counted(self: RowList[object], y: int) -> Strip:
            drawn.append(self.parent.id if isinstance(self.parent, Widget) else None)
            return draw(self, y)

        monkeypatch.setattr(RowList, "render_line", counted)
        await pilot.press("3")
        await pilot.pause()
        assert sorted(drawn, key=str) == ["queue", "sla"]
        assert app.focused is app.screen.query_one("#sla RowList")
