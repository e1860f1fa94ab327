"""The same store on PostgreSQL. Runs where `HOTLINE_TEST_POSTGRESQL` names a database that may be emptied:

HOTLINE_TEST_POSTGRESQL='postgresql://postgres@/postgres?host=/tmp/socket' python -m pytest tests/store
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from hotline_tui.domain.errors import Conflict, Invalid, Refused
from hotline_tui.store import chains, drafts, leases, numbers, record, search
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.feed import Feed

from .conftest import NOW, envelope, fill, sql

URL = os.environ.get("HOTLINE_TEST_POSTGRESQL", "")
pytestmark = pytest.mark.skipif(not URL, reason="HOTLINE_TEST_POSTGRESQL is not set")


@pytest.fixture
def pg() -> Iterator[Store]:
    import psycopg

    with psycopg.connect(URL, autocommit=True) as raw:
        raw.execute("DROP SCHEMA public CASCADE")
        raw.execute("CREATE SCHEMA public")
    with pytest.raises(Invalid, match="hotline init"):
        open_store(URL)
    with open_store(URL, create=True) as made:
        fill(made)
        yield made
    open_store(URL).close()


def test_commands_events_numbers_and_seals(pg: Store) -> None:
    def act(unit: record.Unit) -> dict[str, object]:
        unit.event("ticket", 1, "x", {"a": "中文"})
        return {"number": numbers.take(unit.conn, desk_id=1, prefix="T", zone="Asia/Shanghai", at=unit.now)}

    command = envelope()
    assert [record.execute(pg, command, act).repeated for _ in range(2)] == [False, True]
    assert record.execute(pg, envelope(), act).result == {"number": "T20261122-0002"}
    with pg.write() as conn:
        assert chains.seal(conn, NOW) is not None
        assert chains.verify_chains(conn) == []
        assert conn.exec_driver_sql("SELECT at FROM event LIMIT 1").scalar() == datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("DELETE FROM ticket", "kept ticket"),
        ("UPDATE event SET kind = 'y'", "frozen event"),
        ("UPDATE command SET result = '1'", "frozen command"),
        ("UPDATE chain_head SET seq = 1", "chain goes forward"),
        ("INSERT INTO part (desk_id, code, name, stock) VALUES (1, 'a', 'b', 3)", "begins with nothing"),
        ("UPDATE part SET stock = 9", "ledger"),
        ("INSERT INTO stock_movement (part_id, kind, quantity, at) VALUES (1, 'issue', -5, now())", "not_negative"),
        ("UPDATE handover_line SET question = 'x'", "signed handover"),
        ("INSERT INTO hold (ticket_id, reason, from_at) VALUES (1, 'x', now()), (1, 'y', now())", "hold_one_open"),
    ],
)
def test_rules(pg: Store, statement: str, rule: str) -> None:
    record.execute(pg, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})
    sql(pg, "INSERT INTO part (id, desk_id, code, name) VALUES (1, 1, 'fan', 'fan')")
    sql(pg, "INSERT INTO stock_movement (part_id, kind, quantity, at) VALUES (1, 'receipt', 4, now())")
    sql(pg, "INSERT INTO handover (id, desk_id, from_operator_id, drafted_at) VALUES (1, 1, 1, now())")
    sql(pg, "INSERT INTO handover_line (handover_id, part, sort) VALUES (1, 'action', 1)")
    sql(pg, "UPDATE handover SET state = 'signed'")
    with pytest.raises(Refused) as told:
        sql(pg, statement)
    assert rule in str(told.value)
    assert sql(pg, "SELECT stock FROM part") == [(4,)]


def test_search_finds_the_same(pg: Store) -> None:
    sql(pg, "UPDATE ticket SET search = :words", words=search.document("T20261122-0001", "打印机卡纸"))
    sql(pg, "UPDATE customer SET search = :words WHERE id = 1", words=search.document(names=["北京大学"]))
    with pg.read() as conn:
        for query in ("打印", "机", "卡纸 打", "0001", "T20261122-0001"):
            assert search.find_tickets(conn, query) == [1], query
        for query in ("'", "\\", "黑屏", "a'b", ""):
            assert search.find_tickets(conn, query) == [], query
        assert search.find_customers(conn, "bjd") == [1]


def test_leases_feed_and_drafts(pg: Store) -> None:
    feed = Feed(pg)
    feed.moved()
    with pg.write() as conn:
        one, other = (leases.start_session(conn, operator_id=number, desk_id=1) for number in (1, 2))
        leases.acquire(conn, session_id=one, thing_kind="call", thing_id=1)
        with pytest.raises(Conflict):
            leases.acquire(conn, session_id=other, thing_kind="call", thing_id=1)
    assert drafts.keep(pg, operator_id=1, form="f", thing="", fields={"a": 1}, saved_at=NOW)
    assert not drafts.keep(pg, operator_id=1, form="f", thing="", fields={}, saved_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert not feed.moved()
    record.execute(pg, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})
    assert feed.moved()
