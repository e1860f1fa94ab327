"""Another level than the answers give, with a reason on the record (TR-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.domain.triage import LEVEL_WORDING, REASON_LIMIT, WordingSet, check_override
from hotline_tui.domain.words import Level
from hotline_tui.locale import _
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line


@dataclass(frozen=True, slots=True)
class Override:
    """The wanted level and why; `level` None: as the answers give."""

    level: Level | None
    reason: str


class OverrideScreen(Dialog[Override]):
    """Shows what each level means under this contract; the digit of a level chooses it, `0` goes back to the rule."""

    keeps = False

    def __init__(self, rule: Level | None, wording: WordingSet, *, level: str = "", reason: str = "") -> None:
        super().__init__(_("Change the level"))
        self._rule = rule
        self._wording = wording
        self._level = level
        self._reason = reason

    def body(self) -> Iterator[Widget]:
        """The wordings, the levels, the reason."""
        for level, words in LEVEL_WORDING[self._wording].items():
            yield Line(level + "  " + _(words))
        picks = [Pick(level[1], level, level) for level in Level]
        rule = _("as the answers give: {level}").format(level=self._rule or "–")
        yield Question(_("Level"), [*picks, Pick("0", "rule", rule)], value=self._level or None, classes="gap")
        yield Line(_("Reason"), classes="gap label")
        yield LineField(self._reason, limit=REASON_LIMIT, id="reason", classes="given" if self._reason else None)

    def result(self) -> Override:
        """A level that differs from the rule's needs a reason."""
        value = self.query_one(Question).value
        reason = clean(self.query_one("#reason", LineField).value, limit=REASON_LIMIT)
        if value is None:
            raise Invalid(N_("Choose a level."))
        if value in ("rule", self._rule):
            return Override(None, "")
        check_override(self._rule, Level(value), reason)
        return Override(Level(value), reason)

    def on_question_chosen(self, message: Question.Chosen) -> None:
        """Back to the rule needs no reason."""
        message.stop()
        if message.value == "rule":
            self.query_one("#reason", LineField).value = ""
