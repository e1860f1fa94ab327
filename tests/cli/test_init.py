"""`hotline init`: by options, by questions, refused where a desk is; nothing is asked without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from hotline_tui.cli import setup
from hotline_tui.domain.errors import Invalid
from hotline_tui.domain.words import Role
from hotline_tui.store.engine import open_store
from hotline_tui.store.tables import Desk, Operator, OperatorRole, PolicyVersion, Post, table_of

from .screen import HOTLINE, Screen

GIVEN = ("--name", "Night desk", "--zone", "Europe/Berlin", "--language", "en", "--operator", "Ann", "--login", "ann")


def run(home: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("HOTLINE_", "XDG_", "LC_"))}
    env |= {"HOME": str(home), "LANG": "en_US.UTF-8", "USER": "ann"} | environ
    command = [sys.executable, "-c", HOTLINE, *words]
    return subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def desk_file(home: Path) -> Path:
    return home / ".local" / "share" / "hotline" / "desk.db"


def test_by_options(tmp_path: Path) -> None:
    done = run(tmp_path, "init", *GIVEN, "--prefix", "nd")
    assert done.returncode == 0, done.stderr
    assert "hotline import" in done.stdout
    with open_store(str(desk_file(tmp_path))) as store, store.read() as conn:
        desk = conn.execute(select(table_of(Desk))).one()
        who = conn.execute(select(table_of(Operator))).one()
        roles = set(conn.execute(select(table_of(OperatorRole).c.role)).scalars())
        policies = set(conn.execute(select(table_of(PolicyVersion).c.policy)).scalars())
        posts = {row.code: row.is_mobile for row in conn.execute(select(table_of(Post)))}
    assert (desk.name, desk.timezone, desk.language, desk.prefix) == ("Night desk", "Europe/Berlin", "en", "ND")
    assert (who.name, who.login) == ("Ann", "ann")
    assert roles == {Role.OPERATOR, Role.DISPATCHER, Role.SHIFT_LEAD}
    assert len(policies) == 5
    assert posts["mobile"]
    assert {"call1", "dispatch"} <= posts.keys()


def test_a_second_time_is_refused(tmp_path: Path) -> None:
    run(tmp_path, "init", *GIVEN)
    before = desk_file(tmp_path).read_bytes()
    again = run(tmp_path, "init", *GIVEN)
    assert again.returncode == 3
    assert "Night desk" in again.stderr
    assert len(again.stderr.strip().splitlines()) == 1
    assert desk_file(tmp_path).read_bytes() == before


def test_without_a_terminal_everything_is_needed(tmp_path: Path) -> None:
    done = run(tmp_path, "init", "--name", "Desk")
    assert done.returncode == 2
    assert "--operator" in done.stderr
    assert "--name" not in done.stderr.partition("missing")[2].partition(".")[0]
    assert not desk_file(tmp_path).exists()


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--zone", "Mars/Olympus", "Mars/Olympus"),
        ("--language", "klingon", "klingon"),
        ("--login", "a b", "a b"),
        ("--name", "  ", "name"),
        ("--operator", "x" * 100, "60"),
        ("--prefix", "12", "12"),
    ],
)
def test_each_wrong_answer_has_its_sentence(tmp_path: Path, option: str, value: str, says: str) -> None:
    words = list(GIVEN) if option in GIVEN else [*GIVEN, option, ""]
    words[words.index(option) + 1] = value
    done = run(tmp_path, "init", *words)
    assert done.returncode == 4
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not desk_file(tmp_path).exists()


def test_by_questions(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "init", USER="ann", TZ="Europe/Berlin")
    screen.until("Name of the desk")
    screen.type("Night desk\r")
    screen.until("Time zone [Europe/Berlin]")
    screen.type("Nowhere\r")
    screen.until("There is no time zone")
    screen.type("\r")
    screen.until("Language (zh or en) [en]")
    screen.type("\r")
    screen.until("Name of the first operator")
    screen.type("Ann\r")
    screen.until("[ann]")
    screen.type("\r")
    screen.until("is ready")
    assert screen.ended() == 0
    with open_store(str(desk_file(tmp_path))) as store, store.read() as conn:
        assert conn.execute(select(table_of(Desk).c.timezone)).scalar() == "Europe/Berlin"


def test_in_chinese(tmp_path: Path) -> None:
    done = run(tmp_path, "init", *GIVEN, LANG="zh_CN.UTF-8")
    assert "值班台" in done.stdout


def test_hostile_names_are_harmless(tmp_path: Path) -> None:
    assert not set(setup.text_of("A\x1b]52;c;eA==\x07B\u202e")) & set("\x1b\x07\u202e")
    with pytest.raises(Invalid):
        setup.text_of("\x00\x1b")


def test_zone_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert setup.system_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "nonsense/zone")
    assert setup.zone_of(setup.system_zone())
