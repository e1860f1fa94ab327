"""What would be due when: one scenario in, one result out (`hotline policy try FILE.jsonl`).

A scenario is a JSON object. Instants are ISO 8601 with an offset (`2026-10-01T09:00:00+08:00`, `…Z`); fractions of a
second are cut. Keys that are not named here are left alone.

Opening time
    "timezone" with "hours": {"mon": [["08:00","12:00"],["13:00","18:00"]], …}; a missing day is closed, `24:00` ends a
    day. Or "calendar": a shipped calendar's name ("24x7", "8x7", "cn-office"); "timezone" then moves it elsewhere.
    With either: "holidays": ["2026-10-01"], "yearly_holidays": ["01-01"], "working_days": [{"date": "2026-10-10",
    "hours": [["09:00","16:00"]]}] (without "hours": the shipped calendar's, else the first open weekday's).

One clock
    "start", "within" (seconds, or "4h", "same_day", "3wd", "3wd_close"), "holds": [[from, to]] in any order (`to` may
    be null: still held), "at": when it is looked at (without it: at the start).

A policy
    "policy", "level" and "start", and facts: "fault" (software hardware configuration operation line virus), "region"
    (in_city, outside), "warranty" (in, out), "channel", "known_solution", "disaster", "maintenance_contract",
    "unusable", "visit_needed". Not said: in warranty, inside the city, by phone. What happened: "met": {milestone:
    instant}, "triggers": {trigger: instant}, "changes": [{"at", fact: value}], "promises": [{"milestone", "at",
    "due"}], "complaint": instant, "holds": [[from, to, reason]] (reason: customer); "overrides": the contract's own
    lines. With "hours" or "calendar" it counts in them instead of the policy's calendar.

A result has "due" (in the scenario's time zone; null while held without end, or not started), "elapsed_s" (opening
seconds used), "left_s" (opening seconds left, negative past due), "state" (waiting running held met breached missed
void) and "explain" (sentences), all at `at`. A policy's has "clocks", each with these and "milestone", "requirement",
"clause", "within", "start" and more; the outer ones are then those of the clock that runs out first. What is wrong
becomes {"error": sentence}.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn

from hotline_tui.domain.calendar import HORIZON_YEARS, Calendar
from hotline_tui.domain.calendar_spec import CalendarSpec, make_calendar, parse_calendar
from hotline_tui.domain.errors import N_, HotlineError, Invalid
from hotline_tui.domain.explain import Line, Sum, explain_sum
from hotline_tui.domain.explain_words import STATES_SAID
from hotline_tui.domain.hours import parse_zone
from hotline_tui.domain.instants import join_stops, seconds_of
from hotline_tui.domain.policy import Policy
from hotline_tui.domain.within import parse_within, shown
from hotline_tui.domain.words import ClockState

CALENDAR_KEYS = ("hours", "holidays", "yearly_holidays", "working_days", "statutory", "workday_hours")
MAX_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What scenarios may name: policies and calendars by id, as shipped or as kept in the database."""

    policies: Mapping[str, Policy]
    calendars: Mapping[str, CalendarSpec]


def try_line(line: str, catalogue: Catalogue) -> dict[str, Any]:
    """One line of JSON → its result; whatever is wrong with it becomes `{"error": …}`."""
    try:
        if len(line) > MAX_LINE:
            raise Invalid(N_("This line is too long."))
        try:
            scenario = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Invalid(N_("This line is not JSON: {reason}."), reason=shown(str(error))) from error
        return try_scenario(scenario, catalogue)
    except HotlineError as error:
        return {"error": str(error)}


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def try_scenario(scenario: object, catalogue: Catalogue, say: Callable[[Line], str] = str) -> dict[str, Any]:
    """A scenario as described above → its result. `say` words a line of an explanation (by itself in English).

    Raises `Invalid`.
    """
    if not isinstance(scenario, Mapping):
        raise Invalid(N_("A scenario is a JSON object, not {value}."), value=shown(scenario))
    if scenario.get("policy") is not None:
        from hotline_tui.domain.trying_policy import try_policy

        return try_policy(scenario, catalogue, say)
    start = instant(scenario, "start", "received")
    calendar = scenario_calendar(scenario, catalogue, start)
    if "within" not in scenario:
        raise Invalid(N_("The scenario lacks “{key}”."), key="within")
    within = parse_within(scenario["within"])
    holds = tuple((begin, end, "") for begin, end in join_stops([(a, b) for a, b, _ in scenario_holds(scenario)]))
    at = instant(scenario, "at") if scenario.get("at") is not None else start
    begin = seconds_of(start)
    want, nominal = calendar.plan_s(begin, within)
    return _result(Sum(calendar, begin, within, want, nominal, holds), seconds_of(at), say)


