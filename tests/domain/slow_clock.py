"""An independent, slow reference for opening time: it looks at the wall clock every five minutes and counts."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

STEP = dt.timedelta(minutes=5)
UTC = dt.UTC
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:5])


class SlowClock:
    """`spec` as in a scenario; every edge must lie on five minutes."""

    def __init__(self, spec):
        self.spec, self.zone = spec, ZoneInfo(spec["timezone"])
        self.extra = {entry["date"]: entry["hours"] for entry in spec.get("working_days", [])}

    def hours(self, date):
        if date.isoformat() in self.extra:
            return self.extra[date.isoformat()]
        if date.isoformat() in spec_list(self.spec, "holidays") or f"{date:%m-%d}" in spec_list(
            self.spec, "yearly_holidays"
        ):
            return []
        return self.spec["hours"].get(DAYS[date.weekday()], [])

    def open(self, at):
        wall = at.astimezone(self.zone)
        now = wall.hour * 60 + wall.minute
        return any(minutes(a) <= now < minutes(b) for a, b in self.hours(wall.date()))

    def counts(self, at, holds):
        return self.open(at) and not any(a <= at and (b is None or at < b) for a, b in holds)

    def elapsed(self, start, at, holds=()):
        total = 0
        while start < at:
            total += 300 * self.counts(start, holds)
            start += STEP
        return total

    def due(self, start, want, holds=(), days=60):
        at, end = start, start + dt.timedelta(days=days)
        while want > 0:
            if at >= end:
                return None
            want -= 300 * self.counts(at, holds)
            at += STEP
        return at

    def day_slots(self, date):
        """The instants of a local date at which it is open."""
        at = dt.datetime.combine(date, dt.time(), UTC) - dt.timedelta(hours=16)
        found = []
        for _ in range(12 * 56):
            if at.astimezone(self.zone).date() == date and self.open(at):
                found.append(at)
            at += STEP
        return found

    def last_closing(self, start):
        date = start.astimezone(self.zone).date()
        for _ in range(60):
            slots = [slot for slot in self.day_slots(date) if slot >= start]
            if slots:
                return slots[-1] + STEP
            date += dt.timedelta(days=1)
        return None

    def working_days_on(self, start, count, *, close):
        while not self.open(start):
            start += STEP
        date, wall = start.astimezone(self.zone).date(), start.astimezone(self.zone).time()
        while count:
            date += dt.timedelta(days=1)
            slots = self.day_slots(date)
            count -= bool(slots)
        closing = slots[-1] + STEP
        if close:
            return closing
        at = dt.datetime.combine(date, dt.time(), UTC) - dt.timedelta(hours=16)
        while at.astimezone(self.zone).date() < date or (
            at.astimezone(self.zone).date() == date and at.astimezone(self.zone).time() < wall
        ):
            at += STEP
        return min(closing, at)


def spec_list(spec, key):
    return spec.get(key, [])
