"""The few words that acts on the dispatch board and in the queue need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.lifecycle import Act, possible
from hotline_tui.domain.text import clean
from hotline_tui.domain.words import EngineerState, ThingKind
from hotline_tui.locale import _
from hotline_tui.ui.widgets.field import LineField, TextField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line
from .promise import TimeDialog


class EtaScreen(TimeDialog[datetime]):
    """Gives the time of arrival (aware, UTC); `planned`: the time for which an engineer is reserved."""

    def __init__(self, about: str, *, planned: bool = False) -> None:
        super().__init__(_("Reserve for later") if planned else _("Time of arrival"))
        self._about = about
        self._planned = planned

    def body(self) -> Iterator[Widget]:
        """Who, and when."""
        yield Line(self._about)
        yield from self.when_fields(_("Planned for") if self._planned else _("There at"))

    def result(self) -> datetime:
        """The time as it was understood."""
        return self.when()


@dataclass(frozen=True, slots=True)
class Finished:
    """What was done on site; `restored`: the customer can work again."""

    result: str
    restored: bool


class FinishScreen(Dialog[Finished]):
    """Gives the result of a visit."""

    def __init__(self, about: str) -> None:
        super().__init__(_("The visit is over"))
        self._about = about

    def body(self) -> Iterator[Widget]:
        """What was done, and whether it works again."""
        yield Line(self._about)
        yield Line(_("What was done?"), classes="gap")
        yield TextField(limit=4000, id="result")
        picks = (Pick("1", "yes", _("yes, it works"), ("y",)), Pick("2", "no", _("no, not yet"), ("n",)))
        yield Question(_("Can the customer work again?"), picks, id="restored", classes="gap")

    def result(self) -> Finished:
        """Both are needed."""
        text = clean(self.query_one("#result", TextField).text, lines=True)
        value = self.query_one("#restored", Question).value
        if not text:
            raise Invalid(N_("Write down what was done."))
        if value is None:
            raise Invalid(N_("Say whether the customer can work again."))
        return Finished(text, value == "yes")


@dataclass(frozen=True, slots=True)
class Duty:
    """A state set by hand, and (for a break) until when."""

    state: str
    until: datetime | None


class DutyScreen(TimeDialog[Duty]):
    """Gives the new state of an engineer."""

    def __init__(self, name: str, state: str) -> None:
        super().__init__(_("Duty of {who}").format(who=name))
        self._can = possible(ThingKind.ENGINEER, state)

    def body(self) -> Iterator[Widget]:
        """The states that can follow, and for a break its end."""
        choices = (
            (EngineerState.AVAILABLE, _("available again"), (Act.COME_BACK, Act.COME_ON)),
            (EngineerState.BREAK, _("break"), (Act.TAKE_BREAK,)),
            (EngineerState.OFF_DUTY, _("off duty"), (Act.GO_OFF,)),
        )
        offered = [(state, words) for state, words, acts in choices if any(act in self._can for act in acts)]
        picks = [Pick(str(i), state, words) for i, (state, words) in enumerate(offered, 1)]
        yield Question(_("From now on"), picks, value=picks[0].value if picks else None, id="duty")
        yield from self.when_fields(_("A break until (may stay empty)"))

    def first_field(self) -> Widget | None:
        """The state comes first: what is proposed is not what is meant each time."""
        return self.query_one("#duty", Question)

    def result(self) -> Duty:
        """The end counts for a break only."""
        value = self.query_one("#duty", Question).value
        if value is None:
            raise Invalid(N_("Choose one."))
        typed = self.query_one("#when", LineField).value.strip()
        return Duty(value, self.when() if typed and value == EngineerState.BREAK else None)


class ReachedScreen(Dialog[bool]):
    """One attempt to call somebody back: reached or not."""

    def __init__(self, about: str, attempts: int) -> None:
        super().__init__(_("Call back"))
        self._about = about
        self._attempts = attempts

    def body(self) -> Iterator[Widget]:
        """Whom, how often already, and what came of it."""
        yield Line(self._about)
        if self._attempts:
            yield Line(_("Attempts so far: {count}; after 3 the shift lead decides.").format(count=self._attempts))
        picks = (
            Pick("1", "yes", _("reached: open the form"), ("y",)),
            Pick("2", "no", _("nobody answers"), ("n",)),
        )
        yield Question(_("Result"), picks, id="reached", classes="gap")

    def result(self) -> bool:
        """One of the two."""
        value = self.query_one("#reached", Question).value
        if value is None:
            raise Invalid(N_("Say whether somebody answered."))
        return value == "yes"
