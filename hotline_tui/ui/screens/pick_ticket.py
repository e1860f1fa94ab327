"""Choose another ticket: to merge into, or to stand under. Only those that can be chosen are offered, all at once."""

from __future__ import annotations

from hotline_tui.domain.errors import HotlineError
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import Answered
from hotline_tui.ui.widgets.choice import Choice
from hotline_tui.ui.widgets.field import LineField

from .find import LIMIT, FindScreen


class PickTicketScreen(FindScreen):
    """Finds as one types; gives the id of the ticket that was chosen. `none` is said where there is none to choose."""

    def __init__(self, title: str, ticket: int, *, majors: bool = False, none: str = "") -> None:
        super().__init__()
        self.heading = title
        self._ticket = ticket
        self._majors = majors
        self._none_words = none

    def accept_words(self) -> str:
        """F2 takes it."""
        return _("Take it")

    def on_mount(self) -> None:
        """What can be chosen stands there before anything is typed."""
        self._ask()

    def _ask(self) -> None:
        words = self.query_one("#words", LineField).value.strip()
        ticket, majors = self._ticket, self._majors
        console(self).ask(self, "find", lambda desk, now: desk.find_partners(ticket, words, majors=majors, limit=LIMIT))

    def nothing_words(self) -> str:
        """Without a word typed, nothing can be chosen at all."""
        return super().nothing_words() if self.query_one("#words", LineField).value.strip() else self._none_words

    def on_answered(self, _event: Answered) -> None:
        """The keyboard goes to what can be chosen, unless somebody types."""
        if not self.query_one("#words", LineField).value:
            self.call_after_refresh(self._to_hits)

    def _to_hits(self) -> None:
        if self._hits and not self.query_one("#words", LineField).value:
            self.query_one(Choice).focus()

    def number_of(self, ticket: int) -> str:
        """The number of a ticket that was offered."""
        return next((row.number for row in self._hits if row.id == ticket), "")

    def action_accept(self) -> None:
        """Give it back."""
        try:
            self.dismiss(self.result())
        except HotlineError as error:
            self.say_fault(translate_error(error, zone=console(self).zone))
