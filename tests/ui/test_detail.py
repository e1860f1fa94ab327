"""The detail column of wide screens: what it says of a call, a ticket, an engineer, and that no phone number is cut."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from hotline_tui.locale import set_language
from hotline_tui.ui.app import HotlineApp
from hotline_tui.ui.widgets.detail import Detail
from hotline_tui.ui.widgets.detail_rows import call_lines, engineer_lines
from hotline_tui.ui.widgets.detail_text import Line, card_lines, flow, ticket_lines
from hotline_tui.ui.widgets.line import Word

from . import fake_rows as rows
from .triage_desk import until

WIDTH = 32
ZONE = ZoneInfo("Asia/Shanghai")


def said(lines: list[Line]) -> list[str]:
    """Lines as they read."""
    return ["".join(word.text for word in line) for line in lines]


def test_words_flow_onto_a_further_line_rather_than_being_cut() -> None:
    words = [Word("Contact", "label"), Word("Walter Tate, IT"), Word("021-5560-1211", "key"), Word("x" * 40)]
    assert said(flow(words, WIDTH)) == ["Contact  Walter Tate, IT", "  021-5560-1211", "  " + "x" * 29 + "…"]


def test_a_call_says_number_line_and_text() -> None:
    set_language("en")
    row = rows.call(3, 31, channel="email", name="Rain Shore", number="rain@library.example", line="help@desk.example",
                    due=rows.NOW + 60, milestone="reply", text="The reader in the lobby is dead")  # fmt: skip
    text = said(call_lines(row, WIDTH, rows.NOW, ZONE))
    assert text[:2] == ["E-mail  waiting", "Rain Shore  rain@library.example"]
    assert "Line dialled  help@desk.example" in text or "  help@desk.example" in text
    assert "Reply  14:24" in text
    assert text[-2:] == ["", "The reader in the lobby is dead"]


def test_an_engineer_says_phone_skills_and_the_shifts_end() -> None:
    set_language("en")
    row = replace(rows.engineers(8)[5], name="Hannah Cole", phone="138-0000-2106", skills=("software", "hardware"))
    text = said(engineer_lines(row, WIDTH, rows.NOW, ZONE))
    assert text[0] == "Hannah Cole  138-0000-2106"
    assert any("Application software" in line for line in text)
    assert text[-1].startswith("Shift  until ")


def test_stored_words_are_said_in_the_readers_language() -> None:
    card = replace(rows.card(1), region="suburb", contracts=tuple(
        replace(one, service_level="gold") for one in rows.card(1).contracts))  # fmt: skip
    set_language("zh_CN")
    text = " ".join(said(card_lines(card, WIDTH, rows.NOW, ZONE)))
    assert "suburb" not in text and "gold" not in text and "郊区" in text


def test_no_phone_number_is_cut() -> None:
    set_language("en")
    view = rows.ticket(39)
    view = replace(view, contact="A very long name, head of IT", phones=("021-5560-1211", "138-0000-2106"))
    visits = tuple(replace(visit, phone="138-0000-2108", engineer="Simon Lee", eta=rows.NOW) for visit in view.visits)
    text = said(ticket_lines(replace(view, visits=visits), WIDTH, rows.NOW, ZONE))
    assert all("021-5560-12" not in line or "021-5560-1211" in line for line in text)
    assert any("021-5560-1211" in line for line in text)
    assert sum("138-0000-2108" in line for line in text) == min(
        3, sum(visit.state not in ("done", "called_off", "declined", "no_show") for visit in visits)
    )


@pytest.mark.parametrize("key", ["1", "3", "4"])
async def test_a_window_made_wide_shows_what_is_under_the_cursor(app: HotlineApp, key: str) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.board is not None)
        await pilot.press(key)
        await pilot.resize_terminal(160, 50)
        await until(pilot, lambda: bool(app.query_one(Detail)._lines))
