"""A question with a digit for each answer: the digit chooses and the focus moves on. Full-width digits count too.

All options stay in view with the chosen one marked (bold, underlined), so that the answers before can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from hotline_tui.domain.text import normalise_key, one_line
from hotline_tui.ui.format import cells, cut_cells

from .field import give_text, go_on


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer: the key that is shown, the value that is kept, its words, and further keys that mean it."""

    key: str
    value: str
    text: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one answer is drawn, in cells from the widget's corner."""

    pick: Pick
    row: int
    column: int
    text: str

    @property
    def end(self) -> int:
        """The column after its last cell."""
        return self.column + cells(self.pick.key) + 1 + cells(self.text)


def place(picks: Sequence[Pick], start: int, width: int, gap: int = 2) -> tuple[Placed, ...]:
    """Answers in rows of `width` cells, from column `start` on; none is broken, one too wide is cut with a mark."""
    placed: list[Placed] = []
    row, column = 0, start
    for pick in picks:
        lead = cells(pick.key) + 1
        text = cut_cells(one_line(pick.text), max(1, width - start - lead))
        need = lead + cells(text)
        if column > start and column + need > width:
            row, column = row + 1, start
        placed.append(Placed(pick, row, column, text))
        column += need + gap
    return tuple(placed)


_ANSWER_KEYS = "0123456789０１２３４５６７８９yYnNｙＹｎＮ"


class Question(Widget, can_focus=True):
    """One question of a form, a row or more high. Posts `Chosen`, and `Onward` when the operator moves on."""

    # priority: the app does these before it takes the next key, so that keys typed ahead find the next question
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"press({key!r})", show=False, priority=True) for key in _ANSWER_KEYS),
        Binding("enter", "go_on", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Question { height: auto; width: 1fr; }
    Question:focus { background: $panel; }
    """

    class Chosen(Message):
        """An answer was chosen, or (None) taken back."""

        def __init__(self, question: Question, value: str | None) -> None:
            super().__init__()
            self.question = question
            self.value = value

        @property
        def control(self) -> Question:
            """The question that was answered."""
            return self.question

    class NoAnswer(Message):
        """A letter or digit that is no answer here: text is typed where it can't be, so somebody should be told."""

        def __init__(self, keys: str) -> None:
            super().__init__()
            self.keys = keys

    def __init__(
        self,
        label: str,
        picks: Sequence[Pick] = (),
        *,
        value: str | None = None,
        indent: int = 5,
        walks: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.walks = walks
        """← and → walk through the answers; not where choosing acts at once."""
        self.label = one_line(label)
        self.picks = tuple(picks)
        self.value = value
        self.indent = indent
        self.wanted = False
        """Drawn as missing: the form cannot be saved without it."""

    def show(self, label: str, picks: Sequence[Pick], value: str | None) -> None:
        """Other words or answers (another contract, another language), the same question."""
        label = one_line(label)
        changed = (label, tuple(picks)) != (self.label, self.picks)
        if not changed and value == self.value:
            return
        self.label, self.picks, self.value = label, tuple(picks), value
        self.refresh(layout=changed)

    def set_wanted(self, wanted: bool) -> None:
        """Mark it as missing, or not."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.refresh()

    def choose(self, value: str | None) -> None:
        """As if its digit had been pressed."""
        self.value = value
        self.wanted = False
        self.refresh()
        self.post_message(self.Chosen(self, value))

    @property
    def start(self) -> int:
        """The column of the first answer."""
        return max(self.indent, cells(self.label) + 1)

    def natural_width(self) -> int:
        """Cells it takes in one row."""
        return max((placed.end for placed in place(self.picks, self.start, 10_000)), default=self.start)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Textual's question for `width: auto`."""
        return min(self.natural_width(), container.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Textual's question for `height: auto`."""
        return max((placed.row for placed in place(self.picks, self.start, width)), default=0) + 1

    def render(self) -> Content:
        """Label, then each answer's key and words."""
        placed = place(self.picks, self.start, self.content_size.width or 10_000)
        label = "bold $warning" if self.wanted else "bold" if self.has_focus else "$dim"
        lines = [Content.styled(self.label, label)]
        for spot in placed:
            while len(lines) <= spot.row:
                lines.append(Content(""))
            line = lines[spot.row]
            chosen = spot.pick.value == self.value
            parts = (
                " " * (spot.column - line.cell_length),
                (spot.pick.key, "bold $key" if chosen or self.has_focus else "$key"),
                " ",
                (spot.text, "bold underline" if chosen else "" if self.value is None else "$dim"),
            )
            lines[spot.row] = line + Content.assemble(*parts)
        return Content("\n").join(lines)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters and digits are answers here, never commands."""
        return character is not None and character.isalnum()

    def _on_focus(self, event: events.Focus) -> None:
        self.refresh()

    def _on_blur(self, event: events.Blur) -> None:
        self.refresh()

    async def _on_click(self, event: events.Click) -> None:
        for spot in place(self.picks, self.start, self.content_size.width):
            if spot.row == event.y and spot.column <= event.x < spot.end:
                self.choose(spot.pick.value)

    async def _on_key(self, event: events.Key) -> None:
        step = {"up": -1, "down": 1}.get(event.key)
        if step is not None:
            go_on(self, step)
        elif event.key in ("backspace", "delete") and self.value is not None:
            self.choose(None)
            event.stop()
            return
        elif event.key in ("left", "right") and self.picks and self.walks:
            self._step(1 if event.key == "right" else -1)
        elif event.character is None or not event.character.isalnum():
            return
        elif cells(event.character) > 1:
            if not give_text(self, event.character):
                return  # what was composed the app speaks about
        else:
            self._refuse(event.character)  # other letters are swallowed, lest a slip acts elsewhere
        event.stop()
        event.prevent_default()

    def hear(self, character: str) -> bool:
        """Words that are typed here: whether the form has taken this letter of them. Digits are answers or slips."""
        key = normalise_key(character).casefold()
        if not key.isalpha() or any(key == pick.key.casefold() or key in pick.also for pick in self.picks):
            return False
        return give_text(self, character)

    def action_go_on(self) -> None:
        """Enter: on, without an answer."""
        go_on(self, 1)

    def action_press(self, character: str) -> None:
        """The key of an answer; of any other it is said that it is none."""
        key = normalise_key(character).casefold()
        for pick in self.picks:
            if key == pick.key.casefold() or key in pick.also:
                self.choose(pick.value)
                go_on(self, 1)
                return
        self._refuse(character)

    def _refuse(self, typed: str) -> None:
        if give_text(self, typed):
            return
        self.post_message(self.NoAnswer(" ".join(pick.key for pick in self.picks)))

    def _step(self, step: int) -> None:
        """Walk through the answers without moving on."""
        values = [pick.value for pick in self.picks]
        at = values.index(self.value) + step if self.value in values else (0 if step > 0 else -1)
        self.choose(values[at % len(values)])
