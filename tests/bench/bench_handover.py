"""Drafting a handover of 500 open tickets, and reading it again as the console does with every change at the desk.

    python tests/bench/bench_handover.py

The whole act counts: reading what is open, ordering it, keeping 500 lines, the event on the record. Thread CPU time
stands beside wall clock, because a machine that carries other work makes the latter wander.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from big_desk import desk, folder
from figures import line, middle
from sqlalchemy import text

from hotline_tui.domain import commands as c
from hotline_tui.services import bus, read_handover
from hotline_tui.store.engine import Store, open_store

OTHER = 8


def timed(job: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of wall clock and of this thread's CPU."""
    began, cpu = time.perf_counter(), time.thread_time()
    job()
    return (time.perf_counter() - began) * 1000, (time.thread_time() - cpu) * 1000


def draft(store: Store, actor: int, now: datetime) -> int:
    """A new handover by this operator."""
    return bus.execute(store, c.DraftHandover(id=uuid4(), actor=actor, desk=1), now).thing_id


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--open", type=int, default=500)
    options.add_argument("--runs", type=int, default=15)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(dir=folder()) as name:
        path = Path(name) / "desk.db"
        shutil.copyfile(desk(asked.open, 0), path)
        store, now = open_store(str(path), durable=True), datetime.now(UTC)
        drafts, reads = [], []
        for _run in range(asked.runs):
            with store.write() as conn:  # as after a shift: the posts are this operator's, nothing is drafted
                conn.execute(text("UPDATE handover SET state = 'refused' WHERE state = 'drafted'"))
                conn.execute(
                    text("UPDATE post SET holder_id = :who, held_since = :at"), {"who": OTHER, "at": _stamp(now)}
                )
            drafts.append(timed(lambda: draft(store, OTHER, now)))
            with store.read() as conn:
                number = int(conn.scalar(text("SELECT max(id) FROM handover")) or 0)
                reads.append(timed(lambda: read_handover.view(conn, number, now=now)))  # noqa: B023
                lines = len(read_handover.view(conn, number, now=now).lines)
        store.close()
    print(f"        {asked.open} open tickets, {lines} lines")
    for what, found in (("drafting it", drafts[1:]), ("reading it again", reads[1:])):
        print(f"        {what}: wall {middle([wall for wall, _ in found]):.1f} ms")
    met = line("drafting, CPU of the thread", middle([cpu for _, cpu in drafts[1:]]), 100, "ms")
    met &= line("reading it again, CPU of the thread", middle([cpu for _, cpu in reads[1:]]), 100, "ms")
    return 0 if met else 1


def _stamp(now: datetime) -> str:
    from hotline_tui.store.types import to_text

    return to_text(now)


if __name__ == "__main__":
    sys.exit(main())
