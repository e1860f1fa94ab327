"""Rows of the lists of the desk: calls in the queue, clocks, engineers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..words import LIVE_CHANNELS, CallState

PAGE = 200
"""The most rows a board ever holds of one kind; the next page is asked for by key."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in the incoming queue (pane 1): waiting, claimed (by whom), or abandoned and owed a call-back."""

    id: int
    state: str
    channel: str
    entered: float
    number: str
    """For display, grouped; empty when withheld."""
    name: str
    """The contact's name, or the name as given."""
    customer_id: int | None
    customer: str
    service_level: str
    """gold, silver, … of the contract; empty without one."""
    contract: bool
    """Counts as a contract customer (an unknown number does, until asked; IN-6)."""
    line: str
    text: str
    """First line of a mail or form; empty for the phone."""
    open_tickets: int
    top_level: str
    """The highest level among the customer's open tickets; empty without."""
    due: float | None
    """When the respond/reply clock runs out, or the promised call-back."""
    milestone: str
    claimed_by: str
    claimed_by_id: int | None
    claimed_at: float | None
    talk: str
    attempts: int
    """Call-back attempts so far."""
    mine: bool
    """Claimed by the operator who asked for the board."""
    answered: float | None
    left: float | None
    """When the caller hung up."""


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The most urgent open clock of one ticket, call, complaint or order (pane 3)."""

    id: int
    """The clock's id: the row's key."""
    thing_kind: str
    thing_id: int
    number: str
    """Ticket number in full; the pane shortens it."""
    level: str
    customer: str
    summary: str
    milestone: str
    state: str
    start: float
    due: float | None
    """None while held or waiting."""
    t50: float | None
    t75: float | None
    t90: float | None
    """When 50, 75 and 90 % are used up: with `start` and `due` they give the share used without a calendar."""
    left_s: float | None
    """What is left, while held."""
    hold_reason: str
    review_at: float | None
    owner: str
    engineer: str
    engineer_state: str
    forecast_late_s: float
    """Seconds the ETA lies after the due instant; 0 when it does not."""
    by_raise: bool
    promise: bool
    major: bool
    thing_state: str
    region: str


@dataclass(frozen=True, slots=True)
class EngineerRow:
    """One engineer on the dispatch board (pane 4, FS-1)."""

    id: int
    name: str
    state: str
    since: float
    skills: tuple[str, ...]
    tier: str
    region: str
    phone: str
    on_shift: bool
    shift_until: float | None
    visit_id: int | None
    visit_state: str
    ticket_id: int | None
    ticket_number: str
    level: str
    customer: str
    planned: float | None
    """When a reserved visit is planned."""
    eta: float | None
    late_s: float
    """Seconds the ETA or the presence lies after the milestone it serves; 0 when not."""
    warn: str
    """'' | 'warn' | 'alert': how long this status has lasted, measured against its limits."""
    more_jobs: int
    """Further open visits (reserved, assigned) beside the shown one."""
    until: float | None
    """End of a break or absence."""
    duty_mobile: bool


class CallKey(NamedTuple):
    """Where a call stands in the queue's order: smaller ones come first."""

    owed: bool
    """A call-back is owed: these come last, by when they are due."""
    claimed: bool
    mail: bool
    """Nobody is on the line."""
    no_contract: bool
    at: float
    """Came in, or (owed) due; 0.0 where a call-back has no time."""
    id: int


def call_key(row: CallRow) -> CallKey:
    """The key of a row of the queue (IN-6), to ask for what comes after it."""
    if row.state == CallState.ABANDONED:
        return CallKey(True, False, False, False, row.due or 0.0, row.id)
    mail = row.channel not in LIVE_CHANNELS
    return CallKey(False, row.state != CallState.WAITING, mail, not row.contract, row.entered, row.id)
