"""What one desk commits, another shows: from the commit to the finished paint of a real console.

    python tests/bench/bench_feed.py                       # SQLite; PostgreSQL with 50 bare listeners
    python tests/bench/bench_feed.py consoles --count 50   # PostgreSQL with so many real consoles

A call enters by the services of this process; the console in the pseudo-terminal has painted it when its name stands on
the screen and the line is quiet. Then the call is dismissed, and after a rest of random length comes the next.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))
import limits
from figures import line, middle, p99
from fleet import Fleet

from hotline_tui.domain.commands import ClaimCall, DismissCall, EnterCall
from hotline_tui.domain.words import Channel
from hotline_tui.services import bus
from hotline_tui.store.engine import Store, open_store
from tests.real.many import Desks, company
from tests.real.room import Room
from tests.servers import Server

WARM = 12
"""The first calls are not counted: a server plans each statement anew for as long, and consoles find their turns."""
QUIET_S = 0.012
"""A line that is quiet for longer than a frame has finished its paint."""


def act(store: Store, desks: Desks, kind: Any, **values: Any) -> int:
    command = kind(id=uuid4(), actor=desks.world.wang, desk=desks.world.desk, **values)
    return bus.execute(store, command, datetime.now(UTC)).thing_id


def shown(desks: Desks, console: Any, changes: int) -> list[float]:
    """Seconds from each commit to its finished paint."""
    taken: list[float] = []
    with open_store(desks.url, durable=True) as store:
        act(store, desks, EnterCall, channel=Channel.PHONE, name="WARM", source="bench", source_id="warm")
        console.wait(lambda: "WARM" in console.text, "the first call", 20)
        console.rest(2.0, 2.5)
        for number in range(WARM + changes):
            name = f"Z{number:04d}Q"
            call = act(store, desks, EnterCall, channel=Channel.PHONE, name=name, source="bench", source_id=name)
            taken.append(_painted(console, name) - _committed())
            act(store, desks, ClaimCall, call=call)
            act(store, desks, DismissCall, call=call, reason="bench")
            end = time.monotonic() + random.uniform(1.3, 2.2)
            while time.monotonic() < end:
                console.pump(0.05)
    return taken[WARM:]


def _committed() -> float:
    return _COMMITTED[-1]


_COMMITTED: list[float] = []


def watch_commits() -> None:
    """Note when each act of this process was committed."""
    real = bus.execute

    def execute(*words: Any, **named: Any) -> Any:
        done = real(*words, **named)
        _COMMITTED.append(time.monotonic())
        return done

    bus.execute = execute


def _painted(console: Any, name: str) -> float:
    last, end = 0.0, time.monotonic() + 10
    fd = console.child.child_fd
    while time.monotonic() < end:
        if select.select([fd], [], [], QUIET_S if last else 0.5)[0]:
            data = os.read(fd, 65_536)
            at = time.monotonic()
            console._take(data)
            if last or name in console.text:
                last = at
        elif last:
            return last
    raise SystemExit(f"{name} was not shown within 10 s\n{console.text}")


class Listeners:
    """Bare connections that listen, as other desks' do."""

    def __init__(self, url: str, count: int) -> None:
        import psycopg

        self._lines = [psycopg.connect(url, autocommit=True) for _ in range(count)]
        for raw in self._lines:
            raw.execute("LISTEN hotline_feed")
        self.heard = 0
        self._stop = False
        self._thread = threading.Thread(target=self._hear, daemon=True)
        self._thread.start()

    def _hear(self) -> None:
        by_fd = {raw.fileno(): raw for raw in self._lines}
        while not self._stop:
            for fd in select.select(list(by_fd), [], [], 0.1)[0]:
                self.heard += len(list(by_fd[fd].notifies(timeout=0)))

    def close(self) -> None:
        self._stop = True
        self._thread.join()
        for raw in self._lines:
            raw.close()


def one(url: str, what: str, target: float, changes: int, beside: str = "", count: int = 0) -> bool:
    """One row of the table."""
    desks = Desks(url, company(url))
    desks.operators(max(2, count + 1))
    with tempfile.TemporaryDirectory() as name:
        room = Room(Path(name), {"HOTLINE_DATABASE_URL": url if "://" in url else f"sqlite:///{url}"})
        others: Any = None
        try:
            if beside == "listeners":
                others = Listeners(url, count)
            elif beside == "consoles":
                others = Fleet(url, Path(name), [f"op{place}" for place in range(1, count + 1)])
            console = room.live("--operator", "op0", "--lang", "en", size=(132, 40))
            taken = shown(desks, console, changes)
        finally:
            room.close()
            if others is not None:
                others.close()
            desks.close()
    load = os.getloadavg()[0]
    more = f"p50 {middle(taken) * 1e3:.0f} ms, max {max(taken) * 1e3:.0f} ms, {changes} changes, load {load:.1f}"
    return line(what, p99(taken) * 1e3, target, "ms", more)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("which", nargs="*", default=["sqlite", "listeners"])
    asked.add_argument("--changes", type=int, default=100)
    asked.add_argument("--count", type=int, default=50)
    given = asked.parse_args()
    watch_commits()
    met = []
    if "sqlite" in given.which:
        with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
            words = "change on another desk's screen, SQLite, p99"
            met.append(one(str(Path(name) / "desk.db"), words, 200, given.changes))
    for beside, target in (("listeners", 80), ("consoles", 300)):
        if beside in given.which:
            with Server.made(durable=True) as server:
                words = f"the same, PostgreSQL, {given.count} {beside}, p99"
                met.append(one(server.database(), words, target, given.changes, beside, given.count))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=30))
