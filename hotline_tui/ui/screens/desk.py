"""The desk: four panes, laid out for the width there is (console.md: wide, medium, narrow)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from hotline_tui.ui.console import console
from hotline_tui.ui.context import Action, Context, Scope
from hotline_tui.ui.lean import LeanCompositor
from hotline_tui.ui.messages import CallClaimed, ContextChanged
from hotline_tui.ui.whereabouts import Placed
from hotline_tui.ui.widgets.footer import KeyLine
from hotline_tui.ui.widgets.frame import Frame
from hotline_tui.ui.widgets.pane import Pane, shown, style_frames
from hotline_tui.ui.widgets.state_line import StateLine

from .desk_acts import ORDER, DeskActs

if TYPE_CHECKING:
    from hotline_tui.domain.board import Board
    from hotline_tui.ui.app import HotlineApp
    from hotline_tui.ui.widgets.detail import Detail
    from hotline_tui.ui.widgets.urgent import Urgent

WIDE, MEDIUM = 150, 100
LEFT = (Scope.QUEUE, Scope.SLA)


class DeskScreen(DeskActs, Placed, Screen[None], inherit_bindings=False):
    """Hands boards, ticks and contexts to its panes, and carries a claimed call into the form."""

    AUTO_FOCUS = None
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Moving the focus draws the widgets concerned, not the whole screen as Textual's does."""

    def __init__(self) -> None:
        super().__init__(id="desk")
        self._compositor = LeanCompositor()
        self.active = Scope.QUEUE
        self.zoomed = False
        self.filled = False
        self._panes: dict[Scope, Pane] = {}
        self._extras: tuple[Urgent | Detail, ...] = ()
        self._loaded = False

    def compose(self) -> ComposeResult:
        """State line, four frames, keys: the shell of first paint. The panes come into the frames."""
        self._size_up()  # before there is anything to be styled again
        yield StateLine()
        with Horizontal(id="panes"):
            with Vertical(id="left", classes="-active"):
                yield Frame(Scope.QUEUE)
                yield Frame(Scope.SLA)
            with Vertical(id="right"):
                yield Frame(Scope.TRIAGE)
                yield Frame(Scope.DISPATCH)
        yield KeyLine()

    def on_mount(self) -> None:
        """The queue has the keyboard first."""
        self._arrange()
        app = cast("HotlineApp", self.app)
        app.show_keys()
        app.ticker.tick()
        self.call_after_refresh(app.desk_is_up)

    def arrive(self, *, filled: bool) -> None:
        """Panes have come: they are told what those before them know. `filled`: these were the last ones."""
        self._panes = {pane.scope: pane for pane in self.query(Pane)}
        self._extras = tuple(cast("Urgent | Detail", widget) for widget in self.query("#urgent, #detail"))
        self.filled = filled
        for pane in self.panes():
            pane.relabel()
        self.show_pane(self.active)
        board = console(self).board
        if board is not None:
            self.load(board)
        console(self).poke()

    # ---- layout -------------------------------------------------------------------------------------------------

    @property
    def narrow(self) -> bool:
        """One pane at a time."""
        return self.app.size.width < MEDIUM

    @property
    def single(self) -> bool:
        """Only the active pane is shown."""
        return self.narrow or self.zoomed

    def on_resize(self, event: events.Resize) -> None:
        """Another layout may fit; a detail column that comes into sight is told what to show."""
        wide = self.has_class("-wide")
        self._arrange()
        if self.has_class("-wide") and not wide:
            self.post_message(ContextChanged())

    def _size_up(self) -> None:
        """Name the layout for the size there is."""
        width, height = self.app.size
        self.set_class(width >= WIDE and not self.zoomed, "-wide")
        self.set_class(self.single, "-single")
        self.set_class(self.narrow, "-narrow")
        self.set_class(height >= 34, "-tall")

    def _arrange(self) -> None:
        self._size_up()
        self._mark_active()

    def _mark_active(self) -> None:
        """Only the marked ones are styled again: no rule speaks of what lies under them, and a tree takes 50 ms."""
        wanted: list[tuple[Widget, bool]] = [
            (one, one.scope is self.active) for one in (*self.query(Frame), *self.panes())
        ]
        wanted += [(self.query_one("#left"), self.active in LEFT), (self.query_one("#right"), self.active not in LEFT)]
        changed = [(widget, on) for widget, on in wanted if widget.has_class("-active") != on]
        for widget, on in changed:
            widget.set_class(on, "-active", update=False)
        style_frames(self, [widget for widget, _on in changed])

    def _update_focus_styles(self, focused: Widget | None = None, blurred: Widget | None = None) -> None:
        """Only what is around the focus: Textual styles the whole tree again (`#ticket > *:focus-within` names all)."""
        around = {node for one in (focused, blurred) if one is not None for node in one.ancestors}
        style_frames(self, around - {self, self.app})

    def panes(self) -> Iterator[Pane]:
        """The four, in the order of their numbers; none before they are brought."""
        yield from (self._panes[scope] for scope in ORDER if scope in self._panes)

    def pane(self, scope: Scope) -> Pane:
        """One of the four."""
        return self._panes[scope]

    def show_pane(self, scope: Scope) -> None:
        """Bring a pane to the front and give it the keyboard."""
        self.active = scope
        self._arrange()
        if self.filled:
            self._hand_over(self.pane(scope))
            self.call_after_refresh(self._settle, scope)
        self.post_message(ContextChanged())

    def zoom(self, *, on: bool) -> None:
        """The active pane alone, or all of them."""
        self.zoomed = on
        self._arrange()
        self.post_message(ContextChanged())

    def _settle(self, scope: Scope) -> None:
        """The pane chooses where in it the keyboard is, unless another one has come to the front meanwhile."""
        if self.active is scope:
            self.pane(scope).take_focus()

    def _hand_over(self, pane: Pane) -> None:
        """The keyboard goes at once: of `3` and Enter typed in one go, Enter must not claim a call in the queue."""
        if self.focused is None or pane not in self.focused.ancestors:
            takers = (widget for widget in pane.walk_children(Widget) if widget.focusable and shown(widget, pane))
            self.set_focus(next(takers, None), scroll_visible=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click has moved the keyboard; a word that comes late, when it is elsewhere again, says nothing."""
        if event.widget is not self.focused:
            return
        for node in event.widget.ancestors_with_self:
            if isinstance(node, Pane) and node.scope is not self.active:
                self.active = node.scope
                self._arrange()
        self.post_message(ContextChanged())

    # ---- what the app asks --------------------------------------------------------------------------------------

    def load(self, board: Board) -> None:
        """A new picture for every pane. A call that is still ours from before opens again."""
        for widget in (*self.panes(), *self.extras()):
            widget.load(board)
        if not self.filled:
            return
        if not self._loaded and board.my_calls and not self.pane(Scope.TRIAGE).context(Context()).form_open:
            self.post_message(CallClaimed(board.my_calls[0]))
        self._loaded = True

    def begin_anew(self) -> None:
        """Somebody else sits down: an empty form, the queue, and what they have claimed comes by itself."""
        self._loaded = False
        self.zoomed = False
        for pane in self.panes():
            pane.leave()
        self.show_pane(Scope.QUEUE)

    def ticking(self) -> Iterator[Pane | Urgent | Detail]:
        """What depends on the time and is shown."""
        yield from (pane for pane in self.panes() if not self.single or pane.scope is self.active)
        if self.narrow or self.has_class("-wide"):
            yield from self.extras()

    def extras(self) -> tuple[Urgent | Detail, ...]:
        """The urgent lines and the detail column; nothing before they are brought."""
        return self._extras

    def follow(self, context: Context) -> None:
        """The detail column shows what is under the cursor."""
        if self.has_class("-wide"):
            for widget in self.extras():
                if widget.id == "detail":
                    cast("Detail", widget).follow(context)

    def relabel(self) -> None:
        """Another language or theme."""
        for widget in (*self.query(Frame), *self.panes(), *self.extras()):
            widget.relabel()
        self._arrange()

    def place_of(self, action: Action) -> Widget:
        """Where an action begins: the focus, or (from the command line) the pane it belongs to."""
        if self.active in action.scopes or Scope.GLOBAL in action.scopes or action.scopes[0] not in ORDER:
            return self.focused or (self.pane(self.active) if self.filled else self)
        return self.pane(action.scopes[0]) if self.filled else self

    def context(self, base: Context, place: Widget | None = None) -> Context:
        """What the pane around `place` (else the active one) has under its cursor."""
        if not self.filled:
            return base
        pane = self.pane(self.active)
        for node in place.ancestors_with_self if place is not None else ():
            if isinstance(node, Pane):
                pane = node
        return pane.context(base)
