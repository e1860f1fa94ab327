"""Who else is at the same thing: this console tells what is open here, and shows who else has it open.

A thing is open where its screen is on top, or a dialog about it lies over that; typed is what a dialog holds unsaved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from textual.message_pump import MessagePump
from textual.screen import Screen

from hotline_tui.domain.text import one_line
from hotline_tui.locale import ngettext
from hotline_tui.locale.words import join_words

from .cells import cut_cells
from .console import console
from .messages import CompanyKnown

if TYPE_CHECKING:
    from hotline_tui.domain.board import Company

    from .app import HotlineApp

NAMED, WIDTH = 3, 16
"""So many of them are named, each in so many cells."""


class Placed:
    """Mixed into the screens that lie under all others. `thing`: what is open there (`ticket:5`), else nothing."""

    thing = ""
    company: tuple[Company, ...] = ()

    def on_screen_resume(self) -> None:
        """It is on top again."""
        self._told()

    def on_screen_suspend(self) -> None:
        """Something lies over it, or it is gone."""
        self._told()

    def _told(self) -> None:
        app = console(cast("MessagePump", self))
        cast("MessagePump", self).call_later(app.say_where)

    def meet(self, rows: tuple[Company, ...]) -> None:
        """Others have this open, or have left it."""
        if rows != self.company:
            self.company = rows
            self.show_company()

    def show_company(self) -> None:
        """Say it in the frame."""


class Whereabouts:
    """Mixed into the app."""

    _at: tuple[str, bool] = ("", False)

    def where(self) -> tuple[str, bool]:
        """The thing that is open here, and whether something is typed about it and not saved."""
        app = cast("HotlineApp", self)
        typing = False
        for screen in reversed(app.screen_stack if app.guard is None else ()):
            typing = typing or _dirty(screen)
            thing = getattr(screen, "thing", "")
            if thing:
                return str(thing), typing
            if not screen.is_modal:
                break
        return "", False

    def say_where(self) -> None:
        """Tell the others, when it is news to them."""
        at = self.where()
        if at != self._at:
            self._at = at
            cast("HotlineApp", self).gateway.be_at(*at)

    def on_company_known(self, event: CompanyKnown) -> None:
        """Who else is there."""
        for screen in cast("HotlineApp", self).screen_stack:
            if isinstance(screen, Placed) and screen.thing and screen.thing == event.thing:
                screen.meet(event.rows)


def _dirty(screen: Screen[Any]) -> bool:
    find = getattr(screen, "is_dirty", None)
    return screen.is_modal and screen.is_mounted and find is not None and bool(find())


def company_words(rows: Sequence[Company]) -> str:
    """Those who type first; '' where nobody else is there."""
    typing, looking = ([row.name for row in rows if row.typing is at_it] for at_it in (True, False))
    parts = []
    if typing:
        words = ngettext("{who} is typing", "{who} are typing", len(typing))
        parts.append(words.format(who=_names(typing)))
    if looking:
        words = ngettext("{who} is looking at this", "{who} are looking at this", len(looking))
        parts.append(words.format(who=_names(looking)))
    return " · ".join(parts)


def _names(names: Sequence[str]) -> str:
    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return join_words(cut_cells(one_line(name), WIDTH) for name in names[:NAMED]) + more
