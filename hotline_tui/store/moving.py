"""Moving an SQLite desk into PostgreSQL: everything, counted and verified, or nothing. The file is only read.

One transaction on each side. On PostgreSQL the tables come first, then the rows, then what watches over rows (foreign
keys, triggers, indexes): they find everything there and refuse what does not fit. Whatever fails, an empty database is
left behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from sqlalchemy import Boolean, Connection, Date, Table, func, select, text

from hotline_tui.domain.errors import N_, Conflict, Invalid, Refused
from hotline_tui.store import chains, creation, leases, pg_faults, schema
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.tables import load_all
from hotline_tui.store.types import UtcDateTime, from_text

WITHIN_S = 6 * 3600.0
BATCH = 2_000

Progress = Callable[[int, int], None]

_SEQUENCES = text(
    "SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname) FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " WHERE c.relkind = 'r' AND pg_table_is_visible(c.oid) AND c.relnamespace = current_schema()::regnamespace"
    " AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL"
)
_SET = text("SELECT setval(CAST(:sequence AS regclass), coalesce(CAST(:last AS bigint), 1), :last IS NOT NULL)")
_TAKEN = text(
    "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    " AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved and checked."""

    tables: int
    rows: int
    events: int
    seals: int


def move(source: Store, target: Store, *, force: bool = False, progress: Progress | None = None) -> Moved:
    """Copy the SQLite desk `source` into the empty database `target`. `progress` gets (rows done, rows in all).

    Refused while consoles are signed on at the source (`force` copies what is there at this moment, as a rehearsal), or
    when the target is not empty; Conflict when somebody works at the source meanwhile. Invalid when the record does not
    verify.
    """
    if source.path is None or target.target is None:
        raise Refused(N_("A desk is moved from an SQLite file into a PostgreSQL database, not the other way round."))
    tables = [table for _, table in sorted(load_all().tables.items())]  # their foreign keys come after the rows
    with source.read(within_s=WITHIN_S) as old:
        if not force:
            _nobody_there(old, str(source.path))
        with target.write(within_s=WITHIN_S) as new:
            _make_tables(new, target.place)
            rows = _copy_all(old, new, target.place, tables, progress or (lambda done, total: None))
            _make_guards(new)
            set_sequences(new)
            _compare(old, new, tables)
            _verify(new)
            if not force:
                _nobody_came(source, old)
            made = Moved(len(tables), rows, _count(new, "event"), _count(new, "seal"))
    return made


def _nobody_there(old: Connection, path: str) -> None:
    here = leases.present(old)
    if here:
        raise Refused(
            N_("Consoles are signed on at {path} ({count}); sign them off first, or use --force for a rehearsal."),
            count=len(here),
            path=path,
        )


def _nobody_came(source: Store, old: Connection) -> None:
    """What was recorded while the copy was made is not in it."""
    seen = old.scalar(text("SELECT counter FROM feed WHERE id = 1"))
    with open_store(str(source.path)) as again, again.read() as now:
        if now.scalar(text("SELECT counter FROM feed WHERE id = 1")) != seen or leases.present(now):
            raise Conflict(N_("Somebody worked at the desk while it was moved; nothing was moved. Try again."))


def _make_tables(new: Connection, place: str) -> None:
    creation.lock_schema(new)
    taken = new.scalar(_TAKEN)
    if taken is not None:
        raise Refused(
            N_("{place} is not empty: it has {table}. Make a new database and move there."), place=place, table=taken
        )
    for statement in _script(tables=True):
        new.exec_driver_sql(statement)


def _make_guards(new: Connection) -> None:
    for statement in _script(tables=False):
        new.exec_driver_sql(statement)
    creation.stamp(new)


_OF_TABLES = re.compile(r"CREATE TABLE |ALTER TABLE \w+ ADD COLUMN ")


def _script(*, tables: bool) -> list[str]:
    """The tables alone, or all the rest; rows (the feed's one) are moved."""
    rest = [statement for statement in schema.script("postgresql") if not statement.startswith("INSERT ")]
    return [statement for statement in rest if bool(_OF_TABLES.match(statement)) == tables]


def _copy_all(old: Connection, new: Connection, place: str, tables: list[Table], progress: Progress) -> int:
    total = sum(_count(old, table.name) for table in tables)
    done = 0
    progress(done, total)
    raw = new.connection.driver_connection
    assert raw is not None
    for table in tables:
        names = [column.name for column in table.columns if column.computed is None]
        listed = ", ".join(f'"{name}"' for name in names)
        try:
            with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as out:
                for row in _rows(old, table, names, listed):
                    out.write_row(row)
                    done += 1
                    if done % BATCH == 0:
                        progress(done, total)
        except (ValueError, psycopg.Error) as error:
            raise pg_faults.explain(error, place, WITHIN_S) or _unfit(table.name, error) from error
    progress(done, total)
    return done


def _unfit(table: str, error: Exception) -> Invalid:
    """SQLite keeps whatever it is given; somebody went around the program. The value itself is not told."""
    return Invalid(
        N_("A value in {table} can't be moved ({detail}); nothing was moved."), table=table, detail=type(error).__name__
    )


def _rows(old: Connection, table: Table, names: list[str], listed: str) -> Iterator[list[Any]]:
    """Each row's values as PostgreSQL takes them: texts to the letter, instants and truths as what they are."""
    ways = [_way(table, name) for name in names]
    order = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    found = old.execution_options(yield_per=BATCH).exec_driver_sql(
        f'SELECT {listed} FROM "{table.name}" ORDER BY {order}'  # noqa: S608
    )
    for row in found:
        yield [value if value is None or way is None else way(value) for way, value in zip(ways, row, strict=True)]


def _way(table: Table, name: str) -> Callable[[Any], Any] | None:
    kind = table.columns[name].type
    if isinstance(kind, UtcDateTime):
        return from_text
    if isinstance(kind, Boolean):
        return bool
    return date.fromisoformat if isinstance(kind, Date) else None


def _count(conn: Connection, table: str) -> int:
    return int(conn.scalar(select(func.count()).select_from(text(f'"{table}"'))) or 0)


def _compare(old: Connection, new: Connection, tables: list[Table]) -> None:
    for table in tables:
        had, has = _count(old, table.name), _count(new, table.name)
        if had != has:
            raise Invalid(
                N_("Of {had} rows of {table} {has} arrived; nothing was moved."), had=had, table=table.name, has=has
            )


def _verify(new: Connection) -> None:
    """The record must be sound where it is now."""
    for fault in chains.verify_chains(new):
        thing = f"{fault.thing_kind}:{fault.thing_id}" if fault.thing_kind else f"seal {fault.seal}"
        raise Invalid(
            N_("The record does not verify ({code} at {thing}); nothing was moved. See `hotline verify`."),
            code=fault.code,
            thing=thing,
        )


def set_sequences(conn: Connection) -> None:
    """Rows came with their ids: the next ones follow."""
    for table, column, sequence in conn.execute(_SEQUENCES).all():
        highest = f'SELECT max("{column}") FROM "{table}"'  # noqa: S608
        conn.execute(_SET, {"sequence": sequence, "last": conn.exec_driver_sql(highest).scalar()})
