"""Handing the desk over: what the record has drafted, gone through line by line, signed by both (OR-3). Fits 80×24.

Two consoles may have the same handover open: each sees what the other marks, asks and answers, and what changes at the
desk meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from hotline_tui.domain.board import Board
from hotline_tui.domain.board.duty import HandoverLineRow, HandoverState, HandoverView
from hotline_tui.domain.errors import N_, HotlineError, Refused
from hotline_tui.domain.text import plain
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.locale.handover import details, shift_words, words
from hotline_tui.locale.words import label
from hotline_tui.ui.actions import BY_ID
from hotline_tui.ui.console import console
from hotline_tui.ui.context import Context, Scope
from hotline_tui.ui.handover_acts import HandoverActs
from hotline_tui.ui.keymap import bindings
from hotline_tui.ui.messages import Answered, CommandDone, CommandFailed, ContextChanged
from hotline_tui.ui.whereabouts import Placed, company_words
from hotline_tui.ui.widgets.footer import KeyLine
from hotline_tui.ui.widgets.handover_head import MISSED, head, next_step
from hotline_tui.ui.widgets.handover_list import HandoverList, mark_words, shown
from hotline_tui.ui.widgets.rows import RowList
from hotline_tui.ui.widgets.state_line import StateLine


class HandoverScreen(Placed, HandoverActs, Screen[None], inherit_bindings=False):
    """One handover. It is read again whenever the desk has changed."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    HandoverScreen #handover { height: 1fr; border: solid $border; padding: 0 1;
        border-title-color: $foreground; border-title-style: bold; border-subtitle-color: $dim;
        border-title-background: $background; border-subtitle-background: $background; }
    HandoverScreen #about { height: auto; max-height: 4; }
    HandoverScreen #lines { height: 1fr; }
    HandoverScreen #detail-box { height: 6; border: solid $border-blurred; padding: 0 1;
        border-title-color: $dim; border-title-background: $background; }
    HandoverScreen.-low #detail-box { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.HANDOVER)]
    active = Scope.HANDOVER

    def __init__(self, handover: int | None = None, *, own: bool = False) -> None:
        """Without a number: the one that this operator gives, takes or countersigns, else (`own`: always) a draft."""
        super().__init__()
        self._handover, self._own = handover, own
        self._other: int | None = None
        self._tried = False
        """A new draft was asked for: once is enough to know why not."""
        self._view: HandoverView | None = None
        self._feed = -1
        self._unfolded = False

    def compose(self) -> ComposeResult:
        """State line, what it is about, the lines, the one under the cursor in full, keys."""
        yield StateLine()
        with Vertical(id="handover"):
            yield Static(Content(_("Reading …")), id="about", markup=False)
            yield HandoverList(id="lines")
        with Vertical(id="detail-box"):
            yield Static("", id="line", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(HandoverList).focus()
        self._fit()
        self._ask()

    # ---- data

    def _ask(self) -> None:
        handover, app = self._handover, console(self)
        if handover is None:
            app.ask(self, "state", lambda desk, now: desk.handover_state(now=now))
        else:
            app.ask(self, "handover", lambda desk, now: desk.handover(handover, now=now))

    def load(self, board: Board) -> None:
        """The desk has changed: read again."""
        if board.feed != self._feed:
            self._feed = board.feed
            self._ask()

    def _begin(self, state: HandoverState) -> None:
        """Take up what is open and mine to give or to take; else take the picture anew."""
        from hotline_tui.domain import commands as c

        app = console(self)
        if state.open_id is not None and (state.mine or state.for_me) and not state.stale:
            self._handover = state.open_id
            self._ask()
            return
        if state.countersign is not None and state.open_id is None and state.due is None and not self._own:
            self._handover = state.countersign
            self._ask()
        elif not self._tried:
            self._tried, self._other = True, state.open_id
            app.do(app.make(c.DraftHandover), self)
        elif state.open_id is not None:  # somebody else has begun meanwhile
            self._handover = state.open_id
            self._ask()
        else:
            self._ask_missed()

    def _ask_missed(self) -> None:
        console(self).ask(self, "missed", lambda desk, now: desk.handover_missed(now=now))

    def on_command_done(self, event: CommandDone) -> None:
        """What was done here shows at once."""
        if event.result.kind == "handover.draft":
            self._handover = event.result.thing_id
        elif event.result.kind == "post.take":  # from now on it is one's own desk: the screen has served
            self.dismiss(None)
            return
        self._ask()

    def on_command_failed(self, event: CommandFailed) -> None:
        """Nothing to hand over from here: somebody else's open one is shown, else why."""
        if self._handover is not None:
            return
        event.stop()
        if self._other is not None:
            self._handover = self._other
            self._ask()
            return
        self._refused(event.error)
        self._ask_missed()

    def on_answered(self, event: Answered) -> None:
        """The handover as it stands now, or what a handler waits for."""
        if event.kind not in ("handover", "state", "missed"):
            super().on_answered(event)
            return
        event.stop()
        if event.error is not None:
            self._refused(event.error)
        elif isinstance(event.value, HandoverState):
            self._begin(event.value)
        elif isinstance(event.value, HandoverView):
            self._show(event.value)

    def _refused(self, error: HotlineError) -> None:
        words_ = translate_error(error, zone=console(self).zone)
        self.query_one("#about", Static).update(Content(words_))
        self.post_message(ContextChanged())

    def _show(self, view: HandoverView) -> None:
        first = self._view is None
        self._view, self.thing = view, f"handover:{view.id}"
        console(self).say_where()
        rows = self.query_one(HandoverList)
        rows.began = view.shift_start
        rows.update_rows(shown(view, unfolded=self._unfolded), console(self).now())
        if first and (unread := rows.next_unread("")) is not None:
            rows.select(unread)
        self.show_company()
        self._say_line()
        self.post_message(ContextChanged())
        console(self).poke()

    def show_company(self) -> None:
        """Who gives to whom, who else is here, what stands above the lines."""
        view = self._view
        if view is None:
            return
        box, app = self.query_one("#handover"), console(self)
        coming = plain(view.to_name) or _("whoever comes")
        who = f"{plain(view.from_name)} → {coming}"
        title = _("Own work") if view.partial else shift_words(view, app.zone)
        box.border_title = Content(f"{title}  {who}")
        state = _("not handed over") if view.state == MISSED else label(view.state, "handoverstate")
        others = company_words(self.company)
        box.border_subtitle = Content(f"{state} · {others}" if others else state)
        most = 4 if self.size.height >= 30 else 3 if self.size.height >= 20 else 1
        me = app.me.operator_id if app.me is not None else None
        step = next_step(view, me, lambda action: app.keys.sign(BY_ID[action]))
        self.query_one("#about", Static).update(Content("\n").join(head(view, app.zone, app.now(), step)[:most]))

    def _say_line(self) -> None:
        row = self.query_one(HandoverList).selected
        text = self.query_one("#line", Static)
        if not isinstance(row, HandoverLineRow):
            text.update("")
            return
        app = console(self)
        said = [words(row, app.zone, app.now()), *details(row, app.zone, app.now()), mark_words(row)]
        text.update(Content("\n".join(said)))

    # ---- time, size, language

    def ticking(self) -> Iterator[HandoverScreen]:
        """This screen ticks while its parts stand."""
        if self.query(HandoverList):
            yield self

    def tick(self, now: float) -> float | None:
        """Due times by the minute are enough here."""
        self.query_one(HandoverList).tick(now)
        return now + 60.0 - now % 60.0

    def relabel(self) -> None:
        """Another language or theme."""
        self.show_company()
        self._say_line()
        self.query_one(HandoverList).restyle()

    def on_resize(self) -> None:
        """Low terminals show the list alone."""
        self._fit()
        self.show_company()

    def _fit(self) -> None:
        self.set_class(self.size.height < 20, "-low")

    # ---- acts

    def context(self, base: Context, _place: Widget | None = None) -> Context:
        """The handover that is shown."""
        return replace(base, scope=Scope.HANDOVER, handover=self._view)

    def place_of(self, _action: object) -> Widget:
        """Acts begin at the list."""
        return self.query_one(HandoverList)

    def in_full(self) -> HandoverView:
        """The handover that is shown."""
        if self._view is None:
            raise Refused(N_("The handover is still being read."))
        return self._view

    def chosen(self) -> HandoverLineRow:
        """The line under the cursor."""
        row = self.query_one(HandoverList).selected
        if not isinstance(row, HandoverLineRow):
            raise Refused(N_("No line is chosen."))
        return row

    def do_handover_fold(self) -> None:
        """Show or fold the quiet tickets."""
        view = self.in_full()
        self._unfolded = not self._unfolded
        rows = self.query_one(HandoverList)
        rows.rest()
        rows.update_rows(shown(view, unfolded=self._unfolded), console(self).now())
        rows.apply_pending()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """The line under the cursor in full."""
        message.stop()
        self._say_line()
        self.post_message(ContextChanged())

    def on_row_list_activated(self, message: RowList.Activated) -> None:
        """A click on the chosen row is Enter."""
        message.stop()
        console(self).act("handover.open")

    def do_handover_section(self) -> None:
        """To the next part."""
        self._part(1)

    def do_handover_section_back(self) -> None:
        """To the part before."""
        self._part(-1)

    def _part(self, by: int) -> None:
        rows = self.query_one(HandoverList)
        firsts = {row.part: row.key for row in reversed(rows.rows)}
        order = list(dict.fromkeys(row.part for row in rows.rows))
        here = rows.selected
        if here is not None and order:
            rows.select(firsts[order[(order.index(here.part) + by) % len(order)]])

    @property
    def finished(self) -> bool:
        """What is shown changes no more."""
        return self._view is not None and self._view.signed is not None

    def do_back(self) -> None:
        """Back to the desk."""
        self.dismiss(None)
