"""What became of a command whose answer was lost: on the record, or never carried out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from hotline_tui.store.engine import Store
from hotline_tui.store.record import Json, claim_on
from hotline_tui.store.tables.records import CommandRow
from hotline_tui.store.types import table_of

_command = table_of(CommandRow)
_PROBE: dict[str, Any] = {
    "kind": "",
    "request_hash": "",
    "at": datetime.fromtimestamp(0, UTC),
    "actor_id": None,
    "session_id": None,
}


class _NotDone(Exception):
    """Ends a transaction that only asked."""


def settled(store: Store, command_id: UUID) -> Json | None:
    """The result of a command that was carried out, or None. Raises Unavailable.

    Where its connection broke the server may still be at it: asking for its id waits for the end.
    """
    try:
        with store.write() as conn:
            if conn.execute(claim_on(conn.dialect.name), {"id": str(command_id), **_PROBE}).rowcount == 1:
                raise _NotDone  # rolled back: it was free, and stays so
            # Locked, as in record._repeated: it is on the standby, too, before it is acknowledged.
            kept = conn.execute(
                select(_command.c.result).where(_command.c.id == str(command_id)).with_for_update()
            ).scalar_one()
            return dict(json.loads(kept))
    except _NotDone:
        return None
