"""What can be wrong with a database, said in one sentence each: what it is and what to do."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import exc

from hotline_tui.domain.errors import N_, HotlineError, Invalid, Lost, Refused, Unavailable, Unusable

NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "gfs2"}
    | {"fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs", "davfs", "fuse.smbnetfs", "beegfs"}
)
"""File systems on which SQLite's locks and shared memory are not to be trusted between machines."""

_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_type(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The network file system that `path` lies on, or "" (also where the system has no list of mounts)."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    real, best, kind = path.resolve(), -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[1]))
        if len(point.parts) >= best and real.is_relative_to(point):
            best, kind = len(point.parts), fields[2]
    return kind if kind in NETWORK_TYPES else ""


def check_place(path: Path, mounts: Path = Path("/proc/mounts"), *, create: bool = True) -> None:
    """Refuse a place where an SQLite desk can't live: a network file system, no permission.

    Without `create` a folder that is missing only says that there is no desk yet.
    """
    folder = path.parent
    if not folder.is_dir():
        raise no_folder(folder) if create else missing(path)
    kind = network_type(path, mounts)
    if kind:
        raise Invalid(
            N_(
                "{path} lies on a network file system ({kind}), where SQLite can lose data; keep it on a local disk"
                " or use PostgreSQL for several machines."
            ),
            path=str(path),
            kind=kind,
        )
    if path.is_dir():
        raise Invalid(N_("{path} is a folder, not a database file; name a file in it."), path=str(path))
    for place in (folder, path) if path.exists() else (folder,):
        if not os.access(place, os.W_OK):
            raise no_permission(place)


def check_file(path: Path) -> None:
    """Refuse a file that is missing, empty or unreadable; whether it is a database, SQLite finds out by itself.

    The file is not opened here: closing any handle of it would drop the locks of every connection of this process,
    and the next console that leaves would take the write-ahead log away from under the others.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise missing(path) from None
    except PermissionError:
        raise no_permission(path) from None
    if not os.access(path, os.R_OK):
        raise no_permission(path)
    if not size:
        raise damaged(path)


def no_folder(folder: Path) -> Invalid:
    return Invalid(N_("There is no folder {folder}; make it first or choose another place."), folder=str(folder))


def missing(path: Path) -> Invalid:
    return Invalid(
        N_("There is no database at {path}; create one with `hotline init` or try `hotline demo`."), path=str(path)
    )


def foreign(path: Path) -> Invalid:
    return Invalid(N_("{path} is a database of another program; choose another file."), path=str(path))


def damaged(path: Path) -> Invalid:
    return Invalid(
        N_("{path} is damaged or not a database; put it aside and restore the last backup with `hotline restore`."),
        path=str(path),
    )


def no_permission(path: Path) -> Unavailable:
    return Unusable(
        N_("You may not write to {path}; ask its owner for permission or choose another place."), path=str(path)
    )


def disk_full(path: str) -> Unavailable:
    return Unavailable(
        N_("The disk that holds {path} is full; nothing was written. Free some space and try again."), path=path
    )


def locked(path: str, seconds: float) -> Unavailable:
    return Unavailable(
        N_(
            "Another program has locked {path} for more than {seconds} s; nothing was written."
            " Close that program or try again."
        ),
        path=path,
        seconds=f"{seconds:.2g}" if seconds < 1 else round(seconds),
    )


def too_slow(seconds: float) -> Unavailable:
    return Unavailable(
        N_("The database did not answer within {seconds} s; nothing was written. Try again."),
        seconds=f"{seconds:.2g}" if seconds < 1 else round(seconds),
    )


def too_new(database: int, console: int) -> Unavailable:
    return Unusable(
        N_("This database needs a newer console (schema {database}, this one knows {console}); update hotline-tui."),
        database=database,
        console=console,
    )


def broken_rule(rule: str) -> Refused:
    return Refused(
        N_("The database refused this because it would break a rule ({rule}); nothing was written."), rule=rule
    )


def gone(detail: str) -> Unavailable:
    return Unavailable(N_("The database can't be used now ({detail}); nothing was written. Try again."), detail=detail)


def of_system(error: OSError, path: Path) -> HotlineError:
    """The sentence for what the operating system refused."""
    if isinstance(error, PermissionError) or error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return no_permission(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return disk_full(str(path))
    return gone(error.strerror or type(error).__name__)


def explain(error: BaseException, place: str, seconds: float) -> HotlineError | None:
    """The sentence for a fault of the database driver, or None if it is a fault of ours."""
    original = error.orig if isinstance(error, exc.DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        return _explain_sqlite(original, place, seconds)
    if not isinstance(error, exc.DBAPIError):
        return None
    from hotline_tui.store import pg_faults

    return pg_faults.explain(original, place, seconds)


def lost() -> Lost:
    """The connection broke in the middle of COMMIT: nobody knows."""
    return Lost(N_("The connection to the database broke. Whether the last act was written is not known yet."))


def _explain_sqlite(error: sqlite3.Error, place: str, seconds: float) -> HotlineError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if isinstance(error, sqlite3.IntegrityError):
        return broken_rule(rule_of(str(error)))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return locked(place, seconds)
    if name == "SQLITE_INTERRUPT":
        return too_slow(seconds)
    if name in ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"):  # the second: no room for the index of the write-ahead log
        return disk_full(place)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")):
        return damaged(Path(place))
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")):
        return no_permission(Path(place))
    if name.startswith(("SQLITE_IOERR", "SQLITE_NOLFS", "SQLITE_PROTOCOL")):
        return gone(name)
    return None


def rule_of(text: str) -> str:
    """The part of a driver's message that names a rule, without any value of a row."""
    return text.splitlines()[0].removeprefix("hotline: ").removesuffix(" constraint failed")[:120]


def sqlstate(error: BaseException | None) -> str:
    """PostgreSQL's code of the fault that a sentence was made from; empty where there is none."""
    cause = error.__cause__ if isinstance(error, HotlineError) else error
    original = cause.orig if isinstance(cause, exc.DBAPIError) else cause
    return str(getattr(original, "sqlstate", "") or "")


CROSSED = frozenset({"40001", "40P01"})
"""Two transactions were in each other's way (a deadlock, a stale view), and the server has ended this one."""

NO_RIGHT = "42501"

TWIN = "23505"
"""Somebody else has made the same row at the same moment: a second look finds it."""


@contextmanager
def told(place: str, seconds: float) -> Iterator[None]:
    """Turn driver faults that a user must know of into sentences; leave programming faults alone."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        sentence = explain(error, place, seconds)
        if sentence is None:
            raise
        raise sentence from error
