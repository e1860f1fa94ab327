"""`hotline demo`: a made-up company to try everything on, while calls keep coming in."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from hotline_tui.domain.errors import N_, Invalid, Refused, Unavailable
from hotline_tui.intake.demo_place import DEMO, NOTHING, kind_of, last_used, put_aside, sweep_up
from hotline_tui.locale import CHINESE, _, set_language
from hotline_tui.locale.dates import duration
from hotline_tui.settings import Settings
from hotline_tui.terminal import is_tty

from .clock import now
from .console import file_of, looked_at, open_quietly, settings_of, show
from .faults import USAGE, told

if TYPE_CHECKING:
    from hotline_tui.domain.desk import DeskPort

STALE_S = 3 * 3_600
"""Left alone for so long, nearly all of its clocks have run out: a new one shows more."""


def open_demo(
    *,
    fresh: bool,
    calls: bool,
    speed: float,
    lang: str | None,
    theme: str | None,
    database_url: str | None = None,
    config: str | None = None,
) -> int:
    """Open the demo, made first where there is none. The exit code."""
    given = {"lang": lang, "theme": theme, "config": config}
    with told():
        settings = settings_of({name: value for name, value in given.items() if value})
        look = looked_at(settings, insisted=lang is not None)
        set_language(look.language)
        if not is_tty():
            words = _("The demo needs a terminal. For scripts: hotline list, hotline show, hotline call.")
            print(words, file=sys.stderr)
            return USAGE
        language = "zh" if look.language == CHINESE else "en"
        path = demo_path(language, database_url or os.environ.get("HOTLINE_DATABASE_URL"))
        make_room(path, fresh=fresh)
        settings = replace(settings, database_url=f"sqlite:///{path}", language=look.language)
        feeders: list[Any] = []
        try:
            return show(settings, look, demo_opener(settings, path, language, feeders if calls else None, speed))
        finally:
            for feeder in feeders:
                feeder.stop()


def demo_path(language: str, url: str | None) -> Path:
    """Where this demo lies: as given, else a file for each language. Refused for anything that is no demo."""
    if url:
        path = file_of(url if "://" in url else f"sqlite:///{Path(url).expanduser().absolute()}")
        if path is None:
            raise Invalid(N_("A demo lives in a file of its own, never on a server. Name a file, or none."))
    else:
        from platformdirs import user_data_path

        path = user_data_path("hotline") / ("demo.db" if language == "zh" else "demo-en.db")
    if kind_of(path) not in (NOTHING, DEMO):
        raise Refused(
            N_("{path} is no demo: nothing is written there. Unset HOTLINE_DATABASE_URL, or name another file."),
            path=str(path),
        )
    return path


def make_room(path: Path, *, fresh: bool) -> None:
    """Put an old demo aside when a new one is wanted; a place for a first one. Unavailable without permission."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep_up(path, now().timestamp())
        if path.exists() and (fresh or _wants_new(path)):
            aside = put_aside(path)
            print(_("The old demo is kept as {path}.").format(path=aside), file=sys.stderr)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable(N_("{path}: can't be written ({why})."), path=str(path.parent), why=why) from error


def _wants_new(path: Path) -> bool:
    """Left alone for hours a demo is all overdue: ask. The old one is kept, so that Enter may mean a new one."""
    idle = now().timestamp() - last_used(path)
    if idle < STALE_S:
        return False
    words = _("The demo was last used {time} ago: most of its clocks have run out meanwhile.")
    print(words.format(time=duration(idle)), file=sys.stderr)
    return input(_("Make a new one? The old one is kept. [Y/n] ")).strip().casefold() not in ("n", "no", "否")


def _build(path: Path, language: str) -> None:
    """Make the demo with the collector at rest: what is imported stays, and what the story makes is soon written."""
    gc.disable()
    try:
        import_module("hotline_tui.intake.demo").build(path, now(), language)
    finally:
        gc.freeze()
        gc.enable()


def demo_opener(
    settings: Settings, path: Path, language: str, feeders: list[Any] | None, speed: float
) -> Callable[[], DeskPort]:
    """Makes the demo if it is not there, opens it, lets calls come in: all in the gateway's thread."""

    def opener() -> DeskPort:
        if not path.exists():
            _build(path, language)
        desk = open_quietly(settings.database_url, settings)
        if feeders is not None and not feeders:
            feeder = import_module("hotline_tui.intake.demo_feeder").Feeder(path, language, speed, now)
            feeders.append(feeder)
            feeder.start()
        return cast("DeskPort", desk)

    return opener
