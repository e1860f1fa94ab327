"""Sending an engineer from wherever a ticket is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from hotline_tui.domain.commands import SendEngineer

from .messages import SendTo

if TYPE_CHECKING:
    from .app import HotlineApp


class Sending:
    """Mixed into the app."""

    def on_send_to(self, event: SendTo) -> None:
        """Choose, then send."""
        event.stop()
        app = cast("HotlineApp", self)
        app.run_handler(self._send(event.ticket, event.engineer))

    async def _send(self, ticket: int, engineer: int | None) -> None:
        from .screens.send import SendScreen

        app = cast("HotlineApp", self)
        row = next(
            (
                row
                for row in (app.board.clocks if app.board else ())
                if row.thing_kind == "ticket" and row.thing_id == ticket
            ),
            None,
        )
        about = f"{row.number} {row.level} {row.customer}" if row is not None else ""
        chosen = await app.push_screen_wait(cast("Any", SendScreen(ticket, about=about, engineer=engineer)))
        if chosen is not None:
            app.do(
                app.make(
                    SendEngineer,
                    ticket=ticket,
                    engineer=chosen.engineer,
                    planned=chosen.planned,
                    remote=chosen.remote,
                )
            )
