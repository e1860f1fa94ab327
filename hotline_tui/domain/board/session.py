"""Who sits at a console, what they have typed and not saved, and how the database link stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Me:
    """Who sits here: the console's operator, desk and shift."""

    operator_id: int
    operator: str
    roles: tuple[str, ...]
    desk_id: int
    desk: str
    timezone: str
    language: str
    session_id: int
    shift: str = ""
    shift_start: float | None = None
    shift_end: float | None = None
    demo: bool = False
    has_pin: bool = False
    shared: bool = False
    """Others can sign on at this desk too: a name without a PIN is anybody's."""
    read_only: bool = False
    """The console was started to look on only: there is no session, and nothing is written."""
    by_key: bool = False
    """An SSH key has said who it is: this console is nobody else's."""
    lock_after_min: float = 0.0
    """Minutes without a key until the console locks itself; 0: never."""


@dataclass(frozen=True, slots=True)
class Company:
    """A colleague who has the same thing open at another console."""

    name: str
    typing: bool
    """Something is typed there and not saved yet."""


@dataclass(frozen=True, slots=True)
class Regained:
    """A call that was let go while nothing came from this console's terminal, and whose it is now."""

    call: int
    caller: str
    """Customer, name or number."""
    mine: bool
    """Nobody else was at it: it is this operator's again."""
    holder: str = ""
    """Who has it now; empty where nobody has: it waits, or is done."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Typed text that must outlive everything. `fields` is JSON text made by the form."""

    key: str
    """`call:17`, `ticket:42:edit`."""
    fields: str
    saved: float


class LinkState(StrEnum):
    """The database link as the state line shows it."""

    OPENING = "opening"
    LIVE = "live"
    STALE = "stale"
    """The last board is shown with its age; writes are refused."""
