"""Settings: command line over environment over TOML file over defaults → one frozen `Settings`; all faults at once.

Standard library only. The bare `hotline` command must be on screen within 1.5 times of an empty Textual program, and
pydantic-settings alone costs more than that allows; a second reading path for the fast start would be two truths. So
the table below (`_FIELDS`) is the one description: names, variables, parsers, meanings.

A file looks like this (every line may be left out)::

    database_url = "postgresql://desk@db.example/hotline"
    theme = "contrast"

    [keys]
    "call.claim" = "f9, enter"
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hotline_tui import setting_kinds as kinds
from hotline_tui.domain.errors import N_, HotlineError, Invalid

APP = "hotline"
PREFIX = "HOTLINE_"
THEMES = ("auto", "dark", "light", "contrast", "ansi")


class Sentences(tuple[HotlineError, ...]):
    """Several errors as one parameter of another."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(map(str, self))


class BadSettings(Invalid):
    """Everything that is wrong with the settings, each fault with its place and what to do."""

    def __init__(self, faults: tuple[HotlineError, ...]) -> None:
        self.faults = faults
        if len(faults) == 1:
            super().__init__(faults[0].msgid, **faults[0].params)
        else:
            super().__init__(N_("The settings have {n} faults. {faults}"), n=len(faults), faults=Sentences(faults))


@dataclass(frozen=True, slots=True)
class Settings:
    """What one console was told. `auto` stands for what is measured or read from the locale at start."""

    database_url: str = field(default="", repr=False)
    """`sqlite:///path` or `postgresql://…`. May hold a password: show `shown_database()` instead."""
    language: str = "auto"
    theme: str = "auto"
    desk: str = ""
    """Name or number of the desk to sign on at; empty: the only or the last one."""
    operator: str = ""
    """Login (or name) of whoever signs on; empty: who it is is asked where several could."""
    read_only: bool = False
    """See everything, change nothing: the console writes nothing at all."""
    ambiguous: str = "auto"
    """Cells that characters of ambiguous width take here: auto (measured), narrow, wide."""
    glyphs: str = "auto"
    """rich, plain (ASCII), or auto: plain where ambiguous characters are wide."""
    sound: bool = True
    fps: int = 0
    """Paints a second; 0: 120 on this machine, 30 over SSH."""
    kitty_keys: bool = False
    """The Kitty keyboard protocol; off, because it breaks Chinese input in some terminals."""
    ring_after_s: int = 60
    """The bell rings for a call that nobody has claimed after this long."""
    statement_timeout_s: float = 5.0
    """Our own deadline for each statement."""
    patience_s: float = 30.0
    """Over SSH: so long a terminal may leave a question unanswered; then the console ends and its claims are free."""
    log_path: Path = Path()
    spool_dir: Path | None = None
    """Private files with what is being typed; None: a folder of this user's state for each database."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Action id → keys, separated by commas."""
    config_path: Path | None = None
    """The file that was read; None without one."""

    def shown_database(self) -> str:
        """The database's address without its password."""
        return kinds.hide_password(self.database_url)


_FIELDS: dict[str, Callable[[object], Any]] = {
    "database_url": kinds.database,
    "language": kinds.language,
    "theme": kinds.one_of(*THEMES),
    "desk": kinds.text,
    "operator": kinds.text,
    "read_only": kinds.switch,
    "ambiguous": kinds.one_of("auto", "narrow", "wide"),
    "glyphs": kinds.one_of("auto", "rich", "plain"),
    "sound": kinds.switch,
    "fps": kinds.number(0, 240, int),
    "kitty_keys": kinds.switch,
    "ring_after_s": kinds.number(1, 3600, int),
    "statement_timeout_s": kinds.number(0.1, 600, float),
    "patience_s": kinds.number(1, 3600, float),
    "log_path": kinds.path,
    "spool_dir": kinds.path,
    "keys": kinds.keys,
}
_SECRET = frozenset({"database_url"})
_ALIASES = {"DATABASE": "database_url", "LANG": "language", "SPOOL": "spool_dir", "LOG": "log_path"}
VARIABLES = MappingProxyType(
    {PREFIX + name.upper(): name for name in _FIELDS if name != "keys"}
    | {PREFIX + alias: name for alias, name in _ALIASES.items()}
)
"""Environment variable → field."""


