"""What panes, screens and the gateway say to each other. Panes do not know each other.

Handlers are named by Textual's rule: `BoardLoaded` arrives at `on_board_loaded`. The gateway posts to the widget that
asked (and from there it bubbles up to the app) or, when that widget is gone, to the app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from hotline_tui.domain.errors import HotlineError

if TYPE_CHECKING:
    from hotline_tui.domain.board import Board, Company, LinkState, Me, Regained, ScreenPop
    from hotline_tui.domain.commands import Command, Result
    from hotline_tui.domain.seats import Seats


class _Latest(Message, bubble=False):
    """Only the newest of its kind matters: an older one that still waits in the queue is dropped."""

    def can_replace(self, message: Message) -> bool:
        """Whether this one makes `message` superfluous."""
        return type(self) is type(message)


# ---- from the gateway ---------------------------------------------------------------------------------------------


class SignedOn(Message, bubble=False):
    """The session is open: from now on there is somebody who acts."""

    def __init__(self, me: Me) -> None:
        super().__init__()
        self.me = me


class SignOnWanted(Message, bubble=False):
    """It is not known who sits here, or only the PIN says so."""

    def __init__(self, seats: Seats) -> None:
        super().__init__()
        self.seats = seats


class SignOnRefused(Message, bubble=False):
    """The PIN was wrong, or the like; whoever sat here still does."""

    def __init__(self, error: HotlineError) -> None:
        super().__init__()
        self.error = error


class BoardLoaded(_Latest):
    """A new picture of the desk. The app hands it to the screen that is shown: `screen.load(board)`."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board


class CompanyKnown(_Latest):
    """Who else has `thing` open at another console."""

    def __init__(self, thing: str, rows: tuple[Company, ...]) -> None:
        super().__init__()
        self.thing = thing
        self.rows = rows


class LineBack(Message, bubble=False):
    """The terminal is heard again; `calls` had been let go meanwhile."""

    def __init__(self, calls: tuple[Regained, ...]) -> None:
        super().__init__()
        self.calls = calls


class LinkChanged(Message, bubble=False):
    """The database link: `since` is the instant (epoch seconds) of the board that is shown when it is not live."""

    def __init__(self, state: LinkState, since: float | None = None, error: HotlineError | None = None) -> None:
        super().__init__()
        self.state = state
        self.since = since
        self.error = error


class LinkBusy(Message, bubble=False):
    """The database takes longer than a person notices (or is through with it): a sign in the state line."""

    def __init__(self, busy: bool) -> None:
        super().__init__()
        self.busy = busy


class CommandDone(Message):
    """A command was written. Bubbles: the app shows the toast and remembers what can be undone."""

    def __init__(self, command: Command, result: Result) -> None:
        super().__init__()
        self.command = command
        self.result = result


class CommandFailed(Message):
    """Refused, or could not be written; nothing has changed. Bubbles: unless a widget stops it, the app says why."""

    def __init__(self, command: Command, error: HotlineError) -> None:
        super().__init__()
        self.command = command
        self.error = error


class Answered(Message):
    """The answer to `console(self).ask(self, kind, …)`: a value, or the error that says why there is none."""

    def __init__(self, kind: str, value: object, error: HotlineError | None = None) -> None:
        super().__init__()
        self.kind = kind
        self.value = value
        self.error = error


# ---- between panes and screens ------------------------------------------------------------------------------------


class ContextChanged(_Latest, bubble=True):
    """The row under the cursor, or the state of a form, is another one: footer and detail column follow."""


class RowActivated(Message):
    """A row was chosen (Enter, a click)."""

    def __init__(self, thing_kind: str, thing_id: int) -> None:
        super().__init__()
        self.thing_kind = thing_kind
        self.thing_id = thing_id


class OpenTicketScreen(Message):
    """Show this ticket in full."""

    def __init__(self, ticket: int, *, part: str = "") -> None:
        super().__init__()
        self.ticket = ticket
        self.part = part
        """'' or the part to open on: 'timeline', 'clocks', 'visits'."""


class CallClaimed(Message):
    """A call is ours: the desk asks for its screen pop and opens the form on it."""

    def __init__(self, call: int) -> None:
        super().__init__()
        self.call = call


class PopLoaded(Message, bubble=False):
    """What is known about the caller of a claimed call; posted to the triage pane."""

    def __init__(self, pop: ScreenPop) -> None:
        super().__init__()
        self.pop = pop


class NewTicket(Message):
    """Open the form without a call (found by ourselves, by a visit)."""

    def __init__(self, customer: int | None = None) -> None:
        super().__init__()
        self.customer = customer


class SendTo(Message):
    """Choose an engineer for this ticket (posted by the form, the SLA pane, the ticket screen)."""

    def __init__(self, ticket: int, engineer: int | None = None) -> None:
        super().__init__()
        self.ticket = ticket
        self.engineer = engineer


class FormClosed(Message):
    """The form is empty again: the desk moves the focus back to the queue. `saved` names the new ticket, if any."""

    def __init__(self, saved: int | None = None) -> None:
        super().__init__()
        self.saved = saved


class LanguageChanged(Message, bubble=False):
    """Another language is spoken: titles, labels and rows are to be said again (`relabel`)."""
