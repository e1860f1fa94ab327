"""A ticket in full: everything reachable at 80×24, the record readable, acts by key with reasons why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import EventRow, TicketView
from hotline_tui.domain.errors import Refused
from hotline_tui.domain.words import HoldReason
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.messages import OpenTicketScreen
from hotline_tui.ui.screens.history import HistoryScreen
from hotline_tui.ui.screens.send import SendScreen
from hotline_tui.ui.screens.sheet import RowSheet
from hotline_tui.ui.screens.ticket import PARTS, TicketScreen
from hotline_tui.ui.widgets.confirm import Confirm
from hotline_tui.ui.widgets.ticket_lists import StepList
from hotline_tui.ui.widgets.timeline import Timeline

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]
SIZE = (80, 24)


@dataclass
class TicketDesk(FakeDesk):
    """Changes the ticket as the test wants; `events` of them on its record."""

    fields: dict[str, Any] | None = None
    events: tuple[EventRow, ...] = ()
    asked: list[int | None] | None = None

    def ticket(self, ticket: int, *, now: datetime) -> TicketView:
        return replace(super().ticket(ticket, now=now), **(self.fields or {}))

    def timeline(self, thing_kind: str, thing_id: int, *, before: int | None = None) -> tuple[EventRow, ...]:
        if not self.events:
            return super().timeline(thing_kind, thing_id, before=before)
        self.asked = [*(self.asked or []), before]
        older = [event for event in self.events if before is None or event.seq < before]
        return tuple(older[-200:])


def event(seq: int, kind: str, *params: tuple[str, str], undone: bool = False, at: float | None = None) -> EventRow:
    return EventRow(seq, at or rows.NOW - 5000 + seq, "李娜", "ticket", 39, kind, params, (), undone)


async def opened(pilot: Pilot[Any], ticket: int = 39) -> TicketScreen:
    """The ticket is on the screen and read."""
    app = pilot.app
    assert isinstance(app, HotlineApp)
    await until(pilot, lambda: app.board is not None)
    app.post_message(OpenTicketScreen(ticket))
    await until(
        pilot, lambda: isinstance(app.screen, TicketScreen) and app.screen.context(app.context()).ticket is not None
    )
    await settled(pilot, 0.1)
    assert isinstance(app.screen, TicketScreen)
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (132, 40)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_head_clocks_and_every_part_are_reached_by_tab(
    app: HotlineApp, size: tuple[int, int], language: str
) -> None:
    async with app.run_test(size=size) as pilot:
        set_language(language)
        await opened(pilot)
        text = "\n".join(shown(pilot))
        for fact in ("T20261122-0039", "沪江中学", "021-5560-1180", "HT-2024-118", "-04:12", "教务模块保存成绩时报错"):
            assert fact in text
        seen = text
        for _ in range(5):
            await pilot.press("tab")
            await settled(pilot, 0.05)
            seen += "\n".join(shown(pilot))
        for fact in (
            ("Reproduce it remotely", "远程复现")[language == "zh_CN"],
            "138-0000-1122" if size[0] > 100 else "王强",
        ):
            assert fact in seen


async def test_a_step_is_ticked_by_space(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("space")
        await settled(pilot, 0.1)
        assert desk.done == [], "the first Space only goes to the steps"
        await pilot.press("down", "space")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.TickStep) and (command.ticket, command.step, command.done) == (39, 2, True)


async def test_sixty_by_sixteen_shows_clocks_or_a_part_whichever_has_the_keyboard(app: HotlineApp) -> None:
    async with app.run_test(size=(60, 16)) as pilot:
        screen = await opened(pilot)
        clocks, part = screen.query_one("#clocks-box"), screen.query_one("#part")
        assert part.region.height >= 5 and part.region.bottom <= 15 and not clocks.display
        for _ in range(len(PARTS)):
            await pilot.press("tab")
        await settled(pilot, 0.05)
        assert clocks.display and clocks.region.bottom <= 15 and not part.display
        await pilot.press("tab")
        await settled(pilot, 0.05)
        assert part.display and not clocks.display


async def test_enter_reads_a_row_with_all_its_words(app: HotlineApp) -> None:
    """At 80 columns a long step is cut with a mark: no word of it may be out of reach."""
    async with app.run_test(size=(60, 20)) as pilot:
        screen = await opened(pilot)
        await pilot.press("space", "enter")
        await settled(pilot, 0.1)
        assert isinstance(pilot.app.screen, RowSheet)
        step = screen.query_one(StepList).selected
        assert step is not None and step.text_en in " ".join(" ".join(shown(pilot)).split())
        await pilot.press("escape")
        await settled(pilot, 0.05)
        assert pilot.app.screen is screen


async def test_the_record_follows_what_is_written_while_its_cursor_is_at_the_end(make_app: MakeApp) -> None:
    desk = TicketDesk(events=tuple(event(seq, "ticket.note", ("text", f"n{seq}")) for seq in range(1, 30)))
    async with make_app(desk).run_test(size=SIZE) as pilot:
        timeline = (await opened(pilot)).query_one(Timeline)
        newest = event(30, "ticket.note", ("text", "n30"))
        timeline.show_newest([*desk.events, newest])
        assert timeline.selected is not None and timeline.selected.seq == 30
        await pilot.press("up", "up")
        timeline.show_newest([*desk.events, newest, event(31, "ticket.note", ("text", "n31"))])
        assert timeline.selected.seq == 28, "who reads older lines is left there"


async def test_what_is_not_possible_says_why(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("s")
        await until(pilot, lambda: any("worked on already" in toast.message for toast in app._notifications))
        assert desk.done == []


async def test_a_refusal_of_the_desk_is_told(app: HotlineApp, desk: FakeDesk) -> None:
    desk.refuse["ticket.restore"] = Refused("Arrive first.")
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("r")
        await until(pilot, lambda: any("Arrive first." in toast.message for toast in app._notifications))


async def test_hold_asks_reason_and_review_time(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("p")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press("1", *"+2h", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.HoldTicket) and command.reason is HoldReason.CUSTOMER
        assert command.review_at.timestamp() == rows.NOW + 7200


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("K", c.CancelTicket),
        ("O", c.ReopenTicket),
        ("I", c.RestoreImpossible),
        ("D", c.DeclareDisaster),
        ("N", c.VoidClock),
    ],
)
async def test_acts_that_need_a_reason_ask_for_it(
    app: HotlineApp, desk: FakeDesk, key: str, kind: type[c.TicketCommand]
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press(key)
        await until(pilot, lambda: len(app.screen_stack) == 3)
        assert ("can't be taken back" in "\n".join(shown(pilot))) is not kind.undoable
        await pilot.press(*"why", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert type(command) is kind and command.reason == "why"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("key", "kind"),
    [("r", c.RestoreTicket), ("W", c.WatchTicket), ("y", c.PhoneFailed), ("B", c.UsePlaybook)],
)
async def test_plain_acts_are_one_key(app: HotlineApp, desk: FakeDesk, key: str, kind: type[c.TicketCommand]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press(key)
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert type(command) is kind and command.ticket == 39


async def test_an_edit_carries_the_version_and_only_what_changed(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("E")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        app.screen.query_one("#cause").focus()
        await pilot.press(*"cache full", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.EditTicket)
        assert (command.version, command.summary, command.cause, command.method) == (3, None, "cache full", None)


async def test_retriage_starts_from_the_answers_and_shows_the_level(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await opened(pilot)
        await pilot.press("L")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        assert any("P2" in line and "functions fail" in line for line in shown(pilot))
        app.screen.query_one("#q-works").focus()
        await pilot.press("1")
        await settled(pilot, 0.05)
        assert any("P1" in line and "Nothing works" in line for line in shown(pilot))
        await pilot.press("f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.Retriage) and command.answers.works == "nothing" and command.version == 3


async def test_merging_finds_the_other_ticket(app: HotlineApp, desk: FakeDesk) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("M")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        line = app.screen.query_one("#words")
        line.value = "海天"  # type: ignore[attr-defined]
        await settled(pilot, 0.4)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Merge 0039 into 0042?" in "\n".join(shown(pilot))
        await pilot.press("y")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.MergeTicket) and (command.ticket, command.into) == (39, 42)


async def test_send_and_history_open_from_here(app: HotlineApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, SendScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen) and app.screen.list.rows)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen) and len(app.screen_stack) == 3)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("1")
        await until(pilot, lambda: app.screen is app.desk_screen)


async def test_the_record_is_a_timeline_with_long_texts_in_full(make_app: MakeApp) -> None:
    note = "客户来电询问进展，" * 12 + "末尾"
    desk = TicketDesk(
        events=(
            event(1, "ticket.open", ("level", "P1")),
            event(2, "ticket.note", ("text", note), ("from_customer", "true")),
            event(3, "ticket.restore", undone=True),
            event(4, "ticket.promise", ("milestone", "callback"), ("due", "2026-11-22T07:00:00.000000+00:00")),
            event(5, "future.kind", ("text", "x")),
        )
    )
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        timeline = screen.query_one(Timeline)
        said = "".join(row.what[0][0] for row in timeline.rows)
        assert note in said
        text = "\n".join(row.what[0][0] for row in timeline.rows)
        assert "Restored: the customer can work again (taken back)" in text
        assert "Promised: Call back, by 15:00" in text
        assert "future.kind: x" in text
        assert timeline.selected is not None and timeline.selected.seq == 5, "the newest is in sight"
        assert {row.what[0][1] for row in timeline.rows if row.seq == 3} == {"gone"}


async def test_an_act_is_told_with_its_engineer_and_all_that_it_changed(make_app: MakeApp) -> None:
    changes = (("visit", "state", "assigned", "accepted"), ("ticket", "state", "open", "working"))
    params = (("engineer", "2"),)
    accepted = EventRow(1, rows.NOW - 900, "李娜", "visit", 1, "visit.accept", params, changes, undone=False)
    app = make_app(TicketDesk(events=(accepted,)))
    async with app.run_test(size=(132, 40)) as pilot:
        screen = await opened(pilot)
        said = ["".join(text for text, _style in row.what) for row in screen.query_one(Timeline).rows]
        assert said == ["Visit accepted: 陈露  state assigned > accepted, Ticket: state open > in work"]


async def test_older_events_are_read_when_one_goes_up_past_the_first(make_app: MakeApp) -> None:
    desk = TicketDesk(events=tuple(event(n, "ticket.note", ("text", f"n{n}")) for n in range(1, 451)))
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        timeline = screen.query_one(Timeline)
        assert timeline.count == 200
        assert any("n450" in line for line in shown(pilot)), "the newest is in sight"
        await pilot.press("home", "up")
        await until(pilot, lambda: timeline.count == 400)
        await pilot.press("home", "up")
        await until(pilot, lambda: timeline.count == 450)
        assert timeline.first_seq == 1
        assert timeline.selected is not None and timeline.selected.seq == 51, "the cursor stays on its event"


async def test_what_the_desk_changes_shows_at_once(make_app: MakeApp) -> None:
    desk = TicketDesk()
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        desk.fields = {"hold_reason": "parts", "review_at": rows.NOW + 600}
        desk.feed += 1
        await until(pilot, lambda: any("held: waiting for parts" in line for line in shown(pilot)))


async def test_hostile_words_in_every_field_stay_words(make_app: MakeApp) -> None:
    bad = rows.HOSTILE
    desk = TicketDesk(
        fields={
            "summary": bad * 20,
            "customer": bad,
            "contact": bad,
            "phones": (bad,),
            "owner": bad,
            "cause": bad,
            "method": bad,
            "region": bad,
            "parent": bad,
            "override_reason": bad,
        },
        events=(event(1, "ticket.note", ("text", bad)), event(2, bad)),
    )
    app = make_app(desk)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        text = "".join(shown(pilot))
        assert "[/foo]" in text
        assert not any(char in text for char in "\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "merged", "merged_into": "T20261122-0042"}, "merged into 0042"),
        ({"parent": "T20261122-0042"}, "under 0042"),
    ],
)
async def test_the_ticket_that_goes_on_is_named_and_one_key_away(
    make_app: MakeApp, fields: dict[str, Any], words: str
) -> None:
    app = make_app(TicketDesk(fields=fields))
    async with app.run_test(size=SIZE) as pilot:
        first = await opened(pilot)
        assert words in "\n".join(shown(pilot))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen) and app.screen is not first)
        assert app.screen.thing == "ticket:42"
