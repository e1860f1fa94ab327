"""What the terminal can do, as findings for `hotline doctor`; without one, what could not be measured."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hotline_tui import terminal as term
from hotline_tui.domain.errors import N_
from hotline_tui.domain.text import plain
from hotline_tui.locale import _
from hotline_tui.settings import Settings
from hotline_tui.terminal import Widths


class Verdict(StrEnum):
    FINE = "fine"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    """Could not be measured here."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: msgids with their parameters, so that it can be said in any language."""

    key: str
    verdict: Verdict
    msgid: str
    params: tuple[tuple[str, str], ...] = ()
    advice: str = ""
    """msgid of what to do; empty when nothing is."""

    def text(self) -> str:
        """The finding in the language in use."""
        return _(self.msgid).format(**{name: plain(value) for name, value in self.params})

    def what_to_do(self) -> str:
        """The advice in the language in use."""
        return _(self.advice).format(**{name: plain(value) for name, value in self.params}) if self.advice else ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the terminal answered when it was asked; None: it did not."""

    widths: Widths = field(default_factory=Widths)
    kitty: bool | None = None
    synchronised: bool | None = None


def ask_terminal(environ: Mapping[str, str], timeout: float = 1.0) -> Answers:
    """Measure what can be measured; nothing without a terminal. The terminal is left as it was."""
    if not term.is_tty() or environ.get("TERM", "") in ("", "dumb"):
        return Answers()
    widths = term.measure_widths(timeout, environ)
    if widths == Widths():
        return Answers()
    try:
        with term.Raw(sys.stdin.fileno()):
            # device attributes are answered by every terminal, and last: then no other answer is still to come
            heard = term.ask(b"\x1b[?u\x1b[?2026$p\x1b[c", re.compile(rb"\x1b\[\?[\d;]*c"), timeout)
    except (OSError, ValueError):
        return Answers(widths)
    mode = re.search(rb"\x1b\[\?2026;(\d)\$y", heard)
    return Answers(widths, re.search(rb"\x1b\[\?\d+u", heard) is not None, mode is not None and mode[1] in b"123")


def check_size(size: tuple[int, int] | None) -> tuple[Check, ...]:
    """80×24 shows everything, 60×16 still works."""
    if size is None:
        return (
            Check("size", Verdict.UNKNOWN, N_("There is no terminal: its size, colours and widths can't be measured.")),
        )
    at = (("columns", str(size[0])), ("rows", str(size[1])))
    if size[0] >= 80 and size[1] >= 24:
        return (Check("size", Verdict.FINE, N_("The terminal has {columns}×{rows} cells."), at),)
    advice = N_("Make the window larger or its letters smaller: 80×24 shows everything, 132×40 all panes at once.")
    if size[0] >= 60 and size[1] >= 16:
        return (Check("size", Verdict.WARN, N_("The terminal is small: {columns}×{rows} cells."), at, advice),)
    return (Check("size", Verdict.BAD, N_("The terminal is too small: {columns}×{rows} cells."), at, advice),)


def check_colours(environ: Mapping[str, str]) -> tuple[Check, ...]:
    """What Textual will use here (facts.md, trap 8)."""
    name = environ.get("TERM", "")
    params = (("term", name), ("colours", str(term.colours(environ))))
    if name in ("", "dumb"):
        return (
            Check(
                "colours",
                Verdict.BAD,
                N_("TERM is “{term}”: no full-screen program works here."),
                params,
                N_("Log in with a terminal program, or use the plain commands: hotline list, hotline show."),
            ),
        )
    if environ.get("NO_COLOR"):
        return (
            Check(
                "colours",
                Verdict.WARN,
                N_("NO_COLOR is set: levels and clocks are told apart by shape only."),
                params,
                N_("Unset NO_COLOR to see colours."),
            ),
        )
    if term.colours(environ) == 16:
        return (
            Check(
                "colours",
                Verdict.WARN,
                N_("TERM is {term}: 16 colours; the 16-colour theme is used."),
                params,
                N_("If the terminal can do more, let it set TERM=xterm-256color or COLORTERM=truecolor itself."),
            ),
        )
    return (Check("colours", Verdict.FINE, N_("TERM is {term}: {colours} colours."), params),)


def check_language(settings: Settings, environ: Mapping[str, str], widths: Widths) -> tuple[Check, ...]:
    """Encoding, and which language is spoken and why."""
    choice = term.choose_language(settings.language, environ, widths)
    found = [
        Check(
            "language",
            Verdict.WARN if choice.why else Verdict.FINE,
            choice.why or N_("The language is {language}."),
            (("language", choice.language),),
        )
    ]
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "C"
    if term.encoding_is_utf8(environ):
        found.append(Check("encoding", Verdict.FINE, N_("The locale {locale} uses UTF-8."), (("locale", locale),)))
    else:
        found.append(
            Check(
                "encoding",
                Verdict.WARN,
                N_("The locale {locale} does not use UTF-8: Chinese text may be damaged."),
                (("locale", locale),),
                N_("Set LANG=zh_CN.UTF-8 or LANG=C.UTF-8."),
            )
        )
    return tuple(found)


def check_widths(settings: Settings, widths: Widths) -> tuple[Check, ...]:
    """Characters of ambiguous width (facts.md, trap 7)."""
    wide = {"narrow": 1, "wide": 2}.get(settings.ambiguous)
    if widths.ambiguous is None:
        return (
            Check(
                "widths",
                Verdict.UNKNOWN,
                N_("The terminal does not tell how wide it draws “…” and “●”."),
                (),
                N_('If lines are shifted or frames broken, set ambiguous = "wide" in the settings.'),
            ),
        )
    if wide is not None and wide != widths.ambiguous:
        return (
            Check(
                "widths",
                Verdict.BAD,
                N_("The settings say ambiguous = {set}, but “…” is {cells} wide here."),
                (("set", settings.ambiguous), ("cells", str(widths.ambiguous))),
                N_("Take the line out of the settings: it is measured at every start."),
            ),
        )
    if widths.ambiguous == 2:
        return (
            Check(
                "widths",
                Verdict.WARN,
                N_("“…” and frames take two cells here: plain glyphs are used."),
                (),
                N_("To see frames, set ambiguous characters to narrow in the terminal program."),
            ),
        )
    return (Check("widths", Verdict.FINE, N_("Characters of ambiguous width take one cell.")),)


def check_keyboard(settings: Settings, answers: Answers) -> tuple[Check, ...]:
    """The Kitty protocol breaks Chinese input in some terminals (facts.md, trap 6)."""
    if settings.kitty_keys and answers.kitty:
        return (
            Check(
                "keyboard",
                Verdict.WARN,
                N_("The Kitty keyboard protocol is on."),
                (),
                N_("If the input method loses letters, set kitty_keys = false."),
            ),
        )
    return (Check("keyboard", Verdict.FINE, N_("Keys are read in the way every input method understands.")),)


def check_line(environ: Mapping[str, str], answers: Answers) -> tuple[Check, ...]:
    """SSH, tmux, synchronised output."""
    over, inside = term.over_ssh(environ), term.multiplexer(environ)
    found = [
        Check(
            "line",
            Verdict.FINE,
            N_("Connected over SSH: {fps} paints a second, nothing blinks."),
            (("fps", str(term.frames(environ))),),
        )
        if over
        else Check("line", Verdict.FINE, N_("The terminal is on this machine."))
    ]
    if inside:
        found.append(
            Check(
                "multiplexer",
                Verdict.FINE,
                N_("{name} keeps the console alive when the line drops."),
                (("name", inside),),
            )
        )
    elif over:
        found.append(
            Check(
                "multiplexer",
                Verdict.WARN,
                N_("Without tmux the console ends when the line drops; drafts are kept."),
                (),
                N_("Start tmux first, then hotline."),
            ),
        )
    if answers.synchronised is False:
        found.append(Check("painting", Verdict.FINE, N_("No synchronised output: a picture may tear for a moment.")))
    return tuple(found)
