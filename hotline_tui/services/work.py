"""One command at work: the rows it reads and changes, the events it writes, all in the one transaction of its `Unit`.

Whatever a handler changes between two events is noted, with what stood there before, on the later event: so the record
tells every change, and `undo` can take it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Table, Update, bindparam, insert, or_, select, update
from sqlmodel import SQLModel

from hotline_tui.domain.commands import Command, Result
from hotline_tui.domain.errors import N_, Conflict, Refused
from hotline_tui.domain.sla_facts import Fact, Touched, fact_to_json
from hotline_tui.domain.words import Role
from hotline_tui.services.rows import Rec
from hotline_tui.store.record import Unit
from hotline_tui.store.tables import Event, Operator, OperatorRole, table_of
from hotline_tui.store.types import from_text, to_text

__all__ = ["CLOCKED", "DERIVED", "FORM_FIELDS", "Rec", "Work", "defaults", "pack", "read_body", "unpack"]

FORM_FIELDS: dict[str, frozenset[str]] = {
    "ticket": frozenset(
        [
            "summary",
            "description",
            "contact_id",
            "asset_id",
            "contract_id",
            "customer_id",
            "cause",
            "method",
            "level",
            "fault_kind",
            "works",
            "affects",
            "key_point",
            "known_solution",
        ]
    ),
    "customer": frozenset({"name", "region", "notes"}),
    "contact": frozenset({"name", "email", "may_call", "customer_id"}),
}
"""What forms edit: only a change of one of these moves the row's version (data.md 4)."""

DERIVED = frozenset({"search"})
"""Columns that follow from others: not worth their place on the record."""

CLOCKED = frozenset({"call", "ticket", "complaint", "order"})
"""Kinds of things that clocks run on."""

_NOT_THERE = N_("There is no {what} {id}. It may belong to another database.")


class Work:
    """The transaction of one command. `now` is when it happens: never before what its things have seen already."""

    def __init__(self, unit: Unit, command: Command, now: datetime, later: frozenset[str] = frozenset()) -> None:
        self.unit = unit
        self.later = later
        """Kinds of things whose clocks a later command of this transaction brings in step."""
        self.command = command
        self.now = now
        self.fresh: dict[tuple[str, int], list[dict[str, Any]]] = {}
        """What clocks need of the events that this command has noted, by thing, until they are in the database."""
        self.memo: dict[str, Any] = {}
        """What was looked up once and does not change within the command."""
        self._pending: list[dict[str, Any]] = []

    @property
    def conn(self) -> Connection:
        return self.unit.conn

    @property
    def actor(self) -> int | None:
        """The operator who acts; None where the program itself does."""
        return self.command.actor or None

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of the operator who acts, at this desk or everywhere (OR-1)."""
        given = {"who": self.command.actor, "desk": self.command.desk, "now": self.now}
        rows = self.conn.execute(_roles_in_force(), given)
        return frozenset(row.role for row in rows)

    @property
    def is_lead(self) -> bool:
        """Whether the operator leads a shift."""
        return Role.SHIFT_LEAD in self.roles

    # ---- rows

    def find(self, model: type[SQLModel], row_id: int | None) -> Rec | None:
        """The row, or None."""
        if row_id is None:
            return None
        t = table_of(model)
        row = self.conn.execute(_by_id(t), {"id_": row_id}).first()
        return None if row is None else Rec(t, dict(row._mapping))

    def get(self, model: type[SQLModel], row_id: int) -> Rec:
        """The row. Refused when there is none."""
        rec = self.find(model, row_id)
        if rec is None:
            raise Refused(_NOT_THERE, what=table_of(model).name, id=row_id)
        return rec

    def first(self, model: type[SQLModel], *where: Any, order: Any = None) -> Rec | None:
        """The first row that fits, or None."""
        t = table_of(model)
        query = select(t).where(*where).limit(1)
        row = self.conn.execute(query if order is None else query.order_by(order)).first()
        return None if row is None else Rec(t, dict(row._mapping))

    def all(self, model: type[SQLModel], *where: Any, order: Any = None) -> list[Rec]:
        """All rows that fit, by id unless told otherwise."""
        t = table_of(model)
        rows = self.conn.execute(select(t).where(*where).order_by(t.c.id if order is None else order))
        return [Rec(t, dict(row._mapping)) for row in rows]

    def add(self, model: type[SQLModel], /, **values: Any) -> int:
        """Insert a row; its id."""
        t = table_of(model)
        done = self.conn.execute(insert(t).values(**defaults(model, t, values)))
        new_id = int((done.inserted_primary_key or (0,))[0])
        self.unit.made(t.name, new_id)
        self._pending.append(
            {"t": t.name, "id": new_id, "new": True, "c": {k: [None, pack(v)] for k, v in values.items()}}
        )
        return new_id

    def change(self, rec: Rec, **values: Any) -> bool:
        """Update the columns that differ, and the version when a form's field is among them. False: none differed."""
        differing = {k: v for k, v in values.items() if rec.values[k] != v}
        if not differing:
            return False
        if differing.keys() & FORM_FIELDS.get(rec.table.name, frozenset()):
            differing["version"] = rec.version + 1
        given = {f"v_{name}": value for name, value in differing.items()} | {"id_": rec.id}
        self.conn.execute(_update_of(rec.table, tuple(sorted(differing))), given)
        self._pending.append(
            {
                "t": rec.table.name,
                "id": rec.id,
                "c": {k: [pack(rec.values[k]), pack(v)] for k, v in differing.items() if k not in DERIVED},
            }
        )
        rec.values.update(differing)
        return True

    # ---- the record

    def event(
        self, thing_kind: str, thing_id: int, kind: str, *, sla: Iterable[Fact] = (), quiet: bool = False, **data: Any
    ) -> None:
        """Write what happened to one thing, with every change made since the event before. Codes and parameters only.

        `sla` are the facts its clocks follow from. An event without any still counts as a sign of life of a thing that
        has clocks (SL-1), unless it is `quiet`: what the program does by itself is none.
        """
        body: dict[str, Any] = {k: pack(v) for k, v in data.items() if v is not None and v != ""}
        if self._pending:
            body["rows"], self._pending = self._pending, []
        facts = [fact_to_json(fact) for fact in sla]
        if not facts and not quiet and thing_kind in CLOCKED:
            facts = [fact_to_json(Touched(self.now))]
        if facts:
            body["sla"] = facts
            self.fresh.setdefault((str(thing_kind), thing_id), []).extend(facts)
        self.unit.event(thing_kind, thing_id, kind, body, at=self.now)

    def forget_changes(self) -> None:
        """Leave what was changed since the last event off the record: it follows from it (clocks, statistics)."""
        self._pending = []

    def expect_version(self, thing_kind: str, rec: Rec, version: int | None) -> None:
        """Conflict, naming who changed it and when, unless `version` is None or still the row's."""
        if version is None or version == rec.version:
            return
        e, o = table_of(Event), table_of(Operator)
        rows = self.conn.execute(
            select(e.c.at, e.c.body, o.c.name)
            .select_from(e.outerjoin(o, o.c.id == e.c.actor_id))
            .where(e.c.thing_kind == thing_kind, e.c.thing_id == rec.id)
            .order_by(e.c.seq.desc())
            .limit(50)
        ).all()
        changed = [row for row in rows if '"version":[' in row.body.replace(" ", "")] or rows[:1]
        who, at = (changed[0].name or "–", changed[0].at) if changed else ("–", self.now)
        raise Conflict(
            N_("{who} has changed this at {at}. Look at both texts, then save yours or keep theirs."),
            who=who,
            at=at,
            version=rec.version,
        )

    def result(
        self,
        thing_kind: str,
        thing_id: int,
        *,
        number: str = "",
        version: int = 0,
        **extra: str | int | float | bool | None,
    ) -> Result:
        """What the command did."""
        return Result(
            command=self.command.id,
            kind=self.command.kind,
            thing_kind=thing_kind,
            thing_id=thing_id,
            number=number,
            version=version,
            undoable=self.command.undoable,
            extra=tuple(extra.items()),
        )


