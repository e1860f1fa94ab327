"""I have told them: how, and what they said. Who and when go on the record by themselves (OR-2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.widget import Widget

from hotline_tui.domain.board import EscalationRow
from hotline_tui.domain.text import clean
from hotline_tui.locale import _
from hotline_tui.ui.console import console
from hotline_tui.ui.record_words import HOW
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.question import Pick, Question
from hotline_tui.ui.widgets.tell_list import told_words, whom_words, why_words

from .dialog import Dialog, Line


@dataclass(frozen=True, slots=True)
class ToldHow:
    """The way, and what they said."""

    how: str
    note: str


class ToldScreen(Dialog[ToldHow]):
    """Gives how they were told. Whom to phone stands in the head."""

    def __init__(self, row: EscalationRow) -> None:
        super().__init__(_("I have told them"))
        self._row = row

    def body(self) -> Iterator[Widget]:
        """Whom, why, how, and their answer."""
        row, app = self._row, console(self.app)
        yield Line(f"{whom_words(row)}  {row.phone}".strip())
        yield Line(f"{why_words(row)}  {told_words(row, app.zone, app.now())}", classes="label")
        picks = [Pick(str(number), way, _(words)) for number, (way, words) in enumerate(HOW.items(), 1)]
        yield Question(_("How"), picks, value="phone", id="how", classes="gap")
        yield Line(_("What they said (may stay empty)"), classes="gap label")
        yield LineField(id="note")

    def accept_words(self) -> str:
        """What F2 writes down."""
        return _("I have told them")

    def result(self) -> ToldHow:
        """Always one way."""
        return ToldHow(
            self.query_one("#how", Question).value or "phone", clean(self.query_one("#note", LineField).value)
        )
