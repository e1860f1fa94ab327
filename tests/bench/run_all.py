"""All figures that the duty desk has to reach, measured one after the other, and one table at the end.

    python tests/bench/run_all.py             everything (the first time makes a desk with a million closed tickets)
    python tests/bench/run_all.py board find  some of it

Run it on a quiet machine, in an environment without PYTHONDONTWRITEBYTECODE (else every start compiles anew).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PROGRAMS: dict[str, list[str]] = {
    "first_paint": ["bench_first_paint.py"],
    "demo_start": ["bench_demo_start.py"],
    "start": ["bench_console.py", "start"],
    "board": ["bench_board.py"],
    "find": ["bench_find.py"],
    "keys": ["bench_console.py", "burst", "keys"],
    "idle": ["bench_console.py", "idle"],
    "memory": ["bench_memory.py"],
    "due_times": ["bench_due_times.py"],
    "store": ["bench_claims.py"],
    "race": ["bench_race.py"],
    "feed": ["bench_feed.py", "sqlite", "listeners", "consoles"],
    "many": ["bench_many.py"],
    "survival": ["bench_survival.py"],
    "ssh": ["bench_ssh.py"],
}


def main() -> int:
    """Exit code 1 when a target is missed or a program failed."""
    asked = sys.argv[1:] or list(PROGRAMS)
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "table.jsonl"
        env["HOTLINE_BENCH_OUT"] = str(out)
        for name in asked:
            words = PROGRAMS[name]
            print(f"\n== {' '.join(words)}", flush=True)
            if subprocess.run([sys.executable, str(HERE / words[0]), *words[1:]], env=env, check=False).returncode:
                failed.append(name)
        rows = [json.loads(text) for text in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []
    print("\n| what | figure | target | |\n|---|---|---|---|")
    for row in rows:
        met = "met" if row["met"] else "**missed**"
        print(f"| {row['what']} | {row['figure']:,.3g} {row['unit']} | {row['sign']} {row['target']:,.3g} | {met} |")
    if failed:
        print(f"\nmissed or failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
