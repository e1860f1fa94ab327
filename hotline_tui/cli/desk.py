"""What the plain commands share: the settings, the open database, which desk, in whose name, and the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.services.places import Place, place_for
from hotline_tui.settings import Settings, load_settings
from hotline_tui.store.engine import Store, open_store

from .clock import now

_INSTANTS = frozenset(
    {
        *("at", "received", "opened", "closed", "restored", "entered", "answered", "left", "due", "start", "met"),
        *(
            "drafted",
            "given",
            "signed",
            "countersigned",
            "refused",
            "understood",
            "shift_start",
            "shift_end",
            "next_end",
        ),
        *("starts", "ends", "end", "done", "last_seen", "coming_end", "mobile_tested", "since"),
        *("breached", "t50", "t75", "t90", "hold_since", "review_at", "claimed_at", "planned", "eta", "done_at"),
    }
)
"""Fields of the read models that hold an instant as seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Open:
    """An open desk for one plain command."""

    settings: Settings
    store: Store
    place: Place
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.place.timezone)


def settings_for(database_url: str | None, config: Path | None) -> Settings:
    """The settings with what was given on the command line."""
    return load_settings({"database_url": database_url}, config=config)


@contextmanager
def opened(database_url: str | None, config: Path | None) -> Iterator[Open]:
    """Open the configured database. Raises Invalid when no desk has been made there yet."""
    settings = settings_for(database_url, config)
    store = open_store(settings.database_url, lock_s=settings.statement_timeout_s)
    try:
        with store.read() as connection:
            place = place_for(connection, desk=settings.desk, operator=settings.operator)
        if place is None:
            raise Invalid(N_("There is no desk in this database yet. Make one with `hotline init`."))
        yield Open(settings, store, place, now())
    finally:
        store.close()


def as_json(value: Any) -> Any:
    """A read model as JSON values: instants as ISO 8601 in UTC, tuples of pairs as they are."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _field(field.name, getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return value


def _field(name: str, value: Any) -> Any:
    if name in _INSTANTS and isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    return as_json(value)
