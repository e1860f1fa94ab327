"""A desk without a screen that hands over, takes over or just works, until it is killed. It says when it is ready.

    python tests/real/handover_agent.py URL OPERATOR SEED

Whoever fills a post drafts, checks, gives; whoever does not goes through what was given and signs; in between tickets
are opened and restored. What is refused is somebody else's good luck and no fault.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import HotlineError, Unavailable
from hotline_tui.domain.handover import CHECKLIST
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, FaultKind, Works
from hotline_tui.services import bus, read_handover
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.tables import Handover, Post, Ticket, table_of

EDITOR = 0
"""Not an operator who hands over: this agent works on tickets, in Wang's name."""


class Agent:
    """One operator at one store."""

    def __init__(self, url: str, operator: int, seed: int) -> None:
        self.store: Store = open_store(url, lock_s=30, statement_s=30, durable=False)
        self.me, self.chance = operator, random.Random(seed)

    def do(self, kind: type[c.Command], **values: object) -> c.Result:
        command = kind(**{"id": uuid4(), "actor": self.me or 1, "desk": 1} | values)
        return bus.execute(self.store, command, datetime.now(UTC))

    def turn(self) -> None:
        """One thing after another, whatever is to be done."""
        if self.me == EDITOR:
            self._work()
        elif self._posts():
            self._give()
        else:
            self._take()

    def _posts(self) -> bool:
        p = table_of(Post).c
        with self.store.read() as conn:
            return conn.execute(select(p.id).where(p.holder_id == self.me)).first() is not None

    def _give(self) -> None:
        number = self.do(c.DraftHandover).thing_id
        for item in CHECKLIST:
            self.do(c.CheckHandover, handover=number, item=item, ok=True)
        self.do(c.GiveHandover, handover=number)

    def _take(self) -> None:
        h = table_of(Handover).c
        with self.store.read() as conn:
            row = conn.execute(
                select(h.id).where(h.state == "reviewing", h.from_operator_id != self.me).order_by(h.id.desc())
            ).first()
            if row is None:
                return
            view = read_handover.view(conn, row.id, now=datetime.now(UTC))
        lines = tuple((one.key, one.print) for one in view.lines if one.dangerous and one.change != "gone")
        if lines:
            self.do(c.MarkLines, handover=row.id, lines=lines)
        if self.chance.random() < 0.1:
            self.do(c.RefuseHandover, handover=row.id, reason="交换机不通")
        else:
            self.do(c.SignHandover, handover=row.id)

    def _work(self) -> None:
        t = table_of(Ticket).c
        with self.store.read() as conn:
            open_ = list(conn.execute(select(t.id).where(t.open, t.state == "open").order_by(t.id)).scalars())
        if len(open_) > 12:
            self.do(c.CancelTicket, ticket=self.chance.choice(open_), reason="误报")
        else:
            answers = Answers(works=Works.NOTHING, affects=Affects.ALL, known_solution=False, key_point=True)
            about = {"summary": "打印机卡纸", "fault_kind": FaultKind.HARDWARE, "answers": answers}
            self.do(c.OpenTicket, call=None, customer=1, contact=None, **about)
        time.sleep(self.chance.uniform(0.02, 0.2))


def _opened(url: str, operator: int, seed: int) -> Agent:
    """A cut may hit it while it is opening: then it opens again."""
    while True:
        try:
            return Agent(url, operator, seed)
        except Unavailable:
            time.sleep(0.2)


def main() -> None:
    url, operator, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    agent = _opened(url, operator, seed)
    print("ready", flush=True)
    while True:
        try:
            agent.turn()
        except Unavailable:
            time.sleep(0.2)
        except HotlineError:
            time.sleep(0.02)


if __name__ == "__main__":
    main()
