"""A desk of any size for measuring: SQLite, filled by plain bulk statements, kept for the next run.

    python tests/bench/big_desk.py --open 10000 --closed 1000000

The rows are as services write them (search tokens from `store.search`, thresholds between start and due, an index for
every token); the record (events, chains) of tickets is left out: no board and no search reads it. Clocks wait for no
escalation (`next_at` is empty), so that a desk stands still while it is measured. A kept desk is moved in time to now
whenever it is asked for. Kept under $HOTLINE_BENCH, else in the system's folder for temporary files.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from big_desk_texts import LINES, customer_name, person_name, phone_number, summaries

from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.store import schema, search
from hotline_tui.store.engine import open_store
from hotline_tui.store.types import from_text, to_text

CUSTOMERS, ENGINEERS, OPERATORS = 2_000, 40, 8
WAITING, CLAIMED, OWED, TODAY = 12, 4, 5, 300
"""Calls in the queue, claimed, with a call-back owed, and those of today that are over."""
LEVELS = ("P1", "P2", "P2", "P3", "P3", "P3", "P4", "P4")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MARK = "made-at"
_FORM = 4
"""Moved when this file makes other rows than before."""

Row = tuple[object, ...]


def folder() -> Path:
    """Where desks are kept between runs."""
    path = Path(os.environ.get("HOTLINE_BENCH") or Path(tempfile.gettempdir()) / "hotline-bench")
    path.mkdir(parents=True, exist_ok=True)
    return path


def desk(opened: int, closed: int) -> Path:
    """A desk with that many open and closed tickets, as if it were now. Made once, then only moved in time."""
    text = "".join(schema.script("sqlite")) + str(_FORM)
    path = folder() / f"desk-{opened}-{closed}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.db"
    now = datetime.now(UTC).replace(microsecond=0)
    if not path.exists():
        began, aside = time.perf_counter(), path.with_suffix(".new")
        for end in ("", "-wal", "-shm"):
            Path(f"{aside}{end}").unlink(missing_ok=True)
        _make(aside, opened, closed, now)
        aside.rename(path)
        took, size = time.perf_counter() - began, path.stat().st_size / 1e6
        print(f"(made a desk with {opened:,} open and {closed:,} closed in {took:.0f} s, {size:,.0f} MB)", flush=True)
    else:
        move(path, now)
    return path


def move(path: Path, now: datetime, *, soon: int = 0) -> None:
    """Shift what is open so that it stands to `now` as it stood when it was made.

    With `soon`, the first that many running clocks end within the last ten minutes from now and none is overdue.
    """
    raw = sqlite3.connect(path, isolation_level=None)
    try:
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("BEGIN IMMEDIATE")
        by = now - from_text(raw.execute("SELECT notes FROM shift WHERE code = ?", (_MARK,)).fetchone()[0])
        for table, columns, where in (
            ("clock", ("start", "due", "t50", "t75", "t90"), "open = 1 AND lead = 1"),
            ("call", ("entered_at", "answered_at", "left_at", "callback_due", "claimed_at"), "id <= ?"),
            ("visit", ("since", "assigned_at", "arrived_at", "eta"), "open = 1"),
        ):
            recent = (WAITING + CLAIMED + OWED + TODAY,) if "?" in where else ()
            found = raw.execute(f"SELECT id, {', '.join(columns)} FROM {table} WHERE {where}", recent).fetchall()
            shifted = ((*(_later(text, by) for text in row[1:]), row[0]) for row in found)
            raw.executemany(f"UPDATE {table} SET {', '.join(f'{c} = ?' for c in columns)} WHERE id = ?", shifted)
        if soon:
            _end_soon(raw, now, soon)
        raw.execute("UPDATE shift SET notes = ? WHERE code = ?", (to_text(now), _MARK))
        raw.execute("COMMIT")
    finally:
        raw.close()


def _later(text: str | None, by: timedelta) -> str | None:
    return None if text is None else to_text(from_text(text) + by)


def _end_soon(raw: sqlite3.Connection, now: datetime, soon: int) -> None:
    running = "FROM clock WHERE open = 1 AND lead = 1 AND due IS NOT NULL"
    late = raw.execute(f"SELECT id {running} AND due < ?", (to_text(now + HOUR),)).fetchall()
    ahead = [(*_instants(now - 3 * HOUR, now + 9 * HOUR), "running", one) for (one,) in late]
    update = "UPDATE clock SET start = ?, due = ?, t50 = ?, t75 = ?, t90 = ?, state = ? WHERE id = ?"
    raw.executemany(update, ahead)
    first = raw.execute(f"SELECT id {running} AND thing_kind = 'ticket' ORDER BY due LIMIT ?", (soon,)).fetchall()
    ends = [now + 3 * MINUTE + timedelta(seconds=400 * n / max(1, len(first))) for n in range(len(first))]
    near = [(*_instants(now - 4 * HOUR, due), "running", one) for (one,), due in zip(first, ends, strict=True)]
    raw.executemany(update, near)


def _instants(start: datetime, due: datetime) -> tuple[str, str, str, str, str]:
    return (to_text(start), to_text(due), *(to_text(start + (due - start) * part) for part in (0.5, 0.75, 0.9)))  # type: ignore[return-value]


def _make(path: Path, opened: int, closed: int, now: datetime) -> None:
    with open_store(str(path), create=True, durable=False, statement_s=600) as store:
        fill_empty(store, now - 400 * DAY, name="测量台", timezone="Asia/Shanghai", operator="王芳", login="wang")
    raw = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
            raw.execute(f"PRAGMA {pragma}")
        later = raw.execute(
            "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND tbl_name IN ('ticket', 'clock', 'call') AND (type = 'index' OR name LIKE '%fts_new')"
        ).fetchall()
        for name, kind, _ in later:
            raw.execute(f"DROP {kind} {name}")
        raw.execute("BEGIN")
        _people(raw, now)
        _tickets(raw, opened, closed, now)
        _calls(raw, closed, now)
        for index, open_ in (("ticket_done_fts", 0), ("ticket_open_fts", 1)):
            raw.execute(f"INSERT INTO {index} (rowid, search) SELECT id, search FROM ticket WHERE open = {open_}")
        for _, _, sql in later:
            raw.execute(sql)
        _field(raw, now)
        raw.execute("COMMIT")
        raw.execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()


def _people(raw: sqlite3.Connection, now: datetime) -> None:
    """Operators, customers with two contacts, a contract and a system each; the mark that says when it was made."""
    raw.execute(
        "INSERT INTO shift (desk_id, code, starts_at, ends_at, notes) VALUES (1, ?, ?, ?, ?)",
        (_MARK, to_text(now - 500 * DAY), to_text(now - 499 * DAY), to_text(now)),
    )
    for n in range(2, OPERATORS + 1):
        raw.execute("INSERT INTO operator (id, login, name, desk_id) VALUES (?, ?, ?, 1)", (n, f"o{n}", person_name(n)))
        raw.execute("INSERT INTO operator_role (operator_id, role) VALUES (?, 'operator')", (n,))
    policies = [name for (name,) in raw.execute("SELECT DISTINCT policy FROM policy_version ORDER BY policy")]
    for n in range(1, CUSTOMERS + 1):
        name, both = customer_name(n), (2 * n - 1, 2 * n)
        words = search.document(
            f"C{n}", names=[name, *(person_name(m) for m in both)], phones=[phone_number(m) for m in both]
        )
        raw.execute(
            "INSERT INTO customer (id, code, name, region, search) VALUES (?, ?, ?, ?, ?)",
            (n, f"C{n}", name, LINES[n % len(LINES)], words),
        )
        for m in both:
            raw.execute("INSERT INTO contact (id, customer_id, name) VALUES (?, ?, ?)", (m, n, person_name(m)))
            number = phone_number(m)
            raw.execute("INSERT INTO contact_phone (contact_id, e164, written) VALUES (?, ?, ?)", (m, number, number))
        raw.execute(
            "INSERT INTO contract (id, number, customer_id, policy, service_level, warranty_until)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (n, f"HT-{n}", n, policies[n % len(policies)], ("gold", "silver")[n % 2], "2030-01-01"),
        )
        raw.execute("INSERT INTO asset (id, customer_id, contract_id, name) VALUES (?, ?, ?, '系统')", (n, n, n))


def _tickets(raw: sqlite3.Connection, opened: int, closed: int, now: datetime) -> None:
    dice = random.Random(7)
    briefs = ["", *(search.document(names=[customer_name(n)], brief=True) for n in range(1, CUSTOMERS + 1))]
    choices = [(summary, search.document(summary)) for summary in summaries()]
    pins = raw.execute("SELECT max(id), (SELECT max(id) FROM calendar_version) FROM policy_version").fetchone()
    days = [now - DAY * (3_001 - n) for n in range(3_001)]  # none of today: its numbers are the counter's
    stamps = [(f"T{day:%Y%m%d}", to_text(day)[:11]) for day in days]

    def row(number: int, at: int, count: int, state: str) -> Row:
        customer, (summary, tokens) = dice.randrange(1, CUSTOMERS + 1), dice.choice(choices)
        mark, day = stamps[at]
        at_text = f"{day}{dice.randrange(24):02d}:{dice.randrange(60):02d}:00.000000Z"
        words = f"{mark.lower()} {count:04d} {mark[1:]} {tokens} {briefs[customer]}"
        ended = at_text if state == "closed" else None
        return (
            *(number, f"{mark}-{count:04d}", customer, 2 * customer, customer, customer, dice.choice(LEVELS)),
            *("hardware", summary, words, state, dice.randrange(1, OPERATORS + 1), at_text, at_text, ended, *pins),
        )

    def rows() -> Iterator[Row]:
        per_day = closed // 2_990 + 1
        for n in range(closed):
            yield row(n + 1, n // per_day, n % per_day + 1, "closed")
        for n in range(opened):
            state = ("open", "working", "working", "waiting")[n % 4] if n % 20 else "working"
            yield row(closed + n + 1, 2_991 + n % 10, n // 10 + 1, state)

    raw.executemany(
        "INSERT INTO ticket (id, number, desk_id, customer_id, contact_id, contract_id, asset_id, level, fault_kind,"
        " summary, search, state, owner_operator_id, received_at, opened_at, closed_at, policy_version_id,"
        " calendar_version_id) VALUES (?, ?, 1" + ", ?" * 15 + ")",
        rows(),
    )
    raw.executemany(
        "INSERT INTO clock (thing_kind, thing_id, desk_id, key, milestone, level, state, lead, start, due, t50, t75,"
        " t90, met_at, left_s) VALUES ('ticket', ?, 1, ?, ?, 'P3', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _clocks(opened, closed, now),
    )
    raw.execute("UPDATE clock SET level = (SELECT level FROM ticket WHERE id = thing_id) WHERE lead = 1")
    held = "UPDATE ticket SET hold_reason = 'customer', hold_since = ?, hold_review_at = ? WHERE id IN"
    raw.execute(
        f"{held} (SELECT thing_id FROM clock WHERE lead = 1 AND state = 'held')", (to_text(now), to_text(now + DAY))
    )


def _clocks(opened: int, closed: int, now: datetime) -> Iterator[Row]:
    """Two met ones for a closed ticket; one met and one that leads for an open one: 2 % breached, 5 % held."""
    dice = random.Random(8)
    old = _instants(now - 9 * DAY, now - 8 * DAY)
    for n in range(1, closed + 1):
        for key in ("respond", "restore"):
            yield n, key, key, "met", 0, *old, old[1], None
    for place, n in enumerate(range(closed + 1, closed + opened + 1)):
        part = place / max(1, opened)
        start = now - timedelta(seconds=dice.randrange(7_200, 90_000))
        if part < 0.05:
            yield n, "restore", "restore", "held", 1, to_text(start), None, None, None, None, None, 7_200
        else:
            ahead = -dice.randrange(60, 7_000) if part < 0.07 else dice.randrange(60, 200_000)
            due = _instants(start, now + timedelta(seconds=ahead))
            yield n, "restore", "restore", "breached" if ahead < 0 else "running", 1, *due, None, None
        yield n, "respond", "respond", "met", 0, *_instants(start, start + HOUR), to_text(start + MINUTE), None


def _calls(raw: sqlite3.Connection, closed: int, now: datetime) -> None:
    dice = random.Random(9)
    insert = (
        "INSERT INTO call (id, desk_id, channel, live, number, customer_id, contact_id, contract_id, entered_at,"
        " answered_at, left_at, state, claimed_by_id, claimed_at, callback_due, callback_state)"
        " VALUES (?, 1, 'phone', 1" + ", ?" * 12 + ")"
    )

    def row(n: int, entered: datetime, state: str) -> Row:
        c = dice.randrange(1, CUSTOMERS + 1)
        taken = None if state in ("waiting", "abandoned") else to_text(entered + timedelta(seconds=dice.randrange(40)))
        left = to_text(entered + MINUTE) if state == "abandoned" else None
        owed = (to_text(entered + 30 * MINUTE), "wanted") if state == "abandoned" else (None, "")
        mine = dice.randrange(2, OPERATORS + 1) if state == "claimed" else None
        return n, phone_number(2 * c), c, 2 * c, c, to_text(entered), taken, left, state, mine, taken, *owed

    states = ["waiting"] * WAITING + ["claimed"] * CLAIMED + ["abandoned"] * OWED + ["handled"] * TODAY
    raw.executemany(insert, (row(n, now - n * MINUTE / 4, state) for n, state in enumerate(states, 1)))
    first, old = len(states) + 1, now - 3 * DAY
    raw.executemany(insert, (row(first + n, old - n * MINUTE, "handled") for n in range(closed // 5)))
    raw.execute(
        "INSERT INTO clock (thing_kind, thing_id, desk_id, key, milestone, state, lead, start, due)"
        " SELECT 'call', id, 1, 'answer', 'respond', 'running', 1, entered_at, ? FROM call WHERE state = 'waiting'",
        (to_text(now + 5 * MINUTE),),
    )


def _field(raw: sqlite3.Connection, now: datetime) -> None:
    """Engineers on duty with skills; every second one has an open visit."""
    states = ("assigned", "accepted", "en_route", "on_site")
    tickets = [n for (n,) in raw.execute("SELECT id FROM ticket WHERE open = 1 ORDER BY id LIMIT ?", (ENGINEERS,))]
    for n in range(1, ENGINEERS + 1):
        raw.execute(
            "INSERT INTO engineer (id, code, name, desk_id, phone, region, state, since) VALUES (?,?,?,1,?,?,?,?)",
            (
                n,
                f"E{n}",
                person_name(900 + n),
                phone_number(90_000 + n),
                LINES[n % len(LINES)],
                "available",
                to_text(now),
            ),
        )
        raw.executemany(
            "INSERT INTO skill (engineer_id, code) VALUES (?, ?)",
            [(n, "hardware"), (n, ("software", "network")[n % 2])],
        )
        raw.execute(
            "INSERT INTO roster_entry (desk_id, engineer_id, starts_at, ends_at) VALUES (1, ?, ?, ?)",
            (n, to_text(now - DAY), to_text(now + 999 * DAY)),
        )
        if n % 2 and n <= len(tickets):
            at, eta = to_text(now - 20 * MINUTE), to_text(now + 25 * MINUTE)
            raw.execute(
                "INSERT INTO visit (ticket_id, desk_id, engineer_id, state, since, assigned_at, eta)"
                " VALUES (?, 1, ?, ?, ?, ?, ?)",
                (tickets[n - 1], n, states[n // 2 % 4], at, at, eta),
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--open", type=int, default=500)
    options.add_argument("--closed", type=int, default=0)
    asked = options.parse_args()
    print(desk(asked.open, asked.closed))


if __name__ == "__main__":
    main()
