"""The console: wiring only. Who does what is in actions.py, desk.py, gateway.py and the panes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, tzinfo
from pathlib import Path, PurePath
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from hotline_tui.domain.board import Board, Draft, Figures, LinkState, Me
from hotline_tui.domain.commands import Command
from hotline_tui.domain.desk import DeskPort
from hotline_tui.domain.errors import N_, HotlineError, Unavailable
from hotline_tui.locale.errors import translate_error

from .acting import Acting
from .alarms import Alarms
from .clock import Clock
from .console import Read
from .context import Action, Context, Scope
from .everywhere import Everywhere
from .format import set_glyphs
from .gateway import Gateway
from .keymap import Keymap, bindings, sign
from .lean import LeanDisplay
from .lifeline import Lifeline
from .messages import (
    BoardLoaded,
    CommandDone,
    CommandFailed,
    ContextChanged,
    LinkBusy,
    LinkChanged,
    OpenTicketScreen,
    SignedOn,
)
from .screens.desk import DeskScreen
from .sending import Sending
from .spool import Spool, spool_folder
from .themes import themes
from .ticker import Ticker, Ticking
from .widgets.footer import KeyHint, KeyLine
from .widgets.state_line import State, StateLine

STYLES: list[str | PurePath] = sorted((Path(__file__).parent / "styles").glob("*.tcss"))


class HotlineApp(LeanDisplay, Everywhere, Acting, Sending, App[int], inherit_bindings=False):
    """One operator's console."""

    CSS_PATH = STYLES
    TITLE = "hotline"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.GLOBAL),
        Binding("ctrl+c,super+c", "how_to_leave", show=False, system=True),
    ]

    def __init__(self, open_desk: Callable[[], DeskPort], *, clock: Clock | None = None, keymap: Keymap | None = None,
                 who: tuple[int | None, int | None] = (None, None), theme: str = "",
                 plain: bool = False, log_file: Path | None = None, spool: Spool | None = None) -> None:  # fmt: skip
        super().__init__()
        self.clock = clock or Clock()
        self.keys = keymap or Keymap()
        self.gateway = Gateway(self._deliver, self.clock, open_desk, who)
        self.ticker = Ticker(self.clock, self._ticking)
        self.alarms = Alarms(self.bell)
        self.lifeline = Lifeline(self.leave)
        self.me: Me | None = None
        self.board: Board | None = None
        self.zone: tzinfo = UTC
        self.link = LinkChanged(LinkState.OPENING)
        self.busy = False
        for look in themes():
            self.register_theme(look)
        self.choose_theme(theme)
        self._log_file = log_file
        self.spool = spool or Spool(lambda: spool_folder(""))
        set_glyphs(plain=plain)
        if self.keys.remapped:
            self.set_keymap(self.keys.for_textual())

    def get_default_screen(self) -> Screen[None]:
        """The desk."""
        return DeskScreen()

    def on_mount(self) -> None:
        """From now on a dropped line ends in order."""
        if not self.is_headless:
            self.lifeline.install()

    def desk_is_up(self) -> None:
        """The shell is painted: now the database, in its own thread."""
        self.show_keys()
        self.ticker.poke()
        self.call_after_refresh(self.gateway.start)

    # ---- the console port ---------------------------------------------------------------------------------------

    def now(self) -> float:
        """Epoch seconds."""
        return self.clock.now()

    def make(self, kind: type[Command], **fields: Any) -> Command:
        """A command by this operator; raises Unavailable before anybody has signed on."""
        if self.me is None:
            raise Unavailable(N_("The database is still being opened."))
        return kind(id=uuid.uuid4(), actor=self.me.operator_id, desk=self.me.desk_id, **fields)

    def do(self, command: Command, sender: Widget | None = None) -> None:
        """Queue a write."""
        self.gateway.do(command, sender)

    def ask(self, sender: MessagePump, kind: str, read: Read) -> None:
        """Queue a read."""
        self.gateway.ask(sender, kind, read)

    def say(self, text: str, *, severity: str = "information") -> None:
        """One line that goes away."""
        if text:
            self.notify(text, severity=cast("Any", severity), markup=False, timeout=10 if severity == "error" else 5)

    def say_error(self, error: HotlineError) -> None:
        """Why not."""
        self.say(translate_error(error, zone=self.zone), severity="warning")

    def save_draft(self, key: str, fields: str) -> None:
        """Hand a draft to the database."""
        self.gateway.draft(key, Draft(key, fields, self.now()))

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        self.gateway.draft(key, None)

    def poke(self) -> None:
        """Look at the clock again."""
        if self.is_running:
            self.ticker.poke()

    def on_open_ticket_screen(self, event: OpenTicketScreen) -> None:
        """A ticket in full, over the desk."""
        from .screens.ticket import TicketScreen

        self.push_screen(TicketScreen(event.ticket, part=event.part))

    # ---- context ------------------------------------------------------------------------------------------------

    @property
    def desk_screen(self) -> DeskScreen:
        """The desk, whatever lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, DeskScreen))

    @property
    def work_screen(self) -> Screen[Any]:
        """The topmost screen that is not a dialog."""
        return next((screen for screen in reversed(self.screen_stack) if not screen.is_modal), self.screen)

    def place_of(self, action: Action) -> Widget:
        """Where an action begins."""
        screen = self.work_screen
        find = getattr(screen, "place_of", None)
        return cast("Widget", find(action)) if find is not None else screen.focused or screen

    def context(self, place: Widget | None = None) -> Context:
        """What actions may look at, seen from `place`."""
        screen = self.work_screen
        base = Context(
            link=self.link.state,
            me=self.me,
            waiting=self.board.figures.waiting if self.board else 0,
            alarms=len(self.alarms.open),
            undo=self.undo_label,
            scope=getattr(screen, "active", Scope.TICKET),
            zoomed=getattr(screen, "zoomed", False),
            narrow=getattr(screen, "narrow", False),
        )
        find = getattr(screen, "context", None)
        return cast("Context", find(base, place)) if find is not None else base

    def on_context_changed(self, event: ContextChanged) -> None:
        """Another row, another pane: other keys work."""
        self.show_keys()
        self.poke()

    def show_keys(self) -> None:
        """The footer follows what can be done."""
        hints = [KeyHint(action.id, sign(key), action.label, action.rank) for action, key in self.offered()]
        for line in self.work_screen.query(KeyLine):
            line.show(hints)

    def relabel(self) -> None:
        """Another language or theme: everything is said again."""
        for screen in self.screen_stack:
            for widget in (screen, *screen.query(StateLine), *screen.query(KeyLine)):
                again = getattr(widget, "relabel", None)
                if again is not None:
                    again()
        self.poke()

    # ---- from the gateway ---------------------------------------------------------------------------------------

    def _deliver(self, to: MessagePump | None, message: Message) -> None:
        """Called from the gateway's thread."""
        if to is None or to is self or not to.post_message(message):
            self.post_message(message)

    def on_signed_on(self, event: SignedOn) -> None:
        """Somebody sits here."""
        self.me = event.me
        self.zone = ZoneInfo(event.me.timezone)
        self.poke()

    def on_board_loaded(self, event: BoardLoaded) -> None:
        """A new picture for every screen that shows one."""
        self.board = event.board
        self.alarms.load(event.board.alarms, self.now())
        for screen in self.screen_stack:
            load = getattr(screen, "load", None)
            if load is not None:
                load(event.board)
        self.poke()

    def on_link_changed(self, event: LinkChanged) -> None:
        """The state line says how old all this is; the first fault is told in a sentence."""
        if event.error is not None and self.link.state is not event.state:
            self.say(translate_error(event.error, zone=self.zone), severity="error")
        self.link = event
        self.show_keys()
        self.poke()

    def on_link_busy(self, event: LinkBusy) -> None:
        """A wait that a person notices."""
        self.busy = event.busy
        self.poke()

    def on_command_done(self, event: CommandDone) -> None:
        """Say what was done, and that it can be taken back."""
        self.done(event)

    def on_command_failed(self, event: CommandFailed) -> None:
        """Say why not."""
        self.say_error(event.error)

    # ---- time ---------------------------------------------------------------------------------------------------

    def _ticking(self) -> list[Ticking]:
        screen = self.work_screen
        sources: list[Ticking] = [self, self.alarms, self.lifeline, *screen.query(StateLine)]
        find = getattr(screen, "ticking", None)
        if find is not None:
            sources += list(find())
        self._show_state()
        return sources

    def _show_state(self) -> None:
        board = self.board
        state = State(
            zone=self.zone,
            me=self.me,
            figures=board.figures if board is not None else Figures(),
            link=self.link.state,
            stale_since=self.link.since,
            busy=self.busy,
            alarms=len(self.alarms.open),
            muted_until=self.alarms.muted_until,
        )
        for line in self.work_screen.query(StateLine):
            line.show(state)

    # ---- defects --------------------------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """A defect ends the console with a sentence and the log's path: never locals, never customer data."""
        from .crash import crashed

        self.bell()
        if not self._exit_renderables:
            self._exit_renderables.append(crashed(self._exception, self._log_file))
        self._close_messages_no_wait()
