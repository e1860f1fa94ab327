"""How the desk survives its server: acknowledged commands counted and found again, gaps and silences timed.

    python tests/bench/bench_survival.py --rounds 200          # crash of the primary, promotion of the standby
    python tests/bench/bench_survival.py --frozen 10 --silent 10 --silence-s 60

Real servers on loopback (tests/servers.py), real gateways of the console; three desks write as fast as they are
answered. A round: kill -9 of the primary and all its processes at a random moment, promotion of its synchronous
standby, then every command that any desk saw acknowledged is looked for there. The next round's primary is the server
that was promoted.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))
import limits
from figures import line, middle, p99

from hotline_tui.ui.messages import CommandDone
from tests.real.many import Desks, company
from tests.real.pg_proxy import Proxy
from tests.real.wire import Wire
from tests.servers import Server

DESKS = 3
ANSWER_S = 120.0
"""An act has its answer after so long on any machine."""
AGAIN_S = 0.02
"""A refused operator presses the key again after so long."""


class Writers:
    """Desks that write until they are told to stop."""

    def __init__(self, url: str, operators: list[int]) -> None:
        self.wires = [Wire(url, operator=operator) for operator in operators]
        for wire in self.wires:
            wire.ready()
        self.refused = 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(wire,), daemon=True) for wire in self.wires]
        for thread in self._threads:
            thread.start()

    def _write(self, wire: Wire) -> None:
        while not self._stop.is_set():
            if not isinstance(wire.outcome(wire.do(), ANSWER_S), CommandDone):  # refused, or not done after so long
                self.refused += 1
                time.sleep(AGAIN_S)

    def acknowledged(self) -> set[UUID]:
        return set().union(*(wire.acknowledged() for wire in self.wires))

    def first_after(self, since: float) -> float | None:
        """Seconds until the first desk was told again that a command is done."""
        times = [at for wire in self.wires for at, m in list(wire.said) if isinstance(m, CommandDone) and at > since]
        return min(times) - since if times else None

    def every_after(self, since: float) -> float | None:
        """The same for the last of the desks."""
        firsts = [
            next((at for at, m in list(wire.said) if isinstance(m, CommandDone) and at > since), None)
            for wire in self.wires
        ]
        return None if None in firsts else max(at for at in firsts if at is not None) - since

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
        for wire in self.wires:
            wire.close()


def waited(found: Any, seconds: float = ANSWER_S) -> float:
    """The first value that is not None."""
    end = time.monotonic() + seconds
    while (value := found()) is None:
        assert time.monotonic() < end, "no desk was answered again within two minutes"
        time.sleep(0.005)
    return float(value)


@dataclass
class Tally:
    """What all rounds have come to."""

    acknowledged: int = 0
    lost: int = 0
    uneven: int = 0
    """Done twice, or by half."""
    refused: int = 0
    gaps: list[float] = field(default_factory=list)
    """From the promotion to the first desk that was answered again."""
    all_gaps: list[float] = field(default_factory=list)
    """The same for the last desk."""

    def show(self, when: str) -> None:
        """How it stands."""
        counts = f"{self.acknowledged:,} acknowledged, {self.lost} lost, {self.uneven} done twice or by half"
        times = f"{self.gaps[-1]:.2f} s (worst {max(self.gaps):.2f}), all desks {self.all_gaps[-1]:.2f} s"
        print(f"{when}: {counts}; first write after the promotion {times}", flush=True)


def failover(rounds: int, seed: int) -> bool:
    """Crash and promote, again and again."""
    dice, tally, primary = random.Random(seed), Tally(), Server.made(durable=True)
    done = 0
    try:
        url = primary.database()
        world = company(url)
        operators = Desks(url, world).operators(DESKS)
        world.store.close()
        name = url.rpartition("/")[2]
        while done < rounds:
            primary = crash(primary, f"standby{done + 1}", name, operators, dice, tally)
            done += 1
            tally.show(f"round {done}")
    finally:
        primary.close()
        if 0 < done < rounds:
            tally.show(f"ended after {done} of {rounds} rounds")
    refused = f"{tally.refused} acts refused meanwhile"
    each, every = tally.gaps, tally.all_gaps
    more = f"p50 {middle(each):.2f} s, p99 {p99(each):.2f} s; all {DESKS} desks p99 {p99(every):.2f} s"
    return all(
        [
            line(
                f"acknowledged commands lost, of {tally.acknowledged:,} in {rounds} rounds", tally.lost, 0, "", refused
            ),
            line("acknowledged commands not done exactly once", tally.uneven, 0, ""),
            line("promotion to the first successful write, worst round", max(tally.gaps), 2.0, "s", more),
        ]
    )


def crash(primary: Server, called: str, name: str, operators: list[int], dice: random.Random, tally: Tally) -> Server:
    """One round: the standby that has taken over; its primary is gone."""
    standby = primary.standby(called)
    writers = Writers(f"postgresql://postgres@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/{name}", operators)
    try:
        time.sleep(dice.uniform(0.3, 1.0))
        primary.kill()
        time.sleep(dice.uniform(0.0, 1.5))  # until whoever watches the servers has noticed
        since = time.monotonic()
        standby.promote()
        tally.gaps.append(waited(lambda: writers.first_after(since)))
        tally.all_gaps.append(waited(lambda: writers.every_after(since)))
    finally:
        writers.stop()
    tally.refused += writers.refused
    told = {str(one) for one in writers.acknowledged()}
    found = dict(
        standby.sql(
            "SELECT c.id, count(e.id) FROM command c LEFT JOIN event e ON e.command_id = c.id GROUP BY c.id", name
        )
    )
    tally.acknowledged += len(told)
    tally.lost += len(told - set(found))
    tally.uneven += sum(found[one] != 1 for one in told & set(found))  # type: ignore[misc]
    primary._standbys.clear()
    primary.close()
    return standby


def silence(kind: str, rounds: int, seconds: float) -> bool:
    """A server that is frozen, or a network that swallows everything: when it is shown, and what comes after it."""
    noticed: list[float] = []
    back: list[float] = []
    kept = done = 0
    with Server.made(durable=True) as server, Proxy(server.port) as proxy:
        url = server.database()
        company(url).store.close()
        wire = Wire(proxy.url(url), operator=1).ready()
        for _ in range(rounds):
            wire.until(lambda: wire.live, "live")
            wire.until(lambda: isinstance(wire.act(), CommandDone), "an act is done")
            time.sleep(random.uniform(0.1, 3.0))
            since = time.monotonic()
            _be_silent(kind, server, proxy)
            number = wire.do()
            noticed.append(wire.stale_after(since))
            time.sleep(max(0.0, seconds - (time.monotonic() - since)))
            healed = time.monotonic()
            _be_well(kind, server, proxy)
            outcome = wire.outcome(number, 60)
            done += isinstance(outcome, CommandDone)
            wire.until(lambda: wire.live, "live again", 60)
            back.append(time.monotonic() - healed)
        told = {str(one) for one in wire.acknowledged()}
        name = url.rpartition("/")[2]
        kept = len(told - {str(one) for (one,) in server.sql("SELECT id FROM command", name)})
        wire.close()
    more = f"p50 {middle(noticed):.2f} s; {done} of {rounds} acts under way were done; live {max(back):.2f} s after it"
    return all(
        [
            line(f"{kind} for {seconds:.0f} s: shown, worst of {rounds}", max(noticed), 5.0, "s", more),
            line(f"{kind}: acknowledged commands lost", kept, 0, ""),
        ]
    )


def _be_silent(kind: str, server: Server, proxy: Proxy) -> None:
    if kind == "frozen":
        server.freeze()
    else:
        proxy.silent = True


def _be_well(kind: str, server: Server, proxy: Proxy) -> None:
    if kind == "frozen":
        server.thaw()
    else:
        proxy.drop()
        proxy.silent = False


def main() -> int:
    """Exit code 1 when a target is missed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=0)
    asked.add_argument("--frozen", type=int, default=0)
    asked.add_argument("--silent", type=int, default=0)
    asked.add_argument("--silence-s", type=float, default=8.0)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    if not (given.rounds or given.frozen or given.silent):
        given.rounds, given.frozen, given.silent = 10, 3, 3
    met = [failover(given.rounds, given.seed)] if given.rounds else []
    met += [silence("frozen", given.frozen, given.silence_s)] if given.frozen else []
    met += [silence("silent", given.silent, given.silence_s)] if given.silent else []
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=120))
