"""A week of the roster as a grid: days across, shifts and posts down, one stretch a cell (FS-7). Pure.

Where several stretches share a shift, a post and a day, the row is doubled; a gap stands where somebody should be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from hotline_tui.domain.board.duty import AbsenceRow, DutyRow, GapRow, RosterView

DAYS = 7


@dataclass(frozen=True, slots=True)
class Item:
    """What one cell says. Exactly one of `duty`, `absence` and `gap` is set."""

    name: str
    starts: float
    ends: float
    duty: DutyRow | None = None
    absence: AbsenceRow | None = None
    gap: GapRow | None = None
    double: bool = False
    """The person is at another post at the same time."""
    on: bool = False
    """It is running now."""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One line of the grid: a post in a shift, or somebody who is away."""

    key: tuple[object, ...]
    begins: str
    """`08:00`, '' for absences."""
    shift: str
    """The shift's name; a message id where it is the program's."""
    label: str
    """The post, or the person who is away; '' in a row that another one above has begun."""
    post: int | None
    spans: tuple[tuple[float, float] | None, ...]
    """The shift on each day."""
    items: tuple[Item | None, ...]
    """One a day."""


def monday(day: date) -> date:
    """The first day of that day's week."""
    return day - timedelta(days=day.weekday())


def midnight(day: date, zone: tzinfo) -> datetime:
    """When the day begins there."""
    return datetime.combine(day, time(0), zone)


def grid(view: RosterView, first: date, zone: tzinfo, now: float) -> tuple[WeekRow, ...]:
    """The rows of the week that begins on `first`: shifts by their time of day, then absences."""
    return (*_duties(view, first, zone, now), *_absences(view, first, zone, now))


def _duties(view: RosterView, first: date, zone: tzinfo, now: float) -> Iterator[WeekRow]:
    slots: dict[str, list[tuple[float, float] | None]] = {}
    names: dict[str, str] = {}
    for name, start, end in view.shifts:
        here = datetime.fromtimestamp(start, zone)
        day = (here.date() - first).days
        if 0 <= day < DAYS:
            begins = f"{here:%H:%M}"
            slots.setdefault(begins, [None] * DAYS)[day] = (start, end)
            names.setdefault(begins, name)  # planned under a name of its own, later by the pattern: one shift all week
    for begins, spans in sorted(slots.items()):
        name = names[begins]
        for post, label in _posts(view):
            days = [_at(view, post, label, span, now) if span is not None else [] for span in spans]
            yield from _stacked((begins, post), begins, name, label, post, tuple(spans), days)


def _posts(view: RosterView) -> list[tuple[int | None, str]]:
    """The posts that are planned, or all where nothing is; stretches without a post at the end."""
    planned = {row.post_id: row.post for row in view.rows}
    known = [(number, name) for number, name in view.posts if number in planned or not planned]
    gone = [(number, name) for number, name in planned.items() if number not in dict(view.posts)]
    return [*known, *sorted(gone, key=lambda one: one[0] or 0)]


def _at(view: RosterView, post: int | None, label: str, span: tuple[float, float], now: float) -> list[Item]:
    duties = [row for row in view.rows if row.post_id == post and row.stands_in(*span)]
    found = [
        Item(row.name, row.starts, row.ends, duty=row, double=_twice(view, row), on=row.starts <= now < row.ends)
        for row in duties
    ]
    away = [(row.starts, row.ends) for row in duties if row.away]
    for gap in view.problems:
        part = max(gap.starts, span[0]), min(gap.ends, span[1])
        if gap.code == "gap" and gap.post == label and part[0] < part[1] and not any(_meet(part, one) for one in away):
            found.append(Item("", *part, gap=gap, on=part[0] <= now < part[1]))
    return sorted(found, key=lambda item: item.starts)


def _twice(view: RosterView, row: DutyRow) -> bool:
    return any(
        one.code == "double" and one.name == row.name and _meet((one.starts, one.ends), (row.starts, row.ends))
        for one in view.problems
    )


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _absences(view: RosterView, first: date, zone: tzinfo, now: float) -> Iterator[WeekRow]:
    people = {row.operator_id: row.name for row in view.absences}
    edges = [midnight(first + timedelta(days=day), zone).timestamp() for day in range(DAYS + 1)]
    spans = tuple((edges[day], edges[day + 1]) for day in range(DAYS))
    for operator, name in people.items():
        rows = [row for row in view.absences if row.operator_id == operator]
        days = [
            [
                Item(row.name, row.starts, row.ends, absence=row, on=row.starts <= now < row.ends)
                for row in rows
                if _meet((row.starts, row.ends), span)
            ]
            for span in spans
        ]
        if any(days):  # the day after the week is read as well, for the last night
            yield from _stacked(("away", operator), "", "", name, None, spans, days)


def _stacked(
    key: tuple[object, ...],
    begins: str,
    shift: str,
    label: str,
    post: int | None,
    spans: tuple[tuple[float, float] | None, ...],
    days: Sequence[Sequence[Item]],
) -> Iterator[WeekRow]:
    for place in range(max(1, *(len(items) for items in days))):
        items = tuple(day[place] if place < len(day) else None for day in days)
        yield WeekRow((*key, place), begins, shift, "" if place else label, post, spans, items)


def crews(view: RosterView, posts: Sequence[int]) -> list[dict[int, int]]:
    """The crews (post → operator) that stand in the window, each once, in the order of their shifts."""
    found: list[dict[int, int]] = []
    for _name, start, end in view.shifts:
        rows = [row for row in view.rows if row.stands_in(start, end)]
        crew = {row.post_id: row.operator_id for row in rows if row.post_id in posts and row.operator_id is not None}
        whole = {post: who for post, who in crew.items() if post is not None}
        if whole and whole not in found:
            found.append(whole)
    return found


def busy(view: RosterView, operator: int, starts: float, ends: float, but: int | None = None) -> DutyRow | None:
    """Where somebody is planned then, `but` one entry."""
    return next(
        (
            row
            for row in view.rows
            if row.operator_id == operator and row.id != but and _meet((row.starts, row.ends), (starts, ends))
        ),
        None,
    )


def away(view: RosterView, operator: int, starts: float, ends: float) -> AbsenceRow | None:
    """Why somebody is not there then."""
    return next(
        (row for row in view.absences if row.operator_id == operator and _meet((row.starts, row.ends), (starts, ends))),
        None,
    )


def first_with(rows: Sequence[WeekRow], wanted: Callable[[Item], bool]) -> tuple[tuple[object, ...], int] | None:
    """Row and day of the first item of that kind, day by day."""
    for day in range(DAYS):
        for row in rows:
            item = row.items[day]
            if item is not None and wanted(item):
                return row.key, day
    return None
