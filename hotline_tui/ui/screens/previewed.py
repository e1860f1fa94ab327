"""Why these due times, before anything is saved: clause, requirement, and from when they count (F6 in the form)."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.board import Preview
from hotline_tui.domain.text import one_line
from hotline_tui.domain.words import Milestone
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import label
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.flow import DIM

from .dialog import Dialog, Line


class PreviewedScreen(Dialog[bool]):
    """To read only; any of Esc, F2, F6, Enter closes it."""

    BINDINGS = [("f6,enter", "cancel")]

    def __init__(self, preview: Preview, received: float | None, policy: str) -> None:
        super().__init__(_("Why these due times"))
        self._preview = preview
        self._received = received
        self._policy = policy

    def body(self) -> Iterator[Widget]:
        """The start, then each clock."""
        shell = console(self)
        if self._received is not None:
            at = moment(self._received, shell.zone, shell.now())
            yield Line(
                _("Counted from {time}, when the call came in. Policy: {policy}.").format(time=at, policy=self._policy)
            )
        else:
            yield Line(_("Counted from now. Policy: {policy}.").format(policy=self._policy))
        level = _("Level {level}: {reason}").format(level=self._preview.level, reason=_(self._preview.level_reason))
        yield Line(level)
        for due in self._preview.dues:
            clause = (due.clause_zh or due.clause_en) if language() == CHINESE else (due.clause_en or due.clause_zh)
            when = moment(due.due, shell.zone, shell.now()) if due.due is not None else _("not running yet")
            head = Content.assemble((f"{label(due.milestone, Milestone)}  ", "bold"), (when, "bold $key"))
            yield Line(head, classes="gap")
            yield Line(Content.assemble(one_line(clause), (f"  {due.requirement}", DIM)))

    def result(self) -> bool:
        """It was read."""
        return True

    def keys_words(self) -> list[tuple[str, str]]:
        """Nothing is filled in here."""
        return [("Esc", _("Close")), ("PgDn", _("more"))]
