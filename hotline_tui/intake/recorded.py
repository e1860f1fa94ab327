"""Recorded days: a log of a real queue, read into one shape, whatever program wrote it.

Two logs are known by their headers: a call centre's call-by-call log (queue entry and exit, outcome, service) and an
incident log with one line per state change. Instants inside a day are seconds from that day's first midnight, so that a
day can be played on any date.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from ..domain.errors import N_, Invalid
from ..domain.text import clean

CALL_CENTRE = ("vru+line", "call_id", "vru_entry", "q_start", "q_exit", "q_time", "outcome", "ser_start", "ser_time")
INCIDENTS = (
    "number",
    "incident_state",
    "opened_at",
    "sys_created_at",
    "sys_updated_at",
    "priority",
    "caller_id",
    "location",
)
_TEXT_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Change:
    """One later state of a recorded incident: `at` in seconds of the recorded day."""

    at: float
    state: str


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One contact as the log has it. Seconds count from the first recorded midnight."""

    source_id: str
    entered: float
    wait: float | None
    """Seconds in the queue until the answer or the hang-up; None when nobody answered within the log."""
    answered: bool
    service: float
    """Seconds from the answer to the end; 0 when it did not happen."""
    caller: str = ""
    line: str = ""
    text: str = ""
    organisation: str = ""
    level: str = ""
    """P1–P4 where the log has a priority."""
    changes: tuple[Change, ...] = ()

    @property
    def left(self) -> float:
        """When it left the queue."""
        return self.entered + (self.wait or 0.0)


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """A log: which kind it is, its calls by arrival, and how many lines were left out on purpose."""

    kind: str
    calls: tuple[RecordedCall, ...]
    ignored: int
    not_offered: int
    """Hung up before the queue: never offered to anybody."""


def read_day(path: Path) -> RecordedDay:
    """Read a recorded log; raises `Invalid` that names the line when it is not one of the known two."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            header = tuple(reader.fieldnames or ())
            rows = list(enumerate(reader, start=2))
    except OSError as error:
        raise Invalid(N_("{file} can't be read: {why}."), file=str(path), why=error.strerror or str(error)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid(N_("{file} is not a CSV text file in UTF-8: {why}."), file=str(path), why=str(error)) from error
    if set(CALL_CENTRE) <= set(header):
        return _call_centre(path, rows)
    if set(INCIDENTS) <= set(header):
        return _incidents(path, rows)
    raise Invalid(
        N_("{file} is no recorded day that is known here: its header has neither {first} nor {second}."),
        file=str(path),
        first=", ".join(CALL_CENTRE[:4]),
        second=", ".join(INCIDENTS[:4]),
    )


Row = dict[str, str]


def _call_centre(path: Path, rows: Sequence[tuple[int, Row]]) -> RecordedDay:
    calls: list[RecordedCall] = []
    ignored = not_offered = 0
    for number, row in rows:
        outcome = (row["outcome"] or "").strip().upper()
        if outcome == "PHANTOM":
            ignored += 1
            continue
        try:
            queued, left = _clock(row["q_start"]), _clock(row["q_exit"])
            service_start, service = _clock(row["ser_start"]), float(row["ser_time"])
            answered = outcome == "AGENT"
            if outcome not in ("AGENT", "HANG"):
                raise ValueError(outcome)
            if queued is None and not answered:
                not_offered += 1
                continue
            entered = queued if queued is not None else service_start
            if entered is None:
                raise ValueError("q_start, ser_start")
            wait = (left - queued) % 86400 if queued is not None and left is not None else 0.0
        except (ValueError, TypeError, AttributeError) as error:
            raise _bad_line(path, number, error) from error
        calls.append(
            RecordedCall(
                # A call id comes twice where a call went through two lines: the log's line number makes it unique.
                source_id=f"{row['vru+line']}/{row['call_id']}/{number}",
                entered=entered,
                wait=wait,
                answered=answered,
                service=service if answered and service_start is not None else 0.0,
                line=clean(row["vru+line"] or "", limit=40),
            )
        )
    return RecordedDay("call-centre", tuple(sorted(calls, key=lambda call: call.entered)), ignored, not_offered)


def _clock(text: str) -> float | None:
    """`H:MM:SS` in seconds; `0:00:00` means that it did not happen."""
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    if not (0 <= minutes < 60 and 0 <= seconds < 60 and 0 <= hours < 48):
        raise ValueError(text)
    return float(hours * 3600 + minutes * 60 + seconds) or None


def _incidents(path: Path, rows: Sequence[tuple[int, Row]]) -> RecordedDay:
    by_number = sorted(rows, key=lambda item: (item[1]["number"] or "", item[0]))
    parsed = [list(group) for _, group in groupby(by_number, key=lambda item: item[1]["number"] or "")]
    first: float | None = None
    for group in parsed:
        opened = _instant(path, group[0], "opened_at")
        if opened is not None and (first is None or opened < first):
            first = opened
    midnight = (first or 0.0) // 86400 * 86400
    calls = [call for group in parsed for call in _incident(path, group, midnight)]
    return RecordedDay("incidents", tuple(sorted(calls, key=lambda call: call.entered)), 0, 0)


def _incident(path: Path, group: Sequence[tuple[int, Row]], midnight: float) -> Iterator[RecordedCall]:
    number, row = group[0]
    opened = _instant(path, group[0], "opened_at")
    if opened is None:
        raise _bad_line(path, number, ValueError("opened_at"))
    # Somebody took it when it was entered into their system; where that is unknown, at its first recorded change.
    taken = _instant(path, group[0], "sys_created_at") or _instant(path, group[0], "sys_updated_at") or opened
    changes = tuple(
        Change(at - midnight, (line[1]["incident_state"] or "").strip())
        for line in group
        if (at := _instant(path, line, "sys_updated_at")) is not None
    )
    level = (row["priority"] or "").strip()[:1]
    words = (row.get(name) or "" for name in ("category", "subcategory", "u_symptom"))
    yield RecordedCall(
        source_id=clean(row["number"] or "", limit=80),
        entered=opened - midnight,
        wait=max(0.0, taken - opened),
        answered=True,
        service=0.0,
        caller=clean(row["caller_id"] or "", limit=80),
        text=clean(" · ".join(word for word in words if word and word != "?"), limit=_TEXT_LIMIT),
        organisation=clean(row["location"] or "", limit=80),
        level=f"P{level}" if level in tuple("1234") else "",
        changes=tuple(sorted(changes, key=lambda change: change.at)),
    )


def _instant(path: Path, line: tuple[int, Row], name: str) -> float | None:
    """`dd-mm-yyyy HH:MM` in seconds since the epoch, zone-less; None for `?`."""
    number, row = line
    text = (row[name] or "").strip()
    if text in ("", "?"):
        return None
    try:
        moment = datetime.strptime(f"{text} +0000", "%d-%m-%Y %H:%M %z")
    except ValueError as error:
        raise _bad_line(path, number, error) from error
    return moment.timestamp()


def _bad_line(path: Path, number: int, error: Exception) -> Invalid:
    return Invalid(
        N_("{file}, line {line}: a value is not what this log holds there ({why}). Nothing was read."),
        file=str(path),
        line=number,
        why=clean(str(error), limit=120),
    )
