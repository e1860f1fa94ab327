"""The machine's clock jumps back: nothing is dated before its predecessor, and the screen's time never runs back."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from hotline_tui.domain.commands import ClaimCall, EnterCall, NoteTicket, OpenTicket
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, Channel, FaultKind, Works
from hotline_tui.services.bus import execute
from hotline_tui.services.verify import verify
from hotline_tui.ui.clock import Clock

from .console import Console
from .room import Room

AHEAD = """
import time
real, start = time.time, time.monotonic()
time.time = lambda: real() + {ahead}
from hotline_tui.cli import main
main()
"""
"""The console on a machine whose clock is wrong by so many seconds."""


def test_the_consoles_clock_never_runs_back_with_the_system_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    before = clock.now()
    monkeypatch.setattr(time, "time", lambda: before - 7200.0)
    seen = [clock.now() for _look in range(5)]
    assert seen == sorted(seen)
    assert before <= seen[0] < before + 5
    assert not clock.follow(before + 1)
    assert clock.now() >= seen[-1]
    assert clock.instant().tzinfo is UTC


def test_what_screens_show_follows_the_database_and_what_services_hear_does_not() -> None:
    """The services know how far this machine's clock is off: corrected twice, it would be off the other way."""
    clock = Clock()
    own = clock.instant()
    assert clock.follow(clock.now() + 3600)
    assert clock.now() == pytest.approx(time.time() + 3600, abs=5)
    assert abs((clock.instant() - own).total_seconds()) < 5


def test_acts_after_a_jump_back_are_not_dated_before_their_predecessors(room: Room) -> None:
    """Two hours back between claim, ticket and note: the record stays in order and every clock can be recomputed."""
    now = datetime.now(UTC)
    with room.store() as store:
        who = {"actor": 1, "desk": 1}
        entered = EnterCall(id=uuid4(), **who, channel=Channel.PHONE, number="+862155601180")
        call = execute(store, entered, now).thing_id
        execute(store, ClaimCall(id=uuid4(), **who, call=call), now + timedelta(minutes=1))
        opened = OpenTicket(
            id=uuid4(), **who, call=call, customer=None, contact=None, summary="jump", fault_kind=FaultKind.SOFTWARE,
            answers=Answers(works=Works.NOTHING, affects=Affects.ALL, known_solution=False, key_point=False),
        )  # fmt: skip
        back = now - timedelta(hours=2)
        ticket = execute(store, opened, back).thing_id
        for minutes in (0, 30, -300):
            note = NoteTicket(id=uuid4(), **who, ticket=ticket, text=f"{minutes}")
            execute(store, note, back + timedelta(minutes=minutes))
        assert verify(store, now).clean
        assert verify(store, back).clean
    for kind, number in (("call", call), ("ticket", ticket)):
        dates = [at for (at,) in room.rows(
            "SELECT at FROM event WHERE thing_kind = ? AND thing_id = ? ORDER BY seq", kind, number
        )]  # fmt: skip
        assert len(dates) >= 3
        assert dates == sorted(dates)
    ((received, opened_at),) = room.rows("SELECT received_at, opened_at FROM ticket")
    assert received <= opened_at
    room.sound()


def test_a_console_after_a_jump_back_goes_on_with_what_the_one_before_it_did(
    room: Room, ring: Callable[..., int]
) -> None:
    """The first console's machine is an hour ahead; the second works on the same calls by the right time."""
    ring()
    code = AHEAD.format(ahead=3600)
    first = Console([sys.executable, "-c", code], room.env, room.folder, (100, 30))
    room.consoles.append(first)
    first.wait_for("Calls 1")
    first.key("enter")
    first.wait_for("Harbour Clinic", "Fault", "F2 Save")
    first.type("from the future")
    first.wait_for("draft")
    first.kill()

    second = room.live()
    second.wait_for("from the future", "Harbour Clinic")  # the younger draft wins although it is dated later
    second.rest()
    second.key("up", "enter", "1", "2", "2")  # from wherever the keyboard is: the text, then the questions
    second.wait_for("Respond")
    second.key("f2")
    second.wait_for("is open")
    second.key("3")
    second.key("enter")
    second.wait_for("from the future")
    assert second.child.isalive()
    dates = [at for (at,) in room.rows("SELECT at FROM event WHERE thing_kind = 'call' ORDER BY seq")]
    assert dates == sorted(dates)
    room.sound()
