"""What the four panes have in common, as the desk screen sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.geometry import Region

from hotline_tui.ui.context import Context, Scope
from hotline_tui.ui.messages import ContextChanged

from .at_once import AtOnce

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content
    from textual.dom import DOMNode

    from hotline_tui.domain.board import Board


class Pane(AtOnce, Container):
    """A bordered pane with a number. It patches itself from a board, ticks, and says what is under its cursor.

    A pane sets `BINDINGS = bindings(Scope.…)` (keymap.py) and has a `do_<action>()` method for each action of its
    scope that it does itself; what it does not do goes on to the screen and the app.
    """

    scope: ClassVar[Scope]
    number: ClassVar[int]
    _said: tuple[str, str] = ("", "")
    _edge: Region | None = None
    """The line of the border whose words change, in cells from where the content begins."""

    def load(self, board: Board) -> None:
        """Show a new picture: patch what differs, by key."""

    def tick(self, now: float) -> float | None:
        """Repaint what reads differently at `now`; return when something here will next, None for never."""
        return None

    def context(self, base: Context) -> Context:
        """`base` with what this pane has under its cursor."""
        return base

    def relabel(self) -> None:
        """Say titles and labels again: the language or the theme is another one."""

    def take_focus(self) -> None:
        """Put the focus where the keyboard should go in this pane."""
        self.focus()

    def flush(self) -> None:
        """The console ends: put what is typed on disk now."""

    def leave(self) -> None:
        """Somebody else sits down at the console: let go of what belongs to whoever sat here."""

    def context_changed(self) -> None:
        """Footer and detail column look again."""
        self.post_message(ContextChanged())

    def say_frame(self, title: Content, subtitle: Content) -> None:
        """Words on the border. Of all that lies in the pane only the line that reads differently is drawn again."""
        was, self._said = self._said, (title.markup, subtitle.markup)
        size, inset = self.outer_size, self.content_offset
        if title.markup != was[0]:
            self._edge = Region(-inset.x, -inset.y, size.width, 1)
            self.border_title = title
        if subtitle.markup != was[1]:
            self._edge = Region(-inset.x, size.height - 1 - inset.y, size.width, 1)
            self.border_subtitle = subtitle
        self._edge = None

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Pane:
        """Textual's; for words on the border their line."""
        if self._edge and not (regions or layout or recompose):
            regions = (self._edge,)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class _Frames:
    styled = False


def style_frames(node: DOMNode, changed: Iterable[DOMNode]) -> None:
    """Style these again, of which only the frames change: Textual draws all that lies in a pane whose title has another
    colour, and lists need not be.
    """
    _Frames.styled = True
    try:
        node.app.stylesheet.update_nodes(changed, animate=True)
    finally:
        _Frames.styled = False


def frames_are_styled() -> bool:
    """Whether what asks to be drawn again does so for its pane's frame alone."""
    return _Frames.styled


def shown(widget: DOMNode, within: DOMNode) -> bool:
    """Displayed, with all that holds it up to `within`."""
    return all(node.display for node in widget.ancestors_with_self if within in node.ancestors_with_self)
