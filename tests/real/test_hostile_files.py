"""Hostile text in every file, argument, variable and row that comes from outside: said harmlessly or refused."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from .room import Ran, Room
from .test_hostile import PAYLOADS, harmless

EVIL = PAYLOADS["escapes"] + PAYLOADS["markup"] + PAYLOADS["bidi"]
ONE = EVIL.replace("\n", " ").replace("\0", "").replace('"', "")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200f\u061c]")


def said_harmlessly(ran: Ran) -> None:
    """One sentence or a result; never a traceback (`Room.run` looks), never a byte that a terminal obeys."""
    bad = _CONTROL if ran.code == 2 else _BAD  # click says the caller's own words again, only their controls made plain
    assert not bad.search(ran.out + ran.err), (ran.out + ran.err)[:400]
    assert ran.code in (0, 1, 2, 3, 4, 5), ran


FILES = {
    "settings.toml": f'lang = "{ONE}"\ntheme = "{ONE}"\n"{ONE}" = 1\n',
    "broken.toml": f"= {ONE}\n",
    "keymap.toml": f'[keys]\n"{ONE}" = "{ONE}"\n"ticket.note" = "{ONE}"\n',
    "policy.toml": f'policy = "{ONE}"\ntitle_zh = "{ONE}"\n["{ONE}"]\nx = "{ONE}"\n',
    "calendar.toml": f'calendar = "{ONE}"\ntimezone = "{ONE}"\n',
    "day.jsonl": f'{{"at": "{ONE}", "number": "{ONE}"}}\n{ONE}\n{{"at": 1e999}}\n[[[[\n',
    "day.csv": f'at,number,name\n"{ONE}","{ONE}","{ONE}"\n',
    "binary": "\x00\xff" + EVIL * 50,
}
USES = (
    ("policy", "check", "{file}"), ("policy", "explain", "{file}"), ("policy", "load", "{file}"),
    ("replay", "{file}", "--speed", "1000"), ("import", "{file}"), ("import", "{file}", "--json"),
    ("import", "{file}", "--kind", "customers"), ("restore", "{file}"), ("restore", "{file}", "--force"),
    ("list", "--config", "{file}"),
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_a_harmless_sentence(room: Room, name: str) -> None:
    file = room.folder / name
    file.write_bytes(FILES[name].encode("utf-8", "surrogatepass"))
    for words in USES:
        said_harmlessly(room.run(*(word.format(file=file) for word in words)))
    room.sound()


def test_hostile_arguments_and_variables_are_refused_in_a_harmless_sentence(room: Room) -> None:
    word = ONE[:200]
    for words in (
        ("list", "--find", word), ("show", word), ("show", word, "--json"), ("call", "new", "--channel", word),
        ("operator", "add", word, "--name", word), ("operator", "add", "mallory", "--name", word),
        ("operator", "add", "m2", "--name", "M", "--role", word), ("operator", "add-key", "mallory", word),
        ("operator", "list"), ("operator", "list", "--json"), ("handover", "show", word), (word,), ("--lang", word),
        ("--desk", word, "--operator", word), ("backup", f"/nonexistent/{word}"), ("ssh-keys", word),
        ("db", "grants", "--console", word),
    ):  # fmt: skip
        said_harmlessly(room.run(*words))
    for variable in (
        "LANG",
        "LC_ALL",
        "HOTLINE_LANG",
        "HOTLINE_THEME",
        "HOTLINE_DATABASE_URL",
        "TERM",
        "TZ",
        "COLUMNS",
    ):
        said_harmlessly(room.run("list", **{variable: word}))
    room.sound()


UNKNOWN = (
    "%", "_", "", " ", "-1", "0", "²", "٤٢", "１２３４", "1e5", "9" * 30, "9" * 5_000, "T20261122-%", "1' OR '1'='1",
    "T20261122-0001; DROP TABLE ticket", "\udcff\udcfe", "\ud800", "../../etc/passwd", "{0}", "%s", "\x1b[2J",
)  # fmt: skip


def test_a_hostile_number_shows_nothing_and_says_so(room: Room) -> None:
    for number in UNKNOWN:
        for words in (("show", "--", number), ("show", "--json", "--", number)):
            ran = room.run(*words)
            said_harmlessly(ran)
            assert ran.code != 0 and (ran.out.strip() == "" or set(json.loads(ran.out)) == {"error"}), (
                number[:40],
                ran,
            )
    for words in (("list", "--find", "\udcff%"), ("list", "--find", "%", "--json"), ("handover", "show", "\udcff")):
        said_harmlessly(room.run(*words))
    room.sound()


def test_what_another_program_wrote_into_the_database_is_shown_harmlessly(room: Room) -> None:
    """Nobody cleaned it at entry: each reader does (architecture rule 7)."""
    assert room.run("call", "new", "--number", "+862166667777", "--name", "Bob", "--text", "help").code == 0
    raw = sqlite3.connect(room.db)
    for table, columns in {
        "call": ("name_given", "line", "subject", "text", "number_raw", "channel"),
        "operator": ("name",),
        "desk": ("name",),
        "engineer": ("name", "region", "phone"),
        "customer": ("name", "region", "notes"),
    }.items():
        for column in columns:
            if column in {row[1] for row in raw.execute(f"PRAGMA table_info({table})")}:
                raw.execute(f"UPDATE {table} SET {column} = ?", (ONE,))
    raw.commit()
    raw.close()
    for words in (("list",), ("list", "--json"), ("call", "list"), ("operator", "list"), ("verify",), ("doctor",)):
        said_harmlessly(room.run(*words))
    for words in (("list",), ("operator", "list"), ("verify",), ("doctor",), ("handover", "list")):
        ran = room.run(*words, "--json")
        assert json.loads(ran.out) is not None
        assert not _BAD.search(ran.out), words
    console = room.live(size=(132, 40))
    for key in ("v", "esc", "enter", "esc", "esc", "h", "esc", "4", "1"):
        console.key(key)
        console.rest(0.1)
    harmless(console)
    assert console.child.isalive()
