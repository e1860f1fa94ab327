"""What is done to what a ticket says: its words, level, place under others, customer, policy and steps.

These need the whole ticket, so they are done from its own screen (history from a list row too).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from hotline_tui.domain.board import ContractRow, CustomerCard, TicketView
from hotline_tui.domain.errors import N_, Conflict, Refused
from hotline_tui.domain.words import FaultKind
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.locale.errors import translate_error

from .console import console
from .messages import CommandFailed
from .retriaged import Retriaged, as_it_stands, differing, merged, part_label, said
from .screens.ticket_dialogs import Edited
from .ticket_acts import TicketActs
from .widgets.clocks import short_number
from .widgets.confirm import Confirm

if TYPE_CHECKING:
    from .app import HotlineApp


def contract_words(row: ContractRow) -> str:
    """A contract as one chooses it: its number, and the service agreement by its title."""
    title = row.policy_title_zh if language() == CHINESE else row.policy_title_en
    return f"{row.number}  {title or row.policy}"


TEXTS = ("summary", "cause", "method")
"""What is edited by hand, in the order of `Edited`."""


class TicketFacts(TicketActs):
    """Mixed into a pane or screen that has `subject()`."""

    _seen: TicketView | None = None
    """The ticket as it stood when it was last edited here."""

    async def do_ticket_edit(self) -> None:
        """Summary, cause, method."""
        from .screens.ticket_dialogs import EditScreen

        view = self.subject().in_full()
        await self._edit(view, await self._dialog(EditScreen(view)))

    async def _edit(self, view: TicketView, edited: Edited | None) -> None:
        """Write what was changed, on top of the ticket as it was seen."""
        from hotline_tui.domain import commands as c

        if edited is not None:
            self._seen = view
            texts = {"summary": edited.summary, "cause": edited.cause, "method": edited.method}
            self._do(c.EditTicket, ticket=view.id, version=view.version, **texts)

    def on_command_failed(self, event: CommandFailed) -> None:
        """Somebody else saved first: what was typed is kept, and both are shown."""
        from hotline_tui.domain import commands as c

        command, seen = event.command, self._seen
        if not isinstance(event.error, Conflict) or seen is None:
            return
        app = console(cast("Widget", self))
        why = translate_error(event.error, zone=app.zone)
        if isinstance(command, c.EditTicket):
            event.stop()
            app.awaited.done(command.id)
            app.run_handler(self._settle(seen, Edited(*(getattr(command, name) for name in TEXTS)), why))
        elif isinstance(command, c.Retriage):
            event.stop()
            app.awaited.done(command.id)
            mine = Retriaged(command.fault_kind, command.answers, command.level, command.reason)
            app.run_handler(self._settle_retriage(seen, mine, why))

    async def _settle(self, seen: TicketView, mine: Edited, why: str) -> None:
        """Where both changed the same text, mine or theirs; Esc goes back to what was typed."""
        from .screens.conflict import MINE, ConflictScreen, Differs
        from .screens.ticket_dialogs import EditScreen

        now = cast("TicketView", await self.asked("conflict", lambda desk, at: desk.ticket(seen.id, now=at)))
        labels = {"summary": _("Summary"), "cause": _("Cause"), "method": _("Method")}
        typed = {name: text for name in TEXTS if (text := getattr(mine, name)) is not None}
        both = [
            Differs(name, labels[name], text, getattr(now, name))
            for name, text in typed.items()
            if getattr(now, name) not in (getattr(seen, name), text)
        ]
        kept = await self._dialog(ConflictScreen(why, both)) if both else {}
        if kept is None:
            await self._edit(now, await self._dialog(EditScreen(now, mine)))
            return
        wanted = {name: text for name, text in typed.items() if kept.get(name, MINE) == MINE}
        if wanted:
            await self._edit(now, Edited(**(dict.fromkeys(TEXTS) | wanted)))
        else:
            console(cast("Widget", self)).say(_("Theirs is kept."))

    async def do_ticket_retriage(self) -> None:
        """The questions again."""
        from .screens.retriage import RetriageScreen

        view = self.subject().in_full()
        self._retriage(view, await self._dialog(RetriageScreen(view)))

    def _retriage(self, view: TicketView, again: Retriaged | None) -> None:
        """Write the answers, on top of the ticket as it was seen."""
        from hotline_tui.domain import commands as c

        if again is not None:
            self._seen = view
            answered = {"fault_kind": again.fault_kind, "answers": again.answers}
            chosen = {"level": again.level, "reason": again.reason}
            self._do(c.Retriage, ticket=view.id, version=view.version, **answered, **chosen)

    async def _settle_retriage(self, seen: TicketView, mine: Retriaged, why: str) -> None:
        """Where both answered a question, mine or theirs. A mixture nobody has seen is shown before it is saved."""
        from .screens.conflict import THEIRS, ConflictScreen, Differs
        from .screens.retriage import RetriageScreen

        now = cast("TicketView", await self.asked("conflict", lambda desk, at: desk.ticket(seen.id, now=at)))
        before, theirs = as_it_stands(seen), as_it_stands(now)
        parts = differing(before, mine, theirs)
        rows = [Differs(part, part_label(part), said(mine, part), said(theirs, part)) for part in parts]
        kept = await self._dialog(ConflictScreen(why, rows)) if rows else {}
        if kept is None:
            self._retriage(now, await self._dialog(RetriageScreen(now, mine, why)))
            return
        lost = frozenset(part for part, whose in kept.items() if whose == THEIRS)
        wanted = merged(before, mine, theirs, lost)
        if wanted == theirs:
            console(cast("Widget", self)).say(_("Theirs is kept."))
        elif wanted == mine:
            self._retriage(now, mine)
        else:
            self._retriage(now, await self._dialog(RetriageScreen(now, wanted, why)))

    async def do_ticket_merge(self) -> None:
        """A duplicate of another one."""
        from hotline_tui.domain import commands as c

        from .screens.pick_ticket import PickTicketScreen

        about = self.subject()
        picking = PickTicketScreen(
            _("Merge into which ticket?"), about.id, none=_("This customer has no other open one.")
        )
        into = await self._dialog(picking)
        if into is None:
            return
        words = _("Merge {number} into {into}? This cannot be undone.")
        question = words.format(number=short_number(about.number), into=short_number(picking.number_of(into)))
        if await self._dialog(Confirm(question)):
            self._write(c.MergeTicket, about, into=into)

    def do_ticket_other(self) -> None:
        """The ticket that this one went into, or the major that it stands under."""
        view = self.subject().in_full()
        cast("HotlineApp", cast("Widget", self).app).go_to(view.merged_into or view.parent)

    async def do_ticket_major(self) -> None:
        """Declare it major, or put it under one."""
        from hotline_tui.domain import commands as c

        from .screens.pick_ticket import PickTicketScreen
        from .screens.ticket_dialogs import PickScreen

        about = self.subject()
        choices = [("major", _("This is a major fault")), ("under", _("It belongs under a major fault …"))]
        if about.view is not None and about.view.parent:
            choices.append(("out", _("Take it out from under {number}").format(number=short_number(about.view.parent))))
        chosen = await self._dialog(PickScreen(_("Major fault"), about.words, choices))
        if chosen == "under":
            none = _("There is no open major fault. J on its ticket declares one.")
            under = await self._dialog(
                PickTicketScreen(_("Under which major fault?"), about.id, majors=True, none=none)
            )
            if under is not None:
                self._write(c.SetMajor, about, under=under)
        elif chosen is not None:
            self._write(c.SetMajor, about, under=0 if chosen == "out" else None)

    async def do_ticket_disaster(self) -> None:
        """Set or lift the flag."""
        from hotline_tui.domain import commands as c

        about = self.subject()
        declared = about.in_full().disaster
        title = _("The disaster is over") if declared else _("Declare a disaster")
        await self._because(c.DeclareDisaster, title, disaster=not declared)

    async def do_ticket_move(self) -> None:
        """To another customer or contract."""
        from hotline_tui.domain import commands as c

        from .screens.customer_search import CustomerSearchScreen
        from .screens.reason import ReasonScreen
        from .screens.ticket_dialogs import PickScreen

        about = self.subject()
        found = await self._dialog(CustomerSearchScreen("", allow_new=False))
        if found is None or found.customer is None:
            return
        customer = found.customer
        card = await self.asked("card", lambda desk, now: desk.card(customer, now=now))
        if not isinstance(card, CustomerCard):
            return
        contract = card.contracts[0].id if len(card.contracts) == 1 else None
        if len(card.contracts) > 1:
            choices = [(str(one.id), contract_words(one)) for one in card.contracts]
            chosen = await self._dialog(PickScreen(_("Under which contract?"), card.name, choices))
            if chosen is None:
                return
            contract = int(chosen)
        title = _("Move to {customer}").format(customer=card.name)
        reason = await self._dialog(ReasonScreen(title, about.words, final=not c.MoveTicket.undoable))
        if reason:
            self._write(c.MoveTicket, about, customer=customer, contract=contract, reason=reason)

    async def do_ticket_adopt(self) -> None:
        """The newest version of its policy."""
        from hotline_tui.domain import commands as c

        if not self.subject().in_full().policy_newer:
            raise Refused(N_("There is no newer version of its policy or calendar."))
        await self._because(c.AdoptPolicy, _("Follow the newest policy and calendar"))

    def do_ticket_playbook(self) -> None:
        """The steps of its fault kind."""
        from hotline_tui.domain import commands as c

        about = self.subject()
        self._write(c.UsePlaybook, about, fault_kind=FaultKind(about.in_full().fault_kind))

    async def do_ticket_complain(self) -> None:
        """Take down a complaint about it."""
        from hotline_tui.domain import commands as c

        from .screens.complaint import ComplaintScreen

        about = self.subject()
        view = about.in_full()
        visited = {visit.engineer_id for visit in view.visits}
        board = console(cast("Widget", self)).board
        rows = sorted(board.engineers if board is not None else (), key=lambda row: row.id not in visited)
        said = await self._dialog(ComplaintScreen(about.words, rows))
        if said is not None:
            about_whom = {"ticket": view.id, "contact": view.contact_id, "about_engineer": said.about_engineer}
            self._do(c.OpenComplaint, customer=view.customer_id, text=said.text, **about_whom)
