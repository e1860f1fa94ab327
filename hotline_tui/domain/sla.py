"""Clocks: a pure function from what is on the record to what counts down (domain.md, clock rules 1–13).

    rules = Rules({policy.sha256: policy}, {calendar.sha256: calendar})
    timeline = (Received(at, SlaFacts(level="P1", fault="software", …), Pin(policy.sha256, (("24x7",
    calendar.sha256),))), …) clocks = evaluate(timeline, rules, now)

`evaluate` recomputes everything each time, so that what is stored can be checked against the record (rule 13) and a
breach once reached cannot be talked away (rule 6): each stretch of the record is judged by what was true in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.sla_build import add_restore_missed, clocks_of, milestones, promise_clock, reviews, when
from hotline_tui.domain.sla_clock import Clock
from hotline_tui.domain.sla_facts import Fact, Merged, in_order
from hotline_tui.domain.sla_history import History
from hotline_tui.domain.sla_judge import Judge
from hotline_tui.domain.sla_rules import Rules
from hotline_tui.domain.words import ClockState

COUNTING = frozenset({ClockState.RUNNING, ClockState.BREACHED})


def evaluate(timeline: Sequence[Fact], rules: Rules, at: datetime) -> tuple[Clock, ...]:
    """Every clock of one thing as it stands at `at`, in the order of the policy's targets, promises and reviews last.

    Facts after `at` are left out. Raises `Invalid` when a pinned version is not there or a calendar hardly ever opens.
    """
    facts = in_order(timeline, at)
    if not facts:
        return ()
    history = History(rules, facts)
    instant = int(at.timestamp())
    clocks: list[Clock] = []
    for cycle in history.cycles:
        judge = Judge(history.thing, cycle, instant)
        add_restore_missed(judge)
        for milestone in milestones(cycle):
            clocks += clocks_of(judge, history, milestone)
    clocks += [promise_clock(promise, history, instant) for promise in history.promises.values()]
    clocks += reviews(history, clocks, instant)
    return tuple(clocks)


def next_due(clocks: Iterable[Clock]) -> Clock | None:
    """The clock that runs out first or ran out longest ago; None when nothing counts down."""
    running = [(clock.due, clock.key, clock) for clock in clocks if clock.state in COUNTING and clock.due is not None]
    return min(running, key=lambda entry: entry[:2])[2] if running else None


def next_change(clock: Clock, at: datetime) -> datetime | None:
    """When this clock next passes 50, 75, 90 or 100 % by itself; None when nothing is left to pass."""
    if clock.state != ClockState.RUNNING:
        return None
    return next((mark for mark in (clock.t50, clock.t75, clock.t90, clock.due) if mark is not None and mark > at), None)


def merge_fact(at: datetime, other: Sequence[Fact], rules: Rules) -> Merged:
    """What the survivor of a merge takes over from a duplicate's timeline: earliest starts and earliest met (rule
    10)."""
    history = History(rules, in_order(other, at))
    cycle = history.cycle
    triggers = cycle.epochs[-1].triggers
    return Merged(
        at,
        tuple((str(name), when(first)) for name, first in triggers.items()),
        tuple((str(name), when(first)) for name, (first, _) in cycle.met.items()),
    )


def share_instant(clock: Clock, rules: Rules, share: float) -> datetime | None:
    """When this share of the clock's time (0.75, 1.5, …) is used up; None while waiting or held (for escalation
    steps)."""
    if clock.start is None or clock.want_s is None or clock.state == ClockState.HELD:
        return None
    start = int(clock.start.timestamp())
    want = math.ceil(round(clock.want_s * share, 6))  # 1.1 × 3600 is a hair above 3960
    calendar = calendar_of(clock, rules)
    if calendar is None:
        return when(start + want)
    if share == 1 and clock.due is not None:
        return clock.due
    stops = tuple((int(a.timestamp()), None if b is None else int(b.timestamp())) for a, b, _ in clock.stops)
    due = calendar.due_s(start, want, stops)
    return None if due is None else when(due)


def calendar_of(clock: Clock, rules: Rules) -> Calendar | None:
    """The calendar version a clock counts in; None for promises and reviews, which run through."""
    if clock.target is None or clock.pin is None or clock.promise:
        return None
    return rules.ruling(clock.pin).calendar_of(clock.target)
