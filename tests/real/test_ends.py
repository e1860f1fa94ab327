"""The ends that nobody chose (console.md rule 11): the draft is saved, claims are let go, nothing is half done."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .console import Console
from .room import Room

BY_ITSELF_S = 15.0
"""An end takes about a second; one that waits for something takes 20 and says so (`run.SAVE_S`)."""


def processes_of(folder: Path) -> list[int]:
    """Every process that was started for this room, by its home."""
    mark = f"HOME={folder / 'home'}".encode()
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in place.read_bytes().split(b"\0"):
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found


def drafts(room: Room) -> str:
    """All that this machine keeps of what was typed."""
    return "".join(path.read_text() for path in (room.folder / "home").rglob("*.draft"))


def in_the_form(room: Room, ring: Callable[..., int]) -> Console:
    """A console with a claimed call and a word typed a moment ago."""
    ring()
    console = room.live()
    console.key("enter")
    console.wait_for("Harbour Clinic", "Fault", "F2 Save")
    console.type("printer on fire")
    console.wait_for("printer on fire")
    return console


@pytest.mark.parametrize("way", ["SIGHUP", "SIGTERM", "closed line"])
def test_the_draft_is_kept_the_claim_let_go_and_nothing_stays_behind(
    room: Room, ring: Callable[..., int], way: str
) -> None:
    console = in_the_form(room, ring)
    since = time.monotonic()
    if way == "closed line":
        console.hang_up()
        console.ended()
    else:
        console.signal(getattr(signal, way))
        assert console.ended() == 0
    assert time.monotonic() - since < BY_ITSELF_S
    assert "printer on fire" in drafts(room)
    assert "printer on fire" in json.dumps(room.rows("SELECT body FROM draft"))
    assert room.rows("SELECT state, claimed_by_id FROM call") == [("waiting", None)]
    assert room.rows("SELECT COUNT(*) FROM lease") == [(0,)]
    assert room.rows("SELECT COUNT(*) FROM session WHERE ended_at IS NULL") == [(0,)]
    assert processes_of(room.folder) == []
    assert "Traceback" not in console.said
    room.sound()

    again = room.live()
    again.key("enter")
    again.wait_for("printer on fire", "Harbour Clinic")


def threads(console: Console) -> int:
    """How many threads the process has."""
    return len(list(Path(f"/proc/{console.pid}/task").iterdir()))


def test_going_on_starts_only_what_had_stopped(room: Room, ring: Callable[..., int]) -> None:
    """The kernel says "go on" with every hang-up, wherever the console's end then is."""
    console = in_the_form(room, ring)
    console.rest()
    before = threads(console)
    for _ in range(10):
        console.signal(signal.SIGCONT)
        console.pump(0.05)
    assert threads(console) < before + 10  # a start makes two; the desk itself may have begun one or the other

    console.signal(signal.SIGTSTP)
    console.wait(lambda: "T (stopped)" in Path(f"/proc/{console.pid}/status").read_text(), "rests")
    console.signal(signal.SIGCONT)
    console.type(" again")
    console.wait_for("printer on fire again")

    console.signal(signal.SIGHUP)
    for _ in range(500):
        if not console.child.isalive():
            break
        console.signal(signal.SIGCONT)
        console.pump(0.02)
    assert console.ended() == 0
    assert processes_of(room.folder) == []


def test_signing_on_elsewhere_locks_the_first_console_with_a_sentence(room: Room, ring: Callable[..., int]) -> None:
    """Two consoles of one operator would take the claims from each other: one is locked and says why."""
    first = in_the_form(room, ring)
    first.wait(lambda: "printer on fire" in drafts(room), "the draft")
    first.rest()
    second = room.live()
    second.wait_for("printer on fire")
    first.wait_for("Locked", "elsewhere; sign in again", "Sign on here again")
    first.rest()
    assert "printer on fire" not in first.text
    assert room.rows("SELECT COUNT(*) FROM session WHERE ended_at IS NULL") == [(1,)]
    second.rest()
    for key in ("up", "enter", "1", "2", "2"):
        second.key(key)
        second.rest()
    second.wait_for("Respond")
    assert room.rows("SELECT state FROM call") == [("claimed",)]
    first.signal(signal.SIGTERM)
    assert first.ended() == 0
    assert room.rows("SELECT state FROM call") == [("claimed",)], "it is the second one's"
    second.signal(signal.SIGTERM)
    assert second.ended() == 0


def test_an_end_while_the_database_is_locked_takes_no_longer_than_its_deadline(
    room: Room, ring: Callable[..., int], locked: Callable[[], None]
) -> None:
    ring()
    console = room.live(HOTLINE_STATEMENT_TIMEOUT_S="0.5")
    console.key("enter")
    console.wait_for("Harbour Clinic", "Fault", "F2 Save")
    locked()
    console.type("line is down")
    console.wait_for("line is down")
    since = time.monotonic()
    console.signal(signal.SIGTERM)
    console.ended()
    assert time.monotonic() - since < BY_ITSELF_S
    assert "line is down" in drafts(room)
