"""The triage pane with nothing in it: what to do next, and the calls that are already mine (console.md rule 12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.content import Content

from hotline_tui.domain.board import CallRow
from hotline_tui.domain.text import one_line
from hotline_tui.domain.words import Channel
from hotline_tui.locale import _
from hotline_tui.locale.dates import number
from hotline_tui.locale.errors import translate_error
from hotline_tui.locale.words import short
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import CallClaimed
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from hotline_tui.ui.app import HotlineApp


class EmptyForm(Lines, can_focus=True):
    """Enter goes on with my call, or claims the next."""

    DEFAULT_CSS = "EmptyForm { height: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("f2,c", "app.act('call.next')", show=False),
        Binding("n", "app.act('ticket.new')", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(self._words, id=id)
        self.mine: tuple[CallRow, ...] = ()
        self.waiting: int | None = None
        """None before the first board: then nobody knows."""

    def load(self, mine: Sequence[CallRow], waiting: int) -> None:
        """My claimed calls, and how many wait."""
        if (tuple(mine), waiting) != (self.mine, self.waiting):
            self.mine, self.waiting = tuple(mine), waiting
            self.renew()

    def _away(self, width: int) -> list[Content]:
        """Why there has never been a board: not the keys of a desk that cannot be shown."""
        fault = cast("HotlineApp", self.app).context().fault if self.waiting is None else None
        if fault is None:
            return []
        shell = console(self)
        text = f"{translate_error(fault, zone=shell.zone)}\n\n"
        text += _("The console goes on trying. To leave: q, then y.")
        return [Content(""), *Content(text).wrap(width)]

    def _words(self, width: int) -> list[Content]:
        if away := self._away(width):
            return away
        lines = [Content("")]
        if self.waiting:
            lines.append(Content.styled(_("{count} waiting.").format(count=number(self.waiting)), "bold $warning"))
        elif self.waiting is not None:
            lines.append(Content.styled(_("Nobody is waiting."), DIM))
        lines.append(Content(""))
        keys = [("n", _("open a ticket without a call"))]
        if self.waiting != 0:  # no key that does nothing
            keys.insert(0, ("c" if self.mine else "Enter", _("claim the next call")))
        if self.mine:
            keys.insert(0, ("Enter", _("go on with your call")))
        lines += [Content.assemble((key.ljust(7), "bold $key"), words) for key, words in keys]
        if self.waiting == 0:  # as many lines as with calls: one that comes in is painted, not laid out
            lines.append(Content(""))
        if self.mine:
            lines += [Content(""), Content.styled(_("Your calls, with what you typed:"), DIM)]
        for row in self.mine[:9]:
            lines.append(Content(one_line(f"{short(row.channel, Channel)}  {row.customer or row.number}  {row.name}")))
        return [line.truncate(width, ellipsis=True) for line in lines]

    def action_go_on(self) -> None:
        """My first call again; without one, the next of the queue."""
        if self.mine:
            console(self).hold_keys()
            self.post_message(CallClaimed(self.mine[0].id))
        else:
            console(self).act("call.next")
