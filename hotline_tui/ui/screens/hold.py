"""Hold a ticket: a reason of the list, and when somebody looks at it again (clock rule 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.domain.words import HoldReason
from hotline_tui.locale import _
from hotline_tui.locale.words import label
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Line
from .promise import TimeDialog

STOPPING = frozenset({HoldReason.CUSTOMER, HoldReason.APPOINTMENT})
"""The reasons that stop arrive, restore and resolve; the others stop nothing."""


@dataclass(frozen=True, slots=True)
class Held:
    """Why it is held and when it is reviewed (aware, UTC)."""

    reason: HoldReason
    review_at: datetime
    note: str


class HoldScreen(TimeDialog[Held]):
    """Gives reason, review time and a note."""

    def __init__(self, what: str = "") -> None:
        super().__init__(_("Hold"))
        self._what = what

    def body(self) -> Iterator[Widget]:
        """Reason, review time, note."""
        if self._what:
            yield Line(self._what)
        picks = [Pick(str(i), reason, label(reason)) for i, reason in enumerate(HoldReason, 1)]
        yield Question(_("Reason"), picks, id="reason", classes="gap")
        yield Line("", id="stops")
        yield from self.when_fields(_("Look at it again"))
        yield Line(_("Note (may stay empty)"), classes="gap label")
        yield LineField(id="note")

    def on_question_chosen(self, message: Question.Chosen) -> None:
        """Say whether clocks stand still: nobody should think that waiting for parts stops them."""
        message.stop()
        stops = message.value in STOPPING
        text = (
            _("Arrive, restore and resolve stand still, unless the policy says no.") if stops else _("No clock stops.")
        )
        self.query_one("#stops", Line).say(text if message.value else "", "$dim" if stops else "$warning")

    def result(self) -> Held:
        """Reason and review time are needed."""
        value = self.query_one("#reason", Question).value
        if value is None:
            raise Invalid(N_("Choose a reason."))
        return Held(HoldReason(value), self.when(), clean(self.query_one("#note", LineField).value))
