"""`hotline doctor`: what is fine here, what is not, and what to do about it. Works without a terminal and a database.

Each check is a small function that returns `Check`s; `run_checks` runs them all, `render` and `as_json` say them.
"""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from hotline_tui import doctor_terminal as look
from hotline_tui import terminal as term
from hotline_tui.doctor_database import DatabaseFacts, look_at
from hotline_tui.doctor_terminal import Answers, Check, Verdict
from hotline_tui.domain.errors import N_
from hotline_tui.settings import Settings, unknown_variables

__all__ = ["Answers", "Check", "Verdict", "as_json", "render", "run_checks", "worst"]

FIRST_MOMENT = 1_793_491_200.0
"""1 November 2026: this program is not older, so a clock before it is wrong."""
CLOCK_APART = 2.0
"""Seconds that this machine and the database may differ."""
PACKAGES = ("hotline-tui", "textual", "sqlmodel", "sqlalchemy", "alembic", "pendulum", "psycopg")


def run_checks(
    settings: Settings,
    *,
    now: float,
    environ: Mapping[str, str] | None = None,
    answers: Answers | None = None,
    size: tuple[int, int] | None = None,
    database: Callable[[str, float], DatabaseFacts] = look_at,
) -> tuple[Check, ...]:
    """All findings. `now`: this machine's clock, epoch seconds; `answers` and `size` are measured when not given.

    `database(url, deadline in seconds)` looks at the database; it changes nothing there.
    """
    environ = os.environ if environ is None else environ
    answers = look.ask_terminal(environ) if answers is None else answers
    if size is None and term.is_tty():
        columns, rows = shutil.get_terminal_size()
        size = (columns, rows)
    facts = database(settings.database_url, settings.statement_timeout_s)
    return (
        *look.check_size(size),
        *look.check_colours(environ),
        *look.check_language(settings, environ, answers.widths),
        *look.check_widths(settings, answers.widths),
        *look.check_keyboard(settings, answers),
        *look.check_line(environ, answers),
        *check_database(settings, facts),
        *check_clock(now, facts),
        *check_files(settings, environ),
        *check_keys(settings),
        *check_versions(facts),
    )


def check_database(settings: Settings, facts: DatabaseFacts) -> tuple[Check, ...]:
    """Reachable, ours, of a schema that this console may work on."""
    params = (("place", settings.shown_database()), *facts.params)
    verdict = Verdict.FINE if facts.usable else Verdict.WARN if facts.missing else Verdict.BAD
    return (Check("database", verdict, facts.msgid, params, facts.advice),)


def check_clock(now: float, facts: DatabaseFacts) -> tuple[Check, ...]:
    """Clocks count promises: this machine's must be right, and agree with the database's."""
    advice = N_("Switch on time synchronisation (timedatectl set-ntp true), then start again.")
    if now < FIRST_MOMENT:
        return (Check("clock", Verdict.BAD, N_("This machine's clock is in the past."), (), advice),)
    if facts.clock_ahead is None:
        return (Check("clock", Verdict.UNKNOWN, N_("The clock can't be compared: the database did not say its time.")),)
    apart = (("seconds", f"{abs(facts.clock_ahead):.1f}"),)
    if abs(facts.clock_ahead) <= CLOCK_APART:
        return (
            Check("clock", Verdict.FINE, N_("This machine and the database agree on the time ({seconds} s)."), apart),
        )
    return (
        Check(
            "clock",
            Verdict.WARN,
            N_("This machine and the database are {seconds} s apart; the database's time is used."),
            apart,
            advice,
        ),
    )


def check_files(settings: Settings, environ: Mapping[str, str]) -> tuple[Check, ...]:
    """The settings file, misspelt variables, and folders that must be writable."""
    found = []
    if settings.config_path is not None:
        found.append(Check("settings", Verdict.FINE, N_("Settings: {path}."), (("path", str(settings.config_path)),)))
    for name in unknown_variables(environ):
        found.append(
            Check(
                "settings",
                Verdict.WARN,
                N_("{name} means nothing to this program."),
                (("name", name),),
                N_("Correct its name or unset it; hotline --help lists the variables."),
            )
        )
    for folder in {settings.log_path.parent, *([settings.spool_dir] if settings.spool_dir else [])}:
        nearest = next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))
        if not os.access(nearest, os.W_OK | os.X_OK) or not nearest.is_dir():
            found.append(
                Check(
                    "files",
                    Verdict.BAD,
                    N_("Nothing can be written in {path}: drafts and the log would be lost."),
                    (("path", str(folder)),),
                    N_("Give yourself write permission there, or set another folder."),
                )
            )
    return tuple(found)


def check_keys(settings: Settings) -> tuple[Check, ...]:
    """Keys of one's own; where they cannot work the console does not start, so the actions are named here."""
    if not settings.keys:
        return ()
    from hotline_tui.domain.errors import Invalid
    from hotline_tui.ui.actions import ACTIONS
    from hotline_tui.ui.keymap import Keymap

    try:
        Keymap(settings.keys)
    except Invalid as error:
        said = {name: str(value) for name, value in error.params.items()}
        said["actions"] = ", ".join(action.id for action in ACTIONS)
        return (Check("keys", Verdict.BAD, error.msgid, tuple(said.items()), N_("The actions are: {actions}.")),)
    return (Check("keys", Verdict.FINE, N_("Keys of your own: {count}."), (("count", str(len(settings.keys))),)),)


def check_versions(facts: DatabaseFacts) -> tuple[Check, ...]:
    """For a report to who maintains the program."""
    words = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            words.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    words += [facts.server] if facts.server else []
    return (Check("versions", Verdict.FINE, N_("Versions: {versions}."), (("versions", ", ".join(words)),)),)


_SIGNS = {Verdict.FINE: "+", Verdict.WARN: "!", Verdict.BAD: "X", Verdict.UNKNOWN: "?"}


def render(checks: Sequence[Check]) -> str:
    """One line a finding (`+` fine, `!` could be better, `X` must be mended, `?` unknown), what to do below it."""
    lines: list[str] = []
    for check in checks:
        lines.append(f"{_SIGNS[check.verdict]} {check.text()}")
        if check.advice:
            lines.append(f"    {check.what_to_do()}")
    return "\n".join(lines)


def as_json(checks: Sequence[Check]) -> list[dict[str, object]]:
    """The same for scripts: key, verdict, text, what to do, parameters."""
    return [
        {"check": one.key, "verdict": one.verdict.value, "text": one.text(), "do": one.what_to_do(), **dict(one.params)}
        for one in checks
    ]


def worst(checks: Sequence[Check]) -> Verdict:
    """BAD when anything is, else WARN when anything is, else FINE."""
    for verdict in (Verdict.BAD, Verdict.WARN):
        if any(check.verdict == verdict for check in checks):
            return verdict
    return Verdict.FINE
