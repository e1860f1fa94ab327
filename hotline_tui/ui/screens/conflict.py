"""Somebody else saved first: both texts are shown, mine or theirs stays (architecture rule 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import plain
from hotline_tui.locale import _
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Differs:
    """One field that two people have changed: its name, its words, both texts."""

    field: str
    label: str
    mine: str
    theirs: str


class ConflictScreen(Dialog[dict[str, str]]):
    """Gives for each field that differs 'mine' or 'theirs'. Esc goes back to the form with everything typed."""

    def __init__(self, why: str, rows: Sequence[Differs]) -> None:
        super().__init__(_("Somebody else has changed it"))
        self._why = why
        self._rows = tuple(row for row in rows if row.mine != row.theirs)

    def body(self) -> Iterator[Widget]:
        """Each field twice, and which one stays."""
        yield Line(self._why)
        for row in self._rows:
            yield Line(row.label, classes="gap")
            yield Line(_("mine: {text}").format(text=plain(row.mine, lines=True)))
            theirs = Line("")
            theirs.say(_("theirs: {text}").format(text=plain(row.theirs, lines=True)), DIM)
            yield theirs
            picks = (Pick("1", MINE, _("keep mine")), Pick("2", THEIRS, _("take theirs")))
            yield Question(row.label, picks, id=f"field-{row.field}")

    def result(self) -> dict[str, str]:
        """Every field has to be decided."""
        values = {row.field: self.query_one(f"#field-{row.field}", Question).value for row in self._rows}
        if any(value is None for value in values.values()):
            raise Invalid(N_("Decide for each field: 1 mine, 2 theirs."))
        return {name: value for name, value in values.items() if value is not None}
