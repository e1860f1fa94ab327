"""The board: one frozen picture of a desk, with its figures and what rings; and what a console asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .rows import CallKey, CallRow, ClockRow, EngineerRow

if TYPE_CHECKING:
    from .duty import HandoverState


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
