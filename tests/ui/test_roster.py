"""The roster by keys, on a real desk: a week of shifts × posts, and what the shift lead changes (FS-7, OR-1)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from textual.binding import Binding

from hotline_tui.domain import commands as c
from hotline_tui.services import bus
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Absence, RosterEntry, table_of
from hotline_tui.ui.roster_week import monday
from hotline_tui.ui.screens.crews import CrewsScreen
from hotline_tui.ui.screens.handovers import HandoversScreen
from hotline_tui.ui.screens.log import LogScreen
from hotline_tui.ui.screens.person_work import PersonWorkScreen
from hotline_tui.ui.screens.pick import PickScreen
from hotline_tui.ui.screens.reason import ReasonScreen
from hotline_tui.ui.screens.roster import RosterScreen
from hotline_tui.ui.screens.roster_dialogs import DaysScreen, PatternScreen, SpanScreen, own_shifts
from hotline_tui.ui.screens.send import SendScreen
from hotline_tui.ui.screens.sheet import ListSheet
from hotline_tui.ui.screens.shift import ShiftScreen

from .handover_desk import LI, WANG, handover_desk
from .shared_desk import seen
from .test_handover import SIZES, Side, side

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, OTHER = 1, 3


@pytest.fixture(autouse=True)
def _one_week() -> None:
    """Where Sunday's midnight is near it is waited for: next week is the same from a test's beginning to its end."""
    now = datetime.now(ZONE)
    left = 86_400 - (now.hour * 3_600 + now.minute * 60 + now.second)
    if now.weekday() == 6 and left < 90:
        time.sleep(left + 1)


def empty_desk(path: Path) -> None:
    handover_desk(path, open_=0, urgent=0, endangered=0, promised=0)


def do(path: Path, kind: type[c.Command], **fields: object) -> None:
    store = open_store(str(path))
    bus.execute(store, kind(**{"id": uuid4(), "actor": WANG, "desk": 1} | fields), datetime.now(UTC))
    store.close()


def today() -> date:
    return datetime.now(ZONE).date()


def next_week() -> date:
    return monday(today()) + timedelta(days=7)


def planned(path: Path, crews: Sequence[tuple[tuple[int, int], ...]] | None = None, days: int = 7) -> None:
    """All of next week, so that nothing of it has begun."""
    turns = crews if crews is not None else (((FIRST, WANG),), ((FIRST, LI),))
    do(path, c.PlanShifts, from_day=next_week(), days=days, crews=tuple(turns))


def entries(path: Path, state: str = "planned") -> list[object]:
    store = open_store(str(path))
    with store.read() as conn:
        t = table_of(RosterEntry)
        rows = list(conn.execute(t.select().where(t.c.state == state).order_by(t.c.starts_at, t.c.id)))
    store.close()
    return rows


def absences(path: Path) -> list[object]:
    store = open_store(str(path))
    with store.read() as conn:
        rows = list(conn.execute(table_of(Absence).select()))
    store.close()
    return rows


async def opened(one: Side, weeks: int = 1) -> RosterScreen:
    """The roster, some weeks ahead, with the cursor on Monday's first shift."""
    await one.press("G")
    await one.shows(lambda: one.on(RosterScreen) and one.app.screen.view is not None)
    screen = one.app.screen
    assert isinstance(screen, RosterScreen)
    for _week in range(weeks):
        await one.press("right_square_bracket")
    wanted = datetime.combine(monday(today()) + timedelta(days=7 * weeks), datetime.min.time(), ZONE).timestamp()
    await one.shows(lambda: screen.view.start == wanted)
    while screen.day:
        await one.press("left")
    await one.press("home")
    return screen


