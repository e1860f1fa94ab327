"""A desk with a server before it: operators with keys, their consoles over SSH, and what the database says of them."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from hotline_tui.domain.commands import AddKey, AddOperator, EnterCall
from hotline_tui.domain.words import Channel
from hotline_tui.services.bus import execute

from .console import Console
from .room import Room
from .sshd import Sshd

LIVE = re.compile(r"(?:Calls|来电) \d")
_SENT = ("LANG", "COLORTERM", "TERM", "TZ")


@dataclass
class House:
    """`people` are logins; each has a key of that name in the folder."""

    folder: Path
    room: Room
    server: Sshd
    people: tuple[str, ...]
    consoles: list[Console] = field(default_factory=list)

    def key(self, login: str) -> Path:
        """The private key."""
        return self.folder / f"key-{login}"

    def console(
        self, login: str, *words: str, size: tuple[int, int] = (100, 30), port: int | None = None, **env: str
    ) -> Console:
        """`ssh …` in a pseudo-terminal, with a terminal's variables of its own."""
        given = {name: value for name, value in os.environ.items() if not name.startswith(("SSH", "LC_", *_SENT))}
        given |= {"TERM": "xterm-256color", "LANG": "C.UTF-8"} | env
        sent = ("-o", "SendEnv=LANG LC_* COLORTERM TZ HOTLINE_*")
        argv = self.server.client(self.key(login), *sent, *words, port=port)
        made = Console(argv, given, self.folder, size)
        self.consoles.append(made)
        return made

    def live(self, login: str, *words: str, **options: Any) -> Console:
        """The same, and wait for a board."""
        console = self.console(login, *words, **options)
        console.wait(lambda: LIVE.search(console.text), "a live board")
        return console

    def ring(self, number: str) -> int:
        """Somebody rings: the call's id."""
        given = {"channel": Channel.PHONE, "number": number, "source": "test", "source_id": str(uuid4())}
        return self.room.do(EnterCall(id=uuid4(), actor=1, desk=1, **given))  # type: ignore[arg-type]

    def sessions(self, login: str) -> list[bool]:
        """For each session of an operator, whether it goes on."""
        query = "SELECT ended_at IS NULL FROM session JOIN operator o ON o.id = operator_id WHERE o.login = ?"
        return [bool(row[0]) for row in self.room.rows(f"{query} ORDER BY session.id", login)]

    def call_state(self, call: int) -> str:
        """Waiting, claimed …"""
        return str(self.room.rows("SELECT state FROM call WHERE id = ?", call)[0][0])

    def drafts(self) -> str:
        """All that the server keeps of what was typed."""
        return "".join(path.read_text() for path in self.server.home.rglob("*.draft"))

    def close(self) -> None:
        """End all of it."""
        for console in self.consoles:
            console.close()
        self.server.close()
        self.room.close()


def build(folder: Path, small: Path, people: tuple[str, ...], settings: str = "") -> House:
    """A desk with these people, and a server that lets them in."""
    room = Room(folder)
    shutil.copy(small, room.db)
    server = Sshd(folder / "sshd", f"sqlite:///{room.db}", settings)
    server.folder.mkdir()
    house = House(folder, room, server, people)
    now = datetime.now(UTC)
    with room.store() as store:
        for login in people:
            given = {"login": login, "name": f"Op {login.title()}", "roles": ("operator",), "language": "en"}
            made = execute(store, AddOperator(id=uuid4(), actor=0, desk=1, **given), now)  # type: ignore[arg-type]
            line = server.keygen(house.key(login), login)
            execute(store, AddKey(id=uuid4(), actor=0, desk=1, operator=made.thing_id, key=line), now)
    server.keygen(house.key("stranger"))
    server.start()
    return house
