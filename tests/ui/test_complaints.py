"""A complaint is opened, answered and closed by key (CU-5); who must be told is told by a person (OR-2); work is
passed to a colleague, a post or a tier (HA-3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import ColleagueRow, ComplaintRow, ComplaintView, CustomerCard, TicketView
from hotline_tui.domain.errors import Refused
from hotline_tui.domain.words import Tier
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.screens.complaint_sheet import ComplaintSheet, WordsScreen
from hotline_tui.ui.screens.explain import ExplainScreen
from hotline_tui.ui.screens.history import HistoryScreen
from hotline_tui.ui.screens.pass_on import PassScreen, receivers
from hotline_tui.ui.screens.reason import ReasonScreen
from hotline_tui.ui.screens.ticket import TicketScreen
from hotline_tui.ui.screens.timeline import TimelineScreen
from hotline_tui.ui.screens.told import ToldScreen
from hotline_tui.ui.widgets.tell_list import TellList
from hotline_tui.ui.widgets.ticket_lists import CallList

from . import fake_rows as rows
from .fake_desk import FakeDesk
from .test_ticket import opened
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]
SIZES = [(80, 24), (132, 40)]
WORDS = "工程师迟到"


@dataclass
class ComplaintDesk(FakeDesk):
    """One complaint at the top of the clocks, on ticket 39 and on the customer's card."""

    view: dict[str, Any] = field(default_factory=dict)
    waiting: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        row = rows.clock(0, "沪江中学", "", "reply", 600.0, share=0.3)
        first = replace(row, id=955, thing_kind="complaint", thing_id=5, number="TC20261122-0003", summary=WORDS)
        self.clocks = (first, *self.clocks)

    def complaint(self, complaint: int, *, now: datetime) -> ComplaintView:
        return replace(super().complaint(complaint, now=now), **self.view)

    def ticket(self, ticket: int, *, now: datetime) -> TicketView:
        view = super().ticket(ticket, now=now)
        row = ComplaintRow(5, WORDS, rows.NOW - 300, None, "open")
        return replace(view, complaints=(row,), escalations=self.waiting)

    def card(self, customer: int, *, now: datetime) -> CustomerCard:
        row = ComplaintRow(5, WORDS, rows.NOW - 300, None, "open")
        return replace(super().card(customer, now=now), complaints=(row,))

    def do(self, command: c.Command, *, now: datetime) -> c.Result:
        result = super().do(command, now=now)
        if isinstance(command, c.AnswerComplaint):
            self.view |= {"state": "answered", "answered": now.timestamp(), "answer": command.text}
        if isinstance(command, c.CloseComplaint):
            self.view |= {"state": "closed", "closed": now.timestamp(), "cause": command.text}
        return result


@pytest.fixture
def desk() -> ComplaintDesk:
    return ComplaintDesk()


def text(pilot: Pilot[Any]) -> str:
    return "\n".join(shown(pilot))


async def from_the_clocks(pilot: Pilot[Any]) -> ComplaintSheet:
    app = pilot.app
    assert isinstance(app, HotlineApp)
    await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
    await pilot.press("3")
    await settled(pilot, 0.1)
    await pilot.press("home", "enter")
    await until(pilot, lambda: isinstance(app.screen, ComplaintSheet) and app.screen._view is not None)
    await settled(pilot, 0.1)
    assert isinstance(app.screen, ComplaintSheet)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_who_what_whose_and_by_when(app: HotlineApp, size: tuple[int, int], language: str) -> None:
    async with app.run_test(size=size) as pilot:
        set_language(language)
        await from_the_clocks(pilot)
        said = text(pilot)
        for fact in ("TC20261122-0003", "沪江中学", "张敏", "021-5560-1180", "工程师迟到两小时", "陈露", "周建国",
                     "14:33", "F2", "F5", ("Service director", "服务总监")[language == "zh_CN"]):  # fmt: skip
            assert fact in said, fact
        assert "F3" not in said, "closing comes after the answer"


