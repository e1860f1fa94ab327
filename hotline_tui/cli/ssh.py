"""The forced command of an SSH key: the console as that key's operator, in an environment no client can shape."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.locale import _
from hotline_tui.terminal import is_tty

from .faults import USAGE

if TYPE_CHECKING:
    from hotline_tui.domain.board import Me

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+-]{0,63}")
_ZONE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+,.</>:-]{0,63}")
_CLIENTS: Mapping[str, re.Pattern[str]] = {"TERM": _WORD, "COLORTERM": _WORD, "LANG": _WORD, "TZ": _ZONE}
_SERVERS = frozenset({"HOME", "USER", "LOGNAME", "PATH", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"})
_NO_TERMINAL = N_(
    "This key opens the console of the duty desk and nothing else. It needs a terminal: ssh -t, without a command."
)


def confine() -> None:
    """Before anything is read: what the client may have sent is dropped but for terminal, language and time zone.

    Neither settings (HOTLINE_…) nor those of libraries (PG…, TEXTUAL…, XDG…) are the client's to make. Nothing suspends
    the console: there is no shell to come back to.
    """
    for name in list(os.environ):
        if not _may_stay(name, os.environ[name]):
            del os.environ[name]
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)


def _may_stay(name: str, value: str) -> bool:
    if name in _SERVERS:
        return True
    form = _WORD if name.startswith("LC_") else _CLIENTS.get(name)
    return form is not None and form.fullmatch(value) is not None


def need_terminal() -> None:
    """Without one there is nothing to show: one sentence, and the end. What the client wanted to run is not run."""
    if not is_tty():
        print(_(_NO_TERMINAL), file=sys.stderr)
        raise SystemExit(USAGE)


class KeyDesk:
    """A desk for the operator whom a key belongs to, asked anew at every heartbeat: a key taken away opens nothing."""

    def __init__(self, inner: Any, desk: str, login: str, fingerprint: str) -> None:
        self._inner, self._desk, self._login, self._key = inner, desk, login, fingerprint

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def sign_on(self, *, operator: int | None, desk: int | None, now: datetime, pin: str = "") -> Me:
        """Whoever holds the key. Refused for anybody else, and when the key opens nothing any more."""
        who = self._holder()
        if operator not in (None, who):
            raise Refused(N_("Over SSH each operator signs on with a key of their own."))
        if self._desk:
            places = import_module("hotline_tui.services.places")
            with self._inner.store.read() as conn:
                place = places.place_for(conn, desk=self._desk)
            desk = place.desk if place else desk
        return cast("Me", self._inner.sign_on(operator=who, desk=desk, now=now, pin=pin, by_key=True))

    def resume(self, me: Me, *, now: datetime) -> Me | None:
        """Go on over another connection, if the key still opens anything."""
        self._holder()
        return cast("Me | None", self._inner.resume(me, now=now))

    def heartbeat(self, *, now: datetime) -> Me | None:
        """The end of the console, when its key has been taken away meanwhile."""
        self._holder()
        return cast("Me | None", self._inner.heartbeat(now=now))

    def _holder(self) -> int:
        reads = import_module("hotline_tui.services.read_operators")
        with self._inner.store.read() as conn:
            return int(reads.operator_by_key(conn, self._login, self._key))
