"""One question at the bottom of the screen, answered by `y` and nothing else (console.md rule 2)."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from hotline_tui.locale import _


class Confirm(ModalScreen[bool]):
    """Dismissed with True by `y` (full-width too), with False by any other key. Enter confirms nothing."""

    COMPONENT_CLASSES = {"confirm--key"}

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question and its two keys."""
        key, label = self.get_visual_style("confirm--key"), _("yes")
        yield Static(
            Content.assemble(" ", self._question, "   ", ("y", key), f" {label}   ", ("Esc", key), " " + _("no")),
            id="confirm",
            markup=False,
        )

    def on_key(self, event: events.Key) -> None:
        """`y` or not."""
        event.stop()
        if self.is_current:
            self.dismiss(event.character in ("y", "Y", "ｙ", "Ｙ"))

    def on_click(self, event: events.Click) -> None:
        """A click beside it means no."""
        self.dismiss(False)
