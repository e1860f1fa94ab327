"""Text fields that suit an input method and a slow line: no blink, no letter bound, Enter goes on, pastes are bounded.

A composed character reaches a terminal program only when it is finished, so nothing here may act on a printable key.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from hotline_tui.domain.text import MAX_LINE, MAX_TEXT, clean, one_line, plain


class TooLong(Message):
    """Pasted or typed text did not fit; `limit` characters are kept."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit


class Onward(Message):
    """The operator wants to go on (`step` 1) or back (-1) from this field or question."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step


class Steps:
    """A form that moves the focus itself, at once: a key typed ahead must find the next field, not the one before."""

    def step(self, step: int) -> None:
        """To the next field (1) or the one before (-1)."""
        raise NotImplementedError

    def take_text(self, _typed: str) -> bool:
        """Text was typed at a question: whether the form has a place for it, and has put it there."""
        return False


def go_on(widget: Widget, step: int) -> None:
    """Leave this field: by the form around it at once, else by a message."""
    for node in widget.ancestors:
        if isinstance(node, Steps):
            node.step(step)
            return
    widget.post_message(Onward(step))


def give_text(widget: Widget, typed: str) -> bool:
    """Hand text that means nothing here to the form around; False where it has no place for it."""
    form = next((node for node in widget.ancestors if isinstance(node, Steps)), None)
    return form is not None and form.take_text(typed)


class TextField(TextArea, inherit_bindings=False):
    """Text that grows with what is typed. Enter, and the arrows past its edge, leave it; Ctrl keys of the form pass."""

    DEFAULT_CSS = """
    TextField {
        height: auto; min-height: 1; max-height: 6; border: none; padding: 0 1;
        background: $panel; color: $foreground;
        scrollbar-size-vertical: 1;
        & .text-area--cursor-line { background: transparent; }
        &:focus { border: none; background: $panel; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False, priority=True),
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("ctrl+left", "cursor_word_left", show=False),
        Binding("ctrl+right", "cursor_word_right", show=False),
        Binding("home", "cursor_line_start", show=False),
        Binding("end,ctrl+e", "cursor_line_end", show=False),
        Binding("shift+left", "cursor_left(True)", show=False),
        Binding("shift+right", "cursor_right(True)", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete", "delete_right", show=False),
        Binding("ctrl+w", "delete_word_left", show=False),
        Binding("ctrl+u", "delete_to_start_of_line", show=False),
        Binding("ctrl+k", "delete_to_end_of_line_or_delete_line", show=False),
    ]

    def __init__(self, text: str = "", *, limit: int = MAX_TEXT, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            plain(text, lines=True), id=id, placeholder=placeholder, compact=True, highlight_cursor_line=False
        )
        self.limit = limit
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and len(self.text) >= self.limit:
            event.stop()
            event.prevent_default()
            self.post_message(TooLong(self.limit))

    def add(self, typed: str) -> None:
        """A word begun elsewhere goes on here, behind what stands here."""
        end = self.document.end
        if len(self.text) + 1 >= self.limit:
            self.post_message(TooLong(self.limit))
            return
        apart = "" if not self.text or self.text[-1].isspace() else " "
        self.move_cursor(self.insert(apart + typed, end).end_location)

    def action_go_on(self) -> None:
        """Enter: the text is as it should be."""
        go_on(self, 1)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        room = self.limit - len(self.text) + len(self.selected_text)
        text, cut = bounded(event.text, room, lines=True)
        if text and (result := self._replace_via_keyboard(text, *self.selection)):
            self.move_cursor(result.end_location)
        if cut:
            self.post_message(TooLong(self.limit))

    def action_cursor_up(self, select: bool = False) -> None:
        """One line up; from the first line back to the field before."""
        if self.cursor_at_first_line and self._first_section():
            self.post_message(Onward(-1))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """One line down; from the last line on to the next field."""
        if self.cursor_at_last_line and self._last_section():
            self.post_message(Onward(1))
        else:
            super().action_cursor_down(select)

    def _first_section(self) -> bool:
        return self.get_cursor_up_location() in (self.cursor_location, (0, 0))

    def _last_section(self) -> bool:
        return self.get_cursor_down_location() in (self.cursor_location, self.document.end)


class LineField(Input, inherit_bindings=False):
    """One line. Enter goes on (`Input.Submitted` where no form is around it); pasted lines become one."""

    DEFAULT_CSS = """
    LineField {
        height: 1; border: none; padding: 0 1; background: $panel; color: $foreground;
        &:focus { border: none; background: $panel; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("ctrl+left", "cursor_left_word", show=False),
        Binding("ctrl+right", "cursor_right_word", show=False),
        Binding("shift+left", "cursor_left(True)", show=False),
        Binding("shift+right", "cursor_right(True)", show=False),
        Binding("home", "home", show=False),
        Binding("end,ctrl+e", "end", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete", "delete_right", show=False),
        Binding("ctrl+w", "delete_left_word", show=False),
        Binding("ctrl+u", "delete_left_all", show=False),
        Binding("ctrl+k", "delete_right_all", show=False),
        Binding("enter", "go_on", show=False, priority=True),
    ]

    def __init__(
        self,
        value: str = "",
        *,
        limit: int = MAX_LINE,
        id: str | None = None,
        placeholder: str = "",
        classes: str | None = None,
    ) -> None:
        super().__init__(
            one_line(value),
            id=id,
            placeholder=placeholder,
            compact=True,
            select_on_focus=False,
            max_length=limit,
            classes=classes,
        )
        self.limit = limit
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            self.post_message(Onward(-1 if event.key == "up" else 1))

    def action_go_on(self) -> None:
        """Enter: on to the next field; where there is no form around it, `Input.Submitted`."""
        if any(isinstance(node, Steps) for node in self.ancestors):
            go_on(self, 1)
        else:
            self.post_message(self.Submitted(self, self.value, None))

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        room = self.limit - len(self.value) + len(self.selected_text)
        text, cut = bounded(event.text, room, lines=False)
        if text:
            self.replace(text, *self.selection)
        if cut:
            self.post_message(TooLong(self.limit))


def bounded(text: str, room: int, *, lines: bool) -> tuple[str, bool]:
    """Pasted text, harmless and at most `room` characters; the second part says whether something was left out."""
    if room < 1:
        return "", bool(text)
    # only a little more than fits is looked at: a megabyte must not hold the screen up
    ahead = text[: 2 * room + 4096]
    harmless = clean(ahead, limit=len(ahead) + 1, lines=lines)
    return harmless[:room], len(harmless) > room or len(ahead) < len(text)
