"""Advisory locks of PostgreSQL, held until the transaction ends: on things, and the one that seals have alone.

Nothing is locked on SQLite: a transaction that writes has the whole file.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

_SEAL = {"a": 0x486F_746C, "b": 1}
"""The lock that commands share and a seal has alone: a seal vouches for a range of events without a gap."""

_LOCK = text(
    "SELECT CASE thing WHEN '' THEN pg_advisory_xact_lock_shared(:a, :b)"
    " ELSE pg_advisory_xact_lock(hashtextextended(thing, 0)) END FROM unnest(CAST(:things AS text[])) AS thing"
)
_TRY = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:thing, 0)), pg_advisory_xact_lock_shared(:a, :b)")
_ALONE = text("SELECT pg_advisory_xact_lock(:a, :b)")


def take(conn: Connection, things: Sequence[str], *, first: bool) -> None:
    """Wait for these locks, in their order. `first`: the transaction has none yet; from now on no seal is made."""
    conn.execute(_LOCK, {"things": ["", *things] if first else list(things), **_SEAL})


def try_one(conn: Connection, thing: str) -> bool:
    """The same for one thing; False, at once, when somebody else has it."""
    return bool(conn.scalar(_TRY, {"thing": thing, **_SEAL}))


def seal_alone(conn: Connection) -> None:
    """Wait for every command under way. Events get their ids before they are committed, so a later look sees gaps."""
    if conn.dialect.name != "sqlite":
        conn.execute(_ALONE, _SEAL)
