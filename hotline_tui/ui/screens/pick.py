"""One of several to choose: people, posts, crews' places."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from hotline_tui.locale import _
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.columns import Cell, Column, cell

from .sheet import ListSheet


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen; `note` says what speaks against it, or for it."""

    id: Hashable
    name: str
    note: str = ""
    section: str = ""
    warns: bool = False


class PickScreen(ListSheet[Choice, Choice]):
    """Gives the choice under the cursor."""

    columns: ClassVar[Sequence[Column]] = (
        Column("name", 24, 10, grow=True, most=40),
        Column("note", 30, 12, grow=True, most=70),
    )

    def __init__(self, title: str, choices: Sequence[Choice], *, at: Hashable = None, accept: str = "") -> None:
        """`at`: where the cursor begins. `accept`: what Enter does, in words of the language in use."""
        self._accept = accept
        super().__init__(title)
        self._choices, self._at = tuple(choices), at

    def keys(self) -> Sequence[tuple[str, str]]:
        """Enter and Esc."""
        return (("Enter", self._accept or _("Choose")), (_("Esc"), _("Cancel")))

    def on_mount(self) -> None:
        """Nothing is waited for."""
        self.ready()
        self.list.update_rows(self._choices, console(self).now())
        self.list.apply_pending()
        if self._at is not None:
            self.list.select(self._at)

    def group(self, row: Choice) -> str:
        """Its section."""
        return row.section

    def key(self, row: Choice) -> Hashable:
        """Its id."""
        return row.id

    def cells(self, row: Choice, now: float) -> Sequence[Cell]:
        """Name and note."""
        return (cell(row.name, "strong"), cell(row.note, "warn" if row.warns else "dim"))

    def action_choose(self) -> None:
        """Enter."""
        if self.list.selected is not None:
            self.dismiss(self.list.selected)
