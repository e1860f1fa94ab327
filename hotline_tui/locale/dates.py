"""Dates and times as people say them, per language (console.md rule 9). Instants are epoch seconds."""

from __future__ import annotations

from datetime import date as _Date
from datetime import datetime, timedelta, tzinfo

from . import CHINESE, language

_WEEKDAYS = {
    CHINESE: ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR = {
    CHINESE: {-1: "昨日", 0: "今日", 1: "明日"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_DAY = 86_400.0
_WEEK = 7


def _local(instant: float, zone: tzinfo, *, deadline: bool) -> tuple[datetime, str]:
    """The local day and `HH:MM` of an instant. A deadline at midnight belongs to the day it ends: 24:00."""
    here = datetime.fromtimestamp(instant, zone)
    if deadline and here.hour == here.minute == here.second == here.microsecond == 0:
        return here - timedelta(days=1), "24:00"
    return here, f"{here.hour:02d}:{here.minute:02d}"


def clock_time(instant: float, zone: tzinfo, *, seconds: bool = False) -> str:
    """`14:23`, or `14:23:05`."""
    here = datetime.fromtimestamp(instant, zone)
    return f"{here.hour:02d}:{here.minute:02d}" + (f":{here.second:02d}" if seconds else "")


def weekday(day: _Date) -> str:
    """`周二`; `Tue`."""
    return _WEEKDAYS[language()][day.weekday()]


def day_word(day: datetime, today: datetime) -> str:
    """今日, 明日, 周二 (up to six days ahead), 12-03, 2027-01-04; `today`, `tomorrow`, `Tue`, `Dec 3`, `Jan 4 2027`."""
    tongue = language()
    ahead = (day.date() - today.date()).days
    near = _NEAR[tongue].get(ahead)
    if near is not None:
        return near
    if 0 < ahead < _WEEK:
        return _WEEKDAYS[tongue][day.weekday()]
    if tongue == CHINESE:
        return (
            f"{day.month:02d}-{day.day:02d}" if day.year == today.year else f"{day.year}-{day.month:02d}-{day.day:02d}"
        )
    short = f"{_MONTHS[day.month - 1]} {day.day}"
    return short if day.year == today.year else f"{short} {day.year}"


def day_and_time(instant: float, now: float, zone: tzinfo, *, deadline: bool = True, brief: bool = False) -> str:
    """`今日 24:00`, `明日 17:30`, `周二 10:00`, `12-03 10:00`; `today 24:00`, `Dec 3 10:00` – seen from `now`.

    `brief`, for columns: at most 12 cells. In English the weekday for tomorrow, and of another year only the date.
    """
    day, time = _local(instant, zone, deadline=deadline)
    today = datetime.fromtimestamp(now, zone)
    word = day_word(day, today)
    ahead = (day.date() - today.date()).days
    if brief and ahead == 1 and language() != CHINESE:
        word = _WEEKDAYS["en"][day.weekday()]
    return word if brief and ahead >= _WEEK and day.year != today.year else f"{word} {time}"


def moment(instant: float, zone: tzinfo, now: float | None = None) -> str:
    """When something happened: only the time on the day of `now`, else day and time; without `now` the whole date."""
    here = datetime.fromtimestamp(instant, zone)
    time = f"{here.hour:02d}:{here.minute:02d}"
    if now is None:
        return f"{date(instant, zone)} {time}"
    today = datetime.fromtimestamp(now, zone)
    return time if here.date() == today.date() else f"{day_word(here, today)} {time}"


def date(instant: float, zone: tzinfo) -> str:
    """`2026-12-03`; in English `Dec 3 2026`."""
    here = datetime.fromtimestamp(instant, zone)
    if language() == CHINESE:
        return f"{here.year}-{here.month:02d}-{here.day:02d}"
    return f"{_MONTHS[here.month - 1]} {here.day} {here.year}"


def iso_day(text: str) -> str:
    """A stored ISO date (`2027-03-01`) as this language writes it; anything else comes back as it is."""
    if language() == CHINESE or len(text) != 10 or text[4] != "-" or text[7] != "-":
        return text
    year, month, day = text.split("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return text
    return f"{_MONTHS[int(month) - 1]} {int(day)} {year}"


def duration(seconds: float) -> str:
    """A stretch of time in words: `3 天 2 小时`, `1 小时 5 分`, `34 分`; `3 d 2 h`, `1 h 5 min`, `34 min`, `12 s`."""
    total = round(abs(seconds))
    chinese = language() == CHINESE
    day, hour, minute, second = ("天", "小时", "分", "秒") if chinese else ("d", "h", "min", "s")
    days, rest = divmod(total, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, secs = divmod(rest, 60)
    parts = [(days, day), (hours, hour), (minutes, minute), (secs, second)]
    first = next((i for i, (n, _unit) in enumerate(parts) if n), 3)
    shown = [f"{n} {unit}" for n, unit in parts[first : first + 2] if n and (unit != second or first >= 2)]
    return " ".join(shown) or f"0 {second}"


def number(value: float, decimals: int = 0) -> str:
    """`12,345` in both languages; `decimals` digits after the point."""
    return f"{value:,.{decimals}f}"


def percent(share: float, decimals: int = 0) -> str:
    """A share between 0 and 1 as `86%`."""
    return f"{share * 100:.{decimals}f}%"


def next_midnight(now: float, zone: tzinfo) -> float:
    """The instant at which the desk's next day begins (words such as 今日 change then)."""
    today = datetime.fromtimestamp(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    start = (today + timedelta(days=1)).timestamp()
    while start <= now:  # a zone whose midnight does not exist or comes twice that day
        start += _DAY
    return start
