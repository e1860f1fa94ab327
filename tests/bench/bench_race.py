"""Twenty desks race for one queue: claims through the services, and the same statements run raw by the driver.

    python tests/bench/bench_race.py                        # 4,000 claims on each engine, both ways
    python tests/bench/bench_race.py --calls 100000 --engine sqlite --ours

Processes of their own; `synchronous=FULL` on SQLite, fsync on PostgreSQL. The raw statements are those that the
services send for a claim (command, row, lease, event, chain, feed), taken down from one; only ids differ.
"""

from __future__ import annotations

import argparse
import multiprocessing
import queue
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import event as sa_event
from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))
from figures import line, middle, p99

from hotline_tui.domain.commands import ClaimCall
from hotline_tui.domain.errors import Refused
from hotline_tui.services import bus
from hotline_tui.services.desk import open_desk
from hotline_tui.store import chains
from hotline_tui.store.engine import open_store
from hotline_tui.store.write_turn import begin_immediate
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
Statement = tuple[str, Any]


@dataclass
class Race:
    """What one process brings home."""

    won: list[int]
    times: list[float]
    began: float
    ended: float


# ---- both ways of claiming; each gives the call's id, or None when nobody waits


def ours(url: str, operator: int) -> Callable[[], int | None]:
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


class Taken:
    """The statements of a claim with places for what differs from claim to claim."""

    def __init__(self, one: list[Statement], other: list[Statement]) -> None:
        self.statements: list[tuple[str, Any, bool]] = []
        for (statement, first), (_, second) in zip(one, other, strict=True):
            made = (
                {k: self._place(v, second[k]) for k, v in first.items()}
                if isinstance(first, dict)
                else tuple(self._place(a, b) for a, b in zip(first, second, strict=True))
            )
            self.statements.append((statement, made, "FROM call " in statement and "SELECT call.id" in statement))

    @staticmethod
    def _place(one: Any, other: Any) -> Any:
        if one == other or not isinstance(one, int | str):
            return ("=", one)
        if isinstance(one, int):
            return ("call", None)
        if one.startswith("call:"):
            return ("resource", None)
        kinds = {36: "command", 32: "token"}
        return (kinds[len(one)], None) if len(one) in kinds and "T" not in one else ("=", one)

    @staticmethod
    def fill(places: Any, known: dict[str, Any]) -> Any:
        def value(place: tuple[str, Any]) -> Any:
            return place[1] if place[0] == "=" else known[place[0]]

        return {k: value(v) for k, v in places.items()} if isinstance(places, dict) else tuple(map(value, places))


