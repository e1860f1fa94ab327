"""A hundred real consoles on one PostgreSQL: how long a save takes, and what each console costs.

    python tests/bench/bench_many.py                       # 100 consoles, two changes a second for a minute
    python tests/bench/bench_many.py --consoles 20 --seconds 20

Every console is the real program in a pseudo-terminal of its own with its own operator; the desk has three running
clocks for each of them. Saves are timed at the door of one more console: from the key to the answer. A call
comes in from outside, is claimed there, a ticket gets a note, and the call is advised.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))
import limits
from figures import line, middle, p99
from fleet import Fleet

from hotline_tui.domain.commands import AdviseCall, ClaimCall, EnterCall, NoteTicket
from hotline_tui.domain.words import Channel
from hotline_tui.services import bus
from hotline_tui.ui.messages import CommandDone
from tests.real.many import Desks, company
from tests.real.wire import Wire
from tests.servers import Server, name_of

PHONES = ("021-5560 1180", "138 0000 1122", "021-6433 2200")


def filled(url: str, consoles: int) -> tuple[Desks, list[int]]:
    """A desk with an operator for each console, and about three running clocks for each."""
    desks = Desks(url, company(url))
    desks.operators(consoles + 1)
    tickets = []
    while len(tickets) < 3 or desks.sql("SELECT count(*) FROM clock WHERE open")[0][0] < 3 * consoles:
        ago = timedelta(seconds=len(tickets) * 37 % 60)  # not all in one second: then all would change in one, too
        desks.world.now = datetime.now(UTC) - ago
        tickets.append(desks.world.open(PHONES[len(tickets) % 3]))
    return desks, tickets


def saves(wire: Wire, desks: Desks, tickets: list[int], seconds: float) -> list[float]:
    """Two changes a second: seconds that each save at the wire took."""
    taken: list[float] = []
    began, turn, call = time.monotonic(), 0, 0
    while time.monotonic() - began < seconds:
        note: dict[str, Any] = {"ticket": tickets[turn % len(tickets)], "text": f"note {turn}", "from_customer": False}
        acts = ((ClaimCall, {"call": call}), (NoteTicket, note), (AdviseCall, {"call": call, "text": "told how"}))
        act, given = acts[turn % 4 - 1]
        if turn % 4 == 0:
            call = _outside(desks)
        else:
            at = time.perf_counter()
            done = wire.act(act, **given)
            taken.append(time.perf_counter() - at)
            assert isinstance(done, CommandDone), done
        turn += 1
        time.sleep(max(0.0, began + turn * 0.5 - time.monotonic()))
    return taken


def _outside(desks: Desks) -> int:
    """A call comes in: its id."""
    call = EnterCall(id=uuid4(), actor=desks.world.wang, desk=desks.world.desk, channel=Channel.PHONE,
                     number=PHONES[0], source="bench", source_id=str(uuid4()))  # fmt: skip
    return bus.execute(desks.store, call, datetime.now(UTC)).thing_id


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--consoles", type=int, default=100)
    asked.add_argument("--seconds", type=float, default=60)
    given = asked.parse_args()
    with (
        tempfile.TemporaryDirectory(dir="/var/tmp") as home,
        Server.made(durable=True, settings={"max_connections": "400"}) as server,
    ):
        url = server.database()
        desks, tickets = filled(url, given.consoles)
        server.sql("ANALYZE", name_of(url))
        began = time.monotonic()
        fleet = Fleet(url, Path(home), [f"op{place}" for place in range(1, given.consoles + 1)])
        print(f"{given.consoles} consoles show their boards after {time.monotonic() - began:.0f} s", flush=True)
        try:
            wire = Wire(url, operator=desks.sql("SELECT id FROM operator WHERE login = 'op0'")[0][0]).ready()
            saves(wire, desks, tickets, 15)
            cpu, at = fleet.cpu_s(), time.monotonic()
            taken = saves(wire, desks, tickets, given.seconds)
            used = (fleet.cpu_s() - cpu) / (time.monotonic() - at)
            memory, alive = fleet.pss_mb(), fleet.alive()
            wire.close()
        finally:
            fleet.close()
            desks.close()
    load = os.getloadavg()[0]
    cores = f"consoles use {used:.2f} cores, load {load:.0f}"
    more = f"p50 {middle(taken) * 1e3:.0f} ms, max {max(taken) * 1e3:.0f} ms, {cores}"
    most = f"middle {middle(memory):.1f} MB, {sum(one > 75 for one in memory)} above"
    met = [
        line(f"consoles that ended, of {given.consoles}", given.consoles - alive, 0, ""),
        line("save with all of them at work, p99", p99(taken) * 1e3, 300, "ms", more),
        line("memory of a console (PSS), largest", max(memory), 75, "MB", most),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=30))
