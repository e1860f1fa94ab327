"""Sending an engineer from wherever a ticket is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from hotline_tui.domain.words import ThingKind

from .messages import SendTo

if TYPE_CHECKING:
    from .app import HotlineApp


class Sending:
    """Mixed into the app."""

    def on_send_to(self, event: SendTo) -> None:
        """Choose, then send."""
        event.stop()
        app = cast("HotlineApp", self)
        app.run_handler(self._choose_for(event.ticket, event.engineer))

    async def _choose_for(self, ticket: int, engineer: int | None) -> None:
        from hotline_tui.domain.commands import SendEngineer

        from .screens.send import SendScreen

        app = cast("HotlineApp", self)
        rows = app.board.clocks if app.board is not None else ()
        known = (row for row in rows if row.thing_kind == ThingKind.TICKET and row.thing_id == ticket)
        about = next((f"{row.number} {row.level} {row.customer}" for row in known), "")
        chosen = await app.push_screen_wait(cast("Any", SendScreen(ticket, about=about, engineer=engineer)))
        if chosen is not None:
            fields = {"engineer": chosen.engineer, "planned": chosen.planned, "remote": chosen.remote}
            app.do(app.make(SendEngineer, ticket=ticket, **fields))
