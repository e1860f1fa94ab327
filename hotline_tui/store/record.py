"""The record: one command, one transaction, one event for each thing it touched (data.md 2 and 3).

    outcome = execute(store, Envelope(...), act)      # act(unit) writes rows, calls unit.event(…), returns the result

A repeated command id gets the stored result and `act` is not run. Events of one thing form a chain:
`hash = sha256(previous hash ‖ body)`, where `body` is canonical JSON kept as the exact text that was hashed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Text, bindparam, cast, func, select, tuple_, update

from hotline_tui.domain.errors import N_, Conflict
from hotline_tui.store import locks
from hotline_tui.store.engine import Store
from hotline_tui.store.feed import CHANNEL
from hotline_tui.store.tables.feed import Feed
from hotline_tui.store.tables.records import ChainHead, CommandRow, Event
from hotline_tui.store.types import insert_for, table_of, to_text

SCHEMA_NO = 1
"""The form of an event's body."""

GENESIS = "0" * 64
"""What stands before the first event of a chain."""

Json = dict[str, Any]

_command, _event, _head, _feed = table_of(CommandRow), table_of(Event), table_of(ChainHead), table_of(Feed)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: instants as UTC text, enums as their text, dataclasses as objects."""
    if value is None or isinstance(value, bool | int | float) or type(value) is str:
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(plain(name)): plain(item) for name, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=canonical)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} can't go on the record")


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, characters as they are. Refuses NaN."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def chained(previous: str, body: str) -> str:
    """An event's hash: SHA-256 over the previous hash's bytes and the body's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(previous) + body.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the record keeps of a command. `request` is everything that was asked, as JSON can hold it."""

    id: UUID
    kind: str
    request: Any
    actor_id: int | None
    now: datetime
    session_id: int | None = None

    def request_hash(self) -> str:
        return hashlib.sha256(canonical([self.kind, self.request]).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` as `act` returned it; `repeated` when it was stored by an earlier run of the same command."""

    result: Json
    repeated: bool


@dataclass(slots=True)
class _Noted:
    thing_kind: str
    thing_id: int
    kind: str
    data: Any
    at: datetime


@dataclass(slots=True)
class Unit:
    """One command's transaction. `conn` is open; rows are written through it, events through `event`."""

    conn: Connection
    envelope: Envelope
    _noted: list[_Noted] = field(default_factory=list)
    _known: dict[tuple[str, int], tuple[int, str, datetime] | None] = field(default_factory=dict)
    _locked: set[str] = field(default_factory=set)

    @property
    def now(self) -> datetime:
        return self.envelope.now

    def event(
        self,
        thing_kind: str,
        thing_id: int,
        kind: str,
        data: Mapping[str, Any] | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        """Note what happened to one thing. `data` says what, before and after: values, ids and codes, no sentences.

        `at` is when it happened if that is not now; it is never dated before the thing's previous event.
        """
        self._noted.append(_Noted(str(thing_kind), thing_id, kind, dict(data or {}), at or self.envelope.now))

    def lock(self, things: Iterable[tuple[str, int]]) -> None:
        """Hold things against other commands, in one order everywhere. On SQLite the transaction holds everything."""
        if self.conn.dialect.name == "sqlite":
            return
        new = sorted({locks.NO_SEAL, *(f"{kind!s}:{number}" for kind, number in things)} - self._locked)
        if new:
            locks.take(self.conn, new)
            self._locked.update(new)

    def made(self, thing_kind: str, thing_id: int) -> None:
        """A thing is new: nobody else can know it before the commit, so it needs no lock (imports make thousands)."""
        self._locked.add(f"{thing_kind}:{thing_id}")

    def try_lock(self, thing_kind: str, thing_id: int) -> bool:
        """The same for one thing; False, at once, when another command holds it."""
        name = f"{thing_kind!s}:{thing_id}"
        if self.conn.dialect.name == "sqlite" or name in self._locked:
            return True
        if not locks.try_one(self.conn, name):
            return False
        self._locked.add(name)
        return True

    def _write_events(self) -> None:
        heads = self.heads((noted.thing_kind, noted.thing_id) for noted in self._noted)
        rows: list[Json] = []
        for noted in self._noted:
            thing = (noted.thing_kind, noted.thing_id)
            seq, previous, last = heads.get(thing, (0, GENESIS, None))
            at = noted.at if last is None or noted.at >= last else last
            body = self._body(noted, seq + 1, at)
            made = chained(previous, body)
            heads[thing] = (seq + 1, made, at)
            rows.append(
                {
                    "thing_kind": noted.thing_kind,
                    "thing_id": noted.thing_id,
                    "seq": seq + 1,
                    "kind": noted.kind,
                    "at": at,
                    "actor_id": self.envelope.actor_id,
                    "command_id": str(self.envelope.id),
                    "schema_no": SCHEMA_NO,
                    "body": body,
                    "hash": made,
                }
            )
        self.conn.execute(_event.insert(), rows)
        moved = [
            {"thing_kind": kind, "thing_id": number, "seq": seq, "hash": made, "at": at}
            for (kind, number), (seq, made, at) in heads.items()
        ]
        self.conn.execute(_upsert_on(self.conn.dialect.name), moved)

    def _body(self, noted: _Noted, seq: int, at: datetime) -> str:
        return canonical(
            {
                "at": at,
                "by": self.envelope.actor_id,
                "command": str(self.envelope.id),
                "data": noted.data,
                "kind": noted.kind,
                "schema": SCHEMA_NO,
                "seq": seq,
                "thing": [noted.thing_kind, noted.thing_id],
            }
        )

    def heads(self, things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[int, str, datetime]]:
        """Where these things' chains end: (sequence, hash, time). Locked before it is read; read once."""
        wanted = sorted({(str(kind), number) for kind, number in things})
        new = [thing for thing in wanted if thing not in self._known]
        if new:
            self.lock(new)
            self._known |= dict.fromkeys(new) | self._read_heads(new)
        return {thing: head for thing in wanted if (head := self._known[thing]) is not None}

    def _read_heads(self, things: list[tuple[str, int]]) -> dict[tuple[str, int], tuple[int, str, datetime]]:
        if len(things) <= 4:
            rows = [row for kind, number in things for row in self.conn.execute(_ONE_HEAD, {"k": kind, "i": number})]
        else:
            rows = []
            for start in range(0, len(things), 400):
                wanted = tuple_(_head.c.thing_kind, _head.c.thing_id).in_(things[start : start + 400])
                rows += self.conn.execute(select(_head).where(wanted)).all()
        return {(row.thing_kind, row.thing_id): (row.seq, row.hash, row.at) for row in rows}

    def finish(self, result: Json) -> None:
        """Write the events, move the feed, keep the result: the last statements before the commit."""
        if self._noted:
            self._write_events()
            beyond = int(any(noted.thing_kind != "call" for noted in self._noted))
            self.conn.execute(_MOVE_FEED if self.conn.dialect.name == "sqlite" else _MOVE_AND_TELL, {"beyond": beyond})
        self.conn.execute(_KEEP_RESULT, {"command": str(self.envelope.id), "kept": canonical(result)})


_ONE_HEAD = select(_head).where(_head.c.thing_kind == bindparam("k"), _head.c.thing_id == bindparam("i"))
_MOVED = {"counter": _feed.c.counter + 1, "beyond_calls": _feed.c.beyond_calls + bindparam("beyond")}
_MOVE_FEED = update(_feed).where(_feed.c.id == 1).values(_MOVED)
_MOVE_AND_TELL = _MOVE_FEED.returning(func.pg_notify(CHANNEL, cast(_feed.c.counter, Text)))
_KEEP_RESULT = update(_command).where(_command.c.id == bindparam("command")).values(result=bindparam("kept"))
_STORED = select(_command.c.kind, _command.c.request_hash, _command.c.result).where(
    _command.c.id == bindparam("command")
)


@cache
def claim_on(dialect: str) -> Any:
    """INSERT of a command's row: none is made where its id is there, and a twin under way is waited for."""
    return (
        insert_for(dialect)(_command)
        .on_conflict_do_nothing(index_elements=["id"])
        .execution_options(preserve_rowcount=True)
    )


@cache
def _upsert_on(dialect: str) -> Any:
    made = insert_for(dialect)(_head)
    moved = {"seq": made.excluded.seq, "hash": made.excluded.hash, "at": made.excluded.at}
    return made.on_conflict_do_update(index_elements=["thing_kind", "thing_id"], set_=moved)


def execute(store: Store, envelope: Envelope, act: Callable[[Unit], Json]) -> Outcome:
    """Run one command exactly once, in one transaction.

    `act` gets the open unit and returns the result (JSON). Whatever it raises rolls everything back, the command too.
    Raises Conflict when the id was used for another request; Refused, Unavailable as the store says.
    """
    with store.write() as conn:
        return execute_in(conn, envelope, act)


def execute_in(conn: Connection, envelope: Envelope, act: Callable[[Unit], Json]) -> Outcome:
    """The same within a transaction that is open already (imports: many commands, all or nothing)."""
    claimed = conn.execute(
        claim_on(conn.dialect.name),
        {
            "id": str(envelope.id),
            "kind": envelope.kind,
            "request_hash": envelope.request_hash(),
            "at": envelope.now,
            "actor_id": envelope.actor_id,
            "session_id": envelope.session_id,
        },
    )
    if claimed.rowcount == 0:
        return _repeated(conn, envelope)
    unit = Unit(conn, envelope)
    result: Json = plain(act(unit))
    unit.finish(result)
    return Outcome(result, repeated=False)


def _repeated(conn: Connection, envelope: Envelope) -> Outcome:
    # Locked, which writes: what was committed while no standby answered is there before it is acknowledged once more.
    row = conn.execute(_STORED.with_for_update(), {"command": str(envelope.id)}).one()
    if row.kind != envelope.kind or row.request_hash != envelope.request_hash():
        raise Conflict(
            N_("The command {id} was carried out before with another content; send it anew."), id=str(envelope.id)
        )
    return Outcome(json.loads(row.result), repeated=True)