def take_down(url: str) -> Taken:
    """Two claims through the services, overheard."""
    heard: list[list[Statement]] = []
    import hotline_tui.store.engine as engine_module

    opened: list[Any] = []
    real = engine_module.Store.__init__

    def init(self: Any, *words: Any, **named: Any) -> None:
        real(self, *words, **named)
        opened.append(self)

    engine_module.Store.__init__ = init  # type: ignore[method-assign]
    claim = ours(url, 1)
    engine_module.Store.__init__ = real  # type: ignore[method-assign]
    for _ in range(8):  # drivers and SQLAlchemy have settled on how they send them
        claim()

    def hear(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        heard[-1].append((statement, parameters))

    sa_event.listen(opened[-1].engine, "before_cursor_execute", hear)
    for _ in range(2):
        heard.append([])
        claim()
    opened[-1].close()
    return Taken(*heard)


def raw(url: str, taken: Taken) -> Callable[[], int | None]:
    """The same by the driver alone."""
    connect = _sqlite if "://" not in url else _postgresql
    begin, run, commit, rollback = connect(url)

    def claim() -> int | None:
        known: dict[str, Any] = {"command": str(uuid4()), "token": uuid4().hex}
        begin()
        for statement, places, finds in taken.statements:
            row = run(statement, taken.fill(places, known))
            if finds:
                if row is None:
                    rollback()
                    return None
                known |= {"call": row[0], "resource": f"call:{row[0]}"}
        commit()
        return int(known["call"])

    return claim


def _sqlite(url: str) -> Any:
    conn = sqlite3.connect(url, isolation_level=None, timeout=0, cached_statements=400)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON", "cache_size = -3000"):
        conn.execute(f"PRAGMA {pragma}")

    def run(statement: str, values: Any) -> Any:
        return conn.execute(statement, [str(v) if isinstance(v, str) else v for v in values]).fetchone()

    return lambda: begin_immediate(conn, 120), run, lambda: conn.execute("COMMIT"), lambda: conn.execute("ROLLBACK")


def _postgresql(url: str) -> Any:
    import psycopg

    conn = psycopg.connect(url)

    def run(statement: str, values: Any) -> Any:
        cursor = conn.execute(statement, values)  # type: ignore[arg-type]
        return cursor.fetchone() if cursor.description else None

    return lambda: None, run, conn.commit, conn.rollback


# ---- the race


def racer(way: str, url: str, operator: int, taken: Taken | None, gate: Any, results: Any) -> None:
    """One process."""
    claim = ours(url, operator) if taken is None else raw(url, taken)
    won = [claim() for _ in range(WARM)]
    times: list[float] = []
    gate.wait()
    began = time.monotonic()
    while True:
        at = time.perf_counter()
        call = claim()
        if call is None:
            break
        times.append(time.perf_counter() - at)
        won.append(call)
    results.put(Race([call for call in won if call is not None], times, began, time.monotonic()))
    del way


def run(way: str, url: str, operators: list[int], calls: int, taken: Taken | None) -> float:
    """Claims per second; prints the rest."""
    spawn = multiprocessing.get_context("spawn")
    gate, results = spawn.Barrier(len(operators)), spawn.Queue()
    processes = [spawn.Process(target=racer, args=(way, url, operator, taken, gate, results)) for operator in operators]
    for process in processes:
        process.start()
    races: list[Race] = []
    while len(races) < len(processes):
        try:
            races.append(results.get(timeout=1))
        except queue.Empty:
            if any(process.exitcode for process in processes):
                for process in processes:
                    process.kill()
                raise SystemExit("a process failed") from None
    for process in processes:
        process.join()
    won = Counter(call for race in races for call in race.won)
    raced = [len(race.times) for race in races]
    times = [seconds for race in races for seconds in race.times]
    rate = sum(raced) / (max(race.ended for race in races) - min(race.began for race in races))
    print(
        f"  {way:<34} {rate:8,.0f} claims/s   each of {len(raced)}: {min(raced)} to {max(raced)}"
        f"   p50 {middle(times) * 1e3:.1f}  p99 {p99(times) * 1e3:.1f}  max {max(times) * 1e3:.0f} ms",
        flush=True,
    )
    line(f"{way}: calls claimed twice, of {calls:,}", sum(count - 1 for count in won.values()), 0, "")
    line(f"{way}: calls that nobody got", calls - len(won), 0, "")
    line(
        f"{way}: claims of the least lucky process, share of the mean",
        min(raced) * len(raced) / sum(raced),
        0.25,
        "/s up",
    )
    return rate


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


def check(url: str) -> None:
    """By the record, too: one claim each, and every chain is whole."""
    with open_store(url, statement_s=3_600) as store, store.read(within_s=3_600) as conn:
        twice = "SELECT thing_id FROM event WHERE kind = 'call.claim' GROUP BY thing_id HAVING count(*) > 1"
        line("on the record: calls claimed more than once", len(conn.execute(text(twice)).all()), 0, "")
        line("on the record: chains that do not verify", len(chains.verify_chains(conn)), 0, "")


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--calls", type=int, default=4_000)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    asked.add_argument("--ours", action="store_true", help="only through the services")
    given = asked.parse_args()
    met = True
    for engine in given.engine or ["sqlite", "postgresql"]:
        print(f"{engine}: {PROCESSES} processes, {given.calls:,} calls")
        try:
            server = Server.made(durable=True) if engine == "postgresql" else None
        except Missing as missing:
            print(f"  {missing}")
            continue
        with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
            url, operators = place(engine, Path(name), server, given.calls + 20)
            taken = None if given.ours else take_down(url)
            raw_url = copied(url, server) if taken else ""
            count = given.calls + (10 if taken else 20)
            through = run(f"{engine}, services", url, operators, count, None)
            check(url)
            if taken:
                by_hand = run(f"{engine}, raw", raw_url, operators, count, taken)
                target = 0.5 if engine == "postgresql" else 0.25
                met &= line(f"{engine}: claims, share of the raw statements", through / by_hand, target, "/s up")
        if server:
            server.close()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
