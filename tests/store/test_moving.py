"""An SQLite desk goes to PostgreSQL whole and verified, or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline_tui.domain.errors import Conflict, HotlineError, Invalid, Refused
from hotline_tui.store import chains, leases, moving, numbers, record, search
from hotline_tui.store.engine import Store, open_bare, open_store

from ..servers import Existing
from .conftest import NOW, envelope, sql, unguarded


@pytest.fixture
def there(pg_url: str) -> Iterator[Store]:
    with open_bare(pg_url) as made:
        yield made


def work(store: Store, times: int = 3) -> None:
    def act(unit: record.Unit) -> dict[str, object]:
        unit.event("ticket", 1, "x", {"text": "中文 \\N \t \\. 'quoted'"})
        return {"number": numbers.take(unit.conn, desk_id=1, prefix="T", zone="Asia/Shanghai", at=unit.now)}

    for _ in range(times):
        record.execute(store, envelope(), act)


def everything(store: Store) -> None:
    """Rows that a guard would refuse if they came in as they are: stock, a signed handover, a closed hold."""
    work(store)
    sql(store, "INSERT INTO part (id, desk_id, code, name) VALUES (5, 1, 'fan', 'fan')")
    sql(store, "INSERT INTO stock_movement (part_id, kind, quantity, at) VALUES (5, 'receipt', 4, :at)", at=AT)
    sql(store, "INSERT INTO handover (id, desk_id, from_operator_id, drafted_at) VALUES (1, 1, 1, :at)", at=AT)
    sql(store, "INSERT INTO handover_line (handover_id, part, key, sort) VALUES (1, 'action', 'a', 1)")
    sql(store, "UPDATE handover SET state = 'signed'")
    sql(
        store,
        "INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', 1, :at, :text)",
        at=AT,
        text="a\nb\\n",
    )
    sql(store, "UPDATE ticket SET search = :words", words=search.document("打印机卡纸"))
    with store.write() as conn:
        assert chains.seal(conn, NOW) is not None


AT = "2026-11-22T03:00:00.123456Z"


def test_everything_arrives(store: Store, there: Store, pg_url: str) -> None:
    everything(store)
    seen: list[tuple[int, int]] = []
    moved = moving.move(store, there, progress=lambda done, total: seen.append((done, total)))
    assert (moved.events, moved.seals) == (3, 1)
    assert seen[0][0] == 0 and seen[-1] == (moved.rows, moved.rows)
    with open_store(pg_url) as desk:
        for query in (
            "SELECT id, body, hash FROM event ORDER BY id",
            "SELECT id, result, request_hash FROM command ORDER BY id",
            "SELECT text FROM note",
            "SELECT stock FROM part",
            "SELECT state FROM handover",
            "SELECT counter FROM feed",
            "SELECT name, value FROM counter",
            "SELECT number, hash FROM seal",
            "SELECT settings FROM desk",
            "SELECT open FROM ticket",
        ):
            assert sql(desk, query) == sql(store, query), query
        with desk.read() as conn:
            assert search.find_tickets(conn, "卡纸") == [1]
            assert chains.verify_chains(conn) == []
        work(desk)
        assert sql(desk, "SELECT max(id) FROM event") == [(6,)]
        with pytest.raises(Refused, match="frozen event"):
            sql(desk, "UPDATE event SET kind = 'y'")
        with pytest.raises(Refused, match="signed handover"):
            sql(desk, "UPDATE handover_line SET question = 'x'")
        assert sql(desk, "SELECT extract(microseconds FROM at)::int FROM note") == [(123456,)]


def test_the_file_is_not_touched(store: Store, there: Store, place: Path) -> None:
    everything(store)
    sql(store, "SELECT 1")
    store.close()
    before = place.read_bytes()
    moving.move(store, there)
    store.close()
    assert place.read_bytes() == before


def nothing_there(url: str) -> None:
    with pytest.raises(Invalid, match="hotline init"):
        open_store(url)


def refused(kind: type[HotlineError], words: str, store: Store, there: Store, **more: bool) -> None:
    with pytest.raises(kind, match=words):
        moving.move(store, there, **more)


def test_a_database_with_anything_in_it_is_refused(store: Store, there: Store) -> None:
    sql(there, "CREATE TABLE somebody (x int)")
    refused(Refused, "not empty: it has somebody", store, there)
    assert sql(there, "SELECT count(*) FROM pg_class WHERE relname = 'ticket'") == [(0,)]


def test_twice_is_refused(store: Store, there: Store) -> None:
    moving.move(store, there)
    refused(Refused, "not empty", store, there)


def test_nobody_may_be_signed_on(store: Store, there: Store, pg_url: str) -> None:
    with store.write() as conn:
        leases.start_session(conn, operator_id=1, desk_id=1)
    refused(Refused, "signed on at .* .1.;", store, there)
    nothing_there(pg_url)
    moving.move(store, there, force=True)
    open_store(pg_url).close()


def test_somebody_who_works_meanwhile_stops_it(store: Store, there: Store, pg_url: str, place: Path) -> None:
    def meanwhile(done: int, total: int) -> None:
        if done == total:
            with open_store(str(place)) as other:
                work(other, 1)

    with pytest.raises(Conflict, match="Somebody worked"):
        moving.move(store, there, progress=meanwhile)
    nothing_there(pg_url)


def test_a_record_that_does_not_verify_stays_where_it_is(store: Store, there: Store, pg_url: str) -> None:
    work(store)
    unguarded(store, "event_no_update")
    sql(store, "UPDATE event SET body = replace(body, '中', '申') WHERE seq = 2")
    refused(Invalid, "edited at ticket:1", store, there)
    nothing_there(pg_url)


@pytest.mark.parametrize(
    "spoilt",
    [
        "INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', 1, 'yesterday', 'x')",
        "INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', 'one', '2026-11-22T03:00:00Z', 'x')",
        "INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', 1, '2026-11-22T03:00:00Z', char(0))",
    ],
)
def test_a_value_that_is_none_leaves_nothing(store: Store, there: Store, pg_url: str, spoilt: str) -> None:
    sql(store, spoilt)
    refused(Invalid, "A value in note", store, there)
    nothing_there(pg_url)


def test_a_row_that_points_nowhere_leaves_nothing(store: Store, there: Store, pg_url: str, place: Path) -> None:
    with contextlib.closing(sqlite3.connect(place)) as raw, raw:
        raw.execute("UPDATE ticket SET customer_id = 99")
    refused(Refused, "foreign key", store, there)
    nothing_there(pg_url)


def test_only_from_a_file_to_a_server(store: Store, tmp_path: Path, pg_server: Existing) -> None:
    with open_bare(str(tmp_path / "other.db")) as other:
        refused(Refused, "from an SQLite file", store, other)
