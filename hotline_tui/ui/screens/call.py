"""A call to read: the whole mail or form, and what is known of who sent it."""

from __future__ import annotations

from textual.content import Content

from hotline_tui.domain.board import CallRow, ScreenPop
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import CallState, Channel, Level, TicketState
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import label
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.clocks import short_number
from hotline_tui.ui.widgets.flow import DIM

from .sheet import TextSheet


class CallScreen(TextSheet):
    """Nothing is claimed by reading."""

    def __init__(self, row: CallRow) -> None:
        super().__init__(plain(f"{label(row.channel, Channel)}  {row.customer or row.number or row.name}"))
        self._row = row

    def on_mount(self) -> None:
        """Ask for the text and the customer."""
        super().on_mount()
        call = self._row.id
        console(self).ask(self, "pop", lambda desk, now: desk.pop(call, now=now))

    def answered(self, kind: str, value: object) -> None:
        """Who, when, the text, open tickets."""
        if not isinstance(value, ScreenPop):
            return
        row, zone, now = value.call, console(self).zone, console(self).now()
        facts = [
            (_("Came in"), moment(row.entered, zone, now)),
            (_("State"), " ".join(one for one in (label(row.state, CallState), row.claimed_by) if one)),
            (_("Number"), row.number or _("withheld")),
            (_("Name"), row.name),
            (_("Customer"), row.customer or _("not on file")),
            (_("Line dialled"), row.line),
        ]
        width = max(len(name) for name, _text in facts) * 2
        lines = [Content.assemble((f"{name}  ".ljust(4), DIM), plain(text)) for name, text in facts if text and width]
        if value.card is not None:
            lines += [
                Content.assemble(
                    (_("Pending") + "  ", DIM),
                    (one.level + " ", "bold $error" if one.level == Level.P1 else "bold"),
                    plain(f"{short_number(one.number)} {label(one.state, TicketState)}  {one.summary}"),
                )
                for one in value.card.open_tickets
            ]
        if value.text:
            lines += [Content(""), Content(plain(value.text, lines=True))]
        self.show_text(Content("\n").join(lines))
