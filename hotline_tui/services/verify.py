"""Is everything as the record says? Chains and seals, and every clock recomputed (clock rule 13, OR-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from hotline_tui.domain import sla
from hotline_tui.domain.errors import HotlineError
from hotline_tui.services import rulebook, verify_handovers
from hotline_tui.services.clocks import DERIVED, columns, gone
from hotline_tui.services.timelines import noted
from hotline_tui.store.chains import Fault, verify_chains
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import ChainHead, Clock, Complaint, Ticket, table_of

_MOST_DAMAGE = 20
_MOST_NAMED = 500
WITHIN_S = 3_600.0
"""A verification reads everything: it may take its time."""

_clock, _head = table_of(Clock), table_of(ChainHead).c


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of one clock that is not what the record gives. `code`: differs, missing, surplus, unreadable."""

    thing_kind: str
    thing_id: int
    key: str
    code: str
    column: str = ""
    stored: str = ""
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong."""

    things: int
    clocks: int
    faults: tuple[Fault, ...] = ()
    differences: tuple[Difference, ...] = ()
    damage: tuple[str, ...] = ()
    """What SQLite itself finds wrong with the file (in its own words)."""

    @property
    def clean(self) -> bool:
        return not self.faults and not self.differences and not self.damage


def verify(store: Store, now: datetime, *, known_seals: dict[int, str] | None = None) -> Report:
    """Check chains and seals, and compute every clock anew. Reads only. `now` bounds what counts as happened."""
    with store.read(within_s=WITHIN_S) as conn:
        damage = _damage(conn)
        embedded = verify_handovers.embedded(conn)
        known = {one.number: one.hash for one in embedded if one.number} | (known_seals or {})
        wrong = [*verify_chains(conn, known_seals=known), *verify_handovers.verify(conn, embedded)]
        faults = tuple(_named(conn, wrong))
        things = clocks = 0
        differences: list[Difference] = []
        for row in conn.execute(
            select(_head.thing_kind, _head.thing_id, _head.at)
            .where(_head.thing_kind.in_(("call", "ticket", "complaint")))
            .order_by(_head.thing_kind, _head.thing_id)
        ).all():
            found, count = _thing(conn, row.thing_kind, row.thing_id, row.at)
            differences += found
            things += 1
            clocks += count
    return Report(things, clocks, faults, tuple(differences), damage)


def _named(conn: Connection, faults: list[Fault]) -> list[Fault]:
    """With the numbers by which people know tickets and complaints."""
    names: dict[tuple[str, int], str] = {}
    for kind, model in (("ticket", Ticket), ("complaint", Complaint)):
        t = table_of(model).c
        wanted = {one.thing_id for one in faults if one.thing_kind == kind}
        if wanted:
            rows = conn.execute(select(t.id, t.number).where(t.id.in_(sorted(wanted)[:_MOST_NAMED])))
            names |= {(kind, row.id): row.number for row in rows}
    return [replace(one, number=names.get((one.thing_kind, one.thing_id), "")) for one in faults]


def _damage(conn: Connection) -> tuple[str, ...]:
    """Tables and indexes that do not agree: a damaged file can still hold chains that verify."""
    if conn.dialect.name != "sqlite":
        return ()
    found = [str(row[0]) for row in conn.exec_driver_sql(f"PRAGMA integrity_check({_MOST_DAMAGE})")]
    return () if found == ["ok"] else tuple(found)


def _thing(conn: Connection, kind: str, thing: int, at: datetime) -> tuple[list[Difference], int]:
    """Clocks were last computed with a thing's last event: computed for that instant again they must be the same."""
    query = select(_clock).where(_clock.c.thing_kind == kind, _clock.c.thing_id == thing)
    rows = {row.key: row for row in conn.execute(query)}
    try:
        facts = tuple(one.fact for one in noted(conn, kind, thing))
        rules = rulebook.prepare(conn, facts)
        wanted = {clock.key: columns(conn, clock, rules, at) for clock in sla.evaluate(facts, rules, at)}
    except HotlineError as error:
        return [Difference(kind, thing, "", "unreadable", computed=str(error))], len(rows)
    found = [Difference(kind, thing, key, "missing") for key in wanted.keys() - rows.keys()]
    for key, row in rows.items():
        if key in wanted:
            found += _columns(kind, thing, row, wanted[key])
        elif any(getattr(row, name) != value for name, value in gone(key).items()):
            found.append(Difference(kind, thing, key, "surplus"))
    return found, len(rows)


def _columns(kind: str, thing: int, row: Any, wanted: dict[str, Any]) -> list[Difference]:
    return [
        Difference(kind, thing, row.key, "differs", name, str(getattr(row, name)), str(wanted[name]))
        for name in DERIVED
        if getattr(row, name) != wanted[name]
    ]
