"""A complaint: taken down in the customer's words, answered in time, never by the person complained about (CU-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from hotline_tui.domain.board import EngineerRow
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.locale import _
from hotline_tui.ui.widgets.field import TextField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line


@dataclass(frozen=True, slots=True)
class Complained:
    """The complaint; `about_engineer` where it is about one."""

    text: str
    about_engineer: int | None


class ComplaintScreen(Dialog[Complained]):
    """Gives the complaint. `engineers`: those it may be about, the likely ones first."""

    def __init__(self, who: str = "", engineers: Sequence[EngineerRow] = ()) -> None:
        super().__init__(_("Complaint"))
        self._who = who
        self._engineers = tuple(engineers)[:9]

    def body(self) -> Iterator[Widget]:
        """What about, and about whom."""
        if self._who:
            yield Line(self._who)
        yield Line(_("In the customer's words"), classes="gap label")
        yield TextField(limit=4000, id="text")
        picks = [Pick(str(n), str(row.id), row.name) for n, row in enumerate(self._engineers, 1)]
        nobody = Pick("0", "", _("nobody in person"))
        yield Question(_("About"), [*picks, nobody], value="", id="about", classes="gap")

    def result(self) -> Complained:
        """A complaint has words."""
        text = clean(self.query_one("#text", TextField).text, lines=True)
        if not text:
            raise Invalid(N_("Write down what the complaint is about."))
        value = self.query_one("#about", Question).value
        return Complained(text, int(value) if value else None)
