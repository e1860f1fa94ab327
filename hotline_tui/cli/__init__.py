"""The `hotline` command.

Bare `hotline` (and `hotline --lang … --theme …`) goes straight to the console: nothing that the first paint does not
need is imported on that way, neither typer nor the database. Everything else is a plain command (`cli.app`).
"""

from __future__ import annotations

import sys

CONSOLE_OPTIONS = ("--lang", "--theme", "--desk", "--operator", "--by-key", "--database-url", "--config")
"""Options (each with a value) that the console itself takes; `--by-key` is the forced command's of an SSH key."""

CONSOLE_FLAGS = ("--read-only",)
"""The same without a value."""


def main() -> None:
    """Entry point: exits with 0 when all went well, else as `cli.faults` says."""
    words = sys.argv[1:]
    if "ssh-keys" in words[:1]:
        from .ssh_keys import asked, print_keys

        wanted = asked(words)
        if wanted is not None:
            sys.exit(print_keys(wanted))
    _warn(words)
    options = console_options(words)
    if options is None:
        words = _speak(words)
        from .app import run_app

        run_app(words)
        return
    from .console import open_console

    sys.exit(open_console(options))


def _warn(words: list[str]) -> None:
    """Whatever stands on the command line, a list of processes shows to everybody."""
    addresses = [word for word in words if "://" in word and "postgres" in word]
    if not addresses:
        return
    from hotline_tui.setting_kinds import hide_password

    if any(hide_password(word) != word for word in addresses):
        from hotline_tui.locale import _

        _speak(words)
        said = _("Everybody on this machine sees a password on the command line (ps). ~/.pgpass keeps it to you.")
        print(said, file=sys.stderr)


def _speak(words: list[str]) -> list[str]:
    """Set the language of plain commands: `--lang` anywhere on the line, else HOTLINE_LANG, else the locale.

    Gives the words with `--lang` in front of the command, where typer looks for it.
    """
    import os

    from hotline_tui.locale import match_language, set_language
    from hotline_tui.terminal import locale_language

    given: list[str] = []
    rest: list[str] = []
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if name == "--lang":
            given.append(value if equals else next(left, ""))
        else:
            rest.append(word)
    wanted = [match_language(word) for word in (*given, os.environ.get("HOTLINE_LANG", ""))]
    set_language(next((found for found in wanted if found), locale_language(os.environ)))
    return [*(["--lang", given[-1]] if given else []), *rest]


def console_options(words: list[str]) -> dict[str, str] | None:
    """The console's options, when that is all there is on the command line; None: a plain command."""
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in CONSOLE_FLAGS:
            found[word.removeprefix("--").replace("-", "_")] = "true"
            continue
        name, equals, value = word.partition("=")
        if name not in CONSOLE_OPTIONS or not (equals or rest):
            return None
        found[name.removeprefix("--").replace("-", "_")] = value if equals else rest.pop(0)
    return found
