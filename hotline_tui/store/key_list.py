"""Who may sign on with which key, read by the bare driver: sshd waits at every login, and the engine is slow to load.

Reads one table and writes nothing.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline_tui.domain.errors import N_, Unavailable

WITHIN_S = 3
"""Longer than this nobody waits at a login."""
_FAILED = N_("The keys of the operators can't be read: {why}.")
_QUERY = "SELECT login, keys FROM operator WHERE retired_at IS NULL ORDER BY id"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """An operator's login, and their keys as lines of an authorized_keys file without options."""

    login: str
    keys: tuple[str, ...]


def key_holders(url: str) -> list[KeyHolder]:
    """Every operator who may sign on, with their keys. `url` as settings have it. Raises Unavailable."""
    rows = _sqlite_rows(_file(url)) if url.startswith("sqlite:") else _server_rows(url)
    try:
        return [KeyHolder(str(login), tuple(map(str, json.loads(keys or "[]")))) for login, keys in rows]
    except (TypeError, ValueError) as error:
        raise Unavailable(_FAILED, why=str(error)) from error


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///").partition("?")[0]).expanduser().absolute()


def _sqlite_rows(path: Path) -> list[Any]:
    """Also for an account that may read the file but not write beside it."""
    try:
        try:
            return _sqlite(path, "mode=ro")
        except sqlite3.OperationalError:
            # In WAL mode a reader makes two files beside the database. Where it may not, and nobody else has them open,
            # the file is whole by itself.
            if path.with_name(path.name + "-wal").exists() or not path.is_file():
                raise
            return _sqlite(path, "mode=ro&immutable=1")
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(_FAILED, why=f"{path}: {error}") from error


def _sqlite(path: Path, how: str) -> list[Any]:
    with closing(sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=WITHIN_S)) as conn:
        conn.execute("PRAGMA query_only = ON")
        return conn.execute(_QUERY).fetchall()


def _server_rows(url: str) -> list[Any]:
    """From any server of the list: a standby knows the keys as well."""
    import psycopg

    from hotline_tui.setting_kinds import unescaped

    if unescaped(url):
        raise Unavailable(_FAILED, why="an @ in the address")
    options = f"-c default_transaction_read_only=on -c statement_timeout={WITHIN_S * 1000}"
    address = url.replace("postgresql+psycopg://", "postgresql://", 1)
    name = "hotline keys"
    try:
        with psycopg.connect(
            address, connect_timeout=WITHIN_S, target_session_attrs="any", options=options, application_name=name
        ) as conn:
            return conn.execute(_QUERY).fetchall()
    except psycopg.OperationalError as error:
        raise Unavailable(_FAILED, why=str(error)) from error
    except psycopg.Error as error:  # of a faulty address: its words may hold the password
        raise Unavailable(_FAILED, why=error.sqlstate or type(error).__name__) from error
