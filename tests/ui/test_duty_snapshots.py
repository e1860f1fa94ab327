"""Pictures of the handover and of the roster with a frozen clock: hostile text, wide characters, what is wrong.

Made with `pytest tests/ui/test_duty_snapshots.py --snapshot-update`, after a look at what has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.domain.board.duty import (
    AbsenceRow,
    CheckRow,
    DutyRow,
    GapRow,
    HandoverLineRow,
    HandoverState,
    HandoverView,
    RosterView,
)
from hotline_tui.domain.handover import CHECKLIST
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.screens.handover import HandoverScreen
from hotline_tui.ui.screens.roster import RosterScreen
from hotline_tui.ui.spool import Spool

from .fake_desk import FakeDesk
from .fake_rows import HOSTILE, NOW
from .test_app import until
from .test_snapshots import settle

HOUR, DAY = 3600.0, 86_400.0
MONDAY = NOW - (14 * 60 + 23) * 60 - 6 * DAY
"""Of that week in Shanghai: the frozen day is its Sunday."""
SIZES = [(80, 24), (132, 40)]


def line(key: str, part: str, code: str, **values: Any) -> HandoverLineRow:
    fields = {
        "kind": "ticket",
        "id": 1,
        "print": key,
        "dangerous": part == "severity",
        "ticket": 1,
        "fresh": False,
        "change": "",
        "note": "",
        "understood": None,
        "seen_before": False,
        "question": "",
        "answer": "",
    }
    params = {name: value for name, value in values.items() if name not in fields}
    fields |= {name: value for name, value in values.items() if name in fields}
    return HandoverLineRow(key=key, part=part, code=code, params=params, stays=False, **fields)


def lines() -> tuple[HandoverLineRow, ...]:
    shown = {"level": "P1", "milestone": "restore", "state": "working", "whys": ("breached", "p1")}
    return (
        line("a", "severity", "ticket", number="H-0042", customer="沪江中学", summary="教务模块保存成绩时报错 500",
             due=NOW - 900, note="第二次来电，校长在等", question="谁去现场？", answer="王强 15:10 到", **shown),
        line("b", "severity", "ticket", number="H-0007", customer=HOSTILE, summary=HOSTILE, due=NOW + 1200,
             change="changed", seen_before=True, **shown),
        line("c", "severity", "ticket", number="H-0031", customer="龘" * 30, summary="x" * 200, due=NOW + HOUR,
             understood=NOW - 60, change="added", fresh=True, **shown),
        line("d", "action", "promise", number="H-0013", customer="海天物流", milestone="callback", text="回电",
             dangerous=True, due=NOW + 2 * HOUR),
        line("e", "situation", "duty_mobile", holder="赵一", number="138-0000-2000", tested=NOW - HOUR, ticket=None),
        *(line(f"q{n}", "summary", "ticket", number=f"H-01{n:02d}", customer="启明学校", summary="咨询", level="P4",
               milestone="resolve", state="open") for n in range(40)),
    )  # fmt: skip


def handover(lead: bool = False) -> HandoverView:
    return HandoverView(
        id=5,
        state="reviewing",
        partial=False,
        desk="总台",
        shift="day shift",
        shift_start=NOW - 6 * HOUR,
        shift_end=NOW + 2 * HOUR,
        next_shift="evening shift",
        next_end=NOW + 10 * HOUR,
        posts=("接线 1",),
        from_id=2,
        from_name="王芳",
        to_id=1,
        to_name=HOSTILE,
        drafted=NOW - 600,
        given=NOW - 300,
        signed=None,
        countersigned=None,
        countersigned_by="",
        countersign=True,
        reservation="",
        refused=None,
        words=f"三号库无线不稳 {HOSTILE}",
        lines=lines(),
        checks=tuple(CheckRow(item, True, "", "王芳", NOW - 400) for item in CHECKLIST),
        figures={"open": 43, "dangerous": 3, "quiet": 40, "promises": 1, "fresh": 1},
        unread=2,
        questions=0,
        seal="",
        seal_number=0,
        version=3,
    )


def duty(number: int, post: int, who: str, start: float, hours: float = 8, *, away: bool = False) -> DutyRow:
    name = {1: "接线 1", 2: "调度"}[post]
    return DutyRow(
        number, None, "", post, name, number % 5 + 1, who, "duty", start, start + hours * HOUR, "planned", away
    )


def roster() -> RosterView:
    shifts = ((0, "night shift"), (8, "day shift"), (16, "evening shift"))
    spans = tuple(
        (name, MONDAY + day * DAY + at * HOUR, MONDAY + day * DAY + (at + 8) * HOUR)
        for day in range(8)
        for at, name in shifts
    )
    names = ("李娜", "王强", HOSTILE, "龘" * 30, "Alexandria Featherstonehaugh")
    rows = [
        duty(place * 2 + post, post, names[(place + post) % 5], start, away=place == 20)
        for place, (_name, start, _end) in enumerate(spans[:21])
        for post in (1, 2)
        if (place, post) != (20, 2)
    ]
    last = spans[20]
    problems = (GapRow("gap", "调度", "", last[1], last[2]), GapRow("double", "", "王强", spans[19][1], spans[19][2]))
    away = (
        AbsenceRow(1, 1, "李娜", "sick", last[1], last[2], HOSTILE),
        AbsenceRow(2, 9, HOSTILE, "leave", MONDAY, NOW, ""),
    )
    people = tuple(enumerate(names, 1))
    return RosterView(
        MONDAY, MONDAY + 8 * DAY, "three", ((1, "接线 1"), (2, "调度")), people, spans, tuple(rows), problems, away
    )


class DutyFake(FakeDesk):
    """Shows one handover that is to be taken over, and one week."""

    def handover_state(self, *, now: datetime) -> HandoverState:
        return HandoverState(5, "王芳", for_me=True)

    def handover(self, number: int, *, now: datetime) -> HandoverView:
        return handover()

    def roster(self, start: datetime, days: int, *, now: datetime) -> RosterView:
        return roster()


def console(folder: Path, tongue: str) -> HotlineApp:
    set_language(tongue)
    desk = DutyFake(english=tongue == "en")
    return HotlineApp(lambda: desk, clock=FrozenClock(NOW), spool=Spool(folder), theme="dark")


@pytest.mark.parametrize("tongue", ["zh_CN", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("what", ["handover", "roster"])
def test_duty(snap_compare: Callable[..., bool], tmp_path: Path, what: str, size: tuple[int, int], tongue: str) -> None:
    app = console(tmp_path, tongue)

    def there() -> bool:
        screen = app.screen_stack[-1]
        if isinstance(screen, HandoverScreen):
            return screen._view is not None
        return isinstance(screen, RosterScreen) and screen.view is not None

    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot, app)
        await pilot.press("h" if what == "handover" else "G")
        await until(pilot, there)
        await pilot.pause(0.3)
        app.clear_notifications()
        await pilot.pause()
        app.gateway.close(2.0)

    assert snap_compare(app, terminal_size=size, run_before=before)
