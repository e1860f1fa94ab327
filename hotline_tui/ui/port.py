"""The app's side of the port that panes and screens use (`console.Console`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.message_pump import MessagePump
from textual.widget import Widget

from hotline_tui.domain.errors import N_, HotlineError, Unavailable

from .console import Read
from .typeahead import opens_form

if TYPE_CHECKING:
    from hotline_tui.domain.commands import Command

    from .app import HotlineApp

SAY_S, FAULT_S = 5, 10
"""How long a line stands."""


class ConsolePort:
    """Mixed into the app."""

    @property
    def _shell(self) -> HotlineApp:
        return cast("HotlineApp", self)

    def now(self) -> float:
        """Epoch seconds."""
        return self._shell.clock.now()

    def make(self, kind: type[Command], **fields: Any) -> Command:
        """A command by this operator; raises Unavailable before anybody has signed on."""
        me = self._shell.me
        if me is None:
            raise Unavailable(N_("The database is still being opened."))
        from uuid import uuid4

        return kind(id=uuid4(), actor=me.operator_id, desk=me.desk_id, **fields)

    def do(self, command: Command, sender: Widget | None = None) -> None:
        """Queue a write. After one that opens the form the keys are held for it."""
        if sender is not None and opens_form(command):
            self._shell.hold_keys()
        self._shell.awaited.went(command.id)
        self._shell.gateway.do(command, sender)

    def ask(self, sender: MessagePump, kind: str, read: Read) -> None:
        """Queue a read."""
        self._shell.gateway.ask(sender, kind, read)

    def say(self, text: str, *, severity: str = "information") -> None:
        """One line that goes away."""
        if text and self._shell.guard is None:  # a line may name a customer
            self._shell.clear_notifications()  # one line at a time: a stack of them hides the desk
            seconds = FAULT_S if severity == "error" else SAY_S
            self._shell.notify(text, severity=cast("Any", severity), markup=False, timeout=seconds)

    def unsay(self, msgid: str) -> None:
        """It is no longer so."""
        from hotline_tui.locale import _

        if any(one.message == _(msgid) for one in self._shell._notifications):
            self._shell.clear_notifications()

    def say_error(self, error: HotlineError, *, severity: str = "warning", more: str = "") -> None:
        """Why not, and what else there is to say."""
        from hotline_tui.locale.errors import translate_error

        self._shell.refused_at = self.now()
        words = translate_error(error, zone=self._shell.zone)
        self.say(f"{words} {more}".rstrip(), severity=severity)

    def save_draft(self, key: str, fields: str) -> None:
        """Hand a draft to the database."""
        from hotline_tui.domain.board import Draft

        self._shell.gateway.draft(key, Draft(key, fields, self.now()))

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        self._shell.gateway.draft(key, None)

    def poke(self) -> None:
        """Look at the clock again."""
        if self._shell.is_running:
            self._shell.ticker.poke()
