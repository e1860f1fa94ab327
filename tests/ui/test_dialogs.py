"""The small dialogs: typed text comes out as a value, what is missing is said, one stray key throws nothing away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual import events
from textual.app import App
from textual.screen import ModalScreen

from hotline_tui.domain.board import ArticleHit, CustomerHit, TicketRow
from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.triage import WordingSet
from hotline_tui.domain.words import Channel, HoldReason, Level, Milestone, TalkState
from hotline_tui.locale import set_language
from hotline_tui.ui.kept import Awaited
from hotline_tui.ui.messages import Answered
from hotline_tui.ui.screens import customer_search
from hotline_tui.ui.screens.advise import Advised, AdviseScreen
from hotline_tui.ui.screens.complaint import Complained, ComplaintScreen
from hotline_tui.ui.screens.conflict import ConflictScreen, Differs
from hotline_tui.ui.screens.customer_search import CustomerSearchScreen, Found
from hotline_tui.ui.screens.dismiss import DismissScreen
from hotline_tui.ui.screens.enter_call import EnterCallScreen, Entered
from hotline_tui.ui.screens.hold import HoldScreen
from hotline_tui.ui.screens.join import Joined, JoinScreen
from hotline_tui.ui.screens.note import Noted, NoteScreen
from hotline_tui.ui.screens.override import Override, OverrideScreen
from hotline_tui.ui.screens.promise import PromiseScreen
from hotline_tui.ui.screens.reason import ReasonScreen
from hotline_tui.ui.screens.resolve import Resolved, ResolveScreen
from hotline_tui.ui.screens.talk import TalkScreen
from hotline_tui.ui.spool import Spool
from hotline_tui.ui.themes import DARK, themes

from . import fake_rows as rows

NOTHING = object()
NOW = datetime.fromtimestamp(rows.NOW, UTC)


class Host(App[None]):
    """As much of the console as a dialog may ask of it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, dialog: ModalScreen[Any], hits: tuple[CustomerHit, ...] = ()) -> None:
        super().__init__()
        self.zone = ZoneInfo("Asia/Shanghai")
        self.dialog, self.hits = dialog, hits
        self.outcome: Any = NOTHING
        self.asked: list[str] = []
        self.awaited = Awaited()
        self._folder = TemporaryDirectory()
        self.spool = Spool(Path(self._folder.name))
        for theme in themes():
            self.register_theme(theme)
        self.theme = DARK

    def now(self) -> float:
        return rows.NOW

    def say_where(self) -> None:
        """Nobody else is there."""

    def ask(self, sender: Any, kind: str, read: Any) -> None:
        class Desk:
            def find_customers(desk, text: str, *, limit: int = 20) -> tuple[CustomerHit, ...]:
                self.asked.append(text)
                return tuple(hit for hit in self.hits if text in hit.name or text == "hjzx")[:limit]

        try:
            sender.post_message(Answered(kind, read(Desk(), NOW)))
        except HotlineError as error:
            sender.post_message(Answered(kind, None, error))

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.took)

    def took(self, outcome: Any) -> None:
        self.outcome = outcome

    def text(self) -> str:
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def play(
    dialog: ModalScreen[Any], *keys: str, hits: tuple[CustomerHit, ...] = (), size: tuple[int, int] = (80, 24)
) -> tuple[Any, str]:
    """Press the keys; the outcome (NOTHING while it is open) and what was on screen before the last key."""
    app = Host(dialog, hits)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        before = ""
        for number, key in enumerate(keys, 1):
            if number == len(keys):
                await pilot.pause(0.2 if hits else 0.02)
                before = app.text()
            await pilot.press(key)
        await pilot.pause()
        return app.outcome, app.text() if app.outcome is NOTHING else before


def ticket(number: int, state: str = "working", score: float = 0.0) -> TicketRow:
    row = rows.ticket_row(number, "P2", state)
    return replace(row, summary=f"故障{number}", score=score)


async def test_a_reason_is_one_line() -> None:
    outcome, _ = await play(ReasonScreen("Why"), *"no use", "enter")
    assert outcome == "no use"


async def test_without_a_reason_it_stays_and_says_so() -> None:
    outcome, text = await play(ReasonScreen("Why"), "f2")
    assert outcome is NOTHING
    assert "Say why." in text


async def test_a_usual_reason_by_its_digit_can_be_changed() -> None:
    outcome, _ = await play(DismissScreen("138"), "１", "end", *"!", "f2")
    assert outcome == "Wrong number!"


@pytest.mark.parametrize("typed", ["no answer 3x", "多次无人接听"])
async def test_another_reason_is_typed_where_the_usual_ones_are_asked_for(typed: str) -> None:
    """Letters and composed characters, and digits after them, are text; nothing is lost."""
    outcome, _ = await play(DismissScreen("138", lost=True), *typed, "f2")
    assert outcome == typed


