"""The words of a promise, kept beside its clock: the clock itself follows from the record."""

from __future__ import annotations

from sqlalchemy import select, update

from hotline_tui.services.work import Work
from hotline_tui.store.tables import Clock, table_of

_clock = table_of(Clock)


def keep_words(w: Work, kind: str, thing: int, promise: str, text: str, *, code: str = "") -> int:
    """Write what was promised, and by whom, beside the promise's clock; its id. `code`: the house's own words."""
    here = (_clock.c.thing_kind == str(kind), _clock.c.thing_id == thing, _clock.c.key == f"promise:{promise}")
    params = {name: value for name, value in (("text", text), ("code", code)) if value}
    w.conn.execute(update(_clock).where(*here).values(params=params, promised_by_id=w.actor))
    return int(w.conn.execute(select(_clock.c.id).where(*here)).scalar_one())


def keep_reason(w: Work, clock: int, reason: str) -> None:
    """Write beside a clock why it no longer applies."""
    known = w.conn.execute(select(_clock.c.params).where(_clock.c.id == clock)).scalar_one()
    w.conn.execute(update(_clock).where(_clock.c.id == clock).values(params={**known, "reason": reason}))
