"""What the services send to the database for a claim, taken down, and sent again by the driver alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sqlalchemy import event as sa_event

from hotline_tui.store.write_turn import begin_immediate

Statement = tuple[str, Any]
Claim = Callable[[], int | None]
"""Claims the next call: its id, or None when nobody waits."""


class Taken:
    """The statements of a claim with places for what differs from claim to claim."""

    def __init__(self, one: list[Statement], other: list[Statement]) -> None:
        self.statements: list[tuple[str, Any, bool]] = []
        for (statement, first), (_, second) in zip(one, other, strict=True):
            made = (
                {k: self._place(v, second[k]) for k, v in first.items()}
                if isinstance(first, dict)
                else tuple(self._place(a, b) for a, b in zip(first, second, strict=True))
            )
            self.statements.append((statement, made, "FROM call " in statement and "SELECT call.id" in statement))

    @staticmethod
    def _place(one: Any, other: Any) -> Any:
        if one == other or not isinstance(one, int | str):
            return ("=", one)
        if isinstance(one, int):
            return ("call", None)
        if one.startswith("call:"):
            return ("resource", None)
        kinds = {36: "command", 32: "token"}
        return (kinds[len(one)], None) if len(one) in kinds and "T" not in one else ("=", one)

    @staticmethod
    def fill(places: Any, known: dict[str, Any]) -> Any:
        def value(place: tuple[str, Any]) -> Any:
            return place[1] if place[0] == "=" else known[place[0]]

        return {k: value(v) for k, v in places.items()} if isinstance(places, dict) else tuple(map(value, places))


def take_down(make: Callable[[], Claim]) -> Taken:
    """Two claims through the services, overheard. `make` opens a desk and gives its way of claiming."""
    heard: list[list[Statement]] = []
    import hotline_tui.store.engine as engine_module

    opened: list[Any] = []
    real = engine_module.Store.__init__

    def init(self: Any, *words: Any, **named: Any) -> None:
        real(self, *words, **named)
        opened.append(self)

    engine_module.Store.__init__ = init  # type: ignore[method-assign]
    claim = make()
    engine_module.Store.__init__ = real  # type: ignore[method-assign]
    for _ in range(8):  # drivers and SQLAlchemy have settled on how they send them
        claim()

    def hear(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        heard[-1].append((statement, parameters))

    sa_event.listen(opened[-1].engine, "before_cursor_execute", hear)
    for _ in range(2):
        heard.append([])
        claim()
    opened[-1].close()
    return Taken(*heard)


def raw(url: str, taken: Taken) -> Claim:
    """The same by the driver alone."""
    connect = _sqlite if "://" not in url else _postgresql
    begin, run, commit, rollback = connect(url)

    def claim() -> int | None:
        known: dict[str, Any] = {"command": str(uuid4()), "token": uuid4().hex}
        begin()
        for statement, places, finds in taken.statements:
            row = run(statement, taken.fill(places, known))
            if finds:
                if row is None:
                    rollback()
                    return None
                known |= {"call": row[0], "resource": f"call:{row[0]}"}
        commit()
        return int(known["call"])

    return claim


def _sqlite(url: str) -> Any:
    conn = sqlite3.connect(url, isolation_level=None, timeout=0, cached_statements=400)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON", "cache_size = -3000"):
        conn.execute(f"PRAGMA {pragma}")

    def run(statement: str, values: Any) -> Any:
        return conn.execute(statement, [str(v) if isinstance(v, str) else v for v in values]).fetchone()

    return lambda: begin_immediate(conn, 120), run, lambda: conn.execute("COMMIT"), lambda: conn.execute("ROLLBACK")


def _postgresql(url: str) -> Any:
    import psycopg

    conn = psycopg.connect(url)

    def run(statement: str, values: Any) -> Any:
        cursor = conn.execute(statement, values)  # type: ignore[arg-type]
        return cursor.fetchone() if cursor.description else None

    return lambda: None, run, conn.commit, conn.rollback
