"""Another program has the database to itself: the console stays usable, says so, and goes on by itself."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from .conftest import Lock
from .console import Console
from .room import Room

SHORT = {"HOTLINE_STATEMENT_TIMEOUT_S": "0.5", "HOTLINE_RECONNECT_MAX_S": "1"}
DECIDED_S = 4.0
"""By then an act that waits half a second for the lock is done or refused, on a busy machine, too."""
AGE = re.compile(r"offline +\d+:\d\d|offline \d\d:\d\d")


def test_a_locked_database_is_said_with_its_age_and_heals_by_itself(
    room: Room, ring: Callable[..., int], locked: Lock
) -> None:
    ring()
    console = room.live(size=(132, 36), **SHORT)
    console.key("enter")
    console.wait_for("Harbour Clinic", "Fault", "F2 Save")
    console.type("marks cannot be saved")
    console.wait_for("marks cannot be saved")
    console.key("enter", "1", "2", "2")
    console.wait_for("Respond")
    console.rest()

    locked()
    console.key("f2")
    console.wait_for("Another program has locked")
    console.wait(lambda: AGE.search(console.text), "the age of what is shown")
    first = AGE.search(console.text)
    assert first
    console.wait_for("marks cannot be saved")  # what was typed stays
    for _round in range(3):  # keys are answered while the lock lasts, the age runs on
        console.key("f1")
        console.wait_gone("marks cannot be saved")
        console.key("esc")
        console.wait_for("marks cannot be saved")
    console.wait(lambda: (AGE.search(console.text) or first)[0] != first[0], "an age that grows")
    console.key("f2")  # refused with a reason, not done behind the operator's back
    console.rest()
    assert room.rows("SELECT COUNT(*) FROM ticket") == [(0,)]

    locked.free()
    console.wait(lambda: not AGE.search(console.text), "live again by itself")
    console.rest()
    assert room.rows("SELECT COUNT(*) FROM ticket") == [(0,)]
    console.key("f2")
    console.wait_for("is open")
    assert room.rows("SELECT summary FROM ticket") == [("marks cannot be saved",)]
    assert room.rows("SELECT state FROM call") == [("handled",)]
    room.sound()


def test_a_lock_shorter_than_the_deadline_is_waited_for_and_the_act_done_once(
    room: Room, ring: Callable[..., int], locked: Lock
) -> None:
    ring()
    console = room.live(HOTLINE_STATEMENT_TIMEOUT_S="60")
    locked()
    console.key("enter")
    console.wait_for("working")
    assert room.rows("SELECT state FROM call") == [("waiting",)]
    locked.free()
    console.wait_for("Harbour Clinic", "Fault", "F2 Save")
    assert room.rows("SELECT COUNT(*) FROM event WHERE kind = 'call.claim'") == [(1,)]
    room.sound()


def back_to_the_queue(console: Console) -> None:
    """Esc, as often as it takes: the form may still be opening, also that of a call which was let go meanwhile."""
    for _try in range(20):
        console.key("esc")
        console.rest()
        if "l Release" in console.text or "Enter Claim" in console.text:
            return
    raise AssertionError(console.text)


def until_it_is(state: str, room: Room, console: Console, key: str) -> None:
    """Where the act was refused, with the reason, it is asked for again; not before it is decided."""
    for _try in range(5):
        decided = time.monotonic() + DECIDED_S
        while time.monotonic() < decided:
            if room.rows("SELECT state FROM call") == [(state,)]:
                return
            console.pump(0.05)
        if "F2 Save" in console.text:
            back_to_the_queue(console)
        console.key(key)
    raise AssertionError(console.text)


def test_no_act_is_lost_or_done_twice_while_locks_come_and_go(
    room: Room, ring: Callable[..., int], locked: Lock
) -> None:
    """Claim and release by key, again and again: what the screen acknowledged is on the record, once each."""
    call = ring()
    console = room.live(size=(132, 36), **SHORT)
    for number in range(4):
        locked()
        console.key("c" if number % 2 == 0 else "l")
        console.pump(0.9 if number < 2 else 0.2)
        locked.free()
        console.wait(lambda: not AGE.search(console.text), "live again")
        state = "claimed" if number % 2 == 0 else "waiting"
        until_it_is(state, room, console, "c" if number % 2 == 0 else "l")
        if state == "claimed":
            console.wait_for("Fault", "F2 Save")
            back_to_the_queue(console)
    kinds = [
        kind
        for (kind,) in room.rows("SELECT kind FROM event WHERE thing_kind = 'call' AND thing_id = ? ORDER BY seq", call)
    ]
    assert kinds == ["call.enter", "call.claim", "call.release", "call.claim", "call.release"]
    room.sound()


def test_opening_a_locked_desk_waits_and_then_shows_it(room: Room, ring: Callable[..., int], locked: Lock) -> None:
    ring()
    locked()
    console = room.console(size=(100, 30), **SHORT)
    console.wait_for("Another program has locked")
    console.rest()
    assert "Nobody is waiting" not in console.text  # nobody knows yet
    locked.free()
    console.wait_for("Calls 1", "Harbour Cli")


def test_plain_commands_say_who_keeps_them_waiting(room: Room, locked: Lock) -> None:
    locked()
    words = ("call", "new", "--text", "x")
    ran = room.run(*words, HOTLINE_STATEMENT_TIMEOUT_S="0.3")
    assert ran.code == 5
    assert "Another program has locked" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert room.run("list", HOTLINE_STATEMENT_TIMEOUT_S="0.3").code == 0  # reading goes on
    locked.free()
    assert room.rows("SELECT COUNT(*) FROM call") == [(0,)]