async def test_answered_then_closed(app: HotlineApp, desk: ComplaintDesk) -> None:
    async with app.run_test(size=SIZES[0]) as pilot:
        await from_the_clocks(pilot)
        await pilot.press("f3")
        await settled(pilot, 0.1)
        assert not isinstance(app.screen, WordsScreen) and desk.done == []
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, WordsScreen))
        await pilot.press("f2")
        await settled(pilot, 0.05)
        assert isinstance(app.screen, WordsScreen), "an answer has words"
        await pilot.press(*"sorry", "f2")
        await until(pilot, lambda: desk.done)
        assert isinstance(desk.done[0], c.AnswerComplaint)
        assert (desk.done[0].complaint, desk.done[0].text) == (5, "sorry")
        await until(pilot, lambda: "F3" in text(pilot) and "sorry" in text(pilot))
        assert "F2" not in text(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, WordsScreen))
        await pilot.press(*"route", "f2")
        await until(pilot, lambda: len(desk.done) == 2)
        assert isinstance(desk.done[1], c.CloseComplaint) and desk.done[1].text == "route"
        await until(pilot, lambda: "F3" not in text(pilot))
        await pilot.press("escape")
        await settled(pilot, 0.05)
        assert app.screen is app.desk_screen


async def test_not_by_the_person_it_is_about(app: HotlineApp, desk: ComplaintDesk) -> None:
    refusal = "A complaint is never handled by the person it is about. Leave it to {role}."
    desk.view = {"refusal": refusal, "refusal_role": "service_director"}
    async with app.run_test(size=SIZES[1], notifications=True) as pilot:
        await from_the_clocks(pilot)
        assert "Leave it to Service director." in text(pilot) and "F2" not in text(pilot)
        await pilot.press("f2")
        await settled(pilot, 0.1)
        assert isinstance(app.screen, ComplaintSheet) and desk.done == []


async def test_a_refusal_of_the_desk_is_a_sentence(app: HotlineApp, desk: ComplaintDesk) -> None:
    desk.refuse = {"complaint.answer": Refused("The complaint is closed. A new one is a new complaint.")}
    async with app.run_test(size=SIZES[1], notifications=True) as pilot:
        await from_the_clocks(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, WordsScreen))
        await pilot.press("x", "f2")
        await until(pilot, lambda: "A new one is a new complaint." in text(pilot))
        assert isinstance(app.screen, ComplaintSheet)


async def test_its_ticket_its_clock_its_record(app: HotlineApp) -> None:
    async with app.run_test(size=SIZES[0]) as pilot:
        await from_the_clocks(pilot)
        for key, screen in (("f6", ExplainScreen), ("f8", TimelineScreen)):
            await pilot.press(key)
            await until(pilot, lambda screen=screen: isinstance(app.screen, screen))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ComplaintSheet))
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))


async def test_from_the_ticket(app: HotlineApp) -> None:
    async with app.run_test(size=SIZES[0]) as pilot:
        screen = await opened(pilot)
        while not isinstance(screen.focused, CallList):
            await pilot.press("tab")
            await settled(pilot, 0.05)
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, ComplaintSheet))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_from_what_the_customer_had(app: HotlineApp) -> None:
    async with app.run_test(size=SIZES[0]) as pilot:
        await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
        app.push_screen(HistoryScreen(1, "沪江中学"))
        await until(pilot, lambda: WORDS in text(pilot))
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, ComplaintSheet))


async def test_an_act_of_tickets_says_what_a_complaint_wants(app: HotlineApp, desk: ComplaintDesk) -> None:
    async with app.run_test(size=SIZES[1], notifications=True) as pilot:
        await until(pilot, lambda: app.board is not None and app.desk_screen.filled)
        await pilot.press("3")
        await settled(pilot, 0.1)
        await pilot.press("home", "v")
        await until(pilot, lambda: "This is a complaint: Enter opens it" in text(pilot))
        assert desk.done == []


async def test_hostile_words_stay_words(app: HotlineApp, desk: ComplaintDesk) -> None:
    bad = rows.HOSTILE
    desk.view = dict.fromkeys(("text", "customer", "contact", "about", "owner", "answer", "cause", "number"), bad)
    desk.view["escalations"] = (rows.escalation(71, who=bad, phone=bad, step=bad, words=bad),)
    async with app.run_test(size=SIZES[0]) as pilot:
        await from_the_clocks(pilot)
        assert "[/foo]" in text(pilot)
        assert not any(char in text(pilot) for char in "\x1b\x07\u202e")


