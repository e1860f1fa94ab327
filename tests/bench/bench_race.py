"""Twenty desks race for one queue: claims through the services, and the same statements run raw by the driver.

    python tests/bench/bench_race.py                        # 4,000 claims on each engine, both ways
    python tests/bench/bench_race.py --calls 100000 --engine sqlite --ours

Processes of their own; `synchronous=FULL` on SQLite, fsync on PostgreSQL. The raw statements are those that the
services send for a claim (command, row, lease, event, chain, feed), taken down from one; only ids differ.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import queue
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))
import limits
from figures import line, middle, p99
from race_raw import Claim, Taken, raw, take_down

from hotline_tui.domain.commands import ClaimCall
from hotline_tui.domain.errors import Refused
from hotline_tui.services import bus
from hotline_tui.services.desk import open_desk
from hotline_tui.store import chains
from hotline_tui.store.engine import open_store
from tests.pg_programs import Missing
from tests.real.many import Desks, company
from tests.servers import Server, name_of

PROCESSES = 20
WARM = 3
"""Claims before the race, by each: what is loaded and prepared at first use is."""
FILL = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
    " INSERT INTO call (desk_id, channel, live, entered_at)"
    " SELECT 1, 'phone', 1, '2026-11-22T03:00:00.000000Z' FROM n",
    "postgresql": "INSERT INTO call (desk_id, channel, live, entered_at)"
    " SELECT 1, 'phone', true, now() - interval '1 hour' FROM generate_series(1, :count)",
}
ENDED = (
    "UPDATE call SET state = 'advised' WHERE state = 'claimed'"
    " AND id IN (SELECT thing_id FROM lease WHERE thing_kind = 'call')",
    "DELETE FROM lease WHERE thing_kind = 'call' AND thing_id IN (SELECT id FROM call WHERE state = 'advised')",
)
"""Once a second: an operator has one call or two, never the thousands that nobody would end here."""


@dataclass
class Race:
    """What one process brings home."""

    won: list[int]
    times: list[float]
    began: float
    ended: float


def ours(url: str, operator: int) -> Claim:
    """Through the services, as a console does."""
    bus.handlers()
    desk = open_desk(url, lock_s=120, statement_s=120)
    from datetime import UTC, datetime

    me = desk.sign_on(operator=operator, desk=None, now=datetime.now(UTC))

    def claim() -> int | None:
        command = ClaimCall(id=uuid4(), actor=operator, desk=me.desk_id, call=None, session=me.session_id)
        try:
            return desk.do(command, now=datetime.now(UTC)).thing_id
        except Refused:
            return None

    return claim


# ---- the race


def racer(url: str, operator: int, taken: Taken | None, within_s: float, gate: Any, results: Any) -> None:
    """One process, until nobody waits or its time is over."""
    claim = ours(url, operator) if taken is None else raw(url, taken)
    won = [claim() for _ in range(WARM)]
    times: list[float] = []
    gate.wait()
    began = time.monotonic()
    while time.monotonic() < began + within_s:
        at = time.perf_counter()
        call = claim()
        if call is None:
            break
        times.append(time.perf_counter() - at)
        won.append(call)
    results.put(Race([call for call in won if call is not None], times, began, time.monotonic()))


def run(
    way: str, url: str, operators: list[int], calls: int, taken: Taken | None, within_s: float
) -> tuple[float, bool]:
    """Claims per second, and whether every call was claimed once and nobody starved."""
    spawn = multiprocessing.get_context("spawn")
    gate, results = spawn.Barrier(len(operators)), spawn.Queue()
    processes = [
        spawn.Process(target=racer, args=(url, operator, taken, within_s, gate, results)) for operator in operators
    ]
    for process in processes:
        process.start()
    races: list[Race] = []
    try:
        with open_store(url, lock_s=120) as store:
            while len(races) < len(processes):
                with contextlib.suppress(queue.Empty):
                    races.append(results.get(timeout=1))
                with store.write() as conn:
                    for statement in ENDED:
                        conn.execute(text(statement))
                if any(process.exitcode for process in processes):
                    raise SystemExit("a process failed")
    finally:
        for process in processes:
            process.join(30 if len(races) == len(processes) else 0)
            process.kill()
    won = Counter(call for race in races for call in race.won)
    raced = [len(race.times) for race in races]
    times = [seconds for race in races for seconds in race.times]
    rate = sum(raced) / (max(race.ended for race in races) - min(race.began for race in races))
    print(
        f"  {way:<34} {rate:8,.0f} claims/s   each of {len(raced)}: {min(raced)} to {max(raced)}"
        f"   p50 {middle(times) * 1e3:.1f}  p99 {p99(times) * 1e3:.1f}  max {max(times) * 1e3:.0f} ms",
        flush=True,
    )
    late = f"its time was over with {calls - len(won):,} waiting" if _cut(races, within_s) else ""
    least = min(raced) * len(raced) / sum(raced)
    met = [
        line(f"{way}: claimed twice, of {len(won):,} claimed", sum(count - 1 for count in won.values()), 0, ""),
        line(f"{way}: calls that nobody got", 0 if late else calls - len(won), 0, "", late),
    ]
    if taken is None:  # what the driver does to who waits is not ours
        met.append(line(f"{way}: claims of the least lucky process, share of the mean", least, 0.25, "/s up"))
    return rate, all(met)


def _cut(races: list[Race], within_s: float) -> bool:
    return any(race.ended - race.began >= within_s for race in races)


def place(engine: str, folder: Path, server: Server | None, calls: int) -> tuple[str, list[int]]:
    """A desk with so many calls waiting and an operator for each process."""
    url = server.database() if server else str(folder / f"race{uuid4().hex[:6]}.db")
    desks = Desks(url, company(url))
    operators = desks.operators(PROCESSES)
    desks.sql(FILL[engine], count=calls)
    desks.store.close()
    if server:
        server.sql("ANALYZE", name_of(url))
    return url, operators


def copied(url: str, server: Server | None) -> str:
    """Another desk just like it; nobody is at the first."""
    if server:
        return server.database(name_of(url))
    shutil.copyfile(url, f"{url}.raw.db")
    return f"{url}.raw.db"


def check(url: str) -> bool:
    """By the record, too: one claim each, and every chain is whole."""
    with open_store(url, statement_s=3_600) as store, store.read(within_s=3_600) as conn:
        twice = "SELECT thing_id FROM event WHERE kind = 'call.claim' GROUP BY thing_id HAVING count(*) > 1"
        once = line("on the record: calls claimed more than once", len(conn.execute(text(twice)).all()), 0, "")
        return once & line("on the record: chains that do not verify", len(chains.verify_chains(conn)), 0, "")


def race(engine: str, calls: int, within_s: float, *, ours_only: bool) -> bool:
    """Both ways on one engine."""
    print(f"{engine}: {PROCESSES} processes, {calls:,} calls")
    with ExitStack() as stack:
        try:
            server = stack.enter_context(Server.made(durable=True)) if engine == "postgresql" else None
        except Missing as missing:
            print(f"  {missing}")
            return False
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, operators = place(engine, folder, server, calls + 20)
        taken = None if ours_only else take_down(lambda: ours(url, 1))
        raw_url = copied(url, server) if taken else ""
        count = calls + (10 if taken else 20)
        through, met = run(f"{engine}, services", url, operators, count, None, within_s)
        met &= check(url)
        if taken:
            by_hand, sound = run(f"{engine}, raw", raw_url, operators, count, taken, within_s)
            target = 0.5 if engine == "postgresql" else 0.25
            met &= sound & line(f"{engine}: claims, share of the raw statements", through / by_hand, target, "/s up")
        return met


def main() -> int:
    """Exit code 1 when a target is missed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--calls", type=int, default=4_000)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    asked.add_argument("--minutes", type=float, default=20, help="the most that each way may take")
    asked.add_argument("--on", default="/var/tmp", help="where the databases are: a folder on a real disk")
    asked.add_argument("--ours", action="store_true", help="only through the services")
    given = asked.parse_args()
    tempfile.tempdir = given.on  # servers are made there, too
    engines = given.engine or ["sqlite", "postgresql"]
    met = [race(engine, given.calls, given.minutes * 60, ours_only=given.ours) for engine in engines]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=60))
