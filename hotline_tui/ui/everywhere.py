"""What can be done on every screen: undo, alarms, language, theme, help, command line, leaving."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from rich.cells import cell_len
from textual import events

from hotline_tui.domain.errors import N_, HotlineError
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time

from .actions import in_scope
from .context import Action, Scope
from .duties import Duties
from .keymap import typed_key
from .messages import Answered, CommandDone, NewTicket, OpenTicketScreen
from .paging import Paging
from .said import act_name, done_sentence
from .widgets.confirm import Confirm

if TYPE_CHECKING:
    from .app import HotlineApp

UNDO_S = 10.0


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last act that can be taken back, until when."""

    command: Any
    label: str
    until: float


class Everywhere(Duties, Paging):
    """Mixed into the app."""

    _undo: Undoable | None = None

    @property
    def _app(self) -> HotlineApp:
        return cast("HotlineApp", self)

    # ---- keys ---------------------------------------------------------------------------------------------------

    def offered(self) -> list[tuple[Action, str]]:
        """The actions that work here and now with the key to show, in the footer's order."""
        app = self._app
        focused = app.work_screen.focused
        typing = focused is not None and focused.check_consume_key("j", "j")
        inner = cast("Scope", getattr(app.work_screen, "active", Scope.TICKET))
        context = app.context(focused)
        taken: set[str] = set()
        out: list[tuple[Action, str]] = []
        for scope in (inner, Scope.GLOBAL):
            mine: set[str] = set()
            for action in in_scope(scope):
                keys = [key for key in app.keys.keys(action) if key not in taken]
                mine.update(keys)
                usable = [key for key in keys if not (typing and typed_key(key))]
                if action.rank and usable and action.available(context) is None:
                    out.append((action, usable[0]))
            taken |= mine
        return sorted(out, key=lambda offer: offer[0].rank)

    def on_key(self, event: events.Key) -> None:
        """A key that nobody took: a character composed by an input method where a command was meant."""
        character = event.character or ""
        if cell_len(character) == 2:
            self._app.say(_("An input method is on: function keys still work (F1 shows them)."), severity="warning")

    def do_help(self) -> None:
        """All keys that work here."""
        from .screens.help import HelpScreen

        self._app.push_screen(HelpScreen())

    def do_command(self) -> None:
        """The command line."""
        from .screens.command import CommandScreen

        self._app.push_screen(CommandScreen())

    def do_rows_filter(self) -> None:
        """Panes with rows filter themselves; here there are none."""
        self._app.say(_("There are no rows to filter here."), severity="warning")

    def do_reach(self) -> None:
        """Who can be phoned now."""
        from .screens.reach import ReachScreen

        self._app.push_screen(ReachScreen())

    def do_tell(self) -> None:
        """Who is still to be told."""
        from .screens.to_tell import ToTellScreen

        self._app.push_screen(ToTellScreen())

    # ---- panes from anywhere ------------------------------------------------------------------------------------

    def do_pane_queue(self) -> None:
        """To the queue."""
        self.to_desk(Scope.QUEUE)

    def do_pane_triage(self) -> None:
        """To the form."""
        self.to_desk(Scope.TRIAGE)

    def do_pane_sla(self) -> None:
        """To the clocks."""
        self.to_desk(Scope.SLA)

    def do_pane_dispatch(self) -> None:
        """To the dispatch board."""
        self.to_desk(Scope.DISPATCH)

    def to_desk(self, scope: Scope) -> None:
        """Close what lies over the desk and show one of its panes."""
        app = self._app
        desk = app.desk_screen
        while app.screen is not desk and app.guard is None:
            app.pop_screen()
        desk.show_pane(scope)

    def do_ticket_new(self) -> None:
        """The form without a call."""
        self.to_desk(Scope.TRIAGE)
        self._app.desk_screen.pane(Scope.TRIAGE).post_message(NewTicket())

    async def do_call_enter(self) -> None:
        """What reached the desk by hand or by mouth."""
        from .screens.enter_call import enter_call

        await enter_call(self._app)

    # ---- undo ---------------------------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str:
        """The msgid of the act that can be taken back now; '' without one."""
        return self._undo.label if self._undo is not None and self._app.now() < self._undo.until else ""

    def done(self, event: CommandDone) -> None:
        """Say what was done; remember it if it can be taken back."""
        app = self._app
        self._undo = None
        if event.result.undoable and not event.result.already:
            self._undo = Undoable(event.command.id, act_name(event.result.kind), app.now() + UNDO_S)
        sentence = done_sentence(event.result, event.command, undoable=self._undo is not None)
        app.say(sentence)
        app.show_keys()
        app.poke()

    def forget_undo(self) -> None:
        """Somebody else sits here: it was not their act."""
        self._undo = None

    def do_undo(self) -> None:
        """Take the last act back."""
        from hotline_tui.domain.commands import Undo

        app = self._app
        if self._undo is not None:
            command, self._undo = self._undo.command, None
            app.do(app.make(Undo, command=command))

    def tick(self, now: float) -> float | None:
        """The undo key goes away after ten seconds."""
        if self._undo is None:
            return None
        if now < self._undo.until:
            return self._undo.until
        self._undo = None
        self._app.show_keys()
        return None

    # ---- alarms -------------------------------------------------------------------------------------------------

    def do_alarm_acknowledge(self) -> None:
        """I have seen it."""
        from hotline_tui.domain.commands import AcknowledgeAlarm

        app = self._app
        keys = app.alarms.seen()
        if keys and app.me is not None:
            app.do(app.make(AcknowledgeAlarm, alarms=keys))
        app.poke()

    def do_alarm_mute(self) -> None:
        """No bell for half an hour, or ring again."""
        app = self._app
        if app.alarms.mute(app.now()):
            until = clock_time(cast("float", app.alarms.muted_until), app.zone)
            app.say(_("Muted until {time}. m rings again.").format(time=until))
        else:
            app.say(_("The bell rings again."))
        app.poke()

    # ---- finding ------------------------------------------------------------------------------------------------

    def go_to(self, number: str) -> None:
        """Open a ticket by its number or the last digits of it."""
        app = self._app
        if number:
            app.ask(app, "goto", lambda desk, now: (number, desk.ticket_by_number(number)))
        else:
            app.say(_("Which ticket? goto and its number, or the last digits of it."), severity="warning")

    def on_open_ticket_screen(self, event: OpenTicketScreen) -> None:
        """A ticket in full, over the desk."""
        from .screens.ticket import TicketScreen

        self._app.push_screen(TicketScreen(event.ticket, part=event.part))

    def find(self, words: str) -> None:
        """Search tickets, open and closed."""
        from .screens.find import FindScreen

        self._app.push_screen(FindScreen(words))

    def on_answered(self, event: Answered) -> None:
        """A ticket's number was looked up."""
        app = self._app
        if event.error is not None:
            app.say_error(event.error)
        elif event.kind == "seats":
            app.seats_known(event)
        elif event.kind == "who_may":
            app.who_may(event.value)
        elif event.kind == "goto" and isinstance(event.value, tuple):
            number, ticket = event.value
            if ticket is None:
                app.say(_("There is no ticket {number}.").format(number=number), severity="warning")
            else:
                app.post_message(OpenTicketScreen(ticket))

    # ---- confirming and leaving ---------------------------------------------------------------------------------

    def confirm(self, question: str, then: Callable[[], None]) -> None:
        """Ask; only `y` goes on. `question` is a msgid."""

        def answered(yes: bool | None) -> None:
            if yes:
                then()

        self._app.push_screen(Confirm(_(question)), answered)

    def run_handler(self, work: Any) -> None:
        """Run a handler that waits for dialogs; what it is refused is said."""
        self._app.run_worker(self._guarded(cast("Coroutine[Any, Any, None]", work)), exit_on_error=True)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except HotlineError as error:
            self._app.say_error(error)
        finally:
            self._app.awaited.ended()

    def do_quit(self) -> None:
        """Leave: drafts are on disk, the gateway lets go of the claims."""
        self.leave()

    def leave(self) -> None:
        """End in order, also when the line has dropped or somebody sent TERM."""
        app = self._app
        app.flush_all()
        app.exit(0)

    def action_how_to_leave(self) -> None:
        """Ctrl-C does nothing here: say what does."""
        self._app.say(_(N_("To leave the console: Esc, then q, then y – or F10 and quit.")))
