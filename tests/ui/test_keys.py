"""Keys as an operator's hands know them: how many from ring to saved ticket, input methods, remapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_tui.domain.commands import ClaimCall, OpenTicket
from hotline_tui.domain.words import FaultKind, Works
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.context import Scope
from hotline_tui.ui.keymap import Keymap
from hotline_tui.ui.screens.command import CommandScreen
from hotline_tui.ui.screens.help import HelpScreen
from hotline_tui.ui.spool import Spool

from .fake_desk import FakeDesk
from .fake_rows import NOW
from .test_app import running, said, until


async def test_from_ring_to_saved_ticket_in_seven_keys_beside_the_words(app: HotlineApp, desk: FakeDesk) -> None:
    """console.md rule 3: claim – text – the answers, a key each – save."""
    async with running(app, (80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "沪江中学" in str(app.desk_screen.pane(Scope.TRIAGE).border_title))
        await pilot.pause()
        for letter in "grades are not saved":
            await pilot.press("space" if letter == " " else letter)
        keys = ["enter", "1", "2", "2", "n", "f2"]
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, lambda: any(isinstance(command, OpenTicket) for command in desk.done))
        assert 1 + len(keys) <= 7
        assert isinstance(desk.done[0], ClaimCall)
        ticket = desk.done[1]
        assert isinstance(ticket, OpenTicket)
        assert (ticket.customer, ticket.contact, ticket.contract) == (1, 11, 21)
        assert ticket.summary == "grades are not saved"
        assert (ticket.fault_kind, ticket.answers.works) == (FaultKind.SOFTWARE, Works.PARTLY)
        await until(pilot, lambda: app.desk_screen.active is Scope.QUEUE)


@pytest.mark.parametrize(
    ("key", "screen"),
    [("fullwidth_colon", CommandScreen), ("f10", CommandScreen), ("fullwidth_question_mark", HelpScreen)],
)
async def test_with_an_input_method_on(app: HotlineApp, key: str, screen: type[object]) -> None:
    async with running(app) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, screen)


async def test_main_acts_by_function_keys_alone(app: HotlineApp, desk: FakeDesk) -> None:
    async with running(app) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: desk.done)
        assert isinstance(desk.done[0], ClaimCall)


async def test_a_chinese_character_where_a_command_was_meant_is_explained(app: HotlineApp) -> None:
    async with running(app) as pilot:
        await pilot.press("受")
        await pilot.pause()
        assert any("function keys" in line for line in said(app))


async def test_letters_type_in_the_form_and_command_in_lists(app: HotlineApp, desk: FakeDesk) -> None:
    async with running(app) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "沪江中学" in str(app.desk_screen.pane(Scope.TRIAGE).border_title))
        await pilot.pause()
        await pilot.press("q", "n", "1", "colon", "slash", "question_mark")
        await pilot.pause()
        assert app.screen is app.desk_screen
        assert app.desk_screen.active is Scope.TRIAGE
        assert app.desk_screen.query_one("#text").text == "qn1:/?"  # type: ignore[attr-defined]


async def test_a_remapped_key_works_shows_in_the_footer_and_frees_the_old_one(desk: FakeDesk, tmp_path: Path) -> None:
    keymap = Keymap({"call.claim": "g"})
    app = HotlineApp(lambda: desk, clock=FrozenClock(NOW), keymap=keymap, spool=Spool(tmp_path))
    async with running(app) as pilot:
        from .test_app import keys_text

        assert "g Claim" in keys_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert desk.done == []
        await pilot.press("g")
        await until(pilot, lambda: desk.done)
        assert isinstance(desk.done[0], ClaimCall)
        assert desk.done[0].call == 1


async def test_a_click_on_a_key_hint_does_it(app: HotlineApp) -> None:
    async with running(app) as pilot:
        from .test_app import keys_text

        at = keys_text(app).index("? Help")
        await pilot.click("#keys", offset=(at + 1, 0))
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)


async def test_keys_typed_faster_than_the_screen_are_not_lost(app: HotlineApp) -> None:
    async with running(app) as pilot:
        app.desk_screen.show_pane(Scope.SLA)
        await pilot.pause()
        await pilot.press(*["down"] * 9)
        await pilot.pause()
        context = app.context()
        assert context.clock is not None
        assert context.clock.thing_id == 19
