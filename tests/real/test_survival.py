"""The server fails in every way it can: nothing acknowledged is lost, nothing is done twice, the console goes on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hotline_tui.domain.board import LinkState
from hotline_tui.domain.commands import ClaimCall
from hotline_tui.domain.errors import Refused, Unavailable
from hotline_tui.ui import worker as worker_module
from hotline_tui.ui.clock import Clock
from hotline_tui.ui.messages import BoardLoaded, CommandDone, CommandFailed, LinkChanged

from ..servers import Server, name_of
from .many import company
from .pg_proxy import Proxy
from .room import Room
from .wire import Wire

NOTICED_S = 60.0
"""On any machine; the figure (5 s) is measured by tests/bench/bench_survival.py."""


@dataclass
class Ground:
    """A server of this test's own with a desk on it, and the doors that were opened to it."""

    server: Server
    url: str
    world: Any
    wires: list[Wire] = field(default_factory=list)

    def wire(self, url: str = "", **given: Any) -> Wire:
        """A console's door, signed on."""
        self.wires.append(Wire(url or self.url, **{"operator": self.world.wang} | given))
        return self.wires[-1].ready()

    def sql(self, statement: str, server: Server | None = None) -> list[tuple[Any, ...]]:
        """Around the services."""
        return (server or self.server).sql(statement, name_of(self.url))

    def kept(self, wire: Wire, server: Server | None = None) -> None:
        """All that was acknowledged is on the record, each act once."""
        rows = self.sql(
            "SELECT c.id, count(e.id) FROM command c JOIN event e ON e.command_id = c.id GROUP BY c.id", server
        )
        found: dict[Any, Any] = dict(rows)
        acknowledged = {str(number) for number in wire.acknowledged()}
        assert acknowledged <= set(found)
        assert {found[number] for number in acknowledged} <= {1}


@pytest.fixture
def ground(own_server: Server) -> Iterator[Ground]:
    url = own_server.database()
    world = company(url)
    world.store.close()
    made = Ground(own_server, url, world)
    yield made
    own_server.thaw()
    for wire in made.wires:
        wire.close()


@pytest.fixture
def line(ground: Ground) -> Iterator[Proxy]:
    with Proxy(ground.server.port) as proxy:
        yield proxy


# ---- exactly once


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_line_cut_at_commit_is_a_success_done_once(ground: Ground, line: Proxy, when: str) -> None:
    wire = ground.wire(line.url(ground.url))
    first = wire.act()
    assert isinstance(first, CommandDone)
    line.cut(when)
    command = wire.do(ClaimCall, call=first.result.thing_id, session=1)
    done = wire.outcome(command)
    assert isinstance(done, CommandDone), done
    assert line.cuts == 1
    assert done.result.already is (when == "after")
    assert wire.of(CommandFailed) == []
    assert ground.sql("SELECT kind, seq FROM event WHERE thing_kind = 'call' ORDER BY seq") == [
        ("call.enter", 1), ("call.claim", 2),
    ]  # fmt: skip
    wire.until(lambda: wire.live, "live again")
    ground.kept(wire)


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_operator_sees_success_though_the_line_is_cut(
    ground: Ground, line: Proxy, when: str, tmp_path: Path
) -> None:
    caller = ground.wire(operator=ground.world.li)
    caller.act()
    room = Room(tmp_path, {"HOTLINE_DATABASE_URL": line.url(ground.url), "HOTLINE_LANGUAGE": "en"})
    try:
        console = room.live("--operator", "王芳")
        line.cut(when)
        console.key("enter")
        console.wait_for("F2 Save")
        assert line.cuts == 1
        console.wait_gone("nothing was written", "broke")
        assert ground.sql("SELECT count(*) FROM event WHERE kind = 'call.claim'") == [(1,)]
        assert ground.sql("SELECT state FROM call") == [("claimed",)]
    finally:
        room.close()


# ---- the server goes and comes back


def restart(server: Server) -> None:
    server.restart()


def crash(server: Server) -> None:
    server.kill()
    server.start()


def one_backend(server: Server) -> None:
    """kill -9 of one console's process: the server ends all of them and recovers."""
    (pid, *_), *_rest = server.sql("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'hotline%' LIMIT 1")
    os.kill(int(str(pid)), signal.SIGKILL)


@pytest.mark.parametrize("fail", [restart, crash, one_backend])
def test_acts_go_on_when_the_server_is_back(ground: Ground, fail: Any) -> None:
    wire = ground.wire()
    for _ in range(3):
        assert isinstance(wire.act(), CommandDone)
    since = time.monotonic()
    fail(ground.server)
    wire.stale_after(since)
    wire.until(lambda: wire.live, "live again")
    session = ground.sql("SELECT count(*) FROM session")
    done = wire.act()
    while isinstance(done, Unavailable):  # it recovers, and has let nobody in for long yet
        wire.until(lambda: wire.live, "live again")
        done = wire.act()
    assert isinstance(done, CommandDone)
    assert session == [(1,)]  # the same console, not a new one
    ground.kept(wire)


def test_while_the_server_is_away_the_board_stays_and_acts_are_refused_with_the_reason(ground: Ground) -> None:
    wire = ground.wire()
    board = wire.of(BoardLoaded)[-1].board
    ground.server.kill()
    since = time.monotonic()
    assert wire.stale_after(since) < NOTICED_S
    refused = wire.act()
    assert isinstance(refused, Unavailable)
    assert "can't be reached" in str(refused) or "broke" in str(refused)
    stale = wire.of(LinkChanged)[-1]
    assert (stale.state, stale.since) == (LinkState.STALE, wire.gateway.board_at)
    assert stale.since >= board.at
    ground.server.start()
    wire.until(lambda: wire.live, "live again by itself")
    assert isinstance(wire.act(), CommandDone)
    ground.kept(wire)
    assert ground.sql("SELECT count(*) FROM call") == [(1,)]  # the refused one was not done behind anybody's back


