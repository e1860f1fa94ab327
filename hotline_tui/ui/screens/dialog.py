"""The manner of all small dialogs: Enter goes on, F2 accepts, Esc cancels – twice when text was typed.

One of the class `wide` takes up to 120 columns: lists with names and words from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.text import one_line, plain
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.ui.console import console
from hotline_tui.ui.kept import Keeping
from hotline_tui.ui.widgets.field import LineField, Onward, Steps, TextField, TooLong
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.question import Question

T = TypeVar("T")


class Line(Static):
    """Text of the house or from outside, never parsed as markup."""

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(_harmless(text), id=id, classes=classes)

    def say(self, text: str | Content, style: str = "") -> None:
        """Other words."""
        self.update(_harmless(text, style))


class Dialog(Keeping, Steps, ModalScreen[T | None], Generic[T]):
    """A dialog gives `fields()` in the order in which they are filled in and `result()`; None means cancelled."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > #box {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $primary; background: $background; padding: 0 1;
        border-title-color: $foreground; border-title-style: bold;
    }
    Dialog.wide > #box { width: 120; }
    Dialog .gap { margin-top: 1; }
    Dialog .label { color: $dim; }
    Dialog #fault { color: $error; text-style: bold; height: auto; }
    Dialog #keys { margin-top: 1; height: auto; }
    Dialog Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "accept", show=False),
        Binding("escape", "cancel", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title
        self.thing = ""
        """What it is about (`ticket:5`), where the screen below does not say it."""
        self._warned = False

    def compose(self) -> ComposeResult:
        """Title, what the dialog holds, what is wrong, the keys."""
        with VerticalScroll(id="box", can_focus=False) as box:
            box.border_title = Content(one_line(self.heading))  # a str would be parsed as markup
            yield from self.body()
            yield Line(id="fault")
            yield Line(self._keys(), id="keys")

    def body(self) -> Iterator[Widget]:
        """The widgets between the title and the keys."""
        yield from ()

    def fields(self) -> list[Widget]:
        """What is filled in, in order."""
        return list(self.query("TextField, LineField, Question").results(Widget))

    def result(self) -> T:
        """What was filled in. Raises HotlineError with the sentence that says what is missing or wrong."""
        raise NotImplementedError

    def accept_words(self) -> str:
        """What F2 does here."""
        return _("OK")

    def keys_words(self) -> list[tuple[str, str]]:
        """The row of keys."""
        return [("F2", self.accept_words()), ("Enter", _("next field")), ("Esc", _("Cancel"))]

    def on_mount(self) -> None:
        """Start where the keyboard is wanted."""
        about = next((str(line.content) for line in self.query(Line) if line.id is None), "")
        self.begin_keeping(self.heading, about)
        first = self.first_field()
        if first is not None:
            first.focus()

    def first_field(self) -> Widget | None:
        """Where the keyboard begins: in the first field that is empty, unless a dialog knows better."""
        fields = self.fields()
        return next((field for field in fields if not _filled(field)), fields[0] if fields else None)

    def on_text_area_changed(self) -> None:
        """Somebody types."""
        self.keep_soon()
        console(self).say_where()

    def on_input_changed(self, _event: Input.Changed) -> None:
        """The same in a single line."""
        self.keep_soon()
        console(self).say_where()

    def on_question_chosen(self, _message: Question.Chosen) -> None:
        """An answer was chosen."""
        self.keep_soon()

    def say_fault(self, text: str) -> None:
        """One sentence above the keys; empty takes it away."""
        self.query_one("#fault", Line).say(text)

    def action_accept(self) -> None:
        """F2, and Enter on the last field."""
        try:
            found = self.result()
        except HotlineError as error:
            self.say_fault(translate_error(error, zone=console(self).zone))
            return
        self.keep_accepted()
        self.dismiss(found)

    def action_cancel(self) -> None:
        """Esc. Typed text is not thrown away by one stray key of an input method."""
        if self.is_dirty() and not self._warned:
            self._warned = True
            self.say_fault(_("Esc again throws away what is typed."))
            return
        self.keep_no_more()
        self.dismiss(None)

    def action_page(self, step: int) -> None:
        """What does not fit scrolls."""
        box = self.query_one("#box")
        box.scroll_relative(y=step * max(1, box.size.height - 2), animate=False)

    def is_dirty(self) -> bool:
        """Whether somebody has typed here."""
        fields = self.fields()
        return any(isinstance(f, TextField | LineField) and _filled(f) and not f.has_class("given") for f in fields)

    def step(self, step: int) -> None:
        """On to the next field, back to the one before; past the last one it is accepted, once all keys are in."""
        if not self._move(step) and step > 0 and self.focused is not None:
            self.focused.post_message(Onward(step))  # behind the characters that the field has not seen yet

    def on_onward(self, message: Onward) -> None:
        """The same by message."""
        message.stop()
        if not self._move(message.step) and message.step > 0:
            self.action_accept()

    def _move(self, step: int) -> bool:
        fields = [field for field in self.fields() if field.display]
        at = next((i for i, field in enumerate(fields) if field is self.focused), 0) + step
        if 0 <= at < len(fields):
            self.set_focus(fields[at])
        return at < len(fields)

    def on_too_long(self, message: TooLong) -> None:
        """Say what was left out."""
        message.stop()
        self.say_fault(_("Too long: the first {limit} characters are kept.").format(limit=message.limit))

    def _keys(self) -> Content:
        parts: list[tuple[str, str]] = []
        for key, words in self.keys_words():
            parts += [(key, "bold $key"), (f" {words}   ", DIM)]
        return Content.assemble(*parts)


def _harmless(text: str | Content, style: str = "") -> Content:
    return Content.styled(plain(text, lines=True), style) if isinstance(text, str) else text


def _filled(field: Widget) -> bool:
    if isinstance(field, TextField):
        return bool(field.text.strip())
    if isinstance(field, LineField):
        return bool(field.value.strip())
    return isinstance(field, Question) and field.value is not None
