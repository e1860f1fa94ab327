"""The questions again, for a ticket that is there: its level and clocks are chosen anew (TR-1, clock rule 6)."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from hotline_tui.domain.board import TicketView
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.domain.triage import REASON_LIMIT, QuestionId, assess, check_override, given, with_answer
from hotline_tui.domain.triage import questions as asked
from hotline_tui.domain.words import FaultKind, Level
from hotline_tui.locale import _
from hotline_tui.locale.words import short
from hotline_tui.ui.retriaged import Retriaged, as_it_stands, wording_of
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line


class RetriageScreen(Dialog[Retriaged]):
    """Starts from the answers of the ticket; says at once which level follows."""

    def __init__(self, view: TicketView, typed: Retriaged | None = None, why: str = "") -> None:
        """`typed`: what somebody comes back to, instead of the ticket's own answers; `why` it is shown once more."""
        super().__init__(_("Triage {number} again").format(number=view.number))
        self._wording = wording_of(view)
        self._start = typed or as_it_stands(view)
        self._answers = self._start.answers
        self._why = why

    def body(self) -> Iterator[Widget]:
        """Kind of fault, the questions, the level."""
        kinds = [Pick(str(i), kind, short(kind, FaultKind)) for i, kind in enumerate(FaultKind, 1)]
        yield Question(_("Kind of fault"), kinds, value=self._start.fault_kind, id="kind")
        for one in asked(self._wording):
            picks = [Pick(option.key, option.value, _(option.msgid)) for option in one.options]
            yield Line(_(one.msgid), classes="gap")
            yield Question("", picks, value=given(self._answers, one.id), id=f"q-{one.id.value}")
        yield Line("", id="level", classes="gap")
        levels = [Pick("0", "rule", _("as the answers give")), *(Pick(level[1], level, level) for level in Level)]
        yield Question(_("Level"), levels, value=self._start.level or "rule", id="override")
        yield Line(_("Reason for another level"))
        yield LineField(self._start.reason, limit=REASON_LIMIT, id="reason", classes="given")

    def on_mount(self) -> None:
        """What follows from the answers now."""
        super().on_mount()
        self._say()
        self.say_fault(self._why)

    def on_question_chosen(self, message: Question.Chosen) -> None:
        """Another answer, another level."""
        message.stop()
        name = message.question.id or ""
        if name.startswith("q-"):
            self._answers = with_answer(self._answers, QuestionId(name[2:]), message.value)
            self._say()

    def _say(self) -> None:
        found = assess(self._answers, self._wording)
        words = _("{level}: {reason}").format(level=found.level or "–", reason=_(found.reason))
        self.query_one("#level", Line).say(words)

    def result(self) -> Retriaged:
        """Kind and answers are needed; another level needs a reason."""
        kind = self.query_one("#kind", Question).value
        if kind is None:
            raise Invalid(N_("Choose the kind of fault."))
        found = assess(self._answers, self._wording)
        if found.missing:
            raise Invalid(N_("Answer the open questions first."))
        wanted = self.query_one("#override", Question).value
        reason = clean(self.query_one("#reason", LineField).value, limit=REASON_LIMIT)
        if wanted in (None, "rule") or wanted == found.level:
            return Retriaged(FaultKind(kind), self._answers, None, "")
        check_override(found.level, Level(str(wanted)), reason)
        return Retriaged(FaultKind(kind), self._answers, Level(str(wanted)), reason)
