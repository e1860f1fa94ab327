"""Who can be phoned now: the duty mobile and its holder, then engineers (console.md rule 8); one key anywhere."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from hotline_tui.domain.board import ReachRow
from hotline_tui.domain.text import one_line
from hotline_tui.domain.words import EngineerState, Role
from hotline_tui.locale import _
from hotline_tui.locale.words import label
from hotline_tui.ui.console import console
from hotline_tui.ui.format import cells, cut_cells, pad
from hotline_tui.ui.messages import Answered

MOST_NAME = 22
"""Cells of a name; a longer one is cut with a mark."""
GAP = 2


class ReachScreen(ModalScreen[None]):
    """A list to read aloud from; M hands the duty mobile on, any other key that does not scroll closes it."""

    COMPONENT_CLASSES = {"reach--name", "reach--phone", "reach--duty", "reach--free", "reach--label"}

    def compose(self) -> ComposeResult:
        """One text in a scrolling box."""
        with VerticalScroll(id="reach"):
            yield Static(_("Looking …"), id="reach-text", markup=False)

    def on_mount(self) -> None:
        """Ask."""
        box = self.query_one("#reach")
        box.border_title = Content(_("Who can be phoned now"))
        box.border_subtitle = Content(_("M hands the duty mobile on, any other key closes"))
        box.focus()
        console(self).ask(self, "reach", lambda desk, now: desk.reach(now=now))

    def on_answered(self, event: Answered) -> None:
        """Show them, or why not."""
        event.stop()
        if event.error is not None:
            self.dismiss()
            console(self).say_error(event.error)
        elif isinstance(event.value, tuple):
            rows = [row for row in event.value if isinstance(row, ReachRow)]
            self.query_one("#reach-text", Static).update(self._text(rows))

    def _text(self, rows: list[ReachRow]) -> Content:
        """Each column as wide as its longest word."""
        if not rows:
            return Content(_("Nobody can be reached."))
        style = partial(self.get_visual_style, partial=True)  # the ground is that of the box
        said = [
            (cut_cells(one_line(row.name), MOST_NAME), one_line(row.phone) or "–", _where(row), one_line(row.note))
            for row in rows
        ]
        wide = [max(cells(words[at]) for words in said) + GAP for at in range(3)]
        return Content("\n").join(
            Content.assemble(
                (pad(name, wide[0]), style("reach--name")),
                (pad(phone, wide[1]), style("reach--phone")),
                (pad(where, wide[2]), style("reach--duty" if row.duty_mobile else "reach--label")),
                (note, style("reach--label")),
            )
            for row, (name, phone, where, note) in zip(rows, said, strict=True)
        )

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        if event.key not in ("up", "down", "pageup", "pagedown", "home", "end"):
            event.stop()
            event.prevent_default()
            if self.is_current:
                self.dismiss()
                if event.character in ("m", "M", "ｍ", "Ｍ"):
                    console(self).act("mobile")


def _where(row: ReachRow) -> str:
    return _("Duty mobile") if row.duty_mobile else label(row.state, EngineerState) or label(row.role, Role)
