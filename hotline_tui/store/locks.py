"""Advisory locks of PostgreSQL, held until the transaction ends: on things, and the one that seals have alone.

Nothing is locked on SQLite: a transaction that writes has the whole file.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

NO_SEAL = ""
"""What commands lock before anything else: they share it, and a seal has it alone. Sorts before every thing."""

_SEAL = {"a": 0x486F_746C, "b": 1}

_LOCK = text(
    "SELECT CASE thing WHEN '' THEN pg_advisory_xact_lock_shared(:a, :b)"
    " ELSE pg_advisory_xact_lock(hashtextextended(thing, 0)) END FROM unnest(CAST(:things AS text[])) AS thing"
)
_TRY = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:thing, 0))")
_ALONE = text("SELECT pg_advisory_xact_lock(:a, :b)")


_WHOLE = "hotline_has_all"


def have_all(conn: Connection) -> None:
    """For a transaction that touches thousands of things (a server has room for some 7,000 locks): nobody else is at
    work until it ends, as on SQLite. Before anything else is locked."""
    if conn.dialect.name != "sqlite":
        seal_alone(conn)
        conn.info[_WHOLE] = conn.get_transaction()


def _has_all(conn: Connection) -> bool:
    whole = conn.info.get(_WHOLE)
    return whole is not None and whole is conn.get_transaction()


def take(conn: Connection, things: Sequence[str]) -> None:
    """Wait for these locks, in their order."""
    if not _has_all(conn):
        conn.execute(_LOCK, {"things": list(things), **_SEAL})


def try_one(conn: Connection, thing: str) -> bool:
    """The lock of one thing; False, at once, when somebody else has it."""
    return _has_all(conn) or bool(conn.scalar(_TRY, {"thing": thing}))


def seal_alone(conn: Connection) -> None:
    """Wait for every command under way, and keep new ones waiting: the record has no gap for as long.

    Events get their ids before they are committed, so a range of ids is whole only when nobody is at it.
    """
    if conn.dialect.name != "sqlite":
        conn.execute(_ALONE, _SEAL)
