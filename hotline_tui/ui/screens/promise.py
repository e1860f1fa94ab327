"""A word given: what, by when. The time is typed as people say it; what was understood is shown at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from textual.widget import Widget
from textual.widgets import Input

from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.text import clean
from hotline_tui.domain.words import Milestone
from hotline_tui.locale import _
from hotline_tui.locale.dates import day_and_time, duration
from hotline_tui.locale.errors import translate_error
from hotline_tui.locale.words import label
from hotline_tui.ui.console import console
from hotline_tui.ui.when import examples, parse_when
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line, T

PROMISED = (
    Milestone.CALLBACK,
    Milestone.UPDATE,
    Milestone.ARRIVE,
    Milestone.RESTORE,
    Milestone.REPORT,
    Milestone.LOANER,
)
"""What people promise, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised by when (`due`: aware, UTC)."""

    milestone: Milestone
    due: datetime
    text: str


class TimeDialog(Dialog[T]):
    """A dialog with a line `#when` for a time, and under it how it was understood."""

    def say_fault(self, text: str) -> None:
        """The same sentence does not stand there twice."""
        super().say_fault(text)
        understood = self.query_one("#understood", Line)
        if text and str(understood.content) == text:
            understood.say("")

    def when_fields(self, title: str, given: str = "") -> Iterator[Widget]:
        """The line for the time."""
        yield Line(title, classes="gap label")
        yield LineField(given, limit=60, id="when", placeholder="  ".join(examples()))
        yield Line("", id="understood")

    def when(self) -> datetime:
        """The time as typed. Raises Invalid."""
        shell = console(self)
        now = datetime.fromtimestamp(shell.now(), UTC)
        return parse_when(self.query_one("#when", LineField).value, now, shell.zone)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what was understood while it is typed."""
        if message.input.id != "when":
            return
        line, shell = self.query_one("#understood", Line), console(self)
        try:
            due = self.when().timestamp()
        except HotlineError as error:
            line.say(translate_error(error, zone=shell.zone) if message.value.strip() else "", DIM)
            return
        words = _("{time}, in {span}").format(
            time=day_and_time(due, shell.now(), shell.zone), span=duration(due - shell.now())
        )
        line.say(f"= {words}", "bold $success")


class PromiseScreen(TimeDialog[Promised]):
    """Gives what is promised by when. One milestone only: it is not asked for."""

    def __init__(self, who: str = "", milestones: Sequence[Milestone] = PROMISED, *, text: str = "") -> None:
        one = len(milestones) == 1 and milestones[0] is Milestone.CALLBACK
        super().__init__(_("Promise a call-back") if one else _("Give a promise"))
        self._who = who
        self._milestones = tuple(milestones)
        self._text = text

    def body(self) -> Iterator[Widget]:
        """What, when, and a word about it."""
        if self._who:
            yield Line(self._who)
        if len(self._milestones) > 1:
            picks = [Pick(str(i), one, label(one)) for i, one in enumerate(self._milestones, 1)]
            yield Question(_("What"), picks, id="what", classes="gap")
        yield from self.when_fields(_("When"))
        yield Line(_("What for (may stay empty)"), classes="gap label")
        yield LineField(self._text, id="text", classes="given" if self._text else None)

    def result(self) -> Promised:
        """The promise; the first milestone when none was chosen."""
        what = self.query("#what").results(Question)
        value = next((question.value for question in what), None)
        milestone = Milestone(value) if value else self._milestones[0]
        return Promised(milestone, self.when(), clean(self.query_one("#text", LineField).value))
