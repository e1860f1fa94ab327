"""The console as a whole on the fake desk: shell, data, the three layouts, what an operator sees and does."""

from __future__ import annotations

import subprocess
import sys
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Static
from textual.widgets._toast import Toast

from hotline_tui.domain.board import Alarm, ReachRow
from hotline_tui.domain.commands import AcknowledgeAlarm, ClaimCall, EnterCall, Result, Undo
from hotline_tui.domain.errors import Refused
from hotline_tui.locale import CHINESE, language, set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.context import Scope
from hotline_tui.ui.format import set_glyphs
from hotline_tui.ui.messages import Answered, BoardLoaded, CommandDone
from hotline_tui.ui.panes.sla import SlaPane
from hotline_tui.ui.screens.command import CommandScreen
from hotline_tui.ui.screens.help import HelpScreen
from hotline_tui.ui.screens.reach import ReachScreen
from hotline_tui.ui.spool import Spool
from hotline_tui.ui.widgets.confirm import Confirm
from hotline_tui.ui.widgets.footer import KeyLine
from hotline_tui.ui.widgets.state_line import StateLine
from hotline_tui.ui.widgets.urgent import Urgent

from .conftest import MakeApp
from .fake_desk import FakeDesk, broken
from .fake_rows import HOSTILE, NOW, call


async def until(pilot: Pilot[int], ready: Callable[[], object], tries: int = 3000) -> None:
    """Let the app go on until something is so."""
    for _ in range(tries):
        if ready():
            return
        await pilot.pause(0.01)
    raise AssertionError("waited in vain")


@asynccontextmanager
async def running(app: HotlineApp, size: tuple[int, int] = (132, 40)) -> AsyncIterator[Pilot[int]]:
    """The app with its first board on the screen; closed in order at the end."""
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
        await pilot.pause()
        app.ticker.tick()
        await pilot.pause()
        yield pilot
        app.gateway.close(2.0)


def state_text(app: HotlineApp) -> str:
    """What the state line says."""
    return app.work_screen.query_one(StateLine).said


def keys_text(app: HotlineApp) -> str:
    """What the footer offers."""
    return app.work_screen.query_one(KeyLine).said


def said(app: HotlineApp) -> list[str]:
    """The lines that stand on the screen."""
    return [str(toast.render()) for toast in app.screen.query(Toast)]


async def test_first_board_and_state_line(app: HotlineApp) -> None:
    words = "Hotline 夜班 李娜 07:59-19:59 Calls 4 longest 1m Overdue 1 Due in 30 min 2 Engineers 2/8 live 14:23"
    async with running(app):
        assert state_text(app).split() == words.split()


async def test_four_panes_at_medium_width_and_a_detail_column_at_wide(app: HotlineApp) -> None:
    async with running(app) as pilot:
        desk = app.desk_screen
        queue, triage, sla, dispatch = (pane.region for pane in desk.panes())
        assert queue.x == sla.x == 0
        assert queue.bottom == sla.y
        assert triage.x == dispatch.x == queue.right
        assert triage.bottom == dispatch.y
        assert not app.desk_screen.query_one("#detail").display
        await pilot.resize_terminal(160, 50)
        assert app.desk_screen.query_one("#detail").region.right == 160


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_narrow_shows_one_pane_at_full_width_and_what_runs_out_first(
    app: HotlineApp, size: tuple[int, int]
) -> None:
    async with running(app, size) as pilot:
        for key, scope in (("1", Scope.QUEUE), ("3", Scope.SLA), ("4", Scope.DISPATCH), ("2", Scope.TRIAGE)):
            await pilot.press(key)
            await pilot.pause()
            shown = [pane for pane in app.desk_screen.panes() if pane.region.width]
            assert [pane.scope for pane in shown] == [scope]
            assert shown[0].region.width == size[0]
        lines = app.desk_screen.query_one(Urgent).said
        assert "0039 P1 沪江中学 Restore -04:12" in lines
        assert "Waiting" in lines
        assert "01:42" in lines


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
async def test_nothing_is_cut_in_half_in_state_line_and_keys(app: HotlineApp, tongue: str) -> None:
    set_language(tongue)
    async with running(app) as pilot:
        for width in (60, 72, 80, 100, 132, 160):
            await pilot.resize_terminal(width, 30)
            for key in "123":
                await pilot.press(key)
                await pilot.pause()
                assert cell_len(state_text(app)) <= width + 1
                assert cell_len(keys_text(app)) <= width
                assert "…" not in state_text(app) + keys_text(app)
                assert "? " in keys_text(app)


