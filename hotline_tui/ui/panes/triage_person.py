"""Who is calling, where the file does not know it: organisation (found while one types), person, number (IN-4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from hotline_tui.domain.text import clean, one_line
from hotline_tui.locale import _
from hotline_tui.locale.words import TABLES, label
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import Answered
from hotline_tui.ui.screens.customer_search import NEW, PAUSE
from hotline_tui.ui.screens.dialog import Line
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.field import LineField
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.question import Pick, Question

from .triage_form import Form
from .triage_head import indent

if TYPE_CHECKING:
    from hotline_tui.domain.board import CustomerHit

HITS = 4


class PersonFields(Container):
    """Two rows, and under the organisation what the file has by that name. Fields post Textual's `Input.Changed`."""

    DEFAULT_CSS = """
    PersonFields { height: auto; }
    PersonFields Horizontal { height: auto; }
    PersonFields Line { width: auto; height: 1; color: $dim; }
    PersonFields #person { width: 1fr; }
    PersonFields #phone { width: 1.4fr; }
    PersonFields Choice { max-height: 5; }
    """

    class Picked(Message):
        """A customer of the file after all."""

        def __init__(self, hit: CustomerHit) -> None:
            super().__init__()
            self.hit = hit

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hits: tuple[CustomerHit, ...] = ()
        self._timer: Timer | None = None
        self._left_with: str | None = None
        """Enter came before the answer: what stood in the person's field then."""

    def compose(self) -> Iterator[Widget]:
        """Organisation, hits, person and number, region."""
        with Horizontal(id="organisation-row"):
            yield Line(id="organisation-label")
            yield LineField(id="organisation")
        yield Choice(id="organisation-hits")
        with Horizontal():
            yield Line(id="person-label")
            yield LineField(id="person", limit=80)
            yield Line(id="phone-label")
            yield LineField(id="phone", limit=40)
        yield Question("", id="region")

    def show(self, form: Form, refill: bool) -> None:
        """The fields of this form; the organisation only while it is not known."""
        new = form.card is None
        self.query_one("#organisation-row").display = new
        self.query_one("#organisation-hits").display = new and bool(self._hits)
        at = indent()
        for name, words in (("organisation", _("Client")), ("person", _("Person"))):
            self.query_one(f"#{name}-label", Line).say(words + " " * max(1, at - Content(words).cell_length))
        self.query_one("#phone-label", Line).say("  " + _("Phone") + " ")
        self.query_one("#organisation", LineField).placeholder = _("name or initials")
        region = self.query_one("#region", Question)
        region.indent = at
        region.display = new
        picks = [Pick(str(n), name, label(name, "region")) for n, name in enumerate(TABLES["region"], 1)]
        region.show(_("Region"), picks, form.typed.region or None)
        for name in ("organisation", "person", "phone") if refill else ():
            field = self.query_one(f"#{name}", LineField)
            value = getattr(form.typed, name)
            if clean(field.value) != clean(value):
                with self.prevent(Input.Changed):
                    field.value = value

    def on_input_changed(self, message: Input.Changed) -> None:
        """Look for the organisation a moment after the last key."""
        if message.input.id != "organisation":
            return
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._ask)

    def left(self) -> None:
        """The organisation was left by Enter: what its initials find comes first, unless a name is typed by then."""
        self._left_with = self.query_one("#person", LineField).value

    def _ask(self) -> None:
        words = clean(self.query_one("#organisation", LineField).value)
        if not words:
            self._take(())
            return
        console(self).ask(self, "hits", lambda desk, _now: desk.find_customers(words, limit=HITS))

    def on_answered(self, message: Answered) -> None:
        """What the file has."""
        message.stop()
        self._take(tuple(message.value) if isinstance(message.value, tuple) else ())

    def _take(self, hits: tuple[CustomerHit, ...]) -> None:
        self._hits = hits[:HITS]
        choice = self.query_one(Choice)
        rows = [Choosable(str(at), _hit(hit)) for at, hit in enumerate(self._hits)]
        choice.show([*rows, Choosable(NEW, Content(_("none of these: a new customer")), none=True)] if rows else [])
        choice.display = bool(self._hits) and bool(self.query_one("#organisation-row").display)
        person = self.query_one("#person", LineField)
        left_with, self._left_with = self._left_with, None
        if rows and left_with == person.value and person.has_focus:
            choice.focus()

    def clear_hits(self) -> None:
        """Nothing is looked for any more."""
        self._take(())

    def on_choice_picked(self, message: Choice.Picked) -> None:
        """One of the file."""
        message.stop()
        hits = self._hits
        self._take(())
        if message.value == NEW:
            self.query_one("#person", LineField).focus()
        else:
            self.post_message(self.Picked(hits[int(message.value)]))


def _hit(hit: CustomerHit) -> Content:
    return Content.assemble((one_line(hit.name), "bold"), ("  " + one_line(f"{hit.contact} {hit.phone}"), DIM))
