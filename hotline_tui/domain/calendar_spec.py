"""Calendars as people write them (TOML, a scenario's JSON), and the making of a `Calendar` from one.

Keys: `id`, `title` {zh, en}, `timezone`, `hours` {mon…sun: [["08:00", "18:00"]]} or `always = true`, `statutory` (a
country whose public holidays and make-up working days are taken from the `holidays` library, for example "CN"),
`workday_hours` (of working days that name none), `holidays` [dates closed], `yearly_holidays` ["01-01"],
`working_days` [{date, hours}]. An exception of the file wins over the country's, and a working day over a holiday.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.hours import ALL_DAY, Hours, parse_date, parse_hours, parse_yearly, parse_zone
from hotline_tui.domain.within import shown

T = TypeVar("T")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = frozenset(
    [
        "id",
        "title",
        "timezone",
        "hours",
        "always",
        "statutory",
        "workday_hours",
        "holidays",
        "yearly_holidays",
        "working_days",
    ]
)


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """What a calendar file says. `working_days` by date; `week` from Monday."""

    id: str
    zone: ZoneInfo
    week: tuple[Hours, ...]
    holidays: frozenset[dt.date] = frozenset()
    yearly_holidays: frozenset[tuple[int, int]] = frozenset()
    working_days: Mapping[dt.date, Hours] = field(default_factory=dict)
    workday_hours: Hours = ()
    statutory: str = ""
    title: Mapping[str, str] = field(default_factory=dict)

    def in_zone(self, zone: ZoneInfo) -> CalendarSpec:
        """The same wall-clock hours in another time zone."""
        return replace(self, zone=zone)


def parse_calendar(
    data: Mapping[str, Any], *, default_id: str = "", found: list[Invalid] | None = None
) -> CalendarSpec:
    """Read a mapping with the keys above. Raises `Invalid` that names the place, for the first fault.

    With a list `found`, faults are gathered there instead and what they touch is left out.
    """
    get = _Gather(found)
    for key in data:
        if key not in KEYS:
            get.fault(
                N_("“{key}” is not a part of a calendar; known are: {known}."),
                key=shown(key),
                known=", ".join(sorted(KEYS)),
            )
    if "timezone" not in data:
        get.fault(N_("A calendar needs a time zone, for example timezone = “Asia/Shanghai”."))
    week = _week(data, get)
    first = next((hours for hours in week if hours), ())
    workday = get(parse_hours, data["workday_hours"], "workday_hours", first) if "workday_hours" in data else first
    return CalendarSpec(
        id=get(_word, data, "id", "") or default_id,
        zone=get(parse_zone, data.get("timezone", "UTC"), "timezone", ZoneInfo("UTC")),
        week=week,
        holidays=frozenset(_list(data, "holidays", parse_date, get)),
        yearly_holidays=frozenset(_list(data, "yearly_holidays", parse_yearly, get)),
        working_days=_working_days(data, workday, get),
        workday_hours=workday,
        statutory=get(_country, data, "statutory", ""),
        title=get(_title, data, "title", {}),
    )


class _Gather:
    """Raises faults, or puts them in a list and goes on with a default."""

    def __init__(self, found: list[Invalid] | None) -> None:
        self.found = found

    def __call__(self, parse: Callable[[Any, str], T], value: object, place: str, default: T) -> T:
        try:
            return parse(value, place)
        except Invalid as fault:
            if self.found is None:
                raise
            self.found.append(fault)
            return default

    def fault(self, msgid: str, **params: object) -> None:
        fault = Invalid(msgid, **params)
        if self.found is None:
            raise fault
        self.found.append(fault)


def _week(data: Mapping[str, Any], get: _Gather) -> tuple[Hours, ...]:
    always, hours = data.get("always", False), data.get("hours", {})
    if not isinstance(always, bool):
        get.fault(N_("{place}: {value} is neither true nor false."), place="always", value=shown(always))
    if always:
        if "hours" in data:
            get.fault(N_("A calendar that is always open has no opening hours: leave out one of them."))
        return (ALL_DAY,) * 7
    if not isinstance(hours, Mapping):
        get.fault(N_("{place}: opening hours are given for each weekday, mon to sun."), place="hours")
        return ((),) * 7
    for key in hours:
        if key not in WEEKDAYS:
            get.fault(
                N_("{place}: “{key}” is not a weekday; write mon, tue, wed, thu, fri, sat or sun."),
                place="hours",
                key=shown(key),
            )
    none: Hours = ()
    return tuple(get(parse_hours, hours[day], f"hours.{day}", none) if day in hours else none for day in WEEKDAYS)


def _working_days(data: Mapping[str, Any], workday: Hours, get: _Gather) -> dict[dt.date, Hours]:
    days: dict[dt.date, Hours] = {}

    def read(entry: Any, place: str) -> None:
        if not isinstance(entry, Mapping):
            date, hours = parse_date(entry, place), workday
        else:
            if "date" not in entry or set(entry) - {"date", "hours"}:
                raise Invalid(N_("{place}: a working day has a date and, if they differ, hours."), place=place)
            date = parse_date(entry["date"], place)
            hours = parse_hours(entry["hours"], place) if "hours" in entry else workday
        if not hours:
            raise Invalid(N_("{place}: a working day needs opening hours."), place=place)
        if date in days:
            raise Invalid(N_("{place}: {date} is given twice."), place=place, date=date.isoformat())
        days[date] = hours

    none: list[tuple[str, Any]] = []
    for place, entry in get(_entries, data, "working_days", none):
        get(read, entry, place, None)
    return days


def _list(data: Mapping[str, Any], key: str, parse: Callable[[object, str], T], get: _Gather) -> list[T]:
    none: list[tuple[str, Any]] = []
    found: list[T] = []
    for place, value in get(_entries, data, key, none):
        get(lambda v, p: found.append(parse(v, p)), value, place, None)
    return found


def _entries(data: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    value = data.get(key, [])
    if not isinstance(value, list | tuple):
        raise Invalid(N_("{place}: a list is needed, not {value}."), place=key, value=shown(value))
    return [(f"{key}[{number}]", entry) for number, entry in enumerate(value, 1)]


def _country(data: Mapping[str, Any], key: str) -> str:
    country = _word(data, key).upper()
    if country and not (country.isascii() and country.isalpha()):
        raise Invalid(N_("{place}: “{value}” is not a country code such as CN."), place=key, value=shown(country))
    return country


def _word(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise Invalid(N_("{place}: a text is needed, not {value}."), place=key, value=shown(value))
    return value.strip()


def _title(data: Mapping[str, Any], key: str) -> Mapping[str, str]:
    value = data.get(key, {})
    if not isinstance(value, Mapping) or not all(
        name in ("zh", "en") and isinstance(text, str) for name, text in value.items()
    ):
        raise Invalid(N_("{place}: a title is given as zh and en."), place=key)
    return dict(value)


def make_calendar(spec: CalendarSpec, first_year: int, last_year: int) -> Calendar:
    """Materialise a calendar for some years. The country's holidays are looked up here and nowhere else.

    Raises `Invalid` for a country that the library doesn't know.
    """
    days: dict[int, Hours] = {}
    names: dict[int, str] = {}
    predicted: frozenset[int] = frozenset()
    if spec.statutory:
        closed, working, predicted = statutory_days(spec.statutory, first_year, last_year)
        for date, name in closed.items():
            days[date.toordinal()], names[date.toordinal()] = (), name
        for date in working:
            days[date.toordinal()] = spec.workday_hours
            names.pop(date.toordinal(), None)
    for date in spec.holidays:
        days[date.toordinal()] = ()
    for date, hours in spec.working_days.items():
        days[date.toordinal()] = hours
        names.pop(date.toordinal(), None)
    return Calendar(
        spec.id,
        spec.zone,
        spec.week,
        days=days,
        yearly=spec.yearly_holidays,
        names=names,
        statutory=spec.statutory,
        years=(first_year, last_year),
        predicted=predicted,
    )


@cache
def statutory_days(
    country: str, first_year: int, last_year: int
) -> tuple[dict[dt.date, str], frozenset[dt.date], frozenset[int]]:
    """Holidays with their names, make-up working days, and the years whose schedule is only predicted.

    China publishes each year's schedule the autumn before: a year without one in the library is predicted. Elsewhere
    a year is predicted when one of its holidays is marked as estimated.
    """
    import holidays

    try:
        language = getattr(getattr(holidays, country), "default_language", None)
        years = range(first_year, last_year + 1)
        # A language of its own: by default the library speaks that of the environment, and versions would differ by it.
        found = holidays.country_holidays(country, years=years, expand=False, language=language)
    except (NotImplementedError, AttributeError) as error:
        raise Invalid(N_("The holidays of “{country}” are not known here."), country=country) from error
    closed = {date: _plain_name(str(name)) for date, name in found.items() if date.year in years}
    working = frozenset(date for date in found.weekend_workdays if date.year in years)
    if country == "CN":
        published = set(getattr(found, "special_public_holidays", {}))
        return closed, working, frozenset(year for year in years if year > max(published, default=0))
    estimated = frozenset(date.year for date, name in found.items() if "estimated" in name.lower())
    return closed, working, estimated & frozenset(years)


def _plain_name(name: str) -> str:
    """Without "(observed)", "（由 2026-10-10 调休）": the date says it."""
    return re.split(r"\s*[(（]", name, maxsplit=1)[0] or name
