"""What is done in the queue: claim, release, take over, call back, dismiss, read (IN-4, IN-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.words import CallState
from hotline_tui.locale import _
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import CallClaimed, CommandFailed
from hotline_tui.ui.widgets.listpane import ListPane

if TYPE_CHECKING:
    from hotline_tui.domain.board import CallRow
    from hotline_tui.domain.commands import Command


class CallActs(ListPane["CallRow"]):
    """The acts of the queue."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._let_go: set[int] = set()
        """Calls that were put back here and are still shown as ours."""

    def _row(self) -> CallRow:
        row = self.list.selected
        if row is None:
            raise Refused(N_("No call is chosen: the queue is empty."))
        return row

    def _do(self, kind: type[Command], **fields: Any) -> None:
        app = console(self)
        app.do(app.make(kind, **fields), self)

    def _session(self) -> int:
        me = console(self).me
        return me.session_id if me is not None else 0

    def _about(self) -> str:
        row = self._row()
        return "  ".join(text for text in (row.customer, row.name, row.number) if text)

    async def do_call_claim(self) -> None:
        """Claim it; one of ours is opened again, one that was lost is called back."""
        from hotline_tui.domain import commands as c

        row = self._row()
        if row.mine and row.id not in self._let_go:
            console(self).hold_keys()
            self.post_message(CallClaimed(row.id))
        elif row.state == CallState.ABANDONED:
            await self.do_call_back()
        else:
            self._do(c.ClaimCall, call=row.id, session=self._session())

    def do_call_release(self) -> None:
        """Put it back."""
        from hotline_tui.domain import commands as c

        row = self._row()
        self._do(c.ReleaseCall, call=row.id)
        self._let_go.add(row.id)

    def on_command_failed(self, event: CommandFailed) -> None:
        """It is ours as before."""
        self._let_go.discard(getattr(event.command, "call", 0))

    async def do_call_take_over(self) -> None:
        """Take it from somebody, with a reason."""
        from hotline_tui.domain import commands as c
        from hotline_tui.ui.screens.reason import ReasonScreen

        row = self._row()
        title = _("Take the call over from {who}").format(who=row.claimed_by)
        reason = await self.app.push_screen_wait(ReasonScreen(title, self._about()))
        if reason:
            self._do(c.TakeOverCall, call=row.id, reason=reason, session=self._session())

    async def do_call_back(self) -> None:
        """One attempt: reached or not."""
        from hotline_tui.domain import commands as c
        from hotline_tui.ui.screens.field_dialogs import ReachedScreen

        row = self._row()
        reached = await self.app.push_screen_wait(ReachedScreen(self._about(), row.attempts))
        if reached is not None:
            self._do(c.TryCallBack, call=row.id, reached=reached, session=self._session())

    async def do_call_dismiss(self) -> None:
        """Out of the queue, with a reason. A waiting call is claimed first: what is dismissed has been looked at."""
        from hotline_tui.domain import commands as c
        from hotline_tui.ui.screens.dismiss import DismissScreen

        row = self._row()
        reason = await self.app.push_screen_wait(DismissScreen(self._about(), lost=row.state == CallState.ABANDONED))
        if not reason:
            return
        if row.state == CallState.WAITING:
            app = console(self)
            app.do(app.make(c.ClaimCall, call=row.id, session=self._session()))  # nobody's: no form opens on it
        self._do(c.DismissCall, call=row.id, reason=reason)

    def do_call_show(self) -> None:
        """The whole mail, and what is known of the call."""
        from hotline_tui.ui.screens.call import CallScreen

        self.app.push_screen(CallScreen(self._row()))

    def do_call_history(self) -> None:
        """What this customer had before."""
        from hotline_tui.ui.screens.history import HistoryScreen

        row = self._row()
        if row.customer_id is None:
            raise Refused(N_("This caller is not on file: there is no history."))
        self.app.push_screen(HistoryScreen(row.customer_id, row.customer))
