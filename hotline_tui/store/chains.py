"""Sealing the record, and finding out whether anybody has changed it (data.md 3, OR-4)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.engine import Row

from hotline_tui.store import locks
from hotline_tui.store.record import GENESIS, canonical, chained
from hotline_tui.store.tables.records import ChainHead, Event, Seal
from hotline_tui.store.types import table_of, to_text

_event, _head, _seal = table_of(Event), table_of(ChainHead), table_of(Seal)

Thing = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the record is not as it was written. `code` is one of the words below; nothing is a sentence.

    `edited` (body and hash do not agree), `unlinked` (not the successor of the event before it: edited with its hash,
    swapped or put in), `missing` (a sequence number is not there), `truncated` (the head is further on than the last
    event), `removed` (a chain that a head or a seal knows has no events), `headless` (events without a head),
    `antedated`, `disagrees` (a column says something else than the body), `seal` (a seal does not fit: the record
    before it was rewritten), `seal_chain` (a seal was changed, removed or put in). Of a signed handover, whose chain is
    sound: `handover` (a line or its words are not those that were signed), `handover_state` (its signature or its seal
    is not the one on the record), `handover_gone`, `handover_seal` (the seal it embeds is not in the database).
    """

    code: str
    thing_kind: str = ""
    thing_id: int = 0
    seq: int = 0
    seal: int = 0
    number: str = field(default="", compare=False)
    """What people call the thing (`T20261122-0042`), where that is known."""
    at: datetime | None = field(default=None, compare=False)
    """When the damaged thing was written; of what is missing the event that follows, or the head."""


def seal(conn: Connection, now: datetime) -> tuple[int, str] | None:
    """Vouch for every chain that has moved since the last seal. Gives (id, hash); None when nothing has moved.

    Run it in a write transaction of its own, periodically and before a handover is signed.
    """
    locks.seal_alone(conn)
    last = conn.execute(select(_seal).order_by(_seal.c.number.desc()).limit(1)).one_or_none()
    since, number, previous = (last.event_id, last.number, last.hash) if last else (0, 0, GENESIS)
    upto = conn.scalar(select(func.max(_event.c.id))) or 0
    if upto <= since:
        return None
    moved: dict[Thing, tuple[int, str]] = {}
    for row in conn.execute(_events().where(_event.c.id > since, _event.c.id <= upto).order_by(_event.c.id)):
        moved[row.thing_kind, row.thing_id] = (row.seq, row.hash)
    heads = _heads_hash(moved)
    made = _seal_hash(number + 1, now, upto, heads, previous)
    values = {
        "number": number + 1,
        "at": now,
        "event_id": upto,
        "things": len(moved),
        "heads_hash": heads,
        "previous": previous,
        "hash": made,
    }
    return int(conn.execute(_seal.insert().values(values).returning(_seal.c.id)).scalar_one()), made


