"""Who else is at the same thing, as the database knows it: alive consoles only, and it wakes nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from hotline_tui.domain.board import Company
from hotline_tui.services.desk import Desk
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Session, table_of

from .conftest import World


@pytest.fixture
def two(world: World):
    desks = [Desk(open_store(world.address, durable=False)) for _ in range(2)]
    for desk, who in zip(desks, (world.wang, world.li), strict=True):
        desk.sign_on(operator=who, desk=None, now=world.now)
    yield desks
    for desk in desks:
        desk.close()


def test_each_sees_the_other_at_the_same_thing_and_nowhere_else(world: World, two) -> None:
    wang, li = two
    assert wang.be_at("ticket:1", typing=False) == ()
    assert li.be_at("ticket:1", typing=False) == (Company("王芳", False),)
    assert wang.be_at("ticket:1", typing=True) == (Company("李强", False),)
    assert li.be_at("ticket:1", typing=False) == (Company("王芳", True),)
    assert li.be_at("ticket:11", typing=False) == ()
    assert li.be_at("", typing=True) == ()
    assert wang.be_at("ticket:1", typing=False) == ()


def test_a_heartbeat_leaves_it_as_it_is_and_signing_off_ends_it(world: World, two) -> None:
    wang, li = two
    li.be_at("ticket:1", typing=True)
    li.heartbeat(now=world.now)
    assert wang.be_at("ticket:1", typing=False) == (Company("李强", True),)
    li.sign_off(now=world.now)
    assert wang.be_at("ticket:1", typing=False) == ()


@pytest.mark.parametrize("late_ms", [25_000, -300_000])
def test_a_dead_console_is_nobody(world: World, two, late_ms: int) -> None:
    wang, li = two
    li.be_at("ticket:1", typing=False)
    s = table_of(Session)
    with world.store.write() as conn:
        gone = s.c.operator_id == world.li
        conn.execute(update(s).where(gone).values(heartbeat_ms=s.c.heartbeat_ms - late_ms))
    assert wang.be_at("ticket:1", typing=False) == ()


def test_it_wakes_nobody_and_is_written_only_when_it_is_news(world: World, two) -> None:
    wang, li = two
    before = wang.changed()
    li.be_at("ticket:1", typing=False)
    with world.store.write() as conn:
        conn.execute(update(table_of(Session)).values(doing="untouched"))
    li.be_at("ticket:1", typing=False)
    assert {row.doing for row in world.rows(Session) if row.operator_id == world.li} == {"untouched"}
    li.be_at("ticket:1", typing=True)
    assert "ticket:1:typing" in {row.doing for row in world.rows(Session)}
    assert wang.changed() == before


def test_who_only_looks_on_sees_and_is_not_seen(world: World, two) -> None:
    wang, _li = two
    wang.be_at("ticket:1", typing=False)
    eye = Desk(open_store(world.address), look_on=True)
    eye.sign_on(operator=world.li, desk=None, now=world.now)
    assert eye.be_at("ticket:1", typing=True) == (Company("王芳", False),)
    eye.close()
    assert wang.be_at("ticket:1", typing=False) == ()
