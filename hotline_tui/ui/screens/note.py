"""Something said or done, written on the ticket; whose word it was moves the update clock (clock rule 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.locale import _
from hotline_tui.ui.widgets.field import TextField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line


@dataclass(frozen=True, slots=True)
class Noted:
    """The note. At most one of the two is set."""

    text: str
    from_customer: bool
    to_customer: bool


class NoteScreen(Dialog[Noted]):
    """Gives the note."""

    def __init__(self, what: str = "") -> None:
        super().__init__(_("Note"))
        self._what = what

    def body(self) -> Iterator[Widget]:
        """The text, and whose word it was."""
        if self._what:
            yield Line(self._what)
        yield TextField(limit=4000, id="text")
        picks = (
            Pick("1", "own", _("for us")),
            Pick("2", "to", _("we told the customer")),
            Pick("3", "from", _("the customer told us")),
        )
        yield Question(_("Who"), picks, value="own", classes="gap")

    def result(self) -> Noted:
        """A note has words."""
        text = clean(self.query_one("#text", TextField).text, lines=True)
        if not text:
            raise Invalid(N_("Write the note first."))
        who = self.query_one(Question).value
        return Noted(text, who == "from", who == "to")
