"""Backups of an SQLite desk, taken while it is in use, and putting one back (RE-3)."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.store import chains, faults, schema
from hotline_tui.store.creation import sync_file, sync_folder
from hotline_tui.store.engine import Store, open_store

_PAGES = 2_048
"""Copied in one go: 8 MB. Writers get their turn in between."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that has been read back: its size in bytes, how many events it holds and when the last one happened."""

    path: Path
    size: int
    events: int
    last_at: str


def backup(store: Store, target: Path, *, progress: Progress | None = None) -> Checked:
    """Copy the desk as it is at one moment to `target`: written aside, checked, synced, then named.

    An existing file is replaced only by a whole and checked new one. `progress` gets (pages done, pages in all).
    """
    if store.path is None:
        raise Refused(N_("A PostgreSQL desk is backed up by its server (pg_dump, base backups), not from here."))
    if not target.parent.is_dir():
        raise faults.no_folder(target.parent)
    if target.resolve() == store.path.resolve():
        raise Refused(N_("A backup can't replace the desk it is taken from; choose another file."))
    aside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with faults.told(str(target), store.lock_s):
            _copy(store.path, aside, progress)
        try:
            checked = check(aside)
        except Invalid as error:  # a faithful copy of a damaged desk: it is the desk that needs help
            raise Invalid(error.msgid, **(error.params | {"path": str(store.path)})) from error
        sync_file(aside)
        aside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise faults.of_system(error, target) from error
    finally:
        _remove(aside)
    return Checked(target, checked.size, checked.events, checked.last_at)


def _copy(source: Path, aside: Path, progress: Progress | None) -> None:
    _remove(aside)
    one, other = sqlite3.connect(source), sqlite3.connect(aside)
    try:
        os.chmod(aside, 0o600)  # noqa: PTH101
        one.execute("BEGIN")
        one.execute("SELECT count(*) FROM feed").fetchone()

        def tell(_: int, left: int, total: int) -> None:
            if progress is not None:
                progress(total - left, total)

        one.backup(other, pages=_PAGES, progress=tell, sleep=0.001)
        one.rollback()
        other.execute("PRAGMA journal_mode = DELETE")
    finally:
        other.close()
        one.close()


def check(path: Path) -> Checked:
    """Read a backup through: SQLite's own check, foreign keys, every chain and seal. Raises Invalid at a fault."""
    faults.check_file(path)
    with faults.told(str(path), 5), contextlib.closing(_read_only(path)) as raw:
        if raw.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
            raise faults.foreign(path)
        if raw.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise faults.damaged(path)
        if raw.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise faults.damaged(path)
        events, last_at = raw.execute("SELECT count(*), coalesce(max(at), '') FROM event").fetchone()
    _check_chains(path)
    return Checked(path, path.stat().st_size, int(events), str(last_at))


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _check_chains(path: Path) -> None:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    engine = create_engine("sqlite://", creator=lambda: _read_only(path), poolclass=NullPool, hide_parameters=True)
    with engine.connect() as conn:
        wrong = chains.verify_chains(conn)
    engine.dispose()
    if wrong:
        first = wrong[0]
        raise Invalid(
            N_("The record in {path} does not verify ({code} at {thing}); keep it, and use another backup."),
            path=str(path),
            code=first.code,
            thing=f"{first.thing_kind}:{first.thing_id}#{first.seq}" if first.thing_kind else f"seal {first.seal}",
        )


def restore(source: Path, target: Path, *, force: bool = False) -> Path | None:
    """Put a checked backup in the desk's place. Gives where the old file was put aside, or None if there was none.

    Refused when there is a desk at `target`, unless `force`; even then not while a console is at work on it. The old
    desk is never thrown away.
    """
    faults.check_place(target)
    check(source)
    if target.exists() and not force:
        raise Refused(
            N_("There is a desk at {path}; stop its consoles and use --force to put it aside for the backup."),
            path=str(target),
        )
    aside = target.with_name(f".{target.name}.{os.getpid()}.restored")
    try:
        with faults.told(str(target), 5):
            _copy(source, aside, None)
        sync_file(aside)
        kept = _put_aside(target) if target.exists() else None
        aside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise faults.of_system(error, target) from error
    finally:
        _remove(aside)
    open_store(str(target)).close()
    return kept


def _put_aside(target: Path) -> Path:
    """Empty the old desk's log into it and rename it; Refused while somebody has it open for writing."""
    stamp = datetime.fromtimestamp(time.time(), UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = target.with_name(f"{target.name}.before-restore-{stamp}")
    try:
        with contextlib.closing(sqlite3.connect(target, timeout=2, isolation_level=None)) as raw:
            raw.execute("PRAGMA locking_mode = EXCLUSIVE")
            raw.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if (error.sqlite_errorname or "").startswith("SQLITE_BUSY"):
            raise Refused(N_("A console is at work on {path}; close it before restoring."), path=str(target)) from error
        raise
    except sqlite3.DatabaseError:
        # Damaged: keep it as it is, with its log, for whoever examines it.
        for end in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{target}{end}").rename(f"{kept}{end}")
    target.rename(kept)
    return kept


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)
