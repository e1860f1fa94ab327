"""The keys that work here and now, as many as fit, none cut in half. A click does what the key does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events

from hotline_tui.locale import _
from hotline_tui.ui.console import console

from .line import Group, Word, fitting, group
from .word_lines import WordLines

GAP = 2


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One action of the footer: what it is, its key for people, its label's msgid, its place."""

    action: str
    sign: str
    label: str
    rank: int
    off: bool = False
    """It works here, but it is another role's."""


class KeyLine(WordLines):
    """One line at the bottom."""

    PREFIX = "keys--"
    COMPONENT_CLASSES = {"keys--key", "keys--label", "keys--urgent", "keys--off"}

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._hints: tuple[KeyHint, ...] = ()
        self._spans: list[tuple[int, int, str]] = []

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Offer these; nothing is repainted when they are the same."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.relabel()

    def relabel(self) -> None:
        """The hints that fit. What helps out of everything (help, commands) stays longest."""
        groups = [
            group(hint.action, _drop_rank(hint), (hint.sign, _key_style(hint)), (" " + _(hint.label), _word(hint)))
            for hint in self._hints
        ]
        shown = fitting(groups, self.size.width - 2, GAP)
        self._spans = _spans(shown)
        self.say([Word(" "), *(word for index, item in enumerate(shown) for word in (_gap(index) + item.words))])

    def on_resize(self) -> None:
        """More or fewer fit."""
        self.relabel()

    def on_click(self, event: events.Click) -> None:
        """A click on a hint does it."""
        for start, end, action in self._spans:
            if start <= event.x < end:
                console(self).act(action)
                return


def _word(hint: KeyHint) -> str:
    return "off" if hint.off else "label"


def _key_style(hint: KeyHint) -> str:
    if hint.off:
        return "off"
    return "urgent" if hint.rank < 10 else "key"


def _drop_rank(hint: KeyHint) -> int:
    """Help, command and back are never dropped before the others; what is another role's goes first."""
    if hint.off:
        return 200 + hint.rank
    return 1 if hint.rank >= 90 else hint.rank + 1


def _gap(index: int) -> tuple[Word, ...]:
    return (Word(" " * GAP),) if index else ()


def _spans(shown: Sequence[Group]) -> list[tuple[int, int, str]]:
    """Where each hint stands: (first cell, one past the last, action)."""
    out: list[tuple[int, int, str]] = []
    x = 1
    for item in shown:
        out.append((x, x + item.width, item.name))
        x += item.width + GAP
    return out