async def test_usual_reasons_for_giving_up_a_call_back_are_others() -> None:
    outcome, _ = await play(DismissScreen("138", lost=True), "1", "f2")
    assert outcome == "Nobody answers"


async def test_one_stray_escape_throws_nothing_away() -> None:
    outcome, text = await play(ReasonScreen("Why"), *"abc", "escape")
    assert outcome is NOTHING
    assert "Esc again" in text
    outcome, _ = await play(ReasonScreen("Why"), *"abc", "escape", "escape")
    assert outcome is None
    outcome, _ = await play(ReasonScreen("Why"), "escape")
    assert outcome is None


async def test_override() -> None:
    outcome, text = await play(OverrideScreen(Level.P2, WordingSet.AC), "1", "f2")
    assert outcome is NOTHING
    assert "Say why it is P1." in text
    outcome, _ = await play(OverrideScreen(Level.P2, WordingSet.AC), "1", *"exam", "enter")
    assert outcome == Override(Level.P1, "exam")
    outcome, _ = await play(OverrideScreen(Level.P2, WordingSet.E, level="P1", reason="exam"), "0", "f2")
    assert outcome == Override(None, "")


async def test_override_shows_the_wording_of_the_contract() -> None:
    _, e = await play(OverrideScreen(Level.P2, WordingSet.E), "x", "f2")
    _, ac = await play(OverrideScreen(Level.P2, WordingSet.AC), "x", "f2")
    assert "daily work is interrupted" in e
    assert "daily work" not in ac


async def test_promise_says_how_the_time_was_understood() -> None:
    outcome, text = await play(PromiseScreen("张敏"), "1", *"tomorrow 9:00", "enter", "enter")
    assert outcome.due - NOW == timedelta(hours=18, minutes=37)
    assert outcome.milestone is Milestone.CALLBACK
    assert "= tomorrow 09:00, in 18 h 37 min" in text


async def test_a_time_that_is_not_understood_is_said_at_once() -> None:
    outcome, text = await play(PromiseScreen("张敏", (Milestone.CALLBACK,)), *"soon", "f2")
    assert outcome is NOTHING
    assert "soon is not understood" in text


async def test_hold_says_whether_clocks_stop() -> None:
    outcome, text = await play(HoldScreen("0042"), "3", *"+2h", "f2")
    assert (outcome.reason, outcome.review_at - NOW) == (HoldReason.PARTS, timedelta(hours=2))
    assert "No clock stops." in text
    _, text = await play(HoldScreen("0042"), "1", *"+2h", "f2")
    assert "stand still" in text


async def test_hold_needs_reason_and_time() -> None:
    outcome, text = await play(HoldScreen(), "f2")
    assert outcome is NOTHING
    assert "Choose a reason." in text
    outcome, text = await play(HoldScreen(), "1", "f2")
    assert outcome is NOTHING
    assert "Type a time" in text


@pytest.mark.parametrize(("digit", "flags"), [("1", (False, False)), ("2", (False, True)), ("3", (True, False))])
async def test_note_knows_whose_word_it_was(digit: str, flags: tuple[bool, bool]) -> None:
    outcome, _ = await play(NoteScreen(), *"told", "enter", digit)
    assert outcome == Noted("told", *flags)


async def test_resolve_needs_cause_and_method() -> None:
    outcome, text = await play(ResolveScreen(), *"cache", "enter", "f2")
    assert outcome is NOTHING
    assert "Write down what was done." in text
    outcome, _ = await play(ResolveScreen(), *"cache", "enter", *"cleared", "enter")
    assert outcome == Resolved("cache", "cleared")


async def test_advise_keeps_text_and_article() -> None:
    hit = ArticleHit(7, "KB-7", "Print", "…", 1, 1.0)
    outcome, _ = await play(AdviseScreen("张敏", "how to print", (hit,)), "1")
    assert outcome == Advised("how to print", 7)
    outcome, text = await play(AdviseScreen("张敏", ""), "f2")
    assert outcome is NOTHING
    assert "Write down what was asked" in text


async def test_join_an_open_ticket() -> None:
    outcome, text = await play(JoinScreen([ticket(44, score=0.9), ticket(39), ticket(44)], "again"), "2", "f2")
    assert outcome == Joined(39, "again", reopen=False)
    assert text.count("T20261122-0044") == 1
    assert "very alike" in text


async def test_join_a_closed_ticket_asks_whether_the_problem_is_back() -> None:
    outcome, text = await play(JoinScreen([ticket(12, "closed")], "again"), "1", "f2")
    assert outcome is NOTHING
    assert "Say whether the problem is back." in text
    outcome, _ = await play(JoinScreen([ticket(12, "closed")], "again"), "1", "f2", "y", "f2")
    assert outcome == Joined(12, "again", reopen=True)


