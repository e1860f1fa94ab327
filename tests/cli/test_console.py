"""Bare `hotline`: to the console, or to a sentence that says what to do; never a traceback."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from hotline_tui.cli.console import file_of, open_console
from hotline_tui.locale import language, set_language

from .screen import Screen
from .test_init import GIVEN, desk_file, run


def test_without_a_desk_and_a_terminal(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 4
    assert "hotline init" in done.stderr
    assert "hotline demo" in done.stderr
    assert not desk_file(tmp_path).exists()


def test_offers_to_make_one(tmp_path: Path) -> None:
    screen = Screen(tmp_path, USER="ann")
    screen.until("Make a desk now?")
    screen.type("y\r")
    for question, answer in (
        ("Name of the desk", "Night desk"),
        ("Time zone", ""),
        ("Language", "en"),
        ("first operator", "Ann"),
        ("Login", ""),
    ):
        screen.until(question)
        screen.type(answer + "\r")
    assert "Ann" in screen.until(lambda text: re.search(r"Eng(ineers|\.) 0/0", text) is not None)
    screen.leave()


def test_no_means_no(tmp_path: Path) -> None:
    screen = Screen(tmp_path)
    screen.until("Make a desk now?")
    screen.type("\r")
    assert screen.ended() == 4
    assert not desk_file(tmp_path).exists()


def test_opens_the_desk_for_who_is_named(tmp_path: Path) -> None:
    run(tmp_path, "init", *GIVEN)
    screen = Screen(tmp_path, "--operator", "ann", "--theme", "contrast")
    screen.until("Ann")
    screen.leave()
    stranger = Screen(tmp_path, "--operator", "nobody")
    stranger.until("no such desk or operator")
    stranger.leave()


def test_a_wrong_setting_is_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "--theme", "pink")
    assert done.returncode == 4
    assert "pink" in done.stderr
    assert "Traceback" not in done.stderr


def test_not_in_a_pipe(tmp_path: Path) -> None:
    run(tmp_path, "init", *GIVEN)
    done = run(tmp_path)
    assert done.returncode == 2
    assert "terminal" in done.stderr


def test_a_file_that_is_no_desk(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("not a database\n" * 200)
    screen = Screen(tmp_path, "--database-url", f"sqlite:///{notes}")
    screen.until(lambda text: "notes.txt" in text)
    screen.leave()
    assert notes.read_text().startswith("not a database")


def test_exit_codes_come_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_console({"theme": "pink"}) == 4
    assert file_of("sqlite:////tmp/x.db") == Path("/tmp/x.db")
    assert file_of("postgresql://db/hotline") is None


@pytest.mark.parametrize(
    ("options", "environment"),
    [({"lang": "zh"}, {}), ({}, {"HOTLINE_LANG": "zh"}), ({}, {"LC_ALL": "zh_CN.UTF-8"})],
)
def test_faults_of_the_settings_are_told_in_the_language_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: dict[str, str],
    environment: dict[str, str],
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HOTLINE_LANG", "LC_ALL", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    before = language()
    try:
        assert open_console({"theme": "pink", **options}) == 4
    finally:
        set_language(before)
    assert "应为" in capsys.readouterr().err


def test_nothing_heavy_before_the_first_paint() -> None:
    """What the bare command imports before it asks the terminal."""
    import subprocess

    code = (
        "import sys; import hotline_tui.cli.console, hotline_tui.cli.demo;"
        "print([m for m in ('sqlalchemy', 'sqlmodel', 'typer', 'pendulum', 'pydantic', 'alembic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_why_it_is_in_english_is_said_on_the_desk_itself(tmp_path: Path) -> None:
    """Before the full screen it would be painted over at once."""
    run(tmp_path, "init", *GIVEN)
    screen = Screen(tmp_path, TERM="linux", LANG="zh_CN.UTF-8")
    screen.until(lambda text: "This terminal has no Chinese characters" in text and "SLA countdown" in text)
    screen.leave()
