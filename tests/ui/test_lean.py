"""A lean repaint draws the same as Textual's own, with fewer bytes."""

from __future__ import annotations

from itertools import pairwise

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from hotline_tui.ui.lean import RESTORE, SAVE, LeanCompositor, LeanLayout, LeanUpdate, lean

from .conftest import MakeApp
from .fake_desk import FakeDesk
from .test_app import running

WIDTH, HEIGHT = 24, 4
STYLES = [
    None,
    Style(color="red", bgcolor="blue", bold=True),
    Style(color="#ff8800", bgcolor="#ff8801"),
    Style(color="#ff8800", bgcolor="#101010", bold=False),
    Style(color="#ff8800", bgcolor="#101010", bold=True),
    Style(color="#ff8800", bgcolor="#101010", dim=True),
    Style(color="#ff8800", bgcolor="#101010", underline=True, bold=True),
    Style(color="red"),
    Style(color="green", bgcolor="blue", bold=True),
    Style(bold=True),
    Style(color="red", bgcolor="#101010", reverse=True),
    Style(color="red", bgcolor="#101010", strike=True),
]
CONSOLE = Console(force_terminal=True, color_system="256", width=WIDTH)
CONSOLES = [Console(force_terminal=True, color_system=name, width=WIDTH) for name in ("standard", "256", "truecolor")]

words = st.text(alphabet="ab 沪江:1", min_size=1, max_size=8)
segments = st.lists(st.tuples(words, st.sampled_from(STYLES)), min_size=1, max_size=4)
digits = st.lists(
    st.tuples(st.text(alphabet="ab:1 ", min_size=1, max_size=5), st.sampled_from(STYLES)), min_size=1, max_size=4
)


def strip_of(parts: list[tuple[str, Style | None]], width: int) -> Strip:
    return Strip([Segment(text, style) for text, style in parts]).adjust_cell_length(width)


@st.composite
def updates(draw: st.DrawFn) -> tuple[list[dict[int, Strip | None]], list[tuple[int, int, int]], list[list[int]]]:
    cuts = sorted({0, WIDTH, *draw(st.lists(st.integers(1, WIDTH - 1), max_size=3))})
    chops: list[dict[int, Strip | None]] = []
    parts = draw(st.sampled_from([segments, digits]))
    for _ in range(HEIGHT):
        chops.append({x: strip_of(draw(parts), end - x) for x, end in pairwise(cuts)})
    spans = []
    for y in draw(st.lists(st.integers(0, HEIGHT - 1), unique=True, min_size=1)):
        left = draw(st.sampled_from(cuts[:-1]))
        right = draw(st.integers(left + 1, WIDTH))
        spans.append((y, left, right))
    return chops, sorted(spans), [cuts[1:]] * HEIGHT


