"""The plain commands' one look at the clock."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The instant, aware, in UTC."""
    return datetime.now(UTC)
