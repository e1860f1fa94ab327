"""Are signed handovers as they were signed? Against the digest and the seal that stand on their record (OR-3, OR-4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from hotline_tui.domain.words import ThingKind
from hotline_tui.services.handover_lines import kept
from hotline_tui.services.handover_signing import SIGNED, digest_of
from hotline_tui.store.chains import Fault
from hotline_tui.store.tables import Event, Handover, Seal, table_of

HANDOVER = str(ThingKind.HANDOVER)
_event, _handover, _seal = table_of(Event).c, table_of(Handover).c, table_of(Seal).c


@dataclass(frozen=True, slots=True)
class Embedded:
    """What one signature put on the record. `number` of the seal: 0 where the handover's row does not say it."""

    handover: int
    seq: int
    at: datetime
    digest: str
    hash: str
    number: int


def embedded(conn: Connection) -> list[Embedded]:
    """Every signature on the record, the oldest first. An event that cannot be read is a fault of its chain."""
    query = (
        select(_event.thing_id, _event.seq, _event.at, _event.body, _seal.number)
        .outerjoin(_handover.id.table, _handover.id == _event.thing_id)
        .outerjoin(_seal.id.table, _seal.id == _handover.seal_id)
        .where(_event.thing_kind == HANDOVER, _event.kind == "handover.sign")
        .order_by(_event.id)
    )
    found = []
    for row in conn.execute(query):
        said = _data(row.body)
        number = row.number or 0
        found.append(Embedded(row.thing_id, row.seq, row.at, said.get("digest", ""), said.get("seal", ""), number))
    return found


def _data(body: str) -> dict[str, str]:
    try:
        data = json.loads(body)["data"]
        return {name: data[name] for name in ("digest", "seal") if isinstance(data[name], str)}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def verify(conn: Connection, signatures: list[Embedded]) -> Iterator[Fault]:
    """Every signed handover against its record, and every one that says it is signed and has no signature there."""
    seals = set(conn.execute(select(_seal.hash)).scalars())
    for one in signatures:
        yield from _one(conn, one, seals)
    signed = {one.handover for one in signatures}
    rows = conn.execute(select(_handover.id, _handover.in_signed_at).where(_handover.state.in_(SIGNED)))
    for row in rows.all():
        if row.id not in signed:
            yield Fault("handover_state", HANDOVER, row.id, at=row.in_signed_at)


def _one(conn: Connection, one: Embedded, seals: set[str]) -> Iterator[Fault]:
    if one.hash and one.hash not in seals:
        yield Fault("handover_seal", HANDOVER, one.handover, one.seq, at=one.at)
    row = conn.execute(select(_handover.id.table).where(_handover.id == one.handover)).first()
    if row is None:
        yield Fault("handover_gone", HANDOVER, one.handover, one.seq, at=one.at)
        return
    if row.state not in SIGNED or row.seal_hash != one.hash or row.in_signed_at != one.at:
        yield Fault("handover_state", HANDOVER, one.handover, one.seq, at=one.at)
    if digest_of(list(kept(conn, one.handover).values()), row.words) != one.digest:
        yield Fault("handover", HANDOVER, one.handover, one.seq, at=one.at)
