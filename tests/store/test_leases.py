"""Claims live as long as their console's heartbeat; feed and drafts beside the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotline_tui.domain.errors import Conflict, Refused
from hotline_tui.store import drafts, leases, record
from hotline_tui.store.engine import Store
from hotline_tui.store.feed import Feed

from .conftest import NOW, another, envelope, sql

BOTH_ENGINES = True


@pytest.fixture
def sessions(store: Store) -> tuple[int, int]:
    with store.write() as conn:
        return tuple(leases.start_session(conn, operator_id=number, desk_id=1) for number in (1, 2))  # type: ignore[return-value]


def claim(store: Store, session: int, call: int = 17, **more: object) -> leases.Held:
    with store.write() as conn:
        return leases.acquire(conn, session_id=session, thing_kind="call", thing_id=call, **more)  # type: ignore[arg-type]


def silence(store: Store, session: int, milliseconds: int = leases.TTL_MS + 1) -> None:
    sql(store, "UPDATE session SET heartbeat_ms = heartbeat_ms - :ms WHERE id = :id", ms=milliseconds, id=session)


def test_a_claimed_call_belongs_to_one(store: Store, sessions: tuple[int, int]) -> None:
    mine = claim(store, sessions[0])
    assert (mine.live, mine.operator_name, mine.resource) == (True, "Wang", "call:17")
    with pytest.raises(Conflict) as told:
        claim(store, sessions[1])
    assert told.value.params == {"who": "Wang", "since": mine.since}
    claim(store, sessions[1], call=18)


def test_claiming_again_keeps_the_time(store: Store, sessions: tuple[int, int]) -> None:
    assert claim(store, sessions[0]).since == claim(store, sessions[0]).since


def test_taking_over(store: Store, sessions: tuple[int, int]) -> None:
    claim(store, sessions[0])
    assert claim(store, sessions[1], force=True).operator_name == "Li"
    with pytest.raises(Conflict):
        claim(store, sessions[0])
    with store.write() as conn:
        assert not leases.release(conn, session_id=sessions[0], thing_kind="call", thing_id=17)
        assert leases.release(conn, session_id=sessions[1], thing_kind="call", thing_id=17)
    claim(store, sessions[0])


def test_one_heartbeat_keeps_all_claims(store: Store, sessions: tuple[int, int]) -> None:
    for call in (1, 2, 3):
        claim(store, sessions[0], call)
    silence(store, sessions[0])
    with store.write() as conn:
        assert leases.beat(conn, sessions[0], doing="call:2")
        assert leases.expire(conn) == []
        assert sorted(leases.present(conn)) == [(1, 1, "call:2"), (2, 1, "")]


def test_a_silent_console_loses_its_claims(store: Store, sessions: tuple[int, int]) -> None:
    claim(store, sessions[0])
    silence(store, sessions[0], leases.TTL_MS - 2_000)
    with pytest.raises(Conflict):
        claim(store, sessions[1])
    silence(store, sessions[0], 2_001)
    assert claim(store, sessions[1]).operator_name == "Li"


def test_dead_claims_are_named_once(store: Store, sessions: tuple[int, int]) -> None:
    claim(store, sessions[0])
    claim(store, sessions[1], call=18)
    silence(store, sessions[0])
    with store.write() as conn:
        assert [held.resource for held in leases.expire(conn)] == ["call:17"]
        assert leases.expire(conn) == []
        assert [held.resource for held in leases.holders(conn)] == ["call:18"]


def test_a_clock_set_back_far_does_not_keep_the_dead_alive(store: Store, sessions: tuple[int, int]) -> None:
    claim(store, sessions[0])
    silence(store, sessions[0], -leases.AHEAD_MS + 5_000)
    with pytest.raises(Conflict):
        claim(store, sessions[1])
    silence(store, sessions[0], -3_600_000)
    claim(store, sessions[1])


def test_a_new_session_of_the_same_operator_takes_over_at_once(store: Store, sessions: tuple[int, int]) -> None:
    claim(store, sessions[0])
    with store.write() as conn:
        new = leases.start_session(conn, operator_id=1, desk_id=1)
        assert leases.holders(conn, "call:17")[0].session_id == new
        assert not leases.beat(conn, sessions[0])
    with pytest.raises(Refused, match="signed in elsewhere"):
        claim(store, sessions[0], call=19)
    with pytest.raises(Conflict):
        claim(store, sessions[1])


def test_a_console_that_ends_lets_go(store: Store, sessions: tuple[int, int]) -> None:
    claim(store, sessions[0])
    with store.write() as conn:
        assert [held.resource for held in leases.end_session(conn, sessions[0])] == ["call:17"]
        assert leases.holders(conn) == []


def test_two_uses_of_one_thing(store: Store, sessions: tuple[int, int]) -> None:
    claim(store, sessions[0])
    claim(store, sessions[1], use="edit")
    with store.write() as conn:
        leases.drop(conn, thing_kind="call", thing_id=17)
        assert leases.holders(conn) == []


# ---- the feed


@pytest.fixture
def feed(store: Store) -> Iterator[Feed]:
    made = Feed(store)
    yield made
    made.close()


def change(store: Store) -> None:
    record.execute(store, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})


def test_own_and_others_commands_are_noticed(store: Store, feed: Feed) -> None:
    assert feed.wait(30)
    assert not feed.moved()
    change(store)
    assert feed.wait(30)
    assert not feed.moved()
    with another(store) as other:
        change(other)
        change(other)
    assert feed.wait(30)
    while feed.wait(0.2):  # a server tells of both
        pass
    assert sql(store, "SELECT counter FROM feed") == [(3,)]


def test_heartbeats_leases_and_drafts_are_not(store: Store, feed: Feed, sessions: tuple[int, int]) -> None:
    feed.moved()
    with store.write() as conn:
        leases.beat(conn, sessions[0])
    claim(store, sessions[0])
    drafts.keep(store, operator_id=1, form="triage", thing="call:1", fields={"a": 1}, saved_at=NOW)
    assert not feed.moved()


def test_a_rolled_back_command_is_not_noticed(store: Store, feed: Feed) -> None:
    feed.moved()
    with pytest.raises(KeyError), store.write() as conn:
        record.execute_in(conn, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})
        raise KeyError
    assert not feed.moved()


# ---- drafts


def keep(store: Store, text: str, seconds: int, thing: str = "call:1") -> bool:
    return drafts.keep(
        store,
        operator_id=1,
        form="triage",
        thing=thing,
        fields={"summary": text},
        saved_at=NOW + timedelta(seconds=seconds),
    )


def test_the_newer_draft_wins(store: Store) -> None:
    assert keep(store, "first 打印机", 1)
    assert keep(store, "second", 2)
    assert not keep(store, "late", 1)
    assert [kept.fields for kept in drafts.find(store, operator_id=1)] == [{"summary": "second"}]
    assert drafts.find(store, operator_id=2) == []


def test_a_saved_form_has_no_draft(store: Store) -> None:
    keep(store, "one", 1)
    keep(store, "two", 2, thing="call:2")
    drafts.forget(store, operator_id=1, form="triage", thing="call:1")
    assert [kept.thing for kept in drafts.find(store, operator_id=1)] == ["call:2"]
