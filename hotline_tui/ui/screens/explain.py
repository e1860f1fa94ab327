"""`F6`: why a clock stands as it stands (clock rule 12) – clause, start, holds, calendar, due time."""

from __future__ import annotations

from textual.content import Content

from hotline_tui.domain.board import Explanation
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import Milestone
from hotline_tui.locale import _
from hotline_tui.locale.errors import sentence
from hotline_tui.locale.words import label
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.flow import DIM

from .sheet import TextSheet


class ExplainScreen(TextSheet):
    """The explanation comes from the same code as the due time; it is only said here."""

    def __init__(self, clock: int) -> None:
        super().__init__(_("Why this clock stands as it does"))
        self._clock = clock

    def on_mount(self) -> None:
        """Ask."""
        super().on_mount()
        clock = self._clock
        console(self).ask(self, "explain", lambda desk, now: desk.explain(clock, now=now))

    def answered(self, kind: str, value: object) -> None:
        """A numbered line for each step."""
        if not isinstance(value, Explanation):
            return
        zone = console(self).zone
        lines: list[Content] = [Content.styled(plain(label(value.title, Milestone)), "bold"), Content("")]
        for number, line in enumerate(value.lines, 1):
            said = sentence(line.msgid, dict(line.params), zone=zone)
            lines.append(Content.assemble((f"{number:>2}  ", DIM), said))
        if not value.lines:
            lines.append(Content(_("There is nothing to explain.")))
        self.fit_height(2 * len(lines))
        self.show_text(Content("\n").join(lines))
