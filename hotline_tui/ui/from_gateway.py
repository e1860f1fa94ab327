"""What comes from the gateway: boards, the state of the link, what became of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.message import Message
from textual.message_pump import MessagePump

from hotline_tui.domain.errors import N_, Refused

from .garbage import collect_again
from .lifeline import ends
from .messages import BoardLoaded, CommandDone, CommandFailed, LinkBusy, LinkChanged

if TYPE_CHECKING:
    from .app import HotlineApp
    from .widgets.lines import Lines


_OPENING = N_("The database is still being opened.")


class FromGateway:
    """Mixed into the app."""

    @property
    def _here(self) -> HotlineApp:
        return cast("HotlineApp", self)

    def deliver(self, to: MessagePump | None, message: Message) -> None:
        """Called from the gateway's thread."""
        app = self._here
        if isinstance(message, CommandDone):
            app.awaited.done(message.command.id)
        if to is None or to is app or not to.post_message(message):
            app.post_message(message)

    def on_board_loaded(self, event: BoardLoaded) -> None:
        """A new picture for every screen that shows one."""
        app = self._here
        if not app.screen_stack:  # a picture that comes while the console ends
            return
        app.board = event.board
        app.fill_desk()
        with app.one_paint():
            app.alarms.load(event.board.alarms, app.now())
            for screen in app.screen_stack if app.guard is None else ():
                load = getattr(screen, "load", None)
                if load is not None:
                    load(event.board)
            app.follow()
            app.ticker.tick()  # now, not soon: what reads differently by it is painted with the rest
        app.call_after_refresh(collect_again)

    def on_link_changed(self, event: LinkChanged) -> None:
        """The state line says how old all this is; the first fault is told in a sentence."""
        app = self._here
        if event.error is not None and ends(event.error, signed_on=app.me is not None):
            app.ended_by = event.error
            app.leave()
            return
        if isinstance(event.error, Refused):  # signed on elsewhere: the claims are there
            app.lock(event.error)
        elif event.error is not None and (app.link is None or app.link.state is not event.state):
            app.say_error(event.error, severity="error")
            collect_again()
        elif app.link is None:
            app.unsay(_OPENING)
        app.link = event
        if app.board is None:
            for pane in app.desk_screen.query("EmptyForm"):  # it says why there is no desk
                cast("Lines", pane).renew()
        app.show_keys()
        app.poke()

    def on_link_busy(self, event: LinkBusy) -> None:
        """A wait that a person notices."""
        self._here.busy = event.busy
        self._here.poke()

    def on_command_done(self, event: CommandDone) -> None:
        """Say what was done, and that it can be taken back."""
        app = self._here
        if event.result.kind in ("ticket.open", "ticket.retriage"):
            app.alarms.own(f"p1:{event.result.thing_id}")
        app.done(event)

    def on_command_failed(self, event: CommandFailed) -> None:
        """Say why not, and where the words are that somebody typed."""
        from hotline_tui.locale import _

        app = self._here
        kept = _("What you typed is kept: it is there when you open this again.")
        app.say_error(event.error, more=kept if app.awaited.failed(event.command.id) else "")
