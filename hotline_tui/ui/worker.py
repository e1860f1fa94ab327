"""The gateway's thread: opens the desk, does one job after another, polls the feed, keeps the session alive."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from textual.message import Message
from textual.message_pump import MessagePump

from hotline_tui.domain.desk import DeskPort
from hotline_tui.domain.errors import N_, Dropped, HotlineError, Refused, Unavailable
from hotline_tui.domain.seats import Credentials

from .clock import Clock
from .messages import Answered, BoardLoaded, CommandDone, CommandFailed
from .outage import UNKNOWN, Outage, carry_out, hopeless, of_the_link
from .processor import Crowd
from .seating import OPEN_DEADLINE_S, POLL_S, Seating
from .work import DraftWrite, Link, Question, Work, Write

RELOAD_S = 0.5
"""At most two reloads a second, with jitter, so that many consoles do not ask in step."""
LOAD_EVERY = 3.0
"""A load that takes long, because many ask at once, is not repeated before so many times as long."""
REFRESH_S = 30.0
"""Figures that follow from time alone (due soon) are never older than this."""
SECOND_LOOK_S = 2.0
"""The second board follows the first so soon: it has what the first leaves out to come early."""
BREATH_S, HEARTBEAT_S, READ_DEADLINE_S = 0.03, 5.0, 12.0

log = logging.getLogger(__name__)
T = TypeVar("T")


class Worker(Seating, threading.Thread):
    """One generation of the thread. After `abandon` it says nothing more and takes nothing more."""

    def __init__(self, work: Work, link: Link, clock: Clock, open_desk: Callable[[], DeskPort],
                 who: tuple[int | None, int | None], outage: Outage) -> None:  # fmt: skip
        super().__init__(name="gateway", daemon=True)
        self._work = work
        self._link = link
        self._clock = clock
        self._open_desk = open_desk
        self._who = who
        self._outage = outage
        self._desk: DeskPort | None = None
        self._abandoned = False
        self._feed = -1
        self._loaded = self._beat = self._polled = self._ready = 0.0
        self._crowd = Crowd()
        self.poll_s = POLL_S
        self._stirred = False
        """Whether the database has said that something changed, and nobody has looked since."""
        self._asked: Question | None = None
        self._wanted = False
        """Whether another part of the desk was asked for, and is being loaded."""
        self._over: Refused | None = None
        """Why this console may not go on: its operator has signed on elsewhere."""
        self.busy_since: float | None = None
        self.deadline = OPEN_DEADLINE_S
        self.writing: Write | None = None
        """The write that is being done."""

    @property
    def heartbeat_s(self) -> float:
        """Seconds from one heartbeat to the next: never twice the same, or all consoles would beat in step."""
        return random.uniform(0.8, 1.2) * HEARTBEAT_S

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for what it does: an act, an answer, another part of the desk, or the way in."""
        return self.writing is not None or self._asked is not None or self._wanted or self._desk is None

    def run(self) -> None:
        """Until closed and nothing is left to write, or abandoned."""
        try:
            while not self._abandoned and self._live():
                self._step()
            self._end()
        except BaseException:
            log.exception("the gateway's thread has died")
            self._died()
            raise

    def abandon(self) -> Write | None:
        """It hangs in a call: leave it. Returns the write it was doing, whose end nobody knows."""
        self._abandoned = True
        write, self.writing = self.writing, None
        return write

    def _live(self) -> bool:
        return not (self._work.closing and self._work.waiting_writes == 0 and not self._work.waiting_drafts)

    def _died(self) -> None:
        if self._abandoned:
            return
        error = Unavailable(N_("Something went wrong inside the console; it is written to the log. Please try again."))
        write, self.writing = self.writing, None
        if write is not None:
            self._link.post(write.sender, CommandFailed(write.command, error))
        elif self._asked is not None:
            self._link.post(self._asked.sender, Answered(self._asked.kind, None, error))
        self._link.fault(error)

    def _end(self) -> None:
        desk, self._desk = self._desk, None
        if desk is None:
            return
        if not self._abandoned:
            with self._call(READ_DEADLINE_S):
                try:
                    desk.sign_off(now=self._clock.instant())
                except HotlineError as error:
                    log.warning("signing off: %s", error)
        desk.close()

    def _step(self) -> None:
        desk = self._desk
        if desk is None:
            self.connect()
            return
        try:
            self._next(desk)
        except HotlineError as error:  # of the link itself; refusals of acts and questions have gone to their askers
            self._over = error if isinstance(error, Refused) else None
            self._lose(error)

    def _next(self, desk: DeskPort) -> None:
        if self.empty:
            self.wait_for_somebody(desk)
            return
        job = self._work.take(self._pause())
        if self._work.take_stir() and not self._stirred:
            wait = self._crowd.turn(self._work.me.session_id if self._work.me is not None else 0)
            self._stirred, self._ready = True, max(self._ready, time.monotonic() + wait)
        match job:
            case Credentials():
                self.sit_down(desk, job)
            case Write():
                self._write(desk, job)
            case DraftWrite():
                self._draft(desk, job)
            case Question():
                self._answer(desk, job)
            case None:
                pass
        if not self._work.closing and not self._abandoned:
            self._look(desk)

    def _pause(self) -> float:
        look = self._ready if self._stirred else self._polled + self.poll_s
        return max(0.0, look - time.monotonic())

    def _write(self, desk: DeskPort, job: Write) -> None:
        self.writing = job
        try:
            self.before_an_act(desk)
            with self._call(READ_DEADLINE_S):
                result = carry_out(desk, job, self._clock.instant())
        except HotlineError as error:
            if not (isinstance(error, Dropped) or (job.begun and isinstance(error, Unavailable))):
                self._finished(job, CommandFailed(job.command, error))
            elif not self._abandoned:
                self._put_back(job)
            if isinstance(error, Unavailable):
                raise
            return
        self._finished(job, CommandDone(job.command, result))
        self._ready = 0.0
        self._feed = -1

    def _put_back(self, job: Write) -> None:
        """It may have been done: asked again when the database is back, but not for ever."""
        if not hopeless(job, closing=self._work.closing):
            self._work.again(job)
        elif self._work.closing:
            self._work.give_up(job)
        else:
            self._tell(job.sender, CommandFailed(job.command, Unavailable(UNKNOWN)))
        self.writing = None

    def _finished(self, job: Write, message: Message) -> None:
        if not self._abandoned:
            self.writing = None
            if job.begun:  # until now it was not known whether it was written
                self._settled()
        self._tell(job.sender, message)

    def _draft(self, desk: DeskPort, job: DraftWrite) -> None:
        try:
            with self._call(READ_DEADLINE_S):
                if job.draft is None:
                    desk.drop_draft(job.key)
                else:
                    desk.save_draft(job.draft)
        except Unavailable:
            self._work.draft_again(job)
            raise
        except HotlineError as error:
            log.warning("draft %s: %s", job.key, error)

    def _answer(self, desk: DeskPort, job: Question) -> None:
        self._asked = job
        try:
            with self._call(READ_DEADLINE_S):
                value = job.read(desk, self._clock.instant())
        except HotlineError as error:
            self._tell(job.sender, Answered(job.kind, None, error))
            if isinstance(error, Unavailable):
                raise
        else:
            self._tell(job.sender, Answered(job.kind, value))
        self._asked = None

    def _look(self, desk: DeskPort) -> None:
        """Heartbeat, feed, board: each when its time has come."""
        now = time.monotonic()
        self.look_around(desk, again=self.keep_alive(desk))
        if now - self._polled < self.poll_s and self._feed >= 0 and not (self._work.dirty or self._stirred):
            return
        self._polled = now - random.uniform(0.0, self.poll_s / 3)
        if now < self._ready and not self._work.dirty:
            return
        self._stirred = False
        with self._call(READ_DEADLINE_S):
            feed = desk.changed()
        self._wanted = self._work.take_dirty()
        if self._wanted or feed != self._feed or now - self._loaded >= REFRESH_S:
            self._load(desk, feed)
        self._wanted = False

    def _load(self, desk: DeskPort, feed: int) -> None:
        query = self._work.query
        if query is None:
            return
        now = time.monotonic()
        with self._call(READ_DEADLINE_S):
            board = desk.board(query, now=self._clock.instant())
        lone = now - self._loaded > 2 * RELOAD_S  # after a rest two may come one after the other
        first, self._feed, self._loaded = self._feed < 0, feed, time.monotonic()
        if first:
            self._loaded -= REFRESH_S - SECOND_LOOK_S
        self._crowd.look()
        pause = max(BREATH_S if lone else RELOAD_S, (time.monotonic() - now) * LOAD_EVERY)
        self._ready = time.monotonic() + pause + random.uniform(0.0, pause / 5)
        self._tell(None, BoardLoaded(board))

    def _lose(self, error: HotlineError) -> None:
        desk, self._desk = self._desk, None
        if not self._abandoned:
            self._outage.begun()
            self._link.fault(of_the_link(error, unsettled=self._work.unsettled > 0))
            self._refuse(error)
        if desk is not None:
            desk.close()
        if self._work.stubborn and not self._abandoned:
            self._work.pause(self._outage.pause())

    def _refuse(self, error: HotlineError) -> None:
        """What waits to be written or asked is told why it will not be; nothing is done behind the operator's back."""
        if self._abandoned:
            return
        for write in self._work.take_writes():
            self._link.post(write.sender, CommandFailed(write.command, error))
        for question in self._work.take_questions():
            self._link.post(question.sender, Answered(question.kind, None, error))

    def _tell(self, to: MessagePump | None, message: Message) -> None:
        if not self._abandoned:
            self._link.post(to, message)

    def call(self, ask: Callable[[datetime], T], deadline: float = READ_DEADLINE_S) -> T:
        """A call of the desk with the console's instant."""
        with self._call(deadline):
            return ask(self._clock.instant())

    @contextmanager
    def _call(self, deadline: float) -> Iterator[None]:
        """Around every call of the desk: the gateway's watch sees how long it takes."""
        self.deadline = deadline
        self.busy_since = time.monotonic()
        try:
            yield
            if not self._abandoned:
                self._link.answered()
        finally:
            self.busy_since = None
