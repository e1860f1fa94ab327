"""Fewer bytes for a repaint: only the cells of the refreshed regions, a colour only where it changes, and the shortest
way to the next cell.

Textual sends the row's segment of the whole widget, each with its own colour and reset, and a second cursor move behind
it: thirty countdowns cost 1,600 bytes a second. Sent this way they cost a fifth (facts.md, Rendering; issue: at most
1,000); the whole screen costs less than half. What is drawn is the same. A few cells of plain text are sent colour by
colour, without the brackets of a synchronised update, and the terminal takes cursor and colour back by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.app import App

_BOLD, _DIM = 1, 2
"""Bits of a Rich style's attributes. 22 takes both away, so a dim one is changed by way of none."""
_DRAWN = 1 << 3 | 1 << 6 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12
"""Bits of what is seen on blank cells too: lines under, through, over and around them, colours that change places."""
FEW = 160
"""Cells that are sent as a few: a tick of thirty clocks, but not a row."""
SAVE, RESTORE = "\x1b7", "\x1b8"
"""The terminal's memory of the cursor's place and colours: shorter than telling it both again."""


class Run(NamedTuple):
    """Text of one style."""

    y: int
    x: int
    end: int
    """One past its last cell."""
    text: str
    style: Style | None
    follows: bool
    """It stands behind the run before it, in the same strip: no move between them."""


class LeanUpdate(ChopsUpdate):
    """The same update, written with fewer bytes."""

    @property
    def few(self) -> bool:
        """So few cells that they arrive at once, whatever the line."""
        return sum(right - left for _y, left, right in self.spans) <= FEW

    def render_segments(self, console: Console) -> str:
        """The terminal's text for this update."""
        colours = console._color_system or ColorSystem.TRUECOLOR
        runs = list(self._runs())
        # the half of a wide character on an edge is put right by the run behind it: its order matters
        if self.few and all(run.text.isascii() for run in runs):
            runs = _by_style(runs, colours)
        return self._written(runs, colours)

    def _runs(self) -> Iterator[Run]:
        for y, x1, x2 in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= x2 or end <= x1:
                    continue
                start, segments = _window(strip, max(0, x1 - x), min(end, x2) - x)
                place, follows = x + start, False
                for text, style, _control in segments:
                    size = cell_len(text)
                    yield Run(y, place, place + size, text, style, follows)
                    place, follows = place + size, True

    def _written(self, runs: list[Run], colours: ColorSystem) -> str:
        out: list[str] = []
        state: Style | None = None
        at: tuple[int, int] | None = None
        for run in runs:
            if not run.follows:
                out.append(_move(at, run.y, run.x))
            words, state = _in_style(state, run.style, run.text, colours)
            out.append(words)
            at = self._after(at, run)
        out.append(_change(state, None, colours))
        return "".join(out)

    def _after(self, at: tuple[int, int] | None, run: Run) -> tuple[int, int] | None:
        """Where the cursor stands behind it; None where terminals differ: wide characters, the end of the line."""
        sure = run.text.isascii() and (not run.follows or at is not None) and run.end < self.chop_ends[run.y][-1]
        return (run.y, run.end) if sure else None


class LeanLayout(LayoutUpdate):
    """The whole screen, a colour only where it changes: less than half of the bytes, over SSH it is there sooner."""

    def render_segments(self, console: Console) -> str:
        """The terminal's text for this update."""
        colours = console._color_system or ColorSystem.TRUECOLOR
        out: list[str] = []
        state: Style | None = None
        for y, line in enumerate(self.strips, self.region.y):
            out.append(_move(None, y, self.region.x))
            for text, style, _control in (segment for strip in line for segment in strip):
                words, state = _in_style(state, style, text, colours)
                out.append(words)
        out.append(_change(state, None, colours))
        return "".join(out)


def lean(update: object) -> object:
    """A screen's update in its lean form; anything else as it is."""
    if type(update) is ChopsUpdate:
        return LeanUpdate(update.chops, update.spans, update.chop_ends)
    return LeanLayout(update.strips, update.region) if type(update) is LayoutUpdate else update


