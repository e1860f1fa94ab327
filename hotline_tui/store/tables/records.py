"""The record: commands, events, chains, seals; and the small tables that keep the store itself in order."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from hotline_tui.store.types import BigId, big, doc, key, maybe_num, maybe_when, num, opt, txt, when


class CommandRow(SQLModel, table=True):
    """One command, once: a twin gets the stored result (data.md 2). Its result is written once; never deleted."""

    __tablename__ = "command"
    id: str = txt(primary_key=True)
    """UUID, given by the sender."""
    kind: str = txt()
    request_hash: str = txt()
    result: str | None = Field(default=None, nullable=True)
    """JSON; empty only inside the command's own transaction."""
    at: datetime = when()
    actor_id: int | None = opt("operator.id")
    session_id: int | None = maybe_num()


class Event(SQLModel, table=True):
    """One thing that happened to one thing: `hash = sha256(previous hash ‖ body)` (data.md 3). Append only."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_chain", "thing_kind", "thing_id", "seq", unique=True),
        Index("event_command", "command_id"),
    )
    id: int | None = key()
    thing_kind: str = txt()
    thing_id: int = big()
    seq: int = num()
    """1, 2, 3 … without a gap."""
    kind: str = txt()
    at: datetime = when()
    actor_id: int | None = maybe_num()
    command_id: str = Field(foreign_key="command.id")
    schema_no: int = num(1)
    body: str = txt()
    """The exact canonical JSON whose bytes were hashed."""
    hash: str = txt()
    """64 hexadecimal digits."""


class ChainHead(SQLModel, table=True):
    """Where a thing's chain ends: sequence, hash and time of its last event."""

    __tablename__ = "chain_head"
    __table_args__ = {"sqlite_with_rowid": False}
    thing_kind: str = txt(primary_key=True)
    thing_id: int = Field(primary_key=True, sa_type=BigId)
    seq: int = num()
    hash: str = txt()
    at: datetime = when()


class Seal(SQLModel, table=True):
    """A hash over the heads that moved since the seal before it, and over that seal; append only.

    Every chain's latest sealed head stands in exactly one seal, so that all seals together vouch for all heads while
    sealing costs what has changed. Shows a chain rewritten together with its head, and a thing that was removed.
    """

    __tablename__ = "seal"
    id: int | None = key()
    number: int = Field(unique=True)
    at: datetime = when()
    event_id: int = big()
    """The last event that it covers."""
    things: int = num()
    """How many chains have moved since the seal before."""
    heads_hash: str = txt()
    previous: str = txt()
    hash: str = txt()


class Outbox(SQLModel, table=True):
    """Messages, escalation steps and delayed acts: due at, attempts. An undoable act's messages wait 10 s."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_due",
            "due_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("outbox_thing", "thing_kind", "thing_id"),
        Index("outbox_once", "once", unique=True, sqlite_where=text("once <> ''"), postgresql_where=text("once <> ''")),
    )
    id: int | None = key()
    kind: str = txt()
    thing_kind: str = txt("")
    thing_id: int | None = maybe_num()
    command_id: str = txt("")
    once: str = txt("")
    """When given: no second row with the same text."""
    due_at: datetime = when()
    attempts: int = num(0)
    state: str = txt("waiting")
    """waiting, sent, failed, withdrawn."""
    payload: dict[str, object] = doc()
    last_error: str = txt("")
    made_at: datetime = when()
    done_at: datetime | None = maybe_when()


class Counter(SQLModel, table=True):
    """Gapless numbers: one row per desk, kind and desk-local day, taken as a command's last statement."""

    __tablename__ = "counter"
    __table_args__ = {"sqlite_with_rowid": False}
    name: str = txt(primary_key=True)
    value: int = num(0, big=True)


class SchemaMeta(SQLModel, table=True):
    """One row: which schema this database has and the oldest console it serves (data.md 9)."""

    __tablename__ = "schema_meta"
    id: int = Field(primary_key=True, sa_type=BigId)
    revision: str = txt()
    version: int = num()
    oldest_console: int = num()
    made_by: str = txt("")
    made_at: datetime = when()
    upgraded_at: datetime | None = maybe_when()
    settings: dict[str, object] = doc()
