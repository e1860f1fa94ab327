"""Playing a recorded day into the queue: by the recorded arrivals, waits and hang-ups, at a chosen speed.

Two ways. Live (`play_live`): calls enter now, and a caller hangs up when the log says so unless somebody at a console
was faster; at speed 60 a recorded hour takes a minute. As logged (`play_as_logged`): the calls are answered and ended
as the log did, dated on the latest day that is wholly over; the speed only sets the pace.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from ..domain.commands import AbandonCall, AdviseCall, ClaimCall, Command, EnterCall
from ..domain.errors import Refused
from ..domain.words import Channel
from ..services.bus import execute, execute_in
from ..services.read_ticket import standing
from ..store.engine import Store
from . import incidents
from .incidents import Place
from .recorded import RecordedCall, RecordedDay

if TYPE_CHECKING:
    from sqlalchemy import Connection

MAX_SPEED = float("inf")
_CHUNK = 64
_NAP_S = 0.2

Progress = Callable[[int, int], None]
Now = Callable[[], datetime]


def new_source() -> str:
    """A name for one run, so that the same day can be played twice."""
    return f"replay:{uuid4().hex[:12]}"


def span(day: RecordedDay) -> float:
    """Seconds from the first recorded midnight to the last thing that happens."""
    return max(
        (max(call.left + call.service, *(change.at for change in call.changes), 0.0) for call in day.calls), default=0.0
    )


def latest_midnight(day: RecordedDay, zone: str, now: datetime) -> datetime:
    """The latest local midnight from which the whole recording is over by now."""
    local = (now - timedelta(seconds=span(day))).astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


# ---- as logged ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    at: float
    order: int
    call: int = field(compare=False)
    act: str = field(compare=False)


def _steps(day: RecordedDay) -> list[_Step]:
    steps: list[_Step] = []
    for number, call in enumerate(day.calls):
        steps.append(_Step(call.entered, 0, number, "enter"))
        if call.wait is None:
            continue
        steps.append(_Step(call.left, 1, number, "answer" if call.answered else "abandon"))
        if call.answered and not call.changes:
            steps.append(_Step(call.left + call.service, 2, number, "end"))
        steps += [_Step(max(change.at, call.left), 3, number, change.state) for change in call.changes]
    return sorted(steps)


def play_as_logged(
    store: Store, day: RecordedDay, place: Place, *, speed: float, now: datetime, progress: Progress
) -> None:
    """Enter, answer and end every call at its recorded instant; incidents become tickets that change as they did."""
    midnight = latest_midnight(day, place.zone, now)
    steps = _steps(day)
    rows: dict[int, int] = {}
    tickets: dict[int, int] = {}
    began = time.monotonic()
    first = steps[0].at if steps else 0.0
    size = _CHUNK if speed == MAX_SPEED else 1
    for start in range(0, len(steps), size):
        chunk = steps[start : start + size]
        if speed != MAX_SPEED:
            _sleep_until(began + (chunk[0].at - first) / speed)
        with store.write() as connection:
            for step in chunk:
                run = _Run(connection, day.calls[step.call], place, midnight + timedelta(seconds=step.at))
                run.carry_out(step, rows, tickets)
        progress(start + len(chunk), len(steps))


@dataclass(frozen=True, slots=True)
class _Run:
    """One step of one call, as commands in an open transaction."""

    connection: Connection
    call: RecordedCall
    place: Place
    at: datetime

    def carry_out(self, step: _Step, rows: dict[int, int], tickets: dict[int, int]) -> None:
        """Do what the log did; `rows` and `tickets` remember which call became what."""
        if step.act == "enter":
            rows[step.call] = self.do(enter(self.call, self.place))
            return
        row, actor, desk = rows[step.call], self.place.actor, self.place.desk
        match step.act:
            case "abandon":
                self.do(AbandonCall(id=uuid4(), call=row, at=self.at, actor=actor, desk=desk))
            case "answer":
                self.do(ClaimCall(id=uuid4(), call=row, actor=actor, desk=desk))
                if self.call.changes:
                    tickets[step.call] = self.do(incidents.opened(self.call, row, self.place))
            case "end":
                self.do(AdviseCall(id=uuid4(), call=row, text="", actor=actor, desk=desk))
            case state:
                ticket = tickets[step.call]
                now = standing(self.connection, ticket)
                for command in incidents.moved(ticket, now, state, self.at, self.place):
                    self.do(command)

    def do(self, command: Command) -> int:
        """Carry a command out at the step's instant; the row it made or changed."""
        return execute_in(self.connection, command, self.at).thing_id


# ---- live ---------------------------------------------------------------------------------------------------------


def play_live(store: Store, day: RecordedDay, place: Place, *, speed: float, now: Now, progress: Progress) -> None:
    """Let the calls come in now, as fast as `speed` says; whoever waits longer than the log's caller did hangs up."""
    arrivals = day.calls
    began, first = time.monotonic(), (arrivals[0].entered if arrivals else 0.0)
    due: list[tuple[float, int, int, RecordedCall]] = []
    for number, call in enumerate(arrivals):
        heapq.heappush(due, (call.entered, number, 0, call))
    done = 0
    while due:
        at, number, row, call = heapq.heappop(due)
        if speed != MAX_SPEED:
            _sleep_until(began + (at - first) / speed)
        if not row:
            entered = execute(store, enter(call, place), now()).thing_id
            if call.wait is not None and not call.answered:
                heapq.heappush(due, (call.left, number, entered, call))
                continue
        else:
            _hang_up(store, row, place, now())
        done += 1
        progress(done, len(arrivals))


def _hang_up(store: Store, row: int, place: Place, now: datetime) -> None:
    # Refused: somebody at a console was faster than the caller's patience.
    with suppress(Refused):
        execute(store, AbandonCall(id=uuid4(), actor=place.actor, desk=place.desk, call=row), now)


def enter(call: RecordedCall, place: Place) -> EnterCall:
    """The command by which a recorded call enters the queue."""
    return EnterCall(
        id=uuid4(),
        actor=place.actor,
        desk=place.desk,
        channel=Channel.PHONE,
        name=call.caller,
        text=call.text,
        line=call.line,
        source=place.source,
        source_id=call.source_id,
    )


def _sleep_until(instant: float) -> None:
    while (left := instant - time.monotonic()) > 0:
        time.sleep(min(left, _NAP_S))
