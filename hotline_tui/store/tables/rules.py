"""Policies and calendars as immutable, numbered versions: what tickets and clocks pin."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from hotline_tui.store.types import doc, flag, key, maybe_when, num, opt, txt, when


class PolicyVersion(SQLModel, table=True):
    """One version of a policy file: its full text and what was parsed from it. Never changed (by trigger)."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("policy", "number"), UniqueConstraint("policy", "sha256"))
    id: int | None = key()
    policy: str = txt()
    number: int = num()
    sha256: str = txt()
    source: str = txt()
    """The file's exact text."""
    name: str = txt("")
    made_at: datetime = when()
    by_id: int | None = opt("operator.id")


class CalendarVersion(SQLModel, table=True):
    """One version of a calendar: half-open opening intervals as integer seconds. Never changed (by trigger)."""

    __tablename__ = "calendar_version"
    __table_args__ = (UniqueConstraint("calendar", "number"), UniqueConstraint("calendar", "sha256"))
    id: int | None = key()
    calendar: str = txt()
    number: int = num()
    sha256: str = txt()
    source: str = txt()
    timezone: str = txt()
    intervals: list[object] = doc("[]")
    """[[open, close], …] in epoch seconds, when they are worked out beforehand; else the source suffices."""
    first_day: date | None = Field(default=None, nullable=True)
    last_day: date | None = Field(default=None, nullable=True)
    predicted: bool = flag()
    """Some holiday in it is only predicted."""
    predicted_from: date | None = Field(default=None, nullable=True)
    made_at: datetime = when()
    by_id: int | None = opt("operator.id")


class Adoption(SQLModel, table=True):
    """From when a version of a policy or calendar is in force; the latest at or before an instant counts."""

    __tablename__ = "adoption"
    __table_args__ = (Index("adoption_when", "kind", "name", "from_at", "id"),)
    id: int | None = key()
    kind: str = txt()
    """policy, calendar."""
    name: str = txt()
    version_id: int = num(big=True)
    from_at: datetime = when()
    by_id: int | None = opt("operator.id")
    reason: str = txt("")
    withdrawn_at: datetime | None = maybe_when()
