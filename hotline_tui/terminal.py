"""What this terminal can do: measured where it can be asked, known by name where not (facts.md, traps 6 to 8).

The console asks one question at start: how wide a character of ambiguous width and a Chinese one are drawn. It is asked
before the slow imports and the answer is read after them (`Probe`), so that a terminal that answers costs no time and
one that never does costs a moment. Only the standard library is imported.
"""

from __future__ import annotations

import atexit
import os
import re
import select
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from hotline_tui.domain.errors import N_
from hotline_tui.locale import CHINESE, ENGLISH, match_language

AMBIGUOUS = "…"
CJK = "中"
PATIENCE = 0.05
"""Seconds to wait for a terminal on this machine after the imports are done."""
PATIENCE_SSH = 0.4

_POSITION = re.compile(rb"\x1b\[(\d+);(\d+)R")
_BARE = frozenset({"linux", "vt100", "vt102", "vt220", "cons25", "wscons", "dumb", "ansi"})
"""Terminals that have no Chinese glyphs."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Cells that one character of ambiguous width and one Chinese character take; None: the terminal did not say."""

    ambiguous: int | None = None
    chinese: int | None = None


class Raw:
    """Raw mode for as long as questions are open; the terminal is restored whatever happens."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._before: list[Any] | None = None

    def __enter__(self) -> Raw:
        import termios
        import tty

        self._before = termios.tcgetattr(self._fd)
        tty.setcbreak(self._fd, termios.TCSANOW)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import termios

        if self._before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSANOW, self._before)
            self._before = None


def is_tty() -> bool:
    """Whether both ends of the conversation are a terminal."""
    return all(stream is not None and not stream.closed and stream.isatty() for stream in (sys.stdin, sys.stdout))


def ask(question: bytes, done: re.Pattern[bytes], timeout: float, *, answers: int = 1) -> bytes:
    """Write a question to the terminal and read until `done` was found `answers` times or time is over. In raw mode."""
    os.write(sys.stdout.fileno(), question)
    return listen(done, timeout, answers=answers)


def listen(done: re.Pattern[bytes], timeout: float, *, answers: int = 1) -> bytes:
    """What the terminal says until `done` was found `answers` times or `timeout` seconds have passed."""
    fd = sys.stdin.fileno()
    heard = b""
    end = time.monotonic() + timeout
    while len(done.findall(heard)) < answers:
        ready, _out, _err = select.select([fd], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            break
        more = os.read(fd, 1024)
        if not more:
            break
        heard += more
    return heard


class Probe:
    """The question about widths: `start()` before the imports, `finish()` after them.

    Nothing is asked without a terminal. Keys are not echoed in between. Whoever ends before `finish()` leaves the
    terminal as it was all the same.
    """

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ
        self._raw: Raw | None = None

    def start(self) -> Probe:
        """Print one of each at the line's start, ask where the cursor is after each, wipe the line."""
        if not is_tty() or self._environ.get("TERM", "") in ("", "dumb"):
            return self
        raw = Raw(sys.stdin.fileno())
        try:
            raw.__enter__()
            os.write(sys.stdout.fileno(), f"\r{AMBIGUOUS}\x1b[6n\r{CJK}\x1b[6n\r\x1b[K".encode())
        except (OSError, ImportError, ValueError):
            raw.__exit__(None, None, None)
            return self
        self._raw = raw
        atexit.register(self._restore)
        return self

    def finish(self, timeout: float | None = None) -> Widths:
        """What was answered; the terminal is as before."""
        if self._raw is None:
            return Widths()
        if timeout is None:
            timeout = PATIENCE_SSH if over_ssh(self._environ) else PATIENCE
        try:
            heard = listen(_POSITION, timeout, answers=2)
        except (OSError, ValueError):
            heard = b""
        finally:
            self._restore()
        return widths_from(heard)

    def _restore(self) -> None:
        if self._raw is not None:
            self._raw.__exit__(None, None, None)
            self._raw = None


def widths_from(heard: bytes) -> Widths:
    """The widths that two cursor reports tell; a report that can't be true counts as none."""
    columns = [int(column) - 1 for _row, column in _POSITION.findall(heard)[:2]]
    found = [width if width in (1, 2) else None for width in columns] + [None, None]
    return Widths(found[0], found[1] if len(columns) > 1 else None)


