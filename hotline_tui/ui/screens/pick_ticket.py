"""Choose another ticket: to merge into, or to stand under."""

from __future__ import annotations

from hotline_tui.domain.errors import N_, HotlineError, Invalid
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.ui.console import console

from .find import FindScreen


class PickTicketScreen(FindScreen):
    """Finds as one types; gives the id of the ticket that was chosen, never `without`."""

    def __init__(self, title: str, text: str = "", *, without: int | None = None) -> None:
        super().__init__(text)
        self.heading = title
        self._without = without

    def accept_words(self) -> str:
        """F2 takes it."""
        return _("Take it")

    def result(self) -> int:
        """The ticket under the cursor."""
        ticket = super().result()
        if ticket == self._without:
            raise Invalid(N_("That is the same ticket. Choose another one."))
        return ticket

    def action_accept(self) -> None:
        """Give it back."""
        try:
            self.dismiss(self.result())
        except HotlineError as error:
            self.say_fault(translate_error(error, zone=console(self).zone))
