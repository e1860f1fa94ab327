"""Clock rows: always the result of `sla.evaluate` over the record, so that a console only subtracts (rule 13).

One path for everything that has clocks: `recompute` reads the facts, evaluates, writes what differs and marks the most
urgent open clock of the thing (`lead`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from hotline_tui.domain import sla
from hotline_tui.domain.escalation import COMPLAINT_CHAIN, DEFAULT_CHAIN, Chain, chain_of
from hotline_tui.domain.sla_clock import Clock
from hotline_tui.domain.sla_rules import Rules
from hotline_tui.domain.words import ClockState, ThingKind
from hotline_tui.services import rulebook
from hotline_tui.services.timelines import as_of, timeline
from hotline_tui.services.work import Work, defaults
from hotline_tui.store.tables import Clock as ClockRow
from hotline_tui.store.tables import table_of

_clock = table_of(ClockRow)
_SECOND = timedelta(seconds=1)
_WORDS = ("same_day", "wd")

DERIVED = (
    *("milestone", "cycle", "target", "requirement", "trigger", "start", "within_s", "within_word", "due"),
    *("t50", "t75", "t90", "left_s", "state", "met_at", "breached_at", "by_raise", "predicted", "note"),
)
"""Columns that follow from the record alone: `verify` compares them."""


def recompute(w: Work, kind: ThingKind, thing: int, *, desk: int, level: str = "") -> tuple[Clock, ...]:
    """Bring a thing's clock rows in step with its record. `level` repeats the ticket's on the rows."""
    if kind in w.later:
        return ()
    facts = timeline(w, kind, thing)
    rules = rulebook.prepare(w.conn, facts)
    at = as_of(w, kind, thing)
    clocks = sla.evaluate(facts, rules, at)
    rows = {row.key: row for row in _rows(w.conn, kind, thing)}
    common = {"desk_id": desk, "level": level}
    wanted = {c.key: columns(w.conn, c, rules, at) | common for c in clocks}
    for key in rows.keys() - wanted.keys():
        wanted[key] = gone(key)
    lead = _lead(clocks)
    _write(w.conn, kind, thing, wanted, rows, lead)
    return clocks


_CLOCKS_OF = (
    select(_clock)
    .where(_clock.c.thing_kind == bindparam("k"), _clock.c.thing_id == bindparam("i"))
    .order_by(_clock.c.id)
)


def gone(key: str) -> dict[str, Any]:
    """A clock that the record no longer gives: a review that is over, or what was undone (rows are never deleted)."""
    note = "over" if key in ("hold", "review") else "undone"
    return {"state": str(ClockState.VOID), "note": note, "due": None, "left_s": None, "next_at": None}


def _rows(conn: Connection, kind: str, thing: int) -> list[Any]:
    return list(conn.execute(_CLOCKS_OF, {"k": str(kind), "i": thing}))


def _write(
    conn: Connection, kind: str, thing: int, wanted: dict[str, dict[str, Any]], rows: dict[str, Any], lead: str
) -> None:
    """Change what differs. The old lead goes before the new one comes: there is at most one (unique index)."""
    new: list[dict[str, Any]] = []
    for key, row in rows.items():
        if row.lead and key != lead:
            conn.execute(update(_clock).where(_clock.c.id == row.id).values(lead=False))
    for key, values in wanted.items():
        row = rows.get(key)
        values["lead"] = key == lead
        if row is None:
            new.append(defaults(ClockRow, _clock, {"thing_kind": str(kind), "thing_id": thing, "key": key} | values))
            continue
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        if differing:
            conn.execute(update(_clock).where(_clock.c.id == row.id).values(**differing))
    if new:
        conn.execute(insert(_clock), new)


def _lead(clocks: tuple[Clock, ...]) -> str:
    """The key of the most urgent open clock: by due time, then what is held, then what waits."""
    open_ones = [c for c in clocks if c.is_open]
    if not open_ones:
        return ""
    far = 1 << 40
    best = min(
        open_ones,
        key=lambda c: (
            c.due is None,
            c.due.timestamp() if c.due else 0.0,
            c.state == ClockState.WAITING,
            c.left_s if c.left_s is not None else far,
            c.key,
        ),
    )
    return best.key


def columns(conn: Connection, clock: Clock, rules: Rules, now: datetime) -> dict[str, Any]:
    """The row of a clock, without what the thing gives (desk, level) and what only a promise has (its words)."""
    held = clock.state == ClockState.HELD
    words = clock.within if any(clock.within.startswith(w) or w in clock.within for w in _WORDS) else ""
    pin = clock.pin
    calendar = clock.calendar or ""
    policy_version, calendar_version = (None, None) if pin is None else rulebook.version_ids(conn, pin, calendar)
    target = clock.target
    return {
        "milestone": str(clock.milestone),
        "cycle": clock.cycle,
        "target": target.id if target else "",
        "clause": {"zh": clock.clause_zh, "en": clock.clause_en} if target else {"code": _code(clock)},
        "requirement": clock.requirement,
        "trigger": "promised" if clock.promise else str(clock.trigger or clock.waits_for),
        "start": clock.start,
        "within_s": None if clock.promise else clock.want_s,
        "within_word": words,
        "due": clock.due,
        "t50": clock.t50,
        "t75": clock.t75,
        "t90": clock.t90,
        "next_at": next_at(clock, rules, now),
        "left_s": clock.left_s if held else None,
        "state": str(clock.state),
        "met_at": clock.met_at,
        "breached_at": clock.breached_at,
        "by_raise": clock.by_raise,
        "predicted": clock.predicted,
        "note": clock.void_reason,
        "policy_version_id": policy_version,
        "calendar_version_id": calendar_version,
    }


def _code(clock: Clock) -> str:
    return "promise" if clock.promise else "review"


def chain_for(clock: Clock, rules: Rules, *, complaint: bool = False) -> Chain:
    """Who is told of this clock, at which share of it: the policy's way up, or the house's own (OR-2)."""
    policy = rules.ruling(clock.pin).policy if clock.pin is not None else None
    if complaint:
        return COMPLAINT_CHAIN
    return chain_of(policy.escalation) if policy is not None and policy.escalation else DEFAULT_CHAIN


def next_at(clock: Clock, rules: Rules, now: datetime) -> datetime | None:
    """The next instant at which something happens to it by itself: a threshold, the breach, an escalation step."""
    if clock.state not in (ClockState.RUNNING, ClockState.BREACHED):
        return None
    chain = chain_for(clock, rules)
    marks = [sla.share_instant(clock, rules, step.percent / 100) for step in chain.steps]
    marks += [clock.t50, clock.t75, clock.t90]
    # At its due instant a clock is not breached yet, a second later it is.
    marks += [clock.due + _SECOND] if clock.due is not None else []
    return min((mark for mark in marks if mark is not None and mark > now), default=None)
