"""How long a target gives: a number of seconds of opening time, or one of the words `same_day`, `3wd`, `3wd_close`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hotline_tui.domain.errors import N_, Invalid

_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN = re.compile(r"(?=\d)(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,7})m)?(?:(\d{1,9})s)?", re.ASCII)
_WORKING_DAYS = re.compile(r"([1-9]\d{0,2})wd(_close)?", re.ASCII)

MAX_SECONDS = 10 * 366 * 86_400
"""No target is longer than ten years."""


@dataclass(frozen=True, slots=True)
class Within:
    """A length of time in one of three shapes; exactly one of the fields is set.

    `seconds` of opening time (≥ 0) · `same_day` · `working_days` (≥ 1), by `at_close` until that day's closing,
    else the same time of day.
    """

    seconds: int | None = None
    same_day: bool = False
    working_days: int = 0
    at_close: bool = False

    def __str__(self) -> str:
        """The text that `parse_within` reads back."""
        if self.seconds is None:
            return "same_day" if self.same_day else f"{self.working_days}wd{'_close' if self.at_close else ''}"
        return span_text(self.seconds)


SAME_DAY = Within(same_day=True)


def span_text(seconds: int) -> str:
    """`5m`, `4h`, `1h30m`, `24h`, `0s`: hours are never rolled into days, as contracts write it."""
    hours, rest = divmod(seconds, 3_600)
    minutes, secs = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "m"), (secs, "s")]
    return "".join(f"{n}{unit}" for n, unit in parts if n) or "0s"


def parse_within(value: object) -> Within:
    """Read seconds (an int) or `5m`, `1h30m`, `24h`, `2d` (48 hours), `same_day`, `3wd`, `3wd_close`. Raises
    `Invalid`."""
    seconds = _seconds(value)
    if seconds is not None:
        if not 0 <= seconds <= MAX_SECONDS:
            raise Invalid(N_("A time of {value} is not possible: give between 0 seconds and ten years."), value=value)
        return Within(seconds=seconds)
    if isinstance(value, str):
        word = value.strip()
        if word == "same_day":
            return SAME_DAY
        if match := _WORKING_DAYS.fullmatch(word):
            return Within(working_days=int(match[1]), at_close=bool(match[2]))
    raise Invalid(
        N_("“{value}” is not a length of time: write for example 5m, 1h30m, 24h, same_day, 3wd or 3wd_close."),
        value=shown(value),
    )


def _seconds(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():  # JSON writers that know no integers; NaN and inf are neither
        return int(value)
    if isinstance(value, str) and (match := _SPAN.fullmatch(value.strip())):
        return sum(int(n) * size for n, size in zip(match.groups(), _UNITS.values(), strict=True) if n)
    return None


def shown(value: object) -> str:
    """A value as it can stand in a sentence: short, and without control characters."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(ch if ch.isprintable() else "�" for ch in text[:80])
    return text if len(text) < 80 else text[:60] + "…"
