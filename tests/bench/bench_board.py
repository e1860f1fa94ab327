"""Loading the board as the console does, with and without a long history, against the same rows by plain sqlite3.

    python tests/bench/bench_board.py                  500 and 10,000 open; none and 1,000,000 closed (made once)
    python tests/bench/bench_board.py --closed 0       a quick look
    python tests/bench/bench_board.py --profile        where the time goes

All of it is work of one core with the file in memory, so it is timed by the processor time of the thread, which is the
time that passes on a quiet machine and does not count other programs (`--wall` counts what passes).

The floor reads the same 200 clocks with ticket, customer and owner, the queue, the engineers and the counts, as tuples.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import limits
from big_desk import desk
from figures import in_turn, line, middle, p99

from hotline_tui.domain.board import BoardQuery
from hotline_tui.services.desk import Desk
from hotline_tui.store.engine import open_store
from hotline_tui.store.types import to_text

TARGET_MS = {500: 5.0, 10_000: 10.0}
UNCHANGED = 1.15
"""How much a million closed tickets may add before it counts as a change: this machine's noise."""
_PAGE = (
    "SELECT c.id, c.thing_kind, c.thing_id, c.milestone, c.state, c.start, c.due, c.t50, c.t75, c.t90, c.left_s,"
    " c.by_raise, c.trigger, c.acked_at, c.level, t.number, t.summary, t.state, t.hold_reason, t.hold_review_at,"
    " t.is_major, t.region, k.name, o.name FROM clock c LEFT JOIN ticket t ON t.id = c.thing_id"
    " LEFT JOIN customer k ON k.id = t.customer_id LEFT JOIN operator o ON o.id = t.owner_operator_id"
    " WHERE c.open = 1 AND c.lead = 1 AND c.desk_id = 1 AND c.thing_kind <> 'call' AND c.due IS NOT NULL"
    " ORDER BY c.due, c.id LIMIT 200"
)
_QUEUE = (
    "SELECT c.*, k.name, p.name FROM call c LEFT JOIN customer k ON k.id = c.customer_id"
    " LEFT JOIN contact p ON p.id = c.contact_id WHERE c.open = 1 AND c.desk_id = 1"
    " ORDER BY c.live DESC, c.is_contract DESC, c.entered_at, c.id LIMIT 200"
)
_PEOPLE = (
    "SELECT e.*, v.state, v.eta, t.number, k.name FROM engineer e"
    " LEFT JOIN visit v ON v.open = 1 AND v.engineer_id = e.id LEFT JOIN ticket t ON t.id = v.ticket_id"
    " LEFT JOIN customer k ON k.id = t.customer_id WHERE e.desk_id = 1"
)
_LEADING = "SELECT count(*) FROM clock INDEXED BY clock_board WHERE open = 1 AND lead = 1 AND desk_id = 1"


def floor(raw: sqlite3.Connection, now: str, later: str) -> int:
    """The rows of a board by hand-written statements."""
    raw.execute("BEGIN")
    rows = [*raw.execute(_PAGE), *raw.execute(_QUEUE), *raw.execute(_PEOPLE)]
    raw.execute(f"{_LEADING} AND due < ?", (now,)).fetchone()
    raw.execute(f"{_LEADING} AND due >= ? AND due <= ?", (now, later)).fetchone()
    raw.execute(_LEADING).fetchone()
    raw.execute("SELECT level, count(*) FROM ticket WHERE open = 1 AND desk_id = 1 GROUP BY level").fetchall()
    raw.execute("SELECT counter FROM feed").fetchone()
    raw.execute("ROLLBACK")
    return len(rows)


def measure(opened: int, asked: argparse.Namespace) -> list[tuple[float, float]]:
    """Median and p99 of loading the board, in ms, for each length of history: all in turn, each beside its floor."""
    with ExitStack() as stack:
        acts: list[Callable[[], object]] = []
        for closed in asked.closed:
            acts += _pair(stack, desk(opened, closed))
        clock = time.perf_counter if asked.wall else time.thread_time
        taken = in_turn(asked.runs, *acts, clock=clock)
        if asked.profile:
            _profile(acts[0])
    for closed, ours, least in zip(asked.closed, taken[::2], taken[1::2], strict=True):
        print(
            f"{opened:>7,} open {closed:>9,} closed: median {middle(ours) * 1e3:6.2f}  p99 {p99(ours) * 1e3:6.2f} ms;"
            f" plain sqlite3 {middle(least) * 1e3:5.2f} ms, ratio {middle(ours) / middle(least):.2f}",
            flush=True,
        )
    return [(middle(ours) * 1e3, p99(ours) * 1e3) for ours in taken[::2]]


def _pair(stack: ExitStack, path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Loading a desk's board, and the floor under it."""
    raw = stack.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
    console = Desk(stack.enter_context(open_store(str(path))))
    me = console.sign_on(operator=1, desk=None, now=datetime.now(UTC))
    stack.callback(lambda: console.sign_off(now=datetime.now(UTC)))
    query = BoardQuery(desk=me.desk_id, operator=me.operator_id)
    now = datetime.now(UTC)
    found = console.board(query, now=now)
    assert len(found.clocks) == 200 and found.calls and found.engineers, found.figures
    bounds = to_text(now), to_text(now + timedelta(minutes=30))
    return (lambda: console.board(query, now=datetime.now(UTC))), (lambda: floor(raw, *bounds))


def _profile(act: Callable[[], object]) -> None:
    watch = cProfile.Profile()
    watch.enable()
    for _ in range(200):
        act()
    watch.disable()
    pstats.Stats(watch).sort_stats("tottime").print_stats(25)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--open", type=int, nargs="*", default=[500, 10_000])
    options.add_argument("--closed", type=int, nargs="*", default=[0, 1_000_000])
    options.add_argument("--runs", type=int, default=300)
    options.add_argument("--profile", action="store_true")
    options.add_argument("--wall", action="store_true")
    asked = options.parse_args()
    met = True
    for opened in asked.open:
        figures = measure(opened, asked)
        target = TARGET_MS.get(opened, 10.0)
        for closed, (median, worst) in zip(asked.closed, figures, strict=True):
            what = f"loading the board, {opened:,} open, {closed:,} closed"
            met &= line(what, median, target, "ms", f"median; p99 {worst:.2f}")
        if len(figures) > 1:
            what = f"the same with {asked.closed[-1]:,} closed against {asked.closed[0]:,}, {opened:,} open"
            met &= line(what, figures[-1][0] / figures[0][0], UNCHANGED, "×")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=10))
