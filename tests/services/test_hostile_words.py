"""Words looked for that mean something to LIKE, to a full-text index or to a shell: they are looked for as they are."""

from __future__ import annotations

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.services.desk import Desk

EVIL = (
    *(
        "%",
        "%%",
        "_",
        "____",
        "\\",
        "\\%",
        "*",
        "a* OR b*",
        "松* AND 松*",
        "NEAR(松 江)",
        "rowid:1",
        "'",
        '"',
        "' OR 1=1 --",
    ),
    *("!", "&", "|", "<->", ":*", "()", "a:b", "^", "{a} : b", "\x00", "\ud800", "\u202e", "\x1b[2J", "?"),
)
"""None of these is in any text below."""


@pytest.fixture
def desk(world):
    """A desk with a ticket, a line in the shift log and a call."""
    world.ticket = world.open()
    world.do(c.WriteLog, text="gate 7 is shut")
    world.ring()
    made = Desk(world.store)
    made.sign_on(operator=world.wang, desk=world.desk, now=world.now)
    return made


@pytest.mark.parametrize("words", EVIL, ids=range(len(EVIL)))
def test_they_find_nothing_that_does_not_hold_them(world, desk, words):
    assert desk.find_tickets(words) == ()
    assert desk.find_customers(words) == ()
    assert desk.find_articles(words) == () or words == "a:b"
    assert desk.log(words) == ()
    assert desk.handovers(words) == ()
    assert desk.ticket_by_number(words) is None


def test_what_holds_them_is_found(world, desk):
    world.do(c.WriteLog, text="disk at 97% of C:\\data_old")
    for words in ("97%", "%", "data_old", "_", "\\data"):
        assert [row.text for row in desk.log(words)] == ["disk at 97% of C:\\data_old"], words


NUMBERS = (
    *(
        "",
        " ",
        "%",
        "T%",
        "T20261120-%",
        "0",
        "-1",
        "1e3",
        "0x1",
        "1.0",
        "²",
        "Ⅷ",
        "٠٠٠١x",
        "9" * 30,
        "9" * 5_000,
        "\x00",
    ),
    *("1; DROP TABLE ticket", "T20261120-0001' OR '1'='1", "\ud800", "T99999999-0001", "T00000000-0000"),
    "T20261120-" + "9" * 400,
)


@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
def test_a_hostile_number_is_no_tickets(desk, number):
    assert desk.ticket_by_number(number) is None


def test_a_number_in_full_width_digits_is_a_number(world, desk):
    number = desk.ticket(world.ticket, now=world.now).number
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in number)
    assert desk.ticket_by_number(number) == desk.ticket_by_number(wide) == world.ticket
