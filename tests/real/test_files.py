"""Files that cannot be used (database, settings, policy, import): a sentence, an exit code, nothing half shown."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hotline_tui.store.engine import open_store
from hotline_tui.store.faults import NETWORK_TYPES

from .console import Console
from .room import Ran, Room

INVALID, UNAVAILABLE = 4, 5


def one_sentence(ran: Ran, code: int, words: str) -> None:
    """A plain command's end: one line on standard error."""
    assert ran.code == code, ran
    assert ran.out == ""
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1


def shown(console: Console, code: int, words: str) -> None:
    """The console's end: the terminal as before, one sentence."""
    assert console.ended() == code, console.said[-2000:]
    assert "".join(words.split()) in "".join(console.text.split()), console.text
    assert "Traceback" not in console.said
    assert "Nobody is waiting" not in console.said  # an empty desk would be a lie
    assert "┌" not in console.text


# ---- databases ------------------------------------------------------------------------------------------------------


def no_database(room: Room, _desk: Path) -> None:
    room.db.write_text("Dear Sir or Madam,\n" * 400)


def empty_file(room: Room, _desk: Path) -> None:
    room.db.write_bytes(b"")


def garbled(room: Room, desk: Path) -> None:
    whole = desk.read_bytes()
    room.db.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))


def cut_short(room: Room, desk: Path) -> None:
    whole = desk.read_bytes()
    room.db.write_bytes(whole[: len(whole) // 2])


def another_programs(room: Room, _desk: Path) -> None:
    raw = sqlite3.connect(room.db)
    raw.execute("CREATE TABLE bookmarks (url)")
    raw.commit()
    raw.close()


def of_a_newer_release(room: Room, desk: Path) -> None:
    shutil.copy(desk, room.db)
    raw = sqlite3.connect(room.db)
    raw.execute("UPDATE schema_meta SET version = 99, oldest_console = 99")
    raw.commit()
    raw.close()


def a_folder(room: Room, _desk: Path) -> None:
    room.db.mkdir()


def without_a_desk(room: Room, _desk: Path) -> None:
    open_store(str(room.db), create=True).close()


DATABASES = [
    (no_database, INVALID, "is damaged or not a database"),
    (empty_file, INVALID, "is damaged or not a database"),
    (garbled, INVALID, "is damaged or not a database"),
    (cut_short, INVALID, "is damaged or not a database"),
    (another_programs, INVALID, "is a database of another program"),
    (of_a_newer_release, UNAVAILABLE, "needs a newer console"),
    (a_folder, INVALID, "is a folder"),
    (without_a_desk, INVALID, "no desk in this database"),
]


@pytest.mark.parametrize(("make", "code", "words"), DATABASES)
def test_an_unusable_database_is_told_by_console_and_commands_with_one_exit_code(
    bare: Room, small_desk: Path, make: Callable[[Room, Path], None], code: int, words: str
) -> None:
    make(bare, small_desk)
    before = bare.db.read_bytes() if bare.db.is_file() else b""
    console = bare.console()
    one_sentence(bare.run("list"), code, words)
    shown(console, code, words)
    if bare.db.is_file():
        assert bare.db.read_bytes() == before, "a file that is not ours was written to"


def test_damage_in_the_middle_of_a_shift_keeps_the_board_and_says_so(room: Room, ring: Callable[..., int]) -> None:
    """A page goes bad under a running console: it stays, with the last board, its age and the reason."""
    for _call in range(3):
        ring()
    console = room.live()
    console.wait_for("Calls 3")
    with room.db.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    for end in ("-wal",):
        Path(f"{room.db}{end}").write_bytes(b"")
    console.wait(lambda: "offline" in console.text, "a stale board")
    console.wait_for("Harbour Cli", "Calls 3")
    console.key("q")
    console.wait_for("Leave the console?")
    console.key("y")
    console.ended()
    assert "Traceback" not in console.said


def filesystem_types() -> frozenset[str]:
    """Every kind of file system that is mounted here."""
    return frozenset(line.split()[2] for line in Path("/proc/mounts").read_text().splitlines())


@pytest.mark.skipif(not Path("/proc/mounts").exists(), reason="no list of mounts on this system")
def test_a_network_file_system_is_refused(room: Room) -> None:
    """Every file system of this machine counts as one of the network kind."""
    kinds = sorted(filesystem_types() | NETWORK_TYPES)
    code = (
        f"from hotline_tui.store import faults; faults.NETWORK_TYPES = frozenset({kinds!r})\n"
        "from hotline_tui.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "list"], env=room.env, capture_output=True, text=True, timeout=30, check=False
    )
    one_sentence(Ran(done.returncode, done.stdout, done.stderr), INVALID, "lies on a network file system")
    console = Console([sys.executable, "-c", code], room.env, room.folder, (100, 30))
    room.consoles.append(console)
    shown(console, INVALID, "lies on a network file system")


def test_without_a_database_the_console_offers_to_make_one(bare: Room) -> None:
    refused = bare.console()
    refused.wait_for("There is no desk at", "Make a desk now?")
    refused.type("n\r")
    assert refused.ended() == INVALID
    assert not bare.db.exists()

    console = bare.console(USER="wang")
    console.wait_for("Make a desk now?")
    console.type("y\r")
    for question, answer in (("Name of the desk", "Night desk"), ("Time zone", "Mars/Olympus"), ("Mars/Olympus", "")):
        console.wait_for(question)
        console.type(answer + "\r")
    console.wait_for("Language")
    console.type("en\r")
    console.wait_for("Name of the first operator")
    console.type("Wang\r")
    console.wait_for("Login")
    console.type("wang\r")
    console.wait_for("Calls 0", "Nobody is waiting")


# ---- settings, policies, imports ------------------------------------------------------------------------------------


def test_all_faults_of_the_settings_are_told_at_once(room: Room) -> None:
    config = room.folder / "hotline.toml"
    config.write_text('theme = "purple"\nstatement_timeout_s = "soon"\nlangage = "en"\n[keys]\n"call.claim" = "f9"\n')
    for environ in ({"HOTLINE_CONFIG": str(config)}, {"HOTLINE_CONFIG": str(config), "HOTLINE_FPS": "fast"}):
        ran = room.run("list", **environ)
        assert ran.code == INVALID
        assert ran.out == ""
        for words in (
            ":1: theme is “purple”",
            ":2: statement_timeout_s",
            "there is no setting “langage”. Did you mean",
        ):
            assert words in ran.err
        assert ("HOTLINE_FPS" in ran.err) is ("HOTLINE_FPS" in environ)
    console = room.console(HOTLINE_CONFIG=str(config))
    assert console.ended() == INVALID
    said = " ".join(console.said.split())
    assert "The settings have 3 faults" in said
    assert "purple" in said
    assert "statement_timeout_s" in said
    assert "langage" in said
    assert b"\x1b[?1049h" not in console.raw


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'theme = "dark', "not valid TOML"),
        (b'theme = "d\xffrk"', "not UTF-8"),
        (b'[keys]\n"call.claim" = "no such key at all"\n', "call.claim"),
        (b'[keys]\n"call.claimm" = "f9"\n', "call.claimm"),
        (b'database_url = "mysql://desk:secret@db/hotline"\n', "database_url"),
    ],
)
def test_a_wrong_settings_file_is_told_before_anything_is_painted(room: Room, body: bytes, words: str) -> None:
    config = room.folder / "hotline.toml"
    config.write_bytes(body)
    console = room.console(HOTLINE_CONFIG=str(config))
    assert console.ended() in (2, INVALID)
    said = " ".join(console.said.split())
    assert words in said, said
    assert "Traceback" not in said
    assert "secret" not in said
    assert b"\x1b[?1049h" not in console.raw


