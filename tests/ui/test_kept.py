"""What is typed in a dialog is there again after a refusal, a lost line, a lock, another person and a new console."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import Conflict, HotlineError, Refused, Unavailable
from hotline_tui.ui import kept
from hotline_tui.ui.actions import BY_ID
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.kept import Kept
from hotline_tui.ui.screens.find import FindScreen
from hotline_tui.ui.screens.handover_dialogs import WordsScreen
from hotline_tui.ui.screens.hold import HoldScreen
from hotline_tui.ui.screens.note import NoteScreen
from hotline_tui.ui.screens.pin import PinScreen
from hotline_tui.ui.screens.resolve import ResolveScreen
from hotline_tui.ui.screens.ticket_dialogs import EditScreen, EscalateScreen
from hotline_tui.ui.spool import Spool
from hotline_tui.ui.widgets.field import TextField
from hotline_tui.ui.widgets.question import Pick, Question

from .fake_desk import FakeDesk
from .fake_rows import HOSTILE
from .test_ticket import TicketDesk, opened
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]
SIZE = (80, 24)
BACK = "What was typed here before is back."


def text_of(pilot: Pilot[Any], field: str) -> str:
    found = pilot.app.screen.query_one(f"#{field}")
    return found.text if isinstance(found, TextField) else found.value


async def type_note(pilot: Pilot[Any], words: str = "abc") -> None:
    await opened(pilot)
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen))
    await pilot.press(*words)


@pytest.mark.parametrize(
    "why",
    [
        Refused("There is no such post."),
        Conflict("{who} has changed this at {at}.", who="Li Na", at="14:03"),
        Unavailable("The database can't be reached."),
    ],
    ids=lambda why: type(why).__name__,
)
async def test_a_note_that_is_refused_is_there_again(make_app: MakeApp, why: HotlineError) -> None:
    desk = FakeDesk(refuse={"ticket.note": why})
    async with make_app(desk).run_test(size=SIZE, notifications=True) as pilot:
        await type_note(pilot)
        await pilot.press("f2")
        if not isinstance(why, Unavailable):  # then the sentence about the link is the one that stands
            await until(pilot, lambda: "What you typed is kept" in "\n".join(shown(pilot)))
        desk.refuse.clear()
        await settled(pilot, 0.3)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen) and text_of(pilot, "text") == "abc")
        await until(pilot, lambda: BACK in "\n".join(shown(pilot)))
        await pilot.press("f2")
        await until(pilot, lambda: any(isinstance(one, c.NoteTicket) and one.text == "abc" for one in desk.done))
        await settled(pilot, 0.8)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen))
        assert text_of(pilot, "text") == ""


async def test_the_words_of_one_ticket_never_come_to_another(make_app: MakeApp) -> None:
    desk = TicketDesk(refuse={"ticket.note": Refused("No.")})
    async with make_app(desk).run_test(size=SIZE) as pilot:
        await type_note(pilot)
        await pilot.press("f2")
        await settled(pilot, 0.2)
        await pilot.press("escape")
        desk.fields = {"id": 40, "number": "Z20261122-0040", "customer": "Another"}
        await opened(pilot, 40)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen))
        assert text_of(pilot, "text") == ""


async def test_what_is_thrown_away_does_not_come_back(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEEP_S", 0.01)
    async with make_app(FakeDesk()).run_test(size=SIZE) as pilot:
        await type_note(pilot)
        await settled(pilot, 0.2)
        assert pilot.app.spool.drafts()
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not pilot.app.spool.drafts())


async def test_a_console_that_ends_or_dies_while_somebody_types_loses_nothing(
    make_app: MakeApp, tmp_path: Path
) -> None:
    async with make_app(FakeDesk()).run_test(size=SIZE) as pilot:
        await type_note(pilot, "before the line fell")
        pilot.app.leave()
    async with make_app(FakeDesk()).run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen))
        assert text_of(pilot, "text") == "before the line fell"


async def test_within_a_second_of_the_first_key_it_is_on_disk(make_app: MakeApp) -> None:
    assert kept.KEEP_S < 1.0
    async with make_app(FakeDesk()).run_test(size=SIZE) as pilot:
        await type_note(pilot)
        await until(pilot, lambda: any('"abc"' in draft.fields for draft in pilot.app.spool.drafts()))


async def test_who_locks_and_hands_over_finds_the_words_and_the_other_does_not(make_app: MakeApp) -> None:
    async with make_app(FakeDesk()).run_test(size=SIZE) as pilot:
        await type_note(pilot)
        pilot.app.lock()
        mine = pilot.app.spool.drafts()
        assert any('"abc"' in draft.fields for draft in mine)
        pilot.app.me = replace(pilot.app.me, operator_id=99)
        assert pilot.app.spool.drafts() == ()


async def test_where_the_words_were_changed_meanwhile_both_are_shown(make_app: MakeApp) -> None:
    desk = TicketDesk(fields={"cause": "old"}, refuse={"ticket.edit": Unavailable("The database can't be reached.")})
    async with make_app(desk).run_test(size=(80, 40)) as pilot:
        await opened(pilot)
        await pilot.press("E")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditScreen))
        pilot.app.screen.query_one("#cause", TextField).text = "mine"
        await pilot.press("f2")
        await settled(pilot, 0.3)
        desk.refuse.clear()
        desk.fields = {"cause": "theirs [/x]\x1b[2J"}
        await pilot.press("escape")
        await opened(pilot)
        await pilot.press("E")
        await until(pilot, lambda: isinstance(pilot.app.screen, EditScreen))
        assert text_of(pilot, "cause") == "mine"
        await until(pilot, lambda: "theirs [/x]" in "\n".join(shown(pilot)))


@pytest.mark.parametrize(
    ("key", "screen", "field", "value"),
    [
        ("R", ResolveScreen, "cause", "a loose cable"),
        ("P", HoldScreen, "note", "waits for a part"),
        ("x", EscalateScreen, "note", "told the lead"),
    ],
)
async def test_every_form_of_a_ticket_keeps_its_words(
    make_app: MakeApp, key: str, screen: type, field: str, value: str
) -> None:
    from hotline_tui.ui.actions import BY_ID

    act = {ResolveScreen: "ticket.resolve", HoldScreen: "ticket.hold", EscalateScreen: "ticket.escalate"}[screen]
    assert act in BY_ID
    async with make_app(FakeDesk()).run_test(size=(80, 40)) as pilot:
        ticket = await opened(pilot)
        for _again in range(2):
            pilot.app.perform(BY_ID[act], ticket)
            await until(pilot, lambda: isinstance(pilot.app.screen, screen))
            if not _again:
                found = pilot.app.screen.query_one(f"#{field}")
                if isinstance(found, TextField):
                    found.text = value
                else:
                    found.value = value
                await pilot.pause()
                pilot.app.flush_all()
                pilot.app.screen.dismiss(None)
                await pilot.pause()
        assert text_of(pilot, field) == value


async def test_a_pin_is_never_written_down(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEEP_S", 0.01)
    async with make_app(FakeDesk()).run_test(size=SIZE) as pilot:
        await opened(pilot)
        pilot.app.push_screen(PinScreen(first=False))
        await until(pilot, lambda: isinstance(pilot.app.screen, PinScreen))
        await pilot.press(*"739105", "tab", *"820417")
        await settled(pilot, 0.2)
        pilot.app.flush_all()
        assert pilot.app.spool.drafts() == ()


def test_searches_keep_nothing_and_forms_do() -> None:
    assert not FindScreen.keeps
    assert all(one.keeps for one in (NoteScreen, WordsScreen, EditScreen, HoldScreen))


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", "[1,2]", "{}", '[{"text":1},{"text":{"a":1}}]', "[" * 3000, '["a","b"]', "[{}, {}, {}]", "\x00"],
)
def test_a_damaged_or_foreign_file_counts_as_none(tmp_path: Path, body: str) -> None:
    from hotline_tui.domain.board import Draft

    spool = Spool(tmp_path)
    spool.save(Draft("dialog:x", body, 1.0))
    given, typed = Kept("dialog:x", spool).load()
    assert all(isinstance(text, str) for text in (*given.values(), *typed.values()))


async def test_a_hostile_file_harms_nobody(make_app: MakeApp) -> None:
    async with make_app(FakeDesk()).run_test(size=SIZE) as pilot:
        await type_note(pilot, "x")
        pilot.app.flush_all()
        (draft,) = pilot.app.spool.drafts()
        pilot.app.screen.dismiss(None)
        await pilot.pause()
        import json

        evil = json.dumps([{"text": ""}, {"text": HOSTILE * 3000, "no-such-field": "x", "": "y"}])
        pilot.app.spool.save(replace(draft, fields=evil, saved=draft.saved + 1))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteScreen))
        field = pilot.app.screen.query_one("#text", TextField)
        assert len(field.text) <= field.limit
        assert not {"\x1b", "\x07", "\u202e"} & set(field.text)


def test_what_is_done_is_not_written_again(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    one = Kept("dialog:x", spool)
    one.save({"a": ""}, {"a": "b"}, 1.0)
    one.drop()
    one.save({"a": ""}, {"a": "late"}, 2.0)
    assert spool.drafts() == ()


def test_a_disk_that_refuses_does_not_stop_the_console(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    one = Kept("dialog:x", Spool(tmp_path / "file" / "below"))
    one.save({}, {"a": "b"}, 1.0)
    one.drop()
    assert one.load() == ({}, {})


@pytest.mark.parametrize("ends", [False, True])
async def test_what_was_chosen_is_there_again_too(make_app: MakeApp, ends: bool) -> None:
    """Refused by the desk, or the console ended in the middle: the answer is marked as before, not only the words."""
    desk = FakeDesk(refuse={"ticket.hold": Refused("There is no such post.")})
    async with make_app(desk).run_test(size=(80, 40)) as pilot:
        ticket = await opened(pilot)
        for again in range(2):
            pilot.app.perform(BY_ID["ticket.hold"], ticket)
            await until(pilot, lambda: isinstance(pilot.app.screen, HoldScreen))
            await settled(pilot, 0.1)
            reason = pilot.app.screen.query_one("#reason", Question)
            if again:
                assert reason.value == "parts"
                assert "No clock stops" in "\n".join(shown(pilot))
                continue
            assert reason.value is None
            await pilot.press("3", *"+2h", "enter", *"waits")
            assert reason.value == "parts"
            if ends:
                pilot.app.flush_all()
                pilot.app.screen.dismiss(None)
            else:
                await pilot.press("f2")
            await until(pilot, lambda: not isinstance(pilot.app.screen, HoldScreen))
            await settled(pilot, 0.3)


def test_a_choice_that_is_no_longer_offered_is_not_taken() -> None:
    question = Question("", (Pick("1", "a", "A"),), id="one")
    kept._put(question, "gone")
    assert question.value is None
