"""Operators: roles with their time, PINs off the record, a key for one person, and an end that is one."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import Invalid, Refused
from hotline_tui.services.desk import Desk
from hotline_tui.store.tables import CommandRow, Event, Operator, OperatorRole, Session

PIN = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEROLXmkFu6BBn4N5svwVQg8imEV+QNRWWSbU32I1wsU li@laptop"
MARK = "SHA256:a6VBBx2GRbkaiNWhWMRsVcXYiT1ogfY7Xp+QRqbFNCo"


def roles(w, operator):
    return {row.role for row in w.rows(OperatorRole, operator_id=operator) if row.to_at is None or row.to_at > w.now}


def last(w, operator):
    return json.loads(w.rows(Event, thing_kind="operator", thing_id=operator)[-1].body)["data"]


def test_a_new_operator_has_a_login_in_small_letters_and_roles(world):
    done = world.do(c.AddOperator, login="Zhou.Min", name="周敏", roles=("shift_lead", "operator"), account="root")
    row = world.row(Operator, done.thing_id)
    assert (row.login, row.name, row.desk_id, row.pin_hash, row.keys) == ("zhou.min", "周敏", world.desk, "", [])
    assert roles(world, done.thing_id) == {"operator", "shift_lead"}
    assert last(world, done.thing_id)["who"] == "root"
    with pytest.raises(Refused, match=r"zhou\.min"):
        world.do(c.AddOperator, login="ZHOU.min", name="Another")


@pytest.mark.parametrize(
    "values",
    [
        {"login": "a b"}, {"login": ""}, {"login": "-x"}, {"login": "x" * 33}, {"login": "李"}, {"login": "$(id)"},
        {"name": ""}, {"roles": ("boss",)}, {"language": "fr"},
    ],
)  # fmt: skip
def test_what_makes_no_operator_is_refused(world, values):
    before = len(world.rows(Operator))
    with pytest.raises(Invalid):
        world.do(c.AddOperator, **{"login": "zhou", "name": "周敏"} | values)
    assert len(world.rows(Operator)) == before


def test_roles_are_replaced_and_come_back(world):
    world.do(c.SetRoles, operator=world.li, roles=("dispatcher",))
    assert roles(world, world.li) == {"dispatcher"}
    assert last(world, world.li)["roles_before"] == ["operator"]
    world.tick(minutes=1)
    world.do(c.SetRoles, operator=world.li, roles=("operator", "dispatcher"))
    assert roles(world, world.li) == {"operator", "dispatcher"}
    world.do(c.SetRoles, operator=world.li, roles=())
    assert roles(world, world.li) == set()


def test_roles_at_one_desk_leave_those_everywhere(world):
    world.do(c.SetRoles, operator=world.li, roles=("shift_lead",), at=world.desk)
    assert roles(world, world.li) == {"operator", "shift_lead"}
    world.do(c.SetRoles, operator=world.li, roles=(), at=world.desk)
    assert roles(world, world.li) == {"operator"}


def test_a_role_that_was_taken_away_is_not_shown_at_the_console(world):
    desk = Desk(world.store)
    world.do(c.SetRoles, operator=world.li, roles=("dispatcher",))
    world.tick(minutes=1)
    assert desk.sign_on(operator=world.li, desk=None, now=world.now).roles == ("dispatcher",)


def test_a_pin_is_kept_in_its_row_only(world):
    done = world.do(c.SetPin, operator=world.li, pin_hash=PIN)
    assert world.row(Operator, world.li).pin_hash == PIN
    assert last(world, world.li) == {"set": True}
    kept = [row.body for row in world.rows(Event)] + [str(row.result) for row in world.rows(CommandRow)]
    assert not any("argon2id" in text for text in kept)
    assert PIN not in repr(c.SetPin(id=uuid4(), actor=0, desk=0, operator=1, pin_hash=PIN))
    assert done.extra == ()
    world.do(c.SetPin, operator=world.li, pin_hash="")
    assert last(world, world.li) == {"set": False}


@pytest.mark.parametrize(
    "pin", ["1234", "$argon2i$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$" + "a" * 43, PIN + "\n", "x" + PIN]
)
def test_a_pin_that_is_not_hashed_is_not_kept(world, pin):
    if pin == PIN + "\n":  # cleaned on the way in
        world.do(c.SetPin, operator=world.li, pin_hash=pin)
        assert world.row(Operator, world.li).pin_hash == PIN
        return
    with pytest.raises(Invalid) as refused:
        world.do(c.SetPin, operator=world.li, pin_hash=pin)
    assert pin not in str(refused.value)


def test_a_key_belongs_to_one_operator(world):
    done = world.do(c.AddKey, operator=world.li, key=KEY)
    assert done.value("fingerprint") == MARK
    assert world.row(Operator, world.li).keys == [KEY]
    assert last(world, world.li) == {"fingerprint": MARK, "key": KEY}
    assert world.do(c.AddKey, operator=world.li, key=KEY.replace("laptop", "desk")).value("existing") is True
    assert world.row(Operator, world.li).keys == [KEY]
    with pytest.raises(Refused, match="belongs to one operator"):
        world.do(c.AddKey, operator=world.wang, key=KEY)
    world.do(c.RemoveKey, operator=world.li, fingerprint=MARK)
    assert world.row(Operator, world.li).keys == []
    world.do(c.AddKey, operator=world.wang, key=KEY)
    with pytest.raises(Refused, match="no key"):
        world.do(c.RemoveKey, operator=world.li, fingerprint=MARK)


def test_a_key_that_is_longer_than_a_line_of_text_is_kept_whole(world):
    from ..domain.test_ssh_key import rsa

    world.do(c.AddKey, operator=world.li, key=rsa(4096))
    assert world.row(Operator, world.li).keys == [rsa(4096)]


def test_a_private_key_leaves_no_trace(world):
    secret = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEsecret\n"
    with pytest.raises(Invalid, match="private key"):
        world.do(c.AddKey, operator=world.li, key=secret)
    assert not [row for row in world.rows(CommandRow) if row.kind == "operator.add_key"]
    assert secret not in repr(world.rows(Operator))


def test_who_is_retired_is_out_at_once(world):
    desk = Desk(world.store)
    me = desk.sign_on(operator=world.li, desk=None, now=world.now)
    call = world.ring()
    world.do(c.ClaimCall, call=call, actor=world.li)
    ticket = world.open()
    world.do(c.PassTicket, ticket=ticket, operator=world.li, reason="leave")
    world.do(c.AddKey, operator=world.li, key=KEY)
    done = world.do(c.RetireOperator, operator=world.li)
    assert done.value("tickets") == 1
    assert world.row(Session, me.session_id).ended_at is not None
    with pytest.raises(Refused):
        desk.heartbeat(now=world.now)
    with pytest.raises(Invalid, match="no such"):
        desk.sign_on(operator=world.li, desk=None, now=world.now)
    for kind, values in ((c.SetPin, {"pin_hash": PIN}), (c.AddKey, {"key": KEY}), (c.SetRoles, {"roles": ()})):
        with pytest.raises(Refused, match="no more"):
            world.do(kind, operator=world.li, **values)
    world.do(c.AddKey, operator=world.wang, key=KEY)  # the laptop goes to somebody else


def test_somebody_is_left_who_can_sign_on(world):
    for row in world.rows(Operator):
        if row.id != world.wang:
            world.do(c.RetireOperator, operator=row.id)
    with pytest.raises(Refused, match="Add another"):
        world.do(c.RetireOperator, operator=world.wang)
