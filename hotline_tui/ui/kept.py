"""What is typed and chosen in a dialog outlives a refusal, a lost line and the console (architecture rules 3 and 4).

It goes to the spool on this machine while it is typed, and stays there until the command that it went into is done or
somebody throws it away. The same dialog about the same thing, opened again, has it back; where the words it started
from have been changed meanwhile, both are shown.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from textual.screen import Screen
from textual.timer import Timer

from hotline_tui.domain.text import plain
from hotline_tui.locale import _

from .console import console
from .widgets.field import LineField, TextField
from .widgets.question import Question

if TYPE_CHECKING:
    from .spool import Spool

KEEP_S = 0.6
"""Seconds from the first change to the text on disk: with the write itself less than one."""
MANY = 50
"""Commands whose end is awaited; what is older counts as lost, and its text stays on disk."""

Texts = dict[str, str]
"""By a field's id: what is typed, or the value of the answer that is chosen ('': none)."""
Field = TextField | LineField | Question


class Kept:
    """The text of one dialog on disk. Used by several threads; what is done with is not written again."""

    def __init__(self, key: str, spool: Spool) -> None:
        self._key, self._spool = key, spool
        self._lock = threading.Lock()
        self._over = False

    def load(self) -> tuple[Texts, Texts]:
        """The words that the fields had, and what was typed instead. A damaged file counts as none."""
        draft = self._spool.load(self._key)
        try:
            given, typed = json.loads(draft.fields) if draft is not None else ({}, {})
            return _texts(given), _texts(typed)
        except (ValueError, TypeError, AttributeError, RecursionError):
            return {}, {}

    def save(self, given: Texts, typed: Texts, now: float) -> None:
        """Keep it; a disk that refuses keeps nothing, and the text is still on the screen."""
        from hotline_tui.domain.board import Draft

        with self._lock:
            if not self._over:
                try:
                    self._spool.save(Draft(self._key, json.dumps([given, typed]), now))
                except OSError:
                    return

    def drop(self) -> None:
        """It has served."""
        with self._lock:
            self._over = True
            try:
                self._spool.drop(self._key)
            except OSError:
                return


class Awaited:
    """Which texts went into which command. Called by the screen's thread and the gateway's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: list[Kept] = []
        self._by: dict[UUID, list[Kept]] = {}

    def accepted(self, text: Kept) -> None:
        """F2: the next command takes it along."""
        with self._lock:
            self._sent = [*self._sent, text][-MANY:]

    def went(self, command: UUID) -> None:
        """A command was given."""
        with self._lock:
            if self._sent:
                self._by[command], self._sent = self._sent, []
            while len(self._by) > MANY:
                self._by.pop(next(iter(self._by)))

    def ended(self) -> None:
        """What was asked for is over: a text that went into no command waits on disk."""
        with self._lock:
            self._sent = []

    def done(self, command: UUID) -> None:
        """It was carried out, or its text is in other hands."""
        with self._lock:
            texts = self._by.pop(command, [])
        for text in texts:
            text.drop()

    def failed(self, command: UUID) -> bool:
        """It was not: whether text waits on disk for another try."""
        with self._lock:
            return bool(self._by.pop(command, []))


class Keeping:
    """Mixed into the dialogs."""

    keeps = True
    """False where the text is not of the kind that is written down: searches, choices."""
    keep_as = ""
    """What it is about, where its first line does not say so in words that stay the same."""
    _kept: Kept | None = None
    _given: Texts
    _keep_timer: Timer | None = None

    @property
    def _dialog(self) -> Screen[Any]:
        return cast("Screen[Any]", self)

    def _fields(self) -> Iterator[tuple[str, Field]]:
        """In their order; answers that only help to write a text are not kept beside it."""
        for field in self._dialog.query("TextField, LineField, Question"):
            if field.id and isinstance(field, Field) and not field.has_class("helper"):
                yield field.id, field

    def _now_typed(self) -> Texts:
        return {name: _text(field) for name, field in self._fields()}

    def begin_keeping(self, heading: str, about: str) -> None:
        """Once the fields stand: what was typed here before comes back. What nobody may read is not kept."""
        fields = dict(self._fields())
        secret = any(isinstance(field, LineField) and field.password for field in fields.values())
        texts = any(not isinstance(field, Question) for field in fields.values())
        if self._kept is not None or not self.keeps or not texts or secret:
            return
        key = f"dialog:{type(self).__name__}:{heading}:{self.keep_as or about}"
        self._kept, self._given = Kept(key, console(self._dialog).spool), self._now_typed()
        before, typed = self._kept.load()
        back = {name: text for name, text in typed.items() if name in fields and text != before.get(name)}
        changed = [
            self._given[name]
            for name in back
            if self._given[name] not in (before.get(name, ""), back[name]) and not isinstance(fields[name], Question)
        ]
        for name, text in back.items():
            _put(fields[name], text)
        if back:
            self._dialog.call_after_refresh(self._say_back, changed)

    def _say_back(self, changed: list[str]) -> None:
        words = _("What was typed here before is back.")
        if changed:
            theirs = " / ".join(plain(text) or "–" for text in changed)
            words += " " + _("Meanwhile it was changed to: {theirs}").format(theirs=theirs)
        cast("Any", self).say_fault(words)

    def keep_soon(self) -> None:
        """Somebody types."""
        if self._kept is not None and self._keep_timer is None:
            self._keep_timer = self._dialog.set_timer(KEEP_S, self._keep_now)

    def _keep_now(self) -> None:
        if save := self._saving():
            self._dialog.run_worker(save, thread=True, exit_on_error=False)

    def _saving(self) -> Any:
        if self._keep_timer is not None:
            self._keep_timer.stop()
            self._keep_timer = None
        typed = self._now_typed()
        if self._kept is None or typed == self._given:
            return None
        return partial(self._kept.save, self._given, typed, console(self._dialog).now())

    def flush(self) -> None:
        """The console ends, or is locked: to disk now."""
        if self._keep_timer is not None and (save := self._saving()):
            save()

    def keep_accepted(self) -> None:
        """F2: it goes into a command, and stays on disk until that is done."""
        if save := self._saving():
            self._dialog.app.run_worker(save, thread=True, exit_on_error=False)
            console(self._dialog).awaited.accepted(cast("Kept", self._kept))

    def keep_no_more(self) -> None:
        """Thrown away."""
        if self._keep_timer is not None:
            self._keep_timer.stop()
            self._keep_timer = None
        if self._kept is not None:
            self._dialog.app.run_worker(self._kept.drop, thread=True, exit_on_error=False)
            self._kept = None


def _text(field: Field) -> str:
    return field.text if isinstance(field, TextField) else field.value or ""


def _put(field: Field, text: str) -> None:
    if isinstance(field, Question):
        if text in {pick.value for pick in field.picks}:
            field.choose(text)
    elif isinstance(field, TextField):
        field.text = plain(text, lines=True)[: field.limit]
        field.move_cursor(field.document.end)
    else:
        field.value = plain(text)[: field.limit]
        field.cursor_position = len(field.value)


def _texts(found: dict[str, Any]) -> Texts:
    return {str(name): str(text) for name, text in found.items()}
