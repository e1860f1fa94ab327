"""How the line stands: talking, on hold, transferred, or the caller has hung up while the operator still writes."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.words import TalkState
from hotline_tui.locale import _
from hotline_tui.locale.words import label
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog


class TalkScreen(Dialog[TalkState]):
    """One digit."""

    def __init__(self, now: str) -> None:
        super().__init__(_("The line"))
        self._now = now

    def body(self) -> Iterator[Widget]:
        """The states of a call that is ours."""
        picks = [Pick(str(n), state, label(state, TalkState)) for n, state in enumerate(TalkState, 1)]
        yield Question(_("Line"), picks, value=self._now or None)

    def result(self) -> TalkState:
        """The chosen state."""
        value = self.query_one(Question).value
        if value is None:
            raise Invalid(N_("Choose by its digit."))
        return TalkState(value)
