"""Whoever changes the record with all rights on the file is found out, and the place is named."""

from __future__ import annotations

import contextlib
import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline_tui.store import chains, record
from hotline_tui.store.chains import Fault
from hotline_tui.store.engine import Store

from .conftest import NOW, envelope, sql, unguarded

BOTH_ENGINES = True
GUARDS = ("event_no_update", "event_no_delete", "chain_head_forward", "chain_head_no_delete", "seal_no_update")


def write(store: Store, thing: int, times: int = 1) -> None:
    for _ in range(times):
        record.execute(store, envelope(), lambda unit: unit.event("ticket", thing, "x", {"n": thing}) or {})


def sealed(store: Store) -> tuple[int, str] | None:
    with store.write() as conn:
        return chains.seal(conn, NOW)


def faults(store: Store, **more: object) -> list[Fault]:
    with store.read() as conn:
        return chains.verify_chains(conn, **more)  # type: ignore[arg-type]


@pytest.fixture
def record_of_three(store: Store) -> Store:
    """Three things with four events each, sealed after two of them; the guards are off."""
    for _ in range(2):
        for thing in (1, 2, 3):
            write(store, thing)
    sealed(store)
    for _ in range(2):
        for thing in (1, 2, 3):
            write(store, thing)
    assert faults(store) == []
    for guard in (*GUARDS, "seal_no_delete"):
        unguarded(store, guard)
    return store


def test_a_sound_record(store: Store) -> None:
    write(store, 1, 3)
    assert sealed(store) is not None
    assert sealed(store) is None
    write(store, 2)
    number, _ = sealed(store) or (0, "")
    assert number == 2
    assert faults(store) == []


def test_an_edited_body(record_of_three: Store) -> None:
    edit = "UPDATE event SET body = replace(body, :old, :new) WHERE thing_id = 2 AND seq = 3"
    assert sql(record_of_three, edit, old='"n":2', new='"n":9') == 1
    assert faults(record_of_three) == [Fault("edited", "ticket", 2, 3)]


def test_an_edited_column(record_of_three: Store) -> None:
    for column, value in (("actor_id", 2), ("kind", "y"), ("at", "2026-11-22T04:00:00.000000Z")):
        old = sql(record_of_three, f"SELECT {column} FROM event WHERE thing_id = 2 AND seq = 4")[0][0]  # type: ignore[index]
        sql(record_of_three, f"UPDATE event SET {column} = :v WHERE thing_id = 2 AND seq = 4", v=value)
        assert Fault("disagrees", "ticket", 2, 4) in faults(record_of_three)
        sql(record_of_three, f"UPDATE event SET {column} = :v WHERE thing_id = 2 AND seq = 4", v=old)
    assert faults(record_of_three) == []


def test_a_deleted_event(record_of_three: Store) -> None:
    sql(record_of_three, "DELETE FROM event WHERE thing_id = 2 AND seq = 3")
    assert faults(record_of_three) == [Fault("missing", "ticket", 2, 3)]


def test_two_swapped_events(record_of_three: Store) -> None:
    sql(record_of_three, "UPDATE event SET seq = 99 WHERE thing_id = 2 AND seq = 3")
    sql(record_of_three, "UPDATE event SET seq = 3 WHERE thing_id = 2 AND seq = 4")
    sql(record_of_three, "UPDATE event SET seq = 4 WHERE thing_id = 2 AND seq = 99")
    assert {fault.thing_id for fault in faults(record_of_three)} == {2}


def test_a_truncated_chain(record_of_three: Store) -> None:
    sql(record_of_three, "DELETE FROM event WHERE thing_id = 2 AND seq = 4")
    assert faults(record_of_three) == [Fault("truncated", "ticket", 2, 4)]


def test_a_removed_thing(record_of_three: Store) -> None:
    sql(record_of_three, "DELETE FROM event WHERE thing_id = 2")
    assert faults(record_of_three) == [Fault("seal", seal=1), Fault("removed", "ticket", 2, 4)]
    sql(record_of_three, "DELETE FROM chain_head WHERE thing_id = 2")
    assert faults(record_of_three) == [Fault("seal", seal=1)]


