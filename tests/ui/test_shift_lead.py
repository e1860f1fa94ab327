"""The shift lead's evening by keys: somebody's work, the duty mobile, leaving early, the third signature (OR-3)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Call, Desk, DutyMobile, Ticket, table_of
from hotline_tui.ui.due_hours import columns
from hotline_tui.ui.screens.handover import HandoverScreen
from hotline_tui.ui.screens.handover_dialogs import GiveScreen, SignScreen
from hotline_tui.ui.screens.handover_partial import ColleagueScreen
from hotline_tui.ui.screens.handovers import HandoversScreen
from hotline_tui.ui.screens.mobile import HandScreen, WhoScreen
from hotline_tui.ui.screens.pass_on import PassScreen
from hotline_tui.ui.screens.person_work import PersonWorkScreen
from hotline_tui.ui.screens.reason import ReasonScreen
from hotline_tui.ui.screens.roster import RosterScreen
from hotline_tui.ui.screens.shift import ShiftScreen

from .handover_desk import LI, WANG, handover_desk
from .shared_desk import seen
from .test_handover import SIZES, give, side, take
from .test_roster import do

ZHOU = 3
UTC_ZONE = ZoneInfo("UTC")


def table(path: Path, kind: type) -> list[object]:
    store = open_store(str(path))
    with store.read() as conn:
        rows = list(conn.execute(table_of(kind).select()))
    store.close()
    return rows


def small(path: Path, tickets: int = 2) -> None:
    handover_desk(path, open_=tickets, urgent=1 if tickets else 0, endangered=0, promised=0)


@pytest.mark.parametrize("size", SIZES)
async def test_a_ticket_is_passed_on_from_somebodys_work(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "desk.db"
    small(path)
    async with side(path, WANG, tmp_path / "a", size) as one:
        await one.press("S")
        await one.shows(lambda: one.on(ShiftScreen) and one.app.screen.list.rows)
        await one.press("enter")
        await one.shows(lambda: one.on(PersonWorkScreen) and len(one.app.screen.list.rows) == 2)
        ticket = one.app.screen.list.selected.id
        await one.press("g")
        await one.shows(lambda: one.on(PassScreen) and one.app.screen.list.rows)
        one.app.screen.list.select((LI, None, None))
        await one.press("enter")
        await one.shows(lambda: one.on(ReasonScreen))
        await one.press("1", "f2")
        await one.shows(lambda: one.on(PersonWorkScreen) and len(one.app.screen.list.rows) == 1)
    assert next(row for row in table(path, Ticket) if row.id == ticket).owner_operator_id == LI


async def test_a_claimed_call_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    small(path, 0)
    do(path, c.EnterCall, channel="phone", number="02155601180", name="门卫", text="来电")
    async with side(path, LI, tmp_path / "b") as other, side(path, WANG, tmp_path / "a") as lead:
        await other.press("c")
        await other.shows(lambda: table(path, Call)[0].claimed_by_id == LI)
        await lead.press("S")
        await lead.shows(lambda: lead.on(ShiftScreen) and len(lead.app.screen.list.rows) > 1)
        lead.app.screen.list.select(("seat", LI))
        await lead.press("enter")
        await lead.shows(lambda: lead.on(PersonWorkScreen) and lead.app.screen.list.rows)
        assert lead.app.screen.list.selected.kind == "call"
        await lead.press("g")
        await lead.shows(lambda: "No ticket is chosen" in seen(lead.app))
        await lead.press("O")
        await lead.shows(lambda: lead.on(ReasonScreen))
        await lead.press(*"busy", "f2")
        await lead.shows(lambda: table(path, Call)[0].claimed_by_id == WANG)


@pytest.mark.parametrize("way", ["M", "t m", "S m"])
async def test_the_duty_mobile_is_handed_on_with_a_test_call(tmp_path: Path, way: str) -> None:
    path = tmp_path / "desk.db"
    small(path, 0)
    do(path, c.HandMobile, operator=WANG, number="13800002000", tested=True)
    async with side(path, WANG, tmp_path / "a") as one:
        for key in way.split():
            await one.press(key)
            await one.pilot.pause(0.2)
        await one.shows(lambda: one.on(WhoScreen) and one.app.screen.list.rows)
        assert "13800002000" in str(one.app.screen.query_one("#sheet").border_subtitle)
        one.app.screen.list.select(("operator", LI))
        await one.press("enter")
        await one.shows(lambda: one.on(HandScreen))
        await one.press("f2")
        await one.shows(lambda: "test call went through" in seen(one.app))
        await one.press("1", "f2")
        await one.shows(lambda: table(path, DutyMobile)[-1].operator_id == LI)
    last = table(path, DutyMobile)[-1]
    assert (last.number, last.tested_at is not None) == ("13800002000", True)


async def test_the_overview_leads_to_the_roster(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    small(path, 0)
    async with side(path, WANG, tmp_path / "a") as one:
        await one.press("S")
        await one.shows(lambda: one.on(ShiftScreen) and one.app.screen.list.rows)
        await one.press("R")
        await one.shows(lambda: one.on(RosterScreen) and one.app.screen.view is not None)


@pytest.mark.parametrize("drafted_before", [False, True])
async def test_who_leaves_early_hands_own_work_to_a_colleague(tmp_path: Path, drafted_before: bool) -> None:
    """Also after `h` has drafted the whole desk: nobody has signed that yet."""
    path = tmp_path / "desk.db"
    small(path)
    for ticket in (1, 2):
        do(path, c.PassTicket, ticket=ticket, operator=WANG, reason="own work")
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        if drafted_before:
            await out.press("h")
            await out.shows(lambda: out.view is not None)
            await out.press("P")
        else:
            out.app.act("handover.partial")
        await out.shows(lambda: out.on(ColleagueScreen) and out.app.screen.list.rows)
        await out.press("enter")
        await out.shows(lambda: out.view is not None and out.view.partial)
        assert (out.view.to_name, out.view.figures["open"]) == ("李强", 2)
        await out.press("g")
        await out.shows(lambda: out.on(GiveScreen) and out.app.screen.list.selected is not None)
        await out.press("enter")
        await out.shows(lambda: out.view.state == "reviewing")
        await into.press("h")
        await into.shows(lambda: into.view is not None and into.view.partial)
        while into.view.unread:
            left = into.view.unread
            await into.press("space")
            await into.shows(lambda left=left: into.view.unread < left)
        await into.press("s")
        await into.shows(lambda: into.on(SignScreen))
        await into.press("f2")
        await into.shows(lambda: into.view.state == "signed")
    assert {row.owner_operator_id for row in table(path, Ticket)} == {LI}


async def test_the_shift_lead_countersigns_by_key(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    small(path)
    do(path, c.AddOperator, login="zhou", name="周班长", roles=("operator", "shift_lead"))
    store = open_store(str(path))
    with store.write() as conn:
        conn.execute(table_of(Desk).update().values(countersign=True))
    store.close()
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await give(out)
        await take(into)
        await out.shows(lambda: out.view.state == "signed")
        await out.press("C")
        await out.shows(lambda: "A shift lead who is not" in seen(out.app))
    async with side(path, ZHOU, tmp_path / "c") as lead:
        lead.app.act("handover.earlier")
        await lead.shows(lambda: lead.on(HandoversScreen) or isinstance(lead.app.work_screen, HandoverScreen))
        await lead.shows(lambda: lead.on(HandoversScreen) and lead.app.screen.list.rows)
        assert "to be countersigned" in seen(lead.app)
        await lead.press("enter")
        await lead.shows(lambda: lead.view is not None and lead.view.state == "signed")
        await lead.press("C")
        await lead.shows(lambda: lead.view.countersigned_by == "周班长")
        await lead.press("C")
        await lead.shows(lambda: "nothing to countersign" in seen(lead.app))


def test_hours_ahead_are_counted_once_and_fit_their_cells() -> None:
    now = datetime(2026, 11, 22, 19, 40, tzinfo=UTC).timestamp()
    dues = ((now - 60, True), (now + 60, False), (now + 1200, True), (now + 7 * 3600, False))
    found, width = columns(dues, now, now + 12 * 3600, UTC_ZONE, 70)
    assert (found[0].start, found[0].due, found[0].dangerous) == (None, 1, 1)
    assert sum(hour.due for hour in found) == 4
    assert [(hour.due, hour.dangerous) for hour in found[1:3]] == [(1, 0), (1, 1)]
    for room in (20, 30, 50, 70, 120):
        found, width = columns(dues, now, now + 30 * 3600, UTC_ZONE, room)
        assert 5 + (len(found) - 1) * width <= room
        assert sum(hour.due for hour in found) == 4
