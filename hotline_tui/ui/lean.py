"""Fewer bytes for a partial repaint: only the cells of the refreshed regions, and a colour only where it changes.

Textual sends the row's segment of the whole widget, each with its own colour and reset, and a second cursor move behind
it: thirty countdowns cost 1,600 bytes a second. Sent this way they cost about 400 (facts.md, Rendering; issue: at most
1,000). What is drawn is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate
from textual.screen import Screen
from textual.strip import Strip


class LeanUpdate(ChopsUpdate):
    """The same update, written with fewer bytes."""

    def render_segments(self, console: Console) -> str:
        """The terminal's text for this update."""
        colours = console._color_system or ColorSystem.TRUECOLOR
        out: list[str] = []
        state = ""
        for y, x1, x2 in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= x2 or end <= x1:
                    continue
                start, segments = _window(strip, max(0, x1 - x), min(end, x2) - x)
                out.append(f"\x1b[{y + 1};{x + start + 1}H")
                for text, style, _control in segments:
                    if style is not None and style._link:
                        out.append(("\x1b[0m" if state else "") + Strip.render_style(style, text, colours))
                        state = ""
                        continue
                    ansi = "" if style is None else Strip.render_ansi(style, colours)
                    if ansi != state:
                        out.append(_change(state, ansi))
                        state = ansi
                    out.append(text)
        if state:
            out.append("\x1b[0m")
        return "".join(out)


def lean(update: object) -> object:
    """A partial update in its lean form; anything else as it is."""
    return LeanUpdate(update.chops, update.spans, update.chop_ends) if type(update) is ChopsUpdate else update


def _change(state: str, ansi: str) -> str:
    """From one set of attributes to another: always by way of none, so that nothing is carried over."""
    if not ansi:
        return "\x1b[0m"
    return f"\x1b[0;{ansi}m" if state else f"\x1b[{ansi}m"


def _window(strip: Strip, left: int, right: int) -> tuple[int, Iterator[Segment] | list[Segment]]:
    """The cells from `left` to `right` and where they begin: a wide character on the left edge is sent whole."""
    if right < strip.cell_length:
        strip = strip.crop(0, right)
    if left <= 0:
        return 0, iter(strip)
    kept: list[Segment] = []
    x = start = 0
    for segment in strip:
        size = cell_len(segment.text)
        if kept:
            kept.append(segment)
        elif x + size > left:
            skip, cells = _characters(segment.text, left - x)
            start = x + cells
            kept.append(Segment(segment.text[skip:], segment.style))
        x += size
    return start, kept


def _characters(text: str, cells: int) -> tuple[int, int]:
    """How many characters end within so many cells, and how many cells they take."""
    if text.isascii():
        return cells, cells
    taken = 0
    for index, char in enumerate(text):
        size = cell_len(char)
        if taken + size > cells:
            return index, taken
        taken += size
    return len(text), taken


class LeanDisplay:
    """Mixed into the app, before Textual's own: every partial repaint goes out in its lean form."""

    def _display(self, screen: Screen[object], renderable: object) -> None:
        super()._display(screen, lean(renderable))  # type: ignore[misc]  # Textual's App has it
