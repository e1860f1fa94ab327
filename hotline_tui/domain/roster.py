"""Who is on duty when: shift patterns across midnight, the roster, absences, gaps and double bookings (FS-7, OR-1).

All stretches are half-open [start, end): at the instant of change the next one is on. Instants are aware; shift times
of day are in the desk's zone, so that a night with a clock change is an hour shorter or longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hotline_tui.domain.errors import N_, Invalid

DUTY_MOBILE = "duty_mobile"
"""The kind of roster entry that carries the duty mobile."""
ON_SHIFT = frozenset({"duty", "on_call"})
"""The kinds of roster entry that make somebody count as on shift."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time."""

    start: datetime
    end: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def meet(self, other: Span) -> Span | None:
        """What both cover, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """One shift of a pattern: a code, its msgid, when it begins. It ends when the next begins."""

    code: str
    msgid: str
    begins: time


DAY, EVENING, NIGHT = N_("day shift"), N_("evening shift"), N_("night shift")

PATTERNS: dict[str, tuple[ShiftKind, ...]] = {
    "two": (ShiftKind("day", DAY, time(8)), ShiftKind("night", NIGHT, time(20))),
    "three": (
        ShiftKind("early", DAY, time(8)),
        ShiftKind("late", EVENING, time(16)),
        ShiftKind("night", NIGHT, time(0)),
    ),
}


@dataclass(frozen=True, slots=True)
class ShiftSpan:
    """One shift on one day: `day` is the day on which it begins."""

    kind: ShiftKind
    day: date
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody's duty. `kind` is duty, on_call, standby or duty_mobile; rank 1 is rung first."""

    person: int
    span: Span
    post: str = ""
    kind: str = "duty"
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Away:
    """Leave, training, sick: overrides the roster."""

    person: int
    span: Span


@dataclass(frozen=True, slots=True)
class DoubleBooking:
    """One person at two places at once. The duty mobile can be carried along; it never counts."""

    person: int
    span: Span
    first: Entry
    second: Entry


def own_pattern(shifts: Iterable[tuple[str, str, time]]) -> tuple[ShiftKind, ...]:
    """A desk's own pattern from (code, name, begins). Invalid without shifts or with two that begin together."""
    kinds = tuple(sorted((ShiftKind(code, name, begins) for code, name, begins in shifts), key=lambda k: k.begins))
    if not kinds:
        raise Invalid(N_("A shift pattern needs at least one shift."))
    if any(a.begins == b.begins for a, b in pairwise(kinds)):
        raise Invalid(N_("Two shifts begin at the same time."))
    return kinds


Pattern = Sequence[ShiftKind]
Patterns = Sequence[tuple[date, Pattern]]
"""(from which day on, pattern), by day. The first counts for the days before it as well."""


def always(pattern: Pattern) -> Patterns:
    """One pattern for all days."""
    return ((date.min, pattern),)


def pattern_on(patterns: Patterns, day: date) -> Pattern:
    """The pattern of that day."""
    return next((pattern for first, pattern in reversed(patterns) if first <= day), patterns[0][1])


def shifts_on(patterns: Patterns, day: date, zone: str) -> tuple[ShiftSpan, ...]:
    """The shifts that begin on this day, in UTC, in the order in which they begin; the last one may cross midnight.

    A pattern counts from its first shift of its first day: until that begins, the one before goes on. A shift that this
    would cut to less than half does not begin at all; the one before it lasts longer.
    """
    kinds = _kinds(patterns, day)
    starts = [_instant(day, kind.begins, zone) for kind in kinds]
    following = day + timedelta(days=1)
    starts.append(_instant(following, _kinds(patterns, following)[0].begins, zone))
    return tuple(ShiftSpan(kind, day, Span(a, b)) for kind, (a, b) in zip(kinds, pairwise(starts), strict=True))


def _kinds(patterns: Patterns, day: date) -> list[ShiftKind]:
    """What begins on this day, by time of day."""
    kinds = sorted(pattern_on(patterns, day), key=lambda kind: kind.begins)
    before = pattern_on(patterns, day - timedelta(days=1))
    if before is pattern_on(patterns, day):
        return kinds
    old = sorted(before, key=lambda kind: kind.begins)
    still = [kind for kind in old if kind.begins < kinds[0].begins]
    if still:
        whole = _minutes(old[len(still) % len(old)].begins, still[-1].begins) or _DAY
        if _minutes(kinds[0].begins, still[-1].begins) * 2 < whole:
            still.pop()
    return [*still, *kinds]


