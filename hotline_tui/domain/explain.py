"""Why a clock stands as it stands (clock rule 12): the steps of the same computation, said one by one.

Each `Line` is a code, an English sentence with `{places}` and what stands in them, so that any part of the house can
say it in its own language; `as_text` and `as_json` are for the command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.errors import N_
from hotline_tui.domain.explain_words import CONDITIONS_SAID, STANDS_STILL, STATES_SAID, TRIGGERS_SAID
from hotline_tui.domain.sla import calendar_of
from hotline_tui.domain.sla_clock import Clock
from hotline_tui.domain.sla_rules import Rules
from hotline_tui.domain.stretches import STOPPED, Stretch, stretches
from hotline_tui.domain.within import Within, parse_within, span_text
from hotline_tui.domain.wording import Wording
from hotline_tui.domain.words import ClockState

MOST_STRETCHES = 24

Param = str | int | datetime | Wording
"""A `Wording` is said in the reader's language."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step: `msgid.format(**params)` says it. Instants among the params are aware, in the calendar's zone."""

    code: str
    msgid: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def texts(self) -> dict[str, str]:
        """The params as text: instants as `2026-10-01 09:00`, with seconds where there are any."""
        return {name: _shown(value) for name, value in self.params.items()}

    def __str__(self) -> str:
        return self.msgid.format(**self.texts())


@dataclass(frozen=True, slots=True)
class Sum:
    """What a due time is computed from. Instants in epoch seconds; `holds` as (from, to, reason)."""

    calendar: Calendar
    start: int
    within: Within
    want: int
    nominal: int | None
    holds: tuple[tuple[int, int | None, str], ...] = ()

    def due(self) -> int | None:
        """With the holds; None while one without end is in the way."""
        return self.calendar.due_s(self.start, self.want, self._stops(), self.nominal)

    def _stops(self) -> tuple[tuple[int, int | None], ...]:
        return tuple((begin, end) for begin, end, _ in self.holds)


def explain(clock: Clock, rules: Rules, at: datetime, zone: tzinfo = UTC) -> tuple[Line, ...]:
    """Which clause, why it applies, when it ran and stood still, how the due time follows, and what is only
    predicted. `zone`: the reader's, for clocks that count by no calendar (promises, reviews)."""
    lines = [*_clause(clock), *_why(clock)]
    calendar = calendar_of(clock, rules)
    if clock.start is None:
        lines.append(_waiting(clock))
    elif calendar is None or clock.want_s is None:
        zone = zone if calendar is None else calendar.zone
        start, due = (instant.astimezone(zone) for instant in (clock.start, clock.due or at))
        lines.append(Line("plain", N_("It runs without a break from {start} to {due}."), {"start": start, "due": due}))
    else:
        until = clock.met_at or clock.void_at or at
        lines += explain_sum(_sum(clock, calendar, clock.start), clock.due, until)
    return (*lines, *_state(clock))


def _sum(clock: Clock, calendar: Calendar, start: datetime) -> Sum:
    begin, within = int(start.timestamp()), parse_within(clock.within)
    want, nominal = calendar.plan_s(begin, within)
    holds = tuple((int(a.timestamp()), None if b is None else int(b.timestamp()), why) for a, b, why in clock.stops)
    return Sum(calendar, begin, within, want, nominal, holds)


def explain_sum(reckoning: Sum, due: datetime | None, until: datetime) -> list[Line]:
    """How a due time follows from a calendar, a start, a length and holds. While held: up to `until`."""
    calendar, start = reckoning.calendar, reckoning.start
    end = int((due or until).timestamp())
    lines = [_calendar_line(calendar)]
    opening = calendar.next_opening_s(start)
    if opening != start:
        lines.append(
            Line(
                "outside",
                N_("{start} lies outside opening hours: it begins at {opening}."),
                {"start": _local(calendar, start), "opening": _local(calendar, opening)},
            )
        )
    lines.append(_length(reckoning))
    lines += _stretch_lines(calendar, stretches(calendar, start, end, reckoning.holds))
    if due is not None:
        lines += _due_lines(reckoning, int(due.timestamp()))
    lines += [
        Line(
            "predicted",
            N_("The holidays of {year} are only predicted: the due time may change when they are published."),
            {"year": str(year)},
        )
        for year in calendar.predicted_years(start, end)
    ]
    return lines


def _clause(clock: Clock) -> list[Line]:
    if clock.key == "review":
        return [
            Line("review", N_("SL-1: no other clock runs, so the ticket is looked at 4 hours after its last event."))
        ]
    if clock.key == "hold":
        return [Line("hold_review", N_("Every hold has a time at which it is looked at again."))]
    if clock.target is None:
        return [Line("promise", N_("A promise: the word given is the target."))]
    params: dict[str, Param] = {
        "requirement": clock.requirement,
        "clause": Wording(clock.clause_zh, clock.clause_en),
    }
    lines = [Line("clause", N_("{requirement}: {clause}"), params)]
    if clock.target.own:
        lines.append(Line("own", N_("It is the contract's own line, which counts before the policy's.")))
    return lines


def _why(clock: Clock) -> list[Line]:
    target, facts = clock.target, clock.facts
    lines: list[Line] = []
    if target is not None and facts is not None:
        names = [name for name, _ in target.when]
        if target.by_level and "level" not in names:
            names.insert(0, "level")
        for name in names:
            value = facts.value(name)
            said = CONDITIONS_SAID.get(name, {}).get(value) or CONDITIONS_SAID.get(name, {}).get("")
            if said:
                lines.append(Line(f"because_{name}", said, {"value": value}))
    if clock.trigger and clock.trigger in TRIGGERS_SAID:
        lines.append(Line(f"since_{clock.trigger}", TRIGGERS_SAID[clock.trigger]))
    return lines


