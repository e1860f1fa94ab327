"""A list to choose one thing from: a digit chooses at once, the arrows and Enter too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from hotline_tui.domain.text import normalise_key

from .field import Onward

NONE_KEY = "0"
"""The digit of the last row, where it means "none of these"."""


@dataclass(frozen=True, slots=True)
class Choosable:
    """One row: its key, and what is drawn (never parsed as markup)."""

    value: str
    content: Content
    none: bool = False
    """The row that means "none of these": its digit is 0."""


class Choice(OptionList, inherit_bindings=False):
    """Posts `Picked` with the row's value, `Onward(-1)` when the cursor goes up past the first row."""

    DEFAULT_CSS = """
    Choice {
        height: auto; max-height: 12; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Choice:focus { border: none; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor_down", show=False),
        Binding("up", "cursor_up", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "select", show=False),
    ]

    class Picked(Message):
        """A row was chosen."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> Choice:
            """The list it was chosen from."""
            return self.choice

    def __init__(self, rows: Sequence[Choosable] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False, compact=True)
        self.rows: tuple[Choosable, ...] = ()
        self.show(rows)

    def show(self, rows: Sequence[Choosable]) -> None:
        """Other rows; the cursor stays on its value where that is still there."""
        if tuple(rows) == self.rows:
            return
        at = self.highlighted
        value = self.rows[at].value if at is not None and at < len(self.rows) else None
        self.rows = tuple(rows)
        self.clear_options()
        self.add_options([Option(self._prompt(number, row)) for number, row in enumerate(self.rows, 1)])
        values = [row.value for row in self.rows]
        self.highlighted = values.index(value) if value in values else 0 if values else None

    @staticmethod
    def _prompt(number: int, row: Choosable) -> Content:
        key = NONE_KEY if row.none else str(number) if number < 10 else " "
        return Content.assemble((key, "bold $key"), "  ", row.content)

    @property
    def value(self) -> str | None:
        """The value under the cursor."""
        return self.rows[self.highlighted].value if self.highlighted is not None and self.rows else None

    def action_cursor_up(self) -> None:
        """Up, and out of the list from its first row."""
        if not self.highlighted:
            self.post_message(Onward(-1))
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Down; the last row is the last."""
        if self.highlighted is not None and self.highlighted + 1 < len(self.rows):
            super().action_cursor_down()

    async def _on_key(self, event: events.Key) -> None:
        key = normalise_key(event.character or "")
        if len(key) != 1 or not key.isdecimal():
            return
        event.stop()
        event.prevent_default()
        found = [
            (number - 1, row.value)
            for number, row in enumerate(self.rows, 1)
            if (row.none and key == NONE_KEY) or (not row.none and number < 10 and key == str(number))
        ]
        if found:
            self.highlighted, value = found[0]
            self.post_message(self.Picked(self, value))

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        message.stop()
        self.post_message(self.Picked(self, self.rows[message.option_index].value))
