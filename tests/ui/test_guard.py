"""Signing on at a shared console, the lock, handing over, a session that went elsewhere, looking on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from hotline_tui.domain.board import ColleagueRow
from hotline_tui.domain.seats import Seat
from hotline_tui.domain.words import Role
from hotline_tui.locale import CHINESE, ENGLISH, set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.clock import FrozenClock
from hotline_tui.ui.context import Scope
from hotline_tui.ui.screens.lock import LockScreen
from hotline_tui.ui.screens.pin import PinScreen
from hotline_tui.ui.screens.sign_on import SignOnScreen
from hotline_tui.ui.spool import Spool
from hotline_tui.ui.widgets.choice import Choice
from hotline_tui.ui.widgets.footer import KeyLine

from .fake_desk import broken
from .fake_rows import CUSTOMERS, HOSTILE, NOW
from .shared_desk import ELSEWHERE, PEOPLE, SharedDesk, opened, seen, until
from .test_app import said, state_text

SIZES = [(80, 24), (132, 40)]
TONGUES = [ENGLISH, CHINESE]


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
def shared(tmp_path, clock):
    """An app on a shared desk with these fields."""

    def make(**fields) -> tuple[HotlineApp, SharedDesk]:
        desk = SharedDesk(**fields)
        return HotlineApp(lambda: desk, clock=clock, spool=Spool(tmp_path / "spool")), desk

    return make


def customers_seen(app: HotlineApp) -> list[str]:
    text = seen(app)
    return [name for name in CUSTOMERS if name in text]


def fault(app: HotlineApp) -> str:
    return str(app.screen.query_one("#fault").content)


async def command(pilot, text: str) -> None:
    await pilot.press("colon", *text, "enter")
    await pilot.pause()


async def here(pilot, app: HotlineApp, name: str) -> None:
    await until(pilot, lambda: app.guard is None and app.me is not None and app.me.operator == name)
    await until(pilot, lambda: app.board is not None)


# ---- signing on -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("size", SIZES)
async def test_a_shared_console_asks_who_it_is(shared, size, tongue) -> None:
    set_language(tongue)
    app, desk = shared(pins={2: "4711"})
    async with opened(app, size) as pilot:
        assert isinstance(app.screen, SignOnScreen)
        assert all(seat.name in seen(app) for seat in PEOPLE)
        assert not customers_seen(app)
        assert desk.queries == [], "no board before somebody has signed on"
        await pilot.press(*"zw")
        await pilot.pause()
        assert [row.value for row in app.screen.query_one(Choice).rows] == ["2"]
        await pilot.press("enter")
        await pilot.pause()
        assert app.focused is not None
        assert app.focused.id == "pin"
        await pilot.press(*"4711")
        await pilot.pause()
        assert "4711" not in seen(app)
        await pilot.press("enter")
        await here(pilot, app, "张伟")
        assert desk.tried == ["4711"]
        await until(pilot, lambda: customers_seen(app))


async def test_a_name_without_a_pin_signs_on_and_is_reminded(shared) -> None:
    app, _desk = shared()
    async with opened(app) as pilot:
        await pilot.press("1")
        await here(pilot, app, "李娜")
        assert "anybody can sign on as 李娜" in said(app)[-1]


async def test_a_wrong_pin_is_typed_again(shared) -> None:
    app, desk = shared(pins={1: "4711"}, named=1)
    async with opened(app) as pilot:
        assert app.focused.id == "pin"
        await pilot.press(*"9999", "enter")
        await until(pilot, lambda: "not the PIN" in fault(app))
        assert app.screen.query_one("#pin", Input).value == ""
        await pilot.press(*"4711", "enter")
        await here(pilot, app, "李娜")
        assert desk.tried == ["9999", "4711"]


async def test_another_one_than_was_named_signs_on(shared) -> None:
    app, _desk = shared(pins={1: "4711"}, named=1)
    async with opened(app) as pilot:
        await pilot.press("escape", *"zw", "enter")
        await here(pilot, app, "张伟")


async def test_one_operator_is_not_asked(shared) -> None:
    app, _desk = shared(people=PEOPLE[:1], named=1)
    async with opened(app):
        assert app.guard is None
        assert app.me.operator == "李娜"
        assert not said(app)


async def test_who_does_not_want_to_sign_on_leaves(shared) -> None:
    app, desk = shared()
    async with opened(app) as pilot:
        await pilot.press("escape", "tab", "q", "f1", "f12")
        await pilot.pause()
        assert isinstance(app.screen, SignOnScreen), "nothing else is reached from here"
        await pilot.press("f10")
        await until(pilot, lambda: not app.is_running or app.return_code == 0)
    assert desk.done == []


async def test_no_words_fit_and_the_database_goes_away(shared) -> None:
    app, desk = shared()
    async with opened(app) as pilot:
        await pilot.press(*"xyz", "enter")
        await pilot.pause()
        assert "Nobody found" in seen(app)
        await pilot.press("escape")
        desk.fault = broken()
        await pilot.press(*"lina", "enter")
        await until(pilot, lambda: "can't be reached" in fault(app))
        desk.fault = None
        await until(pilot, lambda: not app.screen._asked)
        await pilot.press("enter")
        await here(pilot, app, "李娜")


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_only_text(shared, size) -> None:
    people = (
        Seat(1, HOSTILE, HOSTILE, (HOSTILE, "operator"), words="x"),
        Seat(2, "长" * 300, "l", words="长"),
        Seat(3, "[b]Bold[/b]", "b", ("operator",), words="b"),
        *(Seat(n, f"人{n}", f"p{n}", ("operator",), words=f"人{n} p{n}") for n in range(10, 300)),
    )
    app, desk = shared(people=people, pins={1: "4711"})
    async with opened(app, size) as pilot:
        text = seen(app)
        assert "[b]Bold[/b]" in text
        assert not {"\x1b", "\x07", "‮"} & set(text)
        assert "more: type to find them" in text
        assert all(len(line) <= size[0] for line in text.split("\n"))
        await pilot.press(*"x", "enter")
        await pilot.pause()
        assert app.focused.id == "pin"
        desk.pins = {}
        await pilot.press("escape", "escape", *"p299", "enter")
        await here(pilot, app, "人299")


# ---- the lock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("size", SIZES)
async def test_the_lock_covers_everything_and_a_pin_opens_it(shared, clock, size, tongue) -> None:
    set_language(tongue)
    app, desk = shared(pins={1: "4711"}, named=1, alarms=True)
    async with opened(app, size) as pilot:
        await pilot.press(*"4711", "enter")
        await here(pilot, app, "李娜")
        await until(pilot, lambda: customers_seen(app))
        await pilot.press("Q")
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        await pilot.pause()
        text = seen(app)
        assert not customers_seen(app)
        assert "李娜" in text
        assert ("Overdue 1" if tongue == ENGLISH else "超时 1") in text, text
        assert ("Ringing 2" if tongue == ENGLISH else "告警 2") in text, text
        beats, feed = desk.beats, desk.feed
        for key in ("escape", "enter", "c", "f2", "colon", "question_mark", "q", "y", "u", "ctrl+n", "f12", "1"):
            await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, LockScreen)
        assert (desk.done, desk.feed) == ([], feed)
        await pilot.press("ctrl+u", *"1111", "enter")
        await until(pilot, lambda: desk.tried[-1:] == ["1111"])
        await until(pilot, lambda: ("not the PIN" if tongue == ENGLISH else "PIN") in fault(app))
        await pilot.press(*"4711", "enter")
        await until(pilot, lambda: app.guard is None)
        await until(pilot, lambda: customers_seen(app))
        assert desk.beats >= beats
        assert app.desk_screen.focused is not None


async def test_it_locks_by_itself_and_not_while_somebody_types(shared, clock) -> None:
    app, _desk = shared(named=1, lock_after=10.0, people=PEOPLE[:1])
    async with opened(app) as pilot:
        clock.at += 599
        app.ticker.tick()
        await pilot.pause()
        assert app.guard is None
        await pilot.press("down")
        clock.at += 599
        app.ticker.tick()
        await pilot.pause()
        assert app.guard is None
        clock.at += 2
        app.ticker.tick()
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        await pilot.pause()
        assert "Enter uncovers it for anybody" in " ".join(seen(app).replace("│", " ").split())
        await pilot.press("enter")
        await until(pilot, lambda: app.guard is None)
        assert app.me is not None


async def test_zero_minutes_never_lock(shared, clock) -> None:
    app, _desk = shared(named=1, lock_after=0.0)
    async with opened(app) as pilot:
        clock.at += 86_400
        app.ticker.tick()
        await pilot.pause()
        assert app.guard is None


async def test_alarms_ring_and_count_behind_the_lock(shared, clock, monkeypatch) -> None:
    app, desk = shared(named=1)
    rung = []
    async with opened(app) as pilot:
        app.alarms._ring = lambda: rung.append(1)
        await pilot.press("f11")
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        desk.alarms = True
        desk.feed += 1
        await until(pilot, lambda: "Ringing 2" in seen(app))
        assert rung
        assert not customers_seen(app)


async def test_what_is_typed_outlives_the_lock_and_is_a_draft(shared) -> None:
    app, desk = shared(pins={1: "4711"}, named=1)
    async with opened(app) as pilot:
        await pilot.press(*"4711", "enter")
        await here(pilot, app, "李娜")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk_screen.pane(Scope.TRIAGE).form is not None)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "text")
        await pilot.press(*"broken")
        await pilot.pause()
        app.lock()
        await until(pilot, lambda: any("broken" in draft.fields for draft in desk.saved.values()))
        await until(pilot, lambda: app.focused is not None and app.focused.id == "pin")
        assert "broken" not in seen(app)
        await pilot.press(*"4711", "enter")
        await until(pilot, lambda: app.guard is None)
        assert app.focused.text == "broken"


async def test_nothing_opens_over_the_lock(shared) -> None:
    app, _desk = shared(named=1)
    async with opened(app) as pilot:
        await pilot.press("Q")
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        app.do_help()
        app.do_reach()
        app.say("总台 · 华景中学")
        app.to_desk(Scope.SLA)
        await pilot.pause()
        assert isinstance(app.screen, LockScreen)
        assert "华景中学" not in seen(app)


async def test_a_lost_database_keeps_the_lock(shared) -> None:
    app, desk = shared(pins={1: "4711"}, named=1)
    async with opened(app) as pilot:
        await pilot.press(*"4711", "enter")
        await here(pilot, app, "李娜")
        await pilot.press("Q")
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        desk.fault = broken()
        await pilot.press(*"4711", "enter")
        await until(pilot, lambda: "can't be reached" in fault(app))
        desk.fault = None
        await until(pilot, lambda: app.link is not None and app.link.state == "live")
        assert isinstance(app.screen, LockScreen), "a connection that comes back unlocks nothing"
        await pilot.press(*"4711", "enter")
        await until(pilot, lambda: app.guard is None)


# ---- somebody else --------------------------------------------------------------------------------------------------


async def test_the_console_is_handed_over(shared) -> None:
    app, desk = shared(pins={2: "8642"}, named=1)
    async with opened(app) as pilot:
        await pilot.press("enter")
        triage = app.desk_screen.pane(Scope.TRIAGE)
        await until(pilot, lambda: triage.form is not None)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "text")
        await pilot.press(*"mine", "escape")
        app.switch()
        await until(pilot, lambda: isinstance(app.screen, SignOnScreen))
        assert not customers_seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, SignOnScreen))
        await pilot.press(*"zw", "enter")
        await pilot.pause()
        await pilot.press(*"8642", "enter")
        await here(pilot, app, "张伟")
        assert triage.form is None
        assert any("mine" in draft.fields for draft in desk.saved.values())
        assert app.undo_label == ""
        assert "张伟" in state_text(app)
        await until(pilot, lambda: desk.queries[-1].operator == 2)


async def test_nobody_else_can_sit_down_where_nobody_else_is(shared) -> None:
    app, _desk = shared(people=PEOPLE[:1], named=1)
    async with opened(app) as pilot:
        await command(pilot, "switch")
        assert "Nobody else" in said(app)[-1]
        assert app.guard is None


async def test_an_ssh_console_is_nobody_elses(shared) -> None:
    app, _desk = shared(named=1, me_fields={"by_key": True})
    async with opened(app) as pilot:
        await command(pilot, "switch")
        assert "SSH key of 李娜" in said(app)[-1]
        await pilot.press("Q")
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        assert "Somebody else" not in seen(app)
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, LockScreen)


# ---- elsewhere ------------------------------------------------------------------------------------------------------


async def test_signed_on_elsewhere_locks_and_loses_nothing(shared, monkeypatch) -> None:
    monkeypatch.setattr("hotline_tui.ui.worker.HEARTBEAT_S", 0.05)
    app, desk = shared(pins={1: "4711"}, named=1)
    async with opened(app) as pilot:
        await pilot.press(*"4711", "enter")
        await here(pilot, app, "李娜")
        await pilot.press("enter")
        triage = app.desk_screen.pane(Scope.TRIAGE)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "text")
        await pilot.press(*"half")
        desk.elsewhere = True
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        await pilot.pause()
        assert "signed in elsewhere" in fault(app).replace("\n", " ")
        assert "Sign on here again" in seen(app)
        assert app.is_running
        await pilot.press(*"4711", "enter")
        await until(pilot, lambda: app.guard is None)
        assert app.me.session_id == desk.sessions
        assert triage.form is not None
        assert app.focused.text == "half"
        await until(pilot, lambda: app.link is not None and app.link.state == "live")


async def test_somebody_else_takes_a_console_whose_operator_is_elsewhere(shared, monkeypatch) -> None:
    monkeypatch.setattr("hotline_tui.ui.worker.HEARTBEAT_S", 0.05)
    app, desk = shared(pins={1: "4711"}, named=1)
    async with opened(app) as pilot:
        await pilot.press(*"4711", "enter")
        await here(pilot, app, "李娜")
        desk.named, desk.elsewhere = None, True
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, SignOnScreen))
        await pilot.press(*"zw", "enter")
        await here(pilot, app, "张伟")


# ---- a PIN of one's own ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tongue", TONGUES)
async def test_a_pin_is_set_and_changed(shared, tongue) -> None:
    set_language(tongue)
    app, desk = shared(named=1)
    async with opened(app) as pilot:
        await command(pilot, "pin")
        assert isinstance(app.screen, PinScreen)
        await pilot.press(*"4711", "enter", *"4712", "enter")
        await pilot.pause()
        assert fault(app)
        await pilot.press("ctrl+u", *"4711", "enter")
        await until(pilot, lambda: not isinstance(app.screen, PinScreen))
        assert desk.pins == {1: "4711"}
        assert app.me.has_pin
        await command(pilot, "pin")
        await pilot.press(*"0001", "enter", *"8642", "enter", *"8642", "enter")
        await until(pilot, lambda: fault(app))
        assert desk.pins == {1: "4711"}
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, PinScreen))


# ---- looking on -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("size", SIZES)
async def test_who_looks_on_sees_everything_and_is_told_why_not(shared, size, tongue) -> None:
    set_language(tongue)
    app, desk = shared(named=3)
    desk.colleagues = lambda *, now: (
        ColleagueRow("operator", 1, "李娜", (Role.OPERATOR, Role.SHIFT_LEAD), True, True, False),
        ColleagueRow("operator", 2, "张伟", (Role.OPERATOR,), False, False, False),
        ColleagueRow("operator", 4, "陈静", (Role.OPERATOR,), True, False, True),
        ColleagueRow("post", 9, "调度", (Role.OPERATOR,), True, False, False),
    )
    async with opened(app, size) as pilot:
        await until(pilot, lambda: customers_seen(app))
        app.ticker.tick()
        await pilot.pause()
        assert ("Read-only" if tongue == ENGLISH else "只读") in state_text(app)
        for key in ("c", "enter", "n", "ctrl+n", "x"):
            app.clear_notifications()
            await pilot.press(key)
            await until(pilot, lambda: said(app))
            words = said(app)[-1].replace("\n", "")
            assert "李娜" in words
            assert "张伟" not in words
            assert "陈静" not in words
            assert ("Operator" if tongue == ENGLISH else "值班员") in words
        assert desk.done == []
        assert app.desk_screen.pane(Scope.TRIAGE).form is None
        await pilot.press("3", "enter")
        await until(pilot, lambda: app.screen is not app.desk_screen)


async def test_a_console_started_to_look_on_says_so(shared) -> None:
    app, desk = shared(named=1, me_fields={"read_only": True})
    async with opened(app) as pilot:
        app.ticker.tick()
        await pilot.pause()
        assert "Read-only" in state_text(app)
        await pilot.press("c")
        await until(pilot, lambda: said(app))
        assert "--read-only" in said(app)[-1]
        assert desk.done == []


async def test_what_is_another_roles_is_grey_in_the_footer(shared) -> None:
    app, _desk = shared(named=2)
    async with opened(app, (132, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        hints = {hint.action: hint.off for hint in app.work_screen.query_one(KeyLine)._hints}
        assert hints["ticket.send"] is True
        assert hints["ticket.note"] is False
        assert hints["ticket.show"] is False


async def test_a_role_that_comes_meanwhile_opens_its_keys(shared, monkeypatch) -> None:
    monkeypatch.setattr("hotline_tui.ui.worker.HEARTBEAT_S", 0.05)
    app, desk = shared(named=2)
    async with opened(app, (132, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        desk.heartbeat = lambda *, now: replace(desk.me, roles=("operator", "dispatcher"))
        await until(pilot, lambda: app.me.roles == ("operator", "dispatcher"))
        await pilot.pause()
        hints = {hint.action: hint.off for hint in app.work_screen.query_one(KeyLine)._hints}
        assert hints["ticket.send"] is False
        assert app.guard is None


def test_the_sentence_of_elsewhere_is_the_stores() -> None:
    from hotline_tui.store import leases

    assert ELSEWHERE in Path(leases.__file__).read_text("utf-8")
