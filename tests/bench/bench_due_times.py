"""How fast due times are: python tests/bench/bench_due_times.py

Prints, as medians of several rounds in one process (compare the ratios: machines wander):
- due times a second on one core: Chinese office calendar, two holds, aware datetimes in and out (goal: 100,000);
- the same in whole seconds, and the floor: one bisection in a list of the same length;
- recomputing 100,000 clocks from the records of their tickets.

All of it is work of one core, so it is timed by the processor time of the thread: other programs do not count.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import statistics
import sys
import time
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import limits
from figures import line

from hotline_tui.domain.instants import seconds_of, stops_of
from hotline_tui.domain.sla import evaluate
from hotline_tui.domain.sla_facts import Fact, HoldEnded, HoldStarted, Met, Received, Triggered

_spec = importlib.util.spec_from_file_location("sla_desk", Path(__file__).parents[1] / "domain" / "sla_desk.py")
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)

ROUNDS = 5
COUNT, GOAL = 40_000, 100_000
SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = dt.timedelta(minutes=1)


def rate(act: Callable[[], int]) -> float:
    """Acts a second: the median of the rounds."""
    act()
    found = []
    for _ in range(ROUNDS):
        begin = time.thread_time()
        count = act()
        found.append(count / (time.thread_time() - begin))
    return statistics.median(found)


def cases(zone: dt.tzinfo) -> list[tuple[dt.datetime, int, list[tuple[dt.datetime, dt.datetime]]]]:
    first = dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC).astimezone(zone)
    found = []
    for n in range(2_000):
        start = first + n * 241 * MINUTE
        holds = [(start + 90 * MINUTE, start + 200 * MINUTE), (start + 2_000 * MINUTE, start + 2_300 * MINUTE)]
        found.append((start, 3_600 * (1 + n % 40), holds))
    return found


def due_times(zone: dt.tzinfo) -> float:
    calendar, work = desk.calendars()["cn-office"], cases(zone)

    def act() -> int:
        for _ in range(COUNT // len(work)):
            for start, within, holds in work:
                calendar.due(start, within, holds)
        return COUNT

    return rate(act)


def whole_seconds() -> float:
    calendar = desk.calendars()["cn-office"]
    work = [(seconds_of(start), within, stops_of(holds)) for start, within, holds in cases(dt.UTC)]

    def act() -> int:
        for _ in range(COUNT // len(work)):
            for start, within, stops in work:
                calendar.due_s(start, within, stops)
        return COUNT

    return rate(act)


def floor() -> float:
    calendar = desk.calendars()["cn-office"]
    sums = list(calendar._table.sums)
    work = [seconds_of(start) % sums[-1] for start, _, _ in cases(dt.UTC)]

    def act() -> int:
        for _ in range(COUNT // len(work)):
            for target in work:
                bisect_left(sums, target)
        return COUNT

    return rate(act)


def records() -> list[tuple[Fact, ...]]:
    """2,000 tickets under the five policies, a third of them held once or twice."""
    found: list[tuple[Fact, ...]] = []
    for n in range(2_000):
        ticket = desk.Ticket(desk.POLICIES[n % 5], level=f"P{1 + n % 4}", fault=("software", "hardware")[n % 2])
        begin = desk.START + n * MINUTE
        facts: list[Fact] = [Received(begin, ticket.facts, ticket.pin), Met(begin + (3 + n % 9) * MINUTE, "respond")]
        facts.append(Triggered(begin + 20 * MINUTE, "visit_decided"))
        if n % 3 == 0:
            facts += [HoldStarted(begin + 60 * MINUTE, "customer"), HoldEnded(begin + 100 * MINUTE)]
        if n % 6 == 0:
            facts += [HoldStarted(begin + 150 * MINUTE, "appointment")]
        if n % 2:
            facts.append(Met(begin + (100 + n % 400) * MINUTE, "restore"))
        found.append(tuple(facts))
    return found


def recomputation() -> tuple[float, float, float]:
    """(seconds for 100,000 clocks, µs a ticket, clocks a ticket)."""
    rules = desk.rules_for(*(desk.shipped(name) for name in desk.POLICIES))
    tickets, now = records(), desk.START + 1_000 * MINUTE
    clocks = sum(len(evaluate(ticket, rules, now)) for ticket in tickets)

    def act() -> int:
        for ticket in tickets:
            evaluate(ticket, rules, now)
        return len(tickets)

    tickets_a_second = rate(act)
    each = clocks / len(tickets)
    return 100_000 / (tickets_a_second * each), 1e6 / tickets_a_second, each


def main() -> int:
    """Exit code 1 when the goal is missed."""
    utc, local, plain, bare = due_times(dt.UTC), due_times(SHANGHAI), whole_seconds(), floor()
    print(f"        in whole seconds {plain:,.0f}/s, {plain / bare:.3f} of the floor: one bisection, {bare:,.0f}/s")
    seconds, each, clocks = recomputation()
    print(
        f"        100,000 clocks again from the record: {seconds:.2f} s ({each:.0f} µs a ticket of {clocks:.1f} clocks)"
    )
    met = [
        line(f"due times, aware datetimes in {place}", found, GOAL, "/s up", f"{found / bare:.3f} of one bisection")
        for place, found in (("UTC", utc), ("Shanghai", local))
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=5))
