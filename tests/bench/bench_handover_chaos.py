"""200 handovers with random kills, cuts and concurrent edits on both engines: none half signed, nothing lost.

python -m tests.bench.bench_handover_chaos [--handovers 200] [--engine sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.real.handover_chaos import Found, run
from tests.servers import Server
from tests.ui.handover_desk import handover_desk


def _told(engine: str, found: Found, seconds: float, wanted: int) -> bool:
    for fault in found.faults:
        print(f"        {fault}")
    met = not found.faults and found.signed >= wanted
    told = f"{found.signed} signed, {found.refused} refused, {found.kills} kills, {len(found.faults)} faults"
    print(f"{'met   ' if met else 'MISSED'}  {engine}: {told} in {seconds:.0f} s", flush=True)
    return met


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--handovers", type=int, default=200)
    options.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    asked = options.parse_args()
    met = True
    for engine in asked.engine or ("sqlite", "postgresql"):
        began = time.monotonic()
        if engine == "sqlite":
            with tempfile.TemporaryDirectory() as folder:
                url = str(Path(folder) / "desk.db")
                handover_desk(url, open_=8, urgent=3, endangered=1, promised=2, third=True)
                found = run(url, asked.handovers, within_s=3600)
        else:
            with Server.made() as server:
                url = server.database()
                kick = (
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.rpartition('/')[2]}'"
                )
                handover_desk(url, open_=8, urgent=3, endangered=1, promised=2, third=True)
                found = run(url, asked.handovers, within_s=3600, cut=lambda: server.sql(kick) and None)  # noqa: B023
        met &= _told(engine, found, time.monotonic() - began, asked.handovers)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
