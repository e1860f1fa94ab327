"""Bare `hotline`: from settings and terminal to the console. Nothing is imported that the first paint does not need."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.locale import _, match_language, set_language
from hotline_tui.settings import Settings, load_settings
from hotline_tui.terminal import (
    Probe,
    choose_language,
    frames,
    is_tty,
    locale_language,
    over_ssh,
    plain_glyphs,
    theme_for,
)

from .faults import INVALID, told

if TYPE_CHECKING:
    from hotline_tui.domain.board import Me
    from hotline_tui.domain.desk import DeskPort

Opener = Callable[[], "DeskPort"]
_NAMES = {"lang": "language"}


def open_console(options: Mapping[str, str]) -> int:
    """Open the console on the configured desk; offers to make one where none is. The exit code."""
    try:
        with told():
            if "by_key" in options:
                return _open_by_key(options)
            set_language(_first_language(options))
            settings = settings_of(options)
            set_language(spoken(settings))
            if _missing(settings) and not _offer(settings, options):
                return INVALID
            return show(settings, looked_at(settings, insisted="lang" in options))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1


def _open_by_key(options: Mapping[str, str]) -> int:
    """The forced command of an SSH key: this console, and nothing that the client asks for."""
    from .ssh import KeyDesk, confine, need_terminal

    confine()
    settings = settings_of(options)
    set_language(spoken(settings))
    need_terminal()
    if _missing(settings):
        raise Invalid(N_("There is no desk in this database yet. Make one with `hotline init`."))

    def opener() -> DeskPort:
        desk = open_quietly(settings.database_url, settings)
        return cast("DeskPort", KeyDesk(desk, settings.desk, settings.operator, options["by_key"]))

    return show(settings, looked_at(settings, insisted="lang" in options), opener)


def settings_of(options: Mapping[str, str]) -> Settings:
    """The settings with the options of the command line, by their names there."""
    given: dict[str, object] = {
        _NAMES.get(name, name): value for name, value in options.items() if name not in ("config", "by_key")
    }
    return load_settings(given, config=options.get("config"))


def _first_language(options: Mapping[str, str]) -> str:
    """The language in which faults of the settings are told: they are not read yet."""
    wanted = options.get("lang") or os.environ.get("HOTLINE_LANG", "")
    return match_language(wanted) or locale_language(os.environ)


def spoken(settings: Settings) -> str:
    """The language until the terminal has been asked what it can show."""
    return locale_language(os.environ) if settings.language == "auto" else settings.language


def file_of(url: str) -> Path | None:
    """The database file; None for a server."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _missing(settings: Settings) -> bool:
    path = file_of(settings.database_url)
    return path is not None and not path.exists()


def _offer(settings: Settings, options: Mapping[str, str]) -> bool:
    """There is no desk: say so; on a terminal make one if it is wanted. Whether there is one now."""
    path = file_of(settings.database_url)
    print(_("There is no desk at {path} yet.").format(path=path), file=sys.stderr)
    print(_("`hotline init` makes one; `hotline demo` shows a made-up one."), file=sys.stderr)
    if not is_tty():
        return False
    if input(_("Make a desk now? [y/N] ")).strip().casefold() not in ("y", "yes", "是"):
        return False
    from .setup import make_desk

    config = options.get("config")
    url = options.get("database_url")
    make_desk(None, None, None, None, None, prefix="T", database_url=url, config=Path(config) if config else None)
    return True


# ---- showing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal allows."""

    language: str
    theme: str
    plain: bool
    ssh: bool
    why_english: str = ""


def show(settings: Settings, look: Look, opener: Opener | None = None) -> int:
    """Paint the console and wait until it is left."""
    from hotline_tui.ui.run import ConsoleSettings, run

    set_language(look.language)
    shown = ConsoleSettings(
        database=settings.database_url,
        language=look.language,
        theme=look.theme,
        keys=settings.keys,
        plain=look.plain,
        ssh=look.ssh,
        patience_s=settings.patience_s,
        log=settings.log_path,
        drafts=settings.spool_dir,
        sound=settings.sound,
        word=look.why_english,
    )
    return run(shown, opener or desk_opener(settings))


def looked_at(settings: Settings, *, insisted: bool) -> Look:
    """Ask how wide characters are, import the screen meanwhile, and choose by the answer."""
    gc.disable()  # until the first board: `ui.garbage.collect_again`
    environ = os.environ
    environ.setdefault("TEXTUAL_FPS", str(frames(environ, settings.fps)))
    environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "0" if settings.kitty_keys else "1")
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    probe = Probe().start()
    if is_tty():
        import_module("hotline_tui.ui.app")
    widths = probe.finish()
    chosen = choose_language(settings.language, environ, widths, insisted=insisted)
    return Look(
        language=chosen.language,
        theme=theme_for(settings.theme, environ),
        plain=plain_glyphs(settings.glyphs, settings.ambiguous, environ, widths),
        ssh=over_ssh(environ),
        why_english=chosen.why,
    )


# ---- opening, in the gateway's thread --------------------------------------------------------------------------------


class NamedDesk:
    """A desk that signs on whom the settings name."""

    def __init__(self, inner: Any, desk: str, operator: str, known: list[Me]) -> None:
        self._inner, self._desk, self._operator, self._known = inner, desk, operator, known

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def sign_on(self, *, operator: int | None, desk: int | None, now: datetime, pin: str = "") -> Me:
        """By name, code or number, unless somebody has said who it is; Invalid when nobody is called so.

        The name is for the first one who signs on: `known` remembers them over new connections.
        """
        places = import_module("hotline_tui.services.places")
        with self._inner.store.read() as connection:
            place = places.place_for(connection, desk=self._desk, operator=self._operator)
        if place is None:
            raise Invalid(N_("There is no such desk or operator in this database. See --desk and --operator."))
        named = self._operator and operator is None and not self._known
        who = place.operator if named else operator
        where = place.desk if self._desk else desk
        me = cast("Me", self._inner.sign_on(operator=who, desk=where, now=now, pin=pin))
        self._known.append(me)
        return me


def desk_opener(settings: Settings) -> Opener:
    """Opens the desk when called, in the gateway's thread: SQL is imported there."""
    known: list[Me] = []

    def opener() -> DeskPort:
        desk = open_quietly(settings.database_url, settings)
        named = settings.desk or settings.operator
        return cast("DeskPort", NamedDesk(desk, settings.desk, settings.operator, known) if named else desk)

    return opener


def open_quietly(url: str, settings: Settings) -> Any:
    """Import the services, and open."""
    services = import_module("hotline_tui.services.desk")
    deadline = settings.statement_timeout_s
    return services.open_desk(
        url,
        lock_s=deadline,
        statement_s=deadline,
        ring_after_s=settings.ring_after_s,
        look_on=settings.read_only,
    )
