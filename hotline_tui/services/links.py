"""Ties between two things: ticket and article, ticket and duplicate."""

from __future__ import annotations

from hotline_tui.services.work import Work
from hotline_tui.store.tables import Link, table_of


def link(w: Work, from_kind: str, from_id: int, kind: str, to_kind: str, to_id: int) -> None:
    """Tie two things together, once."""
    t = table_of(Link).c
    known = w.first(
        Link,
        *(t.from_kind == str(from_kind), t.from_id == from_id, t.kind == kind),
        *(t.to_kind == str(to_kind), t.to_id == to_id),
    )
    if known is not None:
        w.change(known, removed_at=None)
        return
    w.add(
        Link,
        from_kind=str(from_kind),
        from_id=from_id,
        kind=kind,
        to_kind=str(to_kind),
        to_id=to_id,
        at=w.now,
        by_id=w.actor,
    )