def load_settings(
    overrides: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    config: Path | str | None = None,
) -> Settings:
    """Read everything once. `overrides`: command-line values by field name (None: not given); `config`: `--config`.

    Raises BadSettings with every fault. No value of a secret is ever in a message.
    """
    environ = os.environ if environ is None else environ
    faults: list[HotlineError] = []
    values: dict[str, Any] = {}
    path = _config_path(config, environ, faults)
    if path is not None:
        _read_file(path, values, faults)
    for variable, name in VARIABLES.items():
        if environ.get(variable):
            _take(name, environ[variable], variable, values, faults)
    for name, value in (overrides or {}).items():
        if value is not None:
            _take(name, value, "--" + name.removesuffix("_url").replace("_", "-"), values, faults)
    if faults:
        raise BadSettings(tuple(faults))
    return Settings(**(_defaults() | values), config_path=path)


def config_file(environ: Mapping[str, str] | None = None) -> Path:
    """Where the settings file is looked for when nothing else is said."""
    from platformdirs import user_config_path

    given = (os.environ if environ is None else environ).get(PREFIX + "CONFIG")
    return Path(given).expanduser() if given else user_config_path(APP) / "hotline.toml"


def unknown_variables(environ: Mapping[str, str]) -> tuple[str, ...]:
    """HOTLINE_ variables that mean nothing here: most likely misspelt."""
    known = {*VARIABLES, PREFIX + "CONFIG"}
    tests = (PREFIX + "TEST_", PREFIX + "BENCH_")
    return tuple(
        sorted(name for name in environ if name.startswith(PREFIX) and name not in known and not name.startswith(tests))
    )


def _defaults() -> dict[str, Any]:
    from platformdirs import user_data_path, user_state_path

    return {
        "database_url": f"sqlite:///{user_data_path(APP) / 'desk.db'}",
        "log_path": user_state_path(APP) / "hotline.log",
    }


def _config_path(config: Path | str | None, environ: Mapping[str, str], faults: list[HotlineError]) -> Path | None:
    """The file to read: one that was named must be there, the usual one may be missing."""
    named = config or environ.get(PREFIX + "CONFIG")
    path = Path(named).expanduser() if named else config_file(environ)
    if path.is_file():
        return path
    if named:
        faults.append(
            Invalid(N_("{path}: this is a folder. Name the settings file in it, or leave it out."), path=str(path))
            if path.is_dir()
            else Invalid(
                N_("{path}: there is no such settings file. Correct the name, or leave it out."), path=str(path)
            )
        )
    return None


def _read_file(path: Path, values: dict[str, Any], faults: list[HotlineError]) -> None:
    import tomllib

    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        faults.append(Invalid(N_("{path}: can't be read ({why})."), path=str(path), why=error.strerror or str(error)))
        return
    except UnicodeDecodeError:
        faults.append(Invalid(N_("{path}: is not UTF-8 text. Save it as UTF-8."), path=str(path)))
        return
    except tomllib.TOMLDecodeError as error:
        faults.append(_no_toml(path, text, str(error)))
        return
    for name, value in table.items():
        place = f"{path}:{_line_of(text, name)}"
        if name in _FIELDS:
            _take(name, value, place, values, faults)
            continue
        from difflib import get_close_matches

        close = get_close_matches(name, _FIELDS, 1)
        if close:
            faults.append(
                Invalid(
                    N_("{place}: there is no setting “{name}”. Did you mean “{close}”?"),
                    place=place,
                    name=name,
                    close=close[0],
                )
            )
        else:
            faults.append(
                Invalid(N_("{place}: there is no setting “{name}”. Take the line out."), place=place, name=name)
            )


def _take(name: str, value: object, place: str, values: dict[str, Any], faults: list[HotlineError]) -> None:
    """Parse one value into `values`; a later source wins over an earlier one."""
    try:
        values[name] = _FIELDS[name](value)
    except ValueError as error:
        shown = kinds.HIDDEN if name in _SECRET else str(value)[:40]
        faults.append(
            Invalid(
                N_("{place}: {name} is “{value}”; wanted: {wanted}."),
                place=place,
                name=name,
                value=shown,
                wanted=Invalid(str(error)),
            )
        )


def _no_toml(path: Path, text: str, why: str) -> Invalid:
    """Where the parser stopped, and what it says."""
    import re  # only a fault needs it

    at = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
    found = at.search(why)
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    words = N_("{path}:{line}: not valid TOML ({why}). Correct that line.")
    return Invalid(words, path=str(path), line=line, why=at.sub("", why))


def _line_of(text: str, name: str) -> int:
    """The line (from 1) on which a top-level key or table begins."""
    for number, line in enumerate(text.splitlines(), 1):
        word = line.split("#")[0].strip().lstrip("[").split("=")[0].rstrip("] ").strip().strip("\"'")
        if word == name or word.startswith(name + "."):
            return number
    return 1
