"""Clocks: one target running on one call, ticket, complaint or order (domain.md, Clocks 1–13)."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from hotline_tui.store.types import big, doc, flag, key, maybe_num, maybe_when, num, open_unless, opt, ref, txt

_LEAD = text("open = 1 AND lead = 1")
_PG_LEAD = text("open AND lead")


class Clock(SQLModel, table=True):
    """One clock. `open` follows from the state in the database; `lead` marks the most urgent open clock of its thing.

    A board reads `open AND lead` by (desk, due): its cost does not grow with what was closed. `level` repeats the
    ticket's so that P1 has a range of its own; a trigger keeps it when the ticket's level changes.
    """

    __tablename__ = "clock"
    __table_args__ = (
        Index("clock_key", "thing_kind", "thing_id", "key", unique=True),
        Index(
            "clock_lead",
            "thing_kind",
            "thing_id",
            unique=True,
            sqlite_where=text("lead = 1"),
            postgresql_where=text("lead"),
        ),
        Index("clock_board", "desk_id", "due", "id", sqlite_where=_LEAD, postgresql_where=_PG_LEAD),
        Index("clock_board_level", "desk_id", "level", "due", "id", sqlite_where=_LEAD, postgresql_where=_PG_LEAD),
        Index(
            "clock_next",
            "next_at",
            "id",
            sqlite_where=text("open = 1 AND next_at IS NOT NULL"),
            postgresql_where=text("open AND next_at IS NOT NULL"),
        ),
        Index("clock_breached", "desk_id", "breached_at"),
    )
    id: int | None = key()
    thing_kind: str = txt()
    thing_id: int = big()
    desk_id: int = ref("desk.id")
    key: str = txt()
    """Stable and unique per thing: `restore`, `restore:2` (second cycle), `promise:81` …"""
    milestone: str = txt()
    cycle: int = num(1)
    target: str = txt("")
    """The target's id in the pinned policy version; empty for promises and reviews."""
    clause: dict[str, object] = doc()
    """{"zh": …, "en": …} as the policy states it, or {"code": …} for the house's own."""
    requirement: str = txt("")
    """Such as `SL-A2`."""
    level: str = txt("")
    trigger: str = txt("")
    start: datetime | None = maybe_when()
    within_s: int | None = maybe_num()
    """Opening seconds from start to due; empty for a promise (its due time is the word given)."""
    within_word: str = txt("")
    """`same_day`, `3wd`, `3wd_close`, or empty."""
    due: datetime | None = maybe_when()
    """Empty while waiting or held."""
    t50: datetime | None = maybe_when()
    t75: datetime | None = maybe_when()
    t90: datetime | None = maybe_when()
    next_at: datetime | None = maybe_when()
    """The next instant at which something happens to it by itself (a threshold, the breach): for the escalator."""
    left_s: int | None = maybe_num()
    """Opening seconds left, while held."""
    state: str = txt("running")
    open: bool | None = open_unless("met", "missed", "void")
    lead: bool = flag()
    met_at: datetime | None = maybe_when()
    breached_at: datetime | None = maybe_when()
    by_raise: bool = flag()
    """The breach comes only from raising the level: counted apart."""
    predicted: bool = flag()
    """A holiday that it used is only predicted."""
    note: str = txt("")
    """A code, never a sentence."""
    params: dict[str, object] = doc()
    policy_version_id: int | None = opt("policy_version.id")
    calendar_version_id: int | None = opt("calendar_version.id")
    promised_to: str = txt("")
    promised_by_id: int | None = opt("operator.id")
    acked_at: datetime | None = maybe_when()
    """Somebody at the desk has taken note of the breach (console rule 6)."""
