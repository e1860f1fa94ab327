"""What is done to a ticket, from the SLA pane and from the ticket's own screen: each a key, and the words it needs.

Whether an act is possible now is the domain's to say (`TicketView.acts`); from a list row the service says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.screen import Screen
from textual.widget import Widget

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.words import Milestone
from hotline_tui.locale import _
from hotline_tui.locale.words import label

from .asking import Asking
from .console import console
from .widgets.clocks import short_number

if TYPE_CHECKING:
    from hotline_tui.domain.board import TicketView
    from hotline_tui.domain.commands import Command, TicketCommand

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """The ticket an act is about, and the clock that is chosen on it. `view` is there where it is shown in full."""

    id: int
    number: str
    customer: str
    clock: int | None = None
    milestone: str = ""
    held: bool = False
    view: TicketView | None = None

    @property
    def words(self) -> str:
        """For the head of a dialog."""
        return f"{short_number(self.number)} {self.customer}"

    def in_full(self) -> TicketView:
        """The whole ticket; refused from a list row."""
        if self.view is None:
            raise Refused(N_("Open the ticket first."))
        return self.view


class TicketActs(Asking):
    """Mixed into a pane or screen that has `subject()`."""

    def subject(self) -> Subject:
        """The ticket that is meant. Raises Refused where there is none."""
        raise NotImplementedError

    def _write(self, kind: type[TicketCommand], about: Subject | None = None, **fields: Any) -> None:
        self._do(kind, ticket=(about or self.subject()).id, **fields)

    def _do(self, kind: type[Command], **fields: Any) -> None:
        widget = cast("Widget", self)
        app = console(widget)
        app.do(app.make(kind, **fields), widget)

    async def _dialog(self, screen: Screen[T]) -> T | None:
        from .screens.dialog import Dialog

        if isinstance(screen, Dialog):
            screen.thing = self.thing_meant()
        return cast("T | None", await cast("Widget", self).app.push_screen_wait(screen))

    def thing_meant(self) -> str:
        """What the others are told that somebody types about, where the screen below does not say it."""
        return ""

    async def _because(self, kind: type[TicketCommand], title: str, **fields: Any) -> None:
        from .screens.reason import ReasonScreen

        about = self.subject()
        reason = await self._dialog(ReasonScreen(title, about.words, final=not kind.undoable))
        if reason:
            self._write(kind, about, reason=reason, **fields)

    # ---- the course of the work -----------------------------------------------------------------------------------

    def do_ticket_start(self) -> None:
        """Work begins."""
        from hotline_tui.domain import commands as c

        self._write(c.StartWork)

    def do_ticket_phone_failed(self) -> None:
        """Phone help did not solve it."""
        from hotline_tui.domain import commands as c

        self._write(c.PhoneFailed)

    def do_ticket_restore(self) -> None:
        """The customer can work again."""
        from hotline_tui.domain import commands as c

        self._write(c.RestoreTicket)

    def do_ticket_watch(self) -> None:
        """Keep an eye on it."""
        from hotline_tui.domain import commands as c

        self._write(c.WatchTicket)

    async def do_ticket_resolve(self) -> None:
        """Cause and method."""
        from hotline_tui.domain import commands as c

        from .screens.resolve import ResolveScreen

        about = self.subject()
        cause, method = (about.view.cause, about.view.method) if about.view else ("", "")
        found = await self._dialog(ResolveScreen(about.words, cause=cause, method=method))
        if found is not None:
            self._write(c.ResolveTicket, about, cause=found.cause, method=found.method)

    async def do_ticket_close(self) -> None:
        """All is done; a word given or a complaint that would be left behind is said first."""
        from hotline_tui.domain import commands as c

        from .left_open import left_open
        from .widgets.confirm import Confirm

        about = self.subject()
        app = console(cast("Widget", self))
        left = left_open(await self._in_full(about), app.zone, app.now())
        if not left or await self._dialog(Confirm(_("Still open: {what}. Close it?").format(what=left))):
            self._write(c.CloseTicket, about)

    async def _in_full(self, about: Subject) -> TicketView:
        """The whole ticket, read where only its row is shown."""
        if about.view is not None:
            return about.view
        return cast("TicketView", await self.asked("view", lambda desk, now: desk.ticket(about.id, now=now)))

    async def do_ticket_reopen(self) -> None:
        """It is there again."""
        from hotline_tui.domain import commands as c

        await self._because(c.ReopenTicket, _("Reopen: what does the customer report?"))

    async def do_ticket_cancel(self) -> None:
        """It was none."""
        from hotline_tui.domain import commands as c

        await self._because(c.CancelTicket, _("Cancel the ticket"))

    async def do_ticket_impossible(self) -> None:
        """Cannot be repaired for now."""
        from hotline_tui.domain import commands as c

        await self._because(c.RestoreImpossible, _("Cannot be repaired for now"))

    # ---- clocks and words given -----------------------------------------------------------------------------------

    def do_ticket_meet(self) -> None:
        """The chosen clock's milestone has happened."""
        from hotline_tui.domain import commands as c

        about = self.subject()
        if about.clock is None:
            raise Refused(N_("No clock is chosen."))
        self._write(c.MeetMilestone, about, milestone=Milestone(about.milestone), clock=about.clock)

    async def do_ticket_void(self) -> None:
        """The chosen clock no longer applies."""
        from hotline_tui.domain import commands as c

        about = self.subject()
        if about.clock is None:
            raise Refused(N_("No clock is chosen."))
        title = _("{milestone}: this clock no longer applies").format(milestone=label(about.milestone, Milestone))
        await self._because(c.VoidClock, title, clock=about.clock)

    async def do_ticket_promise(self) -> None:
        """What, by when."""
        from hotline_tui.domain import commands as c

        from .screens.promise import PromiseScreen

        about = self.subject()
        given = await self._dialog(PromiseScreen(about.words))
        if given is not None:
            self._write(c.Promise, about, milestone=given.milestone, due=given.due, text=given.text)

    async def do_ticket_hold(self) -> None:
        """Hold it; of a ticket that is held, end the hold or look at it again later."""
        from hotline_tui.domain import commands as c

        from .screens.hold import HoldScreen
        from .screens.ticket_dialogs import PickScreen

        about = self.subject()
        if about.held:
            choices = [("resume", _("The hold is over")), ("hold", _("Hold on: another reason or review time …"))]
            chosen = await self._dialog(PickScreen(_("On hold"), about.words, choices))
            if chosen == "resume":
                self._write(c.ResumeTicket, about)
            if chosen != "hold":
                return
        held = await self._dialog(HoldScreen(about.words))
        if held is not None:
            self._write(c.HoldTicket, about, reason=held.reason, review_at=held.review_at, note=held.note)

    async def do_ticket_note(self) -> None:
        """What was said or done."""
        from hotline_tui.domain import commands as c

        from .screens.note import NoteScreen

        about = self.subject()
        note = await self._dialog(NoteScreen(about.words))
        if note is not None:
            self._write(
                c.NoteTicket, about, text=note.text, from_customer=note.from_customer, to_customer=note.to_customer
            )

    async def do_ticket_escalate(self) -> None:
        """Tell somebody higher."""
        from hotline_tui.domain import commands as c

        from .screens.ticket_dialogs import EscalateScreen

        about = self.subject()
        told = await self._dialog(EscalateScreen(about.words))
        if told is not None:
            self._write(c.EscalateTicket, about, role=told.role, how=told.how, note=told.note)

    async def do_ticket_pass(self) -> None:
        """To a colleague, a post or a tier."""
        from hotline_tui.domain import commands as c

        from .screens.pass_on import PassScreen
        from .screens.reason import ReasonScreen

        about = self.subject()
        to = await self._dialog(PassScreen(about.words))
        if to is None:
            return
        reason = await self._dialog(ReasonScreen(_("Pass on to {whom}").format(whom=to.name), about.words))
        if reason:
            self._write(c.PassTicket, about, operator=to.operator, post=to.post, tier=to.tier, reason=reason)

    def do_clock_explain(self) -> None:
        """Why the chosen clock stands as it stands."""
        from .screens.explain import ExplainScreen

        about = self.subject()
        if about.clock is None:
            raise Refused(N_("No clock is chosen."))
        cast("Widget", self).app.push_screen(ExplainScreen(about.clock))

    async def do_ticket_history(self) -> None:
        """What this customer had before."""
        from .screens.history import HistoryScreen

        view = await self._in_full(self.subject())
        cast("Widget", self).app.push_screen(HistoryScreen(view.customer_id, view.customer))
