"""A pane with one list: border words, a filter, paging, what waits to come in, when it reads differently next."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from hotline_tui.locale import _
from hotline_tui.locale.dates import number
from hotline_tui.ui.console import console

from .columns import Cell, Column
from .field import LineField, Onward
from .pane import Pane
from .rows import REST, RowList

Row = TypeVar("Row")


FILTER = {"/": "slash", "／": "fullwidth_solidus"}
"""The filter's characters, and what Textual calls their keys."""


class ListPane(Pane, Generic[Row]):
    """One of the desk's lists. A subclass says its columns, key, cells, border words and when its texts change."""

    columns: ClassVar[Sequence[Column]]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.list: RowList[Row] = RowList(
            self.columns,
            self.cells,
            self.key,
            group=self.group,
            empty=self._nothing,
            changes=self.next_change,
            id="rows",
        )
        self.field = LineField(id="filter")
        self.total = 0
        """Rows there are in all, beside those of this page."""
        self.before = 0
        """Rows of the pages before."""
        self._known = False
        """A board has come: that the list is empty is known."""
        self._page: Hashable = None
        self._turned: bool | None = None
        """Another page was asked for: True upwards, so that its last row is the next one."""

    def compose(self) -> ComposeResult:
        """The list, and the filter's line when it is wanted."""
        yield self.list
        self.field.display = False
        yield self.field

    def on_mount(self) -> None:
        """Words on the border."""
        self.say_border()

    # ---- what a subclass says -------------------------------------------------------------------------------------

    def key(self, row: Row) -> Hashable:
        """What a row is known by."""
        raise NotImplementedError

    def cells(self, row: Row, now: float) -> Sequence[Cell]:
        """What a row says at `now`, one cell a column."""
        raise NotImplementedError

    group: Callable[[Row], str] | None = None

    def empty(self) -> str:
        """What stands in an empty list: what to do next."""
        return ""

    def _nothing(self) -> str:
        """Before the first board nobody knows whether the list is empty: then nothing is said."""
        return self.empty() if self._known else ""

    def title(self) -> str:
        """The name in the upper border."""
        return ""

    def summary(self) -> str:
        """The figures in the lower border."""
        return ""

    def next_change(self, row: Row, now: float) -> float | None:
        """When this row reads differently next."""
        return None

    # ---- data and time --------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row], total: int, *, before: int = 0, page: Hashable = None) -> None:
        """Patch the list; another `page` (or filter) shows at once. One that has run empty gives way to the first.

        Footer and detail column look at every board anyway: what is under the cursor is not told besides.
        """
        if not rows and before:
            console(self).first_page(self.scope.value)
            return
        self.total, self.before = total, before
        if page != self._page:
            self.list.rest()
        with self.list.prevent(RowList.Moved):
            self.list.update_rows(rows, console(self).now())
        if page != self._page:
            if self._turned is not None:
                self.list.action_edge(1 if self._turned else -1)
            self._page, self._turned = page, None
        if not self._known:
            self._known = True
            self.list.refresh()
        self.say_border()

    def tick(self, now: float) -> float | None:
        """Repaint what reads differently at `now`; return when something here will next."""
        was = self.list.selected
        self.list.tick(now)
        if (was is None) != (self.list.selected is None):
            self.context_changed()
        at = min(self.list.next_changes(now), default=math.inf)
        if self.list.order.waiting:
            at = min(at, now + REST)
        return at if at < math.inf else None

    def relabel(self) -> None:
        """Another language or theme."""
        self.say_border()
        self.list.restyle()

    def say_border(self) -> None:
        """Name and figures; written only when they differ."""
        words = [self.summary()] if self._known else []
        if self.filter_text:
            words.insert(0, _("filter: {words}").format(words=self.filter_text))
        if self.list.pending:
            words.insert(0, _("{count} new").format(count=number(self.list.pending)))
        shown = len(self.list.rows)
        if self.total > shown > 0:
            part = _("{first}-{last} of {total}")
            first, last = number(self.before + 1), number(self.before + shown)
            words.insert(0, part.format(first=first, last=last, total=number(self.total)))
        figures = " - ".join(word for word in words if word)
        self.say_frame(Content(f"{self.number} {self.title()}"), Content(figures))

    # ---- keys and messages ----------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """The keyboard goes to the list; one that has it is not drawn again."""
        if not self.list.has_focus:
            self.list.focus()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another row is chosen."""
        message.stop()
        self.context_changed()

    def on_row_list_past_end(self, message: RowList.PastEnd) -> None:
        """There may be more than a page."""
        message.stop()
        if self.total > self.before + len(self.list.rows):
            self._turned = False
            console(self).next_page(self.scope.value)

    def on_row_list_past_start(self, message: RowList.PastStart) -> None:
        """Back to the page before."""
        message.stop()
        if self.before:
            self._turned = True
            console(self).previous_page(self.scope.value)

    def on_row_list_pending_changed(self, message: RowList.PendingChanged) -> None:
        """Say how many wait; look again when the cursor has rested."""
        message.stop()
        self.say_border()
        console(self).poke()

    @property
    def filter_text(self) -> str:
        """The words by which the rows are filtered."""
        return self.field.value.strip()

    @property
    def filtering(self) -> bool:
        """Esc has something to take away here."""
        return bool(self.filter_text) or self.field.has_focus or bool(self.before)

    def hear(self, character: str) -> bool:
        """The filter's key, before the next key is looked at: words typed in one go with it must not act on rows."""
        if character not in FILTER or not self.list.has_focus:
            return False
        from hotline_tui.ui.actions import BY_ID

        if FILTER[character] not in console(self).keys.keys(BY_ID["rows.filter"]):
            return False
        self.do_rows_filter()
        return True

    def do_rows_filter(self) -> None:
        """`/`: type words; each letter narrows the list."""
        field = self.field
        field.placeholder = _("words, initials or a number; Enter keeps, Esc shows all")
        field.display = True
        self.screen.set_focus(field)  # at once: the next key is a letter

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as it is typed."""
        event.stop()
        console(self).filter_rows(self.scope.value, event.value.strip())
        self.say_border()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps the filter."""
        event.stop()
        self._leave_filter()

    def do_back(self) -> None:
        """Esc: shows all rows again before it means anything else."""
        field = self.field
        if field.has_focus or field.value:
            field.value = ""
            self._leave_filter()
            return
        if self.before:
            self._turned = False
            console(self).first_page(self.scope.value)
            return
        back = getattr(self.screen, "do_back", None)
        if back is not None:
            back()

    def on_onward(self, message: Onward) -> None:
        """Up or down in the filter's line: to the list."""
        message.stop()
        self._leave_filter()

    def _leave_filter(self) -> None:
        field = self.field
        field.display = bool(field.value)
        self.list.focus()
