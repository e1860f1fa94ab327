"""Times as people type them: `15:00`, `+2h`, `明天9点`, `下午3点半`, `Fri 10:00`, `tomorrow 9:00`, `12-03 10:00`. Pure.

A bare time of day that has passed means tomorrow's; a day with a time that has passed is refused. Local times that a
change of the clocks skips move forward by the gap; of two equal ones the first counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.locale import CHINESE, language

HORIZON = timedelta(days=366)
"""Nothing is promised or reviewed later than this."""


def examples() -> tuple[str, ...]:
    """Times as people type them, in the language in use (the other one's are understood as well)."""
    return ("15:00", "+2h", "明天9点" if language() == CHINESE else "tomorrow 9:00", "12-03 10:00")


_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER = r"(?:\d+|[零〇一二两三四五六七八九十]+)"
_DAY_WORDS = {
    "今天": 0, "今日": 0, "今晚": 0, "今早": 0, "明天": 1, "明日": 1, "明晚": 1, "明早": 1, "后天": 2, "大后天": 3,
    "today": 0, "tonight": 0, "tomorrow": 1, "tmr": 1,
}  # fmt: skip
_WEEKDAYS = {name: i % 7 for i, name in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AFTERNOON = ("下午", "晚上", "傍晚", "今晚", "明晚", "晚", "pm", "tonight")
_MORNING = ("凌晨", "早上", "上午", "清晨", "今早", "明早", "早", "am")
_UNITS = {
    "d": 86_400, "day": 86_400, "days": 86_400, "天": 86_400, "日": 86_400,
    "h": 3_600, "hr": 3_600, "hrs": 3_600, "hour": 3_600, "hours": 3_600,
    "小时": 3_600, "个小时": 3_600, "钟头": 3_600, "个钟头": 3_600,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "分": 60, "分钟": 60,
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_PIECE = re.compile(rf"\s*({_NUMBER}|半|an?\b)\s*({_UNIT})(半)?\s*")
_CLOCK = re.compile(
    rf"(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|早|晚)?\s*"
    rf"(?P<hour>{_NUMBER})(?:\s*(?::|点钟?|时|h)\s*(?P<minute>半|一刻|三刻|{_NUMBER})?\s*分?)?\s*(?P<half>am|pm)?$"
)
_ISO = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?\s*")
_ENGLISH_DATE = re.compile(
    r"(?:([a-z]{3})[a-z]*\.?\s+(\d{1,2})|(\d{1,2})\s+([a-z]{3})[a-z]*)(?:,?\s+(\d{4}))?\s+(?=\d)"
)
_WEEKDAY = re.compile(r"(下)?(?:周|星期|礼拜)([一二三四五六日天])\s*")
_ENGLISH_WEEKDAY = re.compile(r"(next\s+|on\s+)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s*")


@dataclass(frozen=True, slots=True)
class _Day:
    """The day somebody named. `named` False: none was, so that a time that has passed means the day after."""

    day: date
    named: bool
    weekly: bool = False
    part: str = ""


def parse_when(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The instant (aware, UTC) that was typed, seen from `now` in the desk's zone. Raises Invalid."""
    typed = unicodedata.normalize("NFKC", text).strip().casefold()
    typed = re.sub(r"\s+", " ", typed)
    if not typed:
        raise Invalid(N_("Type a time, for example {examples}."), examples=", ".join(examples()))
    here = now.astimezone(zone)
    found = _relative(typed, now)
    if found is None:
        day, rest = _day(typed, here.date(), text)
        found = _at(day, _clock(rest, day.part, text), here, zone, text)
    if found <= now:
        raise Invalid(N_("{text} has passed already."), text=text.strip())
    if found - now > HORIZON:
        raise Invalid(N_("{text} is more than a year away."), text=text.strip())
    return found


def parse_day(text: str, now: datetime, zone: tzinfo) -> date:
    """The day that was typed, today or later: `明天`, `Fri`, `12-03`, `2026-12-03`. Raises Invalid."""
    if not text.strip():
        raise Invalid(N_("Type a time, for example {examples}."), examples=", ".join(examples()[2:]))
    end = parse_when(f"{text} 24:00", now, zone)
    return (end - timedelta(seconds=1)).astimezone(zone).date()


def _relative(typed: str, now: datetime) -> datetime | None:
    """`+2h`, `+1h30m`, `90m`, `in 2 hours`, `2小时后`, `半小时后`, `一个半小时`; None when it is not of that kind."""
    body = re.sub(r"^(?:\+|in )\s*", "", typed)
    body = re.sub(r"\s*(?:以后|之后|后|later)$", "", body).strip()
    marked = body != typed
    if marked and body.isdecimal():
        return now + timedelta(minutes=_bounded(int(body)))
    body = re.sub(rf"({_NUMBER})个半(小时|钟头)", r"\1\2半", body)
    seconds, position = 0.0, 0
    while position < len(body):
        piece = _PIECE.match(body, position)
        if piece is None or (piece[2] == "日" and not marked):
            return None
        count = 0.5 if piece[1] == "半" else 1.0 if piece[1] in ("a", "an") else float(_bounded(_number(piece[1])))
        seconds += (count + (0.5 if piece[3] else 0.0)) * _UNITS[piece[2]]
        position = piece.end()
    return now + timedelta(seconds=min(seconds, 2 * HORIZON.total_seconds())) if position else None


def _bounded(count: int) -> int:
    """A count that cannot overflow a timedelta; far beyond the horizon, so that it is refused as too far away."""
    return min(count, 10_000_000)


def _day(typed: str, today: date, text: str) -> tuple[_Day, str]:
    """The named day and what follows it."""
    for word in sorted(_DAY_WORDS, key=len, reverse=True):
        if typed.startswith(word):
            return _Day(today + timedelta(days=_DAY_WORDS[word]), True, part=word), typed[len(word) :].removeprefix(
                " at"
            )
    week = _WEEKDAY.match(typed)
    if week:
        return _weekday(today, _WEEKDAYS[week[2]], bool(week[1])), typed[week.end() :]
    named = _ENGLISH_WEEKDAY.match(typed)
    if named:
        index = next(i for i, name in enumerate(_ENGLISH_DAYS) if name.startswith(named[2]))
        return _weekday(today, index, False), typed[named.end() :].removeprefix("at ")
    iso = _ISO.match(typed)
    if iso and iso.end() < len(typed):
        return _date(iso[1], int(iso[2]), int(iso[3]), today, text), typed[iso.end() :].removeprefix("t")
    english = _ENGLISH_DATE.match(typed)
    month = english and (english[1] or english[4])
    if english and month in _MONTHS:
        number = int(english[2] or english[3])
        return _date(english[5], _MONTHS.index(month) + 1, number, today, text), typed[english.end() :]
    return _Day(today, False), typed.removeprefix("at ")


def _weekday(today: date, weekday: int, next_week: bool) -> _Day:
    """The coming one, today included; 下周一 is the one in the week after this."""
    if next_week:
        return _Day(today - timedelta(days=today.weekday()) + timedelta(days=7 + weekday), True)
    return _Day(today + timedelta(days=(weekday - today.weekday()) % 7), True, weekly=True)


def _date(year: str | None, month: int, day: int, today: date, text: str) -> _Day:
    """A date; without a year the coming one."""
    try:
        if year:
            return _Day(date(int(year), month, day), True)
        this = date(today.year, month, day)
        return _Day(this if this >= today else date(today.year + 1, month, day), True)
    except ValueError:
        raise Invalid(N_("{text} is no day of the calendar."), text=text.strip()) from None


def _clock(rest: str, part: str, text: str) -> tuple[int, int]:
    """Hour and minute; 24:00 is the end of the day."""
    rest = rest.strip()
    if rest == "中午":
        return 12, 0
    if re.fullmatch(r"\d{4}", rest):
        rest = f"{rest[:2]}:{rest[2:]}"
    found = _CLOCK.match(rest)
    bare_number = found is not None and found[0].isdecimal() and part == ""
    if found is None or bare_number:
        raise Invalid(
            N_("{text} is not understood. Type for example {examples}."),
            text=text.strip(),
            examples=", ".join(examples()),
        )
    hour, minute = _number(found["hour"]), _minute(found["minute"])
    word = found["half"] or found["part"] or part
    if word in _AFTERNOON and 1 <= hour < 12:
        hour += 12
    elif (word in _MORNING and hour == 12) or (word in ("晚上", "晚") and hour == 12):
        hour = 0 if word in _MORNING else 24
    elif word == "中午" and hour in (1, 2):
        hour += 12
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Invalid(N_("{text} is no time of day."), text=text.strip())
    return hour, minute


def _minute(word: str | None) -> int:
    if not word:
        return 0
    return {"半": 30, "一刻": 15, "三刻": 45}.get(word) or _number(word)


def _number(word: str) -> int:
    """`12`, `九`, `十二`, `三十五`."""
    if word.isdecimal():
        return int(word) if len(word) < 9 else 10**9
    tens, ten, ones = word.rpartition("十")
    unit = 0
    for char in ones:
        unit = unit * 10 + _DIGITS[char]
    if not ten:
        return unit
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + unit


def _at(day: _Day, clock: tuple[int, int], here: datetime, zone: tzinfo, text: str) -> datetime:
    """The instant of that local day and time."""
    hour, minute = clock
    wanted = day.day + timedelta(days=hour // 24)
    instant = _instant(wanted, hour % 24, minute, zone)
    now = here.astimezone(UTC)
    if instant <= now and not day.named:
        return _instant(wanted + timedelta(days=1), hour % 24, minute, zone)
    if instant <= now and day.weekly:
        return _instant(wanted + timedelta(days=7), hour % 24, minute, zone)
    if instant <= now:
        raise Invalid(N_("{text} has passed already."), text=text.strip())
    return instant


def _instant(day: date, hour: int, minute: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)
