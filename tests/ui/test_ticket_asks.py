"""Acts on a ticket that ask first: what is offered, what is said, what nothing is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hotline_tui.domain import commands as c
from hotline_tui.domain.words import HoldReason, Milestone
from hotline_tui.locale.words import label
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.screens.hold import HoldScreen
from hotline_tui.ui.screens.ticket import TicketScreen
from hotline_tui.ui.widgets.choice import Choice
from hotline_tui.ui.widgets.confirm import Confirm
from hotline_tui.ui.widgets.ticket_lists import ClockList

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .test_ticket import SIZE, TicketDesk, opened
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]


async def test_what_can_be_merged_stands_there_at_once_and_a_digit_takes_its_row(
    app: HotlineApp, desk: FakeDesk
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("M")
        await until(pilot, lambda: len(app.screen_stack) == 3 and isinstance(app.focused, Choice))
        offered = app.screen._hits  # type: ignore[attr-defined]
        assert 39 not in [row.id for row in offered]
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        assert desk.done == []
        await pilot.press("M")
        await until(pilot, lambda: len(app.screen_stack) == 3 and isinstance(app.focused, Choice))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: desk.done)
        assert desk.done[0].into == offered[1].id  # type: ignore[attr-defined]


async def test_a_newer_policy_is_adopted_with_a_reason(make_app: MakeApp) -> None:
    desk = TicketDesk(fields={"policy_newer": True})
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("P")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press(*"why", "f2")
        await until(pilot, lambda: desk.done)
        assert isinstance(desk.done[0], c.AdoptPolicy) and desk.done[0].reason == "why"


async def test_no_reason_is_asked_for_where_there_is_no_newer_policy(make_app: MakeApp) -> None:
    desk = TicketDesk(fields={"policy_newer": False})
    app = make_app(desk)
    told: list[str] = []
    app.say_error = lambda error: told.append(str(error))  # type: ignore[assignment]
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("P")
        await until(pilot, lambda: told)
        assert "no newer version" in told[0] and isinstance(app.screen, TicketScreen)


async def test_a_held_ticket_is_freed_or_held_on(make_app: MakeApp) -> None:
    desk = TicketDesk(fields={"hold_reason": "parts"})
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("p")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, HoldScreen))
        await pilot.press("4", *"+2h", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.HoldTicket) and command.reason == HoldReason.VENDOR


async def test_the_clock_that_is_voided_is_named(app: HotlineApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("N")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        assert f"{label(rows.ticket(39).clocks[0].milestone, Milestone)}: this clock no longer" in "\n".join(
            shown(pilot)
        )


async def test_closing_says_what_is_still_open_first(make_app: MakeApp) -> None:
    """A word given is not set aside by one key."""
    desk = TicketDesk(fields={"state": "resolved", "acts": (("close", ""),)})
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        text = "\n".join(shown(pilot))
        assert "Still open:" in text and label(rows.ticket(39).clocks[0].milestone, Milestone) in text
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        assert desk.done == []
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: desk.done)
        assert isinstance(desk.done[0], c.CloseTicket)


async def test_what_is_done_is_closed_by_one_key(make_app: MakeApp) -> None:
    desk = TicketDesk(fields={"clocks": (), "complaints": ()})
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("X")
        await until(pilot, lambda: desk.done)
        assert isinstance(desk.done[0], c.CloseTicket)


async def test_a_new_cycles_clocks_come_into_sight(make_app: MakeApp) -> None:
    """The keyboard is on the record: the clock that the next key is about is one that runs."""
    first = rows.ticket(39).clocks[0]
    old = tuple(replace(first, id=n, state="met", met=rows.NOW - n) for n in range(10, 20))
    desk = TicketDesk(fields={"clocks": old})
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        clocks = screen.query_one(ClockList)
        clocks.select(19)
        desk.fields = {"clocks": (*old, replace(first, id=40, cycle=2))}
        desk.feed += 1
        screen._ask()
        await until(pilot, lambda: len(clocks.rows) == 11)
        await settled(pilot, 0.1)
        assert clocks.selected is not None and clocks.selected.id == 40
        assert clocks.selected in clocks.seen()
