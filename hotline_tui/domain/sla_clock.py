"""A clock as it stands at an instant: what the record says of it, computed, never typed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline_tui.domain.policy import SlaFacts, Target
from hotline_tui.domain.sla_facts import Pin
from hotline_tui.domain.words import OPEN_CLOCKS, ClockState, Milestone

REVIEW_EVERY = 4 * 3_600
"""SL-1: an open ticket without another clock is looked at again after so many seconds without an event."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One target running on one thing. Instants are aware, in UTC; lengths are whole seconds of opening time.

    `key` stays the same while level or target change: `restore:1` (milestone, cycle), `update:1:2` (its second run),
    `promise:17`, `hold` (review of the hold that is on), `review` (SL-1).
    """

    key: str
    milestone: Milestone
    cycle: int
    state: ClockState
    target: Target | None
    """None: a promise without a target, or a review."""
    start: datetime | None
    """None: its trigger has not come (state `waiting`)."""
    within: str
    """`4h`, `same_day`, `3wd`, `promise`."""
    want_s: int | None
    """`within` as opening seconds from the start on; None while waiting."""
    due: datetime | None
    """None while held or waiting. Where a breach was reached, the instant it was reached by."""
    t50: datetime | None
    t75: datetime | None
    t90: datetime | None
    """When 50, 75, 90 % are used up; None once out of reach because of a hold."""
    elapsed_s: int
    """Used at the instant asked for, or when it ended."""
    left_s: int | None
    """`want_s` − `elapsed_s`; negative past due."""
    met_at: datetime | None = None
    breached_at: datetime | None = None
    """When it became breached; also kept on clocks that were met too late or voided afterwards."""
    by_raise: bool = False
    """The breach comes only from raising the level: counted apart (clock rule 6)."""
    void_at: datetime | None = None
    void_reason: str = ""
    """A code: `restored`, `closed`, `reopened`, `not_applicable`, or what the service gave."""
    held_since: datetime | None = None
    hold_reason: str = ""
    promise: str = ""
    """The promise's id."""
    waits_for: str = ""
    """While waiting: the triggers (joined by `|`), or `promise` (the operator must give a time)."""
    predicted: bool = False
    """A year whose holidays are only predicted lies between start and due."""
    calendar: str = ""
    """The calendar's name; empty for plain time."""
    trigger: str = ""
    """What started it."""
    stops: tuple[tuple[datetime, datetime | None, str], ...] = ()
    """The holds that stopped it: from, to, reason."""
    facts: SlaFacts | None = None
    pin: Pin | None = None
    """What it was judged by, for `explain`."""

    @property
    def requirement(self) -> str:
        """SL-A1 …; SL-1 for a review."""
        if self.target is not None:
            return self.target.requirement
        return "SL-1" if self.key == "review" else ""

    @property
    def clause_zh(self) -> str:
        return self.target.clause.zh if self.target else ""

    @property
    def clause_en(self) -> str:
        return self.target.clause.en if self.target else ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CLOCKS

    @property
    def share(self) -> float:
        """Part of the time that is used: 1.0 at the due time (clock rule 11)."""
        return self.elapsed_s / self.want_s if self.want_s else 0.0
