"""The only door to the services: one thread with a serial queue. The screen never waits for the database.

Writes are done in order, awaited before the end, never lost; reads of one sender and kind supersede each other; the
feed is polled and the board reloaded at most twice a second. A fault of the database makes the link stale: the last
board stays with its age, writes are refused with the reason, the thread reconnects with back-off. A call that does not
come back within its deadline is left to itself with its connection, and a fresh thread goes on; a write among them is
done again under the same id, which the services answer with its first result.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from textual.message import Message
from textual.message_pump import MessagePump

from hotline_tui.domain.board import BoardQuery, Draft, LinkState
from hotline_tui.domain.commands import Command
from hotline_tui.domain.desk import DeskPort
from hotline_tui.domain.errors import N_, HotlineError, Unavailable
from hotline_tui.domain.seats import Credentials

from .clock import Clock
from .console import Read
from .messages import BoardLoaded, LinkBusy, LinkChanged
from .outage import Outage
from .work import Question, Work
from .worker import Worker

BUSY_S = 0.3
"""A wait that a person notices."""
SILENT_S = 3.0
"""So long the database may keep a call waiting before its silence is shown: within 5 s of its last sign of life."""
WATCH_S, REST_S = 0.2, 1.0
"""Between two looks at a call that is under way, or that somebody has just asked for; and at a thread that rests."""
_SILENT = N_("The database does not answer. The console keeps trying.")

Post = Callable[[MessagePump | None, Message], None]
"""Deliver a message to a widget, or to the app (None, or when the widget is gone). Called from any thread."""


class Gateway:
    """Queues for the console, and the watch over the thread that empties them."""

    def __init__(self, post: Post, clock: Clock, open_desk: Callable[[], DeskPort],
                 who: tuple[int | None, int | None] = (None, None)) -> None:  # fmt: skip
        self._deliver = post
        self._clock = clock
        self._open_desk = open_desk
        self._who = who
        self._work = Work()
        self._outage = Outage()
        self._silent = False
        """Whether the database keeps a call waiting so long that it is shown."""
        self._worker: Worker | None = None
        self._halt = threading.Event()
        self._asked = threading.Event()
        """Somebody at the screen has asked for something."""
        self._watcher = threading.Thread(target=self._watch, name="gateway-watch", daemon=True)
        self.link = LinkState.OPENING
        self.board_at: float | None = None
        """The instant of the last board."""

    # ---- from the screen ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the database, in the gateway's thread."""
        self._hire()
        self._watcher.start()

    def do(self, command: Command, sender: MessagePump | None = None) -> None:
        """Queue a write."""
        self._work.write(command, sender)
        self._asked.set()

    def ask(self, sender: MessagePump, kind: str, read: Read) -> None:
        """Queue a read."""
        self._work.question(Question(sender, kind, read))
        self._asked.set()

    def draft(self, key: str, draft: Draft | None) -> None:
        """Save (or with None drop) a draft."""
        self._work.draft(key, draft)

    def sign_on(self, credentials: Credentials) -> None:
        """Let somebody sit down: `SignedOn` or `SignOnRefused` comes to the app."""
        self._work.sit_down(credentials)
        self._asked.set()

    def be_at(self, thing: str, typing: bool) -> None:
        """Tell the others what is open here; `CompanyKnown` comes to the app as long as something is."""
        self._work.be_at(thing, typing)

    def fall_silent(self, calls: tuple[int, ...]) -> None:
        """Nothing comes from the terminal any more; these calls are claimed here. From any thread."""
        self._work.fall_silent(calls)

    def come_back(self) -> None:
        """It is heard again: `LineBack` comes to the app. From any thread."""
        self._work.come_back()

    def look_at(self, query: BoardQuery) -> None:
        """Show another part of the desk from now on."""
        self._work.look_at(query)
        self._asked.set()

    @property
    def query(self) -> BoardQuery | None:
        """What the board shows; None before somebody has signed on."""
        return self._work.query

    @property
    def waiting_writes(self) -> int:
        """Writes that are not done yet."""
        worker = self._worker
        return self._work.waiting_writes + (1 if worker is not None and worker.writing is not None else 0)

    def close(self, timeout: float = 10.0) -> bool:
        """Do what is still queued, sign off, close. True when all of it was done within `timeout` seconds."""
        self._work.close()
        worker = self._worker
        if worker is not None:
            worker.join(timeout)
        self._halt.set()
        self._asked.set()
        return worker is None or (not worker.is_alive() and not self._work.left())

    @property
    def unsettled(self) -> int:
        """Acts whose answer was lost: whether they were written is being asked."""
        worker = self._worker
        writing = worker.writing if worker is not None else None
        return self._work.unsettled + (writing is not None and writing.begun)

    @property
    def left(self) -> tuple[Command, ...]:
        """Acts that are not known to be written."""
        worker = self._worker
        writing = [worker.writing] if worker is not None and worker.writing is not None else []
        return tuple(write.command for write in [*writing, *self._work.left()])

    # ---- the watch ----------------------------------------------------------------------------------------------

    def _hire(self) -> None:
        self._worker = Worker(self._work, self, self._clock, self._open_desk, self._who, self._outage)
        self._worker.start()

    def _watch(self) -> None:
        """Say when a call takes long; give up on one that does not come back; replace a thread that died."""
        shown, alert = False, time.monotonic() + REST_S
        since: float | None = None
        while not self._halt.is_set():
            quick = shown or since is not None or time.monotonic() < alert
            if self._asked.wait(WATCH_S if quick else REST_S):
                self._asked.clear()
                alert = time.monotonic() + REST_S
                self._halt.wait(WATCH_S)
            worker = self._worker
            if worker is None:
                continue
            since = worker.busy_since
            age = 0.0 if since is None else time.monotonic() - since
            if (worker.awaited and age > BUSY_S) != shown:
                shown = not shown
                self.post(None, LinkBusy(shown))
            if age > SILENT_S and self.link is LinkState.LIVE:
                self.fault(Unavailable(_SILENT))
                self._silent = True
            if age > worker.deadline:
                self._replace(worker)
            elif not worker.is_alive() and not self._work.closing:
                self._halt.wait(0.5)
                self._hire()

    def _replace(self, worker: Worker) -> None:
        write = worker.abandon()
        if write is not None:
            self._work.again(write)
        self._outage.begun()
        self.fault(Unavailable(_SILENT))
        self._hire()

    # ---- for the worker -----------------------------------------------------------------------------------------

    def post(self, to: MessagePump | None, message: Message) -> None:
        """Deliver; remember how old the board is."""
        if isinstance(message, BoardLoaded):
            self.board_at = message.board.at
            self._clock.follow(message.board.at)
        self._deliver(to, message)

    def fault(self, error: HotlineError) -> None:
        """The link is stale: what is shown has an age from now on."""
        self.link, self._silent = LinkState.STALE, False
        self.post(None, LinkChanged(LinkState.STALE, self.board_at, error))

    def live(self) -> None:
        """The link works (again)."""
        self.link = LinkState.LIVE
        self.post(None, LinkChanged(LinkState.LIVE))

    def answered(self) -> None:
        """A call came back: a silence that was shown is over."""
        if self._silent:
            self._silent = False
            self.live()
