"""Solved on the phone: what was said is kept, no ticket is opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from hotline_tui.domain.board import ArticleHit
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean, plain
from hotline_tui.locale import _
from hotline_tui.ui.widgets.field import TextField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line


@dataclass(frozen=True, slots=True)
class Advised:
    """What was asked and answered, and the knowledge article that helped."""

    text: str
    article: int | None


class AdviseScreen(Dialog[Advised]):
    """Gives the text; offers the knowledge hits that were on screen."""

    def __init__(self, who: str, text: str, hits: Sequence[ArticleHit] = (), article: int | None = None) -> None:
        super().__init__(_("Solved on the phone"))
        self._who = who
        self._text = plain(text, lines=True)
        self._hits = tuple(hits)[:5]
        self._article = article

    def body(self) -> Iterator[Widget]:
        """What was asked, what was advised, which article helped."""
        if self._who:
            yield Line(self._who)
        yield Line(_("Question and answer"), classes="gap label")
        yield TextField(self._text, limit=4000, id="text")
        if self._hits:
            picks = [Pick(str(n), str(hit.id), f"{hit.number} {hit.title}") for n, hit in enumerate(self._hits, 1)]
            value = str(self._article) if self._article in [hit.id for hit in self._hits] else None
            yield Question(_("Helped"), [*picks, Pick("0", "", _("none of these"))], value=value, classes="gap")

    def is_dirty(self) -> bool:
        """Only what differs from the form's text, which is kept there."""
        return self.query_one("#text", TextField).text != self._text

    def result(self) -> Advised:
        """A text is needed: it is all that stays."""
        text = clean(self.query_one("#text", TextField).text, lines=True)
        if not text:
            raise Invalid(N_("Write down what was asked and answered."))
        value = next((question.value for question in self.query(Question)), None)
        return Advised(text, int(value) if value else None)
