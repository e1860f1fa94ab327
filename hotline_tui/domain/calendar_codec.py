"""A calendar as one line of JSON and back: what a version is kept as."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.hours import Hours, parse_zone

if TYPE_CHECKING:
    from hotline_tui.domain.calendar import Calendar


def calendar_text(calendar: Calendar) -> str:
    """The same text for the same calendar: keys sorted, no spaces, wall-clock hours in seconds."""
    date = dt.date.fromordinal
    body = {
        "v": 1,
        "id": calendar.id,
        "timezone": calendar.zone.key,
        "week": calendar.week,
        "days": {date(day).isoformat(): hours for day, hours in calendar.days.items()},
        "yearly": sorted(calendar.yearly),
        "names": {date(day).isoformat(): name for day, name in calendar.names.items()},
        "statutory": calendar.statutory,
        "years": [calendar.first_year, calendar.last_year],
        "predicted": sorted(calendar.predicted),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_calendar_text(text: str) -> Mapping[str, Any]:
    """The arguments of `Calendar` from its text. Raises `Invalid` when it is damaged or from a newer console."""
    try:
        body = json.loads(text)
        if body["v"] != 1:
            raise ValueError(body["v"])
        return {
            "id": str(body["id"]),
            "zone": parse_zone(body["timezone"], str(body["id"])),
            "week": [_hours(day) for day in body["week"]],
            "days": {_ordinal(day): _hours(hours) for day, hours in body["days"].items()},
            "yearly": [(int(month), int(day)) for month, day in body["yearly"]],
            "names": {_ordinal(day): str(name) for day, name in body["names"].items()},
            "statutory": str(body["statutory"]),
            "years": (int(body["years"][0]), int(body["years"][1])),
            "predicted": [int(year) for year in body["predicted"]],
        }
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise Invalid(N_("A stored calendar is damaged: {fault}."), fault=repr(error)) from error


def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def _hours(value: Sequence[Sequence[int]]) -> Hours:
    return tuple((int(opens), int(closes)) for opens, closes in value)