def test_a_standby_takes_over_and_has_everything_that_was_acknowledged(ground: Ground) -> None:
    standby = ground.server.standby()
    name = name_of(ground.url)
    wire = ground.wire(f"postgresql://postgres@127.0.0.1:{ground.server.port},127.0.0.1:{standby.port}/{name}")
    for _ in range(5):
        assert isinstance(wire.act(), CommandDone)
    pending = [wire.do() for _ in range(3)]
    ground.server.kill()
    standby.promote()
    for number in pending:
        wire.outcome(number)
    wire.until(lambda: wire.live, "live on the standby")
    assert isinstance(wire.act(), CommandDone)
    ground.kept(wire, standby)
    assert len(wire.acknowledged()) >= 6


# ---- the server is there and says nothing


def test_a_frozen_server_is_noticed_and_the_console_goes_on_when_it_thaws(ground: Ground) -> None:
    wire = ground.wire()
    assert isinstance(wire.act(), CommandDone)
    ground.server.freeze()
    since = time.monotonic()
    assert wire.stale_after(since) < NOTICED_S
    ground.server.thaw()
    wire.until(lambda: wire.live, "live again")
    assert isinstance(wire.act(), CommandDone)
    ground.kept(wire)


def test_an_act_under_way_when_the_network_falls_silent_is_done_once(ground: Ground, line: Proxy) -> None:
    wire = ground.wire(line.url(ground.url))
    line.silent = True
    since = time.monotonic()
    number = wire.do()
    assert wire.stale_after(since) < NOTICED_S
    line.silent = False
    done = wire.outcome(number)
    assert isinstance(done, CommandDone), done
    ground.kept(wire)
    assert ground.sql("SELECT count(*) FROM call") == [(1,)]


def test_silence_longer_than_a_call_may_take_is_survived(
    ground: Ground, line: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "READ_DEADLINE_S", 2.0)
    wire = ground.wire(line.url(ground.url))
    line.silent = True
    worker = wire.gateway._worker
    number = wire.do()
    wire.until(lambda: wire.gateway._worker is not worker, "the call to be given up")
    line.drop()  # the network is back, and knows nothing of the old lines
    line.silent = False
    done = wire.outcome(number)
    assert isinstance(done, CommandDone), done
    wire.until(lambda: wire.live, "live again")
    ground.kept(wire)
    assert ground.sql("SELECT count(*) FROM call") == [(1,)]


def test_the_screen_never_freezes_with_the_server(ground: Ground, tmp_path: Path) -> None:
    room = Room(tmp_path, {"HOTLINE_DATABASE_URL": ground.url, "HOTLINE_LANGUAGE": "en"})
    try:
        console = room.live("--operator", "王芳", size=(132, 36))
        ground.server.freeze()
        for _round in range(3):  # every key is answered, though the server answers nothing
            console.key("f1")
            console.wait_for("─ Keys ─", seconds=NOTICED_S)
            console.key("esc")
            console.wait_gone("─ Keys ─", seconds=NOTICED_S)
        console.wait_for("offline", seconds=NOTICED_S)
        ground.server.thaw()
        console.wait(lambda: "live" in console.lines[0], "live again by itself")
    finally:
        room.close()


# ---- time


class Wrong(Clock):
    """The clock of a machine whose time is wrong by so many seconds."""

    def __init__(self, ahead: float) -> None:
        super().__init__()
        self._anchor += ahead


@pytest.mark.parametrize("ahead", [-7200.0, 3600.0])
def test_a_desk_with_a_wrong_clock_shows_and_writes_the_servers_time(ground: Ground, ahead: float) -> None:
    right, wrong = ground.wire(operator=ground.world.wang), ground.wire(operator=ground.world.li, clock=Wrong(ahead))
    # a board that was kept waiting dates the clock back, until the next one comes
    right.until(lambda: abs(wrong.clock.now() - right.clock.now()) < 2.5, "the same time")
    entered = wrong.act()
    assert isinstance(entered, CommandDone)
    call = entered.result.thing_id
    claimed = right.act(ClaimCall, call=call, session=0)
    assert isinstance(claimed, CommandDone)
    ((difference,),) = ground.sql(
        f"SELECT max(abs(extract(epoch FROM now() - at))) FROM event WHERE thing_kind = 'call' AND thing_id = {call}"
    )
    assert difference < 600
    boards = [wire.until(lambda: wire.of(BoardLoaded)[-1].board.calls, "the call") for wire in (right, wrong)]  # noqa: B023
    assert boards[0][0].entered == boards[1][0].entered
    dates = [at for (at,) in ground.sql("SELECT at FROM event ORDER BY id")]
    assert all(later - earlier >= timedelta(seconds=-60) for earlier, later in pairwise(dates))


def test_a_session_that_was_taken_elsewhere_meanwhile_ends_this_console(ground: Ground, line: Proxy) -> None:
    wire = ground.wire(line.url(ground.url), operator=ground.world.wang)
    line.silent = True
    line.drop()
    ground.wire(operator=ground.world.wang)
    line.silent = False
    wire.until(lambda: any(isinstance(link.error, Refused) for link in wire.of(LinkChanged)), "the console's end")
