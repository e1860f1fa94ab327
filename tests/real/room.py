"""One operator's machine: a home, a desk's database, the consoles and commands that are started on it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hotline_tui.domain.commands import Command
from hotline_tui.services.bus import execute
from hotline_tui.services.verify import Report, verify
from hotline_tui.store.engine import Store, open_store

from .console import Console

MAIN = (sys.executable, "-c", "from hotline_tui.cli import main; main()")
_OWN = (
    "HOTLINE_",
    "XDG_",
    "LC_",
    "LANG",
    "TEXTUAL",
    "SSH_",
    "TMUX",
    "NO_COLOR",
    "COLORTERM",
    "TERM",
    "COLUMNS",
    "LINES",
)
_LIVE = re.compile(r"(?:Calls|来电) \d.*(?:live|在线)|(?:Calls|来电) \d")


@dataclass(frozen=True)
class Ran:
    """How a plain command ended."""

    code: int
    out: str
    err: str


@dataclass
class Room:
    """One operator's machine: a home, a desk's database, the consoles on it."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    db: Path = Path()
    """The desk's file; by default in the folder."""
    consoles: list[Console] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.db == Path():
            self.db = self.folder / "desk.db"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
        self.env = kept | {
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "TEXTUAL_FPS": "60",
            "HOTLINE_DATABASE_URL": f"sqlite:///{self.db}",
            **self.env,
        }
        (self.folder / "home").mkdir(exist_ok=True)

    def console(
        self, *words: str, size: tuple[int, int] = (100, 30), prefix: tuple[str, ...] = (), **env: str
    ) -> Console:
        """Start `hotline …` in a pseudo-terminal. `prefix`: a program that starts it."""
        made = Console([*prefix, *MAIN, *words], self.env | env, self.folder, size)
        self.consoles.append(made)
        return made

    def live(self, *words: str, **options: Any) -> Console:
        """The same, and wait until the board is there."""
        console = self.console(*words, **options)
        console.wait(lambda: _LIVE.search(console.text), "a live board")
        return console

    def run(self, *words: str, stdin: bytes = b"", prefix: tuple[str, ...] = (), **env: str) -> Ran:
        """Run a plain command without a terminal."""
        given = [word.encode("utf-8", "surrogatepass") for word in (*prefix, *MAIN, *words)]
        done = subprocess.run(
            given, env=self.env | env, input=stdin, capture_output=True, timeout=180, check=False, cwd=self.folder
        )
        out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        assert "Traceback" not in err, err
        return Ran(done.returncode, out, err)

    def close(self) -> None:
        """End every console."""
        for console in self.consoles:
            console.close()

    # ---- the database, from outside -----------------------------------------------------------------------------

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The desk's store in this process."""
        store = open_store(str(self.db))
        try:
            yield store
        finally:
            store.close()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a plain SQLite program reads in the desk's file."""
        raw = sqlite3.connect(self.db, timeout=60)
        try:
            return raw.execute(query, values).fetchall()
        finally:
            raw.close()

    def do(self, command: Command) -> int:
        """An act by somebody else: the id of what it touched."""
        with self.store() as store:
            return execute(store, command, datetime.now(UTC)).thing_id

    def sound(self) -> Report:
        """Assert that nothing is half written: SQLite's own check, every chain, every clock, and no loose ends."""
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        with self.store() as store:
            report = verify(store, datetime.now(UTC))
        assert report.clean, report
        # a ticket has its opening event, its clocks and a number; a handled call has its ticket
        heads = "SELECT thing_id FROM chain_head WHERE thing_kind = 'ticket'"
        assert self.rows(f"SELECT id FROM ticket WHERE number = '' OR number IS NULL OR id NOT IN ({heads})") == []
        gone = "ticket_id IS NULL OR ticket_id NOT IN (SELECT id FROM ticket)"
        assert self.rows(f"SELECT id FROM call WHERE state = 'handled' AND ({gone})") == []
        return report
