"""One line that says why. Used wherever an act needs a reason on the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.domain.triage import REASON_LIMIT
from hotline_tui.locale import _
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line


class ReasonScreen(Dialog[str]):
    """Gives the reason as typed (cleaned, one line). `about` says what it is for; `common` are ready ones, by digit.

    `final`: `u` will not take it back, which is said before.
    """

    def __init__(
        self, title: str, about: str = "", *, common: Sequence[str] = (), given: str = "", final: bool = False
    ) -> None:
        super().__init__(title)
        self._final = final
        self._about = about
        self._common = tuple(common)
        self._before = given

    def body(self) -> Iterator[Widget]:
        """The usual reasons, and a line for another one."""
        if self._about:
            yield Line(self._about)
        if self._common:
            picks = [Pick(str(number), text, text) for number, text in enumerate(self._common[:9], 1)]
            yield Question(_("Usual"), picks, id="common", classes="gap helper")
        yield Line(_("Reason"), classes="gap label")
        yield LineField(self._before, limit=REASON_LIMIT, id="reason", classes="given" if self._before else None)
        if self._final:
            yield Line(Content.styled(_("This can't be taken back."), "$warning"), classes="gap")

    def on_question_chosen(self, message: Question.Chosen) -> None:
        """A usual reason is put into the line, where it can be changed."""
        message.stop()
        self.query_one("#reason", LineField).value = message.value or ""

    def take_text(self, typed: str) -> bool:
        """Whoever types at the usual reasons means another one."""
        line = self.query_one("#reason", LineField)
        self.set_focus(line)
        line.value += typed
        line.cursor_position = len(line.value)
        return True

    def result(self) -> str:
        """The reason; never empty."""
        reason = clean(self.query_one("#reason", LineField).value, limit=REASON_LIMIT)
        if not reason:
            raise Invalid(N_("Say why."))
        return reason
