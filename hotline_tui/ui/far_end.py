"""What the console does when its terminal is not heard for a while (pulse.py), and when it is heard again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hotline_tui.locale import _
from hotline_tui.locale.words import join_words

if TYPE_CHECKING:
    from .app import HotlineApp
    from .messages import LineBack

NAMED, WIDTH = 3, 24
"""So many callers are named, each in so many cells."""


class FarEnd:
    """Mixed into the app. Claims that nobody can work on are not kept from others; the text typed for them stays."""

    @property
    def holding(self) -> bool:
        """Whether others wait for what is claimed or typed here. From any thread."""
        app = cast("HotlineApp", self)
        return app._at[1] or (app.board is not None and bool(app.board.my_calls))

    def line_is_silent(self) -> None:
        """Nothing is heard. From the watch's thread: the console's own may wait for the terminal."""
        app = cast("HotlineApp", self)
        if app.me is not None:
            app.gateway.fall_silent(app.board.my_calls if app.board is not None else ())

    def line_is_back(self) -> None:
        """It is heard again. From the watch's thread."""
        cast("HotlineApp", self).gateway.come_back()

    def on_line_back(self, event: LineBack) -> None:
        """Say what has become of the calls that were claimed here; without any there is nothing to say."""
        if not event.calls:
            return
        app = cast("HotlineApp", self)
        mine = [call.caller for call in event.calls if call.mine]
        parts = [_("Nothing was heard from your terminal for a while, so what you had claimed was let go.")]
        if mine:
            parts.append(_("Yours again: {callers}.").format(callers=_named(mine)))
        for call in event.calls:
            if not call.mine:
                words = _("{who} has {caller} now.") if call.holder else _("{caller} is not yours any more.")
                parts.append(words.format(who=_named([call.holder]), caller=_named([call.caller])))
        if len(mine) < len(event.calls):
            parts.append(_("What you typed is kept."))
        app.say(" ".join(parts), severity="information" if len(mine) == len(event.calls) else "warning")


def _named(names: list[str]) -> str:
    from hotline_tui.domain.text import one_line

    from .cells import cut_cells

    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return join_words(cut_cells(one_line(name), WIDTH) for name in names[:NAMED]) + more
