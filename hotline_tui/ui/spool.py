"""Drafts on this machine: typed text outlives a lost database, a dropped line and a killed console.

One private file per draft (0600, in a folder 0700), replaced by an atomic rename: a reader finds the old text or the
new one, never half of it. Of a draft here and one in the database the newer wins (architecture rule 4).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_tui.domain.board import Draft

# What only a draft needs (its model, hashes) is imported with the first one: this module is on the way to first paint.

_SUFFIX = ".draft"


def spool_folder(database: str, within: Path | None = None) -> Path:
    """Where drafts of this database are kept: two databases on one machine never see each other's calls.

    `within` is the folder that the settings name; without one the user's own state folder.
    """
    import hashlib

    from platformdirs import user_state_path

    mark = hashlib.sha256(database.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return (within or user_state_path("hotline", appauthor=False) / "drafts") / mark


def newer(first: Draft | None, second: Draft | None) -> Draft | None:
    """The draft that was saved later; of two equally old ones the first."""
    if first is None or second is None:
        return first or second
    return second if second.saved > first.saved else first


class Spool:
    """The drafts in one folder. Safe to call from several threads; raises OSError when the disk refuses."""

    def __init__(self, folder: Path | Callable[[], Path]) -> None:
        self._where = folder
        self._lock = threading.Lock()
        self._of: dict[int, Spool] = {}

    @cached_property
    def folder(self) -> Path:
        """Where the drafts are; looked up when the first one is needed, not before first paint."""
        return self._where if isinstance(self._where, Path) else self._where()

    def of(self, operator: int) -> Spool:
        """The drafts of one operator: at a shared console and over SSH several type under one account."""
        return self._of.setdefault(operator, Spool(lambda: self.folder / str(operator)))

    def save(self, draft: Draft) -> None:
        """Keep this draft instead of the one before. An older one never replaces a newer."""
        body = json.dumps({"key": draft.key, "saved": draft.saved, "fields": draft.fields}, ensure_ascii=True)
        with self._lock:
            there = self.load(draft.key)
            if there is not None and there.saved > draft.saved:
                return
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._replace(self._path(draft.key), body.encode())

    def load(self, key: str) -> Draft | None:
        """The draft kept under this key. A file that is not one (damaged, foreign) counts as none."""
        return self._read(self._path(key), key)

    def drafts(self) -> tuple[Draft, ...]:
        """Every draft kept here, the newest first."""
        try:
            paths = sorted(self.folder.glob(f"*{_SUFFIX}"))
        except OSError:
            return ()
        found = [draft for path in paths if (draft := self._read(path, None)) is not None]
        return tuple(sorted(found, key=lambda draft: -draft.saved))

    def drop(self, key: str) -> None:
        """Forget a draft: what it held has been saved."""
        with self._lock, suppress(FileNotFoundError):
            self._path(key).unlink()

    def _path(self, key: str) -> Path:
        readable = re.sub(r"[^A-Za-z0-9]+", "-", key)[:40]
        import hashlib

        mark = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:8]
        return self.folder / f"{readable}-{mark}{_SUFFIX}"

    def _replace(self, path: Path, body: bytes) -> None:
        # mkstemp makes the file 0600 before a byte of customer data is in it
        handle, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    @staticmethod
    def _read(path: Path, key: str | None) -> Draft | None:
        from hotline_tui.domain.board import Draft

        try:
            kept = json.loads(path.read_bytes())
            draft = Draft(key=str(kept["key"]), fields=str(kept["fields"]), saved=float(kept["saved"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return draft if key is None or draft.key == key else None
