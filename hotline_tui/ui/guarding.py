"""Who sits at the console: signing on, the lock, handing the console over, a PIN of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.await_complete import AwaitComplete

from hotline_tui.domain.errors import N_, HotlineError, Refused
from hotline_tui.locale import _

from .kept import Keeping
from .messages import Answered, SignedOn, SignOnRefused, SignOnWanted
from .widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import App

    from hotline_tui.domain.seats import Seats

    from .app import HotlineApp
    from .screens.guard import Guard

    _Base = App[int]
else:
    _Base = object

_ONE = N_("Nobody else can sign on at this desk. `hotline operator add` adds somebody.")
_BY_KEY = N_("This console was opened by the SSH key of {who}: somebody else opens one of their own.")


class Guarding(_Base):
    """Mixed into the app, before Textual's."""

    @property
    def _app(self) -> HotlineApp:
        return cast("HotlineApp", self)

    @property
    def guard(self) -> Guard | None:
        """What covers the console now."""
        found = (one for one in reversed(self.screen_stack) if getattr(one, "is_guard", False))
        return cast("Guard | None", next((one for one in found if not getattr(one, "released", False)), None))

    @property
    def may_switch(self) -> bool:
        """Whether somebody else can sit down here."""
        me = self._app.me
        return me is not None and me.shared and not me.by_key

    # ---- what a guard keeps away --------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Somebody is here."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._app.idle.touch(self._app.now())
        await super().on_event(event)

    def push_screen(self, screen: Any, *args: Any, **values: Any) -> Any:
        """Nothing opens over a guard: what was on its way to the screen is not shown."""
        if self.guard is None or getattr(screen, "is_guard", False):
            return super().push_screen(screen, *args, **values)
        if values.get("wait_for_dismiss"):
            raise Refused(N_("The console was locked meanwhile: nothing was done."))
        return AwaitComplete()

    def pop_screen(self) -> AwaitComplete:
        """A guard goes when it is released, and not before."""
        top = self.screen
        held = getattr(top, "is_guard", False) and not getattr(top, "released", False)
        return AwaitComplete() if held else super().pop_screen()

    # ---- signing on ---------------------------------------------------------------------------------------------

    def on_sign_on_wanted(self, event: SignOnWanted) -> None:
        """Several people could sit here, or only a PIN says who does."""
        self.ask_who(event.seats)

    def ask_who(self, seats: Seats) -> None:
        """Show who can sign on; over the lock Esc goes back to it."""
        from .screens.sign_on import SignOnScreen

        top = self.guard
        if isinstance(top, SignOnScreen):
            top.ask(seats)
        else:
            self._app.cover(SignOnScreen(seats, back=self._app.me is not None))

    def on_sign_on_refused(self, event: SignOnRefused) -> None:
        """A wrong PIN, or the database is away."""
        if self.guard is not None:
            self.guard.fault(event.error)
        else:
            self._app.say_error(event.error)

    def on_signed_on(self, event: SignedOn) -> None:
        """Somebody sits here; or whoever does has another role, another shift."""
        from zoneinfo import ZoneInfo

        app, me = self._app, event.me
        before, app.me = app.me, me
        app.zone = ZoneInfo(me.timezone)
        app.idle.after_s = 60.0 * me.lock_after_min if me.has_pin or not me.read_only else 0.0
        if before is None or before.session_id != me.session_id or before.operator_id != me.operator_id:
            app.idle.touch(app.now())
            if before is not None and before.operator_id != me.operator_id:
                self._hand_over()
            self.unlock()
            if me.shared and not (me.has_pin or me.demo or me.by_key or me.read_only):
                app.say(_("You have no PIN: anybody can sign on as {who}. :pin sets one.").format(who=me.operator))
        app.show_keys()
        app.poke()

    def _hand_over(self) -> None:
        """Somebody else sits down: an empty form, no dialog, nothing to undo. What was typed is kept as a draft."""
        app = self._app
        self._release_all()
        while app.screen is not app.desk_screen:
            super().pop_screen()
        app.forget_undo()
        app.board = None  # its calls are those of whoever sat here
        app.desk_screen.begin_anew()

    # ---- the lock -----------------------------------------------------------------------------------------------

    def do_lock(self) -> None:
        """Cover the screen now."""
        self.lock()

    def lock(self, why: HotlineError | None = None) -> None:
        """Cover everything; what is typed is kept as a draft. `why`: the session is over."""
        app, top = self._app, self.guard
        if app.me is None:
            return
        if top is not None:
            if why is None or getattr(top, "why", None) is not None:
                return
            self._release_all()  # it opens another way now
        from .screens.lock import LockScreen

        self.flush_all()
        app.cover(LockScreen(why))

    def flush_all(self) -> None:
        """What is typed anywhere goes to disk now."""
        for screen in self._app.screen_stack:
            if isinstance(screen, Keeping):
                screen.flush()
            for pane in screen.query(Pane):
                pane.flush()

    def cover(self, screen: Guard) -> None:
        """Put a guard over everything; a line that stands would say what it hides. What is typed is for the guard."""
        self._app.drop_keys()
        self.clear_notifications()
        self.push_screen(screen)

    def unlock(self) -> None:
        """Whoever sits here has said so. What came meanwhile is shown."""
        app = self._app
        if self.guard is None:
            return
        self._release_all()
        if app.board is not None:
            for screen in app.screen_stack:
                load = getattr(screen, "load", None)
                if load is not None:
                    load(app.board)
        app.show_keys()
        app.poke()

    def release(self, guard: Guard) -> None:
        """This one may go."""
        guard.released = True
        if self.screen is guard:
            self.pop_screen()

    def _release_all(self) -> None:
        while self.guard is not None:
            top = self.guard
            self.release(top)
            if self.screen is top:  # it could not go
                break

    # ---- the command line ---------------------------------------------------------------------------------------

    def switch(self) -> None:
        """Hand the console over: the list of who can sign on, over the lock."""
        app = self._app
        if not self.may_switch:
            by_key = app.me is not None and app.me.by_key
            app.say_error(Refused(_BY_KEY, who=app.me.operator) if by_key and app.me else Refused(_ONE))
            return
        self.lock()
        app.ask(app, "seats", lambda desk, now: desk.seats(now=now))

    def seats_known(self, event: Answered) -> None:
        """The list for `switch`."""
        from hotline_tui.domain.seats import Seats

        if isinstance(event.value, Seats) and self.guard is not None:
            self.ask_who(event.value)

    def set_pin(self) -> None:
        """A PIN of one's own."""
        app = self._app
        me = app.me
        if me is None:
            return
        from .screens.pin import PinScreen

        def done(is_set: bool | None) -> None:
            if is_set and app.me is not None:
                from dataclasses import replace

                app.me = replace(app.me, has_pin=True)
                app.say(_("Your PIN is set."))

        app.push_screen(PinScreen(first=not me.has_pin), done)
