"""What is done to a handover, by whom: notes and checklist, giving it, going through it, signing (OR-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.screen import Screen
from textual.widget import Widget

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.locale import _
from hotline_tui.locale.handover import words

from .asking import Asking
from .console import console
from .widgets.handover_list import Folded, HandoverList

if TYPE_CHECKING:
    from hotline_tui.domain.board.duty import HandoverLineRow, HandoverView
    from hotline_tui.domain.commands import Command

T = TypeVar("T")


class HandoverActs(Asking):
    """Mixed into the handover's screen."""

    def in_full(self) -> HandoverView:
        """The handover that is shown. Raises Refused while it is being read."""
        raise NotImplementedError

    def chosen(self) -> HandoverLineRow:
        """The line under the cursor. Raises Refused where there is none."""
        raise NotImplementedError

    def _do(self, kind: type[Command], **fields: Any) -> None:
        widget = cast("Widget", self)
        app = console(widget)
        app.do(app.make(kind, handover=self.in_full().id, **fields), widget)

    async def _dialog(self, screen: Screen[T]) -> T | None:
        from .screens.dialog import Dialog

        if isinstance(screen, Dialog):
            row = cast("Widget", self).query_one(HandoverList).selected
            screen.keep_as = f"{self.in_full().id}:{row.key if row is not None else ''}"
        return cast("T | None", await cast("Widget", self).app.push_screen_wait(screen))

    def _said(self, line: HandoverLineRow) -> str:
        app = console(cast("Widget", self))
        return words(line, app.zone, app.now())

    # ---- the outgoing operator

    async def do_handover_note(self) -> None:
        """A note on the line under the cursor."""
        from hotline_tui.domain import commands as c

        from .screens.handover_dialogs import WordsScreen

        line = self.chosen()
        found = await self._dialog(WordsScreen(_("Note on the line"), self._said(line), given=line.note, blocks=True))
        if found is not None and found != line.note:
            self._do(c.WriteHandover, line=line.key, text=found)

    async def do_handover_words(self) -> None:
        """The outgoing operator's own words about the shift."""
        from hotline_tui.domain import commands as c

        from .screens.handover_dialogs import WordsScreen

        view = self.in_full()
        found = await self._dialog(WordsScreen(_("Words about the shift"), given=view.words, blocks=True))
        if found is not None and found != view.words:
            self._do(c.WriteHandover, text=found)

    async def do_handover_check(self) -> None:
        """The checklist: phones, exchange, keys, test call, or the desk's own."""
        from hotline_tui.domain import commands as c

        from .screens.handover_dialogs import ChecklistScreen

        view = self.in_full()
        if not view.checks:
            raise Refused(N_("This handover has no checklist: only one's own work is handed over."))
        found = await self._dialog(ChecklistScreen(view.checks))
        for item, ok in found.items if found is not None else ():
            self._do(c.CheckHandover, item=item, ok=ok, note="" if ok or found is None else found.note)

    async def do_handover_give(self) -> None:
        """Sign, and give it to whoever takes over."""
        from hotline_tui.domain import commands as c

        from .screens.handover_dialogs import GiveScreen

        view = self.in_full()
        if any(row.ok is None for row in view.checks):
            await self.do_handover_check()
        found = await self._dialog(GiveScreen(view))
        if found is not None:
            self._do(c.GiveHandover, to=found.operator)

    # ---- the incoming operator

    def do_handover_understood(self) -> None:
        """Understood as it stands; the cursor goes on to the next that has to be. Once more changes nothing."""
        from hotline_tui.domain import commands as c

        line, rows = self.chosen(), cast("Widget", self).query_one(HandoverList)
        if line.change == "gone":
            raise Refused(N_("That line is no longer in the handover: the matter is settled."))
        following = rows.next_unread(line.key)
        if line.understood is None:
            self._do(c.MarkLines, lines=((line.key, line.print),))
        elif following is None:
            raise Refused(N_("Everything dangerous is understood or asked about."))
        if following is not None and following != line.key:
            rows.select(following)

    def do_handover_unmark(self) -> None:
        """Not understood after all."""
        from hotline_tui.domain import commands as c

        line = self.chosen()
        if line.understood is None:
            raise Refused(N_("This line is not marked as understood."))
        self._do(c.MarkLines, lines=((line.key, line.print),), understood=False)

    async def do_handover_ask(self) -> None:
        """The incoming operator asks, the outgoing one answers; both stay on the line."""
        from hotline_tui.domain import commands as c

        from .screens.handover_dialogs import WordsScreen

        view, line = self.in_full(), self.chosen()
        me = console(cast("Widget", self)).me
        if me is not None and me.operator_id == view.from_id:
            line = self._asked(line)
            title = _("Answer: {words}").format(words=line.question)
            found = await self._dialog(WordsScreen(title, self._said(line), given=line.answer, needed=True))
            if found:
                self._do(c.AnswerLine, line=line.key, text=found)
            return
        found = await self._dialog(WordsScreen(_("Ask back"), self._said(line), given=line.question, needed=True))
        if found:
            self._do(c.AskLine, line=line.key, text=found)

    def _asked(self, line: HandoverLineRow) -> HandoverLineRow:
        """The line that was asked about; from another one the cursor goes to the next that waits for an answer."""
        rows = cast("Widget", self).query_one(HandoverList)
        if line.question:
            return line
        following = rows.next_question(line.key)
        if following is None:
            raise Refused(N_("Nobody has asked about this line."))
        rows.select(following)
        return self.chosen()

    async def do_handover_sign(self) -> None:
        """Take over: the post moves."""
        from hotline_tui.domain import commands as c

        from .screens.handover_dialogs import SignScreen

        view = self.in_full()
        me = console(cast("Widget", self)).me
        found = await self._dialog(SignScreen(view, me.operator if me is not None else ""))
        if found is not None:
            self._do(c.SignHandover, reservation=found)

    async def do_handover_refuse(self) -> None:
        """Not taken over, with the reason: the shift lead is to be told."""
        from hotline_tui.domain import commands as c

        from .screens.reason import ReasonScreen

        reason = await self._dialog(ReasonScreen(_("Refuse the handover"), _("The shift lead is to be told.")))
        if reason:
            self._do(c.RefuseHandover, reason=reason)

    async def do_handover_withdraw(self) -> None:
        """Taken back, with the reason: it stays among the earlier ones."""
        from hotline_tui.domain import commands as c

        from .screens.reason import ReasonScreen

        common = (_("Nobody came."), _("I stay on duty."), _("It was begun by mistake."))
        reason = await self._dialog(ReasonScreen(_("Withdraw the handover"), common=common))
        if reason:
            self._do(c.WithdrawHandover, reason=reason)

    def do_handover_countersign(self) -> None:
        """The shift lead's signature."""
        from hotline_tui.domain import commands as c

        self._do(c.CountersignHandover)

    async def do_handover_take(self) -> None:
        """Fill the posts of somebody who is gone, without a handover: it stands on the record as that."""
        from hotline_tui.domain import commands as c

        from .screens.reason import ReasonScreen

        view, widget = self.in_full(), cast("Widget", self)
        common = (_("The shift ended without a handover."), _("The holder is ill."), _("By order of the shift lead."))
        title = _("Take the post of {who} without a handover").format(who=view.from_name)
        why = await self._dialog(ReasonScreen(title, common=common))
        if why:
            app = console(widget)
            app.do(app.make(c.TakePost, post=None, why=why), widget)

    # ---- going through it

    def do_handover_open(self) -> None:
        """The ticket of the line under the cursor; quiet tickets unfold."""
        from .messages import OpenTicketScreen

        widget = cast("Widget", self)
        row = widget.query_one(HandoverList).selected
        if isinstance(row, Folded):
            self.do_handover_fold()
        elif row is None or row.ticket is None:
            raise Refused(N_("There is no ticket behind this line."))
        else:
            widget.app.post_message(OpenTicketScreen(row.ticket))

    def do_handover_fold(self) -> None:
        """Show or fold the quiet tickets."""
        raise NotImplementedError

    def do_handover_next(self) -> None:
        """The next line that has to be understood; for whoever hands over, one that waits for an answer first."""
        rows, me = cast("Widget", self).query_one(HandoverList), console(cast("Widget", self)).me
        here = rows.selected.key if rows.selected is not None else ""
        asked = rows.next_question(here) if me is not None and me.operator_id == self.in_full().from_id else None
        following = asked or rows.next_unread(here)
        if following is None:
            raise Refused(N_("Everything dangerous is understood or asked about."))
        rows.select(following)
