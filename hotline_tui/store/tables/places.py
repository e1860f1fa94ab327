"""Places, people and who is on duty when (FS-7, OR-1)."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_when, num, opt, ref, txt, when


class Desk(SQLModel, table=True):
    """A place of work: its time zone, language and number prefix (`T` in T20261122-0042)."""

    __tablename__ = "desk"
    id: int | None = key()
    code: str = txt(unique=True)
    name: str = txt()
    timezone: str = txt()
    language: str = txt("zh")
    prefix: str = txt("T", unique=True)
    is_default: bool = flag()
    countersign: bool = flag()
    """The shift lead countersigns handovers here."""
    settings: dict[str, object] = doc()
    """Lines (number → meaning by hour), limits of the state line, city regions: what one desk sets for itself."""
    retired_at: datetime | None = maybe_when()
    version: int = num(1)


class Post(SQLModel, table=True):
    """A duty to be filled at a desk (call-taker 1, dispatch, duty mobile). Open work is owned by a post or a person."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("desk_id", "code"),)
    id: int | None = key()
    desk_id: int = ref("desk.id")
    code: str = txt()
    name: str = txt()
    role: str = txt("operator")
    is_mobile: bool = flag()
    """The duty mobile: rings after hours, always with somebody."""
    phone: str = txt("")
    holder_id: int | None = opt("operator.id")
    """Who fills it now: moved by signing a handover, or by an act of its own."""
    held_since: datetime | None = maybe_when()
    sort: int = num(0)
    retired_at: datetime | None = maybe_when()


class Operator(SQLModel, table=True):
    """A person who signs in to a console."""

    __tablename__ = "operator"
    id: int | None = key()
    login: str = txt(unique=True)
    name: str = txt()
    name_en: str = txt("")
    desk_id: int = ref("desk.id")
    engineer_id: int | None = opt("engineer.id")
    phone: str = txt("")
    email: str = txt("")
    language: str = txt("")
    """Empty: the desk's."""
    pin_hash: str = txt("")
    keys: list[object] = doc("[]")
    """Public SSH keys, in authorized_keys form."""
    settings: dict[str, object] = doc()
    retired_at: datetime | None = maybe_when()
    version: int = num(1)


class OperatorRole(SQLModel, table=True):
    """A role somebody has, at one desk or (without a desk) everywhere."""

    __tablename__ = "operator_role"
    __table_args__ = (Index("operator_role_once", "operator_id", "role", text("coalesce(desk_id, 0)"), unique=True),)
    id: int | None = key()
    operator_id: int = ref("operator.id")
    role: str = txt()
    desk_id: int | None = opt("desk.id")
    from_at: datetime | None = maybe_when()
    to_at: datetime | None = maybe_when()


class Shift(SQLModel, table=True):
    """A stretch of duty at a desk, as planned and as it was."""

    __tablename__ = "shift"
    __table_args__ = (UniqueConstraint("desk_id", "starts_at"), Index("shift_desk_ends", "desk_id", "ends_at"))
    id: int | None = key()
    desk_id: int = ref("desk.id")
    code: str = txt()
    """Which of the day's shifts: `early`, `late`, `night`, or a desk's own word."""
    name: str = txt("")
    starts_at: datetime = when()
    ends_at: datetime = when()
    state: str = txt("planned")
    """planned, running, ended."""
    lead_id: int | None = opt("operator.id")
    notes: str = txt("")


class RosterEntry(SQLModel, table=True):
    """Who fills which post (or, for engineers, is on call) when. A swap replaces an entry and points to it."""

    __tablename__ = "roster_entry"
    __table_args__ = (
        Index("roster_when", "desk_id", "starts_at", "ends_at"),
        Index("roster_operator", "operator_id", "ends_at"),
        Index("roster_engineer", "engineer_id", "ends_at"),
    )
    id: int | None = key()
    desk_id: int = ref("desk.id")
    shift_id: int | None = opt("shift.id", index=True)
    post_id: int | None = opt("post.id")
    operator_id: int | None = opt("operator.id")
    engineer_id: int | None = opt("engineer.id")
    kind: str = txt("duty")
    """duty, on_call, standby, duty_mobile."""
    rank: int = num(1)
    """1 is rung first, then 2 …"""
    starts_at: datetime = when()
    ends_at: datetime = when()
    state: str = txt("planned")
    """planned, confirmed, replaced, cancelled."""
    replaces_id: int | None = opt("roster_entry.id")
    note: str = txt("")


class Absence(SQLModel, table=True):
    """Somebody is away: leave, training, sick."""

    __tablename__ = "absence"
    __table_args__ = (Index("absence_when", "starts_at", "ends_at"),)
    id: int | None = key()
    operator_id: int | None = opt("operator.id", index=True)
    engineer_id: int | None = opt("engineer.id", index=True)
    kind: str = txt("leave")
    starts_at: datetime = when()
    ends_at: datetime = when()
    note: str = txt("")
    cancelled_at: datetime | None = maybe_when()
