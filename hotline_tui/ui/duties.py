"""What concerns the desk's duty, from every screen: handing over, earlier handovers, shift log, shift overview, roster,
the duty mobile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from .app import HotlineApp


class Duties:
    """Mixed into the app."""

    @property
    def _app(self) -> HotlineApp:
        return cast("HotlineApp", self)

    def do_handover(self) -> None:
        """Hand the desk over, or take it over."""
        from .screens.handover import HandoverScreen

        here = self._app.work_screen
        if not isinstance(here, HandoverScreen):
            self._app.push_screen(HandoverScreen())
        elif here.finished:
            here.dismiss(None)
            self._app.push_screen(HandoverScreen(own=True))

    def show_handovers(self, words: str = "") -> None:
        """Earlier handovers."""
        from .screens.handovers import HandoversScreen

        self._app.push_screen(HandoversScreen(words))

    def do_handover_earlier(self) -> None:
        """Earlier handovers, the newest first."""
        self.show_handovers()

    def show_log(self, words: str = "") -> None:
        """The shift log."""
        from .screens.log import LogScreen

        self._app.push_screen(LogScreen(words))

    def do_log(self) -> None:
        """The shift log, the newest first."""
        self.show_log()

    def do_shift(self) -> None:
        """Who is on with how much."""
        from .screens.shift import ShiftScreen

        self._app.push_screen(ShiftScreen())

    def do_roster(self) -> None:
        """Who is on duty when."""
        from .screens.roster import RosterScreen

        self._app.push_screen(RosterScreen())

    async def do_mobile(self) -> None:
        """The duty mobile passes to somebody."""
        from .screens.mobile import hand_mobile

        await hand_mobile(self._app)

    async def do_handover_partial(self) -> None:
        """One's own work, to a colleague by name."""
        from .screens.handover_partial import leave_early

        await leave_early(self._app)
