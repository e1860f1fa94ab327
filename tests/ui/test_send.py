"""Choosing an engineer: order and reasons as the domain gives them; at once, for later, by remote login."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import CandidateRow
from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.messages import SendTo
from hotline_tui.ui.screens.send import SendScreen

from . import fake_rows as rows
from .fake_desk import FakeDesk, broken
from .triage_desk import settled, shown, until

MakeApp = Callable[[FakeDesk], HotlineApp]


def candidate(number: int, name: str, *, fits: bool = True, **fields: Any) -> CandidateRow:
    values: dict[str, Any] = {
        "state": "available", "phone": "138-0000-1122", "region": "city", "tier": "field", "skills": ("software",),
        "score": 1.0, "eta": rows.NOW + 1500, "late_s": 0.0, "reasons": (),
    }  # fmt: skip
    return CandidateRow(engineer_id=number, name=name, fits=fits, **{**values, **fields})


@dataclass
class SendDesk(FakeDesk):
    """Offers these."""

    offered: tuple[CandidateRow, ...] = field(default_factory=tuple)

    def candidates(self, ticket: int, *, now: datetime) -> tuple[CandidateRow, ...]:
        self._call()
        return self.offered


REASONS = (
    ("+", "Skill: {skill}", (("skill", "software"),)),
    ("-", "Comes from another region: {region}", (("region", "suburb"),)),
    ("!", "The shift ends at {at}, before arrival", (("at", datetime.fromtimestamp(rows.NOW + 600, UTC)),)),
)
OFFERED = (
    candidate(7, "何静", reasons=REASONS[:1]),
    candidate(5, "周平", late_s=360.0, reasons=REASONS[:2]),
    candidate(1, "王强", fits=False, state="on_site", reasons=REASONS),
)


async def opened(pilot: Pilot[Any], engineer: int | None = None) -> SendScreen:
    app = pilot.app
    assert isinstance(app, HotlineApp)
    await until(pilot, lambda: app.board is not None)
    app.post_message(SendTo(42, engineer))
    await until(pilot, lambda: isinstance(app.screen, SendScreen))
    await settled(pilot, 0.15)
    assert isinstance(app.screen, SendScreen)
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (132, 40)])
async def test_the_best_is_first_and_each_says_why(make_app: MakeApp, size: tuple[int, int]) -> None:
    app = make_app(SendDesk(offered=OFFERED))
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot)
        assert [row.name for row in screen.list.rows] == ["何静", "周平", "王强"]
        text = "\n".join(shown(pilot))
        assert "2 of 3 fit" in text and "Do not fit" in text
        assert "+ Skill: Application software" in text and "late 6m" in text
        await pilot.press("down", "down")
        await until(pilot, lambda: "- Comes from another region: Suburbs" in "\n".join(shown(pilot)))
        text = "\n".join(shown(pilot))
        assert "! The shift ends at" in text and "14:33" in text


async def test_reasons_are_said_in_chinese(make_app: MakeApp) -> None:
    app = make_app(SendDesk(offered=OFFERED))
    async with app.run_test(size=(80, 24)) as pilot:
        set_language("zh_CN")
        await opened(pilot, engineer=1)
        text = "\n".join(shown(pilot))
        assert "软件" in text and "郊区" in text and "不合适" in text
        assert "Skill" not in text and "suburb" not in text


@pytest.mark.parametrize(("key", "remote"), [("enter", False), ("f2", False), ("m", True)])
async def test_one_key_sends(make_app: MakeApp, key: str, remote: bool) -> None:
    desk = SendDesk(offered=OFFERED)
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", key)
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.SendEngineer)
        assert (command.ticket, command.engineer, command.planned, command.remote) == (42, 5, None, remote)
        assert app.screen is app.desk_screen


async def test_a_reservation_asks_for_its_time(make_app: MakeApp) -> None:
    desk = SendDesk(offered=OFFERED)
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("r")
        await until(pilot, lambda: len(app.screen_stack) == 3)
        await pilot.press(*"tomorrow 9:00", "f2")
        await until(pilot, lambda: desk.done)
        (command,) = desk.done
        assert isinstance(command, c.SendEngineer) and command.planned is not None
        assert command.planned.isoformat() == "2026-11-23T01:00:00+00:00"


async def test_escape_sends_nobody(make_app: MakeApp) -> None:
    desk = SendDesk(offered=OFFERED)
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen)
        assert desk.done == []


async def test_nobody_on_file_and_a_lost_database_say_so(make_app: MakeApp) -> None:
    desk = SendDesk(offered=())
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        text = "\n".join(shown(pilot))
        assert "No engineer is on file." in text
        assert "Send now" not in text and "Remote login" not in text and "Back" in text
        await pilot.press("enter", "r", "m")
        assert isinstance(app.screen, SendScreen)
        await pilot.press("escape")
        desk.fault = broken()
        app.post_message(SendTo(42))
        await until(pilot, lambda: isinstance(app.screen, SendScreen))
        await until(pilot, lambda: any("can't be reached" in line for line in shown(pilot)))


async def test_hostile_names_stay_names(make_app: MakeApp) -> None:
    bad = rows.HOSTILE
    app = make_app(
        SendDesk(offered=(candidate(1, bad, skills=(bad,), reasons=(("+", "Skill: {skill}", (("skill", bad),)),)),))
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        text = "".join(shown(pilot))
        assert "[/foo]" in text and not any(char in text for char in "\x1b\x07\u202e")