async def test_an_empty_desk_offers_no_key_that_does_not_work(make_app: MakeApp) -> None:
    app = make_app(FakeDesk(rows_of=0))
    async with running(app):
        assert "Claim" not in keys_text(app)
        assert "Help" in keys_text(app)


async def test_a_key_that_does_not_apply_says_why(make_app: MakeApp) -> None:
    app = make_app(FakeDesk(rows_of=0))
    async with running(app) as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert said(app) == ["No call is chosen: the queue is empty."]


async def test_claiming_opens_the_form_with_the_screen_pop(app: HotlineApp, desk: FakeDesk) -> None:
    async with running(app) as pilot:
        await pilot.press("enter")
        triage = app.desk_screen.pane(Scope.TRIAGE)
        await until(pilot, lambda: "沪江中学" in str(triage.border_title))
        assert [type(command) for command in desk.done] == [ClaimCall]
        assert app.desk_screen.active is Scope.TRIAGE


async def test_claim_next_from_another_pane(app: HotlineApp, desk: FakeDesk) -> None:
    async with running(app) as pilot:
        await pilot.press("3")
        await pilot.pause()
        await pilot.press("c")
        await until(pilot, lambda: desk.done)
        assert desk.done[0] == ClaimCall(id=desk.done[0].id, actor=1, desk=1, call=None, session=7)


async def test_a_call_that_is_still_ours_opens_again_after_a_restart(make_app: MakeApp) -> None:
    desk = FakeDesk()
    desk._set(2, state="claimed", mine=True, claimed_by="李娜", claimed_at=NOW - 60)
    app = make_app(desk)
    async with running(app) as pilot:
        await until(pilot, lambda: "138-1762-0094" in str(app.desk_screen.pane(Scope.TRIAGE).border_title))


def choose_unbegun(app: HotlineApp) -> None:
    """Put the cursor of the third pane on a ticket that nobody has begun."""
    pane = app.desk_screen.pane(Scope.SLA)
    assert isinstance(pane, SlaPane)
    (row,) = (row for row in pane.list.rows if row.thing_state == "open")
    assert pane.list.select(pane.key(row))


async def test_undo_for_ten_seconds(app: HotlineApp, desk: FakeDesk, clock: FrozenClock) -> None:
    async with running(app) as pilot:
        choose_unbegun(app)
        await pilot.press("3")
        await pilot.pause()
        await pilot.press("s")
        await until(pilot, lambda: desk.done and "u Undo" in keys_text(app))
        await pilot.press("u")
        await until(pilot, lambda: len(desk.done) == 2)
        assert isinstance(desk.done[1], Undo)
        assert desk.done[1].command == desk.done[0].id
        await pilot.press("s")
        await until(pilot, lambda: len(desk.done) == 3 and "u Undo" in keys_text(app))
        clock.at += 10
        app.ticker.tick()
        await pilot.pause()
        assert "u Undo" not in keys_text(app)
        await pilot.press("u")
        await pilot.pause()
        assert len(desk.done) == 3
        assert any("Nothing to undo" in line for line in said(app))


async def test_zoom_and_back(app: HotlineApp) -> None:
    async with running(app) as pilot:
        await pilot.press("3", "z")
        await pilot.pause()
        assert [pane.scope for pane in app.desk_screen.panes() if pane.region.width] == [Scope.SLA]
        assert "Esc Back" in keys_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert len([pane for pane in app.desk_screen.panes() if pane.region.width]) == 4
        await pilot.press("escape")
        await pilot.pause()
        assert app.desk_screen.active is Scope.QUEUE
        assert "Esc Back" not in keys_text(app)


async def test_tab_goes_round_the_panes(app: HotlineApp) -> None:
    async with running(app) as pilot:
        seen = []
        for _ in range(4):
            await pilot.press("shift+tab")
            await pilot.pause()
            seen.append(app.desk_screen.active)
        assert seen == [Scope.DISPATCH, Scope.SLA, Scope.TRIAGE, Scope.QUEUE]


# ---- languages, themes, commands ----------------------------------------------------------------------------------


