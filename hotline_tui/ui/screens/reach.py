"""Who can be phoned now: the duty mobile and its holder, then engineers (console.md rule 8); one key anywhere."""

from __future__ import annotations

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
from hotline_tui.ui.format import cut_cells, pad
from hotline_tui.ui.messages import Answered

NAME_CELLS = 14
PHONE_CELLS = 16
WORD_CELLS = 12


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
            text = Content("\n").join(self._line(row) for row in rows) if rows else Content(_("Nobody can be reached."))
            self.query_one("#reach-text", Static).update(text)

    def _line(self, row: ReachRow) -> Content:
        style = self.get_visual_style
        where = _("Duty mobile") if row.duty_mobile else label(row.state, EngineerState) or label(row.role, Role)
        return Content.assemble(
            (pad(cut_cells(one_line(row.name), NAME_CELLS - 1), NAME_CELLS), style("reach--name")),
            (pad(one_line(row.phone) or "–", PHONE_CELLS), style("reach--phone")),
            (pad(where, WORD_CELLS) + " ", style("reach--duty" if row.duty_mobile else "reach--label")),
            (one_line(row.note), style("reach--label")),
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
