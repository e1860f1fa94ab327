"""Find a customer by name, pinyin initials, contact or number, while one types; or say that it is a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean, one_line
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.locale.words import label
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import Answered
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.field import LineField, Onward
from hotline_tui.ui.widgets.flow import DIM

from .dialog import Dialog, Line

if TYPE_CHECKING:
    from hotline_tui.domain.board import CustomerHit

PAUSE = 0.12
"""Seconds after the last key until the database is asked."""

NEW = "new"


@dataclass(frozen=True, slots=True)
class Found:
    """A customer of the file (with a contact, where the hit was one), or the name of a new one."""

    customer: int | None
    contact: int | None
    new_name: str = ""


class CustomerSearchScreen(Dialog[Found]):
    """Gives who was found. `allow_new` False: only customers of the file."""

    keeps = False

    def __init__(self, text: str = "", *, allow_new: bool = True) -> None:
        super().__init__(_("Find a customer"))
        self.add_class("wide")
        self._text = text
        self._allow_new = allow_new
        self._timer: Timer | None = None
        self._looking = False
        self._go_on = False
        """Enter came before the answer."""
        self._hits: tuple[CustomerHit, ...] = ()

    def body(self) -> Iterator[Widget]:
        """One line, and what it finds."""
        yield LineField(self._text, id="words", placeholder=_("name, initials, contact or number"), classes="given")
        yield Choice(id="hits", classes="gap")
        yield Line("", id="none")

    def fields(self) -> list[Widget]:
        """The words, then the hits."""
        return [self.query_one("#words"), self.query_one(Choice)]

    def on_mount(self) -> None:
        """Look for what is there already."""
        self._ask()

    def first_field(self) -> Widget:
        """In the words, also where they were given: the search goes on with typing."""
        return self.query_one("#words")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Look a moment after the last key."""
        message.stop()
        if self._timer is not None:
            self._timer.stop()
        self._looking = True
        self._timer = self.set_timer(PAUSE, self._ask)

    def _ask(self) -> None:
        words = clean(self.query_one("#words", LineField).value)
        if not words:
            self._hits = ()
            self._show()
            return
        console(self).ask(self, "hits", lambda desk, _now: desk.find_customers(words, limit=20))

    def on_answered(self, message: Answered) -> None:
        """The hits of the newest question."""
        message.stop()
        if message.error is not None:
            self._looking = self._go_on = False
            self.say_fault(translate_error(message.error, zone=console(self).zone))
            return
        self._hits = tuple(message.value) if isinstance(message.value, tuple) else ()
        self.say_fault("")
        self._show()

    def _show(self) -> None:
        words = clean(self.query_one("#words", LineField).value)
        rows = [Choosable(str(at), _hit(hit)) for at, hit in enumerate(self._hits)]
        if self._allow_new and words:
            new = Content.assemble((_("new customer") + " ", "$warning"), one_line(words))
            rows.append(Choosable(NEW, new, none=True))
        self.query_one(Choice).show(rows)
        none = _("Nobody found by these words.") if words and not self._hits else ""
        self.query_one("#none", Line).say(none, DIM)
        self._looking = False
        if self._go_on:
            self._go_on = False
            self.post_message(Onward(1))

    def on_choice_picked(self, message: Choice.Picked) -> None:
        """Done."""
        message.stop()
        self.dismiss(self._found(message.value))

    def step(self, step: int) -> None:
        """Enter: once all keys are in."""
        if self.focused is not None:
            self.focused.post_message(Onward(step))

    def on_onward(self, message: Onward) -> None:
        """Enter or ↓ in the words goes into the hits, as soon as they are here."""
        message.stop()
        choice = self.query_one(Choice)
        if message.step > 0 and self._looking:
            self._go_on = True
        elif message.step > 0 and choice.rows:
            choice.focus()
        elif message.step < 0:
            self.query_one("#words").focus()

    def accept_words(self) -> str:
        """What F2 does here."""
        return _("Take it")

    def result(self) -> Found:
        """The hit under the cursor."""
        value = self.query_one(Choice).value
        if value is None:
            raise Invalid(N_("Type a name, initials, a contact or a number first."))
        return self._found(value)

    def _found(self, value: str) -> Found:
        if value == NEW:
            return Found(None, None, clean(self.query_one("#words", LineField).value))
        hit = self._hits[int(value)]
        return Found(hit.id, hit.contact_id)


def _hit(hit: CustomerHit) -> Content:
    facts = one_line(f"  {label(hit.region, 'region')}  {hit.contact} {hit.phone}")
    return Content.assemble((one_line(hit.name), "bold"), ("  " + facts, DIM))
