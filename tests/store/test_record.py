"""One command, once; events in chains; numbers without gaps."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.errors import Conflict
from hotline_tui.store import chains, numbers, record
from hotline_tui.store.engine import Store
from hotline_tui.store.outcomes import settled
from hotline_tui.store.record import Unit, canonical, chained

from .conftest import NOW, another, envelope, sql

BOTH_ENGINES = True


def opened(unit: Unit) -> dict[str, object]:
    unit.event("ticket", 1, "ticket.changed", {"before": {"level": "P2"}, "after": {"level": "P1"}})
    unit.event("call", 7, "call.handled", {"ticket": 1})
    return {"thing_id": 1, "at": unit.now}


def test_a_repeated_command_gets_the_first_result_and_does_nothing(store: Store) -> None:
    command, ran = envelope({"x": 1}), []

    def act(unit: Unit) -> dict[str, object]:
        ran.append(1)
        return opened(unit)

    first, again = record.execute(store, command, act), record.execute(store, command, act)
    assert (first.repeated, again.repeated) == (False, True)
    assert first.result == again.result == {"thing_id": 1, "at": "2026-11-22T03:00:00.000000Z"}
    assert ran == [1]
    assert sql(store, "SELECT (SELECT count(*) FROM event), (SELECT counter FROM feed)") == [(2, 1)]


def test_the_same_id_with_another_request_is_a_conflict(store: Store) -> None:
    number = uuid4()
    record.execute(store, envelope({"x": 1}, id=number), opened)
    with pytest.raises(Conflict):
        record.execute(store, envelope({"x": 2}, id=number), opened)
    with pytest.raises(Conflict):
        record.execute(store, envelope({"x": 1}, id=number, kind="other"), opened)
    assert sql(store, "SELECT count(*) FROM event") == [(2,)]


def test_a_command_that_fails_leaves_nothing_and_may_be_sent_again(store: Store) -> None:
    command = envelope()

    def fail(unit: Unit) -> dict[str, object]:
        opened(unit)
        raise KeyError

    with pytest.raises(KeyError):
        record.execute(store, command, fail)
    assert sql(store, "SELECT (SELECT count(*) FROM command), (SELECT count(*) FROM event)") == [(0, 0)]
    assert not record.execute(store, command, opened).repeated


def test_a_console_can_ask_what_became_of_its_command(store: Store) -> None:
    command = envelope()
    assert settled(store, command.id) is None
    assert sql(store, "SELECT count(*) FROM command") == [(0,)]  # asking leaves no trace
    record.execute(store, command, opened)
    assert settled(store, command.id) == {"thing_id": 1, "at": "2026-11-22T03:00:00.000000Z"}


def test_a_command_without_events_does_not_move_the_feed(store: Store) -> None:
    record.execute(store, envelope(), lambda unit: {})
    assert sql(store, "SELECT counter FROM feed") == [(0,)]


def test_events_form_a_chain(store: Store) -> None:
    for _ in range(3):
        record.execute(store, envelope(), opened)
    rows = sql(store, "SELECT seq, body, hash FROM event WHERE thing_kind = 'ticket' ORDER BY seq")
    previous = record.GENESIS
    for place, (seq, body, made) in enumerate(rows, 1):  # type: ignore[arg-type,var-annotated]
        assert (seq, made) == (place, chained(previous, body))
        assert json.loads(body)["seq"] == place
        assert body == canonical(json.loads(body))
        previous = made
    assert sql(store, "SELECT seq, hash FROM chain_head WHERE thing_kind = 'ticket'") == [(3, previous)]


def test_an_event_is_never_dated_before_the_one_before_it(store: Store) -> None:
    record.execute(store, envelope(), opened)
    record.execute(store, envelope(now=NOW - timedelta(hours=1)), opened)
    assert sql(store, "SELECT count(DISTINCT at) FROM event") == [(1,)]
    with store.read() as conn:
        assert chains.verify_chains(conn) == []


def test_many_things_and_many_events_in_one_command(store: Store) -> None:
    def act(unit: Unit) -> dict[str, object]:
        for number in range(1_000):
            unit.event("asset", number % 500 + 1, "asset.imported", {"n": number})
        return {}

    record.execute(store, envelope(), act)
    record.execute(store, envelope(), act)
    assert sql(store, "SELECT count(*), min(seq), max(seq) FROM event") == [(2_000, 1, 4)]
    with store.read() as conn:
        assert chains.verify_chains(conn) == []


class Word(StrEnum):
    ONE = "one"


def test_what_goes_on_the_record() -> None:
    assert canonical({"b": Word.ONE, "a": (1, None, True), "c": {2, 1}}) == '{"a":[1,null,true],"b":"one","c":[1,2]}'
    assert canonical(datetime(2026, 1, 1, tzinfo=UTC)) == '"2026-01-01T00:00:00.000000Z"'
    assert canonical("中文") == '"中文"'
    for wrong in (object(), b"x"):
        with pytest.raises(TypeError):
            canonical(wrong)
    with pytest.raises(ValueError, match="float"):
        canonical(float("nan"))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_canonical_text_is_stable(value: object) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


def take(store: Store, at: datetime, zone: str = "Asia/Shanghai", desk: int = 1) -> str:
    with store.write() as conn:
        return numbers.take(conn, desk_id=desk, prefix="T", zone=zone, at=at)


def test_numbers_have_no_gaps_and_begin_anew_each_local_day(store: Store) -> None:
    late = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    assert [take(store, late) for _ in range(2)] == ["T20261122-0001", "T20261122-0002"]
    assert take(store, late + timedelta(minutes=1)) == "T20261123-0001"
    assert take(store, late, desk=2) == "T20261122-0001"
    with pytest.raises(KeyError), store.write() as conn:
        numbers.take(conn, desk_id=1, prefix="T", zone="Asia/Shanghai", at=late)
        raise KeyError
    assert take(store, late) == "T20261122-0003"


def test_numbers_grow_wider(store: Store) -> None:
    sql(store, "INSERT INTO counter (name, value) VALUES ('1:T:20261122', 9998)")
    assert [take(store, NOW) for _ in range(2)] == ["T20261122-9999", "T20261122-10000"]


def test_two_consoles_send_the_same_command(store: Store) -> None:
    command = envelope()
    with another(store) as other:
        assert [record.execute(where, command, opened).repeated for where in (store, other)] == [False, True]
