"""What is done to what a ticket says: its words, level, place under others, customer, policy and steps.

These need the whole ticket, so they are done from its own screen (history from a list row too).
"""

from __future__ import annotations

from typing import cast

from textual.widget import Widget

from hotline_tui.domain.board import CustomerCard, TicketView
from hotline_tui.domain.commands import (
    AdoptPolicy,
    DeclareDisaster,
    EditTicket,
    MergeTicket,
    MoveTicket,
    OpenComplaint,
    Retriage,
    SetMajor,
    UsePlaybook,
)
from hotline_tui.domain.words import FaultKind
from hotline_tui.locale import _

from .console import console
from .screens.complaint import ComplaintScreen
from .screens.customer_search import CustomerSearchScreen
from .screens.history import HistoryScreen
from .screens.pick_ticket import PickTicketScreen
from .screens.reason import ReasonScreen
from .screens.retriage import RetriageScreen
from .screens.ticket_dialogs import EditScreen, PickScreen
from .ticket_acts import TicketActs
from .widgets.clocks import short_number


class TicketFacts(TicketActs):
    """Mixed into a pane or screen that has `subject()`."""

    async def do_ticket_edit(self) -> None:
        """Summary, cause, method."""
        about = self.subject()
        view = about.in_full()
        edited = await self._dialog(EditScreen(view))
        if edited is not None:
            self._write(EditTicket, about, summary=edited.summary, cause=edited.cause, method=edited.method)

    async def do_ticket_retriage(self) -> None:
        """The questions again."""
        about = self.subject()
        again = await self._dialog(RetriageScreen(about.in_full()))
        if again is not None:
            self._write(
                Retriage,
                about,
                fault_kind=again.fault_kind,
                answers=again.answers,
                level=again.level,
                reason=again.reason,
            )

    async def do_ticket_merge(self) -> None:
        """A duplicate of another one."""
        about = self.subject()
        into = await self._dialog(PickTicketScreen(_("Merge into which ticket?"), about.customer, without=about.id))
        if into is not None:
            self._write(MergeTicket, about, into=into)

    async def do_ticket_major(self) -> None:
        """Declare it major, or put it under one."""
        about = self.subject()
        choices = [("major", _("This is a major fault")), ("under", _("It belongs under a major fault …"))]
        if about.view is not None and about.view.parent:
            choices.append(("out", _("Take it out from under {number}").format(number=short_number(about.view.parent))))
        chosen = await self._dialog(PickScreen(_("Major fault"), about.words, choices))
        if chosen == "under":
            under = await self._dialog(PickTicketScreen(_("Under which major fault?"), "", without=about.id))
            if under is not None:
                self._write(SetMajor, about, under=under)
        elif chosen is not None:
            self._write(SetMajor, about, under=0 if chosen == "out" else None)

    async def do_ticket_disaster(self) -> None:
        """Set or lift the flag."""
        about = self.subject()
        declared = about.in_full().disaster
        title = _("The disaster is over") if declared else _("Declare a disaster")
        await self._because(DeclareDisaster, title, disaster=not declared)

    async def do_ticket_move(self) -> None:
        """To another customer or contract."""
        about = self.subject()
        found = await self._dialog(CustomerSearchScreen("", allow_new=False))
        if found is None or found.customer is None:
            return
        customer = found.customer
        card = await self.asked("card", lambda desk, now: desk.card(customer, now=now))
        if not isinstance(card, CustomerCard):
            return
        contract: int | None = None
        if card.contracts:
            choices = [(str(one.id), f"{one.number}  {one.policy}") for one in card.contracts]
            chosen = await self._dialog(PickScreen(_("Under which contract?"), card.name, choices))
            if chosen is None:
                return
            contract = int(chosen)
        reason = await self._dialog(ReasonScreen(_("Move to {customer}").format(customer=card.name), about.words))
        if reason:
            self._write(MoveTicket, about, customer=customer, contract=contract, reason=reason)

    async def do_ticket_adopt(self) -> None:
        """The newest version of its policy."""
        await self._because(AdoptPolicy, _("Follow the newest policy and calendar"))

    def do_ticket_playbook(self) -> None:
        """The steps of its fault kind."""
        about = self.subject()
        self._write(UsePlaybook, about, fault_kind=FaultKind(about.in_full().fault_kind))

    async def do_ticket_complain(self) -> None:
        """Take down a complaint about it."""
        about = self.subject()
        view = about.in_full()
        visited = {visit.engineer_id for visit in view.visits}
        board = console(cast("Widget", self)).board
        rows = sorted(board.engineers if board is not None else (), key=lambda row: row.id not in visited)
        said = await self._dialog(ComplaintScreen(about.words, rows))
        if said is not None:
            self._do(OpenComplaint, customer=view.customer_id, contact=view.contact_id, ticket=view.id, text=said.text,
                     about_engineer=said.about_engineer)  # fmt: skip

    async def do_ticket_history(self) -> None:
        """What this customer had before."""
        about = self.subject()
        view = about.view
        if view is None:
            read = await self.asked("view", lambda desk, now: desk.ticket(about.id, now=now))
            if not isinstance(read, TicketView):
                return
            view = read
        cast("Widget", self).app.push_screen(HistoryScreen(view.customer_id, view.customer))
