"""Memory of a console after a shift, against a bare Textual + SQLModel process; and that it does not grow.

    python tests/bench/bench_memory.py            (a shift's changes in some two minutes)

PSS from /proc, three of each kind running, so that shared pages are counted alike. The shift: calls ring, are claimed
and turned into tickets by somebody else (real commands), so that boards are loaded and patched all the time; at the
first console an operator moves, filters, opens tickets, searches, claims, types and saves. It is measured after each
quarter: flat means that the last one adds nothing to speak of. The two other consoles only watch.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from big_desk import desk, folder
from big_desk_texts import phone_number, summaries
from figures import line, middle
from pty_line import DOWN, Line, on

from hotline_tui.domain.commands import ClaimCall, DismissCall, EnterCall, OpenTicket
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, Channel, FaultKind, Works
from hotline_tui.services import bus
from hotline_tui.store.engine import Store, open_store

PEER = """
import sys
from sqlmodel import Field, Session, SQLModel, create_engine, select
from textual.app import App
from textual.widgets import Static
class Ticket(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    number: str
    open: bool
class Peer(App):
    def compose(self):
        with Session(create_engine("sqlite:///" + sys.argv[1])) as session:
            found = session.exec(select(Ticket).where(Ticket.open == True).limit(50)).all()
        yield Static(f"peer of {len(found)}")
Peer().run()
"""
SAME, FLAT = 3, 1.03
OTHER = 8
"""The operator who gives the commands from outside."""


def others(store: Store, turn: int) -> None:
    """What other consoles do in a moment: a call rings, is claimed and becomes a ticket; another one was a mistake."""
    texts, now = summaries(), datetime.now(UTC)

    def give(kind: type, **values: object) -> int:
        return bus.execute(store, kind(id=uuid4(), actor=OTHER, desk=1, **values), now).thing_id

    def ring(n: int) -> int:
        source = {"source": "bench", "source_id": str(uuid4())}
        return give(EnterCall, channel=Channel.PHONE, number=phone_number(2 * (n % 1_900 + 1)), **source)

    call = ring(turn * 7)
    give(ClaimCall, call=call)
    give(
        OpenTicket,
        call=call,
        customer=turn * 7 % 1_900 + 1,
        contact=None,
        summary=texts[turn % len(texts)],
        fault_kind=FaultKind.HARDWARE,
        answers=Answers(works=Works.ERRORS, affects=Affects.ONE, known_solution=False, key_point=False),
    )
    wrong = ring(turn * 11)
    give(ClaimCall, call=wrong)
    give(DismissCall, call=wrong, reason="wrong_number")


def operator(one: Line, turn: int) -> None:
    """What the operator at the first console does meanwhile."""
    escape, enter = b"\x1b", b"\r"
    rounds: tuple[tuple[bytes, ...], ...] = (
        (b"3", *[DOWN] * 6, enter, escape),
        (b"1", DOWN, DOWN, b"H", escape),
        (b"3", b"/", "打印".encode(), escape, escape),
        (b"4", DOWN, DOWN, b"\x1b[6~"),
        (b"3", *[DOWN] * 3, b"w", escape),
        (b"?", escape, b":", "find 监控".encode(), enter, escape),
        (b"1", b"c", "打印机卡纸".encode(), b"\x1bOQ", escape, b"\x12", escape, escape),
    )
    for key in rounds[turn % len(rounds)]:
        one.type(key, 0.15 if key == escape else 0.06)  # a key soon after Esc would make it Alt


def _settled(lines: list[Line]) -> float:
    for one in lines:
        one.read(0.8)
    return middle([one.pss() for one in lines])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--turns", type=int, default=400, help="calls that become tickets, in all")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(dir=folder()) as name:
        home = Path(name)
        path = home / "shift.db"
        shutil.copyfile(desk(500, 0), path)
        with ExitStack() as stack:
            peers = [_open(stack, ["-c", PEER, str(path)], home, rb"peer of") for _ in range(SAME)]
            bare = _settled(peers)
        with ExitStack() as stack:
            words = [[*on(path), "--operator", f"o{n}" if n > 1 else "wang"] for n in range(1, SAME + 1)]
            consoles = [_open(stack, one, home, rb"Overdue\s+\d") for one in words]
            for one in consoles:
                one.read(2.0)
            store = stack.enter_context(open_store(str(path), durable=False))
            first, quarters = _settled(consoles), []
            for turn in range(asked.turns):
                others(store, turn)
                operator(consoles[0], turn)
                for one in consoles[1:]:
                    one.read(0.001)
                if (turn + 1) % (asked.turns // 4) == 0:
                    settled = _settled(consoles[1:])
                    quarters.append((consoles[0].pss(), settled))
            alive = all(_alive(one) for one in consoles)
    shown = " → ".join(f"{own:.1f}" for own, _ in quarters)
    print(
        f"        peer {bare:.1f} MB; console at first {first:.1f}; the operator's by quarters {shown} MB", flush=True
    )
    met = line("memory of one console after a shift, against Textual + SQLModel", quarters[-1][0] / bare, 1.25, "×")
    met &= line("the same: last quarter against the one before", quarters[-1][0] / quarters[-2][0], FLAT, "×")
    return 0 if met and alive else 1


def _open(stack: ExitStack, words: list[str], home: Path, wanted: bytes) -> Line:
    one = Line(words, home)
    stack.callback(one.close)
    one.until(wanted)
    return one


def _alive(one: Line) -> bool:
    return os.waitpid(one.pid, os.WNOHANG) == (0, 0)


if __name__ == "__main__":
    sys.exit(main())