# ---- who is to be told


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_who_is_to_be_told_stands_on_the_ticket(app: HotlineApp, desk: ComplaintDesk, language: str) -> None:
    done = rows.escalation(
        72, step="hand", milestone="", told=rows.NOW - 60, told_by="李娜", how="phone", words="马上来"
    )
    desk.waiting = (rows.escalation(71), done)
    async with app.run_test(size=SIZES[1]) as pilot:
        set_language(language)
        screen = await opened(pilot)
        assert ("1 to be told", "1 人须告知")[language == "zh_CN"] in text(pilot)
        while not isinstance(screen.focused, TellList):
            await pilot.press("tab")
            await settled(pilot, 0.05)
        said = text(pilot)
        english = ("Shift lead", "王芳", "139-0000-2211", "to be told since 14:08", "75 % of the time used",
                   "told 14:22, 李娜, by phone")  # fmt: skip
        chinese = ("值班长", "王芳", "自 14:08 起须告知", "时限已用 75%", "14:22 已告知、李娜、电话")
        for fact in chinese if language == "zh_CN" else english:
            assert fact in said, fact
        assert ("messaged" not in said) and ("已通知" not in said)


async def test_told_by_a_key(app: HotlineApp, desk: ComplaintDesk) -> None:
    desk.waiting = (rows.escalation(71), rows.escalation(72, role="service_director", who="周建国"))
    async with app.run_test(size=SIZES[0]) as pilot:
        screen = await opened(pilot)
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, ToldScreen))
        assert "139-0000-2211" in text(pilot), "whom to phone"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert desk.done == []
        while not isinstance(screen.focused, TellList):
            await pilot.press("tab")
            await settled(pilot, 0.05)
        await pilot.press("end", "T")
        await until(pilot, lambda: isinstance(app.screen, ToldScreen))
        app.screen.query_one("#how").focus()
        await pilot.press("3", *"ok", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.AnswerEscalation)
        assert (command.escalation, command.how, command.note) == (72, "person", "ok")


async def test_nobody_left_to_be_told(app: HotlineApp, desk: ComplaintDesk) -> None:
    async with app.run_test(size=SIZES[1], notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("T")
        await until(pilot, lambda: "Nobody is left to be told." in text(pilot))


# ---- passing on


def test_me_then_on_duty_then_posts_then_the_others_then_tiers() -> None:
    order = [(one.section, one.name) for one in receivers(rows.colleagues(), 1)]
    assert order == [
        ("Me", "李娜"), ("On duty", "王芳"), ("On duty", "赵磊"), ("Posts", "一席"), ("Posts", "调度席"),
        ("Not on duty", "周建国"), ("Not on duty", "孙丽"),
        *(("Tier", name) for name in ("Field team", "Service centre", "R&D", "Vendor")),
    ]  # fmt: skip
    for one in receivers(rows.colleagues(), 1):
        assert [one.operator, one.post, one.tier].count(None) == 2


def test_nobody_is_offered_twice_nor_when_nobody_is_there() -> None:
    assert [one.tier for one in receivers((), None)] == list(Tier)
    everybody = [one.operator for one in receivers(rows.colleagues(), None) if one.operator]
    assert sorted(everybody) == [1, 2, 3, 4, 5]
    away = ColleagueRow("operator", 1, "李娜", (), False, False, True)
    assert next(one.now for one in receivers((away,), 1)) == "away"


@pytest.mark.parametrize(
    ("downs", "given"),
    [(0, (1, None, None)), (1, (2, None, None)), (3, (None, 11, None)), (9, (None, None, Tier.RND))],
)
async def test_passed_on_with_a_reason(
    app: HotlineApp, desk: ComplaintDesk, downs: int, given: tuple[Any, ...]
) -> None:
    async with app.run_test(size=SIZES[0]) as pilot:
        await opened(pilot)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, PassScreen) and "王芳" in text(pilot))
        await pilot.press(*["down"] * downs, "enter")
        await until(pilot, lambda: isinstance(app.screen, ReasonScreen))
        await pilot.press("f2")
        await settled(pilot, 0.05)
        assert isinstance(app.screen, ReasonScreen), "a reason is needed"
        await pilot.press(*"late", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.PassTicket) and command.reason == "late"
        assert (command.operator, command.post, command.tier) == given
