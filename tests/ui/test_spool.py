"""Drafts on this machine: private, whole, and the newer wins."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.domain.board import Draft
from hotline_tui.ui.spool import Spool, newer, spool_folder


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "a" / "drafts")


def test_a_draft_comes_back_as_it_was_typed(spool: Spool) -> None:
    draft = Draft("call:17", '{"text": "教务模块\\u0000 [red] 🤖 \\ud800"}', 12.5)
    spool.save(draft)
    assert spool.load("call:17") == draft
    assert spool.load("call:18") is None


def test_nobody_else_may_read_it(spool: Spool) -> None:
    os.umask(0o000)
    try:
        spool.save(Draft("call:17", "{}", 1.0))
    finally:
        os.umask(0o022)
    (path,) = spool.folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(spool.folder.stat().st_mode) == 0o700


def test_an_older_draft_never_replaces_a_newer_one(spool: Spool) -> None:
    spool.save(Draft("call:17", "new", 20.0))
    spool.save(Draft("call:17", "old", 10.0))
    found = spool.load("call:17")
    assert found is not None
    assert found.fields == "new"


def test_dropped_means_gone_and_twice_is_no_fault(spool: Spool) -> None:
    spool.save(Draft("call:17", "x", 1.0))
    spool.drop("call:17")
    spool.drop("call:17")
    assert spool.load("call:17") is None
    assert spool.drafts() == ()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b"null", b'{"key": "call:17"}', b"\xff\xfe", b'{"key":1,"fields":2,"saved":"x"}']
)
def test_a_damaged_file_counts_as_none(spool: Spool, body: bytes) -> None:
    spool.save(Draft("call:17", "x", 1.0))
    (path,) = spool.folder.iterdir()
    path.write_bytes(body)
    assert spool.load("call:17") is None
    assert spool.drafts() == ()
    spool.save(Draft("call:17", "again", 2.0))
    assert spool.load("call:17") == Draft("call:17", "again", 2.0)


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6, unique=True))
def test_every_key_has_its_own_file(tmp_path_factory: pytest.TempPathFactory, keys: list[str]) -> None:
    spool = Spool(tmp_path_factory.mktemp("drafts"))
    for at, key in enumerate(keys):
        spool.save(Draft(key, f"text {at}", float(at)))
    assert [spool.load(key) for key in keys] == [Draft(key, f"text {at}", float(at)) for at, key in enumerate(keys)]
    assert all(path.parent == spool.folder for path in spool.folder.iterdir())
    assert [draft.saved for draft in spool.drafts()] == sorted(map(float, range(len(keys))), reverse=True)


def test_the_newer_wins() -> None:
    old, new = Draft("k", "old", 1.0), Draft("k", "new", 2.0)
    assert newer(old, new) is new
    assert newer(new, old) is new
    assert newer(None, old) is old
    assert newer(old, None) is old
    assert newer(None, None) is None


def test_two_databases_have_two_folders() -> None:
    assert spool_folder("sqlite:///a.db") != spool_folder("sqlite:///b.db")
    within = Path("/srv/drafts")
    assert spool_folder("sqlite:///a.db", within).parent == within


def test_operators_who_share_an_account_do_not_see_each_others_words(spool: Spool) -> None:
    """A kiosk, a shared console, everybody over SSH: the same call claimed by another brings back nothing."""
    spool.of(1).save(Draft("call:17", "li's words", 1.0))
    assert spool.of(2).load("call:17") is None
    spool.of(2).save(Draft("call:17", "zhou's", 2.0))
    spool.of(2).drop("call:17")
    assert spool.of(1).drafts() == (Draft("call:17", "li's words", 1.0),)


_WRITER = """
import sys
from pathlib import Path
from hotline_tui.domain.board import Draft
from hotline_tui.ui.spool import Spool
spool = Spool(Path(sys.argv[1]))
n = 0
while True:
    n += 1
    spool.save(Draft("call:17", f"{n}:" + "x" * 50_000 + f":{n}", float(n)))
    if n == 3:
        print("going", flush=True)
"""


def test_killed_while_saving_the_draft_is_whole(tmp_path: Path) -> None:
    """kill -9 at many moments: what is there is one whole draft, and nothing else counts as one."""
    for turn in range(8):
        folder = tmp_path / str(turn)
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.003 * turn)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        found = Spool(folder).load("call:17")
        assert found is not None
        first, body, last = found.fields.split(":")
        assert first == last
        assert len(body) == 50_000
        assert len(Spool(folder).drafts()) == 1