@pytest.mark.parametrize("size", [*SIZES, (60, 16)])
async def test_a_week_shows_shifts_posts_people_and_gaps(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    planned(path, days=3)
    async with side(path, WANG, tmp_path / "a", size) as one:
        screen = await opened(one)
        shown = seen(one.app)
        assert "王芳" in shown
        assert "李强" in shown
        assert "! gap" in shown
        assert screen.item.name == "王芳"
        assert "gap" in str(screen.query_one("#sheet").border_subtitle)
        await one.press("right", "right", "right")
        assert screen.item.gap is not None
        await one.press("right", "right", "right", "right")
        await one.shows(lambda: screen.first == next_week() + timedelta(days=7) and screen.day == 0)


async def test_an_empty_roster_offers_every_post(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    async with side(path, WANG, tmp_path / "a") as one:
        screen = await opened(one)
        assert screen.item is None
        assert len({row.post for row in screen.list.rows}) == 5
        await one.press("enter")
        await one.shows(lambda: one.on(PickScreen) and one.app.screen.list.rows)
        await one.press("down", "enter")
        await one.shows(lambda: one.on(SpanScreen))
        await one.press("f2")
        await one.shows(lambda: one.on(RosterScreen) and screen.item is not None)
        assert screen.item.name == "李强"
        (entry,) = entries(path)
        assert entry.ends_at - entry.starts_at == timedelta(hours=8)


async def test_crews_are_picked_and_take_the_shifts_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    async with side(path, WANG, tmp_path / "a") as one:
        screen = await opened(one)
        await one.press("p")
        await one.shows(lambda: one.on(CrewsScreen))
        await one.press("f2")
        await one.shows(lambda: "A crew has nobody yet" in seen(one.app))
        for row in (1, 2):
            await one.press("enter")
            await one.shows(lambda: one.on(PickScreen) and one.app.screen.list.rows)
            await one.press("home", *["down"] * row, "enter")
            await one.shows(lambda: one.on(CrewsScreen))
            if row == 1:
                await one.press("n")
        await one.press("s", "f2")
        await one.shows(lambda: one.on(DaysScreen))
        await one.press("f2")
        await one.shows(lambda: one.on(RosterScreen) and screen.item is not None)
        assert screen.item.name == "李强"
        rows = entries(path)
        assert len(rows) == 14 * 3
        assert [row.operator_id for row in rows[:4]] == [LI, WANG, LI, WANG]


async def test_two_stretches_are_swapped_and_one_is_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    planned(path)
    async with side(path, WANG, tmp_path / "a") as one:
        screen = await opened(one)
        assert screen.item.name == "王芳"
        await one.press("s")
        await one.shows(lambda: "press S" in seen(one.app))
        await one.press("right", "s")
        await one.shows(lambda: one.on(ReasonScreen))
        await one.press("1", "f2")
        await one.shows(lambda: one.on(RosterScreen) and screen.item is not None and screen.item.name == "王芳")
        await one.press("left")
        assert screen.item.name == "李强"
        await one.press("x")
        await one.shows(lambda: one.on(ReasonScreen))
        await one.press("2", "f2")
        await one.shows(lambda: screen.item is not None and screen.item.gap is not None)
        assert "nobody is planned" in seen(one.app)


async def test_who_is_away_shows_as_a_gap_and_is_back_after_all(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    planned(path)
    async with side(path, WANG, tmp_path / "a") as one:
        screen = await opened(one)
        await one.press("a")
        await one.shows(lambda: one.on(PickScreen) and one.app.screen.list.selected.id == WANG)
        await one.press("enter")
        await one.shows(lambda: one.on(SpanScreen))
        await one.press("3", "f2")
        await one.shows(lambda: screen.item is not None and screen.item.duty is not None and screen.item.duty.away)
        assert "! 王芳" in seen(one.app)
        await one.press("end")
        assert screen.item.absence is not None
        await one.press("x")
        await one.pilot.pause()
        await one.press("y")
        await one.shows(lambda: not screen.view.absences)
        assert absences(path)[0].kind == "sick"


async def test_booking_somebody_twice_is_refused_and_said(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    planned(path, [((FIRST, WANG), (OTHER, LI))])
    async with side(path, WANG, tmp_path / "a") as one:
        await opened(one)
        await one.press("n")
        await one.shows(lambda: one.on(PickScreen) and one.app.screen.list.rows)
        assert "fills" in seen(one.app)
        await one.press("end", "enter")
        await one.shows(lambda: one.on(SpanScreen))
        await one.press("f2")
        await one.shows(lambda: "already fills" in seen(one.app))
        assert len(entries(path)) == 42


async def test_another_pattern_shows_its_shifts(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    async with side(path, WANG, tmp_path / "a") as one:
        screen = await opened(one)
        await one.press("t")
        await one.shows(lambda: one.on(PatternScreen))
        await one.press("3", "ctrl+u", *"Early", "space", *"07:30,Late", "space", *"19:30", "f2")
        await one.shows(lambda: one.on(RosterScreen) and screen.view.pattern == "own")
        nights = {"00:00"}  # of that Monday: it goes on until the first shift of the new pattern
        assert {row.begins for row in screen.list.rows} == {"07:30", "19:30"} | nights


async def test_another_pattern_counts_from_the_day_that_is_named_and_is_told_of_before(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    async with side(path, WANG, tmp_path / "a", (132, 40)) as one:
        screen = await opened(one)
        day = screen.first + timedelta(days=14)
        await one.press("t")
        await one.shows(lambda: one.on(PatternScreen))
        one.app.screen.query_one("#first").value = day.isoformat()
        await one.press("2", "f2")
        await one.shows(lambda: one.on(RosterScreen) and screen.view.next_pattern is not None)
        assert screen.view.pattern == "three"
        assert {row.begins for row in screen.list.rows} == {"00:00", "08:00", "16:00"}
        assert ": two shifts" in seen(one.app)
        await one.press("right_square_bracket", "right_square_bracket")
        await one.shows(lambda: {row.begins for row in screen.list.rows} >= {"08:00", "20:00"})


async def test_only_the_shift_lead_plans(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    planned(path)
    async with side(path, LI, tmp_path / "a") as one:
        await opened(one)
        assert "Plan" not in seen(one.app)
        for key in ("n", "x", "s", "a", "p", "t", "enter"):
            await one.press(key)
            await one.shows(lambda: "Only the role Shift lead" in seen(one.app))
            assert one.on(RosterScreen)
        assert len(entries(path)) == 21


@pytest.mark.parametrize("size", SIZES)
async def test_many_people_and_hostile_names_stay_in_their_cells(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "desk.db"
    empty_desk(path)
    names = ["[red]x[/red] \u202eevil", "龘" * 40, "a" * 200, *(f"人员{n:02d}" for n in range(20))]
    for place, name in enumerate(names):
        do(path, c.AddOperator, login=f"u{place}", name=name, roles=("operator",))
    crews = [((FIRST, 3 + place), (OTHER, 4 + place)) for place in range(0, len(names) - 1, 2)]
    planned(path, crews)
    async with side(path, WANG, tmp_path / "a", size) as one:
        screen = await opened(one)
        lines = seen(one.app).splitlines()
        assert "\u202e" not in "".join(lines)
        assert "[red]" in "".join(lines)
        for _row in range(len(screen.list.rows)):
            await one.press("down")
        assert screen.list.selected.key == screen.list.rows[-1].key
        await one.press("n")
        await one.shows(lambda: one.on(PickScreen) and len(one.app.screen.list.rows) == len(names) + 2)


def test_own_shifts_are_read_as_people_type_them() -> None:
    assert own_shifts("早班 7:30，晚班 19：30") == (("own1", "早班", "07:30"), ("own2", "晚班", "19:30"))


@pytest.mark.parametrize(
    "screen", [RosterScreen, CrewsScreen, HandoversScreen, LogScreen, PersonWorkScreen, SendScreen, ShiftScreen]
)
def test_what_is_offered_as_a_letter_works_in_both_cases(screen: type[ListSheet[object, object]]) -> None:
    """The keys are written in capitals; who types a capital, or has Caps Lock on, means the same."""
    for one in screen.BINDINGS:
        assert isinstance(one, Binding)
        letters = {key for key in one.key.split(",") if len(key) == 1} - set("hl")
        assert {letter.swapcase() for letter in letters} == letters