def test_a_missing_settings_file_that_was_named_is_told(room: Room) -> None:
    one_sentence(room.run("list", "--config", "nowhere.toml"), INVALID, "nowhere.toml: there is no such settings file")


POLICY = """
id = "x"
title = {zh = "测试", en = "Test"}
calendar = "24x7"
[[targets]]
id = "respond"
milestone = "respnd"
"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (POLICY.encode(), ":7:"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"id = ", ":1:"),
        (b"", "bad.toml"),
        (None, "can't be read"),
    ],
)
def test_a_wrong_policy_file(room: Room, body: bytes | None, words: str) -> None:
    if body is not None:
        (room.folder / "bad.toml").write_bytes(body)
    before = room.rows("SELECT COUNT(*) FROM policy_version")
    for command in ("check", "load"):
        ran = room.run("policy", command, "bad.toml")
        assert ran.code in (1, INVALID), ran
        assert words in ran.err, ran
    assert room.rows("SELECT COUNT(*) FROM policy_version") == before


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("bad.xlsx", b"PK\x03\x04 no workbook"),
        ("bad.csv", b"\xff\xfe\x00\x00"),
        ("bad.csv", b""),
        ("bad.csv", b"name,region\n" + b'"' * 99),
        ("missing.csv", None),
        ("folder.csv", b"folder"),
    ],
)
def test_a_wrong_import_file(room: Room, name: str, body: bytes | None) -> None:
    if body == b"folder":
        (room.folder / name).mkdir()
    elif body is not None:
        (room.folder / name).write_bytes(body)
    before = room.rows("SELECT COUNT(*) FROM customer")
    ran = room.run("import", name, "--kind", "customers")
    assert ran.code == INVALID, ran
    assert ran.err.strip()
    assert len(ran.err.splitlines()) <= 6
    assert room.rows("SELECT COUNT(*) FROM customer") == before
