"""The desk's lists, imported when the shell stands: they bring the read models with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_tui.ui.console import console
from hotline_tui.ui.context import Scope
from hotline_tui.ui.panes.dispatch import DispatchPane
from hotline_tui.ui.panes.queue import QueuePane
from hotline_tui.ui.panes.sla import SlaPane
from hotline_tui.ui.widgets.frame import Frame

if TYPE_CHECKING:
    from .desk import DeskScreen

PATIENCE_S = 1.0
"""So long the panes wait for the first board: with it they are laid out, styled and painted once."""


async def fill(desk: DeskScreen) -> None:
    """Put each list where its frame stands, with what it shows; the rest comes when they are painted."""
    with desk.app.batch_update():
        await desk.query_one("#left").mount(QueuePane(id="queue"), SlaPane(id="sla"))
        await desk.query_one("#right").mount(DispatchPane(id="dispatch"))
        for frame in desk.query(Frame):
            if frame.scope is not Scope.TRIAGE:
                await frame.remove()
        desk.arrive(filled=False)
    desk.call_after_refresh(_complete, desk)


async def _complete(desk: DeskScreen) -> None:
    from .desk_rest import bring_rest

    await bring_rest(desk)
    desk.arrive(filled=True)
    desk.app.call_later(console(desk).give_keys)
