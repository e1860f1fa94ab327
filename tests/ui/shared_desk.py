"""A desk that several people share: it knows their PINs and who signed on elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from textual.pilot import Pilot

from hotline_tui.domain.board import Board, BoardQuery, Me
from hotline_tui.domain.errors import Refused
from hotline_tui.domain.seats import Seat, Seats, SignOnNeeded
from hotline_tui.ui.app import HotlineApp

from .fake_desk import FakeDesk

ELSEWHERE = "This console's session has ended, because you signed in elsewhere; sign in again."
WRONG = "That is not the PIN. After five wrong ones in a row there is a wait."

PEOPLE = (
    Seat(1, "李娜", "lina", ("operator", "dispatcher", "shift_lead"), words="李娜 li na lina ln"),
    Seat(2, "张伟", "zhangwei", ("operator",), words="张伟 zhang wei zhangwei zw"),
    Seat(3, "郑辉", "zhenghui", ("quality_director",), words="郑辉 zheng hui zhenghui zh"),
)


@dataclass
class SharedDesk(FakeDesk):
    """`pins` by operator. `named`: who the settings name; None: who it is is asked."""

    people: tuple[Seat, ...] = PEOPLE
    pins: dict[int, str] = field(default_factory=dict)
    named: int | None = None
    elsewhere: bool = False
    """The operator of this console's session has signed on at another one."""
    lock_after: float = 0.0
    me_fields: dict[str, Any] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    sessions: int = 6

    def list(self, chosen: int | None = None) -> Seats:
        return Seats("总台", tuple(replace(one, has_pin=one.id in self.pins) for one in self.people), chosen)

    def seats(self, *, now: datetime) -> Seats:
        self._call()
        return self.list()

    def sign_on(self, *, operator: int | None, desk: int | None, now: datetime, pin: str = "") -> Me:
        self._call()
        who = self.named if operator is None else operator
        if who is None:
            raise SignOnNeeded(self.list())
        if who in self.pins and not pin:
            raise SignOnNeeded(self.list(who))
        if who in self.pins:
            self._check(who, pin)
        self.sessions += 1
        self.elsewhere = False
        found = next(one for one in self.people if one.id == who)
        me = super().sign_on(operator=who, desk=desk, now=now)
        self.me = replace(
            me,
            operator=found.name,
            roles=found.roles,
            session_id=self.sessions,
            has_pin=who in self.pins,
            shared=len(self.people) > 1,
            lock_after_min=self.lock_after,
            **self.me_fields,
        )
        return self.me

    def board(self, query: BoardQuery, *, now: datetime) -> Board:
        found = super().board(query, now=now)
        return found if query.operator == 1 else replace(found, my_calls=())

    def _check(self, who: int, pin: str) -> None:
        self.tried.append(pin)
        if self.pins[who] != pin:
            raise Refused(WRONG)

    def heartbeat(self, *, now: datetime) -> Me | None:
        super().heartbeat(now=now)
        if self.elsewhere:
            raise Refused(ELSEWHERE)
        return None

    def unlock(self, pin: str, *, now: datetime) -> None:
        self._call()
        self._check(self.me.operator_id, pin)

    def set_pin(self, old: str, new: str, *, now: datetime) -> None:
        self._call()
        if self.me.operator_id in self.pins:
            self._check(self.me.operator_id, old)
        self.pins[self.me.operator_id] = new


async def until(pilot: Pilot[int], ready: Callable[[], object], tries: int = 3000) -> None:
    for _ in range(tries):
        if ready():
            return
        await pilot.pause(0.01)
    raise AssertionError("waited in vain")


@asynccontextmanager
async def opened(app: HotlineApp, size: tuple[int, int] = (80, 24)):
    """The app, whoever it asks for."""
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.desk_screen.filled and (app.guard is not None or app.board is not None))
        await pilot.pause()
        yield pilot
        app.gateway.close(2.0)


def seen(app: HotlineApp) -> str:
    """The characters that are on the screen now, whoever drew them."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()[:height]
    return "\n".join("".join(segment.text for segment in line)[: width * 2] for line in lines)
