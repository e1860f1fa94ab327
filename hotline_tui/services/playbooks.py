"""Emergency playbooks on tickets (TR-3): steps are copied, so that a later playbook changes nothing that was done."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import func, insert, select

from hotline_tui.domain.playbook import Playbook, parse_playbook
from hotline_tui.resources import data_root
from hotline_tui.services.work import Work
from hotline_tui.store.tables import Step, table_of


@lru_cache(maxsize=32)
def playbook(kind: str) -> Playbook | None:
    """The shipped playbook of a fault kind."""
    path = data_root() / "playbooks" / f"{kind}.toml"
    if not kind.isalpha() or not path.is_file():
        return None
    return parse_playbook(path.read_text(encoding="utf-8"), path.name)


def put_steps(w: Work, ticket: int, kind: str) -> int:
    """Put a playbook's response steps on a ticket, once; how many were put."""
    book = playbook(kind)
    t = table_of(Step).c
    here = (t.thing_kind == "ticket", t.thing_id == ticket)
    if book is None or w.first(Step, *here, t.list_code == kind) is not None:
        return 0
    first = 1 + (w.conn.execute(select(func.max(t.sort)).where(*here)).scalar() or 0)
    common = {"thing_kind": "ticket", "thing_id": ticket, "list_code": str(kind), "state": "todo", "note": ""}
    steps = [
        common | {"sort": place, "title": {"zh": step.zh, "en": step.en, "phase": "respond"}}
        for place, step in enumerate(book.response, start=first)
    ]
    w.conn.execute(insert(table_of(Step)), steps)  # which playbook it is stands on the record, its text in the file
    return len(book.response)
