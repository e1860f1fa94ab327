"""Who may sit down at a console: the list to choose from, and how long wrong PINs make one wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .errors import N_, HotlineError

FREE_TRIES = 5
"""So many wrong PINs in a row cost nothing but the try."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
LOCK_AFTER_MIN = 10.0
"""Minutes without a key until a console locks itself, where the desk's settings say nothing else."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can sign on at a desk."""

    id: int
    name: str
    login: str
    roles: tuple[str, ...] = ()
    has_pin: bool = False
    here: bool = False
    """At a console now."""
    words: str = ""
    """What a filter finds them by: name, login, pinyin; in small letters."""


@dataclass(frozen=True, slots=True)
class Seats:
    """Who can sign on at a desk. `chosen` is the one that was named already, by id: only the PIN is missing."""

    desk: str
    people: tuple[Seat, ...]
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who wants to sign on, and their PIN. `operator` None: whoever is alone here, else who it is shall be asked."""

    operator: int | None
    pin: str = field(default="", repr=False)


class SignOnNeeded(HotlineError):
    """Nobody can be signed on without being asked who they are."""

    def __init__(self, seats: Seats) -> None:
        self.seats = seats
        super().__init__(N_("Several people can sign on here: say who it is."))


def matching(people: Sequence[Seat], text: str) -> tuple[Seat, ...]:
    """Those whose name, login or pinyin has every word of the text."""
    wanted = text.casefold().split()
    return tuple(seat for seat in people if all(word in seat.words for word in wanted))


def wait_after(wrong: int) -> timedelta:
    """How long after the last of so many wrong PINs in a row the next one may be tried."""
    if wrong < FREE_TRIES:
        return timedelta(0)
    doubled: int = 1 << min(wrong - FREE_TRIES, 16)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def next_try(wrong: int, last: datetime | None, now: datetime) -> datetime | None:
    """When a PIN may be tried again; None: now. A clock that was set back makes nobody wait longer than once."""
    wait = wait_after(wrong)
    if last is None or not wait:
        return None
    again = min(last, now) + wait
    return again if again > now else None