def _heads_hash(moved: dict[Thing, tuple[int, str]]) -> str:
    lines = sorted(f"{kind}:{number}:{seq}:{head}" for (kind, number), (seq, head) in moved.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _seal_hash(number: int, at: datetime, event_id: int, heads: str, previous: str) -> str:
    return chained(previous, canonical([number, to_text(at), event_id, heads]))


def _events() -> Select[Any]:
    return select(
        _event.c.id,
        _event.c.thing_kind,
        _event.c.thing_id,
        _event.c.seq,
        _event.c.kind,
        _event.c.at,
        _event.c.actor_id,
        _event.c.command_id,
        _event.c.body,
        _event.c.hash,
    )


def verify_chains(conn: Connection, *, known_seals: dict[int, str] | None = None) -> list[Fault]:
    """Every place where the record has been tampered with; empty when it is sound. Reads the record once.

    `known_seals` are hashes kept outside the database (printed on signed handovers) by seal number: they show a
    rewriting of everything, seals included.
    """
    return list(_verify(conn, known_seals or {}))


def _verify(conn: Connection, known: dict[int, str]) -> Iterator[Fault]:
    heads: dict[Thing, tuple[int, str, datetime]] = {}
    seals = _seals(conn)
    moved: dict[Thing, tuple[int, str]] = {}
    waiting = next(seals, None)
    yield from _verify_seal_chain(conn, known)
    for row in conn.execute(_events().order_by(_event.c.id).execution_options(yield_per=2_000)):
        while waiting is not None and row.id > waiting.event_id:
            yield from _fits(waiting, moved)
            moved, waiting = {}, next(seals, None)
        thing = (row.thing_kind, row.thing_id)
        yield from _verify_event(row, heads.get(thing))
        heads[thing] = (row.seq, row.hash, row.at)
        moved[thing] = (row.seq, row.hash)
    while waiting is not None:
        yield from _fits(waiting, moved)
        moved, waiting = {}, next(seals, None)
    yield from _verify_heads(conn, heads)


def _verify_event(row: Row[Any], before: tuple[int, str, datetime] | None) -> Iterator[Fault]:
    kind, number, seq = row.thing_kind, row.thing_id, row.seq
    last_seq, previous, last_at = before or (0, GENESIS, None)
    if seq != last_seq + 1:
        yield Fault("missing" if seq > last_seq + 1 else "unlinked", kind, number, last_seq + 1, at=row.at)
    elif chained(previous, row.body) != row.hash:
        yield Fault("edited", kind, number, seq, at=row.at)
    if last_at is not None and row.at < last_at:
        yield Fault("antedated", kind, number, seq, at=row.at)
    if not _agrees(row):
        yield Fault("disagrees", kind, number, seq, at=row.at)


def _agrees(row: Row[Any]) -> bool:
    """Do the columns, by which the record is read, say what the hashed body says?"""
    try:
        body = json.loads(row.body)
        return bool(
            body["thing"] == [row.thing_kind, row.thing_id]
            and body["seq"] == row.seq
            and body["kind"] == row.kind
            and body["at"] == to_text(row.at)
            and body["by"] == row.actor_id
            and body["command"] == row.command_id
        )
    except (ValueError, KeyError, TypeError):
        return False


def _seals(conn: Connection) -> Iterator[Row[Any]]:
    yield from conn.execute(select(_seal).order_by(_seal.c.number)).all()


def _fits(row: Row[Any], moved: dict[Thing, tuple[int, str]]) -> Iterator[Fault]:
    if _heads_hash(moved) != row.heads_hash or len(moved) != row.things:
        yield Fault("seal", seal=row.number, at=row.at)


def _verify_seal_chain(conn: Connection, known: dict[int, str]) -> Iterator[Fault]:
    number, previous = 0, GENESIS
    for row in _seals(conn):
        number += 1
        made = _seal_hash(row.number, row.at, row.event_id, row.heads_hash, row.previous)
        other = known.get(row.number, row.hash) != row.hash
        if row.number != number or row.previous != previous or made != row.hash or other:
            yield Fault("seal_chain", seal=number, at=row.at)
            number = row.number
        previous = row.hash
    for lost in sorted(set(known) - set(range(1, number + 1))):
        yield Fault("seal_chain", seal=lost)


def _verify_heads(conn: Connection, heads: dict[Thing, tuple[int, str, datetime]]) -> Iterator[Fault]:
    stored: set[Thing] = set()
    for row in conn.execute(select(_head).order_by(_head.c.thing_kind, _head.c.thing_id)):
        thing = (row.thing_kind, row.thing_id)
        stored.add(thing)
        found = heads.get(thing)
        if found is None:
            yield Fault("removed", *thing, seq=row.seq, at=row.at)
        elif found[0] < row.seq:
            yield Fault("truncated", *thing, seq=found[0] + 1, at=row.at)
        elif found[:2] != (row.seq, row.hash):
            yield Fault("unlinked", *thing, seq=found[0], at=found[2])
    for thing in sorted(set(heads) - stored):
        yield Fault("headless", *thing, seq=heads[thing][0], at=heads[thing][2])