_DAY = 24 * 60


def _minutes(later: time, sooner: time) -> int:
    return ((later.hour - sooner.hour) * 60 + later.minute - sooner.minute) % _DAY


def shift_at(patterns: Patterns, at: datetime, zone: str) -> ShiftSpan:
    """The shift that is on at this instant. A pattern covers the whole day."""
    local = at.astimezone(ZoneInfo(zone)).date()
    for day in (local, local - timedelta(days=1)):
        for shift in shifts_on(patterns, day, zone):
            if at in shift.span:
                return shift
    raise Invalid(N_("A shift pattern needs at least one shift."))


def on_duty(
    entries: Iterable[Entry], away: Iterable[Away], at: datetime, *, post: str | None = None
) -> tuple[Entry, ...]:
    """Whose duty runs at this instant (without those who are away), who is rung first in front."""
    gone = {a.person for a in away if at in a.span}
    found = (e for e in entries if at in e.span and e.person not in gone and (post is None or e.post == post))
    return tuple(sorted(found, key=lambda e: (e.rank, e.span.start, e.person)))


def duty_mobile(entries: Iterable[Entry], away: Iterable[Away], at: datetime) -> int | None:
    """Who has the duty mobile now; of two, the lower rank, then who took it last. None: nobody, and somebody must."""
    holders = [e for e in on_duty(entries, away, at) if e.kind == DUTY_MOBILE]
    return min(holders, key=lambda e: (e.rank, -e.span.start.timestamp(), e.person)).person if holders else None


def on_shift_until(entries: Iterable[Entry], away: Iterable[Away], person: int, at: datetime) -> datetime | None:
    """When this person's duty ends, adjoining entries counted through; None when not on duty.

    Standing by at home and carrying the duty mobile are not duty.
    """
    duty = [entry for entry in entries if entry.kind in ON_SHIFT]
    return next((span.end for span in _present(duty, away, person) if at in span), None)


def gaps(entries: Iterable[Entry], away: Iterable[Away], window: Span, *, post: str) -> tuple[Span, ...]:
    """When a post is filled by nobody within the window."""
    absences = list(away)
    mine = [e for e in entries if e.post == post]
    covered = [span for person in {e.person for e in mine} for span in _present(mine, absences, person)]
    return _minus(window, covered)


def double_bookings(entries: Iterable[Entry]) -> tuple[DoubleBooking, ...]:
    """Everybody who would have to be at two posts at once, by time."""
    by_person: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.kind != DUTY_MOBILE:
            by_person.setdefault(entry.person, []).append(entry)
    found: list[DoubleBooking] = []
    for person, booked in by_person.items():
        ordered = sorted(booked, key=lambda e: e.span.start)
        for index, first in enumerate(ordered):
            for second in ordered[index + 1 :]:
                both = first.span.meet(second.span)
                if both is None:
                    break
                found.append(DoubleBooking(person, both, first, second))
    return tuple(sorted(found, key=lambda d: (d.span.start, d.person)))


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _present(entries: Iterable[Entry], away: Iterable[Away], person: int) -> tuple[Span, ...]:
    """A person's duty as merged stretches, absences cut out."""
    gone = [a.span for a in away if a.person == person]
    merged: list[Span] = []
    for span in sorted((e.span for e in entries if e.person == person), key=lambda s: s.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(piece for span in merged for piece in _minus(span, gone))


def _minus(window: Span, taken: Iterable[Span]) -> tuple[Span, ...]:
    """The window without what is taken."""
    free: list[Span] = []
    at = window.start
    for span in sorted(taken, key=lambda s: s.start):
        if span.start > at:
            free.append(Span(at, min(span.start, window.end)))
        at = max(at, span.end)
        if at >= window.end:
            break
    if at < window.end:
        free.append(Span(at, window.end))
    return tuple(span for span in free if span.start < span.end)
