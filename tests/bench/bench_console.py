"""The real console on real desks, in a pseudo-terminal of 132×40 with 256 colours: starts, keys, a burst, idling.

    python tests/bench/bench_console.py                        all (makes a desk with a million closed tickets once)
    python tests/bench/bench_console.py start keys --closed 0  parts of it, on a smaller desk
    parts: start keys burst idle

"Finished" is the last byte before the line is quiet for longer than a frame. The peer of the start is a plain Textual
app (a table of 500 rows) that imports sqlmodel and asks the same database for 500 tickets.
"""

from __future__ import annotations

import argparse
import select
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import limits
from big_desk import desk, folder, move
from figures import line, middle, p99
from pty_line import DOWN, Line, line_of, on

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first paint")
Bare().run()
"""
PEER = """
import sys
from sqlmodel import Field, Session, SQLModel, create_engine, select
from textual.app import App
from textual.widgets import DataTable
class Ticket(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    number: str
    level: str
    state: str
    summary: str
    received_at: str
    open: bool
class Peer(App):
    def compose(self):
        yield DataTable()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("number", "level", "state", "summary", "received")
        with Session(create_engine("sqlite:///" + sys.argv[1])) as session:
            for one in session.exec(select(Ticket).where(Ticket.open == True).limit(500)):
                table.add_row(one.number, one.level, one.state, one.summary, one.received_at)
Peer().run()
"""
NUMBER, BOARD, SHELL = rb"T20\d{6}-\d{4}", rb"Overdue\s+\d", rb"Hotline"
LISTS = (BOARD, rb"Restore", rb"on\s+site", rb"500\s+open")
"""The board is there when the state line has its figures and each list its rows."""
PAGE_DOWN, PAGE_UP = b"\x1b[6~", b"\x1b[5~"
SETTLE_S = 2.0


def signed_on(path: Path) -> list[str]:
    """The console in the name of the first operator: a desk with several asks who sits down."""
    return [*on(path), "--operator", "wang"]


def start(asked: argparse.Namespace, home: Path) -> bool:
    """First paint and first board, each beside its peer, in turn."""
    here = desk(500, 0)
    programs: dict[str, tuple[list[str], tuple[bytes, ...]]] = {
        "bare": (["-c", BARE], (rb"first paint",)),
        "shell": (signed_on(here), (SHELL,)),
        "peer": (["-c", PEER, str(here)], (NUMBER,)),
        "board": (signed_on(here), LISTS),
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(asked.starts + 1):
        for name, (words, wanted) in programs.items():
            with line_of(words, home) as one:
                seconds = one.until(*wanted)
            if turn:
                taken[name].append(seconds)
    for name, values in taken.items():
        print(f"        {name:6} {min(values):.3f} / {middle(values):.3f} / {max(values):.3f} s", flush=True)
    paint = middle(taken["shell"]) / middle(taken["bare"])
    board = middle(taken["board"]) / middle(taken["peer"])
    return line("first paint, against a bare Textual Static", paint, 1.5, "×") & line(
        "first board with data, 500 open, against Textual + sqlmodel + 500 rows", board, 1.3, "×"
    )


def _opened(one: Line) -> Line:
    one.until(BOARD)
    one.read(SETTLE_S)
    one.type(b"3")
    return one


def keys(asked: argparse.Namespace, home: Path) -> bool:
    """Key to finished paint on the biggest desk: ↓, pages, panes; then while the board is loaded twice a second."""
    here = desk(asked.open, asked.closed)
    met = True
    mix = [DOWN] * 12 + [PAGE_DOWN, DOWN, PAGE_UP, b"1", DOWN, b"4", DOWN, b"3"]
    for what, target, env, stirred in (
        ("key to finished paint", 33.0, {}, False),
        ("the same while the board is loaded twice a second", 33.0, {}, True),
        ("the same in SSH mode", 70.0, {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}, True),
    ):
        with line_of(signed_on(here), home, **env) as one, _stirred(here, stirred):
            _opened(one)
            taken = []
            for n in range(asked.keys):
                taken.append(one.key(mix[n % len(mix)]))
                one.read(0.03)
        more = f"median {middle(taken) * 1e3:.1f}, max {max(taken) * 1e3:.0f}; {asked.open:,} open, "
        met &= line(f"{what}, p99", p99(taken) * 1e3, target, "ms", f"{more}{asked.closed:,} closed")
    return met


@contextmanager
def _stirred(path: Path, wanted: bool) -> Iterator[None]:
    """Somebody else changes something twice a second: every console loads its board again."""
    end = threading.Event()

    def stir() -> None:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as raw:
            while not end.wait(0.5):
                raw.execute("UPDATE feed SET counter = counter + 1")

    thread = threading.Thread(target=stir, daemon=True)
    if wanted:
        thread.start()
    try:
        yield
    finally:
        end.set()
        if wanted:
            thread.join()


def burst(asked: argparse.Namespace, home: Path) -> bool:
    """↓ held through 200 rows: every key counts, and no paint comes late."""
    here = desk(asked.open, asked.closed)
    wanted = _rows(here)
    with line_of(signed_on(here), home) as one:
        _opened(one)
        sent, paints, began = [], [], time.perf_counter()
        while len(sent) < len(wanted) - 1:
            sent.append(time.perf_counter())
            one.type(DOWN, 0)
            wake = began + len(sent) / asked.rate
            while (left := wake - time.perf_counter()) > 0:
                if select.select([one.fd], [], [], left)[0]:
                    one.take()
                    paints.append(time.perf_counter())
        _count, last = one.read(1.0)
        paints += [last] if last is not None else []
        row = one.under_cursor()
    late = max(next((paint for paint in paints if paint > key), float("inf")) - key for key in sent)
    places = [n for n, (number, customer) in enumerate(wanted) if number in row and customer in row]
    lost = 0 if len(wanted) - 1 in places else len(wanted) - 1 - max(places, default=0)
    text = f"↓ held through 200 rows at {asked.rate:.0f}/s"
    return line(f"{text}: latest paint after its key", late * 1e3, 50, "ms") & line(f"{text}: lost", lost, 0, "keys")


def _rows(path: Path) -> list[tuple[str, str]]:
    """Number and customer of the clocks' page, as the pane abbreviates them."""
    from hotline_tui.domain.board import BoardQuery
    from hotline_tui.services.desk import Desk
    from hotline_tui.store.engine import open_store

    with open_store(str(path)) as store:
        console = Desk(store)
        me = console.sign_on(operator=1, desk=None, now=datetime.now(UTC))
        found = console.board(BoardQuery(me.desk_id, me.operator_id), now=datetime.now(UTC)).clocks
        console.sign_off(now=datetime.now(UTC))
    return [(row.number[-4:], row.customer[:3]) for row in found]


def idle(asked: argparse.Namespace, home: Path) -> bool:
    """What a desk costs that nobody touches: the last ten minutes of 30 clocks, the demo's mix, nothing."""
    met = True
    for what, make, pressed, target in (
        ("30 clocks in their last ten minutes", _urgent, b"3z", 1_000.0),
        ("the demo's ordinary mix", _demo, b"", 150.0),
        ("nothing running, between minutes", _empty, b"", 0.0),
    ):
        path = make(home)
        with line_of(signed_on(path) if make is _urgent else on(path), home) as one:
            one.until(BOARD if make is not _empty else rb"live")
            for key in pressed:
                one.type(bytes([key]), 0.5)
            one.read(4.0)
            if make is _empty and time.time() % 60 > 58 - asked.seconds:
                one.read(61.5 - time.time() % 60)
            before, began = one.cpu(), time.perf_counter()
            count, _last = one.read(asked.seconds)
            spent = time.perf_counter() - began
            share = (one.cpu() - before) / spent
        met &= line(f"idle, {what}: line", count / spent, target, "B/s")
        met &= line(f"idle, {what}: processor", share * 100, 1.5, "% of a core")
    return met


def _urgent(home: Path) -> Path:
    path = home / "urgent.db"
    shutil.copyfile(desk(500, 0), path)
    raw = sqlite3.connect(path)
    raw.execute("UPDATE call SET state = 'handled' WHERE state IN ('waiting', 'claimed')")
    raw.commit()
    raw.close()
    move(path, datetime.now(UTC), soon=30)
    return path


def _demo(home: Path) -> Path:
    from hotline_tui.intake import demo
    from hotline_tui.services import bus

    bus.handlers()
    path = home / "demo.db"
    demo.build(path, datetime.now(UTC), "en")
    return path


def _empty(home: Path) -> Path:
    from hotline_tui.services.bootstrap import fill_empty
    from hotline_tui.store.engine import open_store

    path = home / "empty.db"
    with open_store(str(path), create=True) as store:
        fill_empty(store, datetime.now(UTC), name="Desk", timezone="Asia/Shanghai", language="en", operator="Wang")
    return path


PARTS: dict[str, Callable[[argparse.Namespace, Path], bool]] = {
    "start": start,
    "keys": keys,
    "burst": burst,
    "idle": idle,
}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", default=list(PARTS), choices=[*PARTS, []])
    options.add_argument("--open", type=int, default=10_000)
    options.add_argument("--closed", type=int, default=1_000_000)
    options.add_argument("--starts", type=int, default=7)
    options.add_argument("--keys", type=int, default=300)
    options.add_argument("--rate", type=float, default=30.0, help="keys a second that a held key sends")
    options.add_argument("--seconds", type=float, default=20.0, help="of idling")
    asked = options.parse_args()
    met = True
    with tempfile.TemporaryDirectory(dir=folder()) as home:
        for part in asked.parts:
            met &= PARTS[part](asked, Path(home))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(limits.run(main, minutes=30))
