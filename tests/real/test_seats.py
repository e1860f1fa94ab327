"""Who sits at a real console: signing on with a PIN, the lock, a second console of the same operator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from hotline_tui.domain.commands import AddOperator, SetPin
from hotline_tui.services.pins import hash_pin

from .room import Room
from .test_ends import drafts

PIN = "907133"


@pytest.fixture
def shared(room: Room) -> Room:
    """A second operator, who has a PIN."""
    li = room.do(AddOperator(id=uuid4(), actor=0, desk=1, login="lina", name="李娜", roles=("operator",)))
    room.do(SetPin(id=uuid4(), actor=0, desk=1, operator=li, pin_hash=hash_pin(PIN)))
    return room


def sign_on(room: Room):
    console = room.console()
    console.wait_for("Who signs on?", "lina")
    console.type("ln")
    console.key("enter")
    console.wait_for("PIN")
    console.type(PIN)
    console.key("enter")
    console.wait_for("Calls", "live", "李娜")
    return console


def processes() -> str:
    """What every process of this machine was started with."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            found += [(place / name).read_bytes().decode(errors="replace") for name in ("cmdline", "environ")]
        except OSError:
            continue
    return "\n".join(found)


def test_a_pin_opens_the_console_and_the_lock_and_is_nowhere(shared: Room, ring: Callable[..., int]) -> None:
    ring()
    console = sign_on(shared)
    console.wait_for("Harbour Clinic")
    console.type("Q")
    console.wait_for("Locked", "F8")
    console.rest()
    assert "Harbour Clinic" not in console.text
    console.type("1357")
    console.key("enter")
    console.wait_for("not the PIN")
    console.type(PIN)
    console.key("enter")
    console.wait_for("Harbour Clinic")
    assert PIN not in console.said
    kept = shared.rows("SELECT pin_hash FROM operator WHERE login = 'lina'")[0][0]
    home = [path.read_bytes() for path in shared.folder.rglob("*") if path.is_file() and "desk.db" not in path.name]
    assert not any(PIN.encode() in text or kept.encode() in text for text in home)
    assert PIN not in processes()
    listed = shared.run("operator", "list", "--json").out
    assert "argon2" not in listed
    assert kept not in console.said
    shared.sound()


def test_a_second_console_of_the_same_operator_locks_the_first_and_nothing_is_lost(
    shared: Room, ring: Callable[..., int]
) -> None:
    call = ring()
    first = sign_on(shared)
    first.key("enter")
    first.wait_for("F2 Save")
    first.type("printer on fire")
    first.wait_for("printer on fire")
    second = sign_on(shared)
    first.wait_for("elsewhere; sign in again", "Sign on here again")
    first.rest()
    assert "printer on fire" not in first.text
    assert "printer on fire" in drafts(shared)
    assert first.child.isalive()
    held = "SELECT s.ended_at IS NULL FROM lease l JOIN session s ON s.id = l.session_id WHERE l.thing_id = ?"
    assert shared.rows(held, call) == [(1,)], "the claim has gone along"
    first.type(PIN)
    first.key("enter")
    first.wait_for("printer on fire", "live")
    second.wait_for("elsewhere; sign in again")
    assert shared.rows(held, call) == [(1,)]
    shared.sound()


def test_tries_count_over_consoles(shared: Room) -> None:
    counted = "SELECT count(*) FROM event WHERE kind = 'operator.pin_wrong'"
    for turn in range(3):
        console = shared.console()
        console.wait_for("Who signs on?", "lina")
        console.type("ln")
        console.key("enter")
        console.wait_for("PIN")
        for wrong in (2 * turn + 1, 2 * turn + 2):
            console.type("1357")
            console.key("enter")
            if wrong <= 5:
                console.wait(lambda wrong=wrong: shared.rows(counted) == [(wrong,)], "counted")
                console.wait_for("not the PIN")
            else:
                console.wait_for("After 5 wrong PINs")
        console.key("f10")
        assert console.ended() == 0
    assert shared.rows(counted) == [(5,)]
    shared.sound()
