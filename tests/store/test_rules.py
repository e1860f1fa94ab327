"""What the database refuses by itself: every test goes around the services with plain SQL."""

from __future__ import annotations

import pytest

from hotline_tui.domain.errors import Refused
from hotline_tui.store import record, rules
from hotline_tui.store.engine import Store

from .conftest import envelope, sql

BOTH_ENGINES = True
AT = "2026-11-22T03:00:00.000000Z"


def refused(store: Store, statement: str, rule: str, **values: object) -> None:
    with pytest.raises(Refused) as told:
        sql(store, statement, **values)
    assert rule.casefold() in str(told.value).casefold()


def some_event(store: Store) -> None:
    record.execute(store, envelope(), lambda unit: unit.event("ticket", 1, "ticket.opened") or {})


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "UPDATE event SET body = '{}' WHERE seq = 1"])
def test_events_cannot_be_changed(store: Store, statement: str) -> None:
    some_event(store)
    refused(store, statement, "frozen event")


def test_events_commands_and_heads_cannot_be_deleted(store: Store) -> None:
    some_event(store)
    for table in ("event", "chain_head", "command"):
        refused(store, f"DELETE FROM {table}", f"kept {table}")


def test_a_command_keeps_its_first_result(store: Store) -> None:
    some_event(store)
    refused(store, "UPDATE command SET result = '[]'", "frozen command")


def test_a_chain_only_goes_forward(store: Store) -> None:
    some_event(store)
    refused(store, "UPDATE chain_head SET seq = 1, hash = 'x'", "chain goes forward")


def test_seals_are_frozen(store: Store) -> None:
    sql(
        store,
        "INSERT INTO seal (number, at, event_id, things, heads_hash, previous, hash) VALUES (1, :at, 1, 1, '', '', '')",
        at=AT,
    )
    refused(store, "UPDATE seal SET hash = 'x'", "frozen seal")
    refused(store, "DELETE FROM seal", "kept seal")


@pytest.mark.parametrize("table", ["ticket", "customer", "engineer", "operator", "desk"])
def test_things_are_never_deleted(store: Store, table: str) -> None:
    refused(store, f"DELETE FROM {table} WHERE id = 1", f"kept {table}")


def test_every_table_is_kept_frozen_or_meant_to_go(store: Store) -> None:
    from hotline_tui.store.tables import load_all

    may_go = {"lease", "draft", "session", "skill", "contact_phone", "operator_role"}
    assert set(load_all().tables) == {*rules.FROZEN, *rules.KEPT, *may_go}


def test_foreign_keys_are_on(store: Store) -> None:
    refused(store, "UPDATE ticket SET customer_id = 99 WHERE id = 1", "FOREIGN KEY")


def test_one_lease_per_thing(store: Store) -> None:
    sql(store, "INSERT INTO session (id, token, operator_id, desk_id, started_at) VALUES (1, 'a', 1, 1, :at)", at=AT)
    lease = (
        "INSERT INTO lease (resource, thing_kind, thing_id, token, session_id, operator_id, since)"
        " VALUES ('call:1', 'call', 1, :token, 1, 1, :at)"
    )
    sql(store, lease, token="x", at=AT)
    refused(store, lease, "UNIQUE", token="y", at=AT)


def test_an_engineer_moves_to_one_place_at_a_time(store: Store) -> None:
    visit = "INSERT INTO visit (ticket_id, desk_id, engineer_id, state) VALUES (1, 1, :engineer, :state)"
    for state in ("assigned", "accepted", "en_route"):
        sql(store, visit, engineer=1, state=state)
    sql(store, visit, engineer=2, state="on_site")
    refused(store, visit, "UNIQUE", engineer=1, state="on_site")
    refused(store, "UPDATE visit SET state = 'on_site' WHERE state = 'accepted'", "UNIQUE")


def test_one_hold_at_a_time(store: Store) -> None:
    hold = "INSERT INTO hold (ticket_id, reason, from_at) VALUES (1, 'customer', :at)"
    sql(store, hold, at=AT)
    refused(store, hold, "UNIQUE", at=AT)
    sql(store, "UPDATE hold SET to_at = :at", at=AT)
    sql(store, hold, at=AT)


