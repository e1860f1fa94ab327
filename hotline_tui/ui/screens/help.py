"""`?`: every key that works here, made from the table of actions; and where the rest is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from hotline_tui.locale import _
from hotline_tui.ui.actions import SCOPE_LABELS, in_scope
from hotline_tui.ui.context import Action, Scope
from hotline_tui.ui.format import cells, cut_cells, pad

if TYPE_CHECKING:
    from hotline_tui.ui.app import HotlineApp

KEY_CELLS = 14
LABEL_CELLS = 16


class HelpScreen(ModalScreen[None]):
    """The keys of the pane one comes from, then those that work everywhere. Any key that does not scroll closes it."""

    COMPONENT_CLASSES = {"help--title", "help--key", "help--label", "help--text", "help--off"}

    def compose(self) -> ComposeResult:
        """One text in a scrolling box."""
        with VerticalScroll(id="help"):
            yield Static(id="help-text", markup=False)

    def on_mount(self) -> None:
        """Title and text."""
        box = self.query_one("#help")
        box.border_title = Content(_("Keys"))
        box.border_subtitle = Content(_("Up and Down scroll, any other key closes"))
        self._say()
        box.focus()

    def on_resize(self) -> None:
        """Other line ends."""
        self._say()

    def _say(self) -> None:
        app = cast("HotlineApp", self.app)
        inner = cast("Scope", getattr(app.work_screen, "active", Scope.TICKET))
        lines: list[Content] = []
        for scope in (inner, Scope.GLOBAL):
            if lines:
                lines.append(Content(""))
            lines.append(Content.styled(_(SCOPE_LABELS[scope]), self.get_visual_style("help--title")))
            lines += [self._line(action) for action in in_scope(scope)]
        self.query_one("#help-text", Static).update(Content("\n").join(lines))

    def _line(self, action: Action) -> Content:
        app = cast("HotlineApp", self.app)
        width = max(20, self.query_one("#help").content_size.width)
        off = action.available(app.context(app.place_of(action))) is not None
        style = self.get_visual_style
        signs, label = app.keys.signs(action), _(action.label)
        head = pad(signs, KEY_CELLS) if cells(signs) < KEY_CELLS else signs + "  "
        name = pad(label, LABEL_CELLS) if cells(label) < LABEL_CELLS else label + "  "
        text = cut_cells(_(action.help), max(1, width - cells(head) - cells(name)))
        return Content.assemble(
            (head, style("help--off" if off else "help--key")),
            (name, style("help--off" if off else "help--label")),
            (text, style("help--text")),
        )

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        if event.key not in ("up", "down", "pageup", "pagedown", "home", "end"):
            event.stop()
            event.prevent_default()
            if self.is_current:
                self.dismiss()
