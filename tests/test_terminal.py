"""The terminal as it is asked and as it is known by name. A pseudo-terminal answers as real ones do, or not at all."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time

import pytest

from hotline_tui import terminal
from hotline_tui.terminal import Widths, choose_language, colours, locale_language, plain_glyphs, theme_for, widths_from

PROGRAM = """
import sys
from hotline_tui.terminal import Probe
probe = Probe({"TERM": "xterm-256color"}).start()
widths = probe.finish(float(sys.argv[1]))
print("MEASURED", widths.ambiguous, widths.chinese, flush=True)
"""


def run_in_pty(answers: list[bytes], timeout: float = 60.0, program: str = PROGRAM) -> tuple[str, bool]:
    """Run the program in a pseudo-terminal that answers questions for the cursor so; was it left as it was?"""
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    child = subprocess.Popen([sys.executable, "-c", program, str(timeout)], stdin=slave, stdout=slave, stderr=slave)
    heard, asked, end = b"", 0, time.monotonic() + 90
    while child.poll() is None and time.monotonic() < end:
        if select.select([master], [], [], 0.05)[0]:
            heard += os.read(master, 4096)
        while heard.count(b"\x1b[6n") > asked:
            if asked < len(answers):
                os.write(master, answers[asked])
            asked += 1
    while select.select([master], [], [], 0.05)[0]:
        heard += os.read(master, 4096)
    child.wait(60)
    same = termios.tcgetattr(slave) == before
    os.close(master)
    os.close(slave)
    return heard.decode(errors="replace"), same


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([b"\x1b[1;2R", b"\x1b[1;3R"], "MEASURED 1 2"),
        ([b"\x1b[24;3R", b"\x1b[24;3R"], "MEASURED 2 2"),
        ([b"\x1b[1;2R", b"\x1b[1;2R"], "MEASURED 1 1"),
        ([b"typed\x1b[1;2R", b"\x1b[A\x1b[1;3R"], "MEASURED 1 2"),
    ],
)
def test_widths_are_measured(answers: list[bytes], said: str) -> None:
    output, same = run_in_pty(answers)
    assert said in output
    assert same, "the terminal must be as it was"


def test_a_terminal_that_never_answers_costs_a_moment() -> None:
    output, same = run_in_pty([], timeout=0.1)
    assert "MEASURED None None" in output
    assert same


def test_an_end_before_the_answer_leaves_the_terminal_as_it_was() -> None:
    program = "from hotline_tui.terminal import Probe\nProbe({'TERM': 'xterm'}).start()\nraise SystemExit(3)"
    assert run_in_pty([], program=program)[1]


def test_nothing_is_asked_without_a_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, "1"], capture_output=True, input=b"", timeout=120, check=True)
    assert done.stdout.decode().split() == ["MEASURED", "None", "None"]


@pytest.mark.parametrize(
    ("heard", "widths"),
    [
        (b"", Widths()),
        (b"\x1b[1;2R", Widths(1, None)),
        (b"\x1b[1;80R\x1b[1;3R", Widths(None, 2)),
        (b"\x1b[1;1R\x1b[1;9999999R", Widths(None, None)),
        (b"garbage\x1b[;R\x1b[3;3Rx\x1b[3;3R", Widths(2, 2)),
    ],
)
def test_reports_that_cannot_be_true_count_as_none(heard: bytes, widths: Widths) -> None:
    assert widths_from(heard) == widths


@pytest.mark.parametrize(
    ("environ", "count"),
    [
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "linux"}, 16),
        ({"TERM": "screen"}, 16),
        ({"TERM": "tmux-256color", "COLORTERM": "truecolor"}, 1 << 24),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 0),
        ({}, 16),
    ],
)
def test_colours_as_textual_sees_them(environ: dict[str, str], count: int) -> None:
    assert colours(environ) == count
    assert theme_for("auto", environ) == ("ansi" if count <= 16 else "dark")
    assert theme_for("light", environ) == "light"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh_CN:en"}, "zh_CN"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses(environ: dict[str, str], language: str) -> None:
    assert locale_language(environ) == language
    assert choose_language("auto", {"TERM": "xterm"} | environ).language == language


def test_the_setting_chooses_before_the_locale() -> None:
    assert choose_language("zh_CN", {"LANG": "en_US.UTF-8", "TERM": "xterm"}).language == "zh_CN"
    assert choose_language("en", {"LANG": "zh_CN.UTF-8", "TERM": "xterm"}).language == "en"


@pytest.mark.parametrize(
    ("environ", "widths"),
    [({"TERM": "linux"}, Widths()), ({"TERM": "xterm"}, Widths(1, 1)), ({"TERM": "vt220"}, Widths())],
)
def test_english_with_the_reason_where_chinese_cannot_be_shown(environ: dict[str, str], widths: Widths) -> None:
    chosen = choose_language("zh_CN", environ, widths)
    assert chosen.language == "en"
    assert "English" in chosen.why
    assert choose_language("en", environ, widths).why == ""
    insisted = choose_language("zh_CN", environ, widths, insisted=True)
    assert (insisted.language, insisted.why) == ("zh_CN", "")


def test_plain_glyphs_where_ambiguous_characters_are_wide() -> None:
    utf8 = {"LANG": "zh_CN.UTF-8", "TERM": "xterm"}
    assert not plain_glyphs("auto", "auto", utf8, Widths(1, 2))
    assert plain_glyphs("auto", "auto", utf8, Widths(2, 2))
    assert not plain_glyphs("auto", "auto", utf8, Widths())
    assert plain_glyphs("auto", "wide", utf8, Widths(1, 2))
    assert not plain_glyphs("auto", "narrow", utf8, Widths(2, 2))
    assert plain_glyphs("plain", "auto", utf8, Widths(1, 2))
    assert not plain_glyphs("rich", "wide", utf8, Widths(2, 2))
    assert plain_glyphs("auto", "auto", utf8 | {"TERM": "linux"}, Widths(1, 1))


def test_ssh_and_multiplexers() -> None:
    assert terminal.over_ssh({"SSH_CONNECTION": "1 2 3 4"})
    assert not terminal.over_ssh({"SSH_AUTH_SOCK": "/x"})
    assert terminal.frames({"SSH_TTY": "/dev/pts/1"}) == 30
    assert terminal.frames({}) == 120
    assert terminal.frames({"SSH_TTY": "x"}, 60) == 60
    assert [terminal.multiplexer(e) for e in ({"TMUX": "x"}, {"STY": "x"}, {"ZELLIJ": "0"}, {})] == [
        "tmux", "screen", "zellij", "",
    ]  # fmt: skip
