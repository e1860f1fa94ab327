"""All figures that the duty desk has to reach, measured one after the other, and one table at the end.

    python tests/bench/run_all.py              all of it, in sizes for some 15 minutes on a quiet machine with 2 cores
    python tests/bench/run_all.py board find   some of it
    python tests/bench/run_all.py --whole      in the sizes that were promised: 100,000 claims, 200 crashes … (hours)
    python tests/bench/run_all.py --list       the names and what each runs

The first time it makes a desk with a million closed tickets (1.5 GB, two minutes), kept under $HOTLINE_BENCH. Run it on
a quiet machine, in an environment without PYTHONDONTWRITEBYTECODE (else every start compiles anew). What fails or takes
too long is told, and the next one begins.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import limits

HERE = Path(__file__).parent


class Program(NamedTuple):
    """One measurement: what it runs, in the small size and in the whole one, and the minutes it may take."""

    words: str
    small: str = ""
    whole: str = ""
    minutes: float = 5
    whole_minutes: float = 20


PROGRAMS = {
    "demo_start": Program("bench_demo_start.py", "3", "7"),
    "start": Program("bench_console.py start", "--starts 5", "--starts 15"),
    "board_500": Program("bench_board.py --open 500", "--closed 0 --runs 200"),
    "board": Program("bench_board.py --open 10000", "--runs 200", minutes=10),
    "find": Program("bench_find.py", "--runs 1", minutes=10),
    "keys": Program("bench_console.py burst keys", "--keys 150", minutes=10),
    "idle": Program("bench_console.py idle", "--seconds 10", "--seconds 30"),
    "memory": Program("bench_memory.py"),
    "due_times": Program("bench_due_times.py"),
    "handover": Program("bench_handover.py"),
    "chaos": Program("bench_handover_chaos.py", "--handovers 5", "--handovers 200", whole_minutes=120),
    "race": Program("bench_race.py", "--calls 1500 --minutes 2", "--calls 100000 --minutes 60", whole_minutes=250),
    "feed": Program("bench_feed.py sqlite listeners", "--changes 20", "--changes 200", whole_minutes=40),
    "feed_50": Program("bench_feed.py consoles", "--changes 20", "--changes 100", whole_minutes=40),
    "many": Program("bench_many.py", "--seconds 30", "--seconds 120", minutes=8),
    "survival": Program(
        "bench_survival.py", "--rounds 4 --frozen 2 --silent 2", "--rounds 200 --frozen 10 --silent 10",
        whole_minutes=150,
    ),
    "ssh": Program("bench_ssh.py", "4", "15"),
}  # fmt: skip


def measure(words: list[str], env: dict[str, str], minutes: float) -> str:
    """Run one program; what is wrong with it, in a word or two."""
    child = subprocess.Popen([sys.executable, str(HERE / words[0]), *words[1:]], env=env)
    try:
        code = child.wait(minutes * 60)
    except subprocess.TimeoutExpired:
        child.terminate()  # it unwinds, and ends what it has started
        try:
            child.wait(2 * limits.UNWIND_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        return f"stopped after {minutes:g} minutes"
    finally:
        limits.end_children()
    return f"exit code {code}" if code else ""


def rows_in(out: Path) -> list[dict[str, Any]]:
    """What has been measured so far."""
    return [json.loads(text) for text in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []


def missed(out: Path) -> list[dict[str, Any]]:
    """Those that are not met."""
    return [row for row in rows_in(out) if not row["met"]]


def show(rows: list[dict[str, Any]], failed: dict[str, str]) -> None:
    """The table, and what has none."""
    print("\n| what | figure | target | |\n|---|---|---|---|")
    for row in rows:
        met = "met" if row["met"] else "**missed**"
        print(f"| {row['what']} | {row['figure']:,.3g} {row['unit']} | {row['sign']} {row['target']:,.3g} | {met} |")
    missed = sum(not row["met"] for row in rows)
    print(f"\n{len(rows) - missed} met, {missed} missed")
    for name, why in failed.items():
        print(f"failed: {name} ({why})")


def main() -> int:
    """Exit code 1 when a target is missed or a program failed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", choices=[*PROGRAMS, []], metavar="name")
    options.add_argument("--whole", action="store_true")
    options.add_argument("--list", action="store_true")
    asked = options.parse_args()
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPATH"] = os.pathsep.join([str(HERE.parents[1]), env.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "table.jsonl"
        env["HOTLINE_BENCH_OUT"] = str(out)
        for name in asked.names or PROGRAMS:
            program = PROGRAMS[name]
            words = [*program.words.split(), *(program.whole if asked.whole else program.small).split()]
            print(f"\n== {name}: {' '.join(words)}", flush=True)
            if asked.list:
                continue
            began = time.monotonic()
            before = len(missed(out))
            code = measure(words, env, program.whole_minutes if asked.whole else program.minutes)
            why = "" if code == "exit code 1" and len(missed(out)) > before else code
            if why:
                failed[name] = why
                print(f"failed: {why}", flush=True)
            print(f"   ({time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f})", flush=True)
        rows = rows_in(out)
    if not asked.list:
        show(rows, failed)
    return 1 if failed or any(not row["met"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=16 * 60))
