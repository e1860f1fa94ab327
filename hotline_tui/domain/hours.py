"""Opening hours of one day, and what they are in a time zone: wall-clock hours to instants, through every change of
clock.

A desk is open at every instant whose wall clock reads within its hours. So on the day the clock jumps over 02:30,
hours from 02:30 begin when the clock jumps; and in the hour that comes twice, the hours count twice.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.within import shown

Hours = tuple[tuple[int, int], ...]
"""Opening hours of a day: sorted, disjoint [open, close) in seconds since 00:00 on the wall clock; touching ones
joined."""

DAY = 86_400
ALL_DAY: Hours = ((0, DAY),)
EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


def parse_hours(value: object, place: str) -> Hours:
    """Read `[["08:00", "12:00"], ["13:00", "18:00"]]`; `24:00` is the day's end. `Invalid` names the `place`."""
    if not isinstance(value, list | tuple):
        raise Invalid(
            N_("{place}: opening hours are a list of pairs such as [“08:00”, “18:00”], not {value}."),
            place=place,
            value=shown(value),
        )
    spans: list[tuple[int, int]] = []
    for pair in value:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise Invalid(
                N_("{place}: {value} is not a pair of an opening and a closing time."), place=place, value=shown(pair)
            )
        opens, closes = _clock_time(pair[0], place), _clock_time(pair[1], place)
        if opens >= closes:
            raise Invalid(
                N_(
                    "{place}: {opens}–{closes} closes before it opens. Hours past midnight are written as two: "
                    "until 24:00, and from 00:00 on the next day."
                ),
                place=place,
                opens=clock_text(opens),
                closes=clock_text(closes),
            )
        spans.append((opens, closes))
    return _joined(sorted(spans), place)


def _joined(spans: list[tuple[int, int]], place: str) -> Hours:
    joined: list[tuple[int, int]] = []
    for opens, closes in spans:
        if joined and opens < joined[-1][1]:
            raise Invalid(
                N_("{place}: two opening hours overlap at {at}. Join them or move one."),
                place=place,
                at=clock_text(opens),
            )
        if joined and opens == joined[-1][1]:
            joined[-1] = (joined[-1][0], closes)
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _clock_time(value: object, place: str) -> int:
    if isinstance(value, dt.time) and value.tzinfo is None:
        return value.hour * 3_600 + value.minute * 60 + value.second
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match:
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        seconds = hour * 3_600 + minute * 60 + second
        if minute < 60 and second < 60 and seconds <= DAY:
            return seconds
    raise Invalid(N_("{place}: “{value}” is not a time of day such as 08:30."), place=place, value=shown(value))


def clock_text(seconds: int) -> str:
    """`08:30`, `24:00`, or with seconds where there are any."""
    hour, rest = divmod(seconds, 3_600)
    minute, second = divmod(rest, 60)
    return f"{hour:02}:{minute:02}:{second:02}" if second else f"{hour:02}:{minute:02}"


def parse_date(value: object, place: str) -> dt.date:
    """Read `2026-10-01` (or a TOML date). `Invalid` names the `place`."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
        try:
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise Invalid(N_("{place}: “{value}” is not a date such as 2026-10-01."), place=place, value=shown(value))


def parse_yearly(value: object, place: str) -> tuple[int, int]:
    """Read `01-01` or `02-29` (kept in leap years) as (month, day). `Invalid` names the `place`."""
    match = re.fullmatch(r"(?:--)?(\d{2})-(\d{2})", value.strip(), re.ASCII) if isinstance(value, str) else None
    if match:
        try:
            day = dt.date(2024, int(match[1]), int(match[2]))
        except ValueError:
            pass
        else:
            return day.month, day.day
    raise Invalid(N_("{place}: “{value}” is not a day of the year such as 01-01."), place=place, value=shown(value))


def parse_zone(value: object, place: str) -> ZoneInfo:
    """Read an IANA time zone such as `Asia/Shanghai`. `Invalid` names the `place`."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+)*", value):
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    raise Invalid(
        N_("{place}: there is no time zone “{value}”; write for example Asia/Shanghai."),
        place=place,
        value=shown(value),
    )


def offset_at(zone: ZoneInfo, instant: int) -> int:
    """Seconds east of UTC at an instant (epoch seconds)."""
    shift = dt.datetime.fromtimestamp(instant, zone).utcoffset()
    return (shift.days * DAY + shift.seconds) if shift is not None else 0


def date_at(zone: ZoneInfo, instant: int) -> int:
    """The local date at an instant, as its ordinal."""
    return EPOCH_ORDINAL + (instant + offset_at(zone, instant)) // DAY


def day_segments(zone: ZoneInfo, ordinal: int) -> list[tuple[int, int, int]]:
    """The stretches of one offset that cover a local date: (from, to, offset) in epoch seconds, a day to each side
    and more.

    One stretch on an ordinary day, two where the clock changes.
    """
    midnight = (ordinal - EPOCH_ORDINAL) * DAY
    low, high = midnight - 26 * 3_600, midnight + DAY + 26 * 3_600
    probes = [
        low,
        midnight - 15 * 3_600,
        midnight,
        midnight + 12 * 3_600,
        midnight + DAY,
        midnight + DAY + 15 * 3_600,
        high,
    ]
    segments: list[tuple[int, int, int]] = []
    begin, offset = low, offset_at(zone, low)
    for left, right in pairwise(probes):
        after = offset_at(zone, right)
        if after != offset:
            change = _change(zone, left, right, offset)
            segments.append((begin, change, offset))
            begin, offset = change, after
    segments.append((begin, high, offset))
    return segments


def _change(zone: ZoneInfo, low: int, high: int, before: int) -> int:
    """The first instant in (low, high] whose offset is no longer `before`."""
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def wall_spans(zone: ZoneInfo, ordinal: int, hours: Hours) -> list[tuple[int, int]]:
    """The instants of a local date whose wall clock reads within `hours`, as sorted disjoint [from, to) in epoch
    seconds."""
    midnight = (ordinal - EPOCH_ORDINAL) * DAY
    spans: list[tuple[int, int]] = []
    for begin, end, offset in day_segments(zone, ordinal):
        for opens, closes in hours:
            low, high = max(begin, midnight + opens - offset), min(end, midnight + closes - offset)
            if low >= high:
                continue
            if spans and spans[-1][1] == low:
                spans[-1] = (spans[-1][0], high)
            else:
                spans.append((low, high))
    return spans


def wall_instant(zone: ZoneInfo, ordinal: int, seconds: int) -> int:
    """The first instant of a local date whose wall clock reads `seconds` since 00:00 or later; where no clock of that
    date does (24:00, or the clock jumps over it), the end of that date."""
    spans = wall_spans(zone, ordinal, ((seconds, DAY),)) if seconds < DAY else []
    if spans:
        return spans[0][0]
    whole = wall_spans(zone, ordinal, ALL_DAY)
    # A date that a zone skipped altogether (Samoa, 30 December 2011) ends where the next one begins.
    return whole[-1][1] if whole else wall_instant(zone, ordinal + 1, 0)
