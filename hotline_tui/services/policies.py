"""Policies and calendars come in as texts and become numbered versions that never change (domain.md, Clocks 5)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.calendar_spec import make_calendar
from hotline_tui.domain.calendar_text import read_calendar
from hotline_tui.domain.commands import LoadPolicy, Result
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.policy_text import parse_policy
from hotline_tui.domain.words import ThingKind
from hotline_tui.resources import data_root
from hotline_tui.services import rulebook
from hotline_tui.services.bus import execute, handles
from hotline_tui.services.work import Work
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Adoption, CalendarVersion, PolicyVersion, table_of

YEARS_BACK, YEARS_AHEAD = 5, 3
"""For so many years around its making a calendar looks its holidays up; beyond them they are only predicted."""


@handles(LoadPolicy)
def load_policy(w: Work, c: LoadPolicy) -> Result:
    """A new version if the text is new, in force from now on. The same text again changes nothing."""
    if c.thing == ThingKind.POLICY:
        return _load_policy(w, c)
    if c.thing == ThingKind.CALENDAR:
        return _load_calendar(w, c)
    raise Refused(N_("Only policies and calendars can be loaded."))


def _load_policy(w: Work, c: LoadPolicy) -> Result:
    policy = parse_policy(c.text, c.name)
    for calendar in policy.calendars:
        if rulebook.in_force(w.conn, "calendar", calendar, w.now) is None:
            raise Invalid(
                N_("{file}: calendar “{calendar}” is not loaded. Load it first."), file=c.name, calendar=calendar
            )
    t = table_of(PolicyVersion).c
    known = w.first(PolicyVersion, t.policy == policy.id, t.sha256 == policy.sha256)
    version = known.id if known else None
    if version is None:
        number = 1 + (w.conn.execute(select(func.max(t.number)).where(t.policy == policy.id)).scalar() or 0)
        version = w.add(
            PolicyVersion,
            policy=policy.id,
            number=number,
            sha256=policy.sha256,
            source=policy.text,
            name=policy.title.zh,
            made_at=w.now,
            by_id=w.actor,
        )
    return _adopt(w, "policy", policy.id, version, ThingKind.POLICY)


def _load_calendar(w: Work, c: LoadPolicy) -> Result:
    year = w.now.year
    calendar = make_calendar(read_calendar(c.text, c.name, default_id=c.name), year - YEARS_BACK, year + YEARS_AHEAD)
    t = table_of(CalendarVersion).c
    known = w.first(CalendarVersion, t.calendar == calendar.id, t.sha256 == calendar.sha256)
    version = known.id if known else _add_calendar(w, calendar)
    return _adopt(w, "calendar", calendar.id, version, ThingKind.CALENDAR)


def _add_calendar(w: Work, calendar: Calendar) -> int:
    t = table_of(CalendarVersion).c
    number = 1 + (w.conn.execute(select(func.max(t.number)).where(t.calendar == calendar.id)).scalar() or 0)
    return w.add(
        CalendarVersion,
        calendar=calendar.id,
        number=number,
        sha256=calendar.sha256,
        source=calendar.to_text(),
        timezone=calendar.zone.key,
        predicted=bool(calendar.predicted),
        made_at=w.now,
        by_id=w.actor,
    )


def _adopt(w: Work, kind: str, name: str, version: int, thing: ThingKind) -> Result:
    """Put a version in force from now on, unless it is already."""
    existing = rulebook.in_force(w.conn, kind, name, w.now) == version
    if not existing:
        w.add(Adoption, kind=kind, name=name, version_id=version, from_at=w.now, by_id=w.actor)
        w.forget_changes()  # the text is in the version's own row, which nothing changes
        w.event(thing, version, "policy.load", name=name)
    return w.result(thing, version, existing=existing)


def load_shipped(store: Store, now: datetime, *, actor: int = 0, desk: int = 0) -> int:
    """Load the calendars and policies that come with the program; how many of them were new or had changed."""
    new = 0
    for thing, folder in ((ThingKind.CALENDAR, "calendars"), (ThingKind.POLICY, "policies")):
        for path in sorted((data_root() / folder).glob("*.toml")):
            new += not load_file(store, thing, path, now, actor=actor, desk=desk).value("existing")
    return new


def load_file(store: Store, thing: ThingKind, path: Path, now: datetime, *, actor: int = 0, desk: int = 0) -> Result:
    """Load one file's text as a version."""
    text = path.read_text(encoding="utf-8")
    return execute(store, LoadPolicy(id=uuid4(), actor=actor, desk=desk, thing=thing, name=path.stem, text=text), now)
