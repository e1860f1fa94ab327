"""Drafts in the database: what somebody is typing, kept without touching the record or the feed.

The console keeps them from a thread and a store of its own, so that they neither wait for commands nor hold one up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import delete, select

from hotline_tui.store.engine import Store
from hotline_tui.store.tables.drafts import Draft
from hotline_tui.store.types import insert_for, table_of

_draft = table_of(Draft)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was kept. `fields` is the form as JSON holds it."""

    form: str
    thing: str
    fields: dict[str, Any]
    saved_at: datetime


def keep(
    store: Store, *, operator_id: int, form: str, thing: str, fields: Mapping[str, Any], saved_at: datetime
) -> bool:
    """Keep what was typed; an older save never replaces a newer one. False when an older one came too late."""
    row = {
        "operator_id": operator_id,
        "form": form,
        "thing": thing,
        "body": json.dumps(dict(fields), ensure_ascii=False),
        "saved_at": saved_at,
    }
    with store.write() as conn:
        return conn.execute(_keep_on(conn.dialect.name), row).rowcount == 1


def find(store: Store, *, operator_id: int) -> list[Kept]:
    """All drafts of an operator, newest first."""
    query = select(_draft).where(_draft.c.operator_id == operator_id).order_by(_draft.c.saved_at.desc())
    with store.read() as conn:
        return [Kept(row.form, row.thing, json.loads(row.body), row.saved_at) for row in conn.execute(query)]


def forget(store: Store, *, operator_id: int, form: str, thing: str = "") -> None:
    """The form was saved or thrown away."""
    place = (_draft.c.operator_id == operator_id, _draft.c.form == form, _draft.c.thing == thing)
    with store.write() as conn:
        conn.execute(delete(_draft).where(*place))


@cache
def _keep_on(dialect: str) -> Any:
    made = insert_for(dialect)(_draft)
    newer = made.excluded.saved_at >= _draft.c.saved_at
    moved = {"body": made.excluded.body, "saved_at": made.excluded.saved_at}
    kept = made.on_conflict_do_update(index_elements=["operator_id", "form", "thing"], set_=moved, where=newer)
    return kept.execution_options(preserve_rowcount=True)
