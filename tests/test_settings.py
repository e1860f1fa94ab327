"""Settings: who wins, every fault at once with its place, no secret in any message."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from hotline_tui.locale import language, set_language
from hotline_tui.locale.errors import translate_error
from hotline_tui.settings import (
    VARIABLES,
    BadSettings,
    Settings,
    config_file,
    load_settings,
    unknown_variables,
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user with no settings at all."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def written(home: Path, text: str) -> Path:
    path = home / "hotline.toml"
    path.write_text(text, "utf-8")
    return path


def faults_of(home: Path, text: str = "", environ: dict[str, str] | None = None, **overrides: object) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        load_settings(overrides, environ=environ or {}, config=written(home, text))
    return [str(fault) for fault in caught.value.faults]


def test_nothing_said(home) -> None:
    settings = load_settings(environ={})
    assert settings.database_url == f"sqlite:///{home}/XDG_DATA_HOME/hotline/desk.db"
    assert settings.log_path == home / "XDG_STATE_HOME/hotline/hotline.log"
    assert (settings.language, settings.theme, settings.ambiguous, settings.sound) == ("auto", "auto", "auto", True)
    assert settings.config_path is None
    with pytest.raises(FrozenInstanceError):
        settings.theme = "dark"  # type: ignore[misc]


def test_command_line_over_environment_over_file(home) -> None:
    path = written(home, 'theme = "light"\nlanguage = "zh"\nfps = 60\nsound = false\nlog_path = "~/x.log"')
    environ = {"HOTLINE_THEME": "dark", "HOTLINE_LANG": "en", "HOTLINE_CONFIG": str(path)}
    settings = load_settings({"theme": "ansi", "language": None}, environ=environ)
    assert (settings.theme, settings.language, settings.fps, settings.sound) == ("ansi", "en", 60, False)
    assert settings.log_path == home / "x.log"
    assert settings.config_path == path


def test_the_usual_file_is_found(home) -> None:
    usual = config_file({})
    assert usual == home / "XDG_CONFIG_HOME/hotline/hotline.toml"
    usual.parent.mkdir(parents=True)
    usual.write_text('desk = "上海"')
    assert load_settings(environ={}).desk == "上海"


def test_keys_may_be_remapped(home) -> None:
    path = written(home, '[keys]\n"call.claim" = "f9, enter"\n"app.help" = ["f1", "question_mark"]\n')
    assert dict(load_settings(environ={}, config=path).keys) == {
        "call.claim": "f9, enter",
        "app.help": "f1, question_mark",
    }


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("postgres://a@b/c", "postgresql://a@b/c"),
        ("postgresql+psycopg://a@b:5432/c", "postgresql+psycopg://a@b:5432/c"),
        ("sqlite:////srv/desk.db", "sqlite:////srv/desk.db"),
        ("/srv/desk.db", "sqlite:////srv/desk.db"),
    ],
)
def test_database_addresses(home, given: str, url: str) -> None:
    assert load_settings({"database_url": given}, environ={}).database_url == url


def test_all_faults_at_once_each_with_its_place(home) -> None:
    text = '# my desk\ntheme = "pink"\nthem = "dark"\nzzz = 1\n\nfps = 1000\n[keys]\n"call.claim" = 7\n'
    faults = faults_of(home, text, {"HOTLINE_SOUND": "perhaps"}, statement_timeout_s="x")
    path = home / "hotline.toml"
    assert len(faults) == 7
    assert any(f"{path}:2" in fault and "pink" in fault and "contrast" in fault for fault in faults)
    assert any(f"{path}:3" in fault and "Did you mean “theme”" in fault for fault in faults)
    assert any(f"{path}:4" in fault and "zzz" in fault for fault in faults)
    assert any(f"{path}:6" in fault and "1000" in fault for fault in faults)
    assert any(f"{path}:7" in fault and "call.claim" in fault for fault in faults)
    assert any(fault.startswith("HOTLINE_SOUND:") for fault in faults)
    assert any(fault.startswith("--statement-timeout-s:") for fault in faults)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fps", "12.5"),
        ("fps", True),
        ("fps", "nan"),
        ("statement_timeout_s", "inf"),
        ("statement_timeout_s", "nan"),
        ("desk", "a\x1b[31m"),
        ("desk", 4),
        ("database_url", "mysql://x/y"),
        ("database_url", "postgresql://h:port/x"),
        ("database_url", ""),
        ("language", "fr"),
        ("sound", 3),
        ("log_path", "a\0b"),
        ("keys", "f9"),
    ],
)
def test_values_that_are_refused(home, name: str, value: object) -> None:
    assert len(faults_of(home, "", None, **{name: value})) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [('theme = "dark\n', "hotline.toml:1: "), ("a = 1\na = 2\n", "hotline.toml:2: ")],
)
def test_broken_toml_names_the_line(home, text: str, words: str) -> None:
    (fault,) = faults_of(home, text)
    assert words in fault and "Correct that line" in fault


def test_files_that_cannot_be_read(home) -> None:
    with pytest.raises(BadSettings, match="no such settings file"):
        load_settings(environ={}, config=home / "none.toml")
    latin = home / "latin.toml"
    latin.write_bytes('desk = "é"'.encode("latin-1"))
    with pytest.raises(BadSettings, match="UTF-8"):
        load_settings(environ={}, config=latin)


def test_a_secret_is_never_printed(home) -> None:
    url = "postgresql://desk:hunter2@db/hotline?sslpassword=hunter2&x=1"
    settings = load_settings({"database_url": url}, environ={})
    assert "hunter2" not in repr(settings)
    assert settings.shown_database() == "postgresql://desk:***@db/hotline?sslpassword=***&x=1"
    with pytest.raises(BadSettings) as caught:
        load_settings({}, environ={"HOTLINE_DATABASE_URL": "mysql://desk:hunter2@db/x"})
    assert "hunter2" not in str(caught.value) + repr(caught.value.params)


def test_faults_are_said_in_chinese(home) -> None:
    spoken = language()
    try:
        set_language("zh_CN")
        with pytest.raises(BadSettings) as caught:
            load_settings({"sound": 3, "theme": "pink"}, environ={})
        said = translate_error(caught.value)
        assert "设置" in said and "pink" in said and "true 或 false" in said
    finally:
        set_language(spoken)


def test_every_field_can_be_set() -> None:
    assert {one.name for one in fields(Settings)} == {*VARIABLES.values(), "keys", "config_path"}


def test_misspelt_variables_are_noticed() -> None:
    environ = {"HOTLINE_TEHME": "x", "HOTLINE_THEME": "dark", "HOTLINE_TEST_PG": "x", "PATH": "/bin"}
    assert unknown_variables(environ) == ("HOTLINE_TEHME",)
