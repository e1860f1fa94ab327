"""What is done on the desk as a whole: a claimed call goes into the form, and the keyboard from pane to pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hotline_tui.ui.console import console
from hotline_tui.ui.context import Scope
from hotline_tui.ui.messages import Answered, CallClaimed, CommandDone, FormClosed, NewTicket, PopLoaded
from hotline_tui.ui.typeahead import opens_form

if TYPE_CHECKING:
    from hotline_tui.domain.board import ScreenPop
    from hotline_tui.ui.panes.sla import SlaPane

    from .desk import DeskScreen

ORDER = (Scope.QUEUE, Scope.TRIAGE, Scope.SLA, Scope.DISPATCH)
"""The panes by their numbers."""


class DeskActs:
    """Mixed into the desk."""

    @property
    def _desk(self) -> DeskScreen:
        return cast("DeskScreen", self)

    # ---- claimed calls ------------------------------------------------------------------------------------------

    def on_command_done(self, event: CommandDone) -> None:
        """A call that has become ours goes into the form."""
        if opens_form(event.command):
            self._desk.post_message(CallClaimed(event.result.thing_id))

    def on_call_claimed(self, event: CallClaimed) -> None:
        """Ask who is calling; the form is shown at once."""
        event.stop()
        call = event.call
        self._desk.show_pane(Scope.TRIAGE)
        console(self._desk).ask(self._desk, "pop", lambda desk, now: desk.pop(call, now=now))

    def on_answered(self, event: Answered) -> None:
        """The screen pop is here."""
        if event.kind != "pop":
            return
        event.stop()
        if event.error is not None:
            console(self._desk).drop_keys()
            console(self._desk).say_error(event.error)
        else:
            self._desk.pane(Scope.TRIAGE).post_message(PopLoaded(cast("ScreenPop", event.value)))

    def on_form_closed(self, event: FormClosed) -> None:
        """Back to the queue: the next caller waits. Among the clocks the new ticket is the one to go on with."""
        event.stop()
        self._desk.show_pane(Scope.QUEUE)
        if event.saved is not None:
            cast("SlaPane", self._desk.pane(Scope.SLA)).point_at(event.saved)

    def on_new_ticket(self, event: NewTicket) -> None:
        """The form opens without a call."""
        if event.is_forwarded:
            return
        event.stop()
        self._desk.show_pane(Scope.TRIAGE)

    # ---- keys ---------------------------------------------------------------------------------------------------

    def do_call_next(self) -> None:
        """Claim the next call in the queue's order."""
        from hotline_tui.domain.commands import ClaimCall

        app = console(self._desk)
        me = app.me
        app.do(app.make(ClaimCall, call=None, session=me.session_id if me else 0), self._desk)

    def do_pane_zoom(self) -> None:
        """This pane alone, or all of them."""
        self._desk.zoom(on=not self._desk.zoomed)

    def do_pane_next(self) -> None:
        """Round the four panes."""
        self._step(1)

    def do_pane_previous(self) -> None:
        """Round the four panes, backwards."""
        self._step(-1)

    def _step(self, by: int) -> None:
        self._desk.show_pane(ORDER[(ORDER.index(self._desk.active) + by) % len(ORDER)])

    def do_back(self) -> None:
        """One level back: all panes again, then the queue."""
        if self._desk.zoomed:
            self.do_pane_zoom()
        elif self._desk.active is not Scope.QUEUE:
            self._desk.show_pane(Scope.QUEUE)
