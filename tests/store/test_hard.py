"""Kill -9 at any moment, and many consoles at once."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from hotline_tui.store import chains
from hotline_tui.store.engine import Store, open_store

from .conftest import sql

TURNS = 12

WRITER = """
import sys
from datetime import UTC, datetime
from uuid import uuid4
from sqlalchemy import text
from hotline_tui.store import chains, numbers, record
from hotline_tui.store.engine import open_store

def act(unit):
    number = numbers.take(unit.conn, desk_id=1, prefix="T", zone="UTC", at=unit.now)
    unit.conn.execute(text("INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', 1, '2026', :n)"),
                      {"n": number})
    unit.event("ticket", 1, "ticket.noted", {"number": number})
    unit.event("customer", 1, "customer.noted", {"number": number})
    return {"number": number}

store = open_store(sys.argv[1])
print("ready", flush=True)
while True:
    now = datetime.now(UTC)
    envelope = record.Envelope(id=uuid4(), kind="note", request={}, actor_id=1, now=now)
    done = record.execute(store, envelope, act)
    print(done.result["number"], flush=True)
    with store.write() as conn:
        chains.seal(conn, now)
"""


def test_killed_at_any_moment_nothing_is_half_done(store: Store, place: Path) -> None:
    sql(store, "DELETE FROM session")
    store.close()
    told: list[str] = []
    for turn in range(TURNS):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(place)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        told += [process.stdout.readline().strip() for _ in range(turn % 3)]
        time.sleep(random.uniform(0.0, 0.06))
        process.send_signal(signal.SIGKILL)
        told += [line.strip() for line in process.stdout.read().splitlines() if line.endswith(tuple("0123456789"))]
        process.wait()
        with sqlite3.connect(place) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with open_store(str(place)) as again, again.read() as conn:
        assert chains.verify_chains(conn) == []
        notes = [row[0] for row in conn.exec_driver_sql("SELECT text FROM note ORDER BY id")]
        assert set(told) <= set(notes)
        assert len(notes) == len(set(notes)) >= sum(turn % 3 for turn in range(TURNS))
        assert sorted(int(note.rsplit("-")[1]) for note in notes) == list(range(1, len(notes) + 1))
        counts = "SELECT (SELECT count(*) FROM command), (SELECT count(*) FROM event) / 2, (SELECT counter FROM feed)"
        assert conn.exec_driver_sql(counts).one() == (len(notes),) * 3
        assert conn.exec_driver_sql("SELECT count(*) FROM command WHERE result IS NULL").scalar() == 0


CLAIMERS = """
import os
import sys
from datetime import UTC, datetime
from uuid import uuid4
from sqlalchemy import text
from hotline_tui.store import leases, record
from hotline_tui.store.engine import open_store

NEXT = text("SELECT id FROM call WHERE open = 1 AND state = 'waiting' AND desk_id = 1"
            " ORDER BY live DESC, is_contract DESC, entered_at, id LIMIT 1")
TAKE = text("UPDATE call SET state = 'claimed', claimed_by_id = :me WHERE id = :id AND state = 'waiting'")

def claim(operator, gate):
    store = open_store(sys.argv[1], lock_s=200, durable=False)
    with store.write() as conn:
        session = leases.start_session(conn, operator_id=operator, desk_id=1)

    def act(unit):
        call = unit.conn.scalar(NEXT)
        if call is None:
            return {}
        assert unit.conn.execute(TAKE, {"me": operator, "id": call}).rowcount == 1
        leases.acquire(unit.conn, session_id=session, thing_kind="call", thing_id=call)
        unit.event("call", call, "call.claimed", {"by": operator})
        return {"call": call}

    mine = 0
    os.write(1, b"ready\\n")
    os.read(gate, 1)
    while record.execute(
        store, record.Envelope(id=uuid4(), kind="claim", request={}, actor_id=operator, now=datetime.now(UTC)), act
    ).result:
        mine += 1
    os.write(1, b"%d\\n" % mine)  # in one piece

gate, go = os.pipe()
children = []
for operator in range(3, 3 + int(sys.argv[2])):
    child = os.fork()
    if not child:
        claim(operator, gate)
        os._exit(0)
    children.append(child)
sys.stdin.readline()
os.write(go, b"." * len(children))
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""
"""So many processes of their own, which share no more than what they have imported."""


def test_twenty_consoles_claim_and_no_call_is_claimed_twice(store: Store, place: Path) -> None:
    calls, consoles = 400, 20
    sql(
        store,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :calls)"
        " INSERT INTO call (desk_id, channel, live, entered_at)"
        " SELECT 1, 'phone', 1, '2026-11-22T03:00:00.000000Z' FROM n",
        calls=calls,
    )
    sql(
        store,
        "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 25)"
        " INSERT INTO operator (id, login, name, desk_id) SELECT i, 'o' || i, 'o' || i, 1 FROM n",
    )
    claimers = subprocess.Popen(
        [sys.executable, "-c", CLAIMERS, str(place), str(consoles)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert claimers.stdout is not None
    assert [claimers.stdout.readline() for _ in range(consoles)] == ["ready\n"] * consoles
    counts = [int(line) for line in claimers.communicate("go\n", timeout=300)[0].split()]
    assert claimers.returncode == 0
    assert len(counts) == consoles
    assert sum(counts) == calls
    assert sql(store, "SELECT count(*), count(DISTINCT thing_id) FROM event WHERE kind = 'call.claimed'") == [
        (calls, calls)
    ]
    assert sql(store, "SELECT count(DISTINCT resource) FROM lease") == [(calls,)]
    with store.read() as conn:
        assert chains.verify_chains(conn) == []
