"""A look at the database without opening it as a desk: reachable, ours, which schema, what time is it there.

Read-only and without the store, so that a damaged or foreign file can be looked at, and nothing is created or upgraded.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hotline_tui.domain.errors import N_

_QUICK = 200_000_000
"""Bytes: a larger file is not read through."""


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What was found. `msgid` may use `{place}` and the names in `params`."""

    usable: bool
    msgid: str
    advice: str = ""
    params: tuple[tuple[str, str], ...] = ()
    missing: bool = False
    """Nothing there yet: a new desk can be made."""
    clock_ahead: float | None = None
    """Seconds the database's clock is ahead of this machine's."""
    server: str = ""


def look_at(url: str, deadline: float = 5.0) -> DatabaseFacts:
    """What is at this address. Never raises for what may be wrong there."""
    if url.startswith("sqlite"):
        return _sqlite(Path(url.partition(":///")[2].partition("?")[0]))
    return _postgresql(url, deadline)


def _judge(version: int, oldest: int, ahead: float, server: str) -> DatabaseFacts:
    """By the rule of data.md 9: a console refuses only when it is older than the oldest one served."""
    from hotline_tui.store.schema import VERSION

    params = (("version", str(version)), ("own", str(VERSION)))
    if oldest > VERSION:
        return DatabaseFacts(
            False,
            N_("The database {place} needs a newer console (its schema is {version}, this one knows {own})."),
            N_("Update hotline on this machine."),
            params,
            clock_ahead=ahead,
            server=server,
        )
    if version < VERSION:
        return DatabaseFacts(
            True,
            N_("The database {place} has schema {version}; it is upgraded to {own} at the next start."),
            N_("Make a backup first: hotline backup."),
            params,
            clock_ahead=ahead,
            server=server,
        )
    return DatabaseFacts(
        True, N_("The database {place} can be used (schema {version})."), "", params, clock_ahead=ahead, server=server
    )


def _sqlite(path: Path) -> DatabaseFacts:
    from hotline_tui.store.faults import network_type

    server = f"SQLite {sqlite3.sqlite_version}"
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return DatabaseFacts(
            False,
            N_("There is no database at {place} yet."),
            N_("Start hotline to make one, or hotline demo to try it."),
            missing=True,
            server=server,
        )
    except OSError as error:
        return _unreadable(str(error.strerror), server)
    if network_type(path):
        return DatabaseFacts(
            False,
            N_("The database {place} is on a network file system ({kind}): SQLite would be damaged there."),
            N_("Move it to a disk of this machine, or use PostgreSQL."),
            (("kind", network_type(path)),),
            server=server,
        )
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=2.0)) as raw:
            if size <= _QUICK:
                (state,) = raw.execute("PRAGMA quick_check(1)").fetchone()
                if state != "ok":
                    return _damaged(server)
            table = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_meta'").fetchone()
            row = (
                raw.execute("SELECT version, oldest_console FROM schema_meta WHERE id = 1").fetchone()
                if table
                else None
            )
    except sqlite3.OperationalError as error:
        return _unreadable(str(error), server)
    except sqlite3.DatabaseError:
        return _damaged(server)
    if row is None:
        return _foreign(server)
    return _judge(int(row[0]), int(row[1]), 0.0, server)


def _unreadable(why: str, server: str) -> DatabaseFacts:
    return DatabaseFacts(
        False,
        N_("The database {place} can't be read: {why}."),
        N_("Check the permissions, and that no other program holds it; then try again."),
        (("why", why),),
        server=server,
    )


def _damaged(server: str) -> DatabaseFacts:
    return DatabaseFacts(
        False,
        N_("The file {place} is damaged or no database."),
        N_("Keep a copy of it, then bring back the last backup: hotline restore."),
        server=server,
    )


def _foreign(server: str) -> DatabaseFacts:
    return DatabaseFacts(
        False,
        N_("The database {place} is not a desk's."),
        N_("Name another one with --database, or make one: hotline init."),
        server=server,
    )


def _postgresql(url: str, deadline: float) -> DatabaseFacts:
    try:
        import psycopg
    except ImportError:
        return DatabaseFacts(
            False,
            N_("The driver for PostgreSQL is not installed."),
            N_("Install it: pip install 'hotline-tui[postgresql]'."),
        )
    plain_url = "postgresql://" + url.partition("://")[2]
    wait = max(2, int(deadline))
    try:
        with psycopg.connect(
            plain_url, connect_timeout=wait, options=f"-c statement_timeout={wait * 1000}", autocommit=True
        ) as conn:
            asked = time.time()
            row = conn.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()
            answered = time.time()
            ahead = float(row[0]) - (asked + answered) / 2 if row else 0.0
            version = conn.info.server_version
            server = f"PostgreSQL {version // 10_000}.{version % 10_000}"
            there = conn.execute("SELECT to_regclass('schema_meta') IS NOT NULL").fetchone()
            if there is None or not there[0]:
                return _foreign(server)
            meta = conn.execute("SELECT version, oldest_console FROM schema_meta WHERE id = 1").fetchone()
    except (psycopg.Error, ValueError) as error:
        why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        return _unreadable(_without(why, plain_url), "PostgreSQL")
    return _judge(int(meta[0]), int(meta[1]), ahead, server) if meta else _foreign(server)


def _without(text: str, url: str) -> str:
    """The message without the password that is in the address, should a driver quote it."""
    _head, _at, _tail = url.rpartition("@")
    secret = _head.rpartition("/")[2].partition(":")[2]
    return text.replace(secret, "***") if secret else text
