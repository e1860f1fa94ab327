"""Keys typed ahead of the form: whoever claims a call goes on typing before the caller's form is there.

From the claim until the form has the keyboard every key is held, then handed on in order: it goes into the form's first
field and never does something else to another call. Where the claim fails the keys are dropped; Esc drops them too.
Words typed where a digit is asked for belong to the form as well: they are given to it here, letter by letter, before
the next key is looked at, so that none overtakes another on its way to the field.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from textual import events

from hotline_tui.locale import _

from .context import LIVE
from .messages import CommandFailed

if TYPE_CHECKING:
    from textual.app import App

    from hotline_tui.domain.commands import Command

    from .app import HotlineApp

    _Base = App[int]
else:
    _Base = object


HOLD_S = 5.0
"""So long keys wait for a form that a database which does not answer keeps away."""


def opens_form(command: Command) -> bool:
    """Whether the form opens on a call when this is done."""
    reached = command.kind == "call.call_back" and getattr(command, "reached", False)
    return reached or command.kind in ("call.claim", "call.take_over")


class TypeAhead(_Base):
    """Mixed into the app, before Textual's."""

    last_key = ""
    """What was pressed last."""
    _held: list[events.Key | events.Paste] | None = None
    """None: keys do what they do."""
    _held_at = 0.0

    def hold_keys(self) -> None:
        """A form is on its way."""
        if self._held is None:
            self._held, self._held_at = [], time.monotonic()

    def drop_keys(self) -> None:
        """It does not come: what was typed for it is not done to anything else."""
        self._held = None

    async def give_keys(self) -> None:
        """The form has the keyboard. Run by the app itself, so that no later key overtakes the held ones."""
        held, self._held = self._held or (), None
        if self.screen.is_modal:  # whatever came between was not meant
            return
        for event in held:
            await self.on_event(event)

    async def on_event(self, event: events.Event) -> None:
        """Textual's first look at everything that is typed."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.last_key = event.key
        if self._held is None or not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            if not self._heard(event):
                await super().on_event(event)
        elif isinstance(event, events.Key) and event.key == "escape":
            self.drop_keys()
        else:
            self._hold(self._held, event)

    def _hold(self, held: list[events.Key | events.Paste], event: events.Key | events.Paste) -> None:
        link = cast("HotlineApp", self).link
        if link is None or link.state == LIVE or time.monotonic() - self._held_at < HOLD_S:
            held.append(event)
            return
        self.drop_keys()
        words = _("The form does not come while the database is away: what you typed for it is gone. Keys work again.")
        cast("HotlineApp", self).say(words, severity="warning")

    def _heard(self, event: events.Event) -> bool:
        if not isinstance(event, events.Key) or event.is_forwarded:
            return False
        focused = self.focused
        for one in (focused, focused.parent) if focused is not None else ():
            hear = getattr(one, "hear", None)
            if hear is not None:
                return bool(hear(event.character or ""))
        return False

    def on_command_failed(self, event: CommandFailed) -> None:
        """Somebody else was faster, or the database is away."""
        if opens_form(event.command):
            self.drop_keys()
