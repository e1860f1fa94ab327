"""Small windows, poor terminals, other locales: usable, or a sentence; never a broken picture."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable

import pytest
from wcwidth import wcswidth

from .console import Console
from .room import Room

BOX = "─│┌┐└┘├┤┬┴┼━┃╭╮╰╯═║"


def fits(console: Console, width: int) -> None:
    """No row is wider than the window."""
    for line in console.lines:
        assert wcswidth(line) <= width, line


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
def test_small_windows_are_usable_by_keys_alone(room: Room, ring: Callable[..., int], size: tuple[int, int]) -> None:
    ring()
    console = room.live(size=size)
    fits(console, size[0])
    console.key("enter")
    console.wait_for("Harbour Clinic", "Fault")
    console.type("printer on fire")
    console.wait_for("printer on fire")
    console.key("enter", "1", "2", "2")
    console.wait_for("P3")
    console.rest()
    fits(console, size[0])
    console.key("f2")
    console.wait_for("is open")
    console.send(b"3\r")  # typed ahead: Enter belongs to the pane that 3 opens
    console.wait_for("printer on fire", "T2")
    fits(console, size[0])
    console.key("esc")
    console.rest()
    for pane, title in (("4", "Dispatch board"), ("2", "Triage"), ("1", "Incoming")):
        console.key(pane)
        console.wait_for(title)
    console.key("?")
    console.rest()
    fits(console, size[0])
    assert room.rows("SELECT summary FROM ticket") == [("printer on fire",)]


def test_below_the_least_size_a_sentence_and_back_again_what_was_there(room: Room, ring: Callable[..., int]) -> None:
    ring()
    console = room.live(size=(100, 30))
    console.key("enter")
    console.wait_for("Harbour Clinic", "Fault", "F2 Save")
    console.type("typed before")
    console.wait_for("typed before")
    for size in ((59, 16), (60, 15), (20, 5), (1, 1)):
        console.resize(*size)
        if size[0] >= 20:
            said = f"{size[0]}×{size[1]}"
            console.wait(lambda: said in "".join(console.text.split()), said)  # noqa: B023
            console.rest()
            assert not any(sign in console.text for sign in "┌└│")
        console.rest()
        fits(console, size[0])
        console.type("n")  # not a command: the keyboard stays where it was
    for size in ((60, 16), (80, 24), (200, 60), (100, 30)):
        console.resize(*size)
        console.wait_for("typed beforennnn", "Harbour Clinic")
        console.rest()
        fits(console, size[0])
    console.type(" and after")
    console.wait_for("typed beforennnn and after")
    started = room.console(size=(59, 15))
    started.wait(lambda: "59×15" in started.text, "the sentence from the start")
    assert started.child.isalive()


def test_a_bare_linux_console_gets_english_and_says_why(room: Room) -> None:
    console = room.live(TERM="linux", LANG="zh_CN.UTF-8")
    assert "This terminal has no Chinese characters: English is used." in console.said
    assert not re.search("[\u4e00-\u9fff]", console.text)
    assert not set(console.text) & set(BOX.replace("─", "")) or "+" in console.text
    for sign in "…●①→×":
        assert sign not in console.text, sign


def test_a_terminal_that_draws_chinese_in_one_cell_gets_english(room: Room) -> None:
    """A terminal set to another encoding answers the probe with wrong widths."""
    console = room.console(LANG="zh_CN.UTF-8", HOTLINE_LANG="zh")
    console.wait_for("来电")
    console.rest()
    assert "待接" in console.text


@pytest.mark.parametrize(
    ("env", "forbidden"),
    [
        ({"TERM": "xterm"}, rb"\x1b\[[0-9;]*[34]8;[25];"),
        ({"TERM": "xterm-256color"}, rb"\x1b\[[0-9;]*[34]8;2;"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, rb""),
        ({"TERM": "dumb"}, rb""),
        ({"TERM": "vt100"}, rb"\x1b\[[0-9;]*[34]8;[25];"),
        ({"TERM": "xterm-256color", "LANG": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, rb""),
        ({"TERM": "xterm-256color", "HOTLINE_AMBIGUOUS": "wide"}, rb""),
        ({"TERM": "xterm-256color", "HOTLINE_GLYPHS": "plain"}, rb""),
    ],
)
def test_poor_terminals(room: Room, ring: Callable[..., int], env: dict[str, str], forbidden: bytes) -> None:
    ring()
    console = room.live(size=(80, 24), **env)
    console.key("enter")
    console.wait_for("Harbour Clinic", "Fault")
    console.rest()
    if forbidden:
        assert not re.search(forbidden, console.raw), "more colours than this terminal has"
    if env.get("NO_COLOR"):
        for red, green, blue in re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", console.raw):
            assert red == green == blue
    if env.keys() & {"HOTLINE_AMBIGUOUS", "HOTLINE_GLYPHS"} or env.get("LANG") == "POSIX":
        for sign in "…●①→×▌▆▁—–":
            assert sign not in console.text, sign
    fits(console, 80)
    console.signal(signal.SIGTERM)
    assert console.ended() == 0
    assert "Traceback" not in console.said


def test_enter_typed_ahead_of_the_next_pane_claims_nobody(room: Room, ring: Callable[..., int]) -> None:
    """`3` and Enter in one go: with the keyboard still in the queue, Enter would answer a caller."""
    ring()
    for size in ((80, 24), (132, 40)):
        console = room.live(size=size)
        console.rest()
        console.send(b"3\r")
        console.rest(0.4)
        assert room.rows("SELECT state FROM call") == [("waiting",)]
        assert "No clock is running" in console.text
        console.kill()
