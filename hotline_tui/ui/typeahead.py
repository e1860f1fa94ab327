"""Keys typed ahead of the form: whoever claims a call goes on typing before the caller's form is there.

From the claim until the form has the keyboard every key is held, then handed on in order: it goes into the form's first
field and never does something else to another call. Where the claim fails the keys are dropped; Esc drops them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from .messages import CommandFailed

if TYPE_CHECKING:
    from textual.app import App

    from hotline_tui.domain.commands import Command

    _Base = App[int]
else:
    _Base = object


def opens_form(command: Command) -> bool:
    """Whether the form opens on a call when this is done."""
    reached = command.kind == "call.call_back" and getattr(command, "reached", False)
    return reached or command.kind in ("call.claim", "call.take_over")


class TypeAhead(_Base):
    """Mixed into the app, before Textual's."""

    _held: list[events.Key | events.Paste] | None = None
    """None: keys do what they do."""

    def hold_keys(self) -> None:
        """A form is on its way."""
        if self._held is None:
            self._held = []

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
        if self._held is None or not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key) and event.key == "escape":
            self.drop_keys()
        else:
            self._held.append(event)

    def on_command_failed(self, event: CommandFailed) -> None:
        """Somebody else was faster, or the database is away."""
        if opens_form(event.command):
            self.drop_keys()
