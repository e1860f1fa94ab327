"""A full disk, a place where nothing may be written: a sentence, nothing half written, and on with it afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .room import Room

UNAVAILABLE = 5
DROP = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")
"""Root without the right to write where the mode says no."""


def _as_a_user() -> tuple[str, ...] | None:
    """The prefix under which permissions bind; None where there is none."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        return None
    probe = subprocess.run([*DROP, "true"], capture_output=True, check=False)
    return DROP if probe.returncode == 0 else None


USER = _as_a_user()
bound = pytest.mark.skipif(USER is None, reason="root cannot drop the right to write everywhere on this machine")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for little."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("no right to mount a small file system on this machine")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def fill(place: Path) -> Path:
    """Take all the room there is left."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 4096, 512, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


def test_a_full_disk_is_told_nothing_is_half_written_and_it_works_again(
    small_disk: Path, small_desk: Path, tmp_path: Path
) -> None:
    room = Room(tmp_path, {"HOTLINE_DATABASE_URL": f"sqlite:///{small_disk / 'desk.db'}"}, db=small_disk / "desk.db")
    shutil.copy(small_desk, room.db)
    try:
        assert room.run("call", "new", "--number", "+862155601180").code == 0
        console = room.live()
        console.key("enter")
        console.wait_for("Harbour Clinic", "Fault", "F2 Save")
        console.type("no room left")
        console.key("enter", "1", "2", "2")
        console.wait_for("Respond")
        console.rest()
        before = room.rows("SELECT COUNT(*) FROM event")

        ballast = fill(small_disk)
        ran = room.run("call", "new", "--text", "x" * 20_000)
        assert ran.code == UNAVAILABLE, ran
        assert "is full; nothing was written" in ran.err
        assert len(ran.err.splitlines()) == 1
        for _try in range(40):  # the log of the database may have room for some pages yet
            if "is full" in console.text:
                break
            console.key("f2")
            console.rest()
            if "is open" in console.text:
                pytest.skip("the database's log had room left for the ticket")
        console.wait_for("is full; nothing was written", "no room left")
        assert room.rows("SELECT COUNT(*) FROM event") == before
        assert room.rows("PRAGMA integrity_check") == [("ok",)]

        ballast.unlink()
        console.wait(lambda: "live" in console.lines[0], "live again by itself")
        console.key("f2")
        console.wait_for("is open")
        room.sound()
        assert room.rows("SELECT summary FROM ticket") == [("no room left",)]
    finally:
        room.close()


def test_drafts_on_a_full_disk_are_told_and_typing_goes_on(
    small_disk: Path, room: Room, ring: Callable[..., int]
) -> None:
    """The draft's file has no room; the database has."""
    room.env["XDG_STATE_HOME"] = str(small_disk)
    ring()
    console = room.live()
    fill(small_disk)
    console.key("enter")
    console.wait_for("Harbour Clinic", "Fault", "F2 Save")
    console.type("smoke in the server room")
    console.wait_for("smoke in the server room")
    console.wait_for("No space left")
    console.key("enter", "1", "2", "2")
    console.wait_for("Respond")
    console.key("f2")
    console.wait_for("is open")
    room.sound()


@bound
@pytest.mark.parametrize("what", ["folder", "file"])
def test_without_permission_to_write(room: Room, what: str) -> None:
    desk = room.folder / "kept"
    desk.mkdir()
    shutil.move(room.db, desk / "desk.db")
    room.env["HOTLINE_DATABASE_URL"] = f"sqlite:///{desk / 'desk.db'}"
    (desk if what == "folder" else desk / "desk.db").chmod(0o500 if what == "folder" else 0o400)
    try:
        for words in (("list",), ("call", "new", "--text", "x"), ("verify",)):
            ran = room.run(*words, prefix=USER or ())
            assert ran.code == UNAVAILABLE, ran
            assert "You may not write to" in ran.err
            assert len(ran.err.splitlines()) == 1
        console = room.console(prefix=USER or ())
        assert console.ended() == UNAVAILABLE
        assert "Youmaynotwriteto" in "".join(console.text.split())
        assert "┌" not in console.text
    finally:
        desk.chmod(0o700)


@bound
def test_a_desk_is_not_made_where_nothing_may_be_written(bare: Room) -> None:
    place = bare.folder / "kept"
    place.mkdir(mode=0o500)
    bare.env["HOTLINE_DATABASE_URL"] = f"sqlite:///{place / 'new' / 'desk.db'}"
    words = ("init", "--name", "Desk", "--zone", "Asia/Shanghai", "--language", "en", "--operator", "W", "--login", "w")
    ran = bare.run(*words, prefix=USER or ())
    assert ran.code in (4, UNAVAILABLE), ran
    assert "can't be written" in ran.err
    assert list(place.iterdir()) == []
    demo = bare.console("demo", "--quiet", prefix=USER or ())
    assert demo.ended() == UNAVAILABLE, demo.text
    assert "Traceback" not in demo.said
    place.chmod(0o700)


@bound
def test_a_home_where_nothing_may_be_written_keeps_nobody_from_working(room: Room, ring: Callable[..., int]) -> None:
    """No draft, no log: it says so in the form and goes on."""
    ring()
    home = room.folder / "home"
    home.chmod(0o500)
    try:
        console = room.live(prefix=USER or ())
        console.key("enter")
        console.wait_for("Harbour Clinic", "Fault", "F2 Save")
        console.type("nothing is kept")
        console.wait_for("nothing is kept", "draft NOT saved")
        console.key("enter", "1", "2", "2")
        console.wait_for("Respond")
        console.key("f2")
        console.wait_for("is open")
    finally:
        home.chmod(0o700)
    room.sound()