@lru_cache(maxsize=128)
def _by_id(table: Table) -> Select[Any]:
    """The statement is made once: making it takes longer than running it."""
    return select(table).where(table.c.id == bindparam("id_"))


@lru_cache(maxsize=1)
def _roles_in_force() -> Select[Any]:
    """Every act asks for it."""
    t = table_of(OperatorRole).c
    now = bindparam("now", type_=t.from_at.type)
    return select(t.role).where(
        t.operator_id == bindparam("who"),
        or_(t.desk_id.is_(None), t.desk_id == bindparam("desk")),
        or_(t.from_at.is_(None), t.from_at <= now),
        or_(t.to_at.is_(None), t.to_at > now),
    )


@lru_cache(maxsize=512)
def _update_of(table: Table, names: tuple[str, ...]) -> Update:
    return update(table).where(table.c.id == bindparam("id_")).values({n: bindparam(f"v_{n}") for n in names})


def defaults(model: type[SQLModel], table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """The values, and the model's defaults for what is not given (Core inserts know the database's defaults only)."""
    full = dict(values)
    for name, field in model.model_fields.items():
        if name not in full and name in table.c and table.c[name].computed is None and not field.is_required():
            default = field.get_default(call_default_factory=True)
            if default is not None:
                full[name] = default
    return full


def pack(value: Any) -> Any:
    """A value as JSON holds it: instants and dates as text."""
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): pack(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [pack(v) for v in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def unpack(table: Table, column: str, value: Any) -> Any:
    """The inverse of `pack` for one column."""
    python = table.c[column].type.python_type if value is not None and isinstance(value, str) else None
    if table.c[column].type.__class__.__name__ == "UtcDateTime" and value is not None:
        return from_text(value)
    return date.fromisoformat(value) if python is date else value


def read_body(text: str) -> dict[str, Any]:
    """What an event's body says beside who, when and what: its data."""
    data: dict[str, Any] = json.loads(text)["data"]
    return data
