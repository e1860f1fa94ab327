"""The table of readings says what pypinyin says, and pypinyin is not loaded by who writes a name."""

from __future__ import annotations

import subprocess
import sys

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT

from hotline_tui.store.readings import readings
from hotline_tui.store.search import normal


def _by_pypinyin(char: str) -> tuple[str, ...]:
    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="default")[0]
    return tuple(dict.fromkeys(normal(one) for one in found if one))[:2] or (char,)


def test_every_character_is_read_as_pypinyin_reads_it() -> None:
    chars = [chr(code) for code in PINYIN_DICT]
    assert len(chars) > 40_000
    assert [char for char in chars if readings(char) != _by_pypinyin(char)] == []


def test_what_has_no_reading_stands_for_itself() -> None:
    assert (readings("한"), readings("\U0003fff0"), readings("A")) == (("한",), ("\U0003fff0",), ("A",))


def test_a_name_is_written_without_pypinyin() -> None:
    words = (
        "import sys; from hotline_tui.store.search import document;"
        "print(document(names=['重庆大学']), 'pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert "cqdx" in done.stdout.split()
    assert done.stdout.split()[-1] == "False"
