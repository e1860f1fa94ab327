"""The doctor: each fault is named with what to do, nothing is changed, neither terminal nor database is needed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from hotline_tui.doctor import Answers, Check, Verdict, as_json, render, run_checks, worst
from hotline_tui.doctor_database import DatabaseFacts, look_at
from hotline_tui.locale import language, set_language
from hotline_tui.settings import Settings
from hotline_tui.terminal import Widths

NOW = 1_795_330_000.0
GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "zh_CN.UTF-8"}
ANSWERS = Answers(Widths(1, 2), kitty=True, synchronised=True)
USABLE = DatabaseFacts(
    True, "The database {place} can be used (schema {version}).", params=(("version", "1"),), clock_ahead=0.1
)


def checks(
    tmp_path: Path, environ=GOOD, answers=ANSWERS, size=(132, 40), facts=USABLE, now=NOW, **settings
) -> dict[str, Check]:
    told = Settings(database_url="postgresql://desk:hunter2@db/x", log_path=tmp_path / "a/b/hotline.log", **settings)
    found = run_checks(
        told, now=now, environ=environ, answers=answers, size=size, database=lambda _url, _deadline: facts
    )
    return {check.key: check for check in found}


def test_all_is_well(tmp_path) -> None:
    found = checks(tmp_path)
    assert {check.verdict for check in found.values()} == {Verdict.FINE}
    assert worst(tuple(found.values())) == Verdict.FINE
    assert "132×40" in found["size"].text()
    assert "textual 8" in found["versions"].text()


@pytest.mark.parametrize(
    ("key", "verdict", "words", "changes"),
    [
        ("size", "warn", "70×20", {"size": (70, 20)}),
        ("size", "bad", "50×10", {"size": (50, 10)}),
        ("colours", "bad", "dumb", {"environ": GOOD | {"TERM": "dumb"}}),
        ("colours", "warn", "16 colours", {"environ": {"TERM": "xterm", "LANG": "C.UTF-8"}}),
        ("colours", "warn", "NO_COLOR", {"environ": GOOD | {"NO_COLOR": "1"}}),
        ("language", "warn", "English", {"environ": GOOD | {"TERM": "linux"}}),
        ("encoding", "warn", "GBK", {"environ": GOOD | {"LANG": "zh_CN.GBK"}}),
        ("widths", "warn", "plain glyphs", {"answers": Answers(Widths(2, 2))}),
        ("widths", "unknown", "does not tell", {"answers": Answers()}),
        ("widths", "bad", "is 2 wide here", {"answers": Answers(Widths(2, 2)), "ambiguous": "narrow"}),
        ("keyboard", "warn", "Kitty", {"kitty_keys": True}),
        ("line", "fine", "30 paints", {"environ": GOOD | {"SSH_TTY": "/dev/pts/0"}}),
        ("multiplexer", "warn", "tmux", {"environ": GOOD | {"SSH_TTY": "/dev/pts/0"}}),
        ("multiplexer", "fine", "tmux keeps", {"environ": GOOD | {"SSH_TTY": "/dev/pts/0", "TMUX": "x"}}),
        ("keys", "bad", "there is no action foo", {"keys": {"foo": "x"}}),
        ("keys", "bad", "would do both", {"keys": {"ticket.send": "x"}}),
        ("clock", "bad", "in the past", {"now": 1.0}),
        ("clock", "warn", "90.0 s apart", {"facts": DatabaseFacts(True, "x", clock_ahead=-90.0)}),
        ("clock", "unknown", "can't be compared", {"facts": DatabaseFacts(False, "x")}),
        ("settings", "warn", "HOTLINE_TEHME", {"environ": GOOD | {"HOTLINE_TEHME": "dark"}}),
    ],
)
def test_each_fault_is_named_with_what_to_do(tmp_path, key: str, verdict: str, words: str, changes: dict) -> None:
    check = checks(tmp_path, **changes)[key]
    assert check.verdict == verdict
    assert words in check.text()
    assert bool(check.what_to_do()) == ((verdict in ("warn", "bad") and key != "language") or key == "widths")


def test_wrong_keys_are_told_with_every_action_there_is(tmp_path) -> None:
    """The console does not start with them: its own list of actions is out of reach."""
    said = checks(tmp_path, keys={"foo": "x"})["keys"].what_to_do()
    assert "call.claim" in said and "visit.no_show" in said
    assert checks(tmp_path, keys={"call.claim": "f9"})["keys"].verdict == Verdict.FINE


def test_a_folder_that_cannot_be_written(tmp_path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    check = checks(tmp_path, spool_dir=in_the_way / "drafts")["files"]
    assert check.verdict == Verdict.BAD and str(in_the_way) in check.text()


def test_without_a_terminal_nothing_is_measured_and_nothing_breaks(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("hotline_tui.terminal.is_tty", lambda: False)
    settings = Settings(database_url=f"sqlite:///{tmp_path}/none.db", log_path=tmp_path / "x.log")
    found = {check.key: check for check in run_checks(settings, now=NOW, environ=GOOD)}
    assert found["size"].verdict == found["widths"].verdict == Verdict.UNKNOWN
    assert found["database"].verdict == Verdict.WARN
    assert not (tmp_path / "none.db").exists()


def test_text_and_json_in_both_languages_without_the_password(tmp_path) -> None:
    found = tuple(checks(tmp_path, size=(70, 20)).values())
    spoken = language()
    try:
        for tongue, words in (("en", "The terminal is small"), ("zh_CN", "终端偏小")):
            set_language(tongue)
            text = render(found)
            assert words in text and "hunter2" not in text and "{" not in text
            listed = json.loads(json.dumps(as_json(found)))
            assert listed[0]["check"] == "size" and listed[0]["verdict"] == "warn" and listed[0]["columns"] == "70"
            assert "hunter2" not in json.dumps(listed)
    finally:
        set_language(spoken)


# ---- the database --------------------------------------------------------------------------------------------------


def desk_file(path: Path, version: int, oldest: int) -> str:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE schema_meta (id INTEGER, version INTEGER, oldest_console INTEGER)")
        raw.execute("INSERT INTO schema_meta VALUES (1, ?, ?)", (version, oldest))
    raw.close()
    return f"sqlite:///{path}"


def test_a_desk_of_this_schema(tmp_path) -> None:
    facts = look_at(desk_file(tmp_path / "desk.db", 1, 1))
    assert facts.usable and facts.clock_ahead == 0.0 and "SQLite" in facts.server
    assert sorted(one.name for one in tmp_path.iterdir()) == ["desk.db"], "nothing may be left beside the file"


def test_a_desk_that_needs_a_newer_console(tmp_path) -> None:
    facts = look_at(desk_file(tmp_path / "desk.db", 9, 8))
    assert not facts.usable and "newer console" in facts.msgid and facts.advice


def test_a_newer_schema_that_still_serves_this_console(tmp_path) -> None:
    assert look_at(desk_file(tmp_path / "desk.db", 9, 1)).usable


def test_no_file_a_foreign_one_and_a_damaged_one(tmp_path) -> None:
    assert look_at(f"sqlite:///{tmp_path}/none.db").missing
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as raw:
        raw.execute("CREATE TABLE t (x)")
    raw.close()
    assert "not a desk's" in look_at(f"sqlite:///{foreign}").msgid
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    assert "damaged" in look_at(f"sqlite:///{broken}").msgid
    assert not look_at(f"sqlite:///{tmp_path}").usable


def test_a_server_that_is_not_there_and_its_password() -> None:
    pytest.importorskip("psycopg")
    facts = look_at("postgresql://desk:hunter2@127.0.0.1:1/x", 2.0)
    assert not facts.usable and facts.params
    assert "hunter2" not in str(facts)
