"""Calls keep arriving at the demo's desk: people ring, write, hang up; a colleague takes what nobody else does."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from hotline_tui.domain import commands as do
from hotline_tui.domain.errors import Conflict, Refused
from hotline_tui.domain.words import LIVE_CHANNELS, Channel
from hotline_tui.intake.demo_story import LINE, NAMES
from hotline_tui.services import bus
from hotline_tui.services import demo_reads as reads
from hotline_tui.services.demo_files import Company
from hotline_tui.store.engine import Store

MOST_WAITING = 8
"""Nobody rings while so many wait."""
BUSY = 5
"""From so many waiting callers on, the colleague takes one."""
MOST_OWED = 3
"""No more people hang up than this desk can call back."""
RING_S = (25.0, 70.0)
PATIENCE_S = (100.0, 260.0)
TALK_S = (45.0, 150.0)
IMPATIENT = 0.3
"""The share of callers who hang up when nobody answers."""

_CHANNELS = ("phone", "stranger", "email", "web", "im", "fax")
_WEIGHTS = (60, 14, 10, 7, 5, 4)


@dataclass(slots=True)
class Feed:
    """What comes in from outside. `tick` does what is due and says when to look again; all else is in the database."""

    store: Store
    about: Company
    desk: int
    speed: float = 1.0
    dice: random.Random = field(default_factory=random.Random)
    _next: datetime | None = None
    _made: int = 0

    def tick(self, now: datetime) -> datetime:
        """People hang up, the colleague ends and takes calls, somebody rings. The instant of the next look."""
        with self.store.read() as conn:
            waiting, talking, owed = reads.queue(conn, self.desk)
            colleague = reads.logins(conn)[self._colleague()]
        for row in talking:
            if row.claimed_by == colleague and row.claimed and now >= row.claimed + self._length(row.id, TALK_S):
                self._do(do.AdviseCall, now, colleague, call=row.id, text=self.about.words["advised"])
        here = [row for row in waiting if not self._leaves(row, now, owed)]
        live = [row for row in here if row.live]
        if len(live) >= BUSY and not any(row.claimed_by == colleague for row in talking):
            self._do(do.ClaimCall, now, colleague, call=live[0].id)
        if self._next is None:
            self._next = now + self._pause() / 3
        elif now >= self._next:
            if len(here) < MOST_WAITING:
                self._enter(now, letters=len(here) - len(live) < 3)
            self._next = now + self._pause()
        return min(self._next, now + timedelta(seconds=5 / self.speed))

    def _pause(self) -> timedelta:
        return timedelta(seconds=self.dice.uniform(*RING_S) / self.speed)

    def _length(self, call: int, bounds: tuple[float, float]) -> timedelta:
        """The same for one call whenever it is asked, also after a restart."""
        return timedelta(seconds=random.Random(f"{call}:{bounds}").uniform(*bounds) / self.speed)

    def _leaves(self, row: reads.Caller, now: datetime, owed: int) -> bool:
        """Whether this caller hangs up by now (and does)."""
        patience = self._length(row.id, PATIENCE_S)
        impatient = random.Random(f"{row.id}:leaves").random() < IMPATIENT
        if not (row.channel == Channel.PHONE and impatient and owed < MOST_OWED and now >= row.entered + patience):
            return False
        return self._do(do.AbandonCall, now, 0, call=row.id, at=row.entered + patience)

    def _colleague(self) -> str:
        """The last one of the files who takes calls and does nothing else."""
        return [one.login for one in self.about.people if one.roles == ("operator",)][-1]

    def _enter(self, now: datetime, *, letters: bool) -> None:
        kind = self.dice.choices(_CHANNELS, _WEIGHTS)[0]
        if kind not in ("phone", "stranger") and not letters:
            kind = "phone"
        if kind == "stranger":
            number, name = self.dice.choice(self.about.strangers)
            fields = {"channel": Channel.PHONE, "number": number, "name": name, "line": LINE}
        else:
            fields = self._from_customer(Channel(kind))
        self._do(do.EnterCall, now, 0, source="demo", source_id=f"{now.timestamp():.3f}", **fields)

    def _from_customer(self, channel: Channel) -> dict[str, Any]:
        by_phone = channel in (Channel.PHONE, Channel.FAX)
        clients = [c for c in self.about.clients if by_phone or any(mail for _, _, mail in c.contacts)]
        client = self.dice.choice(clients)
        _, phone, mail = self.dice.choice([one for one in client.contacts if by_phone or one[2]])
        fields: dict[str, Any] = {"channel": channel, "number": phone if by_phone else mail}
        letters = [one for one in self.about.letters if one.channel == channel]
        if channel == Channel.PHONE or not letters:
            said = self.dice.choice(self.about.problems[client.policy]).text
            return fields | {"text": said, "line": LINE if channel in LIVE_CHANNELS else ""}
        letter = self.dice.choice(letters)
        return fields | {"text": f"{letter.subject}\n{letter.text}"}

    def _do(self, kind: type[do.Command], now: datetime, actor: int, **fields: Any) -> bool:
        """Act as somebody would. False where somebody at a console was faster."""
        self._made += 1
        name = uuid5(NAMES, f"{now.isoformat()}:{self._made}:{self.dice.random()}")
        try:
            bus.execute(self.store, kind(id=name, actor=actor, desk=self.desk, **fields), now)
        except (Refused, Conflict):
            return False
        return True
