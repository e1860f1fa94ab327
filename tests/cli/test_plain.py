"""Plain commands: what they print, what scripts get, how they end."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from hotline_tui.domain.commands import NewContact, OpenTicket
from hotline_tui.domain.triage import Answers
from hotline_tui.domain.words import Affects, FaultKind, Works
from hotline_tui.services.bus import execute
from hotline_tui.store.engine import open_store

from ..intake.test_recorded import LINES, log
from .conftest import Hotline

COMMANDS = [
    ("demo",),
    ("init",),
    ("import",),
    ("replay",),
    ("list",),
    ("show",),
    ("verify",),
    ("backup",),
    ("restore",),
    ("doctor",),
    ("policy",),
    ("policy", "check"),
    ("policy", "explain"),
    ("policy", "try"),
    ("policy", "load"),
    ("call",),
    ("call", "new"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(hotline: Hotline, command: tuple[str, ...]) -> None:
    done = hotline(*command, "--help")
    assert done.code == 0 and "Usage: hotline" in done.out


def test_help_is_said_in_chinese_too(hotline: Hotline) -> None:
    for words in (("--lang", "zh", "list", "--help"), ("list", "--help", "--lang=zh")):
        assert "先到期的在前" in hotline(*words).out


def test_a_wrong_word_is_a_usage_error(hotline: Hotline) -> None:
    done = hotline("dance")
    assert done.code == 2 and "dance" in done.err


def test_without_a_database_each_command_says_what_to_do(hotline: Hotline) -> None:
    for words in (("list",), ("show", "1"), ("verify",), ("call", "new")):
        done = hotline(*words)
        assert done.code in (4, 5) and "hotline init" in done.err, words


def test_a_call_enters_once_by_its_source_id(desk: Hotline) -> None:
    first = desk("call", "new", "--number", "021-5560-1180", "--source-id", "17", "--json")
    again = desk("call", "new", "--number", "021-5560-1180", "--source-id", "17", "--json")
    assert (first.code, again.code) == (0, 0)
    assert first.json == {"call": 1, "existing": False} and again.json == {"call": 1, "existing": True}


def test_a_call_with_hostile_text_from_standard_input(desk: Hotline) -> None:
    done = desk(
        "call", "new", "--channel", "email", "--number", "a@b.example", "--text", "-", stdin="\x1b[2J" + "x" * 10**6
    )
    assert done.code == 0


def test_an_unknown_channel_is_refused_with_the_known_ones(desk: Hotline) -> None:
    done = desk("call", "new", "--channel", "pigeon")
    assert done.code == 4 and "phone" in done.err


def test_an_empty_desk_lists_nothing_and_an_unknown_number_is_told(desk: Hotline) -> None:
    assert desk("list", "--json").json == []
    assert desk("list").out.strip() == "No tickets."
    done = desk("show", "T20990101-0001")
    assert done.code == 3 and "T20990101-0001" in done.err
    assert "error" in desk("show", "4711", "--json").json


def test_replay_as_logged_prints_the_logs_figures_and_verifies(desk: Hotline, tmp_path: Path) -> None:
    file = log(tmp_path, *LINES)
    done = desk("replay", str(file), "--speed", "max", "--answer-as-logged", "--json")
    assert done.json == {
        "offered": 3,
        "answered": 2,
        "abandoned": 1,
        "abandoned_share": 0.333333,
        "asa_s": 21.0,
        "longest_wait_s": 74.0,
        "service_level_20s": 0.333333,
        "aht_s": 78.0,
    }
    assert "Longest wait" in desk("replay", str(file), "--speed", "max", "--answer-as-logged").out
    assert desk("verify", "--json").json["clean"] is True


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "nan", "1e99"])
def test_a_speed_that_is_none(desk: Hotline, tmp_path: Path, speed: str) -> None:
    done = desk("replay", str(log(tmp_path, *LINES)), f"--speed={speed}")
    assert done.code == 4 and "--speed" in done.err


def test_import_template_dry_run_import_and_faults(desk: Hotline, tmp_path: Path) -> None:
    file = tmp_path / "all.xlsx"
    assert desk("import", "--template", str(file)).code == 0
    assert desk("import", "--dry-run", str(file)).code == 4, "the example is no row"
    book = load_workbook(file)
    for sheet, column in zip(book.worksheets, ("D", "E", "F", "E", "D"), strict=True):
        sheet[f"{column}2"] = "2025-09-02" if column == "F" else "other"
    book.save(file)
    dry = desk("import", "--dry-run", "--json", str(file))
    assert dry.json["rows"] == dict.fromkeys(("customers", "contacts", "contracts", "systems", "engineers"), 1)
    assert dry.json["dry_run"] is True
    assert desk("import", "--json", str(file)).json["new"]["customers"] == 1
    bad = tmp_path / "bad.csv"
    bad.write_text("code,name\nC1,\nC2,沪江中学\n", encoding="utf-8")
    done = desk("import", str(bad))
    assert done.code == 4 and "bad.csv, line 2" in done.err and "Nothing was taken in" in done.err
    assert desk("import", "--json", str(bad)).json["faults"][0]["line"] == 2


def test_verify_names_a_due_time_that_was_changed_behind_its_back(desk: Hotline, tmp_path: Path) -> None:
    desk("call", "new", "--channel", "email", "--number", "a@b.example", "--text", "Hello")
    raw = sqlite3.connect(tmp_path / "desk.db")
    changed = raw.execute("UPDATE clock SET due = '2030-01-01T00:00:00.000000Z'").rowcount
    raw.commit()
    raw.close()
    assert changed >= 1
    done = desk("verify")
    assert done.code == 1 and "call:1" in done.err and "due" in done.err


def test_backup_and_restore_bring_everything_back(desk: Hotline, tmp_path: Path) -> None:
    desk("call", "new", "--number", "021-5560-1180", "--source-id", "1")
    copy = tmp_path / "copy.db"
    assert desk("backup", str(copy), "--json").json["events"] > 0
    desk("call", "new", "--number", "021-5560-1181", "--source-id", "2")
    refused = desk("restore", str(copy))
    assert refused.code == 3 and "--force" in refused.err
    assert desk("restore", str(copy), "--force").code == 0
    assert desk("verify", "--json").json["clean"] is True
    again = desk("call", "new", "--number", "021-5560-1181", "--source-id", "2", "--json")
    assert again.json["existing"] is False, "what came after the backup is not there any more"


def test_a_backup_that_is_none_is_not_put_back(desk: Hotline, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    done = desk("restore", str(broken), "--force")
    assert done.code in (4, 5) and "broken.db" in done.err
    assert desk("list").code == 0


def test_policy_try_answers_each_line_in_its_place(hotline: Hotline) -> None:
    lines = '{"calendar":"24x7","start":"2026-10-01T00:00:00Z","within":3600,"at":"2026-10-01T00:30:00Z"}\nnonsense\n'
    done = hotline("policy", "try", "-", stdin=lines)
    first, second = done.out.splitlines()
    assert done.code == 0
    assert '"elapsed_s": 1800' in first and '"left_s": 1800' in first and '"state": "running"' in first
    assert second.startswith('{"error": ')


def test_policy_check_names_line_and_fault(hotline: Hotline, tmp_path: Path) -> None:
    assert hotline("policy", "check", "all").code == 0
    bad = tmp_path / "mine.toml"
    bad.write_text('id = "mine"\ntitel = "x"\n', encoding="utf-8")
    done = hotline("policy", "check", str(bad))
    assert done.code == 1 and "mine.toml:2:" in done.err and "titel" in done.err


def test_policy_explain_says_what_is_promised_and_what_would_be_due(hotline: Hotline) -> None:
    assert "SL-A1" in hotline("policy", "explain", "campus").out
    done = hotline(
        *("policy", "explain", "campus", "--level", "P1", "--fault", "software"),
        *("--start", "2026-09-30T17:00:00+08:00"),
    )
    assert "2026-09-30T17:05:00+08:00" in done.out
    assert hotline("policy", "explain", "nobody").code == 4


def test_a_policy_loaded_again_is_in_force_already(desk: Hotline, tmp_path: Path) -> None:
    from hotline_tui.resources import data_root

    mine = tmp_path / "campus.toml"
    mine.write_text(
        (data_root() / "policies" / "campus.toml").read_text(encoding="utf-8") + "\n# ours\n", encoding="utf-8"
    )
    assert "in force from now on" in desk("policy", "load", str(mine)).out
    assert "already" in desk("policy", "load", str(mine)).out


def test_doctor_works_without_a_terminal(desk: Hotline) -> None:
    done = desk("doctor", "--json")
    assert done.code in (0, 1) and any("sqlite" in str(check).lower() for check in done.json)


def test_wrong_settings_are_all_told_at_once(desk: Hotline) -> None:
    done = desk("list", HOTLINE_THEME="pink", HOTLINE_FPS="many")
    assert done.code == 4 and "pink" in done.err and "many" in done.err


def test_a_policy_is_told_in_one_language(hotline: Hotline) -> None:
    told = "".join(hotline("--lang", "zh", "policy", "explain", name).out for name in ("campus", "integrator"))
    assert "same_day" not in told and "当天" in told
    assert not any(word in told for word in ("wd_close", "1wd", "2wd", "3wd"))


def test_a_ticket_says_how_far_away_its_due_times_are(desk: Hotline, tmp_path: Path) -> None:
    opened = datetime.now(UTC) - timedelta(hours=2)
    store = open_store(str(tmp_path / "desk.db"))
    command = OpenTicket(
        id=uuid4(),
        actor=1,
        desk=1,
        call=None,
        customer=None,
        contact=None,
        new_contact=NewContact(name="Ann", phone="021-5560-1180", organisation="Riverside School"),
        summary="The portal is slow",
        fault_kind=FaultKind.SOFTWARE,
        answers=Answers(works=Works.ERRORS, affects=Affects.ONE, known_solution=False),
        received=opened,
    )
    number = execute(store, command, datetime.now(UTC)).number
    store.close()
    assert re.search(r"\bin \d+ (hours|hour)", desk("show", number).out)
    assert "还有" in desk("show", number, "--lang", "zh").out