def _result(reckoning: Sum, at: int, say: Callable[[Line], str]) -> dict[str, Any]:
    calendar, start = reckoning.calendar, reckoning.start
    due = reckoning.due()
    stops = tuple((begin, end) for begin, end, _ in reckoning.holds)
    elapsed = calendar.elapsed_s(start, at, stops)
    if at < start:
        state = ClockState.WAITING
    elif due is not None and due < at:
        state = ClockState.BREACHED
    elif any(begin <= at and (end is None or at < end) for begin, end in stops):
        state = ClockState.HELD
    else:
        state = ClockState.RUNNING
    when = None if due is None else datetime.fromtimestamp(due, calendar.zone)
    lines = explain_sum(reckoning, when, datetime.fromtimestamp(max(at, start), calendar.zone))
    return {
        "due": None if when is None else when.isoformat(),
        "elapsed_s": elapsed,
        "left_s": reckoning.want - elapsed,
        "state": str(state),
        "explain": [say(line) for line in (*lines, Line(f"state_{state}", STATES_SAID[state]))],
    }


def instant(scenario: Mapping[str, Any], *names: str) -> datetime:
    """The first of these fields as an aware datetime. Raises `Invalid` that names it."""
    name = next((name for name in names if scenario.get(name) is not None), None)
    if name is None:
        raise Invalid(N_("The scenario lacks “{key}”."), key=names[0])
    return read_instant(scenario[name], name)


def read_instant(value: object, place: str) -> datetime:
    """ISO 8601 with an offset → aware datetime. Raises `Invalid` that names the place."""
    if not isinstance(value, str):
        raise Invalid(
            N_("{place}: an instant such as 2026-10-01T09:00:00+08:00 is needed, not {value}."),
            place=place,
            value=shown(value),
        )
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise Invalid(
            N_("{place}: “{value}” is not an instant such as 2026-10-01T09:00:00+08:00."),
            place=place,
            value=shown(value),
        ) from error
    if read.tzinfo is None:
        raise Invalid(
            N_("{place}: “{value}” has no offset: write for example +08:00 or Z."), place=place, value=shown(value)
        )
    seconds_of(read)
    return read


def scenario_holds(scenario: Mapping[str, Any]) -> list[tuple[int, int | None, str]]:
    """The holds as (from, to, reason) in epoch seconds. Raises `Invalid`."""
    value = scenario.get("holds")
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise Invalid(N_("{place}: a list is needed, not {value}."), place="holds", value=shown(value))
    found: list[tuple[int, int | None, str]] = []
    for number, entry in enumerate(value, 1):
        place = f"holds[{number}]"
        hold = (
            [entry.get("from"), entry.get("to"), entry.get("reason", "customer")]
            if isinstance(entry, Mapping)
            else entry
        )
        if not isinstance(hold, list | tuple) or len(hold) not in (1, 2, 3):
            raise Invalid(N_("{place}: a hold is a pair of instants, from and to."), place=place)
        begin = seconds_of(read_instant(hold[0], place))
        end = None if len(hold) < 2 or hold[1] is None else seconds_of(read_instant(hold[1], place))
        if end is not None and end < begin:
            raise Invalid(N_("{place}: the hold ends before it begins."), place=place)
        reason = hold[2] if len(hold) > 2 else "customer"
        if not isinstance(reason, str):
            raise Invalid(N_("{place}: a text is needed, not {value}."), place=place, value=shown(reason))
        found.append((begin, end, reason))
    return found


def scenario_calendar(
    scenario: Mapping[str, Any], catalogue: Catalogue, start: datetime, default: str | None = None
) -> Calendar:
    """The calendar that a scenario describes or names (`default` when it does neither). Raises `Invalid`."""
    spec = scenario_spec(scenario, catalogue, default)
    return make_calendar(spec, start.year - 2, start.year + HORIZON_YEARS)


def scenario_spec(scenario: Mapping[str, Any], catalogue: Catalogue, default: str | None = None) -> CalendarSpec:
    """The same, before it is made for certain years."""
    name = scenario.get("calendar", default)
    own = {key: scenario[key] for key in (*CALENDAR_KEYS, "timezone") if scenario.get(key) is not None}
    if "hours" in own and scenario.get("calendar") is None:
        return parse_calendar(own, default_id="scenario")
    if name is None:
        raise Invalid(N_("The scenario lacks “{key}”."), key="hours")
    if "hours" in own:
        raise Invalid(N_("Give either “hours” or “calendar”, not both."))
    base = catalogue.calendars.get(name) if isinstance(name, str) else None
    if base is None:
        known = ", ".join(sorted(catalogue.calendars))
        raise Invalid(N_("There is no calendar “{calendar}”; known are: {known}."), calendar=shown(name), known=known)
    if "timezone" in own:
        base = base.in_zone(parse_zone(own.pop("timezone"), "timezone"))
    return _with_exceptions(base, own) if own else base


def _with_exceptions(base: CalendarSpec, own: Mapping[str, Any]) -> CalendarSpec:
    """A shipped calendar with the scenario's exceptions on top."""
    hours = [[f"{a // 3600:02}:{a // 60 % 60:02}", f"{b // 3600:02}:{b // 60 % 60:02}"] for a, b in base.workday_hours]
    extra = parse_calendar({"workday_hours": hours, **own, "timezone": base.zone.key})
    days = {date: span for date, span in base.working_days.items() if date not in extra.holidays}
    return replace(
        base,
        id=f"{base.id}+",
        holidays=base.holidays | extra.holidays,
        yearly_holidays=base.yearly_holidays | extra.yearly_holidays,
        working_days={**days, **extra.working_days},
        statutory=extra.statutory or base.statutory,
    )