def measure_widths(timeout: float = 1.0, environ: Mapping[str, str] | None = None) -> Widths:
    """Ask and wait, for who has nothing else to do meanwhile."""
    return Probe(environ).start().finish(timeout)


# ---- what is known by name ------------------------------------------------------------------------------------------


def over_ssh(environ: Mapping[str, str]) -> bool:
    """Whether a network lies between this program and the operator."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def multiplexer(environ: Mapping[str, str]) -> str:
    """`tmux`, `screen`, `zellij` or nothing."""
    if environ.get("TMUX"):
        return "tmux"
    if environ.get("ZELLIJ"):
        return "zellij"
    return "screen" if environ.get("STY") else ""


def colours(environ: Mapping[str, str]) -> int:
    """How many colours Textual will use here: 0 (NO_COLOR), 16, 256 or 16,777,216."""
    if environ.get("NO_COLOR"):
        return 0
    if environ.get("COLORTERM", "").strip().casefold() in ("truecolor", "24bit"):
        return 1 << 24
    return 256 if environ.get("TERM", "").strip().casefold().rpartition("-")[2] in ("256color", "kitty") else 16


def frames(environ: Mapping[str, str], wanted: int = 0) -> int:
    """Paints a second: as set, else 120 here and 30 over SSH (architecture, rule 9)."""
    return wanted or (30 if over_ssh(environ) else 120)


def encoding_is_utf8(environ: Mapping[str, str]) -> bool:
    """Whether the locale says UTF-8; Python's own UTF-8 mode counts."""
    if sys.flags.utf8_mode and not any(environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        return True
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return "utf8" in locale.casefold().replace("-", "")


def why_no_chinese(environ: Mapping[str, str], widths: Widths = Widths()) -> str:
    """The msgid of why this terminal cannot show Chinese; empty when it can."""
    term = environ.get("TERM", "").strip().casefold()
    if term in _BARE:
        return N_(
            "This terminal has no Chinese characters: English is used. Log in from a graphical terminal or over SSH."
        )
    if widths.chinese == 1:
        return N_("This terminal draws Chinese characters in one cell: English is used. Switch it to UTF-8.")
    return ""


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """The language to speak, and the msgid of why it is another one than was asked for."""

    language: str
    why: str = ""


def choose_language(
    setting: str,
    environ: Mapping[str, str],
    widths: Widths = Widths(),
    *,
    insisted: bool = False,
) -> LanguageChoice:
    """The setting, else the locale; English, with the reason, where the terminal cannot show Chinese.

    `insisted`: asked for on the command line, by somebody who sees the screen: not overruled.
    """
    wanted = match_language(setting) if setting != "auto" else None
    if wanted is None:
        wanted = locale_language(environ)
    if wanted != CHINESE or insisted:
        return LanguageChoice(wanted)
    why = why_no_chinese(environ, widths)
    return LanguageChoice(ENGLISH if why else CHINESE, why)


def locale_language(environ: Mapping[str, str]) -> str:
    """The language the locale asks for, as gettext reads it; English for any that is not spoken here."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            base = match_language(environ[name])
            if environ[name].partition(".")[0].upper() in ("C", "POSIX"):
                return ENGLISH
            listed = [
                found for word in environ.get("LANGUAGE", "").split(":") if word and (found := match_language(word))
            ]
            return listed[0] if listed else base or ENGLISH
    return ENGLISH


def plain_glyphs(setting: str, ambiguous: str, environ: Mapping[str, str], widths: Widths) -> bool:
    """Whether to draw with ASCII signs: as set, else where ambiguous characters are wide or may be missing."""
    if setting != "auto":
        return setting == "plain"
    if ambiguous != "auto":
        return ambiguous == "wide"
    return widths.ambiguous == 2 or environ.get("TERM", "").casefold() in _BARE or not encoding_is_utf8(environ)


def theme_for(setting: str, environ: Mapping[str, str]) -> str:
    """`dark`, `light`, `contrast` or `ansi`: as set, else by the colours there are."""
    if setting != "auto":
        return setting
    return "ansi" if colours(environ) <= 16 else "dark"
