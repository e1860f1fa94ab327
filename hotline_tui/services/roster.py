"""Planning duty: shift patterns, rotations, single stretches, swaps and absences (FS-7, OR-1).

A plan is never deleted: a stretch is replaced or cancelled, so that who was to be on duty can be told afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from hotline_tui.domain.commands import Result
from hotline_tui.domain.commands.shifts import (
    CancelAbsence,
    CancelDuty,
    PlanShifts,
    PutAbsence,
    PutDuty,
    SetPattern,
    SwapDuty,
)
from hotline_tui.domain.errors import N_, Conflict, Invalid, Refused
from hotline_tui.domain.roster import PATTERNS, ShiftSpan, own_pattern, shifts_on
from hotline_tui.domain.words import ThingKind
from hotline_tui.services.bus import handles
from hotline_tui.services.rows import Rec, desk_of
from hotline_tui.services.shifts import day_of, named_patterns, patterns_of
from hotline_tui.services.work import Work
from hotline_tui.store.tables import Absence, Desk, Operator, Post, RosterEntry, Shift, table_of

DESK = ThingKind.DESK
DAYS = 92
"""At most a quarter is planned in one go."""
STANDS = ("planned", "confirmed")
"""States of a roster entry that counts."""
ABSENCES = ("leave", "training", "sick")

_entry = table_of(RosterEntry).c


@handles(SetPattern)
def set_pattern(w: Work, c: SetPattern) -> Result:
    """The pattern counts from a day on: shifts planned later than that by the old one are planned anew by hand."""
    w.unit.lock([(DESK, c.desk)])
    rec = w.get(Desk, c.desk)
    if c.pattern == "own":
        own_pattern((code, name, _clock_time(begins)) for code, name, begins in c.shifts)
    elif c.pattern not in PATTERNS:
        raise Invalid(N_("“{name}” is no shift pattern. Possible are: two, three, own."), name=c.pattern)
    if c.from_day < day_of(rec, w.now):
        raise Refused(N_("That day is past: its shifts stay as they were."))
    new = [c.from_day.isoformat(), c.pattern, [list(one) for one in c.shifts] if c.pattern == "own" else []]
    _day, *in_force = [one for one in named_patterns(rec) if one[0] <= c.from_day][-1]
    if new[1:] == in_force:
        raise Refused(N_("Nothing would change: it is so already."))
    others = [one for one in rec.settings.get("patterns", []) if one[0] != new[0]]
    w.change(rec, settings=rec.settings | {"patterns": sorted([*others, new], key=lambda one: str(one[0]))})
    w.event(DESK, c.desk, c.kind, pattern=c.pattern, from_day=c.from_day.isoformat())
    return w.result(DESK, c.desk)


def _clock_time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise Invalid(N_("“{text}” is no time of day; write for example 08:00."), text=text) from error


@handles(PlanShifts)
def plan(w: Work, c: PlanShifts) -> Result:
    """Crews take the shifts in turn. What stands there already for these posts, and has not begun, is replaced."""
    if not 1 <= c.days <= DAYS or not c.crews or c.every < 1:
        raise Invalid(N_("Plan between 1 and {days} days, with at least one crew."), days=DAYS)
    w.unit.lock([(DESK, c.desk)])
    place = desk_of(w.conn, c.desk)
    for crew in c.crews:
        for post, operator in crew:
            _known(w, c.desk, post, operator)
    spans = [one for one in _spans(place, c) if one.span.start > w.now]
    if not spans:
        raise Refused(N_("All of these shifts have begun already. Name a later day."))
    posts = sorted({post for crew in c.crews for post, _ in crew})
    _replace(w, c.desk, posts, spans[0].span.start, spans[-1].span.end)
    _clear_shifts(w, c.desk, spans)
    new = []
    for turn, shift in enumerate(spans, start=c.first):
        crew = c.crews[turn // c.every % len(c.crews)]
        number = _shift_row(w, c.desk, shift)
        new += [_values(c.desk, post, who, shift.span.start, shift.span.end, number) for post, who in crew]
    w.conn.execute(insert(table_of(RosterEntry)), new)
    w.event(DESK, c.desk, c.kind, from_day=c.from_day.isoformat(), days=c.days, posts=posts, entries=len(new))
    return w.result(DESK, c.desk, entries=len(new))


def _spans(place: Rec, c: PlanShifts) -> Iterator[ShiftSpan]:
    patterns = patterns_of(place)
    for day in range(c.days):
        yield from shifts_on(patterns, c.from_day + timedelta(days=day), place.timezone)


def _known(w: Work, desk: int, post: int, operator: int) -> None:
    rec = w.get(Post, post)
    if rec.desk_id != desk or rec.retired_at is not None:
        raise Refused(N_("That post belongs to another desk, or is retired."))
    if w.get(Operator, operator).retired_at is not None:
        raise Refused(N_("{who} has left."), who=w.get(Operator, operator).name)


def _replace(w: Work, desk: int, posts: list[int], start: datetime, end: datetime) -> None:
    standing = (
        *(_entry.desk_id == desk, _entry.post_id.in_(posts), _entry.state.in_(STANDS)),
        *(_entry.starts_at >= start, _entry.starts_at < end),
    )
    for rec in w.all(RosterEntry, *standing):
        w.change(rec, state="replaced")


def _clear_shifts(w: Work, desk: int, spans: list[ShiftSpan]) -> None:
    """Shifts that another pattern has left there: nobody is planned on them any more, so they last no time."""
    t = table_of(Shift).c
    starts = {one.span.start for one in spans}
    within = t.desk_id == desk, t.starts_at >= spans[0].span.start, t.starts_at < spans[-1].span.end
    still = select(_entry.id).where(_entry.shift_id == t.id, _entry.state.in_(STANDS)).exists()
    for rec in w.all(Shift, *within, ~still):
        if rec.starts_at not in starts and rec.ends_at > rec.starts_at:
            w.change(rec, ends_at=rec.starts_at)


def _shift_row(w: Work, desk: int, shift: ShiftSpan) -> int:
    t = table_of(Shift).c
    rec = w.first(Shift, t.desk_id == desk, t.starts_at == shift.span.start)
    if rec is not None:  # planned by another pattern before, it may have had another end
        w.change(rec, code=shift.kind.code, name=shift.kind.msgid, ends_at=shift.span.end)
        return int(rec.id)
    return w.add(
        Shift,
        desk_id=desk,
        code=shift.kind.code,
        name=shift.kind.msgid,
        starts_at=shift.span.start,
        ends_at=shift.span.end,
    )


def _values(
    desk: int,
    post: int,
    operator: int,
    starts: datetime,
    ends: datetime,
    shift: int | None = None,
    replaces: int | None = None,
    note: str = "",
) -> dict[str, Any]:
    return {
        "desk_id": desk,
        "post_id": post,
        "operator_id": operator,
        "shift_id": shift,
        "starts_at": starts,
        "ends_at": ends,
        "kind": "duty",
        "rank": 1,
        "state": "planned",
        "replaces_id": replaces,
        "note": note,
    }


@handles(PutDuty)
def put_duty(w: Work, c: PutDuty) -> Result:
    """Somebody fills a post for a stretch, or an entry is changed: then a new one replaces it."""
    if c.ends_at <= c.starts_at:
        raise Invalid(N_("It would end before it begins."))
    w.unit.lock([(DESK, c.desk)])
    _known(w, c.desk, c.post, c.operator)
    shift = kept = None
    if c.entry is not None:
        old = _standing(w, c.desk, c.entry)
        shift = old.shift_id
        w.change(old, state="replaced")
        kept = _as_it_was(w, c, old)
    _not_twice(w, c.operator, c.starts_at, c.ends_at)
    number = w.add(RosterEntry, **_values(c.desk, c.post, c.operator, c.starts_at, c.ends_at, shift, c.entry, c.note))
    w.event(
        DESK, c.desk, c.kind, entry=number, replaces=c.entry, kept=kept, operator=c.operator, post=c.post, note=c.note
    )
    return w.result(DESK, c.desk, entry=number)


def _as_it_was(w: Work, c: PutDuty, old: Rec) -> int | None:
    """Somebody else comes in the middle of a stretch that has begun: until then it stays whose it was."""
    if old.operator_id == c.operator or not old.starts_at <= w.now or old.starts_at >= c.starts_at:
        return None
    until = min(c.starts_at, old.ends_at)
    return w.add(
        RosterEntry,
        **_values(c.desk, old.post_id, old.operator_id, old.starts_at, until, old.shift_id, old.id, old.note),
    )


def _standing(w: Work, desk: int, entry: int) -> Rec:
    rec = w.get(RosterEntry, entry)
    if rec.desk_id != desk:
        raise Refused(N_("That entry belongs to another desk."))
    if rec.state not in STANDS:
        raise Conflict(N_("That stretch of duty has been changed meanwhile. Look at the roster again."))
    return rec


def _not_twice(w: Work, operator: int, starts: datetime, ends: datetime) -> None:
    """Refused when the person is on another post, or away, then."""
    booked = w.first(
        RosterEntry,
        *(_entry.operator_id == operator, _entry.state.in_(STANDS), _entry.kind == "duty"),
        *(_entry.starts_at < ends, _entry.ends_at > starts),
        order=_entry.starts_at,
    )
    who = w.get(Operator, operator).name
    if booked is not None:
        post = w.find(Post, booked.post_id)
        raise Refused(
            N_("{who} already fills {post} from {start} to {end}."),
            who=who,
            post=post.name if post else "–",
            start=booked.starts_at,
            end=booked.ends_at,
        )
    a = table_of(Absence).c
    away = w.first(Absence, a.operator_id == operator, a.cancelled_at.is_(None), a.starts_at < ends, a.ends_at > starts)
    if away is not None:
        raise Refused(N_("{who} is away from {start} to {end}."), who=who, start=away.starts_at, end=away.ends_at)


@handles(CancelDuty)
def cancel_duty(w: Work, c: CancelDuty) -> Result:
    """The stretch is taken off the roster; the gap shows."""
    w.unit.lock([(DESK, c.desk)])
    rec = _standing(w, c.desk, c.entry)
    if rec.ends_at <= w.now:
        raise Refused(N_("That is past: it stays as it was."))
    w.change(rec, state="cancelled", note=c.reason or rec.note)
    w.event(DESK, c.desk, c.kind, entry=rec.id, operator=rec.operator_id, reason=c.reason)
    return w.result(DESK, c.desk)


@handles(SwapDuty)
def swap(w: Work, c: SwapDuty) -> Result:
    """Two people swap two stretches that have not begun."""
    w.unit.lock([(DESK, c.desk)])
    first, second = _standing(w, c.desk, c.first), _standing(w, c.desk, c.second)
    if first.operator_id == second.operator_id:
        raise Refused(N_("Both stretches are the same person's."))
    if min(first.starts_at, second.starts_at) <= w.now:
        raise Refused(N_("That is past or has begun: hand over instead."))
    for rec in (first, second):
        w.change(rec, state="replaced")
    made = []
    for rec, other in ((first, second), (second, first)):
        _not_twice(w, other.operator_id, rec.starts_at, rec.ends_at)
        values = _values(
            c.desk, rec.post_id, other.operator_id, rec.starts_at, rec.ends_at, rec.shift_id, rec.id, c.reason
        )
        made.append(w.add(RosterEntry, **values))
    w.event(DESK, c.desk, c.kind, first=first.id, second=second.id, entries=made, reason=c.reason)
    return w.result(DESK, c.desk)


@handles(PutAbsence)
def put_absence(w: Work, c: PutAbsence) -> Result:
    """Somebody is away; their duty stands until it is filled, and shows as a gap."""
    if c.ends_at <= c.starts_at:
        raise Invalid(N_("It would end before it begins."))
    if c.absence not in ABSENCES:
        raise Invalid(N_("“{name}” is no kind of absence. Possible are: leave, training, sick."), name=c.absence)
    w.get(Operator, c.operator)
    about = {"operator_id": c.operator, "kind": c.absence, "note": c.note}
    number = w.add(Absence, starts_at=c.starts_at, ends_at=c.ends_at, **about)
    w.event(DESK, c.desk, c.kind, absence=number, operator=c.operator, starts=c.starts_at, ends=c.ends_at)
    return w.result(DESK, c.desk, absence=number)


@handles(CancelAbsence)
def cancel_absence(w: Work, c: CancelAbsence) -> Result:
    """They are there after all."""
    rec = w.get(Absence, c.absence)
    if rec.cancelled_at is not None:
        raise Refused(N_("That is cancelled already."))
    w.change(rec, cancelled_at=w.now)
    w.event(DESK, c.desk, c.kind, absence=rec.id, operator=rec.operator_id)
    return w.result(DESK, c.desk)
