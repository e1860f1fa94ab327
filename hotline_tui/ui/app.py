"""The console: wiring only. Who does what is in actions.py, desk.py, gateway.py and the panes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, tzinfo
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import Screen

from hotline_tui.domain.errors import HotlineError

from .acting import Acting
from .alarms import Alarms
from .clock import Clock
from .context import OPENING, Scope
from .crash import Crashing
from .everywhere import Everywhere
from .far_end import FarEnd
from .format import set_glyphs
from .from_gateway import FromGateway
from .garbage import Tidy
from .guarding import Guarding
from .idle import Idle
from .kept import Awaited
from .keymap import Keymap, bindings, sign
from .lean import LeanDisplay
from .lifeline import Lifeline
from .looks import Looks
from .messages import ContextChanged, LinkChanged
from .narrow import Narrow
from .port import ConsolePort
from .screens.desk import DeskScreen
from .sending import Sending
from .slim import slim
from .themes import themes
from .ticker import Ticker, Ticking
from .toasts import end_in_time
from .too_small import Sizing
from .typeahead import TypeAhead
from .whereabouts import Whereabouts
from .widgets.at_once import one_paint
from .widgets.footer import KeyHint, KeyLine
from .widgets.state_line import State, StateLine

if TYPE_CHECKING:
    from textual.driver import Driver

    from hotline_tui.domain.board import Board, Me
    from hotline_tui.domain.desk import DeskPort

    from .gateway import Gateway
    from .spool import Spool

STYLES: list[str | PurePath] = sorted((Path(__file__).parent / "styles").glob("*.tcss"))


class HotlineApp(
    Crashing,
    FromGateway,
    LeanDisplay,
    Tidy,
    Guarding,
    TypeAhead,
    Sizing,
    ConsolePort,
    Everywhere,
    Looks,
    Acting,
    Sending,
    Whereabouts,
    FarEnd,
    App[int],
    inherit_bindings=False,
):
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
                 plain: bool = False, log_file: Path | None = None, spool: Spool | None = None, sound: bool = True,
                 driver: type[Driver] | None = None) -> None:  # fmt: skip
        super().__init__(driver)
        slim()
        end_in_time()
        self.clock = clock or Clock()
        self.keys = keymap or Keymap()
        self._open_desk, self._who = open_desk, who
        self._gateway: Gateway | None = None
        self._filled = False
        self.awaited = Awaited()
        self.ticker = Ticker(self.clock, self._ticking, self.one_paint)
        self.alarms = Alarms(self.bell if sound else lambda: None)
        self.lifeline = Lifeline(self.leave)
        self.idle = Idle(self.lock)
        self.me: Me | None = None
        self.board: Board | None = None
        self.zone: tzinfo = UTC
        self.link: LinkChanged | None = None
        self.busy = False
        self.ended_by: HotlineError | None = None
        """Why the console could not go on; `run` raises it when the terminal is as before."""
        for look in themes():
            self.register_theme(look)
        self.choose_theme(theme)
        self.log_file = log_file
        self._spool = spool
        set_glyphs(plain=plain)
        self.set_class(plain, "-plain")
        if plain:
            self._filters.append(Narrow())
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
        """The shell is painted: now the database, in its own thread, and the panes."""
        self.shell_stands = True
        self.gateway.start()
        from .screens.desk_panes import PATIENCE_S

        self.set_timer(PATIENCE_S, self.fill_desk)

    def fill_desk(self) -> None:
        """Once: with the first board, or when it does not come soon, so that one can look around meanwhile."""
        from .screens.desk_panes import fill

        if not self._filled:
            self._filled = True
            if self.screen is self.desk_screen:  # what is seen from now on can't take a key yet
                self.hold_keys()
            self.desk_screen.call_next(fill, self.desk_screen)

    @property
    def gateway(self) -> Gateway:
        """The door to the services; made when the shell stands, because it brings the domain with it."""
        if self._gateway is None:
            from .gateway import Gateway

            self._gateway = Gateway(self.deliver, self.clock, self._open_desk, self._who)
        return self._gateway

    @property
    def spool(self) -> Spool:
        """Drafts on this machine, of whoever sits here."""
        if self._spool is None:
            from .spool import Spool, spool_folder

            self._spool = Spool(lambda: spool_folder(""))
        return self._spool if self.me is None else self._spool.of(self.me.operator_id)

    def pop_screen(self) -> AwaitComplete:
        """The desk is never closed: two keys that come at once close one dialog."""
        return AwaitComplete() if isinstance(self.screen, DeskScreen) else super().pop_screen()

    # ---- context ------------------------------------------------------------------------------------------------

    @property
    def desk_screen(self) -> DeskScreen:
        """The desk, whatever lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, DeskScreen))

    @property
    def work_screen(self) -> Screen[Any]:
        """The topmost screen that is not a dialog."""
        return next((screen for screen in reversed(self.screen_stack) if not screen.is_modal), self.screen)

    def on_context_changed(self, event: ContextChanged) -> None:
        """Another row, another pane: other keys work, other details are worth a look."""
        if not self.screen_stack:  # the last word of a widget that ends with the console
            return
        self.follow()
        if self.desk_screen.single:  # a pane that was hidden comes into sight as of now
            self.poke()
        else:
            self.ticker.poke_later()

    def follow(self) -> None:
        """Footer and detail column show what can be done, and with what."""
        self.show_keys()
        if self.screen is self.work_screen and isinstance(self.screen, DeskScreen):
            self.screen.follow(self.context())

    def show_keys(self) -> None:
        """The footer follows what can be done."""
        if not self.screen_stack:  # an answer that comes while the console ends
            return
        context = self.context()
        hints = [
            KeyHint(action.id, sign(key), action.label, action.rank, off=action.barred(context) is not None)
            for action, key in self.offered()
        ]
        for line in self.work_screen.children:  # not searched for: that takes as long as painting
            if isinstance(line, KeyLine):
                line.show(hints)

    def one_paint(self) -> AbstractContextManager[None]:
        """Around all that changes what is seen in one turn of the loop."""
        return one_paint(self.screen) if self.screen_stack else nullcontext()

    # ---- time ---------------------------------------------------------------------------------------------------

    def _ticking(self) -> Iterator[Ticking]:
        """First what decides, then what shows it."""
        yield from (self, self.alarms, self.lifeline, self.idle)
        if self.guard is not None:
            yield from (one for one in (self.guard,) if hasattr(one, "tick"))
            return
        self._show_state()
        screen = self.work_screen
        yield from (line for line in screen.children if isinstance(line, StateLine))
        find = getattr(screen, "ticking", None)
        if find is not None:
            yield from find()

    def _show_state(self) -> None:
        board = self.board
        state = State(
            zone=self.zone,
            me=self.me,
            figures=board.figures if board is not None else None,
            handover=board.handover if board is not None else None,
            link=self.link.state if self.link is not None else OPENING,
            stale_since=self.link.since if self.link is not None else None,
            busy=self.busy,
            unsettled=self._gateway.unsettled if self._gateway is not None else 0,
            alarms=len(self.alarms.open),
            muted_until=self.alarms.muted_until,
        )
        for line in self.work_screen.children:
            if isinstance(line, StateLine):
                line.show(state)