async def test_a_merged_ticket_is_not_offered() -> None:
    outcome, text = await play(JoinScreen([ticket(12, "merged"), ticket(13, "cancelled")]), "1", "f2")
    assert outcome is NOTHING
    assert "no ticket that the call could belong to" in text


HITS = (CustomerHit(1, "沪江中学", "city", 11, "张敏", "021"), CustomerHit(2, "沪东中学", "city", None, "", ""))


async def test_search_by_initials_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_search, "PAUSE", 1.0)  # longer than a busy machine takes for a key
    app = Host(CustomerSearchScreen(), HITS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"hjzx")
        for _ in range(600):
            if app.asked and "沪江中学" in app.text():
                break
            await pilot.pause(0.05)
        assert "沪江中学" in app.text()
        assert app.asked == ["hjzx"], "the database is asked once, after the last key"
        await pilot.press("enter", "2")
        await pilot.pause()
    assert app.outcome == Found(2, None)


async def test_search_offers_a_new_customer_by_zero() -> None:
    app = Host(CustomerSearchScreen(), HITS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"New School")
        await pilot.pause(0.3)
        assert "Nobody found" in app.text()
        await pilot.press("enter", "0")
        await pilot.pause()
    assert app.outcome == Found(None, None, "New School")


async def test_complaint_about_an_engineer() -> None:
    engineers = rows.engineers(3)
    outcome, _ = await play(ComplaintScreen("张敏", engineers), *"late", "enter", "2", "f2")
    assert outcome == Complained("late", 2)
    outcome, text = await play(ComplaintScreen("张敏", engineers), "f2")
    assert outcome is NOTHING
    assert "what the complaint is about" in text


async def test_a_conflict_shows_both_texts_and_every_field_is_decided() -> None:
    differs = [Differs("summary", "Fault", "mine", "theirs"), Differs("cause", "Cause", "a", "b"),
               Differs("same", "Same", "x", "x")]  # fmt: skip
    outcome, text = await play(ConflictScreen("李娜 saved first.", differs), "1", "f2")
    assert outcome is NOTHING
    assert "Decide for each field" in text
    assert "theirs: theirs" in text
    assert "Same" not in text
    outcome, _ = await play(ConflictScreen("李娜 saved first.", differs), "1", "2")
    assert outcome == {"summary": "mine", "cause": "theirs"}


async def test_the_line_in_one_digit() -> None:
    outcome, _ = await play(TalkScreen("talking"), "2")
    assert outcome is TalkState.ON_HOLD


async def test_a_pasted_megabyte_is_cut_with_a_word() -> None:
    app = Host(NoteScreen())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.focused.post_message(events.Paste("x\x1b[2J\n" * 200_000))  # type: ignore[union-attr]
        await pilot.pause(0.3)
        assert "Too long" in app.text()
        await pilot.press("f2")
        await pilot.pause()
    assert 3990 < len(app.outcome.text) <= 4000
    assert "\x1b" not in app.outcome.text


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_every_dialog_fits_small_terminals(size: tuple[int, int], language: str) -> None:
    """Nothing scrolls sideways; at 80×24 nothing scrolls at all, and the keys are in view."""
    set_language(language)
    bad = rows.HOSTILE
    dialogs: list[ModalScreen[Any]] = [
        ReasonScreen(bad, bad), DismissScreen(bad), OverrideScreen(Level.P2, WordingSet.AC), PromiseScreen(bad),
        HoldScreen(bad), NoteScreen(bad), ResolveScreen(bad), AdviseScreen(bad, bad),
        JoinScreen([ticket(1), ticket(2, "closed")], bad), CustomerSearchScreen(),
        ComplaintScreen(bad, rows.engineers(8)), ConflictScreen(bad, [Differs("a", bad, bad, "x")]), TalkScreen(""),
    ]  # fmt: skip
    for dialog in dialogs:
        app = Host(dialog)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            box = app.screen.query_one("#box")
            assert box.region.right <= size[0]
            assert box.max_scroll_x == 0
            if size[1] >= 24:
                assert box.max_scroll_y == 0, type(dialog).__name__
            assert not set(app.text()) & {"\x1b", "\x07", "\u202e"}


async def test_a_letter_is_entered_by_hand() -> None:
    outcome, _ = await play(EnterCallScreen(), "1", *"021-5560 1181", "enter", *"Li", "enter", *"no light", "f2")
    assert outcome == Entered(Channel.LETTER, "021-5560 1181", "Li", "no light")


async def test_what_is_entered_says_how_it_came_and_from_whom() -> None:
    outcome, text = await play(EnterCallScreen(), "enter", "f2")
    assert outcome is NOTHING and "Say how it came." in text
    outcome, text = await play(EnterCallScreen(), "3", "f2")
    assert outcome is NOTHING and "nobody can be called back" in text


async def test_a_search_that_begins_with_words_goes_on_with_typing() -> None:
    _, text = await play(CustomerSearchScreen("xh"), *"wl", "f6")
    assert "xhwl" in text
