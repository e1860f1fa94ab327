"""The demo's duty: three shifts around the opening, who sits where, which engineers are on, who has the duty mobile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from hotline_tui.domain.commands import Command, Result
from hotline_tui.domain.words import ThingKind
from hotline_tui.services import engineers
from hotline_tui.services.bus import handles
from hotline_tui.services.demo_files import Company, ShiftPlan, company
from hotline_tui.services.work import Work
from hotline_tui.store.tables import DutyMobile, Operator, Post, RosterEntry, Shift, table_of

DAYS_BACK, DAYS_AHEAD = 2, 7
DAY_FROM, DAY_TO = time(8), time(18)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One shift on one day, and the logins of those who have it."""

    plan: ShiftPlan
    start: datetime
    end: datetime
    people: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSeats(Command):
    """A shift begins: who sits at which post, who carries the duty mobile."""

    kind: ClassVar[str] = "demo.take_seats"
    language: str
    opened: datetime


@lru_cache(maxsize=8)
def stretches(language: str, opened: datetime) -> tuple[Stretch, ...]:
    """The shifts from the days before the opening to a week ahead, in UTC, by time.

    The pairs move on by whole shifts until the first operator is on duty at the opening.
    """
    about = company(language)
    zone = ZoneInfo(about.zone)
    first = opened.astimezone(zone).date() - timedelta(days=DAYS_BACK)
    spans = []
    for day in (first + timedelta(days=n) for n in range(DAYS_BACK + DAYS_AHEAD)):
        for plan in sorted(about.shifts, key=lambda one: one.begins):
            start = datetime.combine(day, plan.begins, zone).astimezone(UTC)
            after = day if plan.ends > plan.begins else day + timedelta(days=1)
            spans.append((plan, start, datetime.combine(after, plan.ends, zone).astimezone(UTC)))
    pairs = [plan.people for plan in about.shifts]
    now = next(place for place, (_, start, end) in enumerate(spans) if start <= opened < end)
    mine = next(place for place, pair in enumerate(pairs) if about.people[0].login in pair)
    return tuple(
        Stretch(plan, start, end, pairs[(mine + place - now) % len(pairs)])
        for place, (plan, start, end) in enumerate(spans)
    )


def stretch_at(language: str, opened: datetime, at: datetime) -> Stretch:
    """The shift that was on; the first one for anything earlier."""
    found = [one for one in stretches(language, opened) if one.start <= at]
    return found[-1] if found else stretches(language, opened)[0]


def duty_start(opened: datetime, zone: str) -> datetime:
    """When the day's engineers came on."""
    local = opened.astimezone(ZoneInfo(zone))
    start = datetime.combine(local.date(), DAY_FROM, local.tzinfo)
    return (start if start <= local else start - timedelta(days=1)).astimezone(UTC)


def plan(w: Work, desk: int, about: Company, opened: datetime) -> None:
    """Write shifts and roster; the rows stand on the desk's event."""
    who = logins(w)
    posts = _posts(w, desk)
    shifts, entries = [], []
    for number, one in enumerate(stretches(about.language, opened), start=1):
        state = "ended" if one.end <= opened else "running" if one.start <= opened else "planned"
        shifts.append(
            {
                "id": number,
                "desk_id": desk,
                "code": one.plan.code,
                "name": one.plan.name,
                "starts_at": one.start,
                "ends_at": one.end,
                "state": state,
                "notes": "",
            }
        )
        for post, login in zip(("call1", "dispatch"), one.people, strict=True):
            entries.append(
                _entry(desk, one.start, one.end, shift_id=number, post_id=posts[post], operator_id=who[login])
            )
    for place, engineer in enumerate(about.fitters, start=1):
        entries += [_entry(desk, a, b, engineer_id=place) for a, b in _days(about, opened, engineer.round_the_clock)]
    w.conn.execute(table_of(Shift).insert(), shifts)
    w.conn.execute(table_of(RosterEntry).insert(), entries)


def _entry(
    desk: int,
    start: datetime,
    end: datetime,
    *,
    shift_id: int | None = None,
    post_id: int | None = None,
    operator_id: int | None = None,
    engineer_id: int | None = None,
) -> dict[str, object]:
    return {
        "desk_id": desk,
        "starts_at": start,
        "ends_at": end,
        "shift_id": shift_id,
        "post_id": post_id,
        "operator_id": operator_id,
        "engineer_id": engineer_id,
        "kind": "duty",
        "rank": 1,
        "state": "planned",
        "note": "",
    }


def _days(about: Company, opened: datetime, round_the_clock: bool) -> list[tuple[datetime, datetime]]:
    zone = ZoneInfo(about.zone)
    today = opened.astimezone(zone).date()
    found = []
    for day in (today + timedelta(days=n) for n in range(-DAYS_BACK, DAYS_AHEAD)):
        if round_the_clock:
            begin, end = datetime.combine(day, time(0), zone), datetime.combine(day + timedelta(days=1), time(0), zone)
        else:
            begin, end = datetime.combine(day, DAY_FROM, zone), datetime.combine(day, DAY_TO, zone)
        found.append((begin.astimezone(UTC), end.astimezone(UTC)))
    return found


def logins(w: Work) -> dict[str, int]:
    """Login → operator."""
    t = table_of(Operator).c
    return {row.login: row.id for row in w.conn.execute(select(t.login, t.id))}


def _posts(w: Work, desk: int) -> dict[str, int]:
    t = table_of(Post).c
    return {row.code: row.id for row in w.conn.execute(select(t.code, t.id).where(t.desk_id == desk))}


@handles(TakeSeats)
def take_seats(w: Work, c: TakeSeats) -> Result:
    """The call-taker's post, dispatch and the duty mobile pass to the pair whose shift begins."""
    about = company(c.language)
    pair = stretch_at(c.language, c.opened, w.now).people
    who, posts = logins(w), _posts(w, c.desk)
    lead = next(p.login for p in about.people[1:] if "shift_lead" in p.roles)
    t = table_of(Post)
    for code, login in (("call1", pair[0]), ("dispatch", pair[1]), ("mobile", pair[1]), ("lead", lead)):
        phone = about.mobile if code == "mobile" else ""
        values = {"holder_id": who[login], "held_since": w.now, "phone": phone}
        w.conn.execute(update(t).where(t.c.id == posts[code]).values(**values))
    w.add(DutyMobile, desk_id=c.desk, number=about.mobile, operator_id=who[pair[1]], since=w.now, tested_at=w.now)
    w.event(ThingKind.DESK, c.desk, c.kind, call1=who[pair[0]], dispatch=who[pair[1]])
    if stretch_at(c.language, c.opened, c.opened).start <= w.now:  # what the states were before does not show
        engineers.refresh(w, *range(1, len(about.fitters) + 1))
    return w.result(ThingKind.DESK, c.desk)
