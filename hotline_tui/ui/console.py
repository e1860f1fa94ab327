"""What a pane or screen may ask of the app: the port between the widgets and the wiring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from textual.message_pump import MessagePump
from textual.widget import Widget

from hotline_tui.domain.errors import HotlineError

if TYPE_CHECKING:
    from hotline_tui.domain.board import Board, Me
    from hotline_tui.domain.commands import Command
    from hotline_tui.domain.desk import DeskPort

    from .kept import Awaited
    from .keymap import Keymap
    from .spool import Spool


T = TypeVar("T")
Read = Callable[["DeskPort", datetime], object]
"""A read: runs in the gateway's thread with the desk and the console's instant."""


class Console(Protocol):
    """The app, as its widgets see it."""

    @property
    def me(self) -> Me | None:
        """Who sits here; None until signed on."""
        ...

    @property
    def board(self) -> Board | None:
        """The last board; None before the first."""
        ...

    @property
    def spool(self) -> Spool:
        """Drafts on this machine."""
        ...

    @property
    def awaited(self) -> Awaited:
        """Which typed texts went into which command."""
        ...

    @property
    def keys(self) -> Keymap:
        """Which keys do what here."""
        ...

    @property
    def zone(self) -> tzinfo:
        """The desk's time zone."""
        ...

    def now(self) -> float:
        """The console's instant, epoch seconds, corrected by the database's clock."""
        ...

    def make(self, kind: type[Command], **fields: Any) -> Command:
        """A command by this operator at this desk, with a fresh id."""
        ...

    def do(self, command: Command, sender: Widget | None = None) -> None:
        """Queue a write. `CommandDone` or `CommandFailed` comes to `sender` (and bubbles to the app)."""
        ...

    def ask(self, sender: MessagePump, kind: str, read: Read) -> None:
        """Queue a read; `Answered(kind, …)` comes to `sender`. A newer one of that sender and kind supersedes it."""
        ...

    def hold_keys(self) -> None:
        """A form is on its way: what is typed until then is for it."""
        ...

    def drop_keys(self) -> None:
        """It does not come."""
        ...

    async def give_keys(self) -> None:
        """It has the keyboard: hand on what was typed. Only to be called by the app (`app.call_later`)."""
        ...

    def filter_rows(self, scope: str, text: str) -> None:
        """Show only rows with these words in the pane of `scope` ('queue', 'sla', 'dispatch')."""
        ...

    def next_page(self, scope: str) -> None:
        """The next page of a pane that holds more than it shows."""
        ...

    def previous_page(self, scope: str) -> None:
        """The page before."""
        ...

    def first_page(self, scope: str) -> None:
        """The beginning again."""
        ...

    def say(self, text: str, *, severity: str = "information") -> None:
        """One line that goes away by itself; `text` is translated already and never parsed as markup."""
        ...

    def say_error(self, error: HotlineError) -> None:
        """Tell the user, in the language in use."""
        ...

    def save_draft(self, key: str, fields: str) -> None:
        """Hand a draft to the database, outside the write queue; the newest of a key is the one that is written."""
        ...

    def drop_draft(self, key: str) -> None:
        """The draft has served: forget it."""
        ...

    def act(self, action: str) -> None:
        """Do an action of the table as if its key had been pressed."""
        ...

    def run_handler(self, work: Any) -> None:
        """Run a coroutine that waits for dialogs; what it is refused is said."""
        ...

    def say_where(self) -> None:
        """Another thing is open, or somebody has begun to type: the others are told."""
        ...

    def poke(self) -> None:
        """Something on screen has changed: the ticker looks again when the next text changes."""
        ...


def console(widget: MessagePump) -> Console:
    """The console a widget lives in."""
    return cast("Console", widget.app)
