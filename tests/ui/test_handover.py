"""Handing the desk over at two consoles: both see the same list move, and it takes few keys (OR-3)."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.domain.handover import CHECKLIST
from hotline_tui.services import bus
from hotline_tui.services.desk import open_desk
from hotline_tui.store.engine import open_store
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.screens.handover import HandoverScreen
from hotline_tui.ui.screens.handover_dialogs import ChecklistScreen, GiveScreen, SignScreen
from hotline_tui.ui.spool import Spool
from hotline_tui.ui.widgets.handover_list import HandoverList

from .handover_desk import LI, WANG, handover_desk
from .shared_desk import opened, seen, until

SIZES = [(80, 24), (132, 40)]


class Side:
    """One console, and the keys that were pressed at it."""

    def __init__(self, app: HotlineApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot, self.keys = app, pilot, 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def shows(self, ready: object) -> None:
        await until(self.pilot, ready, tries=1500)  # type: ignore[arg-type]

    @property
    def screen(self) -> HandoverScreen:
        found = self.app.work_screen
        assert isinstance(found, HandoverScreen)
        return found

    @property
    def view(self):
        return self.screen._view if isinstance(self.app.work_screen, HandoverScreen) else None

    @property
    def rows(self) -> HandoverList:
        return self.screen.query_one(HandoverList)

    def on(self, kind: type) -> bool:
        return isinstance(self.app.screen, kind)


@asynccontextmanager
async def side(path: Path, who: int, spool: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Side]:
    app = HotlineApp(lambda: open_desk(str(path)), who=(who, None), spool=Spool(spool))
    async with opened(app, size) as pilot:
        yield Side(app, pilot)


async def give(out: Side) -> None:
    """Open, checklist, sign and give to whoever comes."""
    await out.press("h")
    await out.shows(lambda: out.view is not None)
    await out.press("l")
    await out.shows(lambda: out.on(ChecklistScreen))
    await out.press("1", "1", "1", "1", "f2")
    await out.shows(lambda: all(row.ok for row in out.view.checks))
    await out.press("g")
    await out.shows(lambda: out.on(GiveScreen) and out.app.screen.list.selected is not None)
    await out.press("enter")
    await out.shows(lambda: out.view.state == "reviewing")


async def take(into: Side) -> None:
    """Open, go through every dangerous line, sign."""
    await into.press("h")
    await into.shows(lambda: into.view is not None)
    for _line in range(into.view.unread):
        left = into.view.unread
        await into.press("space")
        await into.shows(lambda left=left: into.view.unread < left)
    await into.press("s")
    await into.shows(lambda: into.on(SignScreen))
    await into.press("f2")
    await into.shows(lambda: into.view.state == "signed")


@pytest.mark.parametrize("size", SIZES)
async def test_forty_tickets_pass_on_with_few_keys_on_both_sides(tmp_path: Path, size: tuple[int, int]) -> None:
    """3 urgent, 5 endangered, 6 promised: at most 40 keys in all."""
    path = tmp_path / "desk.db"
    handover_desk(path)
    async with side(path, WANG, tmp_path / "a", size) as out, side(path, LI, tmp_path / "b", size) as into:
        await give(out)
        assert out.view.figures["open"] == 40
        assert out.view.unread == 14
        await take(into)
        await out.shows(lambda: out.view.state == "signed")
        assert out.keys + into.keys <= 40


async def test_both_sides_see_questions_answers_and_what_changes(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=4, urgent=1, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await give(out)
        await into.press("h")
        await into.shows(lambda: into.view is not None and into.view.unread == 1)
        await into.press("r", *"why", "f2")
        await into.shows(lambda: into.view.questions == 1)
        await out.shows(lambda: out.view.questions == 1)
        await out.press("r", *"wait", "f2")
        await into.shows(lambda: into.view.questions == 0)
        await into.shows(lambda: "Answer: wait" in seen(into.app))
        await out.press("i", *"again", "f2")
        await into.shows(lambda: any(line.note == "again" for line in into.view.lines))


async def test_who_fills_no_post_is_told_so_and_sees_the_open_one(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=1, urgent=0, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await into.press("h")
        await into.shows(lambda: "has not begun to hand over" in seen(into.app))
        await into.press("escape")
        await out.press("h")
        await out.shows(lambda: out.view is not None)
        await into.press("h")
        await into.shows(lambda: into.view is not None)
        await into.press("space")
        await into.shows(lambda: "still writing it" in seen(into.app))


async def test_it_shows_by_itself_as_soon_as_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=1, urgent=0, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await into.press("h")
        await into.shows(lambda: "has not begun to hand over" in seen(into.app))
        await into.shows(lambda: "Esc Back" in seen(into.app))
        await out.press("h")
        await into.shows(lambda: into.view is not None and "王芳 is still writing it." in seen(into.app))
        assert "has not begun" not in seen(into.app)


async def test_quiet_tickets_are_one_line_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=6, urgent=0, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out:
        await out.press("h")
        await out.shows(lambda: out.view is not None and len(out.rows.rows) > 0)
        await out.shows(lambda: "6 quiet tickets: Enter opens" in seen(out.app) and "6 moved" in seen(out.app))
        await out.press("end", "enter")
        await out.shows(lambda: sum(row.part == "summary" for row in out.rows.rows) == 6)
        await out.press("f")
        await out.shows(lambda: sum(row.part == "summary" for row in out.rows.rows) == 1)


async def test_a_line_opens_its_ticket_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=2, urgent=1, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out:
        await out.press("h")
        await out.shows(lambda: out.view is not None)
        await out.press("enter")
        await out.shows(lambda: type(out.app.work_screen).__name__ == "TicketScreen")
        await out.press("escape")
        await out.shows(lambda: isinstance(out.app.work_screen, HandoverScreen))


async def test_an_empty_desk_says_what_there_is_to_hand_over(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=0, urgent=0, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await give(out)
        await out.shows(lambda: "all gone through" in seen(out.app))
        await take(into)


async def test_what_was_never_handed_over_is_shown_and_the_post_taken(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=3, urgent=1, endangered=0, promised=0)
    async with side(path, LI, tmp_path / "b") as into:
        await into.press("h")
        await into.shows(lambda: into.view is not None and into.view.state == "missed")
        await into.shows(lambda: "never handed over" in seen(into.app))
        await into.press("space")
        await into.shows(lambda: "T takes the post" in seen(into.app))
        await into.press("T")
        await into.shows(lambda: type(into.app.screen).__name__ == "ReasonScreen")
        await into.press("1", "f2")
        await into.shows(lambda: not isinstance(into.app.work_screen, HandoverScreen))
        await into.press("h")
        await into.shows(lambda: into.view is not None and into.view.state == "drafted")


async def test_the_next_step_stands_above_the_lines_on_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=2, urgent=1, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await out.press("h")
        await out.shows(lambda: "l the checklist (4 open), then g signs and gives it." in seen(out.app))
        await out.press("escape")
        await give(out)
        await out.shows(lambda: "Waits for whoever takes over." in seen(out.app))
        await into.press("h")
        await into.shows(lambda: "Space: the line is understood, r asks back; 1 left." in seen(into.app))
        assert "Sign" not in seen(into.app).splitlines()[-1]
        await into.press("space")
        await into.shows(lambda: "s signs: the desk is yours then." in seen(into.app))
        await into.shows(lambda: "s Sign" in seen(into.app).splitlines()[-1])
        await out.shows(lambda: "Waits for 李强 to sign." in seen(out.app))


async def test_one_space_too_many_takes_no_mark_away_and_backspace_does(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=3, urgent=2, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await give(out)
        await into.press("h")
        await into.shows(lambda: into.view is not None)
        for left in (1, 0):
            await into.press("space")
            await into.shows(lambda left=left: into.view.unread == left)
        await into.press("space")
        await into.shows(lambda: "Everything dangerous is understood" in seen(into.app))
        assert into.view.unread == 0
        await into.press("backspace")
        await into.shows(lambda: into.view.unread == 1)


async def test_from_any_line_r_answers_the_question_that_waits(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=4, urgent=3, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as out, side(path, LI, tmp_path / "b") as into:
        await give(out)
        await into.press("h")
        await into.shows(lambda: into.view is not None)
        await into.press("down", "down", "r", *"why", "f2")
        await out.shows(lambda: out.view.questions == 1 and "r answers 1 question." in seen(out.app))
        await out.press("home", "r", *"soon", "f2")
        await into.shows(lambda: [line.answer for line in into.view.lines if line.question] == ["soon"])


async def test_nobody_comes_and_it_goes_to_another_or_is_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=2, urgent=1, endangered=0, promised=0, third=True)
    async with side(path, WANG, tmp_path / "a") as out:
        await give(out)
        await out.press("g")
        await out.shows(lambda: out.on(GiveScreen) and out.app.screen.list.selected is not None)
        await out.press("end", "enter")
        await out.shows(lambda: out.view.to_name == "钱进" and out.view.state == "reviewing")
        await out.press("X")
        await out.shows(lambda: type(out.app.screen).__name__ == "ReasonScreen")
        await out.press("1", "f2")
        await out.shows(lambda: out.view.state == "withdrawn")
        await out.press("g")
        await out.shows(lambda: "was withdrawn" in seen(out.app))


async def test_lines_of_this_shift_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=1, urgent=1, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a", (132, 40)) as out:
        await out.press("h")
        await out.shows(lambda: out.view is not None and "new or changed in this shift" in seen(out.app))
        await out.shows(lambda: "*new" in seen(out.app))


async def test_a_lead_finds_what_waits_for_the_countersignature_with_h(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=1, urgent=0, endangered=0, promised=0)
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE desk SET countersign = 1")
    store, now = open_store(str(path), durable=False), datetime.now(UTC)

    def do(kind: type[c.Command], actor: int, **values: object) -> int:
        return bus.execute(store, kind(id=uuid4(), actor=actor, desk=1, **values), now).thing_id

    lead = do(c.AddOperator, WANG, login="zhou", name="周洋", roles=("operator", "shift_lead"))
    number = do(c.DraftHandover, WANG)
    for item in CHECKLIST:
        do(c.CheckHandover, WANG, handover=number, item=item, ok=True)
    do(c.GiveHandover, WANG, handover=number)
    do(c.SignHandover, LI, handover=number)
    store.close()
    async with side(path, lead, tmp_path / "a") as one:
        await one.shows(lambda: "To countersign" in seen(one.app))
        await one.press("h")
        await one.shows(lambda: "Waits for the shift lead: C countersigns." in seen(one.app))
        await one.press("C")
        await one.shows(lambda: one.view.countersigned_by == "周洋")
        await one.shows(lambda: "To countersign" not in seen(one.app))
