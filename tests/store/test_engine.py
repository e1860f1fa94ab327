"""Opening: what can be wrong with a database is said in one sentence, and nothing is half written."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from hotline_tui.domain.errors import HotlineError, Invalid, Refused, Unavailable, Unusable
from hotline_tui.store import faults, schema
from hotline_tui.store.engine import Store, open_store, parse

from .conftest import sql


def told(kind: type[HotlineError], words: str, place: Path | str, **options: object) -> None:
    with pytest.raises(kind) as found:
        open_store(str(place), **options)  # type: ignore[arg-type]
    assert type(found.value) is kind
    assert words in str(found.value)


def test_a_missing_file_says_how_to_make_one(place: Path) -> None:
    told(Invalid, "hotline init", place)
    assert not place.exists()


def test_a_missing_folder(place: Path) -> None:
    told(Invalid, "There is no folder", place.parent / "no" / "desk.db", create=True)
    told(Invalid, "hotline init", place.parent / "no" / "desk.db")


def test_a_folder_is_not_a_database(place: Path) -> None:
    place.mkdir()
    told(Invalid, "is a folder", place)


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    told(Invalid, "damaged or not a database", place)
    told(Invalid, "damaged or not a database", place, create=True)
    assert place.read_bytes() == content


def test_somebody_elses_database(place: Path) -> None:
    with sqlite3.connect(place) as raw:
        raw.execute("CREATE TABLE t (x)")
    told(Invalid, "another program", place)


def test_a_damaged_page_is_noticed_when_it_is_read(store: Store, place: Path) -> None:
    sql(store, "INSERT INTO note (thing_kind, thing_id, at, text) SELECT 'ticket', 1, '2026', hex(randomblob(3000))")
    store.close()
    size = place.stat().st_size
    with place.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    with pytest.raises(Invalid, match="damaged"), open_store(str(place)) as again, again.read() as conn:
        conn.execute(text("SELECT * FROM note")).all()


def test_a_database_that_needs_a_newer_console(store: Store, place: Path) -> None:
    sql(store, "UPDATE schema_meta SET version = :v, oldest_console = :v", v=schema.VERSION + 1)
    told(Unusable, "needs a newer console", place)


def test_a_newer_database_that_still_serves_this_console(store: Store, place: Path) -> None:
    sql(store, "UPDATE schema_meta SET version = :v", v=schema.VERSION + 1)
    open_store(str(place)).close()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("srv:/x {point} nfs4 rw 0 0", "nfs4"),
        ("//srv/x {point} cifs rw 0 0", "cifs"),
        ("x {point} fuse.sshfs rw 0 0", "fuse.sshfs"),
        ("x {point} 9p rw 0 0", "9p"),
        ("/dev/vda {point} ext4 rw 0 0", ""),
    ],
)
def test_network_file_systems(tmp_path: Path, line: str, kind: str) -> None:
    folder = tmp_path / "a b"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    point = str(folder).replace(" ", "\\040")
    mounts.write_text("/dev/vda / ext4 rw 0 0\n" + line.format(point=point) + "\n")
    assert faults.network_type(folder / "desk.db", mounts) == kind
    if kind:
        told(Invalid, "network file system", folder / "desk.db", create=True, mounts=mounts)
        assert list(folder.iterdir()) == []
    else:
        open_store(str(folder / "desk.db"), create=True, mounts=mounts).close()


def test_a_local_mount_inside_a_network_mount_is_local(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"srv:/ / nfs rw 0 0\n/dev/vda {tmp_path} xfs rw 0 0\n")
    assert faults.network_type(tmp_path / "desk.db", mounts) == ""
    assert faults.network_type(Path("/desk.db"), mounts) == "nfs"


def test_a_link_to_a_network_mount_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "remote").mkdir()
    (tmp_path / "desk.db").symlink_to(tmp_path / "remote" / "desk.db")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nsrv:/ {tmp_path}/remote nfs rw 0 0\n")
    told(Invalid, "network file system", tmp_path / "desk.db", create=True, mounts=mounts)


def test_no_permission_to_write(store: Store, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    for forbidden in (place, place.parent):
        monkeypatch.setattr(os, "access", lambda path, mode, which=forbidden: Path(path) != which)
        told(Unusable, "may not write", place)


def test_a_database_that_became_read_only_is_told_on_writing(store: Store) -> None:
    with store.write() as conn:
        conn.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(Unavailable, match="may not write"):
        sql(store, "UPDATE feed SET counter = 9")


def test_reading_never_writes(store: Store) -> None:
    with pytest.raises(Unavailable), store.read() as conn:
        conn.execute(text("UPDATE feed SET counter = 9"))
    assert sql(store, "SELECT counter FROM feed") == [(0,)]


@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "is full"), (errno.EROFS, "may not write"), (errno.EIO, "can't be used")]
)
def test_creating_where_the_system_says_no(place: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str) -> None:
    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    told(Unusable if code == errno.EROFS else Unavailable, words, place, create=True)
    assert list(place.parent.iterdir()) == []


def test_a_full_disk_writes_nothing(store: Store) -> None:
    with store.write() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable, match="is full"), store.write() as conn:
        conn.execute(text("UPDATE feed SET counter = 77"))
        for number in range(200):
            conn.execute(
                text("INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', :n, '2026', :text)"),
                {"n": number, "text": "x" * 9_000},
            )
    assert sql(store, "SELECT counter FROM feed") == [(0,)]
    assert sql(store, "SELECT count(*) FROM note") == [(0,)]


def test_no_room_for_the_index_of_the_log_is_a_full_disk() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    found = faults.explain(error, "/data/desk.db", 5.0)
    assert found is not None and "is full" in found.msgid and found.params["path"] == "/data/desk.db"


def test_locked_by_another_program(store: Store, place: Path) -> None:
    with open_store(str(place), lock_s=0.3) as impatient:
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(Unavailable, match="Another program has locked"):
            sql(impatient, "UPDATE feed SET counter = 5")
        assert 0.25 < time.monotonic() - began < 30
        assert sql_read(impatient, "SELECT counter FROM feed") == [(0,)]
        other.execute("ROLLBACK")
        sql(impatient, "UPDATE feed SET counter = 5")
        other.close()
    assert sql(store, "SELECT counter FROM feed") == [(5,)]


def sql_read(store: Store, statement: str) -> object:
    with store.read() as conn:
        return conn.execute(text(statement)).all()


def test_waits_for_its_turn(store: Store, place: Path) -> None:
    other = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    timer.start()
    sql(store, "UPDATE feed SET counter = 6")
    timer.join()
    other.close()
    assert sql(store, "SELECT counter FROM feed") == [(6,)]


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def test_a_statement_has_a_deadline(store: Store) -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable, match="did not answer"), store.read(within_s=0.2) as conn:
        conn.execute(text(ENDLESS)).all()
    with pytest.raises(Unavailable, match="did not answer"), store.write(within_s=0.2) as conn:
        conn.execute(text("UPDATE feed SET counter = 8"))
        conn.execute(text(ENDLESS)).all()
    assert time.monotonic() - began < 60
    assert sql(store, "SELECT counter FROM feed") == [(0,)]


def test_any_exception_rolls_back(store: Store) -> None:
    with pytest.raises(KeyError), store.write() as conn:
        conn.execute(text("UPDATE feed SET counter = 8"))
        raise KeyError
    assert sql(store, "SELECT counter FROM feed") == [(0,)]
    with pytest.raises(Refused, match="yours"), store.write() as conn:
        conn.execute(text("UPDATE feed SET counter = 8"))
        raise Refused("yours")
    assert sql(store, "SELECT counter FROM feed") == [(0,)]


def test_a_reader_sees_one_state(store: Store, place: Path) -> None:
    with open_store(str(place)) as other, store.read() as conn:
        assert conn.scalar(text("SELECT counter FROM feed")) == 0
        sql(other, "UPDATE feed SET counter = 4")
        assert conn.scalar(text("SELECT counter FROM feed")) == 0
    assert sql_read(store, "SELECT counter FROM feed") == [(4,)]


def test_threads_take_turns(store: Store) -> None:
    def add() -> None:
        for _ in range(50):
            sql(store, "UPDATE feed SET counter = counter + 1")
            sql_read(store, "SELECT counter FROM feed")

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sql(store, "SELECT counter FROM feed") == [(200,)]


def test_one_transaction_in_another_is_a_fault_of_ours(store: Store) -> None:
    with store.write(), pytest.raises(RuntimeError), store.write():
        pass
    sql(store, "UPDATE feed SET counter = 3")


def test_mistakes_in_statements_are_not_dressed_up(store: Store) -> None:
    from sqlalchemy.exc import OperationalError

    with pytest.raises(OperationalError):
        sql(store, "SELECT no_such_column FROM feed")


def test_errors_show_no_values(store: Store) -> None:
    with pytest.raises(Refused) as found:
        sql(store, "INSERT INTO customer (id, code, name) VALUES (1, :x, :x)", x="SECRET")
    assert "SECRET" not in str(found.value)
    assert "SECRET" not in str(found.value.__cause__)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "://", "post://"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(Invalid):
        parse(url)


def test_addresses() -> None:
    for url, path in (("/a/b c.db", "/a/b c.db"), ("sqlite:////a/b.db", "/a/b.db")):
        found = parse(url)
        assert isinstance(found, URL)
        assert found.database == path


def test_two_stores_of_one_process_and_a_console_that_leaves(store: Store, place: Path) -> None:
    """The demo has two: opening the second must not let go of the first one's locks on the file."""
    with store.read() as conn:
        conn.execute(text("SELECT count(*) FROM ticket")).all()
    second = open_store(str(place))
    sql(second, "INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', 1, '2026', 'before')")
    log = place.with_name(place.name + "-wal")
    inode = log.stat().st_ino
    other = "import sys; from hotline_tui.store.engine import open_store; open_store(sys.argv[1]).close()"
    subprocess.run([sys.executable, "-c", other, str(place)], check=True, timeout=180)
    assert log.exists() and log.stat().st_ino == inode, "the log was taken away while two stores were at work"
    sql(store, "INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', 1, '2026', 'after')")
    second.close()
    raw = sqlite3.connect(place)
    assert raw.execute("SELECT count(*) FROM note").fetchone() == (2,)
    raw.close()
