"""The command line: `:` with completion over every action and command.

It lies over the bottom of whatever screen is shown and gives the keyboard back when it closes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Input, Static

from hotline_tui.locale import _
from hotline_tui.ui.commandline import Entry, complete, entries, run_line, shared_prefix

if TYPE_CHECKING:
    from hotline_tui.ui.app import HotlineApp

ROWS = 8
NAME_CELLS = 22
LABEL_CELLS = 14


class CommandScreen(ModalScreen[None]):
    """One line of input, and above it what it may become."""

    COMPONENT_CLASSES = {"command--name", "command--label", "command--help", "command--key", "command--cursor",
                         "command--off"}  # fmt: skip

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._found: list[Entry] = []
        self._cursor = 0

    @property
    def console(self) -> HotlineApp:
        """The app."""
        return cast("HotlineApp", self.app)

    def compose(self) -> ComposeResult:
        """Candidates over the line."""
        yield Static(id="command-list", markup=False)
        with Horizontal(id="command-line"):
            yield Static(":", id="command-sign", markup=False)
            line = Input(self._text, id="command-input", select_on_focus=False, compact=True)
            line.cursor_blink = False
            yield line

    def on_mount(self) -> None:
        """Show what can be typed."""
        self.query_one(Input).focus()
        self._update()

    # ---- typing -------------------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Candidates follow."""
        event.stop()
        self._cursor = 0
        self._update()

    def on_key(self, event: events.Key) -> None:
        """Tab completes, arrows choose, Escape closes."""
        match event.key:
            case "escape":
                event.stop()
                self.dismiss()
            case "tab":
                event.stop()
                event.prevent_default()
                self._complete()
            case "down" | "up" if self._found:
                event.stop()
                self._cursor = (self._cursor + (1 if event.key == "down" else -1)) % len(self._found)
                self._update()
            case "backspace" if not self.query_one(Input).value:
                event.stop()
                self.dismiss()
            case _:
                pass

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do it, when the line is gone and the keyboard is back where it was."""
        event.stop()
        line = event.value
        chosen = self._found[self._cursor] if self._found else None
        if chosen is not None and chosen.takes and " " not in line.strip():
            self._put(chosen.name + " ")
            return
        if chosen is not None and chosen.action is None and self._cursor > 0:
            line = chosen.name
        app = self.console
        self.dismiss()
        app.call_later(run_line, app, line, chosen)

    def _complete(self) -> None:
        if not self._found:
            return
        prefix = shared_prefix(self._found)
        value = self.query_one(Input).value
        if len(prefix) > len(value) and prefix.startswith(value):
            self._put(prefix)
        else:
            entry = self._found[self._cursor]
            self._put(entry.name + (" " if entry.takes else ""))

    def _put(self, value: str) -> None:
        line = self.query_one(Input)
        line.value = value
        line.cursor_position = len(value)

    # ---- candidates ---------------------------------------------------------------------------------------------

    def _update(self) -> None:
        app = self.console
        self._found = complete(self.query_one(Input).value, entries(app.keys), app.theme_names)
        shown = self.query_one("#command-list", Static)
        rows = min(ROWS, max(1, app.size.height - 4))
        first = max(0, min(self._cursor - rows + 1, len(self._found) - rows))
        page = enumerate(self._found[first : first + rows], first)
        lines = [self._line(entry, at == self._cursor) for at, entry in page]
        shown.display = bool(lines)
        shown.update(Content("\n").join(lines))

    def _line(self, entry: Entry, current: bool) -> Content:
        width = self.app.size.width - 2
        off = entry.action is not None and entry.action.barred(self.console.context()) is not None

        def style(name: str) -> Style:
            return self.get_visual_style("command--off" if off else name, partial=True)  # the ground is the list's

        label = entry.label or (f"<{_(entry.takes)}>" if entry.takes else "")
        text = Content.assemble(
            (_pad(entry.name, NAME_CELLS), style("command--name")),
            (_pad(label, LABEL_CELLS), style("command--label")),
            (_pad(entry.keys, 10), style("command--key")),
            (entry.help, style("command--help")),
        ).truncate(width, ellipsis=True)
        text = text.pad_right(max(0, width - text.cell_length))
        return text.stylize(self.get_visual_style("command--cursor")) if current else text


def _pad(text: str, cells: int) -> str:
    return text + " " * max(1, cells - cell_len(text))
