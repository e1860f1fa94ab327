"""How an action of the table is done: may it be, must it be confirmed, and who does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.dom import DOMNode
from textual.widget import Widget

from hotline_tui.domain.errors import N_, HotlineError, Refused
from hotline_tui.locale import _

from .actions import BY_ID
from .context import LIVE, OPENING, Action, Context, Scope

if TYPE_CHECKING:
    from hotline_tui.domain.board import ColleagueRow
    from hotline_tui.domain.standing import Need

    from .app import HotlineApp
    from .widgets.question import Question


NAMED = 3
"""So many of those who could are named."""
CLAIMS = ("call.claim", "call.next")
ASTRAY_S = 5.0
"""So long after a refusal F2 may be meant for the dialog that did not come, or has gone."""


class Acting:
    """Mixed into the app: from an action's id to the `do_…` method that does it."""

    refused_at = float("-inf")
    """When an act was refused last; no longer once F2 was answered for it."""

    def _astray(self, action: str) -> bool:
        """F2 accepts a dialog and claims a call: whoever answers a dialog that was refused must not claim a call."""
        app = cast("HotlineApp", self)
        if action not in CLAIMS or app.last_key != "f2" or app.now() - self.refused_at > ASTRAY_S:
            return False
        self.refused_at = float("-inf")
        app.say(_("No call is claimed: what you did before was refused. F2 again claims one."), severity="warning")
        return True

    def act(self, action: str) -> None:
        """Do an action as if its key had been pressed; where it cannot be done, say why."""
        app = cast("HotlineApp", self)
        if self._astray(action):
            return
        found = BY_ID[action]
        place = app.place_of(found)
        context = app.context(place)
        barred, refusal = found.barred(context), found.available(context)
        if barred is not None:
            self._bar(found, barred)
        elif refusal is not None:
            app.say_error(refusal)
        elif found.confirm:
            app.confirm(found.confirm, lambda: self.perform(found, place))
        else:
            self.perform(found, place)

    def _bar(self, action: Action, why: Refused) -> None:
        """Say whose act it is, and who of them is on duty, as far as the database can be asked."""
        app, need = cast("HotlineApp", self), action.need
        if need is None or (app.me is not None and app.me.read_only) or app.link is None or app.link.state != LIVE:
            app.say_error(why)
        else:
            app.ask(app, "who_may", lambda desk, now: (need, desk.colleagues(now=now)))

    def who_may(self, value: object) -> None:
        """The colleagues are known: name those who could."""
        need, rows = cast("tuple[Need, tuple[ColleagueRow, ...]]", value)
        there = [row for row in rows if row.kind == "operator" and row.on_duty and not row.away]
        fit = sorted((row for row in there if need.met_by(row.roles)), key=lambda row: need.role not in row.roles)
        cast("HotlineApp", self).say_error(need.refusal([row.name for row in fit[:NAMED]]))

    async def action_act(self, action: str) -> None:
        """What every key binding calls."""
        self.act(action)

    def perform(self, action: Action, place: DOMNode) -> None:
        """Let the nearest widget from `place` up to the app do it."""
        app = cast("HotlineApp", self)
        node: DOMNode | None = place
        while node is not None:
            method = getattr(node, action.handler, None)
            if method is not None:
                self._run(cast("Callable[[], object]", method))
                return
            node = node.parent if isinstance(node.parent, DOMNode) else None
        method = getattr(app, action.handler, None)
        if method is None:
            app.say_error(Refused(N_("That can't be done from here: open the ticket or the pane it belongs to first.")))
            return
        self._run(cast("Callable[[], object]", method))

    def on_question_no_answer(self, event: Question.NoAnswer) -> None:
        """Text typed at a question goes nowhere: say so, and where text goes."""
        words = _("The answers here are {keys}. Up and Down go to the other fields.")
        cast("HotlineApp", self).say(words.format(keys=event.keys))

    def _run(self, method: Callable[[], object]) -> None:
        """A handler may be a coroutine: it runs as a worker of the app, so that it may wait for a dialog."""
        app = cast("HotlineApp", self)
        try:
            outcome = method()
        except HotlineError as error:
            app.say_error(error)
            return
        if hasattr(outcome, "__await__"):
            app.run_handler(outcome)

    # ---- where one is -----------------------------------------------------------------------------------------

    def place_of(self, action: Action) -> Widget:
        """Where an action begins."""
        app = cast("HotlineApp", self)
        screen = app.work_screen
        find = getattr(screen, "place_of", None)
        return cast("Widget", find(action)) if find is not None else screen.focused or screen

    def context(self, place: Widget | None = None) -> Context:
        """What actions may look at, seen from `place`."""
        app = cast("HotlineApp", self)
        screen = app.work_screen
        base = Context(
            link=app.link.state if app.link is not None else OPENING,
            fault=app.link.error if app.link is not None else None,
            me=app.me,
            waiting=app.board.figures.waiting if app.board else 0,
            to_tell=app.board.figures.to_tell if app.board else 0,
            alarms=len(app.alarms.open),
            undo=app.undo_label,
            scope=getattr(screen, "active", Scope.TICKET),
            zoomed=getattr(screen, "zoomed", False),
            narrow=getattr(screen, "narrow", False),
        )
        find = getattr(screen, "context", None)
        return cast("Context", find(base, place)) if find is not None else base