def drawn(text: str) -> list[list[tuple[object, ...]]]:
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed(text)
    return [[seen(screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    """What a person sees of a cell: of a blank one its ground, and lines and colours that change places."""
    lines = cell.bg, cell.underscore, cell.strikethrough, cell.reverse
    ink = cell.data != " " or any(lines[1:])
    return (cell.data, *lines, cell.fg if ink else "", cell.bold and ink)


@settings(max_examples=200)
@given(updates(), st.sampled_from(CONSOLES))
def test_the_picture_is_the_same(
    update: tuple[list[dict[int, Strip | None]], list[tuple[int, int, int]], list[list[int]]], console: Console
) -> None:
    chops, spans, ends = update
    for segment in (segment for line in chops for strip in line.values() if strip is not None for segment in strip):
        if segment.style is not None:
            segment.style._ansi = None  # Rich keeps a style's codes for the first terminal it is drawn on
    theirs = ChopsUpdate(chops, spans, ends).render_segments(console).replace("\n", "")
    ours = LeanUpdate(chops, spans, ends).render_segments(console)
    assert drawn(ours) == drawn(theirs)
    # What is drawn by colours costs a move (7 at most here) for each piece; what it saves is shown by the clocks below.
    pieces = sum(len(list(strip)) for line in chops for strip in line.values() if strip is not None)
    assert len(ours) <= len(theirs) + 7 * pieces


def test_thirty_ticking_clocks_cost_less_than_half() -> None:
    style = Style(color="red", bgcolor="grey11", bold=True)
    chops = [{0: strip_of([("0039 P1 ", None), ("   09:5" + str(y % 10), style)], WIDTH)} for y in range(30)]
    spans = [(y, 15, 16) for y in range(30)]
    ends = [[WIDTH]] * 30
    theirs = ChopsUpdate(chops, spans, ends).render_segments(CONSOLE)
    ours = LeanUpdate(chops, spans, ends).render_segments(CONSOLE)
    assert len(ours) <= 30 * 12 + 40
    assert len(ours) < len(theirs) / 2


def test_a_region_that_begins_inside_a_line_sends_only_its_cells() -> None:
    chops = [{0: strip_of([("abc沪def", STYLES[1])], 8)}]
    text = LeanUpdate(chops, [(0, 4, 6)], [[8]]).render_segments(CONSOLE)
    assert text == "\x1b[1;4H\x1b[1;31;44m沪d\x1b[0m", "a wide character on the edge is sent whole"


@settings(max_examples=100)
@given(st.lists(segments, min_size=HEIGHT, max_size=HEIGHT), st.sampled_from(CONSOLES))
def test_the_whole_screen_is_the_same(lines: list[list[tuple[str, Style | None]]], console: Console) -> None:
    for style in STYLES:
        if style is not None:
            style._ansi = None
    strips = [[strip_of(parts, WIDTH)] for parts in lines]
    theirs = LayoutUpdate(strips, Region(0, 0, WIDTH, HEIGHT)).render_segments(console).replace("\n", "")
    ours = LeanLayout(strips, Region(0, 0, WIDTH, HEIGHT)).render_segments(console)
    assert drawn(ours) == drawn(theirs)
    assert len(ours) <= len(theirs)


async def test_the_desk_as_a_whole_takes_less_than_half_of_the_bytes(make_app: MakeApp) -> None:
    app = make_app(FakeDesk(rows_of=20))
    app.choose_theme("dark")
    async with running(app, (132, 40)):
        whole = app.desk_screen._compositor.render_full_update()
        theirs = whole.render_segments(CONSOLES[-1])
        assert len(LeanLayout(whole.strips, whole.region).render_segments(CONSOLES[-1])) < len(theirs) / 2


def test_of_blank_cells_only_the_ground_is_sent() -> None:
    first, second = Style(color="red", bgcolor="#101010"), Style(color="#8b93a5", bgcolor="#101010")
    strips = [[Strip([Segment("ab", first), Segment("  ", second), Segment("cd", first)])]]
    text = LeanLayout(strips, Region(0, 0, 6, 1)).render_segments(CONSOLE)
    assert text == "\x1b[1;1H\x1b[31;48;5;233mab  cd\x1b[0m"


def test_each_kind_of_update_has_its_lean_form() -> None:
    assert lean(None) is None
    assert type(lean(LayoutUpdate([], Region(0, 0, 1, 1)))) is LeanLayout
    assert type(lean(ChopsUpdate([], [(0, 0, 1)], []))) is LeanUpdate


def test_a_few_cells_leave_cursor_and_colour_as_they_were() -> None:
    chops = [{0: strip_of([("09:59", STYLES[3])], 8)}, {0: strip_of([("09:58", STYLES[1])], 8)}]
    update = LeanUpdate(chops, [(0, 4, 5), (1, 4, 5)], [[8], [8]])
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed(
        "\x1b[3;7H" + SAVE + update.render_segments(CONSOLE).removesuffix("\x1b[0m") + RESTORE + "x"
    )
    assert [screen.buffer[y][4].data for y in (0, 1)] == ["9", "8"]
    assert (screen.cursor.y, screen.cursor.x) == (2, 7)
    assert (screen.buffer[2][6].fg, screen.buffer[2][6].bg) == ("default", "default")


class Counted(Static):
    """Counts how often it is asked for its lines, and for which."""

    asked = 0
    rows: tuple[int, int] = (0, 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked += 1
        self.rows = (crop.y, crop.bottom)
        return super().render_lines(crop)


class Two(Screen[None]):
    """One above the other, and a third that lies over both."""

    CSS = "Screen { layers: below above; } Counted { height: 2; width: 20; layer: below; }"
    CSS += " #over { layer: above; width: 4; height: 4; offset: 16 0; }"

    def __init__(self) -> None:
        super().__init__()
        self._compositor = LeanCompositor()

    def compose(self) -> ComposeResult:
        yield from (Counted(name, id=name) for name in ("upper", "lower", "over"))


async def test_only_what_is_repainted_is_asked_for_its_lines() -> None:
    app: App[None] = App()
    async with app.run_test(size=(20, 6)) as pilot:
        await app.push_screen(Two())
        await pilot.pause()
        upper, lower, over = (app.screen.query_one(f"#{name}", Counted) for name in ("upper", "lower", "over"))
        before = lower.asked
        upper.update("another text")
        await pilot.pause(0.1)
        assert lower.asked == before
        drawn = app.screen._compositor.render_strips()
        assert drawn[0].text.startswith("another text    over")
        over.update("that")
        upper.update("once more")
        await pilot.pause(0.1)
        assert app.screen._compositor.render_strips()[0].text == "once more       that"


class Behind(Screen[None]):
    """One within another, with room around it."""

    CSS = "Counted { width: 20; } #within { height: 4; } #behind { height: 6; }"

    def __init__(self) -> None:
        super().__init__()
        self._compositor = LeanCompositor()

    def compose(self) -> ComposeResult:
        with Counted(id="behind"):
            yield Counted("one\ntwo\nthree", id="within")


async def test_of_what_is_repainted_only_the_rows_in_question_are_drawn_and_nothing_behind_them() -> None:
    app: App[None] = App()
    async with app.run_test(size=(20, 8)) as pilot:
        await app.push_screen(Behind())
        await pilot.pause()
        behind, within = (app.screen.query_one(f"#{name}", Counted) for name in ("behind", "within"))
        before = behind.asked, within.asked
        within.refresh(Region(0, 2, 20, 1))
        await pilot.pause(0.1)
        assert (behind.asked, within.asked, within.rows) == (before[0], before[1] + 1, (2, 3))
        behind.refresh(Region(0, 1, 20, 5))
        await pilot.pause(0.1)
        assert (behind.asked, behind.rows, within.rows) == (before[0] + 1, (1, 6), (1, 4))
        assert [strip.text.rstrip() for strip in app.screen._compositor.render_strips()[:3]] == ["one", "two", "three"]
