"""Fewer bytes for a partial repaint: only the cells of the refreshed regions, and a colour only where it changes.

Textual sends the row's segment of the whole widget, each with its own colour and reset, and a second cursor move behind
it: thirty countdowns cost 1,600 bytes a second. Sent this way they cost about 400 (facts.md, Rendering; issue: at most
1,000). What is drawn is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate
from textual.screen import Screen
from textual.strip import Strip

_BOLD, _DIM = 1, 2
"""Bits of a Rich style's attributes. 22 takes both away, so a dim one is changed by way of none."""


class LeanUpdate(ChopsUpdate):
    """The same update, written with fewer bytes."""

    def render_segments(self, console: Console) -> str:
        """The terminal's text for this update."""
        colours = console._color_system or ColorSystem.TRUECOLOR
        out: list[str] = []
        state: Style | None = None
        for y, x1, x2 in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= x2 or end <= x1:
                    continue
                start, segments = _window(strip, max(0, x1 - x), min(end, x2) - x)
                out.append(f"\x1b[{y + 1};{x + start + 1}H")
                for text, style, _control in segments:
                    if style is not None and style._link:
                        out.append(_change(state, None, colours) + Strip.render_style(style, text, colours))
                        state = None
                    else:
                        out.append(_change(state, style, colours) + text)
                        state = style
        out.append(_change(state, None, colours))
        return "".join(out)


def lean(update: object) -> object:
    """A partial update in its lean form; anything else as it is."""
    return LeanUpdate(update.chops, update.spans, update.chop_ends) if type(update) is ChopsUpdate else update


@lru_cache(maxsize=4096)
def _change(state: Style | None, style: Style | None, colours: ColorSystem) -> str:
    """From one style to another. Where both have both colours and differ in bold at most, only what differs."""
    old = Strip.render_ansi(state, colours) if state is not None else ""
    new = Strip.render_ansi(style, colours) if style is not None else ""
    if old == new:
        return ""
    if not new or style is None:
        return "\x1b[0m"
    if not old or state is None:
        return f"\x1b[{new}m"
    colour, ground, before, behind = style.color, style.bgcolor, state.color, state.bgcolor
    was, will = state._attributes & state._set_attributes, style._attributes & style._set_attributes
    near = was | _BOLD == will | _BOLD and not was & _DIM
    if near and colour is not None and ground is not None and before is not None and behind is not None:
        codes: tuple[str, ...] = () if was == will else ("1",) if will & _BOLD else ("22",)
        codes += _codes(colour, colours, ground=False) if colour != before else ()
        codes += _codes(ground, colours, ground=True) if ground != behind else ()
        return f"\x1b[{';'.join(codes)}m" if codes else ""
    return f"\x1b[0;{new}m"


def _codes(colour: Color, colours: ColorSystem, *, ground: bool) -> tuple[str, ...]:
    return tuple(colour.downgrade(colours).get_ansi_codes(not ground))


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
