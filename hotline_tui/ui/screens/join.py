"""The call belongs to a ticket that is there already: likely duplicates, open ones, ended ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.board import TicketRow
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean, one_line, plain
from hotline_tui.domain.words import TICKET_ENDS, TicketState
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.field import TextField
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line

REOPENABLE = frozenset({TicketState.RESTORED, TicketState.WATCHING, TicketState.RESOLVED, TicketState.CLOSED})
"""A customer's new report on one of these may mean that it was not solved."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The ticket, what the caller said, and whether the problem is back."""

    ticket: int
    text: str
    reopen: bool


class JoinScreen(Dialog[Joined]):
    """A digit chooses the ticket; for one that was restored or ended it is asked whether the problem is back."""

    def __init__(self, rows: Sequence[TicketRow], text: str = "") -> None:
        super().__init__(_("Join to a ticket"))
        self.add_class("wide")
        seen: dict[int, TicketRow] = {}
        for row in rows:
            if row.state not in TICKET_ENDS or row.state == TicketState.CLOSED:
                seen.setdefault(row.id, row)
        self._rows = tuple(seen.values())
        self._text = plain(text, lines=True)
        self._chosen: TicketRow | None = None

    def body(self) -> Iterator[Widget]:
        """The tickets, what the caller said, whether the problem is back."""
        if not self._rows:
            yield Line(_("This customer has no ticket that the call could belong to."))
        yield Choice(id="tickets")
        yield Line("", id="chosen", classes="gap")
        yield TextField(self._text, limit=4000, id="text")
        picks = (
            Pick("y", "yes", _("yes, reopen it"), ("1",)),
            Pick("n", "no", _("no, a question about it"), ("2",)),
        )
        yield Question(_("Is the problem back?"), picks, id="back")

    def on_mount(self) -> None:
        """The list first."""
        self.query_one("#back").display = False
        now, zone = console(self).now(), console(self).zone
        choice = self.query_one(Choice)
        choice.show([Choosable(str(row.id), _line(row, moment(row.received, zone, now))) for row in self._rows])
        (choice if self._rows else self.query_one("#text")).focus()

    def fields(self) -> list[Widget]:
        """The list comes first."""
        return [self.query_one(Choice), self.query_one("#text"), self.query_one("#back")]

    def is_dirty(self) -> bool:
        """Only what differs from the form's text, which is kept there."""
        return self.query_one("#text", TextField).text != self._text

    def on_choice_picked(self, message: Choice.Picked) -> None:
        """A ticket; then what the caller said."""
        message.stop()
        self._chosen = next(row for row in self._rows if str(row.id) == message.value)
        line = f"{self._chosen.number} {self._chosen.level} {self._chosen.summary}"
        self.query_one("#chosen", Line).say(one_line(line), "bold")
        self.query_one("#back").display = self._chosen.state in REOPENABLE
        self.say_fault("")
        self.query_one("#text").focus()

    def accept_words(self) -> str:
        """What F2 does here."""
        return _("Join")

    def result(self) -> Joined:
        """A ticket, and an answer where one is needed."""
        if self._chosen is None:
            raise Invalid(N_("Choose a ticket by its digit."))
        back = self.query_one("#back", Question)
        if self._chosen.state in REOPENABLE and back.value is None:
            back.focus()
            raise Invalid(N_("Say whether the problem is back."))
        reopen = self._chosen.state in REOPENABLE and back.value == "yes"
        return Joined(self._chosen.id, clean(self.query_one("#text", TextField).text, lines=True), reopen)


def _line(row: TicketRow, when: str) -> Content:
    facts = f"{when}  {short(row.state, TicketState)}  {row.owner}"
    alike = _("very alike") if row.score >= 0.8 else _("alike") if row.score > 0 else ""
    likely = "  " + alike if alike else ""
    return Content.assemble(
        (f"{row.number} {row.level} ", "bold"),
        one_line(row.summary),
        ("  " + one_line(facts), DIM),
        (likely, "$warning"),
    )
