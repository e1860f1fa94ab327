"""What waits for the database: a queue with four lanes. Writes in order, drafts, reads (superseded), the board."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Protocol

from textual.message import Message
from textual.message_pump import MessagePump

from hotline_tui.domain.board import BoardQuery, Draft, Me
from hotline_tui.domain.commands import Command
from hotline_tui.domain.errors import HotlineError
from hotline_tui.domain.seats import Credentials

from .console import Read


@dataclass(frozen=True, slots=True)
class Write:
    """A command that must reach the database; its outcome goes to `sender`."""

    command: Command
    sender: MessagePump | None
    asked: float = field(default_factory=time.monotonic)
    """When, by the monotonic clock."""
    tries: int = 0
    """So often it was tried, and its answer was lost."""

    @property
    def begun(self) -> bool:
        """It may have been written."""
        return self.tries > 0


@dataclass(frozen=True, slots=True)
class Question:
    """A read; its answer goes to `sender`."""

    sender: MessagePump
    kind: str
    read: Read


@dataclass(frozen=True, slots=True)
class DraftWrite:
    """A draft to be saved, or (None) to be dropped."""

    key: str
    draft: Draft | None


Job = Write | Question | DraftWrite | Credentials


ACT_S = 0.25
"""The database is not tried more often than this, whatever is pressed."""


class Link(Protocol):
    """What the worker tells the gateway."""

    def post(self, to: MessagePump | None, message: Message) -> None:
        """Deliver to a widget, or to the app."""
        ...

    def fault(self, error: HotlineError) -> None:
        """The database cannot be used."""
        ...

    def live(self) -> None:
        """It can."""
        ...

    def answered(self) -> None:
        """A call came back."""
        ...


class Work:
    """Filled by the screen's thread, emptied by the gateway's."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._writes: deque[Write] = deque()
        self._drafts: dict[str, Draft | None] = {}
        self._reads: dict[tuple[int, str], Question] = {}
        self._query: BoardQuery | None = None
        self._dirty = True
        self._stirred = False
        self._newcomer: Credentials | None = None
        self._at: tuple[str, bool] = ("", False)
        self._moved = False
        self.closing = False
        self.me: Me | None = None
        """Who sits here, once somebody has signed on: another connection goes on with that session."""
        self.silent = False
        """Whether nothing comes from the terminal: then this console keeps no claims."""
        self.silent_calls: tuple[int, ...] = ()
        """What was claimed here when that began."""
        self.let_go = False
        """Whether the database knows it."""
        self.given_up: list[Write] = []
        """Writes whose end nobody could find out before the console closed."""

    def write(self, command: Command, sender: MessagePump | None) -> None:
        """Last in the line of writes."""
        with self._wake:
            self._writes.append(Write(command, sender))
            self._wake.notify_all()

    def sit_down(self, credentials: Credentials) -> None:
        """Somebody wants to sign on; the last one who does counts."""
        with self._wake:
            self._newcomer = credentials
            self._wake.notify_all()

    def take_credentials(self, timeout: float) -> Credentials | None:
        """Who wants to sign on, or None after `timeout` seconds."""
        with self._wake:
            self._wake.wait_for(lambda: self.closing or self._newcomer is not None, timeout)
            found, self._newcomer = self._newcomer, None
            return found

    def again(self, write: Write) -> None:
        """First in the line: it was begun, and nobody knows how it ended."""
        with self._wake:
            self._writes.appendleft(replace(write, tries=write.tries + 1))
            self._wake.notify_all()

    def question(self, question: Question) -> None:
        """An older one of this sender and kind that still waits is dropped."""
        key = id(question.sender), question.kind
        with self._wake:
            self._reads.pop(key, None)
            self._reads[key] = question
            self._wake.notify_all()

    def draft(self, key: str, draft: Draft | None) -> None:
        """The newest of a key counts."""
        with self._wake:
            self._drafts[key] = draft
            self._wake.notify_all()

    def look_at(self, query: BoardQuery) -> None:
        """Another part of the desk from now on."""
        with self._wake:
            self._query, self._dirty = query, True
            self._wake.notify_all()

    def close(self) -> None:
        """Nothing more will come."""
        with self._wake:
            self.closing = True
            self._wake.notify_all()

    @property
    def query(self) -> BoardQuery | None:
        """What the board shows."""
        return self._query

    @property
    def waiting_writes(self) -> int:
        """Writes that have not been begun."""
        return len(self._writes)

    @property
    def waiting_drafts(self) -> bool:
        """Whether drafts are still to be saved."""
        return bool(self._drafts)

    @property
    def dirty(self) -> bool:
        """Whether another board has been asked for."""
        return self._dirty and self._query is not None

    def draft_again(self, job: DraftWrite) -> None:
        """It could not be saved: unless a newer one waits, keep it for later."""
        with self._wake:
            self._drafts.setdefault(job.key, job.draft)

    def take_questions(self) -> list[Question]:
        """All reads that wait."""
        with self._wake:
            reads = list(self._reads.values())
            self._reads.clear()
            return reads

    def stir(self) -> None:
        """Something has changed in the database: a look is worth while. Called from any thread."""
        with self._wake:
            self._stirred = True
            self._wake.notify_all()

    def fall_silent(self, calls: tuple[int, ...]) -> None:
        """The terminal is not heard any more; `calls` are claimed here."""
        with self._wake:
            if not self.let_go:
                self.silent_calls = calls
            self.silent = True
        self.stir()

    def come_back(self) -> None:
        """It is heard again."""
        with self._wake:
            self.silent = False
        self.stir()

    def be_at(self, thing: str, typing: bool) -> None:
        """Another thing is open at this console, or somebody has begun to type: the others are told at once."""
        with self._wake:
            self._at, self._moved = (thing, typing), True
            self._wake.notify_all()

    def take_place(self) -> tuple[str, bool, bool]:
        """The thing that is open here, whether something is typed, and whether that is news."""
        with self._wake:
            moved, self._moved = self._moved, False
            return *self._at, moved

    def take_stir(self) -> bool:
        """Whether that was said since the last time."""
        with self._wake:
            stirred, self._stirred = self._stirred, False
            return stirred

    def take_dirty(self) -> bool:
        """Whether another board was asked for since the last time."""
        with self._wake:
            dirty, self._dirty = self._dirty, False
            return dirty

    def take(self, timeout: float) -> Job | None:
        """The next job, or None after `timeout` seconds (at once when closing with nothing left to write)."""
        with self._wake:
            if not (self._any() or self.closing or self.dirty or self._stirred or self._moved):
                self._wake.wait(timeout)
            if self._writes:
                return self._writes.popleft()
            if self._drafts:
                key = next(iter(self._drafts))
                return DraftWrite(key, self._drafts.pop(key))
            if self._newcomer is not None:  # behind the drafts, which are those of whoever sat here
                found, self._newcomer = self._newcomer, None
                return found
            if self._reads and not self.closing:
                return self._reads.pop(next(iter(self._reads)))
            return None

    def take_writes(self) -> list[Write]:
        """All writes that have not been begun: the link is gone and they are refused."""
        with self._wake:
            writes = [write for write in self._writes if not write.begun]
            self._writes = deque(write for write in self._writes if write.begun)
            return writes

    @property
    def unsettled(self) -> int:
        """Writes whose answer was lost."""
        return sum(write.begun for write in list(self._writes))

    @property
    def stubborn(self) -> bool:
        """Whether an answer was lost more than once: the next try may wait."""
        return any(write.tries > 1 for write in list(self._writes))

    def give_up(self, *more: Write) -> None:
        """The console closes, and nobody can be asked what became of these."""
        with self._wake:
            self.given_up += [*more, *self._writes]
            self._writes.clear()

    def left(self) -> list[Write]:
        """All that was asked for and is not known to be written."""
        return [*self.given_up, *list(self._writes)]

    def drop_drafts(self) -> None:
        """They can't be handed to the database; the spool has them."""
        with self._wake:
            self._drafts.clear()

    def pause(self, timeout: float) -> None:
        """Wait, but not when closing, nor for long when somebody acts: they are to be told at once."""
        with self._wake:
            self._wake.wait_for(lambda: self.closing, min(timeout, ACT_S))
            self._wake.wait_for(lambda: self.closing or self._fresh(), max(0.0, timeout - ACT_S))

    def _fresh(self) -> bool:
        return any(not write.begun for write in self._writes)

    def _any(self) -> bool:
        return bool(self._writes or self._drafts or self._reads or self._newcomer)