def _waiting(clock: Clock) -> Line:
    if clock.waits_for == "promise":
        return Line("needs_promise", N_("It waits for a promise with a time: agree on one with the customer."))
    return Line("waits", N_("It has not started: what starts it has not come yet."))


def _calendar_line(calendar: Calendar) -> Line:
    msgid = N_("It counts by calendar {calendar}, in the time of {zone}.")
    return Line("calendar", msgid, {"calendar": calendar.id, "zone": calendar.zone.key})


def _length(reckoning: Sum) -> Line:
    calendar, within = reckoning.calendar, reckoning.within
    length: dict[str, Param] = {"length": span_text(reckoning.want)}
    if within.seconds is not None or reckoning.nominal is None:
        return Line("length", N_("The target is {length} of opening time."), length)
    params = {**length, "until": _local(calendar, reckoning.nominal)}
    if within.same_day:
        msgid = N_("The same day means until its last closing, {until}: {length} of opening time.")
        return Line("same_day", msgid, params)
    params["days"] = within.working_days
    if within.at_close:
        msgid = N_("Working day {days} from then closes at {until}: {length} of opening time.")
        return Line("working_days_close", msgid, params)
    msgid = N_(
        "Working day {days} from then, at the same time of day (at the latest closing), is {until}: "
        "{length} of opening time."
    )
    return Line("working_days", msgid, params)


def _stretch_lines(calendar: Calendar, found: list[Stretch]) -> list[Line]:
    lines: list[Line] = []
    shown = found if len(found) <= MOST_STRETCHES else found[: MOST_STRETCHES // 2] + found[-MOST_STRETCHES // 2 :]
    for i, stretch in enumerate(shown):
        if len(shown) < len(found) and i == MOST_STRETCHES // 2:
            left_out = found[MOST_STRETCHES // 2 : -MOST_STRETCHES // 2]
            ran = sum(part.end - part.begin for part in left_out if part.ran)
            msgid = N_("… further stretches ({count}), in which it ran for {length} …")
            lines.append(Line("more", msgid, {"count": len(left_out), "length": span_text(ran)}))
        lines.append(_stretch_line(calendar, stretch))
        lines += [
            Line("makeup", N_("{date} is a working day by exception."), {"date": date}) for date in stretch.extra_days
        ]
    return lines


def _stretch_line(calendar: Calendar, stretch: Stretch) -> Line:
    params: dict[str, Param] = {
        "begin": _local(calendar, stretch.begin),
        "end": _local(calendar, stretch.end),
        "length": span_text(stretch.end - stretch.begin),
    }
    if stretch.ran:
        return Line("ran", N_("It ran from {begin} to {end}: {length}."), params)
    if stretch.why in STANDS_STILL:
        return Line("still_hold", STANDS_STILL[stretch.why], params)
    if stretch.why.startswith(STOPPED):
        return Line("still_hold", STANDS_STILL[STOPPED], params)
    if stretch.holidays:
        msgid = N_("It stood still from {begin} to {end}: closed ({holidays}).")
        return Line("still_holiday", msgid, params | {"holidays": ", ".join(stretch.holidays)})
    return Line("still_closed", N_("It stood still from {begin} to {end}: outside opening hours."), params)


def _due_lines(reckoning: Sum, due: int) -> list[Line]:
    calendar, start = reckoning.calendar, reckoning.start
    before = calendar.due_s(start, reckoning.want, (), reckoning.nominal)
    lines: list[Line] = []
    if before is not None and before != due:
        params: dict[str, Param] = {
            "before": _local(calendar, before),
            "due": _local(calendar, due),
            "length": span_text(max(0, calendar.elapsed_s(before, due))),
        }
        msgid = N_("The holds took {length} of opening time: the due time moved from {before} to {due}.")
        lines.append(Line("shifted", msgid, params))
    lines.append(Line("due", N_("So it is due at {due}."), {"due": _local(calendar, due)}))
    return lines


def _state(clock: Clock) -> list[Line]:
    lines: list[Line] = []
    if clock.want_s is not None:
        params: dict[str, Param] = {"used": span_text(clock.elapsed_s), "length": span_text(clock.want_s)}
        lines.append(Line("used", N_("{used} of {length} are used."), params))
    lines.append(Line(f"state_{clock.state}", STATES_SAID[clock.state]))
    if clock.breached_at is not None and clock.state == ClockState.VOID:
        lines.append(Line("breach_stays", N_("Its breach stays on the record.")))
    if clock.by_raise:
        lines.append(Line("by_raise", N_("It is past due only because the level was raised; this is counted apart.")))
    return lines


def _local(calendar: Calendar, instant: int) -> datetime:
    return datetime.fromtimestamp(instant, calendar.zone)


def _shown(value: Param) -> str:
    if isinstance(value, Wording):
        return value.en
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
    return str(value)


def as_text(lines: Iterable[Line]) -> list[str]:
    """Each line as an English sentence."""
    return [str(line) for line in lines]


def as_json(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Each line as code, text and params; instants as ISO 8601 with offset."""
    return [
        {
            "code": line.code,
            "text": str(line),
            **{name: _json(value) for name, value in line.params.items()},
        }
        for line in lines
    ]


def explain_texts(lines: Iterable[Line]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """(msgid, ((name, text), …)) of each line, as screens show it."""
    return tuple((line.msgid, tuple(line.texts().items())) for line in lines)


def _json(value: Param) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return {"zh": value.zh, "en": value.en} if isinstance(value, Wording) else value
