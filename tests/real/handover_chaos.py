"""Handovers under kills, cuts and concurrent edits, and what has to hold afterwards."""

from __future__ import annotations

import random
import select as waiting
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hotline_tui.domain.errors import Unavailable
from hotline_tui.services.verify import verify
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Event, Handover, HandoverLine, Post, Ticket, table_of

AGENT = Path(__file__).with_name("handover_agent.py")
OPERATORS = (1, 2, 3)
EDITOR = 0
CUTS = 3
"""So often the connections are cut between two signatures: on a slow machine a handover would never come about."""


@dataclass
class Found:
    """What stood in the database at the end."""

    signed: int = 0
    refused: int = 0
    kills: int = 0
    faults: list[str] = field(default_factory=list)


def run(
    url: str, wanted: int, *, seed: int = 1, within_s: float = 600.0, cut: Callable[[], None] | None = None
) -> Found:
    """Let agents hand over until `wanted` are signed; kill one now and then, cut connections; say what was left."""
    chance, found = random.Random(seed), Found()
    agents = {who: _start(url, who, seed) for who in (*OPERATORS, EDITOR)}
    deadline = time.monotonic() + within_s
    try:
        seen, left = -1, 0
        while (signed := _signed(url)) < wanted and time.monotonic() < deadline:
            if signed != seen:
                seen, left = signed, CUTS
            time.sleep(chance.uniform(0.3, 1.5))
            if cut is not None and left and chance.random() < 0.3:
                left -= 1
                cut()
                continue
            who = chance.choice(list(agents))
            if _ready(agents[who]):  # a machine that is slow to start them is slow to lose them
                _end(agents[who])
                found.kills += 1
                agents[who] = _start(url, who, chance.randrange(1_000_000))
    finally:
        for agent in agents.values():
            _end(agent)
    _look(url, found)
    return found


def _start(url: str, who: int, seed: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(AGENT), url, str(who), str(seed)], stdout=subprocess.PIPE)


def _ready(agent: subprocess.Popen[bytes]) -> bool:
    """It has said so, or has ended by itself."""
    return bool(waiting.select([agent.stdout], [], [], 0)[0]) or agent.poll() is not None


def _end(agent: subprocess.Popen[bytes]) -> None:
    agent.kill()
    agent.communicate()


def _signed(url: str) -> int:
    h = table_of(Handover).c
    signed = select(h.id).where(h.state.in_(("signed", "signed_reserved")))
    for _try in range(20):
        try:
            with open_store(url, lock_s=30, durable=False) as store, store.read() as conn:
                return len(conn.execute(signed).all())
        except Unavailable:  # the cut hit this connection too
            time.sleep(0.2)
    raise AssertionError("the database does not come back")


def _look(url: str, found: Found) -> None:
    """None half signed, every post filled, no open ticket without an owner, the record whole."""
    with open_store(url, lock_s=30, statement_s=60, durable=False) as store:
        with store.read() as conn:
            handovers = conn.execute(select(table_of(Handover)).order_by(table_of(Handover).c.id)).all()
            for row in handovers:
                _one(conn, row, found)
            posts = conn.execute(select(table_of(Post))).all()
            if any(post.holder_id is None for post in posts):
                found.faults.append("a post without anybody")
            t = table_of(Ticket).c
            lost = conn.execute(
                select(t.number).where(t.open, t.owner_post_id.is_(None), t.owner_operator_id.is_(None))
            ).all()
            found.faults += [f"{row.number} has no owner" for row in lost]
            last = max((row for row in handovers if row.in_signed_at), key=lambda row: row.id, default=None)
            if last is not None and {post.holder_id for post in posts} != {last.to_operator_id}:
                found.faults.append("the posts are not with whoever signed last")
        report = verify(store, datetime.now(UTC))
        if report.faults or report.damage:  # due times were set by hand, to have dangerous lines
            found.faults.append(f"the record does not verify: {report.faults} {report.damage}")


def _one(conn: Any, row: Any, found: Found) -> None:
    e, line = table_of(Event).c, table_of(HandoverLine).c
    signings = len(
        conn.execute(
            select(e.id).where(e.thing_kind == "handover", e.thing_id == row.id, e.kind == "handover.sign")
        ).all()
    )
    moved = sum(f'"handover":{row.id},' in body.replace(" ", "") for body in _bodies(conn))
    done = row.state in ("signed", "signed_reserved")
    found.signed += done
    found.refused += row.state == "refused"
    if (signings, moved) != ((1, 1) if done else (0, 0)):
        found.faults.append(f"handover {row.id} is {row.state}: {signings} signatures, {moved} moves")
    if done != (row.in_signed_at is not None and bool(row.seal_hash)):
        found.faults.append(f"handover {row.id} is half signed")
    unread = line.handover_id == row.id, line.dangerous, line.seen == "", line.question == ""
    if done and conn.execute(select(line.id).where(*unread)).first() is not None:
        found.faults.append(f"handover {row.id} was signed with a dangerous line that nobody had seen")


def _bodies(conn: Any) -> list[str]:
    e = table_of(Event).c
    return list(conn.execute(select(e.body).where(e.kind == "desk.handed_over")).scalars())
