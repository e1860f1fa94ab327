"""A scenario that names a policy: every clock of it (the format stands in `trying`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hotline_tui.domain.calendar import HORIZON_YEARS
from hotline_tui.domain.calendar_spec import make_calendar
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.explain import Line, explain
from hotline_tui.domain.hours import parse_zone
from hotline_tui.domain.instants import join_stops
from hotline_tui.domain.policy import CONDITIONS, STOPPED_BY, Policy, SlaFacts
from hotline_tui.domain.sla import COUNTING, evaluate
from hotline_tui.domain.sla_clock import Clock
from hotline_tui.domain.sla_facts import (
    Changed,
    Fact,
    HoldEnded,
    HoldStarted,
    Met,
    Pin,
    Promised,
    Received,
    Timeline,
    Triggered,
)
from hotline_tui.domain.sla_rules import Rules, make_pin
from hotline_tui.domain.trying import (
    CALENDAR_KEYS,
    Catalogue,
    instant,
    read_instant,
    scenario_holds,
    scenario_spec,
)
from hotline_tui.domain.within import shown
from hotline_tui.domain.words import ClockState, HoldReason, Milestone, Trigger

ASSUMED: Mapping[str, str] = {"warranty": "in", "region": "in_city", "channel": "phone"}
STOPPING = frozenset().union(*STOPPED_BY.values())
_ALIASES: Mapping[str, str] = {
    "fault_kind": "fault",
    "kind": "fault",
    "in_warranty": "warranty",
    "in_city": "region",
    "maintenance": "maintenance_contract",
}
_VALUES: Mapping[str, Mapping[object, str]] = {
    "warranty": {True: "in", False: "out", "true": "in", "false": "out"},
    "region": {True: "in_city", False: "outside", "city": "in_city", "inside": "in_city", "elsewhere": "outside"},
    "fault": {"equipment": "hardware"},
    "channel": {"mail": "email", "e-mail": "email", "telephone": "phone", "call": "phone"},
}


def try_policy(scenario: Mapping[str, Any], catalogue: Catalogue, say: Callable[[Line], str] = str) -> dict[str, Any]:
    """Every clock of a policy at `at`; `say` words a line of an explanation. Raises `Invalid`."""
    policy = _policy(scenario, catalogue)
    start = instant(scenario, "start", "received")
    at = instant(scenario, "at") if scenario.get("at") is not None else start
    rules, pin, zone = _pinned(scenario, catalogue, policy, start)
    clocks = list(evaluate(_timeline(scenario, pin, start), rules, at))
    complaint = Received(_complained(scenario, start), _facts(scenario), pin, "complaint")
    clocks += evaluate((complaint,), rules, at)
    results = [_shown(clock, rules, at, zone, say) for clock in clocks]
    first = min((c for c in clocks if c.state in COUNTING and c.due), key=lambda c: c.due or at, default=None)
    lead = results[clocks.index(first)] if first else _nothing(clocks, results)
    return {key: lead[key] for key in ("due", "elapsed_s", "left_s", "state", "explain")} | {"clocks": results}


def _nothing(clocks: list[Clock], results: list[dict[str, Any]]) -> dict[str, Any]:
    if results:
        held = next((i for i, clock in enumerate(clocks) if clock.state == ClockState.HELD), 0)
        return results[held]
    return {"due": None, "elapsed_s": 0, "left_s": None, "state": str(ClockState.WAITING), "explain": []}


def _policy(scenario: Mapping[str, Any], catalogue: Catalogue) -> Policy:
    name = scenario["policy"]
    policy = catalogue.policies.get(name) if isinstance(name, str) else None
    if policy is None:
        known = ", ".join(sorted(catalogue.policies))
        raise Invalid(N_("There is no policy “{policy}”; known are: {known}."), policy=shown(name), known=known)
    return policy


def _pinned(
    scenario: Mapping[str, Any], catalogue: Catalogue, policy: Policy, start: datetime
) -> tuple[Rules, Pin, ZoneInfo]:
    """The calendars the policy needs, made for these years; the scenario's own one takes the policy's place."""
    years = (start.year - 2, start.year + HORIZON_YEARS)
    own = scenario.get("calendar") is not None or any(scenario.get(key) is not None for key in CALENDAR_KEYS)
    base = scenario_spec(scenario, catalogue, policy.calendar)
    calendar = make_calendar(base, *years)
    zone = calendar.zone if scenario.get("timezone") is None else parse_zone(scenario["timezone"], "timezone")
    calendars = {name: make_calendar(spec.in_zone(zone), *years) for name, spec in catalogue.calendars.items()}
    name = base.id if own else policy.calendar
    calendars[name] = calendar
    overrides = scenario.get("overrides") or []
    if not isinstance(overrides, list):
        raise Invalid(N_("{place}: a list is needed, not {value}."), place="overrides", value=shown(overrides))
    pin = make_pin(policy, calendars, overrides, name if own else "")
    return Rules({policy.sha256: policy}, {made.sha256: made for made in calendars.values()}), pin, zone


def _facts(source: Mapping[str, Any], base: SlaFacts | None = None) -> SlaFacts:
    """The facts a mapping names, on top of others. Raises `Invalid` for a value that does not exist."""
    values: dict[str, Any] = {}
    nested = source.get("facts")
    for given, raw in {**source, **(nested if isinstance(nested, Mapping) else {})}.items():
        name = _ALIASES.get(given, given)
        if name not in CONDITIONS or name == "fault_class" or raw is None:
            continue
        value = _VALUES.get(name, {}).get(raw, raw) if isinstance(raw, bool | str) else raw
        if str(value).lower() not in {known.lower() for known in CONDITIONS[name]}:
            raise Invalid(
                N_("{place}: “{value}” is not possible here; write one of: {known}."),
                place=given,
                value=shown(value),
                known=", ".join(sorted(CONDITIONS[name])),
            )
        truth = CONDITIONS[name] == frozenset({"true", "false"})
        values[name] = (
            str(value).lower() == "true" if truth else str(value).upper() if name == "level" else str(value).lower()
        )
    if base is None:
        if "level" not in values:
            raise Invalid(N_("The scenario lacks “{key}”."), key="level")
        return SlaFacts(**{**ASSUMED, **values})
    return SlaFacts(**{**base.to_json(), **values})


def _timeline(scenario: Mapping[str, Any], pin: Pin, start: datetime) -> Timeline:
    facts = _facts(scenario)
    timeline: list[Fact] = [Received(start, facts, pin)]
    timeline += [
        Triggered(at, name) for name, at in _instants(scenario, "triggers", Trigger) if name != Trigger.RESTORED
    ]
    for number, entry in enumerate(_list(scenario, "changes"), 1):
        place = f"changes[{number}]"
        facts = _facts(_object(entry, place), facts)
        timeline.append(Changed(read_instant(entry.get("at"), place), facts))
    for number, entry in enumerate(_list(scenario, "promises"), 1):
        place = f"promises[{number}]"
        milestone = _object(entry, place).get("milestone")
        if milestone not in set(Milestone):
            raise Invalid(N_("{place}: “{value}” is not a milestone."), place=place, value=shown(milestone))
        given = read_instant(entry["at"], place) if entry.get("at") is not None else start
        timeline.append(Promised(given, str(number), str(milestone), read_instant(entry.get("due"), place)))
    timeline += _holds(scenario, start)
    timeline += [Met(at, name) for name, at in _instants(scenario, "met", Milestone)]
    late = [fact for fact in timeline if fact.at < start]
    if late:
        raise Invalid(N_("Something happens before the start: {at}."), at=late[0].at.isoformat())
    return tuple(timeline)


def _holds(scenario: Mapping[str, Any], start: datetime) -> list[Fact]:
    """The holds that can stop anything, as one at a time; `parts` and `vendor` stop nothing (clock rule 7)."""
    spans: list[tuple[int, int | None]] = []
    first = int(start.timestamp())
    for begin, end, reason in scenario_holds(scenario):
        if reason not in set(HoldReason):
            raise Invalid(
                N_("{place}: “{value}” is not possible here; write one of: {known}."),
                place="holds",
                value=shown(reason),
                known=", ".join(HoldReason),
            )
        if reason in STOPPING and (end is None or end > first):
            spans.append((max(begin, first), end))
    facts: list[Fact] = []
    for begin, end in join_stops(spans):
        facts.append(HoldStarted(datetime.fromtimestamp(begin, UTC), HoldReason.CUSTOMER))
        if end is not None:
            facts.append(HoldEnded(datetime.fromtimestamp(end, UTC)))
    return facts


def _complained(scenario: Mapping[str, Any], start: datetime) -> datetime:
    """Without a complaint the complaint clock is not there: dated after everything, it is left out."""
    if scenario.get("complaint") is None:
        return datetime(9999, 1, 1, tzinfo=UTC)
    return read_instant(scenario["complaint"], "complaint")


def _instants(scenario: Mapping[str, Any], key: str, words: Callable[..., Any]) -> list[tuple[str, datetime]]:
    """`{"respond": instant}`, and the same names directly in the scenario (`"phone_failed": instant`)."""
    value = scenario.get(key) or {}
    if not isinstance(value, Mapping):
        raise Invalid(N_("{place}: a table is needed, not {value}."), place=key, value=shown(value))
    known = [str(word) for word in words]  # type: ignore[attr-defined]
    direct = {name: scenario[name] for name in known if key == "triggers" and isinstance(scenario.get(name), str)}
    direct = {name: at for name, at in direct.items() if name not in ("received", "complaint")}
    found: list[tuple[str, datetime]] = []
    for name, at in {**direct, **value}.items():
        if name not in known:
            raise Invalid(
                N_("{place}: “{value}” is not possible here; write one of: {known}."),
                place=key,
                value=shown(name),
                known=", ".join(known),
            )
        found.append((str(name), read_instant(at, f"{key}.{name}")))
    return found


def _list(scenario: Mapping[str, Any], key: str) -> list[Any]:
    value = scenario.get(key) or []
    if not isinstance(value, list):
        raise Invalid(N_("{place}: a list is needed, not {value}."), place=key, value=shown(value))
    return value


def _object(entry: object, place: str) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        raise Invalid(N_("{place}: a table is needed, not {value}."), place=place, value=shown(entry))
    return entry


def _shown(clock: Clock, rules: Rules, at: datetime, zone: ZoneInfo, say: Callable[[Line], str]) -> dict[str, Any]:
    def local(when: datetime | None) -> str | None:
        return None if when is None else when.astimezone(zone).isoformat()

    return {
        "milestone": str(clock.milestone),
        "requirement": clock.requirement,
        "clause": {"zh": clock.clause_zh, "en": clock.clause_en},
        "within": clock.within,
        "start": local(clock.start),
        "due": local(clock.due),
        "elapsed_s": clock.elapsed_s,
        "left_s": clock.left_s,
        "state": str(clock.state),
        "met_at": local(clock.met_at),
        "breached_at": local(clock.breached_at),
        "waits_for": clock.waits_for,
        "explain": [say(line) for line in explain(clock, rules, at)],
    }
