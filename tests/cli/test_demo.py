"""`hotline demo` in a pseudo-terminal: made, left, found again, made anew; never over a real desk."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from hotline_tui.cli.demo import STALE_S, demo_path
from hotline_tui.domain.errors import HotlineError, Invalid, Refused
from hotline_tui.intake.demo_place import DEMO, kind_of
from hotline_tui.store.engine import open_store

from .screen import Screen

CJK = re.compile("[\u3400-\u9fff]")


def demo_file(home: Path, name: str = "demo-en.db") -> Path:
    return home / ".local" / "share" / "hotline" / name


def test_made_left_and_found_again(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "demo", "--lang", "en", "--quiet")
    text = screen.until("Northstar")
    assert not CJK.search(text)
    screen.type("\r")
    screen.until("Claimed")
    screen.leave()
    assert kind_of(demo_file(tmp_path)) == DEMO
    made = demo_file(tmp_path).stat().st_ino
    again = Screen(tmp_path, "demo", "--lang", "en", "--quiet")
    again.until("Northstar")
    again.leave()
    assert demo_file(tmp_path).stat().st_ino == made


def test_calls_come_in(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "demo", "--lang", "en", "--speed", "20")
    screen.until("waiting 5")
    screen.until(lambda text: re.search(r"waiting [678]", text) is not None)
    screen.leave()


def test_fresh_keeps_the_old_one_aside(tmp_path: Path) -> None:
    for words in ((), ("--fresh",)):
        screen = Screen(tmp_path, "demo", "--lang", "en", "--quiet", *words)
        screen.until("Northstar")
        screen.leave()
    assert kind_of(demo_file(tmp_path, "demo-en.old.db")) == DEMO
    assert kind_of(demo_file(tmp_path)) == DEMO


def test_stale_demo_is_offered_anew(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "demo", "--lang", "en", "--quiet")
    screen.until("Northstar")
    screen.leave()
    for file in demo_file(tmp_path).parent.glob("demo-en.db*"):
        os.utime(file, (file.stat().st_mtime - 2 * STALE_S,) * 2)
    kept = demo_file(tmp_path).stat().st_ino
    again = Screen(tmp_path, "demo", "--lang", "en", "--quiet")
    again.until("last used 6 h")
    again.type("n\r")
    again.until("Northstar")
    again.leave()
    assert demo_file(tmp_path).stat().st_ino == kept


def test_two_languages_are_two_demos(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "demo", "--lang", "zh", "--quiet", size=(24, 80))
    assert "海天物流" in screen.until("东城小学")
    screen.leave()
    assert kind_of(demo_file(tmp_path, "demo.db")) == DEMO
    assert not demo_file(tmp_path).exists()


def test_a_real_desk_is_never_touched(tmp_path: Path) -> None:
    real = tmp_path / "desk.db"
    open_store(str(real), create=True).close()
    before = real.read_bytes()
    screen = Screen(tmp_path, "demo", "--fresh", HOTLINE_DATABASE_URL=f"sqlite:///{real}")
    screen.until("is no demo")
    assert screen.ended() == 3
    assert real.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "error"),
    [("postgresql://desk@db.example/hotline", Invalid), ("{folder}/notes.txt", Refused)],
)
def test_other_places_are_refused(tmp_path: Path, url: str, error: type[HotlineError]) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(error):
        demo_path("en", url.format(folder=tmp_path))
    assert (tmp_path / "notes.txt").read_text() == "notes"


def test_without_permission(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    screen = Screen(tmp_path, "demo", HOTLINE_DATABASE_URL=f"sqlite:///{blocked}/demo.db")
    screen.until("can't be written")
    assert screen.ended() == 5
