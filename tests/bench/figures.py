"""What all measuring programs share: timing, percentiles, and the line that says whether a target is met.

A line of the table goes to standard output as text and, when $HOTLINE_BENCH_OUT names a file, to it as JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def timed(act: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of one run."""
    began = clock()
    act()
    return clock() - began


def in_turn(
    runs: int, *acts: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> list[list[float]]:
    """Seconds of each act, A B A B …, so that a wandering machine wanders for both; the first turn does not count."""
    for act in acts:
        act()
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(runs):
        for place, act in enumerate(acts):
            taken[place].append(timed(act, clock))
    return taken


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)


def p99(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def line(what: str, figure: float, target: float, unit: str, more: str = "") -> bool:
    """Print one line of the table; True when the figure is at most (for a rate: at least) the target."""
    rate = unit.endswith("/s up")
    met = figure >= target if rate else figure <= target
    shown = unit.removesuffix(" up")
    sign = "≥" if rate else "≤"
    print(
        f"{'met   ' if met else 'MISSED'}  {what:<62} {figure:>10,.3g} {sign} {target:,.3g} {shown}"
        + (f"   ({more})" if more else ""),
        flush=True,
    )
    if out := os.environ.get("HOTLINE_BENCH_OUT"):
        row = {"what": what, "figure": figure, "sign": sign, "target": target, "unit": shown, "met": met, "more": more}
        with Path(out).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return met
