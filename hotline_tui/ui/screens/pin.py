"""A PIN of one's own: the old one, where there is one, and the new one twice."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.operators import LONGEST_PIN, SHORTEST_PIN, pin_of
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import Answered
from hotline_tui.ui.widgets.field import LineField

from .dialog import Dialog, Line
from .guard import pin_field


class PinScreen(Dialog[bool]):
    """Dismissed with True when the PIN is set. `first`: there is none yet."""

    keeps = False
    """Nothing that is typed here is ever written down."""

    def __init__(self, *, first: bool) -> None:
        super().__init__(_("Set a PIN") if first else _("Change the PIN"))
        self._first = first
        self._asked = False

    def body(self) -> Iterator[Widget]:
        """Two or three lines whose characters are not shown."""
        words = _("{least} to {most} digits, not all alike and not in a row. It opens the lock and signs you on.")
        yield Line(words.format(least=SHORTEST_PIN, most=LONGEST_PIN), classes="label")
        if not self._first:
            yield Line(_("PIN until now"), classes="gap")
            yield pin_field("old")
        yield Line(_("New PIN"), classes="gap")
        yield pin_field("new")
        yield Line(_("New PIN once more"))
        yield pin_field("again")

    def accept_words(self) -> str:
        """What F2 does here."""
        return _("Set it")

    def is_dirty(self) -> bool:
        """A PIN that is thrown away is typed again."""
        return False

    def _value(self, name: str) -> str:
        return "".join(field.value for field in self.query(f"#{name}").results(LineField))

    def result(self) -> bool:
        """Raises Invalid for what can't be a PIN."""
        new = pin_of(self._value("new"))
        if new != pin_of(self._value("again")):
            raise Invalid(N_("The two new PINs differ. Type them again."))
        return True

    def action_accept(self) -> None:
        """F2, and Enter behind the last line."""
        try:
            self.result()
        except Invalid as error:
            self.say_fault(translate_error(error))
            return
        if not self._asked:
            self._asked = True
            old, new = self._value("old"), self._value("new")
            console(self).ask(self, "pin", lambda desk, now: desk.set_pin(old, new, now=now))

    def on_answered(self, message: Answered) -> None:
        """It is set, or why not."""
        message.stop()
        self._asked = False
        if message.error is not None:
            self.say_fault(translate_error(message.error, zone=console(self).zone))
        else:
            self.dismiss(True)
