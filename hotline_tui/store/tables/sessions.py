"""Running consoles and what they hold: not on the record, timed by the database's own clock."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import big, key, maybe_when, num, ref, txt, when


class Session(SQLModel, table=True):
    """One running console. Its heartbeat keeps every lease it holds (data.md 5)."""

    __tablename__ = "session"
    __table_args__ = (Index("session_live", "operator_id", sqlite_where=text("ended_at IS NULL")),)
    id: int | None = key()
    token: str = txt(unique=True)
    operator_id: int = ref("operator.id")
    desk_id: int = ref("desk.id")
    started_at: datetime = when()
    heartbeat_ms: int = num(0, big=True)
    """Milliseconds since 1970 by the database's clock."""
    ended_at: datetime | None = maybe_when()
    host: str = txt("")
    console_version: str = txt("")
    doing: str = txt("")
    """What the others see this console is at (`call:17`)."""


class Lease(SQLModel, table=True):
    """A claim on one thing by one session: at most one live lease per resource, by the primary key."""

    __tablename__ = "lease"
    __table_args__ = (Index("lease_thing", "resource", unique=True), Index("lease_session", "session_id"))
    id: int | None = key()
    resource: str = txt()
    """`call:17`, `ticket:5:edit` …"""
    thing_kind: str = txt()
    thing_id: int = big()
    token: str = txt()
    session_id: int = ref("session.id")
    operator_id: int = ref("operator.id")
    since: datetime = when()
