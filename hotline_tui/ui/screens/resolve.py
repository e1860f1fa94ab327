"""Cause and method: with them a problem is resolved and becomes a knowledge candidate (KN-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.widget import Widget

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean, plain
from hotline_tui.locale import _
from hotline_tui.ui.widgets.field import TextField

from .dialog import Dialog, Line


@dataclass(frozen=True, slots=True)
class Resolved:
    """What it was, and what was done."""

    cause: str
    method: str


class ResolveScreen(Dialog[Resolved]):
    """Gives cause and method; both are needed."""

    def __init__(self, what: str = "", *, cause: str = "", method: str = "") -> None:
        super().__init__(_("Resolve"))
        self._what = what
        self._cause = plain(cause, lines=True)
        self._method = plain(method, lines=True)

    def body(self) -> Iterator[Widget]:
        """Two texts."""
        if self._what:
            yield Line(self._what)
        yield Line(_("Cause: what was it?"), classes="gap label")
        yield TextField(self._cause, limit=4000, id="cause")
        yield Line(_("Method: what was done?"), classes="gap label")
        yield TextField(self._method, limit=4000, id="method")

    def is_dirty(self) -> bool:
        """Only what differs from what the ticket holds."""
        cause, method = (self.query_one(name, TextField).text for name in ("#cause", "#method"))
        return (cause, method) != (self._cause, self._method)

    def result(self) -> Resolved:
        """Neither may be empty."""
        cause = clean(self.query_one("#cause", TextField).text, lines=True)
        method = clean(self.query_one("#method", TextField).text, lines=True)
        if not cause:
            raise Invalid(N_("Write down the cause."))
        if not method:
            raise Invalid(N_("Write down what was done."))
        return Resolved(cause, method)
