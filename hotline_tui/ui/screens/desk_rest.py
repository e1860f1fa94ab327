"""What the desk shows of one caller and of one row: form, detail column, urgent lines. They follow the lists."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.screen import Screen

from hotline_tui.ui.panes.dispatch import DispatchPane
from hotline_tui.ui.panes.triage import TriagePane
from hotline_tui.ui.widgets.detail import Detail
from hotline_tui.ui.widgets.footer import KeyLine
from hotline_tui.ui.widgets.frame import Frame
from hotline_tui.ui.widgets.urgent import Urgent


async def bring_rest(desk: Screen[None]) -> None:
    """The form where its frame stands, the detail column beside the panes, the urgent lines above the keys."""
    with desk.app.batch_update():
        await desk.query_one("#right").mount(TriagePane(id="triage"), before=desk.query_one(DispatchPane))
        await desk.query_one("#panes", Horizontal).mount(Detail())
        await desk.mount(Urgent(), before=desk.query_one(KeyLine))
        await desk.query(Frame).remove()