def _by_style(runs: list[Run], colours: ColorSystem) -> list[Run]:
    """The runs style by style, each time the cheapest next style and the cheapest next place.

    Of styles as cheap as each other the one whose colour no other ground has comes first: it leads on to none.
    """
    groups: dict[Style | None, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.style, []).append(run._replace(follows=False))
    ordered: list[Run] = []
    pen: Style | None = None
    at: tuple[int, int] | None = None
    while groups:
        before, left = pen, Counter(style.color for style in groups if style is not None)
        pen = min(groups, key=lambda to: (len(_change(before, to, colours)), left[to.color] if to is not None else 0))
        group = groups.pop(pen)
        while group:
            here = at
            run = min(group, key=lambda one: len(_move(here, one.y, one.x)))
            group.remove(run)
            ordered.append(run)
            at = (run.y, run.end)
    return ordered


def _move(at: tuple[int, int] | None, y: int, x: int) -> str:
    """The shortest way for the cursor from where it stands (None: unknown) to a cell."""
    straight = f"\x1b[{y + 1};{x + 1}H"
    if at is None:
        return straight
    by_steps = _down(y - at[0]) + _across(x - at[1])
    return by_steps if len(by_steps) < len(straight) else straight


def _down(rows: int) -> str:
    if rows == 0:
        return ""
    letter, step = ("B", "\x1bD") if rows > 0 else ("A", "\x1bM")
    return step if abs(rows) == 1 else f"\x1b[{abs(rows)}{letter}"


def _across(cells: int) -> str:
    if cells >= 0:
        return f"\x1b[{cells}C" if cells else ""
    return "\b" * -cells if cells > -4 else f"\x1b[{-cells}D"


def _in_style(state: Style | None, style: Style | None, text: str, colours: ColorSystem) -> tuple[str, Style | None]:
    """Text in its style, and the style that the terminal has then. Of blank cells only the ground is seen."""
    if style is not None and style._link:
        return _change(state, None, colours) + Strip.render_style(style, text, colours), None
    if state is not None and style is not None and text.isspace() and _same_ground(state, style):
        return text, state
    return _change(state, style, colours) + text, style


def _same_ground(one: Style, other: Style) -> bool:
    drawn = one._attributes & one._set_attributes | other._attributes & other._set_attributes
    return one.bgcolor == other.bgcolor and not drawn & _DRAWN


@lru_cache(maxsize=512)
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


class LeanCompositor(Compositor):
    """A screen's, that asks for their lines only those widgets of which something is repainted, and only those lines.

    Textual asks all that can be seen, for the second of one clock too: half of what such a paint costs.
    """

    _repainted: tuple[Region, ...] | None = None

    def render_partial_update(self) -> ChopsUpdate | None:
        """As Textual's."""
        self._repainted = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._repainted = None

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        """Front to back. What lies whole within a widget is drawn with it: what is behind need not be asked for it."""
        if self._repainted is None:
            yield from super()._get_renders(crop)
            return
        left = list(self._repainted)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            wanted = [one for one in left if seen.overlaps(one)]
            if not wanted:
                continue
            band = seen.intersection(_rows(wanted, seen))
            yield region, band, widget.render_lines(band.translate((-region.x, -region.y)))
            left = [one for one in left if not seen.contains_region(one)]
            if not left:
                return


def _rows(regions: list[Region], within: Region) -> Region:
    """From the uppermost row of the regions to the lowest, as wide as `within`."""
    top = min(region.y for region in regions)
    return Region(within.x, top, within.width, max(region.bottom for region in regions) - top)


class LeanDisplay:
    """Mixed into the app, before Textual's own: every repaint goes out in its lean form."""

    def _display(self, screen: Screen[object], renderable: object) -> None:
        update = lean(renderable)
        if isinstance(update, LeanUpdate) and update.few and self._send(update):
            cast("App[Any]", self).post_display_hook()
        else:
            super()._display(screen, update)  # type: ignore[misc]  # Textual's App has it

    def _send(self, update: LeanUpdate) -> bool:
        """Send a few cells while the cursor stays where it is; False: Textual's own way is needed."""
        app = cast("App[Any]", self)
        driver = app._driver
        if app._batch_count or not app._running or app._closed or app.is_headless or driver is None or driver.is_inline:
            return False
        if app.screen.outer_size.clamp_offset(app.cursor_position) != app._previous_cursor_position:
            return False
        text = update.render_segments(app.console).removesuffix("\x1b[0m")
        driver.write(SAVE + text + RESTORE)
        driver.flush()
        return True
