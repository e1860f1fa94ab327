"""Who else looks at or types in the same ticket is shown, at two consoles on one database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hotline_tui.domain.board import Company
from hotline_tui.locale import set_language
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Operator, table_of
from hotline_tui.ui import worker
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.messages import OpenTicketScreen
from hotline_tui.ui.screens.ticket import TicketScreen
from hotline_tui.ui.whereabouts import company_words

from .fake_desk import FakeDesk
from .fake_rows import HOSTILE
from .handover_desk import LI, WANG, handover_desk
from .shared_desk import seen, until
from .test_handover import Side, side
from .test_ticket import opened as ticket_opened

MakeApp = Callable[[FakeDesk], HotlineApp]


@pytest.fixture(autouse=True)
def beats_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "HEARTBEAT_S", 0.1)


async def look(one: Side, ticket: int = 1) -> None:
    one.app.post_message(OpenTicketScreen(ticket))
    await one.shows(lambda: isinstance(one.app.work_screen, TicketScreen) and one.app.work_screen._view is not None)


async def test_both_see_each_other_look_type_and_leave(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=2, urgent=0, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as wang, side(path, LI, tmp_path / "b") as li:
        await look(wang)
        assert "looking at this" not in seen(wang.app)
        await look(li)
        await wang.shows(lambda: "李强 is looking at this" in seen(wang.app))
        await li.shows(lambda: "王芳 is looking at this" in seen(li.app))
        await li.press("i", *"abc")
        await wang.shows(lambda: "李强 is typing" in seen(wang.app))
        await li.press("escape", "escape")
        await wang.shows(lambda: "李强 is looking at this" in seen(wang.app))
        await li.press("escape")
        await wang.shows(lambda: "李强" not in seen(wang.app))
        await look(li, 2)
        await li.shows(lambda: li.app._at == ("ticket:2", False))
        await wang.pilot.pause(0.4)
        assert "李强" not in seen(wang.app)


async def test_who_is_locked_or_gone_is_shown_no_more(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=1, urgent=0, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as wang:
        await look(wang)
        async with side(path, LI, tmp_path / "b") as li:
            await look(li)
            await wang.shows(lambda: "李强 is looking" in seen(wang.app))
            li.app.lock()
            await wang.shows(lambda: "李强" not in seen(wang.app))
            li.app.unlock()
            await wang.shows(lambda: "李强 is looking" in seen(wang.app))
        await wang.shows(lambda: "李强" not in seen(wang.app))


async def test_a_handover_says_who_reads_it_too(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=1, urgent=1, endangered=0, promised=0)
    async with side(path, WANG, tmp_path / "a") as wang, side(path, LI, tmp_path / "b") as li:
        await wang.press("h")
        await wang.shows(lambda: wang.view is not None)
        await li.press("h")
        await li.shows(lambda: li.view is not None)
        await wang.shows(lambda: "李强 is looking at this" in seen(wang.app))
        await wang.press("W", *"quiet")
        await li.shows(lambda: "王芳 is typing" in seen(li.app))


async def test_a_hostile_name_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    handover_desk(path, open_=1, urgent=0, endangered=0, promised=0)
    store = open_store(str(path))
    t = table_of(Operator)
    with store.write() as conn:
        conn.execute(t.update().where(t.c.id == LI).values(name="[/foo]\x1b]52;c;eA==\x07\u202e[red]"))
    store.close()
    async with side(path, WANG, tmp_path / "a") as wang, side(path, LI, tmp_path / "b") as li:
        await look(wang)
        await look(li)
        await wang.shows(lambda: "is looking at this" in seen(wang.app))
        text = seen(wang.app)
        assert "[/foo]" in text
        assert not {"\x1b", "\x07", "\u202e"} & set(text)


async def test_typing_from_a_list_row_is_told_and_told_once(make_app: MakeApp) -> None:
    desk = FakeDesk()
    async with make_app(desk).run_test(size=(132, 40)) as pilot:
        await ticket_opened(pilot)
        await until(pilot, lambda: desk.places[:1] == [("ticket:" + str(pilot.app.work_screen._ticket), False)])
        await pilot.press("i", *"abcdef")
        await until(pilot, lambda: desk.places[-1][1])
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: desk.places[-1] == ("", False))
        told = [at for at, before in zip(desk.places[1:], desk.places, strict=False) if at != before]
        assert len(told) == 3


@pytest.mark.parametrize(
    ("lang", "rows", "words"),
    [
        ("en", (), ""),
        ("en", (("A", False),), "A is looking at this"),
        ("en", (("B", True), ("A", False)), "B is typing · A is looking at this"),
        ("en", tuple((f"N{i}", False) for i in range(5)), "N0, N1, N2 +2 are looking at this"),
        ("zh_CN", (("李娜", True),), "李娜 正在输入"),
    ],
)
def test_the_words(lang: str, rows: tuple[tuple[str, bool], ...], words: str) -> None:
    set_language(lang)
    assert company_words([Company(*row) for row in rows]) == words


def test_long_and_hostile_names_stay_one_short_line() -> None:
    said = company_words([Company(HOSTILE * 20 + "\n" * 5, False)])
    assert "\n" not in said and "\x1b" not in said and len(said) < 60
