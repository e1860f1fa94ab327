"""The few words that acts on a ticket need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from hotline_tui.domain.board import TicketView
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean
from hotline_tui.domain.words import Role
from hotline_tui.locale import _
from hotline_tui.locale.words import label
from hotline_tui.ui.widgets.field import LineField, TextField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line

TOLD = (Role.SHIFT_LEAD, Role.CS_MANAGER, Role.SERVICE_DIRECTOR, Role.QUALITY_DIRECTOR, Role.GENERAL_MANAGER)
"""Up the chain (OR-2)."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told, and how."""

    role: Role
    how: str
    note: str


class EscalateScreen(Dialog[Told]):
    """Gives who was told, when by whom is on the record anyway."""

    def __init__(self, about: str) -> None:
        super().__init__(_("Escalate"))
        self._about = about

    def body(self) -> Iterator[Widget]:
        """Whom, how, what."""
        yield Line(self._about)
        yield Question(
            _("Whom"), [Pick(str(i), role, label(role)) for i, role in enumerate(TOLD, 1)], id="role", classes="gap"
        )
        ways = (("1", "phone", _("by phone")), ("2", "message", _("by message")), ("3", "person", _("in person")))
        yield Question(_("How"), [Pick(*way) for way in ways], value="phone", id="how")
        yield Line(_("What was said (may stay empty)"), classes="gap")
        yield LineField(id="note")

    def result(self) -> Told:
        """Somebody must be told."""
        role = self.query_one("#role", Question).value
        if role is None:
            raise Invalid(N_("Say who is told."))
        note = clean(self.query_one("#note", LineField).value)
        return Told(Role(role), self.query_one("#how", Question).value or "phone", note)


@dataclass(frozen=True, slots=True)
class Edited:
    """What the form holds; None: unchanged."""

    summary: str | None
    cause: str | None
    method: str | None


class EditScreen(Dialog[Edited]):
    """Gives what was changed. `typed`: what somebody comes back to, instead of the ticket's own words."""

    def __init__(self, view: TicketView, typed: Edited | None = None) -> None:
        super().__init__(_("Change {number}").format(number=view.number))
        self._view = view
        self._typed = typed or Edited(None, None, None)

    def _first(self, name: str) -> str:
        typed: str | None = getattr(self._typed, name)
        return str(getattr(self._view, name)) if typed is None else typed

    def body(self) -> Iterator[Widget]:
        """Three texts."""
        yield Line(_("Summary"))
        yield TextField(self._first("summary"), limit=2000, id="summary")
        yield Line(_("Cause"), classes="gap")
        yield TextField(self._first("cause"), limit=4000, id="cause")
        yield Line(_("Method"), classes="gap")
        yield TextField(self._first("method"), limit=4000, id="method")

    def _texts(self) -> tuple[str, str, str]:
        summary, cause, method = (
            clean(self.query_one(name, TextField).text, lines=True) for name in ("#summary", "#cause", "#method")
        )
        return summary, cause, method

    def is_dirty(self) -> bool:
        """Only what differs counts."""
        return self._texts() != (self._view.summary, self._view.cause, self._view.method)

    def result(self) -> Edited:
        """A ticket has a summary."""
        summary, cause, method = self._texts()
        if not summary:
            raise Invalid(N_("A ticket needs a summary."))
        view = self._view
        return Edited(
            summary if summary != view.summary else None,
            cause if cause != view.cause else None,
            method if method != view.method else None,
        )


class PickScreen(Dialog[str]):
    """Gives one of a few choices."""

    def __init__(self, title: str, about: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self._about = about
        self._choices = tuple(choices)[:9]

    def body(self) -> Iterator[Widget]:
        """The choices."""
        yield Line(self._about)
        picks = [Pick(str(i), value, words) for i, (value, words) in enumerate(self._choices, 1)]
        yield Question(_("Choose"), picks, id="choice", classes="gap")

    def result(self) -> str:
        """One is needed."""
        value = self.query_one("#choice", Question).value
        if value is None:
            raise Invalid(N_("Choose one."))
        return value