async def type_command(pilot: Pilot[int], line: str, opener: str = "colon") -> None:
    """`:` and a line."""
    await pilot.press(opener)
    await pilot.pause()
    await pilot.press(*("space" if char == " " else char for char in line), "enter")
    await pilot.pause()


async def test_the_language_changes_live(app: HotlineApp) -> None:
    async with running(app) as pilot:
        await type_command(pilot, "lang zh", opener="fullwidth_colon")
        await until(pilot, lambda: "来电" in state_text(app))
        assert language() == CHINESE
        assert "受理" in keys_text(app)
        assert "待接" in str(app.desk_screen.pane(Scope.QUEUE).border_title)


async def test_the_theme_changes_live_and_a_wrong_one_is_told(app: HotlineApp) -> None:
    async with running(app) as pilot:
        await type_command(pilot, "theme light")
        await until(pilot, lambda: app.theme == "hotline-light")
        await type_command(pilot, "theme pink")
        assert said(app)[-1] == "The themes are dark, light, contrast, ansi."


async def test_goto_opens_a_ticket_by_its_last_digits_and_says_when_there_is_none(app: HotlineApp) -> None:
    async with running(app) as pilot:
        await type_command(pilot, "goto 9999")
        await until(pilot, lambda: said(app))
        assert said(app) == ["There is no ticket 9999."]
        await type_command(pilot, "goto 0039")
        await until(pilot, lambda: type(app.screen).__name__ == "TicketScreen")


async def test_the_command_line_gives_the_keyboard_back_and_says_what_it_does_not_know(app: HotlineApp) -> None:
    async with running(app) as pilot:
        focused = app.focused
        await pilot.press("f10")
        assert isinstance(app.screen, CommandScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.focused is focused
        await type_command(pilot, "frobnicate")
        assert said(app) == ["There is no command frobnicate. Type : and Tab to see them all."]


async def test_an_action_runs_from_the_command_line_in_the_pane_it_belongs_to(app: HotlineApp, desk: FakeDesk) -> None:
    async with running(app) as pilot:
        choose_unbegun(app)
        await type_command(pilot, "ticket.start")
        await until(pilot, lambda: desk.done)
        assert desk.done[0].kind == "ticket.start"


async def test_tab_completes(app: HotlineApp) -> None:
    async with running(app) as pilot:
        await pilot.press("colon", "l", "a", "tab")
        await pilot.pause()
        assert app.screen.query_one("#command-input").value == "lang "  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["question_mark", "fullwidth_question_mark", "f1"])
async def test_help_is_made_from_the_table(app: HotlineApp, key: str) -> None:
    async with running(app) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        text = str(app.screen.query_one("#help-text", Static).content)
        assert "Claim the call under the cursor" in text
        assert "Take the last act back" in text
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.screen is app.desk_screen


async def test_who_to_reach_by_one_key_from_every_pane_and_from_the_form(app: HotlineApp) -> None:
    async with running(app) as pilot:
        for pane in "1234":
            await pilot.press(pane, "f9")
            await until(pilot, lambda: "138-0000-1122" in str(app.screen.query_one("#reach-text", Static).content))
            assert isinstance(app.screen, ReachScreen)
            await pilot.press("escape")
            await pilot.pause()
        await pilot.press("1", "enter")
        await until(pilot, lambda: "沪江中学" in str(app.desk_screen.pane(Scope.TRIAGE).border_title))
        await pilot.press("f9")
        await pilot.pause()
        assert isinstance(app.screen, ReachScreen)


async def test_names_and_roles_of_those_to_reach_are_whole_at_sixty_columns(app: HotlineApp) -> None:
    rows = (
        ReachRow("Laura Chen-Rivera", "138-0000-2102", "engineer", "available", False),
        ReachRow("Mina Joyce", "138-0000-2007", "cs_manager", "", False),
    )
    async with app.run_test(size=(60, 16)) as pilot:
        await until(pilot, lambda: app.board is not None)
        app.push_screen(screen := ReachScreen())
        await until(pilot, lambda: any("138-0000-1122" in str(one.content) for one in screen.query(Static)))
        screen.post_message(Answered("reach", rows))
        text = screen.query_one("#reach-text", Static)
        await until(pilot, lambda: "Laura Chen-Rivera  138-0000-2102  available" in str(text.content))
        assert "Customer-service manager" in str(text.content)


