"""The desk as a console uses it: signing on, keeping claims, drafts, and every read answering."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from hotline_tui.domain.board import BoardQuery, Draft
from hotline_tui.domain.commands import ClaimCall, OpenTicket, Promise, ReleaseCall
from hotline_tui.domain.desk import DeskPort
from hotline_tui.domain.errors import Invalid, Refused
from hotline_tui.domain.words import Milestone
from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.services.desk import Desk
from hotline_tui.services.policies import load_shipped
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import CalendarVersion, Call, Lease, PolicyVersion, Post, Session


@pytest.fixture
def desk(world):
    made = Desk(world.store)
    made.sign_on(operator=world.wang, desk=None, now=world.now)
    return made


def test_who_sits_here(world, desk):
    me = desk.me
    assert (me.operator, me.desk, me.timezone, me.language) == ("王芳", "上海值班台", "Asia/Shanghai", "zh")
    assert set(me.roles) == {"operator", "dispatcher", "shift_lead"}
    assert me.shift_start <= world.now.timestamp() < me.shift_end
    again = Desk(world.store).sign_on(operator=world.wang, desk=None, now=world.now)
    assert (again.operator_id, again.session_id != me.session_id) == (world.wang, True)
    with pytest.raises(Refused, match="signed in elsewhere"):
        desk.heartbeat(now=world.now)
    with pytest.raises(Invalid, match="no such desk or operator"):
        desk.sign_on(operator=999, desk=None, now=world.now)


def test_signing_off_lets_claims_go(world, desk):
    call = world.ring()
    desk.do(world.make(ClaimCall, call=call, session=desk.me.session_id), now=world.now)
    assert len(world.rows(Lease)) == 1
    world.tick(seconds=5)
    desk.sign_off(now=world.now)
    assert world.row(Call, call).state == "waiting"
    assert world.rows(Lease) == []
    assert world.rows(Session)[-1].ended_at is not None


def test_a_new_console_of_the_same_operator_takes_the_claims_along(world, desk):
    call = world.ring()
    desk.do(world.make(ClaimCall, call=call, session=desk.me.session_id), now=world.now)
    second = Desk(world.store)
    me = second.sign_on(operator=world.wang, desk=None, now=world.now)
    assert [row.session_id for row in world.rows(Lease)] == [me.session_id]
    second.do(world.make(ReleaseCall, call=call), now=world.now)
    assert world.rows(Lease) == []


def test_the_feed_moves_with_commands_only(world, desk):
    before = desk.changed()
    desk.heartbeat(now=world.now)
    desk.save_draft(Draft("call:1", '{"summary": "打不开"}', world.now.timestamp()))
    settled = desk.changed()
    assert desk.changed() == settled == before
    told = threading.Event()
    desk.listen(told.set)
    world.ring()
    assert world.store.target is None or told.wait(30)  # a server tells
    assert desk.changed() > before


def test_drafts_outlive_and_the_newer_wins(world, desk):
    now = world.now.timestamp()
    desk.save_draft(Draft("ticket:42:edit", '{"a": 1}', now))
    desk.save_draft(Draft("ticket:42:edit", '{"a": 0}', now - 5))
    other = Desk(world.store)
    other.sign_on(operator=world.wang, desk=None, now=world.now)
    assert list(other.drafts()) == [Draft("ticket:42:edit", '{"a": 1}', now)]
    other.drop_draft("ticket:42:edit")
    assert list(other.drafts()) == []


def test_every_read_answers(world, desk):
    port: DeskPort = desk
    now = world.now
    ticket = world.open()
    call = world.claim(world.ring())
    board = port.board(BoardQuery(world.desk, world.wang), now=now)
    assert (len(board.calls), len(board.clocks), board.my_calls) == (1, 1, (call,))
    assert port.pop(call, now=now).card.name == "松江第一中学"
    assert port.card(world.ids["school"], now=now).id == world.ids["school"]
    assert port.preview(world.make(OpenTicket, **world.form(call)), now=now).level == "P1"
    view = port.ticket(ticket, now=now)
    assert view.number == "T20261120-0001"
    assert port.ticket_by_number(view.number) == ticket
    assert [row.kind for row in port.timeline("ticket", ticket)][-1] == "ticket.open"
    assert port.explain(view.clocks[0].id, now=now).lines
    assert port.candidates(ticket, now=now)[0].fits
    assert port.find_customers("松江")[0].id == world.ids["school"]
    assert port.find_tickets("教务")[0].id == ticket
    assert port.find_articles("重启") is not None
    assert port.history(world.ids["school"])[0].id == ticket
    assert port.reach(now=now)


def test_a_promise_is_explained_in_the_desks_time(world, desk):
    """10:00 in the database's time is 18:00 at a desk in Shanghai."""
    ticket = world.open()
    due = world.now + timedelta(hours=1)
    world.do(Promise, ticket=ticket, milestone=Milestone.CALLBACK, due=due, text="")
    clock = next(one for one in desk.ticket(ticket, now=world.now).clocks if one.promise)
    said = [text for line in desk.explain(clock.id, now=world.now).lines for _name, text in line.params]
    assert f"{due.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}" in said


def test_nobody_signed_on_nothing_shown(world):
    with pytest.raises(Refused, match="Nobody is signed on"):
        Desk(world.store).heartbeat(now=world.now)


def test_what_ships_is_loaded_once(world):
    versions = len(world.rows(PolicyVersion)), len(world.rows(CalendarVersion))
    assert versions[0] == 5
    assert load_shipped(world.store, world.now) == 0
    assert (len(world.rows(PolicyVersion)), len(world.rows(CalendarVersion))) == versions


def test_an_empty_database_gets_a_desk_with_posts(tmp_path, world):
    store = open_store(str(tmp_path / "new.db"), create=True, durable=False)
    given = {
        "name": "Night desk",
        "timezone": "Europe/Berlin",
        "language": "en",
        "operator": "Anna",
        "command": uuid4(),
    }
    desk, operator = fill_empty(store, world.now, **given)
    assert (desk, operator) == fill_empty(store, world.now, **given)
    with pytest.raises(Invalid, match="time zone"):
        fill_empty(store, world.now, **given | {"timezone": "Mars/Base", "prefix": "N", "command": None})
    with pytest.raises(Refused, match="prefix"):
        fill_empty(store, world.now + timedelta(hours=1), **given | {"command": None, "login": "b"})
    me = Desk(store).sign_on(operator=None, desk=None, now=world.now)
    assert (me.operator, me.language) == ("Anna", "en")
    store.close()
    assert [row.code for row in world.rows(Post)] == ["lead", "call1", "call2", "dispatch", "mobile"]
