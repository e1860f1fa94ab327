"""What all reads share: instants as seconds, rows as mappings, and the engineers' derived states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, text

from ..domain.dispatch import OpenVisit, engineer_state
from ..domain.text import clean
from ..domain.words import VisitState
from ..store.tables import Absence, Engineer, RosterEntry, Visit, table_of
from ..store.types import stamp

visit = table_of(Visit).c
engineer = table_of(Engineer).c
roster = table_of(RosterEntry).c
absence = table_of(Absence).c

_BUSY = (
    VisitState.ON_SITE,
    VisitState.EN_ROUTE,
    VisitState.ACCEPTED,
    VisitState.ASSIGNED,
    VisitState.PROPOSED,
    VisitState.RESERVED,
)
"""Open visit states, the one that fills the engineer's hands first."""


CALLBACK_OWED = text("call.callback_state IN ('wanted', 'lead')")
"""A call-back is owed. Written out, not as parameters: only so does the partial index on it count."""

SEEN = "alarm_seen"
"""In a call's `details`: when somebody at the desk took note that it rings, where no clock of its own can say it."""

Acked = dict[int, float | None]
"""Row id → when somebody at the desk took note of its alarm."""


def like(word: str) -> str:
    """A pattern that finds the word anywhere; `\\` escapes. Texts were cleaned at entry: so is the word."""
    sought = clean(word, limit=len(word) + 1) or "\ufffd"
    return "%" + sought.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def epoch(instant: datetime | None) -> float | None:
    """An aware instant as seconds since the epoch."""
    return None if instant is None else instant.timestamp()


def seconds(instant: datetime | None) -> float:
    """As `epoch`, 0.0 where there is none."""
    return 0.0 if instant is None else instant.timestamp()


def at(stamp: float) -> datetime:
    """Seconds since the epoch as an aware instant in UTC."""
    return datetime.fromtimestamp(stamp, UTC)


def name_of(zh: str, en: str, language: str) -> str:
    """The name in the console's language, whichever there is."""
    return (en or zh) if language == "en" else (zh or en)


def in_chunks(ids: Iterable[int], size: int = 500) -> list[list[int]]:
    """Distinct ids in lists of at most `size`: engines limit the number of parameters."""
    unique = sorted(set(ids))
    return [unique[index : index + size] for index in range(0, len(unique), size)]


def main_visit(rows: Sequence[Any]) -> Any | None:
    """Of an engineer's or a ticket's open visits the one that counts now."""
    ranked = sorted(
        rows, key=lambda row: (_rank(row.state), row.planned_at or row.since or row.assigned_at or _LAST, row.id)
    )
    return ranked[0] if ranked else None


_LAST = datetime.max.replace(tzinfo=UTC)


def _rank(state: str) -> int:
    return _BUSY.index(VisitState(state)) if state in _BUSY else len(_BUSY)


_NOW = bindparam("now", type_=roster.starts_at.type)
_ROSTERED = select(roster.engineer_id, stamp(roster.ends_at)).where(
    roster.desk_id == bindparam("desk"),
    roster.engineer_id.is_not(None),
    roster.starts_at <= _NOW,
    roster.ends_at > _NOW,
    roster.state.not_in(("replaced", "cancelled")),
)
_AWAY = select(absence.engineer_id).where(
    absence.engineer_id.is_not(None),
    absence.cancelled_at.is_(None),
    absence.starts_at <= _NOW,
    absence.ends_at > _NOW,
)


def on_duty(connection: Connection, desk: int, now: datetime) -> dict[int, float]:
    """Engineers whose roster has them on duty now → when that ends."""
    found: dict[int, float] = {}
    for engineer_id, ends in connection.execute(_ROSTERED, {"desk": desk, "now": now}):
        found[engineer_id] = max(found.get(engineer_id, 0.0), ends)
    for (engineer_id,) in connection.execute(_AWAY, {"now": now}):
        found.pop(engineer_id, None)
    return found


def derived_state(row: Any, jobs: Sequence[Any], on_shift: bool, now: datetime) -> str:
    """The engineer's state as roster, visits and what was set by hand say (domain.md)."""
    runs = bool(row.by_hand) and (row.by_hand_until is None or row.by_hand_until > now)
    visits = (OpenVisit(VisitState(job.state), bool(job.remote)) for job in jobs if job.state in _BUSY)
    return str(engineer_state(on_shift, row.by_hand if runs else "", visits))


_VISITS = (
    select(
        visit.id,
        visit.ticket_id,
        visit.engineer_id,
        visit.state,
        visit.remote,
        visit.planned_at,
        visit.eta,
        visit.since,
        visit.assigned_at,
        visit.arrived_at,
        engineer.name.label("engineer_name"),
    )
    .select_from(table_of(Visit).outerjoin(table_of(Engineer), engineer.id == visit.engineer_id))
    .where(visit.open)
)
_VISITS_OF_DESK = _VISITS.where(visit.desk_id == bindparam("desk"))


def open_visits(connection: Connection, condition: ColumnElement[bool]) -> Sequence[Any]:
    """Open visits with what boards need of them."""
    return connection.execute(_VISITS.where(condition)).all()


def visits_of_desk(connection: Connection, desk: int) -> Sequence[Any]:
    """The open visits of a desk's tickets and orders."""
    return connection.execute(_VISITS_OF_DESK, {"desk": desk}).all()
