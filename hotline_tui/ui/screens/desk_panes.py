"""The desk's panes, imported when the shell stands: they bring the domain's commands and read models with them."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.screen import Screen

from hotline_tui.ui.panes.dispatch import DispatchPane
from hotline_tui.ui.panes.queue import QueuePane
from hotline_tui.ui.panes.sla import SlaPane
from hotline_tui.ui.panes.triage import TriagePane
from hotline_tui.ui.widgets.detail import Detail
from hotline_tui.ui.widgets.footer import KeyLine
from hotline_tui.ui.widgets.frame import Frame
from hotline_tui.ui.widgets.pane import Pane
from hotline_tui.ui.widgets.urgent import Urgent

PATIENCE_S = 1.0
"""So long the panes wait for the first board: with it they are laid out, styled and painted once."""


async def bring_panes(desk: Screen[None]) -> None:
    """Put each pane where its frame stands, the detail column beside them, the urgent lines above the keys."""
    panes: tuple[Pane, ...] = (
        QueuePane(id="queue"), TriagePane(id="triage"), SlaPane(id="sla"), DispatchPane(id="dispatch")
    )  # fmt: skip
    with desk.app.batch_update():
        for pane, side in zip(panes, ("#left", "#right", "#left", "#right"), strict=True):
            await desk.query_one(side).mount(pane)
        await desk.query_one("#panes", Horizontal).mount(Detail())
        await desk.mount(Urgent(), before=desk.query_one(KeyLine))
        await desk.query(Frame).remove()
