"""Who sits down: found while one types, by name, login or pinyin; then the PIN, where they have one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from hotline_tui.domain.errors import N_, HotlineError, Invalid
from hotline_tui.domain.seats import Credentials, Seat, Seats, matching
from hotline_tui.domain.text import clean, normalise_key, one_line
from hotline_tui.domain.words import Role
from hotline_tui.locale import _
from hotline_tui.locale.words import join_words, short
from hotline_tui.ui.messages import Answered
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.field import LineField, Onward
from hotline_tui.ui.widgets.flow import DIM

from .dialog import Line
from .guard import Guard, pin_field

SHOWN = 60
"""So many rows are drawn; typing finds the others."""


class SignOnScreen(Guard):
    """`back`: somebody sits here already, and Esc goes back to them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "leave", show=False)]

    def __init__(self, seats: Seats, *, back: bool) -> None:
        super().__init__(_("Who signs on?"))
        self._seats = seats
        self._back = back
        self._chosen: Seat | None = None
        self._asked = False

    def body(self) -> Iterator[Widget]:
        """The words, who they find; or one person and their PIN."""
        yield Line(one_line(self._seats.desk), classes="label")
        yield LineField(id="words", placeholder=_("name, login or initials"), classes="given")
        yield Choice(id="people", classes="gap")
        yield Line("", id="none")
        yield Line("", id="person", classes="hidden")
        yield Line(_("PIN"), id="pin-label", classes="label gap hidden")
        yield pin_field(classes="hidden")

    def keys_words(self) -> list[tuple[str, str]]:
        """Enter; Esc where there is something to go back to; F10 where nobody sits yet."""
        keys = [("Enter", _("Sign on"))]
        if self._back or (self._chosen is not None and len(self._seats.people) > 1):
            keys.append(("Esc", _("Back")))
        return keys if self._back else [*keys, ("F10", _("Leave"))]

    def on_mount(self) -> None:
        """Whoever was named is asked for the PIN at once."""
        self._show()
        named = next((seat for seat in self._seats.people if seat.id == self._seats.chosen), None)
        if named is not None:
            self._choose(named)

    def first_field(self) -> Widget:
        """In the words; in the PIN of one who was named."""
        return self.query_one("#words" if self._chosen is None else "#pin")

    def ask(self, seats: Seats) -> None:
        """Asked again: the list may be another one, or a PIN is wanted after all."""
        self._seats, self._asked = seats, False
        self._show()
        named = next((seat for seat in seats.people if seat.id == seats.chosen), None)
        if named is not None and (self._chosen is None or self._chosen.id != named.id):
            self._choose(named)
        self.say_fault("")

    def fault(self, error: HotlineError) -> None:
        """Why not."""
        self._asked = False
        super().fault(error)

    # ---- finding oneself ----------------------------------------------------------------------------------------

    @on(Input.Changed, "#words")
    def look(self, message: Input.Changed) -> None:
        """The list follows."""
        self.say_fault("")
        if not self._by_digit(normalise_key(message.value)):
            self._show()

    def _by_digit(self, typed: str) -> bool:
        """A digit alone chooses its row, as in every list, unless somebody is called so."""
        if len(typed) != 1 or not typed.isdecimal() or matching(self._seats.people, typed):
            return False
        if not 0 < int(typed) <= min(9, len(self._seats.people)):
            return False
        self.query_one("#words", LineField).value = ""
        self._choose(self._seats.people[int(typed) - 1])
        return True

    def _found(self) -> tuple[Seat, ...]:
        return matching(self._seats.people, clean(self.query_one("#words", LineField).value))

    def _show(self) -> None:
        found = self._found()
        rows = [Choosable(str(seat.id), _row(seat)) for seat in found[:SHOWN]]
        self.query_one(Choice).show(rows)
        more = _("{n} more: type to find them.").format(n=len(found) - SHOWN) if len(found) > SHOWN else ""
        self.query_one("#none", Line).say(more if found else _("Nobody found by these words."), DIM)

    def step(self, step: int) -> None:
        """Enter: once all keys are in."""
        if self.focused is not None:
            self.focused.post_message(Onward(step))

    def on_onward(self, message: Onward) -> None:
        """From the words to the list; one who is left alone there needs no choosing."""
        message.stop()
        if self._chosen is not None:
            if message.step > 0:
                self.action_accept()
            return
        found = self._found()
        if message.step < 0:
            self.query_one("#words").focus()
        elif len(found) == 1:
            self._choose(found[0])
        elif found:
            self.query_one(Choice).focus()

    def on_choice_picked(self, message: Choice.Picked) -> None:
        """This one."""
        message.stop()
        found = next((seat for seat in self._seats.people if str(seat.id) == message.value), None)
        if found is not None:
            self._choose(found)

    # ---- signing on ---------------------------------------------------------------------------------------------

    def _choose(self, seat: Seat) -> None:
        self.say_fault("")
        if not seat.has_pin:
            self._sign_on(seat, "")
            return
        self._chosen = seat
        self.query_one("#person", Line).say(_row(seat))
        self._arrange()
        self.query_one("#pin").focus()

    def _arrange(self) -> None:
        asked = self._chosen is not None
        for name in ("#words", "#people", "#none"):
            self.query_one(name).set_class(asked, "hidden")
        for name in ("#person", "#pin-label", "#pin"):
            self.query_one(name).set_class(not asked, "hidden")
        self.query_one("#keys", Line).say(self._keys())

    def action_accept(self) -> None:
        """F2, and Enter behind the PIN."""
        pin = self.query_one("#pin", LineField).value
        if self._chosen is None:
            value = self.query_one(Choice).value
            found = next((seat for seat in self._seats.people if str(seat.id) == value), None)
            if found is None:
                self.fault(Invalid(N_("Choose who signs on first.")))
            else:
                self._choose(found)
        elif pin:
            self._sign_on(self._chosen, pin)

    def _sign_on(self, seat: Seat, pin: str) -> None:
        if not self._asked:
            self._asked = True
            self.say_fault(_("One moment …"))
            self.owner.gateway.sign_on(Credentials(seat.id, pin))

    def on_answered(self, message: Answered) -> None:
        """An answer that came for somebody who sat here before."""
        message.stop()

    def action_cancel(self) -> None:
        """Esc: back to the list, then to whoever sits here."""
        words = self.query_one("#words", LineField)
        if self._chosen is not None and len(self._seats.people) > 1:
            self._chosen = None
            self.query_one("#pin", LineField).value = words.value = ""
            self._arrange()
            words.focus()
            self.say_fault("")
        elif words.value:
            words.value = ""
            words.focus()
        elif self._back:
            self.owner.release(self)

    def action_leave(self) -> None:
        """F10: nobody signs on."""
        if not self._back:
            self.owner.leave()


def _row(seat: Seat) -> Content:
    roles = join_words(short(role, Role) for role in seat.roles)
    facts = (one_line(part) for part in (seat.login, roles, _("at a console") if seat.here else ""))
    return Content.assemble((one_line(seat.name), "bold"), *(("  " + part, DIM) for part in facts if part))
