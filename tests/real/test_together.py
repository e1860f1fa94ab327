"""Several desks at once, as processes of their own, on both engines: one winner a call, whatever happens to them."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import Conflict, Refused
from hotline_tui.services import bus
from hotline_tui.services.desk import open_desk
from hotline_tui.store import chains
from hotline_tui.store.engine import open_store

from ..servers import name_of
from .many import Desks, company

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def companies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Any]]:
    """By engine: a database to copy, and the company on it. Made when first asked for."""
    return {}


@pytest.fixture(params=ENGINES)
def desks(
    request: pytest.FixtureRequest,
    companies: dict[str, tuple[str, Any]],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Desks]:
    """A database of its own for this test."""
    server = request.getfixturevalue("pg_server") if request.param == "postgresql" else None
    if request.param not in companies:
        url = server.database() if server else str(tmp_path_factory.mktemp("company") / "desk.db")
        world = company(url)
        world.store.close()
        companies[request.param] = (url, world)
    source, world = companies[request.param]
    if server:
        url = server.database(name_of(source))
    else:
        url = str(tmp_path / "desk.db")
        shutil.copyfile(source, url)
    made = Desks(url, replace(world, store=open_store(url, durable=False, lock_s=120), ids=dict(world.ids)))
    yield made
    made.close()
    if server:
        server.drop(url)


def claims(desks: Desks) -> Counter[int]:
    """How often each call was claimed, by the record."""
    rows = desks.sql("SELECT thing_id FROM event WHERE thing_kind = 'call' AND kind = 'call.claim'")
    return Counter(number for (number,) in rows)


def test_each_call_has_one_winner(desks: Desks) -> None:
    calls = [desks.world.ring() for _ in range(40)]
    agents = [desks.start("claim", operator=who, calls=calls, seed=seed) for seed, who in enumerate(desks.operators(5))]
    desks.race(agents)
    for agent in agents:
        agent.rest()
        assert agent.all("end") == [True]
    won = [call for agent in agents for call in agent.all("call")]
    assert sorted(won) == sorted(calls)
    assert claims(desks) == Counter(calls)
    held = dict(desks.sql("SELECT thing_id, session_id FROM lease"))
    for agent in agents:
        (session,) = agent.all("session")
        assert {call for call, at in held.items() if at == session} == set(agent.all("call"))
    desks.sound()


def test_each_call_has_one_winner_though_desks_are_killed(desks: Desks) -> None:
    calls = [desks.world.ring() for _ in range(30)]
    chance, agents = random.Random(7), []
    operators = desks.operators(3)
    running = [desks.start("claim", operator=who, calls=calls) for who in operators]
    desks.race(running)
    for who in (*operators, operators[0]):
        victim = running.pop(0)
        for _ in range(chance.randrange(4)):
            if victim.line() is None:
                break
        victim.kill()
        agents.append(victim)
        running.append(desks.start("claim", operator=who, calls=calls))
        desks.race(running[-1:])
    for agent in running:
        agent.rest()
    won = [call for agent in (*agents, *running) for call in agent.all("call")]
    assert max(Counter(won).values()) == 1
    assert claims(desks) == Counter(calls)  # a claim whose answer was never read is on the record, too, and once
    assert set(won) <= set(calls)
    desks.sound()


def test_a_command_given_twice_at_once_is_done_once(desks: Desks) -> None:
    for _ in range(3):
        desks.world.ring()
    number = str(uuid4())
    twins = [desks.start("twin", command=number) for _ in range(3)]
    desks.race(twins)
    for twin in twins:
        twin.rest()
    assert len({twin.all("call")[0] for twin in twins}) == 1
    assert sorted(twin.all("already")[0] for twin in twins) == [False, True, True]
    assert sum(claims(desks).values()) == 1
    desks.sound()


def test_a_killed_operators_next_session_has_the_claim_back_at_once(desks: Desks) -> None:
    one, other = desks.operators(2)
    call = desks.world.ring()
    console = desks.start("hold", operator=one, call=call)
    desks.race([console])
    assert console.line() == {"call": call}
    console.kill()
    rival = open_desk(desks.url)
    me = rival.sign_on(operator=other, desk=None, now=desks.world.now)
    claim = {"actor": other, "desk": me.desk_id, "call": call, "session": me.session_id}
    with pytest.raises(Conflict) as told:
        rival.do(c.ClaimCall(id=uuid4(), **claim), now=desks.world.now)
    assert told.value.params["who"] == "Op 0"
    again = open_desk(desks.url)
    back = again.sign_on(operator=one, desk=None, now=desks.world.now)
    assert desks.sql("SELECT thing_id, session_id FROM lease") == [(call, back.session_id)]
    again.do(c.ReleaseCall(id=uuid4(), actor=one, desk=back.desk_id, call=call), now=desks.world.now)
    assert rival.do(c.ClaimCall(id=uuid4(), **claim), now=desks.world.now).thing_id == call
    again.close()
    rival.close()
    desks.sound()


def test_a_dead_desks_calls_wait_again_after_the_lease_and_a_living_ones_do_not(desks: Desks) -> None:
    one, other, third = desks.operators(3)
    calls = [desks.world.ring() for _ in range(2)]
    consoles = [desks.start("hold", operator=who, call=call) for who, call in zip((one, other), calls, strict=True)]
    desks.race(consoles)
    for console in consoles:
        console.line()
    consoles[0].kill()
    sweepers = [desks.start("sweep", operator=who) for who in (third, desks.world.wang, desks.world.li)]
    desks.silence(consoles[0].all("session")[0])
    desks.race(sweepers)  # three consoles notice at the same moment
    for sweeper in sweepers:
        sweeper.rest()
    states = desks.sql("SELECT id, state FROM call ORDER BY id")
    assert states == [(calls[0], "waiting"), (calls[1], "claimed")]
    freed = "SELECT count(*) FROM event WHERE thing_id = :call AND kind = 'call.release'"
    assert desks.sql(freed, call=calls[0]) == [(1,)]
    assert desks.sql("SELECT thing_id FROM lease") == [(calls[1],)]
    desks.sound()


def test_a_heartbeat_renews_every_claim(desks: Desks) -> None:
    (one,) = desks.operators(1)
    desk = open_desk(desks.url)
    me = desk.sign_on(operator=one, desk=None, now=desks.world.now)
    calls = [desks.world.ring() for _ in range(2)]
    for call in calls:
        given = {"actor": one, "desk": me.desk_id, "call": call, "session": me.session_id}
        desk.do(c.ClaimCall(id=uuid4(), **given), now=desks.world.now)
    desks.silence(me.session_id)
    desk.heartbeat(now=desks.world.now)  # late, but before anybody else has looked
    sweeper = desks.start("sweep")
    desks.race([sweeper])
    sweeper.rest()
    assert sorted(call for (call,) in desks.sql("SELECT thing_id FROM lease")) == sorted(calls)
    desk.close()
    desks.sound()


def test_a_take_over_says_from_whom_and_the_other_can_do_no_more(desks: Desks) -> None:
    one, other = desks.operators(2)
    call = desks.world.ring()
    first, second = open_desk(desks.url), open_desk(desks.url)
    mine = first.sign_on(operator=one, desk=None, now=desks.world.now)
    theirs = second.sign_on(operator=other, desk=None, now=desks.world.now)
    now = desks.world.now
    claim = c.ClaimCall(id=uuid4(), actor=one, desk=mine.desk_id, call=call, session=mine.session_id)
    first.do(claim, now=now)
    given = {"call": call, "reason": "away from the desk", "session": theirs.session_id}
    second.do(c.TakeOverCall(id=uuid4(), actor=other, desk=theirs.desk_id, **given), now=now)
    with pytest.raises(Conflict) as told:
        first.do(c.ReleaseCall(id=uuid4(), actor=one, desk=mine.desk_id, call=call), now=now)
    assert told.value.params["who"] == "Op 1"
    (event,) = [event for event in first.timeline("call", call) if event.kind == "call.take_over"]
    assert "Op 0" in str(event)
    first.sign_off(now=now)  # it lets go only what it has
    assert desks.sql("SELECT session_id FROM lease") == [(theirs.session_id,)]
    assert desks.sql("SELECT state FROM call WHERE id = :call", call=call) == [("claimed",)]
    for desk in (first, second):
        desk.close()
    desks.sound()


def test_a_console_whose_operator_signed_on_elsewhere_takes_nothing_more(desks: Desks) -> None:
    (one,) = desks.operators(1)
    call = desks.world.ring()
    old, new = open_desk(desks.url), open_desk(desks.url)
    before = old.sign_on(operator=one, desk=None, now=desks.world.now)
    new.sign_on(operator=one, desk=None, now=desks.world.now)
    claim = c.ClaimCall(id=uuid4(), actor=one, desk=before.desk_id, call=call, session=before.session_id)
    with pytest.raises(Refused, match="signed in elsewhere"):
        old.do(claim, now=desks.world.now)
    with pytest.raises(Refused, match="signed in elsewhere"):
        old.resume(before, now=desks.world.now)
    for desk in (old, new):
        desk.close()
    desks.sound()


@pytest.mark.parametrize("seed", [1])
def test_anything_at_once_on_the_same_tickets_leaves_a_record_that_verifies(desks: Desks, seed: int) -> None:
    """Several desks act on three tickets and three engineers at once, and seals are made meanwhile."""
    tickets = [desks.world.open(phone) for phone in ("021-5560 1180", "021-5560 1180", "138 0000 1122")]
    engineers = [desks.world.ids[code] for code in ("xu", "he", "ma")]
    given = {"tickets": tickets, "engineers": engineers, "acts": 60, "at": desks.world.now.isoformat()}
    agents = [
        desks.start("act", operator=who, seed=seed * 10 + place, **given)
        for place, who in enumerate(desks.operators(4))
    ]
    desks.race(agents)
    while any(agent.child.poll() is None for agent in agents):
        for agent in agents:
            agent.line()
        with desks.store.write() as conn:
            chains.seal(conn, desks.world.now)
    for agent in agents:
        agent.rest()
        assert agent.all("end") == [True]
        assert agent.all("fault") == [], agent.all("cause")
    assert sum(len(agent.all("turn")) for agent in agents) > 20
    desks.sound()


def test_new_things_need_no_lock_of_their_own(desks: Desks) -> None:
    """A server has room for some thousand locks, and an import makes more things than that in one transaction."""
    if desks.store.path is not None:
        pytest.skip("a file has one lock")
    made = 0
    with desks.store.write() as conn:
        for number in range(40):
            put = desks.world.make(c.PutCustomer, customer=None, name=f"Customer {number}")
            made += not bus.execute_in(conn, put, desks.world.now).already
        held = conn.execute(
            text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        )
        assert held.scalar_one() < 10
    assert made == 40
    desks.sound()
