"""Starting the console: what must be set before Textual is imported, and the end that waits for what is queued."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hotline_tui.locale import _, set_language

if TYPE_CHECKING:
    from hotline_tui.domain.desk import DeskPort

    from .app import HotlineApp
    from .driver import SteadfastDriver
    from .gateway import Gateway

FPS_LOCAL, FPS_SSH = 120, 30
PATIENT_S = 1.0
"""After this the end says what it waits for."""
SAVE_S = 20.0
"""How long the end waits for writes that are queued."""
SWITCH_S = 0.001
"""For how long the database's thread may keep the interpreter from a key: Python's own 5 ms add up to late paints."""


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """What the console needs to know; the command line makes it from its settings."""

    database: str
    """URL, as `open_desk` takes it."""
    language: str = "en"
    theme: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Remapped keys by action id."""
    operator: int | None = None
    desk: int | None = None
    plain: bool = False
    """Plain glyphs and borders: the terminal draws ambiguous-width characters wide."""
    ssh: bool = False
    """A slow line: fewer frames, no animation, and a client that may freeze."""
    patience_s: float = 30.0
    """How long a terminal over a network may leave a question unanswered before the console ends."""
    log: Path | None = None
    drafts: Path | None = None
    """Where drafts are kept on this machine; None: the user's own state folder."""
    sound: bool = True
    """Whether the bell rings."""
    word: str = ""
    """msgid of what must be said about this terminal when the console stands: why it speaks English."""


def prepare(settings: ConsoleSettings) -> None:
    """Environment that Textual reads when it is imported. What the user has set stays."""
    ssh = settings.ssh or "SSH_CONNECTION" in os.environ
    os.environ.setdefault("TEXTUAL_FPS", str(FPS_SSH if ssh else FPS_LOCAL))
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")


def open_desk(url: str) -> Callable[[], DeskPort]:
    """Opens the services when called, in the gateway's thread: SQL is imported there, not before first paint."""

    def opener() -> DeskPort:
        services = importlib.import_module("hotline_tui.services.desk")
        return cast("DeskPort", services.open_desk(url))

    return opener


def build(settings: ConsoleSettings, opener: Callable[[], DeskPort] | None = None) -> HotlineApp:
    """The app, with nothing heavy imported."""
    prepare(settings)
    from .app import HotlineApp
    from .keymap import Keymap
    from .spool import Spool, spool_folder

    return HotlineApp(
        opener or open_desk(settings.database),
        keymap=Keymap(settings.keys),
        who=(settings.operator, settings.desk),
        theme=settings.theme,
        plain=settings.plain,
        log_file=settings.log,
        sound=settings.sound,
        spool=Spool(lambda: spool_folder(settings.database, settings.drafts)),
        driver=_driver(settings),
    )


def _driver(settings: ConsoleSettings) -> type[SteadfastDriver]:
    """Over a network one that looks after the other end."""
    from .driver import SteadfastDriver

    if not settings.ssh:
        return SteadfastDriver
    from .pulse import watched

    return watched(settings.patience_s, os.environ.get("TERM", ""))


def run(settings: ConsoleSettings, opener: Callable[[], DeskPort] | None = None) -> int:
    """Show the console until it is left. Returns the exit code; raises what keeps the desk from being shown."""
    set_language(settings.language)
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        words = _("The console needs a terminal. For scripts: hotline list, hotline show, hotline call.")
        print(words, file=sys.stderr)
        return 2
    if settings.log is not None:
        from .crash import log_to

        log_to(settings.log)
    sys.setswitchinterval(SWITCH_S)
    from .garbage import put_to_rest

    put_to_rest()
    app = build(settings, opener)
    app.first_word = settings.word
    code = _close(app, app.run())
    if app.ended_by is not None:
        raise app.ended_by
    return code


def _close(app: HotlineApp, code: int | None) -> int:
    """What is queued is written before the end; if the database does not let us, say so."""
    waiting = threading.Timer(PATIENT_S, _say_waiting, (app.gateway,))
    waiting.daemon = True
    waiting.start()
    done = app.gateway.close(SAVE_S)
    waiting.cancel()
    if done:
        return code if code is not None else app.return_code or 0
    words = _("The database did not answer. Whether this was written is not known: {acts}.")
    more = _("Look at the record of the call or ticket before you repeat it.")
    print(words.format(acts=_acts(app.gateway)), more, file=sys.stderr)
    return 1


def _say_waiting(gateway: Gateway) -> None:
    words = _("The console ends when the database answers, in {seconds} s at the latest. Not written yet: {acts}.")
    print(words.format(seconds=round(SAVE_S - PATIENT_S), acts=_acts(gateway)), file=sys.stderr, flush=True)


def _acts(gateway: Gateway) -> str:
    """By the words that the record has for them."""
    from hotline_tui.locale.words import join_words

    from .record_sentences import SENTENCES

    kinds = dict.fromkeys(command.kind for command in gateway.left)
    return join_words(_(SENTENCES.get(kind, kind)) for kind in kinds) or _("nothing but signing off")
