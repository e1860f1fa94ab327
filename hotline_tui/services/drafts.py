"""Drafts by the key that a form gives them, for the operator who types."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from hotline_tui.domain.board import Draft
from hotline_tui.store import drafts as kept
from hotline_tui.store.engine import Store


def save(store: Store, operator: int, draft: Draft) -> bool:
    """Keep what was typed; an older save never replaces a newer one. False when it came too late."""
    saved_at = datetime.fromtimestamp(draft.saved, UTC)
    fields = {"json": draft.fields}
    return kept.keep(store, operator_id=operator, form=draft.key, thing="", fields=fields, saved_at=saved_at)


def find(store: Store, operator: int) -> Sequence[Draft]:
    """All drafts of an operator, the newest first."""
    return [
        Draft(one.form, str(one.fields.get("json", json.dumps(one.fields))), one.saved_at.timestamp())
        for one in kept.find(store, operator_id=operator)
    ]


def drop(store: Store, operator: int, key: str) -> None:
    """The form was saved or thrown away."""
    kept.forget(store, operator_id=operator, form=key)