def rewrite(store: Store, thing: int, since: int) -> None:
    """What somebody who knows the rules would do: change one event and make the rest of the chain and its head fit."""
    rows = sql(store, "SELECT seq, body, hash FROM event WHERE thing_id = :t ORDER BY seq", t=thing)
    previous = record.GENESIS
    for seq, body, made in rows:  # type: ignore[attr-defined]
        if seq >= since:
            body = record.canonical(json.loads(body) | {"data": {"n": "forged"}})
            made = record.chained(previous, body)
            sql(
                store, "UPDATE event SET body = :b, hash = :h WHERE thing_id = :t AND seq = :s",
                b=body, h=made, t=thing, s=seq,
            )  # fmt: skip
        previous = made
    sql(store, "UPDATE chain_head SET hash = :h WHERE thing_id = :t", h=previous, t=thing)


def test_a_chain_rewritten_with_its_head_shows_by_the_seal(record_of_three: Store) -> None:
    rewrite(record_of_three, 2, since=2)
    assert faults(record_of_three) == [Fault("seal", seal=1)]


def test_what_was_never_sealed_shows_by_nothing_but_what_was_is_safe(record_of_three: Store) -> None:
    rewrite(record_of_three, 2, since=3)
    assert faults(record_of_three) == []


def test_everything_rewritten_shows_by_a_seal_kept_outside(record_of_three: Store) -> None:
    kept = sql(record_of_three, "SELECT number, hash FROM seal")
    rewrite(record_of_three, 2, since=2)
    sql(record_of_three, "DELETE FROM seal")
    sealed(record_of_three)
    assert faults(record_of_three) == []
    assert faults(record_of_three, known_seals=dict(kept)) == [Fault("seal_chain", seal=1)]  # type: ignore[call-overload]


def test_a_changed_or_removed_seal(record_of_three: Store) -> None:
    sealed(record_of_three)
    kept = dict(sql(record_of_three, "SELECT number, hash FROM seal"))  # type: ignore[call-overload]
    sql(record_of_three, "UPDATE seal SET at = '2026-01-01T00:00:00.000000Z' WHERE number = 2")
    assert faults(record_of_three) == [Fault("seal_chain", seal=2)]
    sql(record_of_three, "DELETE FROM seal WHERE number = 2")
    assert faults(record_of_three) == []
    assert faults(record_of_three, known_seals=kept) == [Fault("seal_chain", seal=2)]


def test_a_put_in_thing_without_head(record_of_three: Store) -> None:
    sql(record_of_three, "DELETE FROM chain_head WHERE thing_id = 3")
    assert faults(record_of_three) == [Fault("headless", "ticket", 3, 4)]


class Undo(Exception):
    pass


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(-3_000, 3_000), st.booleans()), max_size=12))
def test_any_history_verifies_and_any_edit_of_it_does_not(store: Store, steps: list[tuple[int, int, bool]]) -> None:
    for thing, seconds, seals in steps:
        now = NOW + timedelta(seconds=seconds)
        record.execute(store, envelope(now=now), lambda unit, t=thing: unit.event("ticket", t, "x") or {})
        if seals:
            sealed(store)
    with contextlib.suppress(Undo), store.write() as conn:
        assert chains.verify_chains(conn) == []
        last = conn.exec_driver_sql("SELECT max(id) FROM event").scalar()
        if last is not None:
            conn.exec_driver_sql("DROP TRIGGER event_no_update" + (" ON event" if store.target else ""))
            victims = list(conn.exec_driver_sql("SELECT id FROM event ORDER BY id").scalars())
            victim = victims[(len(steps) * 7) % len(victims)]
            conn.exec_driver_sql(f"UPDATE event SET body = body || ' ' WHERE id = {victim}")
            assert chains.verify_chains(conn) != []
        raise Undo
