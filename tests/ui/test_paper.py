"""What stands in the terminal after any number of partial repaints is what a repaint of all draws."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from textual._compositor import CompositorUpdate

from hotline_tui.locale import ENGLISH, set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.lean import lean
from hotline_tui.ui.spool import Spool
from hotline_tui.ui.widgets.rows import RowList

from . import fake_rows
from .fake_desk import FakeDesk
from .fake_rows import NOW
from .test_app import running
from .test_lean import seen

Cells = list[list[tuple[object, ...]]]
KEYS = [
    "up", "down", "end", "home", "left", "right", *"1234cfrwz", "enter", "tab", "space", "slash", "question_mark", "f2",
    *["escape"] * 3,
]  # fmt: skip
ACTS = st.one_of(
    st.tuples(st.just("key"), st.sampled_from(KEYS)),
    st.tuples(st.sampled_from(["ring", "gone", "other", "due", "done", "crew"]), st.integers(0, 9)),
    st.tuples(st.just("pass"), st.sampled_from([1, 2, 3, 59, 600])),
)


class Paper(HotlineApp):
    """Keeps what a terminal shows."""

    def lay(self, width: int, height: int) -> None:
        """Before it starts."""
        self.terminal = pyte.Screen(width, height)
        self.ink = Console(force_terminal=True, color_system="truecolor", width=width)

    def put(self, terminal: pyte.Screen, update: object) -> None:
        """As it would go over the line."""
        if isinstance(update, CompositorUpdate):
            pyte.Stream(terminal).feed(update.render_segments(self.ink).replace("\n", "\r\n"))

    def _display(self, screen: Any, renderable: object) -> None:
        if not self._batch_count:
            self.put(self.terminal, lean(renderable))
        super()._display(screen, renderable)

    def whole(self) -> pyte.Screen:
        """All of it, from nothing that was kept."""
        lists = {one: dict(one._drawn) for one in self.screen.query(RowList)}
        for widget in self.screen.walk_children(with_self=True):
            widget._styles_cache.clear()
        terminal = pyte.Screen(self.terminal.columns, self.terminal.lines)
        self.put(terminal, self.screen._compositor.render_update(full=True))
        for one, drawn in lists.items():
            one._drawn = drawn
        return terminal

    def awaited_paint(self) -> bool:
        """Whether something is still on its way to the terminal: a board that came in this moment."""
        widgets = [self.screen, *self.screen.walk_children()]
        wanted = any(one._repaint_required or one._layout_required or one._scroll_required for one in widgets)
        return wanted or bool(self.screen._dirty_widgets) or any(not one._message_queue.empty() for one in widgets)

    def check(self, after: str) -> None:
        """No line of the terminal is another one."""
        for y, (shown, right) in enumerate(zip(cells(self.terminal), cells(self.whole()), strict=True)):
            wrong = [x for x, (old, new) in enumerate(zip(shown, right, strict=True)) if old != new]
            assert not wrong, f"after {after}: line {y}, cells {wrong}"


def cells(terminal: pyte.Screen) -> Cells:
    """What is seen of each."""
    return [[seen(terminal.buffer[y][x]) for x in range(terminal.columns)] for y in range(terminal.lines)]


def happen(desk: FakeDesk, now: float, what: str, number: int) -> None:
    """Others are at work."""
    calls, clocks, crew = list(desk.calls), list(desk.clocks), list(desk.engineers)
    at = number % max(1, len({"due": clocks, "done": clocks, "crew": crew}.get(what, calls)))
    desk.feed += 1
    if what == "ring":
        desk.calls[desk.feed + 100] = fake_rows.call(desk.feed + 100, NOW - now + number, customer="启明学校")
    elif what == "gone" and calls:
        del desk.calls[calls[at]]
    elif what == "other" and calls:
        desk._set(calls[at], state="claimed", claimed_by="王芳", claimed_by_id=2, claimed_at=now, talk="talking")
    elif what == "due" and clocks:
        clocks[at] = replace(clocks[at], due=now + 60 * number - 120, state="running")
        desk.clocks = tuple(sorted(clocks, key=lambda row: row.due or 1e12))
    elif what == "done":
        desk.clocks = tuple(clocks[:at] + clocks[at + 1 :])
    elif what == "crew" and crew:
        crew[at] = replace(crew[at], state="available" if number % 2 else "break", until=now + 600, warn="")
        desk.engineers = tuple(crew)


async def walk(folder: Path, acts: list[tuple[str, Any]], size: tuple[int, int], rows: int) -> None:
    desk, clock = FakeDesk(rows_of=rows), FrozenClock(NOW)
    app = Paper(lambda: desk, clock=clock, spool=Spool(folder), theme="dark")
    app.lay(*size)
    async with running(app, size) as pilot:
        for what, which in [("pass", 0), *acts]:
            if what == "key":
                await pilot.press(which)
            elif what == "pass":
                clock.at += which
                app.ticker.tick()
            else:
                happen(desk, clock.at, what, which)
                desk.wake()
            await pilot.pause(0.05)
            for _ in range(100):
                if not app.awaited_paint():
                    break
                await pilot.pause(0.02)
            app.check(f"{what} {which}")


@settings(max_examples=10, deadline=None)
@given(
    st.lists(ACTS, min_size=5, max_size=50),
    st.sampled_from([(80, 24), (132, 40), (60, 16)]),
    st.sampled_from([0, 3, 10, 40]),
)
def test_nothing_old_is_left_standing(acts: list[tuple[str, Any]], size: tuple[int, int], rows: int) -> None:
    set_language(ENGLISH)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(walk(Path(folder), acts, size, rows))