# ---- leaving ------------------------------------------------------------------------------------------------------


async def test_leaving_asks_and_only_y_leaves(app: HotlineApp) -> None:
    async with running(app) as pilot:
        for key in ("enter", "n", "escape", "space"):
            await pilot.press("q")
            await pilot.pause()
            assert isinstance(app.screen, Confirm)
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is app.desk_screen
        await pilot.press("q", "y")
        await pilot.pause()
        assert app.return_code == 0
        assert not app.is_running or app._exit


async def test_ctrl_c_and_ctrl_q_do_not_leave(app: HotlineApp) -> None:
    async with running(app) as pilot:
        await pilot.press("ctrl+c", "ctrl+q")
        await pilot.pause()
        assert app.screen is app.desk_screen
        assert "q, then y" in said(app)[0]


async def test_the_end_signs_off_after_the_writes(make_app: MakeApp) -> None:
    desk = FakeDesk(slow=0.02)
    app = make_app(desk)
    async with running(app) as pilot:
        choose_unbegun(app)
        await pilot.press("3", "s", "q", "y")
        await pilot.pause()
    assert [command.kind for command in desk.done] == ["ticket.start"]
    assert desk.signed_off == 1


# ---- alarms -------------------------------------------------------------------------------------------------------


async def test_an_alarm_rings_every_minute_until_somebody_has_seen_it(
    make_app: MakeApp, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = FakeDesk(alarms=True)
    app = make_app(desk)
    rung: list[float] = []
    app.alarms._ring = lambda: rung.append(clock.at)
    async with running(app) as pilot:
        assert rung == [NOW]
        assert "Alarm 2" in state_text(app)
        clock.at += 59
        app.ticker.tick()
        assert rung == [NOW]
        clock.at += 1
        app.ticker.tick()
        assert rung == [NOW, NOW + 60]
        await pilot.press("a")
        await until(pilot, lambda: desk.done)
        assert desk.done[0] == AcknowledgeAlarm(id=desk.done[0].id, actor=1, desk=1, alarms=("breach:1039", "call:1"))
        clock.at += 600
        app.ticker.tick()
        assert len(rung) == 2
        await pilot.pause()
        assert "Alarm" not in state_text(app)


async def test_a_p1_that_was_saved_here_does_not_ring_here(app: HotlineApp, clock: FrozenClock) -> None:
    rung: list[float] = []
    app.alarms._ring = lambda: rung.append(clock.at)
    p1 = Alarm("p1:39", "p1", "ticket", 39, "沪江中学", NOW - 1, False)
    async with running(app) as pilot:
        saved = Result(command=uuid4(), kind="ticket.open", thing_kind="ticket", thing_id=39)
        app.on_command_done(CommandDone(cast("Any", saved), saved))
        app.alarms.load((p1,), clock.at)
        assert rung == [] and app.alarms.open == ()
        app.alarms.load((replace(p1, key="p1:40", thing_id=40),), clock.at)
        assert rung == [NOW]
        await pilot.pause()


async def test_a_letter_goes_into_the_queue_by_ctrl_n(app: HotlineApp, desk: FakeDesk) -> None:
    async with running(app) as pilot:
        await pilot.press("ctrl+n", "1", *"Li", "enter", *"Wang", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, EnterCall)
        assert (command.channel, command.number, command.name) == ("letter", "Li", "Wang")


async def test_mute_says_until_when_and_ends(make_app: MakeApp, clock: FrozenClock) -> None:
    app = make_app(FakeDesk(alarms=True))
    rung: list[float] = []
    app.alarms._ring = lambda: rung.append(clock.at)
    async with running(app) as pilot:
        rung.clear()
        await pilot.press("m")
        app.ticker.tick()
        await pilot.pause()
        assert "Muted to 14:53" in state_text(app)
        clock.at += 29 * 60
        app.ticker.tick()
        assert rung == []
        clock.at += 60
        app.ticker.tick()
        await pilot.pause()
        assert rung == [clock.at]
        assert "Muted" not in state_text(app)


# ---- faults -------------------------------------------------------------------------------------------------------


async def test_a_lost_database_keeps_the_board_says_its_age_and_refuses_writes(
    app: HotlineApp, desk: FakeDesk, clock: FrozenClock
) -> None:
    async with running(app) as pilot:
        desk.fault = broken()
        await until(pilot, lambda: app.link is not None and app.link.state == "stale")
        clock.at += 42
        app.ticker.tick()
        await pilot.pause()
        assert "offline 00:42" in state_text(app)
        assert app.board is not None
        await pilot.press("c")
        await pilot.pause()
        assert said(app)[-1] == "The database can't be reached."
        desk.fault = None
        await until(pilot, lambda: app.link is not None and app.link.state == "live")
        assert desk.done == []


async def test_a_refusal_of_the_services_is_said_in_the_users_language(app: HotlineApp, desk: FakeDesk) -> None:
    desk.refuse["ticket.start"] = Refused("No ticket is chosen.")
    async with running(app) as pilot:
        await type_command(pilot, "lang zh")
        choose_unbegun(app)
        await pilot.press("3", "s")
        await until(pilot, lambda: said(app))
        assert said(app)[-1] == "没有选中工单。"


async def test_a_new_caller_is_seen_without_a_key(app: HotlineApp, desk: FakeDesk) -> None:
    async with running(app) as pilot:
        desk.add_call(call(99, 0.0, number="110"))
        await until(pilot, lambda: "Calls 5" in state_text(app))


@pytest.mark.parametrize("rows", [0, 1, 20, 200])
async def test_boards_of_every_size(make_app: MakeApp, rows: int) -> None:
    app = make_app(FakeDesk(rows_of=rows))
    async with running(app) as pilot:
        await pilot.press("3", "end", "up", "4", "down", "1", "pagedown", "home")
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize("size", [(160, 50), (80, 24)])
async def test_hostile_text_is_drawn_as_text(make_app: MakeApp, size: tuple[int, int]) -> None:
    """Markup that crashes or runs, escape sequences, bidi controls: in every field of every row."""
    app = make_app(FakeDesk(hostile=True))
    async with running(app, size) as pilot:
        await pilot.press("1", "down", "3", "down", "4", "down")
        await pilot.pause(0.3)
        assert app.is_running
        drawn = "\n".join(
            "".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()
        )
        assert "[/foo]" in drawn or size == (80, 24)
        assert not set(HOSTILE) & set("\x1b\x07\u202e") & set(drawn)


async def test_plain_glyphs_leave_no_character_of_ambiguous_width(
    desk: FakeDesk, clock: FrozenClock, tmp_path: Path
) -> None:
    """Chinese terminal programs draw such characters two cells wide, and every column after them slips."""
    app = HotlineApp(lambda: desk, clock=clock, spool=Spool(tmp_path), plain=True)
    try:
        async with running(app) as pilot:
            for keys in (["1"], ["3"], ["question_mark"], ["escape"], ["1", "enter"]):
                await pilot.press(*keys)
                await pilot.pause(0.3)
                strips = app.screen._compositor.render_strips()
                drawn = {char for strip in strips for segment in strip for char in segment.text}
                assert [char for char in sorted(drawn) if unicodedata.east_asian_width(char) == "A"] == []
    finally:
        set_glyphs(plain=False)


async def test_a_stray_board_after_the_end_of_a_widget_is_harmless(app: HotlineApp) -> None:
    async with running(app) as pilot:
        assert app.board is not None
        app.post_message(BoardLoaded(app.board))
        await pilot.pause()
        assert app.is_running


def test_nothing_heavy_is_imported_before_first_paint() -> None:
    code = (
        "import sys, hotline_tui.ui.run, hotline_tui.ui.app\n"
        "heavy = ('sqlalchemy', 'sqlmodel', 'pydantic', 'pendulum', 'typer', 'hotline_tui.domain.commands',\n"
        "         'hotline_tui.domain.board', 'hotline_tui.services', 'hotline_tui.store')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


async def test_that_the_database_is_being_opened_is_not_said_when_it_is_open(make_app: MakeApp) -> None:
    gate = threading.Event()
    desk = FakeDesk()

    def slow() -> FakeDesk:
        gate.wait(30)
        return desk

    app = make_app(desk)
    app._open_desk = slow
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: app.desk_screen.filled)
        app.act("call.next")
        await until(pilot, lambda: any("being opened" in one.message for one in app._notifications))
        gate.set()
        await until(pilot, lambda: app.board is not None and not list(app._notifications))
