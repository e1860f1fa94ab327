"""What a newcomer does in the demo, in both languages, narrow and medium: claim, triage, clocks, engineer, restart."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline_tui.intake import demo

from .console import Console
from .room import Room

WORDS = {
    "en": {
        "form": "Fault", "customer": "Customer", "text": "Saving marks fails with error 500", "review": "Respond",
        "leave": "Leave the console?", "sla": "SLA countdown", "field": "Dispatch board",
    },
    "zh": {
        "form": "故障", "customer": "客户", "text": "教务模块保存成绩时报错 500", "review": "响应",
        "leave": "退出值班台", "sla": "SLA", "field": "派工板",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo's desk in each language, made when it is first asked for."""
    return {"folder": tmp_path_factory.mktemp("demos")}


def demo_in(demos: dict[str, Path], language: str) -> Path:
    """The desk's file."""
    if language not in demos:
        path = demos["folder"] / f"{language}.db"
        demo.build(path, datetime.now(UTC), language)
        demos[language] = path
    return demos[language]


@pytest.fixture
def at_home(tmp_path: Path) -> Iterator[Room]:
    """A fresh machine."""
    room = Room(tmp_path)
    yield room
    room.close()


def one_of_the_waiting(console: Console, words: dict[str, str]) -> None:
    """Claim the next caller whose customer is known; the form opens on the call."""
    console.key("c")
    console.wait_for(words["form"], words["customer"], "F2")
    console.rest()


@pytest.mark.parametrize(
    ("language", "size", "frugal"),
    [
        ("en", (80, 24), False),
        ("en", (132, 40), False),
        ("zh", (80, 24), False),
        ("zh", (132, 40), False),
        ("zh", (132, 40), True),
    ],
)
def test_a_newcomer_finds_the_way(
    at_home: Room, demos: dict[str, Path], language: str, size: tuple[int, int], frugal: bool
) -> None:
    """`frugal`: started without the texts inside the program, as README advises for many consoles on one machine."""
    room, words = at_home, WORDS[language]
    room.env["PYTHONOPTIMIZE"] = "2" if frugal else ""
    shutil.copy(demo_in(demos, language), room.db)
    before = room.rows("SELECT COALESCE(MAX(id), 0) FROM ticket")[0][0]
    console = room.live("--lang", language, "demo", "--quiet", size=size)
    console.rest()
    one_of_the_waiting(console, words)
    console.wait_for(words["text"])  # what the caller says stands there already
    console.key("1", "2", "2")
    console.wait_for(words["review"])  # when what is due stands there before it is saved
    console.rest()
    for _question in range(6):  # what this customer's contract asks besides
        console.key("f3")
        console.rest(0.3)
        if room.rows("SELECT id FROM ticket WHERE id > ?", before):
            break
        console.key("1")
        console.rest()
    ((ticket, number, summary),) = room.rows("SELECT id, number, summary FROM ticket WHERE id > ?", before)
    assert summary.startswith(words["text"])
    short = number[-4:]

    console.rest(0.4)  # the candidates, best first
    console.key("enter")
    console.wait(lambda: room.rows("SELECT state FROM visit WHERE ticket_id = ?", ticket), "an engineer is sent")
    console.rest()
    engineer = room.rows(
        "SELECT e.name FROM visit v JOIN engineer e ON e.id = v.engineer_id WHERE v.ticket_id = ?", ticket
    )[0][0]
    console.key("4")
    console.wait_for(words["field"], engineer.split()[0])
    console.key("3")
    console.wait_for(words["sla"])
    first = console.text
    console.wait(lambda: console.text != first, "clocks that run")
    console.key("/")
    console.rest()
    console.type(short)
    console.wait(lambda: re.search(rf"^.{{0,3}} ?{short}\b", console.text, re.M), f"the clock of {short}")
    console.key("enter")
    console.rest()
    console.key("q")
    console.wait_for(words["leave"])
    console.key("y")
    assert console.ended() == 0

    again = room.live("--lang", language, "demo", "--quiet", size=size)
    again.rest()
    again.key(":")
    again.rest()
    again.type(f"goto {number}\r")
    again.wait_for(words["text"], number[-4:])
    again.wait_for(engineer.split()[0])
    room.sound()


def test_the_demo_from_nothing_is_usable_and_its_calls_keep_coming(at_home: Room) -> None:
    """No database, no folder: one command, then a caller can be claimed."""
    del at_home.env["HOTLINE_DATABASE_URL"]
    console = at_home.live("demo", "--quiet", size=(80, 24))
    console.wait_for("Calls")
    one_of_the_waiting(console, WORDS["en"])
    made = list((at_home.folder / "home").rglob("demo-en.db"))
    assert len(made) == 1
    assert not list((at_home.folder / "home").rglob("*.new*"))
