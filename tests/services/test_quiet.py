"""A console whose terminal is not heard lets its calls go, and has back those that nobody else took."""

from __future__ import annotations

import json

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import Refused
from hotline_tui.services.desk import Desk
from hotline_tui.store import leases
from hotline_tui.store.tables import Call, Event, Lease, Operator, Session


@pytest.fixture
def desk(world):
    """Li's console, with two calls claimed there."""
    desk = Desk(world.store)
    me = desk.sign_on(operator=world.li, desk=world.desk, now=world.now)
    world.first, world.second = (world.claim(world.ring(), actor=world.li, session=me.session_id) for _ in range(2))
    return desk


def states(world):
    return [(row.state, row.claimed_by_id) for row in world.rows(Call)]


def test_what_it_held_waits_again_and_its_session_goes_on(world, desk):
    desk.fall_silent(now=world.now)
    assert states(world) == [("waiting", None)] * 2
    assert world.rows(Lease) == []
    assert [row.ended_at for row in world.rows(Session)] == [None]
    event = world.rows(Event, thing_kind="call", thing_id=world.first)[-1]
    assert (event.kind, json.loads(event.body)["data"]["why"]) == ("call.release", "line_silent")
    desk.fall_silent(now=world.now)  # the answer to the first was lost
    assert len(world.rows(Event, thing_kind="call", thing_id=world.first)) == 3


def test_back_again_it_has_what_nobody_took(world, desk):
    desk.fall_silent(now=world.now)
    world.tick(seconds=20)
    rows = desk.come_back((world.first, world.second), now=world.now)
    assert [(row.call, row.mine, row.holder) for row in rows] == [(world.first, True, ""), (world.second, True, "")]
    assert all(row.caller for row in rows)
    assert states(world) == [("claimed", world.li)] * 2
    assert {row.session_id for row in world.rows(Lease)} == {desk.me.session_id}
    assert desk.come_back((world.first,), now=world.now)[0].mine  # asked again: the answer was lost


def test_what_somebody_else_took_stays_theirs_and_what_was_handled_is_said(world, desk):
    desk.fall_silent(now=world.now)
    world.claim(world.first)
    world.claim(world.second)
    world.do(c.DismissCall, call=world.second, reason="wrong number")
    rows = {row.call: row for row in desk.come_back((world.first, world.second), now=world.now)}
    assert (rows[world.first].mine, rows[world.first].holder) == (False, world.row(Operator, world.wang).name)
    assert (rows[world.second].mine, rows[world.second].holder) == (False, "")
    assert states(world)[0] == ("claimed", world.wang)


def test_nobody_sees_the_operator_at_a_console_that_is_not_heard(world, desk):
    """Its heartbeat rests: after a lease's time there is nobody there."""
    desk.fall_silent(now=world.now)
    with world.store.write() as conn:
        conn.exec_driver_sql(f"UPDATE session SET heartbeat_ms = heartbeat_ms - {leases.TTL_MS + 1}")
        assert leases.session_of(conn, world.li) is None
    desk.come_back((), now=world.now)
    with world.store.read() as conn:
        assert leases.session_of(conn, world.li) == desk.me.session_id


def test_who_has_signed_on_elsewhere_meanwhile_keeps_the_calls_there(world, desk):
    desk.fall_silent(now=world.now)
    other = Desk(world.store)
    other.sign_on(operator=world.li, desk=world.desk, now=world.now)
    with pytest.raises(Refused, match="elsewhere"):
        desk.come_back((world.first,), now=world.now)
    assert states(world)[0] == ("waiting", None)
