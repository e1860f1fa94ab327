"""Several desks on one database, of either engine: made, raced, killed, and looked at afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import text

from hotline_tui.services.falling_due import sweep
from hotline_tui.services.verify import verify
from hotline_tui.store.engine import Store, open_store

AGENT = Path(__file__).with_name("agents.py")


def services_conftest() -> Any:
    """The small believable company of the services' tests."""
    return import_module("tests.services.conftest")


@dataclass
class Process:
    """One agent. `said` is what it has acknowledged so far."""

    child: subprocess.Popen[str]
    said: list[dict[str, Any]] = field(default_factory=list)

    def line(self) -> dict[str, Any] | None:
        """The next acknowledgement; None when there is no more."""
        assert self.child.stdout is not None
        line = self.child.stdout.readline()
        if not line.endswith("\n"):
            return None
        self.said.append(json.loads(line))
        return self.said[-1]

    def go(self) -> None:
        """Begin."""
        assert self.child.stdin is not None
        self.child.stdin.write("\n")
        self.child.stdin.flush()

    def kill(self) -> None:
        """kill -9; what it had acknowledged is read to the end."""
        self.child.kill()
        self.rest()

    def rest(self) -> list[dict[str, Any]]:
        """Everything it says until its end."""
        while self.line() is not None:
            pass
        self.child.wait(180)
        return self.said

    def all(self, key: str) -> list[Any]:
        """The values said under a name."""
        return [line[key] for line in self.said if key in line]


@dataclass
class Desks:
    """One database and the processes on it."""

    url: str
    world: Any
    """The company on it (services' conftest), for acts of the test itself."""
    processes: list[Process] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """The test's own store."""
        store: Store = self.world.store
        return store

    def start(self, role: str, *, operator: int = 0, **given: Any) -> Process:
        """An agent that waits for `go`."""
        told = {"operator": operator or self.world.wang} | given
        child = subprocess.Popen(
            [sys.executable, str(AGENT), role, self.url, json.dumps(told)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(AGENT.parents[2])},
        )
        self.processes.append(Process(child))
        return self.processes[-1]

    def race(self, agents: Iterable[Process]) -> None:
        """Let them begin together, when all are ready."""
        waiting = list(agents)
        for agent in waiting:
            assert agent.line() is not None
        for agent in waiting:
            agent.go()

    def operators(self, count: int) -> list[int]:
        """So many operators of this desk."""
        made = services_conftest()
        numbers = []
        for place in range(count):
            number = self.world.add(made.Operator, login=f"op{place}", name=f"Op {place}", desk_id=self.world.desk)
            for role in ("operator", "dispatcher", "shift_lead"):
                self.world.add(made.OperatorRole, operator_id=number, role=role)
            numbers.append(number)
        return numbers

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Around the services."""
        with self.store.write() as conn:
            found = conn.execute(text(statement), values)
            return [tuple(row) for row in found] if found.returns_rows else []

    def silence(self, session: int) -> None:
        """Let a session's last heartbeat be older than a lease lives."""
        self.sql("UPDATE session SET heartbeat_ms = heartbeat_ms - 30000 WHERE id = :id", id=session)

    def sound(self) -> None:
        """The record verifies: every chain, every seal, every clock as its record gives it."""
        now = max(datetime.now(UTC), self.world.now)
        while sweep(self.store, now, budget_s=60):
            pass
        report = verify(self.store, now)
        assert report.clean, (report.faults, report.differences[:6], report.damage)

    def close(self) -> None:
        """End every process."""
        for process in self.processes:
            if process.child.poll() is None:
                process.child.kill()
            process.child.communicate()
        self.store.close()


def company(url: str) -> Any:
    """A new database at `url` with the company on it, whose time is now; its store is open."""
    made, now = services_conftest(), datetime.now(UTC)
    before, made.START = made.START, now
    try:
        world = made._fill(open_store(url, create=True, durable=False))
    finally:
        made.START = before  # the services' own tests have a day of their own
    return replace(world, now=now)
