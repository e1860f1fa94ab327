"""The state line on the line: a second of the longest wait sends one digit, a minute of a long one nothing more."""

from __future__ import annotations

from datetime import UTC
from itertools import product

import pytest
from rich.cells import cell_len
from textual.geometry import Region

from hotline_tui.domain.board import Figures, Me
from hotline_tui.locale import _, set_language
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.context import LIVE, STALE
from hotline_tui.ui.widgets.line import Word, changed_spans
from hotline_tui.ui.widgets.state_line import State, StateLine, _spaced, gap_for, line_of

from .conftest import MakeApp
from .fake_desk import FakeDesk
from .fake_rows import NOW, call
from .test_app import running, state_text


@pytest.mark.parametrize(
    ("before", "after", "spans"),
    [
        ([Word("03:41")], [Word("03:42")], [(4, 5)]),
        ([Word("03:49")], [Word("03:50")], [(3, 5)]),
        ([Word("来电 "), Word("3", "warn")], [Word("来电 "), Word("4", "warn")], [(5, 6)]),
        ([Word("夜班")], [Word("早班")], [(0, 4)]),
        ([Word("9")], [Word("10")], None),
        ([Word("3", "warn")], [Word("3", "hot")], None),
        ([Word("3")], [Word("3"), Word("x")], None),
        ([Word("3")], [Word("3")], []),
    ],
)
def test_what_differs(before: list[Word], after: list[Word], spans: list[tuple[int, int]] | None) -> None:
    assert changed_spans(before, after) == spans


async def test_a_second_of_the_longest_wait_is_one_digit(
    make_app: MakeApp, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = FakeDesk()
    desk.calls = {1: call(1, 42.0)}
    app = make_app(desk)
    async with running(app) as pilot:
        piece = app.desk_screen.query_one(StateLine)
        drawn: list[tuple[Region, ...]] = []
        whole = piece._set_dirty
        monkeypatch.setattr(piece, "_set_dirty", lambda *regions: (drawn.append(regions), whole(*regions)))
        before = piece.said
        clock.at = NOW + 1
        app.ticker.tick()
        await pilot.pause()
        after = piece.said
        places = [place for place, (was, now) in enumerate(zip(before, after, strict=True)) if was != now]
        assert len(places) == 1
        assert drawn == [(Region(cell_len(after[: places[0]]), 0, 1, 1),)]
        assert after == state_text(app)
        shown = "".join(segment.text for segment in piece.render_line(0))
        assert shown == after


@pytest.mark.parametrize(("wait", "said"), [(102.0, " 1m "), (700.0, " 11m ")])
async def test_a_long_wait_is_said_in_minutes(make_app: MakeApp, clock: FrozenClock, wait: float, said: str) -> None:
    """By the second only in the first: the queue says it so for ten, and nobody waits for more."""
    desk = FakeDesk()
    desk.calls = {1: call(1, wait)}
    app = make_app(desk)
    async with running(app) as pilot:
        assert said in state_text(app)
        was = state_text(app)
        clock.at = NOW + 5
        app.ticker.tick()
        await pilot.pause()
        assert state_text(app) == was


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_whatever_has_to_be_said_the_line_is_never_longer_than_there_is_room(language: str) -> None:
    """Alarm, read-only, offline, not confirmed and muted are never left out: what is too much is cut at the end."""
    set_language(language)
    figures = Figures(waiting=12_345, longest_entered=NOW - 59, breached=9_999, due_soon=9_999, to_tell=100)
    me = Me(1, "Maximiliane von Hohenlohe", (), 1, "上海值班台", "Asia/Shanghai", "zh", 1, read_only=True)
    for alarms, unsettled, muted, link in product((0, 1_000), (0, 99), (None, NOW + 60), (LIVE, STALE)):
        state = State(
            UTC, me, figures, link, stale_since=NOW - 86_400, alarms=alarms, unsettled=unsettled, muted_until=muted
        )
        for room in (1, 20, 52, 72, 124, 192):
            words = _spaced(line_of(state, NOW, room), gap_for(room), room)
            assert sum(word.width for word in words) <= room
            said = "".join(word.text for word in words)
            assert (_("Alarm") in said) == bool(alarms) or room < 52
            assert (_("offline") in said) == (link == STALE) or room < 72
