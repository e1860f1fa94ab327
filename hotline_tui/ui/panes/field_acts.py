"""What is done on the dispatch board: a visit from one state to the next, and duty by hand (FS-1).

Each is one key, and the words it needs. Which state allows which act is the domain's to say: a refusal comes back as a
sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.locale import _
from hotline_tui.ui.allowed import next_step
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.clocks import short_number
from hotline_tui.ui.widgets.listpane import ListPane

if TYPE_CHECKING:
    from hotline_tui.domain.board import EngineerRow
    from hotline_tui.domain.commands import Command


class FieldActs(ListPane["EngineerRow"]):
    """The acts of the dispatch board."""

    def _row(self) -> EngineerRow:
        row = self.list.selected
        if row is None:
            raise Refused(N_("No engineer is chosen."))
        return row

    def _visit(self) -> int:
        row = self._row()
        if row.visit_id is None:
            raise Refused(N_("{who} has no job now."), who=row.name)
        return row.visit_id

    def _about(self) -> str:
        row = self._row()
        return f"{row.name}  {short_number(row.ticket_number)} {row.level} {row.customer}"

    def _do(self, kind: type[Command], **fields: Any) -> None:
        app = console(self)
        app.do(app.make(kind, **fields), self)

    async def do_visit_next(self) -> None:
        """Accepted, on the way, on site, done: whatever comes next."""
        from hotline_tui.domain import commands as c
        from hotline_tui.domain.lifecycle import Act

        match next_step(self._row()):
            case Act.ASSIGN:
                self._do(c.AssignVisit, visit=self._visit())
            case Act.ACCEPT:
                self.do_visit_accept()
            case Act.DEPART:
                self.do_visit_depart()
            case Act.ARRIVE:
                self.do_visit_arrive()
            case _:
                await self.do_visit_finish()

    def do_visit_accept(self) -> None:
        """The engineer takes the job."""
        from hotline_tui.domain import commands as c

        self._do(c.AcceptVisit, visit=self._visit())

    def do_visit_depart(self) -> None:
        """On the way."""
        from hotline_tui.domain import commands as c

        self._do(c.DepartVisit, visit=self._visit())

    def do_visit_arrive(self) -> None:
        """On site."""
        from hotline_tui.domain import commands as c

        self._do(c.ArriveVisit, visit=self._visit())

    async def do_visit_eta(self) -> None:
        """When the engineer will be there."""
        from hotline_tui.domain import commands as c
        from hotline_tui.ui.screens.field_dialogs import EtaScreen

        visit = self._visit()
        eta = await self.app.push_screen_wait(EtaScreen(self._about()))
        if eta is not None:
            self._do(c.SetEta, visit=visit, eta=eta)

    async def do_visit_finish(self) -> None:
        """What was done, and can the customer work again."""
        from hotline_tui.domain import commands as c
        from hotline_tui.ui.screens.field_dialogs import FinishScreen

        visit = self._visit()
        done = await self.app.push_screen_wait(FinishScreen(self._about()))
        if done is not None:
            self._do(c.FinishVisit, visit=visit, result=done.result, restored=done.restored)

    async def do_visit_decline(self) -> None:
        """Back to dispatch."""
        from hotline_tui.domain import commands as c

        usual = (_("Too far away"), _("On another job"), _("Lacks the skill"), _("Ill"))
        await self._with_reason(c.DeclineVisit, _("The job is declined"), usual)

    async def do_visit_call_off(self) -> None:
        """Not needed any more."""
        from hotline_tui.domain import commands as c

        usual = (_("Solved by phone"), _("The customer put it off"), _("Somebody else goes"))
        await self._with_reason(c.CallOffVisit, _("Call the visit off"), usual)

    async def do_visit_block(self) -> None:
        """At the door."""
        from hotline_tui.domain import commands as c

        usual = (_("Nobody there to open"), _("No permission to enter"), _("No power"), _("The customer has no time"))
        await self._with_reason(c.BlockVisit, _("Blocked at the door"), usual)

    async def do_visit_no_show(self) -> None:
        """Nobody came."""
        from hotline_tui.domain import commands as c

        await self._with_reason(c.NoShowVisit, _("Nobody came"), ())

    async def _with_reason(self, kind: type[Command], title: str, usual: tuple[str, ...]) -> None:
        from hotline_tui.ui.screens.reason import ReasonScreen

        visit = self._visit()
        asking = ReasonScreen(title, self._about(), common=usual, final=not kind.undoable)
        reason = await self.app.push_screen_wait(asking)
        if reason:
            self._do(kind, visit=visit, reason=reason)

    async def do_visit_reassign(self) -> None:
        """Send a reserved visit now, or to another engineer."""
        from hotline_tui.domain import commands as c
        from hotline_tui.ui.screens.send import SendScreen

        row, visit = self._row(), self._visit()
        if row.ticket_id is None:
            raise Refused(N_("{who} has no job now."), who=row.name)
        chosen = await self.app.push_screen_wait(SendScreen(row.ticket_id, reassign=True, engineer=row.id))
        if chosen is not None:
            self._do(c.AssignVisit, visit=visit, engineer=chosen.engineer)

    async def do_engineer_state(self) -> None:
        """Break, off duty, back again."""
        from hotline_tui.domain import commands as c
        from hotline_tui.ui.screens.field_dialogs import DutyScreen

        row = self._row()
        duty = await self.app.push_screen_wait(DutyScreen(row.name, row.state))
        if duty is not None:
            self._do(c.SetEngineer, engineer=row.id, state=duty.state, until=duty.until)
