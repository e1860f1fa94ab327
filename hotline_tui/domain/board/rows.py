"""The board itself: rows of the four panes, figures, alarms; who sits here, and how the link stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ..words import LIVE_CHANNELS, CallState

if TYPE_CHECKING:
    from .duty import HandoverState

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


@dataclass(frozen=True, slots=True)
class Figures:
    """The state line, and the day's ACD figures."""

    waiting: int = 0
    longest_entered: float | None = None
    """When the live caller who waits longest came in: a mail from last night says nothing about the lines."""
    abandoned: int = 0
    """Abandoned calls that still wait for their call-back."""
    breached: int = 0
    due_soon: int = 0
    """Due within 30 minutes."""
    engineers_free: int = 0
    engineers_on_duty: int = 0
    open_tickets: int = 0
    held: int = 0
    offered_today: int = 0
    answered_today: int = 0
    within_20s: float | None = None
    """Share of the offered calls that were answered within 20 s; None before the first."""
    by_level: tuple[tuple[str, int], ...] = ()
    to_tell: int = 0
    """Escalation steps of which nobody has told anybody yet; counted up to 100 (OR-2)."""


@dataclass(frozen=True, slots=True)
class DutyMobile:
    holder: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that rings until somebody at this desk acknowledges it."""

    key: str
    """Stable: `call:17`, `p1:42`, `breach:103`."""
    kind: str
    """'call' (waits over the limit), 'p1' (new P1), 'breach'."""
    thing_kind: str
    thing_id: int
    label: str
    since: float
    """From when it rings; an instant ahead of now means that it will, if nothing happens before."""
    acknowledged: bool


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


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """What one console wants to see. Filters are words as typed; pages go by key."""

    desk: int
    operator: int
    call_filter: str = ""
    clock_filter: str = ""
    engineer_filter: str = ""
    clock_after: tuple[float, int] | None = None
    """(due, clock id) of the last row of the page before."""
    call_after: CallKey | None = None
    """Key of the last row of the page before (`call_key`)."""
    mine_only: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """One frozen picture of the desk."""

    at: float
    """Database time of the picture."""
    feed: int
    """The change counter it shows."""
    calls: tuple[CallRow, ...] = ()
    calls_total: int = 0
    """All that fit the filter."""
    calls_before: int = 0
    """Rows of the pages before."""
    clocks: tuple[ClockRow, ...] = ()
    clocks_total: int = 0
    clocks_before: int = 0
    engineers: tuple[EngineerRow, ...] = ()
    engineers_total: int = 0
    figures: Figures = field(default_factory=Figures)
    duty: DutyMobile = field(default_factory=DutyMobile)
    alarms: tuple[Alarm, ...] = ()
    my_calls: tuple[int, ...] = ()
    """Calls that this operator has claimed."""
    query: BoardQuery | None = None
    """What was asked for: another page or filter is another list."""
    first_calls: tuple[CallRow, ...] | None = None
    """The queue's beginning, where `calls` shows another page or only rows with certain words."""
    first_clocks: tuple[ClockRow, ...] | None = None
    handover: HandoverState | None = None
    """Whether the desk is to be handed over."""

    @property
    def next_calls(self) -> tuple[CallRow, ...]:
        """The calls that come first, whatever part of the queue is looked at."""
        return self.calls if self.first_calls is None else self.first_calls

    @property
    def next_clocks(self) -> tuple[ClockRow, ...]:
        """The clocks that run out first, whatever part of them is looked at."""
        return self.clocks if self.first_clocks is None else self.first_clocks


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
