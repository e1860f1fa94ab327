"""Leaving early: only one's own work, to a colleague by name; no post moves (OR-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_tui.domain.board import ColleagueRow
from hotline_tui.locale import _
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import CommandFailed

from .handover import HandoverScreen
from .pick import Choice, PickScreen

if TYPE_CHECKING:
    from hotline_tui.ui.app import HotlineApp


class ColleagueScreen(PickScreen):
    """Gives a colleague: those at a console first."""

    def __init__(self) -> None:
        super().__init__(_("Leave early: hand your own work to"), ())

    def on_mount(self) -> None:
        """Ask who is there."""
        console(self).ask(self, "colleagues", lambda desk, now: desk.colleagues(now=now))

    def answered(self, kind: str, value: object) -> None:
        """Everybody but oneself."""
        if not isinstance(value, tuple):
            return
        me = console(self).me
        mine = me.operator_id if me is not None else None
        rows = [row for row in value if isinstance(row, ColleagueRow) and row.kind == "operator" and row.id != mine]
        rows.sort(key=lambda row: (row.away, not row.at_console, not row.on_duty))
        choices = [Choice(row.id, row.name, _where(row), warns=row.away) for row in rows]
        self.list.update_rows(choices, console(self).now())
        self.list.apply_pending()

    def empty(self) -> str:
        """Alone at the desk."""
        return _("There is nobody else at this desk.")


def _where(row: ColleagueRow) -> str:
    return _("away") if row.away else _("at the console") if row.at_console else _("on shift") if row.on_duty else ""


class LeavingScreen(HandoverScreen):
    """A handover of one's own work: drafted at once, then like every other one."""

    def __init__(self, to: int) -> None:
        super().__init__()
        self._to = to

    def _ask(self) -> None:
        from hotline_tui.domain import commands as c

        if self._handover is not None:
            super()._ask()
        elif not self._begun:
            self._begun = True
            app = console(self)
            app.do(app.make(c.DraftHandover, partial=True, to=self._to), self)

    _begun = False

    def on_command_failed(self, event: CommandFailed) -> None:
        """Why there is nothing to hand over from here."""
        if self._handover is None:
            event.stop()
            self._refused(event.error)


async def leave_early(app: HotlineApp) -> None:
    """To whom, then the handover of one's own work in place of what was open."""
    found = await app.push_screen_wait(ColleagueScreen())
    if found is None or not isinstance(found.id, int):
        return
    if isinstance(app.work_screen, HandoverScreen):
        app.work_screen.dismiss(None)
    await app.push_screen(LeavingScreen(found.id))
