"""Claims per second: through record, lease and chain, against plain statements that write the same rows.

    python tests/bench/bench_claims.py

Ratios within one run are to be compared, not figures across runs: the machine's speed wanders.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from hotline_tui.store import chains, leases, record
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Call, table_of
from hotline_tui.store.types import to_text

sys.path.insert(0, str(Path(__file__).parent))
from bench_store import NOW, figures, make, timed

CALLS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
    " INSERT INTO call (desk_id, channel, live, entered_at)"
    " SELECT 1, 'phone', 1, '2026-11-22T03:00:00.000000Z' FROM n"
)
call = table_of(Call)
FOLLOWING = (
    select(call.c.id)
    .where(call.c.open, call.c.desk_id == 1, call.c.state == "waiting")
    .order_by(call.c.live.desc(), call.c.is_contract.desc(), call.c.entered_at, call.c.id)
    .limit(1)
)


def claims(folder: Path, durable: bool, count: int = 1_500) -> None:
    """Claim the next call with lease, event and chain, through the record and by hand-written statements."""
    paths = [folder / f"claims{durable}{n}.db" for n in range(2)]
    for path in paths:
        make(path, 10, 0).close()
    with open_store(str(paths[0]), durable=durable) as store:
        with store.write() as conn:
            conn.exec_driver_sql(CALLS, (count,))
            session = leases.start_session(conn, operator_id=1, desk_id=1)

        def act(unit: record.Unit) -> dict[str, object]:
            found = unit.conn.scalar(FOLLOWING)
            unit.conn.execute(
                call.update().where(call.c.id == found, call.c.state == "waiting"),
                {"state": "claimed", "claimed_by_id": 1, "claimed_at": unit.now},
            )
            leases.acquire(unit.conn, session_id=session, thing_kind="call", thing_id=int(found or 0))
            unit.event("call", int(found or 0), "call.claimed", {"by": 1})
            return {"call": found}

        def once() -> None:
            envelope = record.Envelope(id=uuid4(), kind="call.claim", request={"desk": 1}, actor_id=1, now=NOW)
            record.execute(store, envelope, act)

        ours = [timed(once) for _ in range(count)]
        verified = 0.0
        with store.read(within_s=60) as conn:
            verified = timed(lambda: chains.verify_chains(conn))
    raw = sqlite3.connect(paths[1], isolation_level=None)
    raw.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    raw.execute(CALLS, (count,))
    theirs = [timed(lambda: by_hand(raw)) for _ in range(count)]
    raw.close()
    word = "FULL" if durable else "NORMAL"
    figures(f"claim through the record ({word})", list(ours))
    figures(f"the same rows by plain statements ({word})", list(theirs))
    one, other = count / sum(ours), count / sum(theirs)
    print(f"  claims/s {one:,.0f} against {other:,.0f}: {one / other:.0%} of plain")
    print(f"  chains verified: {count / verified:,.0f} events/s")


def by_hand(raw: sqlite3.Connection) -> None:
    """The least that writes the same rows."""
    number, at = str(uuid4()), to_text(NOW)
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO command (id, kind, request_hash, at, actor_id) VALUES (?, 'c', 'h', ?, 1)", (number, at))
    found = raw.execute(
        "SELECT id FROM call WHERE open = 1 AND desk_id = 1 AND state = 'waiting'"
        " ORDER BY live DESC, is_contract DESC, entered_at, id LIMIT 1"
    ).fetchone()[0]
    raw.execute("UPDATE call SET state = 'claimed', claimed_by_id = 1, claimed_at = ? WHERE id = ?", (at, found))
    raw.execute(
        "INSERT INTO event (thing_kind, thing_id, seq, kind, at, actor_id, command_id, body, hash)"
        " VALUES ('call', ?, 1, 'call.claimed', ?, 1, ?, '{}', 'h')",
        (found, at, number),
    )
    raw.execute(
        "INSERT INTO chain_head (thing_kind, thing_id, seq, hash, at) VALUES ('call', ?, 1, 'h', ?)", (found, at)
    )
    raw.execute("UPDATE feed SET counter = counter + 1")
    raw.execute("UPDATE command SET result = '{}' WHERE id = ?", (number,))
    raw.execute("COMMIT")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        for durable in (True, False):
            claims(Path(name), durable)


if __name__ == "__main__":
    main()
