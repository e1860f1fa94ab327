"""`?`: every key that works here, made from the table of actions; and where the rest is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Static

from hotline_tui.locale import _
from hotline_tui.ui.actions import SCOPE_LABELS, in_scope
from hotline_tui.ui.context import Action, Scope
from hotline_tui.ui.format import cells, pad
from hotline_tui.ui.keymap import sign

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
        taken: set[str] = set()
        for scope in (inner, Scope.GLOBAL):
            if lines:
                lines.append(Content(""))
            lines.append(Content.styled(_(SCOPE_LABELS[scope]), self._style("help--title")))
            # a key that means something else in this pane is not said again, and what has no key here neither
            lines += [self._line(action, signs) for action in in_scope(scope) if (signs := _free(app, action, taken))]
            taken |= {key for action in in_scope(scope) for key in app.keys.keys(action)}
        self.query_one("#help-text", Static).update(Content("\n").join(lines))

    def _line(self, action: Action, signs: str) -> Content:
        app = cast("HotlineApp", self.app)
        width = max(20, self.query_one("#help").scrollable_content_region.width)
        off = action.refusal(app.context(app.place_of(action))) is not None
        style = self._style
        label = _(action.label)
        head = pad(signs, KEY_CELLS) if cells(signs) < KEY_CELLS else signs + "  "
        name = pad(label, LABEL_CELLS) if cells(label) < LABEL_CELLS else label + "  "
        room = max(1, width - cells(head) - cells(name))
        words = Content.styled(_(action.help), style("help--text")).wrap(room)
        first = Content.assemble(
            (head, style("help--off" if off else "help--key")), (name, style("help--off" if off else "help--label"))
        )
        rest = Content(" " * (cells(head) + cells(name)))
        return Content("\n").join([(first if at == 0 else rest) + line for at, line in enumerate(words)])

    def _style(self, name: str) -> Style:
        """Its colour; the ground is that of the box."""
        return self.get_visual_style(name, partial=True)

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        if event.key not in ("up", "down", "pageup", "pagedown", "home", "end"):
            event.stop()
            event.prevent_default()
            if self.is_current:
                self.dismiss()


def _free(app: HotlineApp, action: Action, taken: set[str]) -> str:
    """The keys of an action that reach it from here, for people; '' where the pane uses them all."""
    free = (key for key in app.keys.keys(action) if key not in taken and not key.startswith("fullwidth_"))
    return " ".join(sign(key) for key in free)
