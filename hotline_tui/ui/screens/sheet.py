"""A sheet over the desk: something to read or a list to choose from, between the state line and the keys."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.text import plain
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import Answered
from hotline_tui.ui.widgets.columns import Cell, Column
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.rows import RowList

T = TypeVar("T")
Row = TypeVar("Row")


class Sheet(ModalScreen[T | None], Generic[T]):
    """Title in the border, keys below; Esc closes."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Sheet { align: center middle; background: $background 60%; }
    Sheet > #sheet {
        width: 100%; max-width: 118; height: 1fr; min-height: 10; margin: 1 0; padding: 0 1;
        border: round $primary; background: $background;
        border-title-color: $foreground; border-title-style: bold; border-subtitle-color: $text-muted;
    }
    Sheet #wait { height: auto; color: $text-muted; }
    Sheet #keys-here { height: 1; dock: bottom; }
    Sheet VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False), Binding("q", "close", show=False)]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        """Border, body, keys."""
        with Vertical(id="sheet") as box:
            box.border_title = Content(self.heading)  # a str would be parsed as markup
            yield Static(Content(_("Reading …")), id="wait", markup=False)
            yield from self.body()
            yield Static(self._keys(), id="keys-here", markup=False)

    def body(self) -> Iterator[Widget]:
        """What the sheet shows."""
        yield from ()

    def keys(self) -> Sequence[tuple[str, str]]:
        """(key, what it does), for the last line."""
        return ((_("Esc"), _("Back")),)

    def keys_now(self) -> Sequence[tuple[str, str]]:
        """Those that do something here."""
        return self.keys()

    def _keys(self) -> Content:
        parts: list[tuple[str, str]] = []
        for key, words in self.keys_now():
            parts += [(key, "bold $accent"), (f" {words}   ", DIM)]
        return Content.assemble(*parts)

    def show_keys(self) -> None:
        """Other keys work now."""
        self.query_one("#keys-here", Static).update(self._keys())

    def say(self, title: str, subtitle: str = "") -> None:
        """Other words on the border."""
        box = self.query_one("#sheet")
        box.border_title = Content(title)
        box.border_subtitle = Content(subtitle)

    def fit_height(self, lines: int) -> None:
        """Not taller than its lines need."""
        self.query_one("#sheet").styles.max_height = lines + 4

    def ready(self) -> None:
        """What was waited for is here."""
        self.query_one("#wait").display = False

    def refused(self, error: HotlineError) -> None:
        """It is not to be had: say why, where it would stand."""
        wait = self.query_one("#wait", Static)
        wait.display = True
        wait.update(Content(translate_error(error, zone=console(self).zone)))

    def on_answered(self, event: Answered) -> None:
        """The answer to what this sheet asked."""
        event.stop()
        if event.error is not None:
            self.refused(event.error)
            return
        self.ready()
        self.answered(event.kind, event.value)
        self.show_keys()

    def answered(self, kind: str, value: object) -> None:
        """Show it."""

    def action_close(self) -> None:
        """Esc."""
        self.dismiss(None)


class TextSheet(Sheet[None]):
    """Something to read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "turn(1)", show=False),
        Binding("k", "turn(-1)", show=False),
    ]

    def body(self) -> Iterator[Widget]:
        """A text that scrolls."""
        with VerticalScroll(id="scroll"):
            yield Static("", id="text", markup=False)

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one("#scroll").focus()

    def show_text(self, text: Content) -> None:
        """Put the text in."""
        self.query_one("#text", Static).update(text)

    def action_turn(self, by: int) -> None:
        """A line up or down."""
        self.query_one("#scroll").scroll_relative(y=by, animate=False)


class RowSheet(TextSheet):
    """One row of a list with all its words, a line a column."""

    def __init__(self, title: str, row: Sequence[Cell]) -> None:
        super().__init__(plain(title))
        self._words = tuple("".join(text for text, _style in cell) for cell in row)

    def on_mount(self) -> None:
        """Nothing is waited for."""
        super().on_mount()
        self.ready()
        self.show_text(Content("\n".join(plain(one, lines=True) for one in self._words if one)))


class ListSheet(Sheet[T], Generic[T, Row]):
    """A list to choose from: a subclass says columns, key, cells."""

    columns: ClassVar[Sequence[Column]]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", show=False)]
    group: Callable[[Row], str] | None = None
    row_keys: ClassVar[frozenset[str]] = frozenset({"Enter"})
    """Keys that do something to a row: not shown where there is none."""

    def keys_now(self) -> Sequence[tuple[str, str]]:
        """An empty list has nothing to choose."""
        return [pair for pair in self.keys() if self.list.rows or pair[0] not in self.row_keys]

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.list: RowList[Row] = RowList(
            self.columns, self.cells, self.key, group=self.group, empty=self.empty, id="rows"
        )

    def body(self) -> Iterator[Widget]:
        """The list."""
        self.list.display = False
        yield self.list

    def ready(self) -> None:
        """Show the list."""
        super().ready()
        self.list.display = True
        self.list.focus()

    def key(self, row: Row) -> Hashable:
        """What a row is known by."""
        raise NotImplementedError

    def cells(self, row: Row, now: float) -> Sequence[Cell]:
        """What a row says."""
        raise NotImplementedError

    def empty(self) -> str:
        """What stands in an empty list."""
        return _("Nothing here.")

    def on_row_list_activated(self, message: RowList.Activated) -> None:
        """A click on the chosen row is Enter."""
        message.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Enter."""
