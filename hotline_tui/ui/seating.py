"""The gateway's thread at the door: it opens the desk, asks who sits down, and lets somebody else sit down."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, cast

from hotline_tui.domain.board import BoardQuery
from hotline_tui.domain.errors import HotlineError, Refused, Unavailable
from hotline_tui.domain.seats import Credentials, Seats, SignOnNeeded

from .messages import CompanyKnown, LineBack, SignedOn, SignOnRefused, SignOnWanted
from .outage import GONE, of_the_link

if TYPE_CHECKING:
    from hotline_tui.domain.board import Me
    from hotline_tui.domain.desk import DeskPort

    from .worker import Worker

log = logging.getLogger(__name__)

OPEN_DEADLINE_S = 60.0
"""Opening may create or migrate a database."""
WAIT_S = 0.2
POLL_S, TOLD_POLL_S = 0.08, 1.0
"""Between two looks at whether something has changed: at a file, and at a server, which tells by itself."""


class Seating:
    """Mixed into the worker."""

    empty = False
    """The desk is open and nobody has signed on: there is no board and no heartbeat."""
    _newcomer: Credentials | None = None

    @property
    def _worker(self) -> Worker:
        return cast("Worker", self)

    def connect(self) -> None:
        """Until the desk is open, or there is no sense in trying."""
        worker, failed = self._worker, False
        work = worker._work
        while worker._desk is None and not worker._abandoned:
            if worker._over is not None or (work.closing and failed):
                self._stay_away()
                return
            try:
                self.open()
            except HotlineError as error:
                failed = True
                if worker._abandoned:
                    return
                worker._outage.begun()
                worker._over = error if isinstance(error, Refused) else None
                worker._link.fault(of_the_link(error, unsettled=work.unsettled > 0))
                worker._refuse(error)
                work.pause(worker._outage.pause())

    def _stay_away(self) -> None:
        """The session is over, or the console closes while nothing can be reached. Drafts stay on this machine."""
        worker = self._worker
        worker._refuse(worker._over or Unavailable(GONE))
        if worker._work.closing:
            worker._work.give_up()
            worker._work.drop_drafts()
        elif self.somebody_comes():  # whoever was told that the session is over signs on here again
            worker._over = None

    def open(self) -> None:
        """Open the desk; go on with the session, sign on whom the settings name, or ask who it is."""
        worker, (newcomer, self._newcomer) = self._worker, (self._newcomer, None)
        desk = worker.call(lambda _now: worker._open_desk(), OPEN_DEADLINE_S)
        me: Me | None = None
        self.empty = True
        try:
            if newcomer is None:
                me = self._first(desk)
        except SignOnNeeded as asked:
            worker._work.me = None
            self._ask(asked.seats)
        except HotlineError:
            desk.close()
            raise
        if worker._abandoned:
            desk.close()
            return
        worker._desk = desk
        worker.poll_s = TOLD_POLL_S if desk.listen(worker._work.stir) else POLL_S
        if newcomer is not None:
            self.sit_down(desk, newcomer)
        elif me is not None:
            self._seated(me)

    def _first(self, desk: DeskPort) -> Me:
        worker = self._worker
        (operator, place), before = worker._who, worker._work.me
        me = None if before is None else worker.call(lambda now: desk.resume(before, now=now))
        return me or worker.call(lambda now: desk.sign_on(operator=operator, desk=place, now=now))

    def _ask(self, seats: Seats) -> None:
        self._worker._outage.over()
        self._worker._tell(None, SignOnWanted(seats))
        self._worker._link.live()

    def somebody_comes(self) -> bool:
        """Whether somebody wants to sign on at a console whose session is over; waits a moment."""
        self._newcomer = self._worker._work.take_credentials(WAIT_S)
        return self._newcomer is not None

    def wait_for_somebody(self, desk: DeskPort) -> None:
        """Nobody has signed on yet."""
        found = self._worker._work.take_credentials(WAIT_S)
        if found is not None:
            self.sit_down(desk, found)

    def sit_down(self, desk: DeskPort, credentials: Credentials) -> None:
        """Let somebody sign on. Whoever sits here stays when the PIN is wrong."""
        worker = self._worker
        who, pin, before = credentials.operator, credentials.pin, worker._work.me
        place = before.desk_id if before is not None else worker._who[1]
        try:
            me = worker.call(lambda now: desk.sign_on(operator=who, desk=place, now=now, pin=pin))
        except SignOnNeeded as asked:
            worker._tell(None, SignOnWanted(asked.seats))
            return
        except HotlineError as error:
            worker._tell(None, SignOnRefused(error))
            if isinstance(error, Unavailable):
                raise
            return
        if before is not None and before.operator_id != me.operator_id:
            worker._work.drop_drafts()  # what could not be handed over is another's; the spool has it
        self._seated(me)

    def keep_alive(self, desk: DeskPort) -> bool:
        """The heartbeat, when its time has come: whether it beat. While nobody is heard at the terminal there is none,
        and what was claimed here is free for others.
        """
        worker = self._worker
        work, now = worker._work, time.monotonic()
        if work.silent != work.let_go:
            self._heed_silence(desk, silent=work.silent)
        if work.silent or now < worker._beat:
            return False
        worker._beat = now + worker.heartbeat_s
        me = worker.call(lambda at: desk.heartbeat(now=at))
        if me is not None:
            work.me = me
            worker._tell(None, SignedOn(me))
        return True

    def before_an_act(self, desk: DeskPort) -> None:
        """Whoever acts is heard: what they had claimed is theirs again first, where nobody else has it."""
        if self._worker._work.let_go:
            self._worker._work.come_back()
            self._heed_silence(desk, silent=False)

    def _heed_silence(self, desk: DeskPort, *, silent: bool) -> None:
        worker = self._worker
        work = worker._work
        if silent:
            worker.call(lambda now: desk.fall_silent(now=now))
            log.info("nothing comes from the terminal: claims are let go")
        else:
            rows = worker.call(lambda now: desk.come_back(work.silent_calls, now=now))
            worker._tell(None, LineBack(rows))
        work.let_go = silent

    def look_around(self, desk: DeskPort, *, again: bool) -> None:
        """Say what is open here when that is news, and ask who else has it open: then, and `again` now and then."""
        worker = self._worker
        thing, typing, moved = worker._work.take_place()
        if moved or (again and thing):
            rows = worker.call(lambda _now: desk.be_at(thing, typing=typing))
            worker._tell(None, CompanyKnown(thing, rows))

    def _seated(self, me: Me) -> None:
        worker, self.empty = self._worker, False
        worker._beat = time.monotonic() + worker.heartbeat_s
        worker._feed, worker._loaded = -1, 0.0
        worker._work.me = me
        query = worker._work.query
        if query is None or (query.operator, query.desk) != (me.operator_id, me.desk_id):
            worker._work.look_at(BoardQuery(desk=me.desk_id, operator=me.operator_id))
        worker._tell(None, SignedOn(me))
        if not worker._work.unsettled:
            self._settled()

    def _settled(self) -> None:
        """The database is back, and of no act it is unknown whether it was written."""
        self._worker._outage.over()
        self._worker._link.live()
