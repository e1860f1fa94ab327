"""Handovers, the roster, the shift overview and the shift log as screens show them (OR-3, FS-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..handover import Value


@dataclass(frozen=True, slots=True)
class HandoverLineRow:
    """One line as it stands now, with what was said about it in this handover."""

    key: str
    part: str
    code: str
    kind: str
    id: int
    params: Mapping[str, Value]
    """As `domain.handover.Line.params`; the console words them."""
    print: str
    dangerous: bool
    ticket: int | None
    fresh: bool
    """It came or changed during the ending shift."""
    change: str
    """Since the draft: 'added', 'changed', 'gone' or ''."""
    note: str
    understood: float | None
    """When it was marked as it stands now; None when it was not, or has changed since."""
    seen_before: bool
    """It was marked and has changed since."""
    question: str
    answer: str
    stays: bool
    """The work of a named person: it is listed and stays with them."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One item of the checklist: a code of the program's, or the desk's own words."""

    item: str
    ok: bool | None
    note: str
    by: str
    at: float | None


@dataclass(frozen=True, slots=True)
class HandoverView:
    """One handover, open or signed. A signed one is read from what was kept, never from the record of today."""

    id: int
    state: str
    partial: bool
    desk: str
    shift: str
    """The ending shift; a message id where the desk has the shipped patterns."""
    shift_start: float
    shift_end: float
    next_shift: str
    next_end: float
    posts: tuple[str, ...]
    from_id: int
    from_name: str
    to_id: int | None
    to_name: str
    drafted: float
    given: float | None
    """The outgoing signature."""
    signed: float | None
    """The incoming signature."""
    countersigned: float | None
    countersigned_by: str
    countersign: bool
    """The desk asks for the shift lead's signature."""
    reservation: str
    refused: float | None
    words: str
    lines: tuple[HandoverLineRow, ...]
    checks: tuple[CheckRow, ...]
    figures: Mapping[str, int]
    """open, dangerous, quiet, promises, mine_stay, opened, closed (in the ending shift)."""
    unread: int
    questions: int
    """Asked and not answered."""
    seal: str
    """Hash of the seal that witnesses the record, '' while it is open."""
    seal_number: int
    version: int


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One of the desk's handovers, the newest first."""

    id: int
    state: str
    partial: bool
    from_name: str
    to_name: str
    drafted: float
    signed: float | None
    open: int
    dangerous: int
    reservation: str
    countersigned: float | None
    wants_countersign: bool


@dataclass(frozen=True, slots=True)
class HandoverState:
    """What the state line and the next sign-on must know."""

    open_id: int | None = None
    """A handover that is being written or reviewed at this desk."""
    from_name: str = ""
    mine: bool = False
    """This operator hands over."""
    given: bool = False
    """The outgoing operator has signed."""
    for_me: bool = False
    """It has been given, and this operator may take it."""
    due: float | None = None
    """When the present holder's shift ended, or ends within half an hour."""
    missed_since: float | None = None
    """A shift ended then without a handover and somebody else is on now."""
    countersign: int | None = None
    """A signed one that waits for this shift lead."""
    stale: bool = False
    """This operator's draft is about another change of shift."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One stretch of duty on the roster."""

    id: int
    shift_id: int | None
    shift: str
    post_id: int | None
    post: str
    operator_id: int | None
    name: str
    kind: str
    starts: float
    ends: float
    state: str
    away: bool
    """The person is absent during it."""
    note: str = ""

    def stands_in(self, start: float, end: float) -> bool:
        """Whether it belongs to the shift [start, end): not where it only overlaps it in order to hand over."""
        both = min(self.ends, end) - max(self.starts, start)
        return both > 0 and (both >= 1800.0 or both * 2 >= self.ends - self.starts)


@dataclass(frozen=True, slots=True)
class GapRow:
    """Nobody fills the post, or one person is at two posts."""

    code: str
    """'gap', 'double', or 'mobile' (nobody has the duty mobile)."""
    post: str
    name: str
    starts: float
    ends: float


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    id: int
    operator_id: int
    name: str
    kind: str
    starts: float
    ends: float
    note: str


@dataclass(frozen=True, slots=True)
class RosterView:
    """Some days of the roster: shifts × posts, with what is wrong with it."""

    start: float
    end: float
    pattern: str
    posts: tuple[tuple[int, str], ...]
    people: tuple[tuple[int, str], ...]
    shifts: tuple[tuple[str, float, float], ...]
    """(name, start, end) of every shift in the window, by time."""
    rows: tuple[DutyRow, ...]
    problems: tuple[GapRow, ...]
    absences: tuple[AbsenceRow, ...]
    next_pattern: tuple[str, str] | None = None
    """(pattern, ISO day): another one that counts from a day ahead."""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One person at work, for the shift lead."""

    operator_id: int
    name: str
    desk: str
    posts: tuple[str, ...]
    at_console: bool
    last_seen: float | None
    doing: str
    """`call:17`, `ticket:5`, or ''."""
    calls: int
    """Claimed and not finished."""
    tickets: int
    """Open, owned by name."""
    dangerous: int
    due: float | None
    """The earliest due time among them."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One call or ticket that somebody has in hand, for the shift lead."""

    kind: str
    """'call' or 'ticket'."""
    id: int
    number: str
    """The ticket's; the caller's phone number."""
    level: str
    customer: str
    text: str
    since: float
    """When it was claimed or opened."""
    due: float | None
    post: str
    """The post through which it is theirs; '' where it is theirs by name."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One due time of the coming shift."""

    clock: int
    ticket: int | None
    number: str
    level: str
    customer: str
    milestone: str
    due: float
    owner: str


@dataclass(frozen=True, slots=True)
class ShiftOverview:
    """The shift lead's view: who is on, with how much, and what is coming."""

    shift: str
    start: float
    end: float
    seats: tuple[SeatRow, ...]
    coming: tuple[DueRow, ...]
    """Until the end of the coming shift, by time; at most 200."""
    coming_end: float
    carried: tuple[tuple[str, int, str, int], ...]
    """(number, ticket, summary, times): open in two or more of the last five handovers, the oldest first."""
    problems: tuple[GapRow, ...]
    mobile: str
    mobile_number: str
    mobile_tested: float | None
    dues: tuple[tuple[float, bool], ...] = ()
    """(instant, P1 or P2) of every due time until `coming_end`, also beyond the rows of `coming`."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry of the shift log, or one event of the record beside it."""

    id: int
    """0 for an event of the record."""
    at: float
    by: str
    kind: str
    text: str
    """'' for an event: the console words `params`."""
    params: Mapping[str, Value]
    from_whom: str = ""
    starts: float | None = None
    ends: float | None = None
    due: float | None = None
    done: float | None = None
    hand_over: bool = False
    ticket: int | None = None
    ticket_number: str = ""
    corrected: bool = False
    """A later entry corrects it."""
    corrects: int | None = None