def test_stock_follows_the_ledger_and_never_goes_below_zero(store: Store) -> None:
    refused(store, "INSERT INTO part (desk_id, code, name, stock) VALUES (1, 'A', 'fan', 3)", "begins with nothing")
    sql(store, "INSERT INTO part (id, desk_id, code, name) VALUES (1, 1, 'A', 'fan')")
    move = "INSERT INTO stock_movement (part_id, kind, quantity, at) VALUES (1, 'issue', :quantity, :at)"
    sql(store, move, quantity=3, at=AT)
    sql(store, move, quantity=-2, at=AT)
    assert sql(store, "SELECT stock FROM part") == [(1,)]
    refused(store, move, "part_stock_not_negative", quantity=-2, at=AT)
    refused(store, "UPDATE part SET stock = 7", "ledger")
    refused(store, "UPDATE stock_movement SET quantity = 9", "frozen stock_movement")
    refused(store, "DELETE FROM stock_movement", "kept stock_movement")
    assert sql(store, "SELECT stock FROM part") == [(1,)]


def test_a_loaner_is_out_to_one_customer(store: Store) -> None:
    sql(store, "INSERT INTO loaner (id, desk_id, code, name) VALUES (1, 1, 'L1', 'switch')")
    refused(store, "UPDATE loaner SET state = 'out'", "loaner_out_to_one")
    refused(store, "UPDATE loaner SET customer_id = 1", "loaner_out_to_one")
    loan = "INSERT INTO loan (loaner_id, customer_id, out_at) VALUES (1, :customer, :at)"
    sql(store, loan, customer=1, at=AT)
    refused(store, loan, "UNIQUE", customer=2, at=AT)


@pytest.mark.parametrize("state", ["signed", "signed_reserved", "refused"])
def test_a_signed_handover_is_frozen(store: Store, state: str) -> None:
    sql(store, "INSERT INTO handover (id, desk_id, from_operator_id, drafted_at) VALUES (1, 1, 1, :at)", at=AT)
    line = "INSERT INTO handover_line (handover_id, part, key, sort) VALUES (1, 'action', :sort, :sort)"
    sql(store, line, sort=1)
    sql(store, "UPDATE handover_line SET understood_at = :at", at=AT)
    sql(store, "UPDATE handover SET state = :state", state=state)
    refused(store, "UPDATE handover SET words = 'x'", "signed handover")
    refused(store, "UPDATE handover SET state = 'drafted'", "signed handover")
    refused(store, "UPDATE handover_line SET question = 'x'", "signed handover")
    refused(store, line, "signed handover", sort=2)
    refused(store, "DELETE FROM handover_line", "kept handover_line")


def test_policy_and_calendar_versions_are_immutable(store: Store) -> None:
    sql(
        store,
        "INSERT INTO policy_version (policy, number, sha256, source, made_at) VALUES ('campus', 1, 'a', 'b', :at)",
        at=AT,
    )
    refused(store, "UPDATE policy_version SET source = 'c'", "frozen policy_version")


def test_open_follows_the_state(store: Store) -> None:
    assert sql(store, "SELECT open FROM ticket") == [(1,)]
    sql(store, "UPDATE ticket SET state = 'closed'")
    assert sql(store, "SELECT open FROM ticket") == [(0,)]
    sql(store, "UPDATE ticket SET state = 'a_word_of_next_year'")
    assert sql(store, "SELECT open FROM ticket") == [(1,)]


CLOCK = (
    "INSERT INTO clock (thing_kind, thing_id, desk_id, key, milestone, state, lead, level)"
    " VALUES ('ticket', 1, 1, :key, 'restore', :state, :lead, 'P2')"
)


def test_one_leading_clock_per_thing_and_keys_are_unique(store: Store) -> None:
    sql(store, CLOCK, key="restore", state="running", lead=True)
    refused(store, CLOCK, "UNIQUE", key="arrive", state="running", lead=True)
    refused(store, CLOCK, "UNIQUE", key="restore", state="running", lead=False)


def test_a_changed_level_reaches_the_open_clocks(store: Store) -> None:
    sql(store, CLOCK, key="restore", state="running", lead=True)
    sql(store, CLOCK, key="respond", state="met", lead=False)
    sql(store, "UPDATE ticket SET level = 'P1'")
    assert sql(store, "SELECT key, level FROM clock ORDER BY key") == [("respond", "P2"), ("restore", "P1")]


def test_a_call_enters_once_per_source(store: Store) -> None:
    call = (
        "INSERT INTO call (desk_id, channel, source, source_id, entered_at) VALUES (1, 'email', 'imap', :source, :at)"
    )
    sql(store, call, source="17", at=AT)
    refused(store, call, "UNIQUE", source="17", at=AT)
    sql(store, call, source="", at=AT)
    sql(store, call, source="", at=AT)
