"""An empty bordered box where a pane will be: the shell of first paint."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.errors import N_
from hotline_tui.locale import _
from hotline_tui.ui.context import Scope

TITLES: dict[Scope, tuple[int, str]] = {
    Scope.QUEUE: (1, N_("Incoming")),
    Scope.TRIAGE: (2, N_("Triage")),
    Scope.SLA: (3, N_("SLA countdown")),
    Scope.DISPATCH: (4, N_("Dispatch board")),
}


class Frame(Widget):
    """Looks like the pane that comes into its place."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(id=f"frame-{scope}", classes="-active" if scope is Scope.QUEUE else None)
        self.scope = scope

    def on_mount(self) -> None:
        """The title of the pane that comes."""
        self.relabel()

    def relabel(self) -> None:
        """In the language in use."""
        number, title = TITLES[self.scope]
        self.border_title = Content(f"{number} {_(title)}")

    def render(self) -> Content:
        """Nothing yet."""
        return Content("")
