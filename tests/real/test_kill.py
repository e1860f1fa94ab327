"""kill -9 at any moment: nothing half written, nothing acknowledged lost, and at most a second of typing gone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from ..processes import Awake
from .console import Console
from .room import Room

ROUNDS = 9
KEPT_AFTER_S = 1.1
"""What has stood on the screen for so long, while the console was let, is offered again (architecture rule 4: on disk
within a second)."""
OPENED = re.compile(r"\b(\d{4}) is open")


def typed_until(console: Console, words: list[str], seconds: float) -> dict[str, float]:
    """Type words until the time is over: each that was seen on the screen, and for how long it has stood there."""
    seen: dict[str, float] = {}
    awake = Awake(console.pid)
    for word in words:
        for char in word + " ":
            if awake.look() >= seconds:
                break
            console.send(char.encode())
            console.pump(0.015)
        for one in words:
            if one not in seen and one in console.text:
                seen[one] = awake.look()
    while awake.look() < seconds:
        console.pump(0.02)
    return {word: awake.seconds - at for word, at in seen.items()}


def test_killed_at_any_moment_nothing_is_half_written_and_typing_comes_back(
    room: Room, ring: Callable[..., int]
) -> None:
    dice = random.Random(20_261_122)
    kept: set[str] = set()  # words that must be in the form when its call is opened again
    acknowledged = typed = returned = 0
    for number in range(ROUNDS):
        ours = room.rows("SELECT id FROM call WHERE state = 'claimed'")
        if not ours:
            kept = set()
            ring()
        console = room.live(size=(100, 30))
        if not ours:
            console.key("enter")
            if number % 4 == 3:  # in the middle of the claim
                console.pump(dice.uniform(0.0, 0.15))
                console.kill()
                room.sound()
                continue
        console.wait_for("Harbour Clinic", "Fault", "F2 Save")  # at once, without waiting for a lease to run out
        console.wait(lambda: all(word in console.text for word in kept), f"the draft with {kept}")  # noqa: B023
        console.rest()
        console.key(
            "up", "ctrl+end"
        )  # to the text's end, if a draft that came back has taken the keyboard on to the questions
        words = [f"w{number}x{i}" for i in range(4)]
        start = len(kept)
        if number % 3 == 2:  # in the middle of saving
            typed_until(console, words[:2], 0.5)
            console.wait_for(words[1])
            console.key("enter", "1", "2", "2")
            console.wait_for("Respond")
            console.key("f2")
            console.pump(dice.uniform(0.0, 0.12))
            console.kill()
            told = OPENED.search(console.text)
            saved = room.rows("SELECT summary FROM ticket WHERE summary LIKE ?", f"%{words[1]}%")
            assert len(saved) <= 1
            assert not told or saved, "the screen said that the ticket is open, and it is not there"
            acknowledged += bool(told)
            kept = set() if saved else kept
        else:
            seen = typed_until(console, words, dice.uniform(0.3, 2.6))
            console.kill()
            kept |= {word for word, stood in seen.items() if stood > KEPT_AFTER_S}
            assert len(kept) >= start
            typed += bool(seen)
            returned += len(kept) > start
        room.sound()
    last = room.live(size=(100, 30))
    last.wait_for("Calls")
    handled = room.rows("SELECT COUNT(*) FROM call WHERE state = 'handled'")[0][0]
    assert room.rows("SELECT COUNT(*) FROM ticket")[0][0] == handled
    assert room.run("verify", "--json").code == 0
    assert typed >= 3, "too few rounds typed anything: the test has shown nothing"
    assert returned >= 2, "in too few rounds was anything old enough to come back"
