"""Signing on at a shared console: who is asked for what, PINs and their tries, who sat there before."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import HotlineError, Invalid, Refused
from hotline_tui.domain.seats import SignOnNeeded, matching
from hotline_tui.services import identity
from hotline_tui.services.desk import Desk
from hotline_tui.services.pins import hash_pin
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Call, CommandRow, Event, Lease, Operator, OperatorRole, Session, load_all
from hotline_tui.store.tables import Desk as DeskRow

PIN, OTHER = "4711", "907133"


def give_pin(world, operator: int, pin: str = PIN) -> None:
    world.do(c.SetPin, operator=operator, pin_hash=hash_pin(pin))


def sit(world, operator: int | None, pin: str = "", **values):
    desk = Desk(world.store, **values)
    desk.sign_on(operator=operator, desk=None, now=world.now, pin=pin)
    return desk


def tries(world, operator: int) -> list[str]:
    return [kind for kind in world.events("operator", operator) if "pin_" in kind]


def put_settings(world, **settings) -> None:
    t = DeskRow.__table__
    with world.store.write() as conn:
        conn.execute(t.update().where(t.c.id == world.desk).values(settings=settings))


# ---- who is asked ---------------------------------------------------------------------------------------------------


def test_several_are_asked_who_they_are(world):
    with pytest.raises(SignOnNeeded) as asked:
        sit(world, None)
    seats = asked.value.seats
    assert (seats.desk, seats.chosen) == ("上海值班台", None)
    assert [seat.name for seat in seats.people] == ["王芳", "李强", "周总监", "吴经理", "郑总"]
    assert seats.people[1].roles == ("operator",)
    assert not world.rows(Session)


def test_the_list_is_found_by_pinyin_login_and_english_name(world):
    world.add(Operator, login="zq", name="章强", name_en="Frank", desk_id=world.desk)
    give_pin(world, world.li)
    sit(world, world.wang)
    people = Desk(world.store)
    people.sign_on(operator=world.wang, desk=None, now=world.now)
    found = people.seats(now=world.now).people
    assert [seat.name for seat in matching(found, "lq")] == ["李强"]
    assert [seat.name for seat in matching(found, "zhangqiang")] == ["章强"]
    assert [seat.name for seat in matching(found, "frank")] == ["章强"]
    assert [seat.name for seat in found if seat.has_pin] == ["李强"]
    assert [seat.name for seat in found if seat.here] == ["王芳"]


def test_who_has_retired_or_works_elsewhere_is_not_offered(world):
    north = world.add(DeskRow, code="N", name="北京", timezone="Asia/Shanghai", prefix="N")
    world.add(Operator, login="gone", name="走了", desk_id=world.desk, retired_at=world.now)
    world.add(Operator, login="north", name="北京人", desk_id=north)
    both = world.add(Operator, login="both", name="两边跑", desk_id=north)
    world.add(OperatorRole, operator_id=both, role="operator", desk_id=world.desk)
    late = world.add(Operator, login="late", name="以后来", desk_id=north)
    world.add(OperatorRole, operator_id=late, role="operator", desk_id=world.desk,
              from_at=world.now + timedelta(days=1))  # fmt: skip
    with pytest.raises(SignOnNeeded) as asked:
        sit(world, None)
    names = [seat.name for seat in asked.value.seats.people]
    assert "两边跑" in names
    assert not {"走了", "北京人", "以后来"} & set(names)


def test_who_is_named_and_has_no_pin_sits_down_at_once(world):
    me = sit(world, world.li).me
    assert (me.operator, me.has_pin, me.shared, me.lock_after_min) == ("李强", False, True, 10.0)


def test_who_is_named_and_has_a_pin_is_asked_for_it(world):
    give_pin(world, world.li)
    with pytest.raises(SignOnNeeded) as asked:
        sit(world, world.li)
    assert asked.value.seats.chosen == world.li
    assert sit(world, world.li, PIN).me.has_pin
    assert sit(world, world.li, " ４７１１ ").me.has_pin, "as a Chinese input method types it"


def test_one_operator_without_a_pin_is_never_asked(world):
    keep = world.wang
    t = Operator.__table__
    with world.store.write() as conn:
        conn.execute(t.update().where(t.c.id != keep).values(retired_at=world.now))
    me = sit(world, None).me
    assert (me.operator_id, me.shared) == (keep, False)
    give_pin(world, keep)
    with pytest.raises(SignOnNeeded) as asked:
        sit(world, None)
    assert (asked.value.seats.chosen, len(asked.value.seats.people)) == (keep, 1)


def test_a_key_needs_no_pin_and_a_demo_asks_nobody(world):
    give_pin(world, world.li)
    by_key = Desk(world.store)
    assert by_key.sign_on(operator=world.li, desk=None, now=world.now, by_key=True).by_key
    put_settings(world, demo=True)
    me = sit(world, None).me
    assert (me.operator_id, me.lock_after_min) == (world.li, 0.0)


@pytest.mark.parametrize(("given", "minutes"), [(3, 3.0), (0, 0.0), (-5, 0.0), ("x", 10.0), (0.5, 0.5)])
def test_the_desk_says_when_to_lock(world, given, minutes):
    put_settings(world, lock_after_min=given)
    assert sit(world, world.wang).me.lock_after_min == minutes


# ---- wrong PINs -----------------------------------------------------------------------------------------------------


def test_a_wrong_pin_opens_no_session_and_is_on_the_record(world):
    give_pin(world, world.li)
    with pytest.raises(Refused, match="not the PIN"):
        sit(world, world.li, "9999")
    assert not world.rows(Session)
    assert tries(world, world.li) == ["operator.pin_wrong"]
    sit(world, world.li, PIN)
    assert tries(world, world.li) == ["operator.pin_wrong", "operator.pin_right"]


def test_tries_are_counted_across_stores(world, tmp_path):
    """Two processes see one count: each has a store of its own on the same database."""
    give_pin(world, world.li)
    second = open_store(world.address, durable=False)
    for turn in range(5):
        with pytest.raises(Refused, match="not the PIN"):
            identity.check_pin(second if turn % 2 else world.store, world.li, "1357", world.now)
    for store in (world.store, second):
        with pytest.raises(Refused, match="After 5 wrong") as waits:
            identity.check_pin(store, world.li, PIN, world.now)
        assert waits.value.params["at"] == world.now + timedelta(seconds=30)
    world.tick(seconds=29)
    with pytest.raises(Refused, match="After 5 wrong"):
        identity.check_pin(second, world.li, PIN, world.now)
    world.tick(seconds=1)
    with pytest.raises(Refused, match="not the PIN"):
        identity.check_pin(second, world.li, "1357", world.now)
    world.tick(seconds=59)
    with pytest.raises(Refused, match="After 6 wrong"):
        identity.check_pin(world.store, world.li, PIN, world.now)
    world.tick(seconds=1)
    identity.check_pin(second, world.li, PIN, world.now)
    second.close()
    with pytest.raises(Refused, match="not the PIN"):  # from the beginning again
        identity.check_pin(world.store, world.li, "1357", world.now)


def test_tries_at_the_same_moment_are_all_counted(world):
    give_pin(world, world.li)

    def attempt(number: int) -> str:
        store = open_store(world.address, durable=False)
        try:
            identity.check_pin(store, world.li, f"{1000 + number}", world.now)
        except Refused as error:
            return error.msgid
        finally:
            store.close()
        return "right"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(attempt, range(16)))
    assert said.count(identity.WRONG) == 5
    assert sum("has to wait" in one for one in said) == 11
    assert len(tries(world, world.li)) == 5


def test_a_new_pin_begins_the_count_anew(world):
    give_pin(world, world.li)
    for _turn in range(5):
        with pytest.raises(Refused):
            identity.check_pin(world.store, world.li, "1357", world.now)
    give_pin(world, world.li, OTHER)
    identity.check_pin(world.store, world.li, OTHER, world.now)


def test_who_is_not_there_is_answered_like_a_wrong_pin(world):
    give_pin(world, world.li)
    gone = world.add(Operator, login="gone", name="走了", desk_id=world.desk, retired_at=world.now,
                     pin_hash=hash_pin(PIN))  # fmt: skip
    said = set()
    for operator, pin in ((world.li, "1357"), (999, PIN), (gone, PIN), (world.wang, PIN), (world.li, ""), (0, "")):
        with pytest.raises(Refused) as refused:
            identity.check_pin(world.store, operator, pin, world.now)
        said.add((refused.value.msgid, tuple(refused.value.params)))
    assert said == {(identity.WRONG, ())}


HOSTILE_PINS = {
    "a megabyte": "x" * 1_000_000,
    "a megabyte that grows": "\ufdfa" * 300_000,
    "the PIN and a megabyte": PIN + "7" * 1_000_000,
    "NUL": "\x00",
    "NUL behind": PIN + "\x00",
    "escapes": f"\x1b[2J{PIN}\x07",
    "bidi": f"\u202e{PIN}",
    "a lone surrogate": f"\ud800{PIN}",
    "bytes that are no text": f"{PIN}\udcff",
    "SQL": f"{PIN}' OR 1=1",
    "a face": "😀",
    "roman numerals": "Ⅷ" * 6,
}


@pytest.mark.parametrize("pin", HOSTILE_PINS)
def test_hostile_pins_are_wrong_pins(world, pin):
    """Each counts as one try, and none of it is kept."""
    give_pin(world, world.li)
    with pytest.raises(Refused, match="not the PIN"):
        identity.check_pin(world.store, world.li, HOSTILE_PINS[pin], world.now)
    assert len(tries(world, world.li)) == 1
    desk = sit(world, world.wang)
    with pytest.raises(HotlineError):
        desk.set_pin("", HOSTILE_PINS[pin], now=world.now)
    with pytest.raises(HotlineError):
        desk.sign_on(operator=world.li, desk=None, now=world.now, pin=HOSTILE_PINS[pin])
    events = world.rows(Event, thing_kind="operator", thing_id=world.li, kind=identity.PIN_WRONG)
    assert [json.loads(event.body)["data"] for event in events] == [{"tries": 1}, {"tries": 2}]


def test_the_digits_of_an_input_method_are_digits(world):
    give_pin(world, world.li)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in PIN)
    identity.check_pin(world.store, world.li, f" {wide}\u3000", world.now)


# ---- a PIN of one's own ---------------------------------------------------------------------------------------------


def test_ones_own_pin(world):
    desk = sit(world, world.li)
    desk.set_pin("", PIN, now=world.now)
    assert desk.me.has_pin
    desk.unlock(PIN, now=world.now)
    with pytest.raises(Refused, match="not the PIN"):
        desk.unlock("1357", now=world.now)
    with pytest.raises(Refused, match="not the PIN"):
        desk.set_pin("", OTHER, now=world.now)
    desk.set_pin(PIN, OTHER, now=world.now)
    desk.unlock(OTHER, now=world.now)


@pytest.mark.parametrize("pin", ["", "123", "1234", "0000", "9876", "abcd", "1" * 13, "12 34"])
def test_what_is_guessed_first_is_no_pin(world, pin):
    desk = sit(world, world.li)
    with pytest.raises(Invalid) as refused:
        desk.set_pin("", pin, now=world.now)
    assert not pin or pin not in str(refused.value)
    assert not world.row(Operator, world.li).pin_hash


def test_somebody_elses_pin_is_the_shift_leads(world):
    with pytest.raises(Refused, match="shift_lead"):
        world.do(c.SetPin, operator=world.wang, pin_hash=hash_pin(PIN), actor=world.li)
    world.do(c.SetPin, operator=world.li, pin_hash=hash_pin(PIN), actor=world.li)


def test_neither_pin_nor_hash_is_anywhere_but_in_the_operators_row(world, caplog):
    caplog.set_level(logging.DEBUG)
    desk = sit(world, world.li)
    desk.set_pin("", OTHER, now=world.now)
    errors = []
    for wrong in ("135791", OTHER + "0"):
        with pytest.raises(HotlineError) as refused:
            desk.unlock(wrong, now=world.now)
        errors.append(str(refused.value))
    kept = world.row(Operator, world.li).pin_hash
    secrets = (OTHER, "135791", kept, kept.rpartition("$")[2])
    for table in load_all().tables.values():
        with world.store.read() as conn:
            for row in conn.execute(table.select()):
                values = {k: v for k, v in row._mapping.items() if (table.name, k) != ("operator", "pin_hash")}
                text = json.dumps(values, default=str, ensure_ascii=False)
                assert not [secret for secret in secrets if secret in text], (table.name, text)
    said = caplog.text + "".join(errors) + repr(desk.me) + repr(desk.seats(now=world.now))
    assert not [secret for secret in secrets if secret in said]
    assert world.rows(CommandRow)


# ---- somebody else sits down ----------------------------------------------------------------------------------------


def test_who_leaves_claims_behind_keeps_them(world):
    desk = sit(world, world.wang)
    call = world.ring()
    desk.do(world.make(c.ClaimCall, call=call, session=desk.me.session_id), now=world.now)
    first = desk.me.session_id
    desk.sign_on(operator=world.li, desk=None, now=world.now)
    assert desk.me.operator_id == world.li
    for _beat in range(20):
        world.tick(seconds=5)
        desk.heartbeat(now=world.now)
    assert world.row(Call, call).claimed_by_id == world.wang
    assert [row.session_id for row in world.rows(Lease)] == [first]
    with pytest.raises(HotlineError):
        world.claim(call, actor=world.li)
    again = sit(world, world.wang)
    assert [row.session_id for row in world.rows(Lease)] == [again.me.session_id]
    desk.heartbeat(now=world.now)
    assert world.row(Call, call).claimed_by_id == world.wang


def test_who_leaves_nothing_behind_is_signed_off(world):
    desk = sit(world, world.wang)
    first = desk.me.session_id
    desk.sign_on(operator=world.li, desk=None, now=world.now)
    assert world.row(Session, first).ended_at is not None


def test_the_console_ends_and_all_its_claims_wait_again(world):
    desk = sit(world, world.wang)
    call = world.ring()
    desk.do(world.make(c.ClaimCall, call=call, session=desk.me.session_id), now=world.now)
    desk.sign_on(operator=world.li, desk=None, now=world.now)
    desk.sign_off(now=world.now)
    assert world.row(Call, call).state == "waiting"
    assert not [row for row in world.rows(Session) if row.ended_at is None]


def test_a_wrong_pin_leaves_who_sits_there(world):
    give_pin(world, world.li)
    desk = sit(world, world.wang)
    with pytest.raises(Refused, match="not the PIN"):
        desk.sign_on(operator=world.li, desk=None, now=world.now, pin="9999")
    assert desk.me.operator_id == world.wang
    desk.heartbeat(now=world.now)


def test_a_role_given_meanwhile_is_known_at_the_next_heartbeat(world):
    desk = sit(world, world.li)
    assert desk.heartbeat(now=world.now) is None
    world.do(c.SetRoles, operator=world.li, roles=("operator", "dispatcher"))
    world.tick(seconds=5)
    told = desk.heartbeat(now=world.now)
    assert told is not None
    assert set(told.roles) == {"operator", "dispatcher"}
    assert desk.heartbeat(now=world.now) is None


def test_a_role_that_lapses_is_known_within_half_a_minute_and_another_shift_at_once(world):
    until = world.now + timedelta(minutes=10)
    desk = sit(world, world.li)
    desk.heartbeat(now=world.now)
    world.add(OperatorRole, operator_id=world.li, role="dispatcher", from_at=world.now, to_at=until)
    world.tick(minutes=1)
    assert "dispatcher" in desk.heartbeat(now=world.now).roles
    world.now = until - timedelta(seconds=1)
    desk.heartbeat(now=world.now)
    world.now = until + timedelta(seconds=30)
    assert "dispatcher" not in desk.heartbeat(now=world.now).roles
    world.now = datetime.fromtimestamp(desk.me.shift_end, UTC) - timedelta(seconds=1)
    desk.heartbeat(now=world.now)
    before = desk.me.shift
    world.tick(seconds=1)
    assert desk.heartbeat(now=world.now).shift != before


def test_a_heartbeat_of_a_quiet_desk_is_two_statements(world):
    """It keeps what is claimed and looks for all that may have fallen due; a hundred consoles do that at one server."""
    desk = sit(world, world.li)
    desk.heartbeat(now=world.now)
    world.tick(seconds=5)
    asked = []
    event.listen(world.store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert desk.heartbeat(now=world.now) is None
    assert [words.split()[0] for words in asked] == ["UPDATE", "SELECT"]


# ---- looking on -----------------------------------------------------------------------------------------------------


def test_looking_on_writes_nothing(world):
    ticket = world.open()
    other = sit(world, world.wang)
    before = [len(world.rows(table)) for table in (Session, Event, CommandRow, Lease)]
    desk = sit(world, world.wang, look_on=True)
    assert (desk.me.read_only, desk.me.session_id) == (True, 0)
    with pytest.raises(Refused, match="--read-only"):
        desk.do(world.make(c.StartWork, ticket=ticket), now=world.now)
    with pytest.raises(Refused, match="--read-only"):
        desk.set_pin("", PIN, now=world.now)
    desk.heartbeat(now=world.now)
    assert desk.resume(desk.me, now=world.now).read_only
    assert desk.ticket(ticket, now=world.now).id == ticket
    desk.sign_off(now=world.now)
    assert [len(world.rows(table)) for table in (Session, Event, CommandRow, Lease)] == before
    other.heartbeat(now=world.now)


def test_looking_on_asks_for_the_pin_as_well(world):
    give_pin(world, world.li)
    with pytest.raises(SignOnNeeded):
        sit(world, world.li, look_on=True)
    assert sit(world, world.li, PIN, look_on=True).me.read_only
