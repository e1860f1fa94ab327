"""Backups are whole and checked; restoring never throws a desk away."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from hotline_tui.domain.errors import Invalid, Refused
from hotline_tui.store import backup, chains, record
from hotline_tui.store.engine import Store, open_store

from .conftest import NOW, envelope, sql


def write(store: Store, times: int = 1) -> None:
    for _ in range(times):
        record.execute(store, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})


def events(path: Path) -> int:
    with open_store(str(path)) as store:
        return sql(store, "SELECT count(*) FROM event")[0][0]  # type: ignore[index,no-any-return]


def test_a_backup_of_a_desk_at_work(store: Store, tmp_path: Path) -> None:
    write(store, 5)
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            write(store)

    worker = threading.Thread(target=go_on)
    worker.start()
    seen: list[tuple[int, int]] = []
    try:
        made = backup.backup(store, tmp_path / "b.db", progress=lambda done, total: seen.append((done, total)))
    finally:
        stop.set()
        worker.join()
    assert made.events >= 5
    assert seen[-1][0] == seen[-1][1] > 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(("b", ".b"))) == ["b.db"]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert events(made.path) == made.events


def test_a_backup_replaces_only_by_a_sound_one(store: Store, tmp_path: Path) -> None:
    write(store, 2)
    target = tmp_path / "b.db"
    backup.backup(store, target)
    before = target.read_bytes()
    sql(store, "DROP TRIGGER event_no_update")
    sql(store, "UPDATE event SET body = body || ' ' WHERE seq = 1")
    with pytest.raises(Invalid, match="does not verify"):
        backup.backup(store, target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if ".new" in path.name] == []


def test_where_a_backup_cannot_go(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="can't replace the desk"):
        backup.backup(store, tmp_path / "desk.db")
    with pytest.raises(Invalid, match="There is no folder"):
        backup.backup(store, tmp_path / "no" / "b.db")


def test_restoring_to_a_new_place(store: Store, tmp_path: Path) -> None:
    write(store, 3)
    backup.backup(store, tmp_path / "b.db")
    assert backup.restore(tmp_path / "b.db", tmp_path / "new.db") is None
    assert events(tmp_path / "new.db") == 3
    with open_store(str(tmp_path / "new.db")) as again:
        write(again)
        with again.read() as conn:
            assert chains.verify_chains(conn) == []
            assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_restoring_over_a_desk_keeps_it_aside(store: Store, place: Path, tmp_path: Path) -> None:
    write(store, 3)
    backup.backup(store, tmp_path / "b.db")
    write(store, 4)
    with pytest.raises(Refused, match="--force"):
        backup.restore(tmp_path / "b.db", place)
    with pytest.raises(Refused, match="at work"):
        backup.restore(tmp_path / "b.db", place, force=True)
    assert events(place) == 7
    store.close()
    kept = backup.restore(tmp_path / "b.db", place, force=True)
    assert kept is not None
    assert (events(place), events(kept)) == (3, 7)


def test_a_damaged_desk_can_be_replaced_and_is_kept(store: Store, place: Path, tmp_path: Path) -> None:
    backup.backup(store, tmp_path / "b.db")
    store.close()
    place.write_bytes(b"rubbish")
    kept = backup.restore(tmp_path / "b.db", place, force=True)
    assert kept is not None
    assert kept.read_bytes() == b"rubbish"
    assert events(place) == 0


def test_a_bad_backup_is_not_restored(store: Store, tmp_path: Path) -> None:
    write(store, 3)
    made = backup.backup(store, tmp_path / "b.db")
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Invalid):
        backup.restore(made.path, tmp_path / "new.db")
    made.path.write_bytes(b"")
    with pytest.raises(Invalid):
        backup.restore(made.path, tmp_path / "new.db")
    with sqlite3.connect(tmp_path / "other.db") as raw:
        raw.execute("CREATE TABLE t (x)")
    with pytest.raises(Invalid, match="another program"):
        backup.restore(tmp_path / "other.db", tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_sealed_desk_backs_up(store: Store, tmp_path: Path) -> None:
    write(store, 2)
    with store.write() as conn:
        chains.seal(conn, NOW)
    assert backup.backup(store, tmp_path / "b.db").last_at.startswith("2026-11-22")


def test_a_backup_of_a_damaged_desk_names_the_desk(store: Store, tmp_path: Path) -> None:
    write(store, 3)
    store.close()
    raw = sqlite3.connect(str(store.path), isolation_level=None)
    raw.execute("PRAGMA writable_schema = ON")  # an index that no longer holds what its definition says
    raw.execute("UPDATE sqlite_master SET sql = sql || ' WHERE seq < 0' WHERE name = 'event_command'")
    raw.close()
    with open_store(str(store.path)) as again, pytest.raises(Invalid, match="damaged") as found:
        backup.backup(again, tmp_path / "copy.db")
    assert str(store.path) in str(found.value) and "copy.db" not in str(found.value)
    assert not (tmp_path / "copy.db").exists()
