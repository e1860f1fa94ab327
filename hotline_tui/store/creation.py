"""Making a new database, and bringing an older one up to date, under a lock."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from sqlalchemy import Connection, exc, text

from hotline_tui.domain.errors import N_, Invalid, Unavailable
from hotline_tui.store import faults, schema
from hotline_tui.store.types import to_text

if TYPE_CHECKING:
    from hotline_tui.store.engine import Store

_META = (
    "INSERT INTO schema_meta (id, revision, version, oldest_console, made_by, made_at)"
    " VALUES (1, :revision, :version, :oldest, :by, :at)"
)
_STAMP = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_LOCK_KEY = 0x484F544C
"""PostgreSQL advisory lock: one console at a time makes or upgrades the schema."""


def _meta() -> dict[str, object]:
    return {
        "revision": schema.REVISIONS[-1],
        "version": schema.VERSION,
        "oldest": schema.SERVES_FROM,
        "by": "hotline-tui",
        "at": to_text(datetime.fromtimestamp(time.time(), UTC)),
    }


def create_sqlite(path: Path) -> None:
    """Make a new desk at `path`: written aside, synced, then linked to its name, so that no half of it is ever seen.

    Where another process was faster, its database is kept.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    except OSError as error:
        raise faults.of_system(error, path) from error
    os.close(handle)
    aside = Path(name)
    try:
        write_schema(aside)
        with contextlib.suppress(FileExistsError):
            _link(aside, path)
        sync_folder(path.parent)
    except OSError as error:
        raise faults.of_system(error, path) from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(name + end).unlink(missing_ok=True)


def _link(aside: Path, path: Path) -> None:
    """Give the new file its name without ever replacing another."""
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        aside.rename(path)


def write_schema(path: Path) -> None:
    """The whole schema into an empty file, on the disk when this returns."""
    raw = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("journal_mode = MEMORY", "synchronous = OFF", f"application_id = {schema.APPLICATION_ID}"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("BEGIN")
        for statement in schema.script("sqlite"):
            raw.execute(statement)
        raw.execute(_STAMP)
        raw.execute("INSERT INTO alembic_version VALUES (?)", (schema.REVISIONS[-1],))
        raw.execute(_META, _meta())
        raw.execute("COMMIT")
        raw.execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
    sync_file(path)


def sync_file(path: Path) -> None:
    """Wait until a file is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk, where the system can."""
    with contextlib.suppress(OSError):
        sync_file(folder)


def check_schema(store: Store, *, create: bool) -> None:
    """Refuse a database that needs a newer console; upgrade an older one; make one in an empty PostgreSQL database."""
    found = _found(store)
    if found is None:
        if not create or store.path is not None:
            raise _not_ours(store)
        _create_postgresql(store)
        return
    version, oldest = found
    if oldest > schema.VERSION:
        raise faults.too_new(version, schema.VERSION)
    if version < schema.VERSION:
        upgrade(store)


def _not_ours(store: Store) -> Invalid:
    if store.path is not None:
        return faults.foreign(store.path)
    return Invalid(N_("There is no desk in {place}; create one with `hotline init`."), place=store.place)


_VERSION = text("SELECT version, oldest_console FROM schema_meta WHERE id = 1")
_HIDDEN = text("SELECT current_user FROM pg_class WHERE relname = 'schema_meta' AND relkind = 'r' LIMIT 1")
"""The catalogue shows every table, also those in a schema that this user may not use."""


def _found(store: Store) -> tuple[int, int] | None:
    """Schema version and the oldest console served; None where there is no schema of ours, Unusable if it is hidden."""
    try:
        with faults.told(store.place, store.lock_s), store.read() as conn:
            if store.target is not None and conn.scalar(text("SELECT to_regclass('schema_meta')")) is None:
                hidden = conn.scalar(_HIDDEN)
                if hidden is not None:
                    raise pg_faults().no_right(store.place, f"USAGE: {hidden}")
                return None
            row = conn.execute(_VERSION).one_or_none()
    except (exc.OperationalError, exc.ProgrammingError):
        return None
    return None if row is None else (int(row[0]), int(row[1]))


def pg_faults() -> ModuleType:
    """The sentences for PostgreSQL, loaded only there."""
    return import_module("hotline_tui.store.pg_faults")


_ALONE = text("SELECT pg_advisory_xact_lock(:key)")


def lock_schema(conn: Connection) -> None:
    """One console at a time makes or changes the schema; on SQLite the transaction has the file."""
    if conn.dialect.name != "sqlite":
        conn.execute(_ALONE, {"key": _LOCK_KEY})


def _create_postgresql(store: Store) -> None:
    with store.write(within_s=120) as conn:
        lock_schema(conn)
        if conn.scalar(text("SELECT to_regclass('schema_meta')")) is not None:
            return  # another console was faster
        for statement in schema.script("postgresql"):
            conn.exec_driver_sql(statement)
        stamp(conn)
        conn.execute(text(_META), _meta())


def stamp(conn: Connection) -> None:
    """Say in a new PostgreSQL database which migrations it has."""
    conn.exec_driver_sql(_STAMP)
    conn.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": schema.REVISIONS[-1]})


def upgrade(store: Store) -> None:
    """Run the missing migrations in one transaction under a lock; Alembic is loaded only here."""
    try:
        with store.write(within_s=600) as conn:
            lock_schema(conn)
            version = int(conn.execute(_VERSION).one()[0])
            if version >= schema.VERSION:
                return  # another console was faster
            migrate(conn)
            conn.execute(
                text(
                    "UPDATE schema_meta SET revision = :revision, version = :version, oldest_console = :oldest,"
                    " upgraded_at = :at WHERE id = 1"
                ),
                {key: value for key, value in _meta().items() if key != "by"},
            )
    except Unavailable as error:
        if faults.sqlstate(error) == faults.NO_RIGHT:
            raise pg_faults().needs_owner(store.place, version, schema.VERSION) from error
        raise


def migrate(conn: Connection, target: str = "head") -> None:
    """Alembic's upgrade on an open transaction. Raises Unavailable when the database's revision is unknown here."""
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = conn
    try:
        command.upgrade(config, target)
    except CommandError as error:
        raise Unavailable(
            N_("This database can't be upgraded by this console ({detail}); update hotline-tui."), detail=str(error)
        ) from error
