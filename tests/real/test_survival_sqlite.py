"""The console is killed between a commit and its answer: who comes back finds the act done, and does it once."""

from __future__ import annotations

import sys

import pytest

from .console import Console
from .room import Room

DIES = """
import os, signal
from hotline_tui.services import desk
do = desk.Desk.do
def dies(self, command, *, now):
    if command.kind == "ticket.open":
        {before}
        do(self, command, now=now)
        os.kill(os.getpid(), signal.SIGKILL)
    return do(self, command, now=now)
desk.Desk.do = dies
from hotline_tui.cli import main
main()
"""
BEFORE = "os.kill(os.getpid(), signal.SIGKILL)"


def written(console: Console) -> None:
    """A ticket without a call, ready to be saved."""
    console.key("n")
    console.wait_for("F2 Save")
    console.key("f8")
    console.wait_for("Find a customer")
    console.rest()
    console.type("harbour")
    console.wait_for("Harbour Clinic")
    console.rest()
    console.key("f2")
    console.wait_gone("Find a customer")
    console.wait_for("Harbour Clinic", "F2 Save")
    console.rest()
    console.type("no light at all")
    console.key("enter", "1", "2", "2")
    console.wait_for("Respond", "no light at all")
    console.rest(0.5)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_ticket_is_saved_once_though_the_console_is_killed_at_its_commit(room: Room, when: str) -> None:
    code = DIES.format(before=BEFORE if when == "before" else "pass")
    first = Console([sys.executable, "-c", code], room.env, room.folder, (100, 30))
    room.consoles.append(first)
    first.wait_for("Calls")
    written(first)
    first.key("f2")
    assert first.ended() == -9
    assert room.rows("SELECT count(*) FROM ticket") == [(int(when == "after"),)]
    room.sound()

    second = room.live()
    second.key("n")
    if when == "after":
        second.wait_for("This was saved before: T")
        second.wait_gone("no light at all")
    else:
        second.wait_for("no light at all", "Respond")
        second.rest()
        second.key("f2")
        second.wait_for("is open")
    assert room.rows("SELECT summary FROM ticket") == [("no light at all",)]
    room.sound()
    third = room.live()
    third.key("n")
    third.wait_for("F2 Save")
    third.rest()
    assert "no light at all" not in third.text.partition("2 Triage")[2].partition("3 SLA")[0]
