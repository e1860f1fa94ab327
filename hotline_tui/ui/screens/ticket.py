"""A ticket in full: head, clocks, and below them record, visits, steps or calls, a key apart. Fits 80×24."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from hotline_tui.domain.board import Board, ClockView, ComplaintRow, EventRow, StepRow, TicketView
from hotline_tui.domain.commands import AnswerEscalation, TickStep
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import OPEN_CLOCKS, TicketState
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.locale.words import label
from hotline_tui.ui.console import console
from hotline_tui.ui.context import Context, Scope
from hotline_tui.ui.keymap import bindings
from hotline_tui.ui.messages import Answered, CommandDone, ContextChanged, SendTo
from hotline_tui.ui.ticket_acts import Subject
from hotline_tui.ui.ticket_facts import TicketFacts
from hotline_tui.ui.whereabouts import Placed, company_words
from hotline_tui.ui.widgets.clocks import reading
from hotline_tui.ui.widgets.footer import KeyLine
from hotline_tui.ui.widgets.rows import RowList
from hotline_tui.ui.widgets.state_line import StateLine
from hotline_tui.ui.widgets.tell_list import TellList
from hotline_tui.ui.widgets.ticket_head import head_lines
from hotline_tui.ui.widgets.ticket_lists import CallList, ClockList, StepList, VisitList
from hotline_tui.ui.widgets.timeline import Timeline

from .sheet import RowSheet

PARTS = {
    "timeline": N_("Record"),
    "visits": N_("Visits"),
    "steps": N_("Steps"),
    "calls": N_("Calls"),
    "told": N_("To be told"),
}
RECORD_PAGE = 200
LOW = 20  # below so many lines head, clocks and a part do not fit together


class TicketScreen(Placed, TicketFacts, Screen[None], inherit_bindings=False):
    """Reads the ticket when it opens and whenever the desk has changed; every act on it is one of the table's."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.TICKET)]
    active = Scope.TICKET

    def __init__(self, ticket: int, *, part: str = "") -> None:
        super().__init__()
        self._ticket = ticket
        self.thing = f"ticket:{ticket}"
        self._part = part if part in PARTS else "timeline"
        self._start = part
        self._view: TicketView | None = None
        self._feed = -1

    def compose(self) -> ComposeResult:
        """State line, head, clocks, one of the parts, keys."""
        yield StateLine()
        with Vertical(id="ticket"):
            yield Static(Content(_("Reading …")), id="head", markup=False)
            with Container(id="clocks-box"):
                yield ClockList(id="clocks")
            with Container(id="part"):
                yield Timeline(id="timeline")
                yield VisitList(id="visits")
                yield StepList(id="steps")
                yield CallList(id="calls")
                yield TellList(id="told")
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask, and put the keyboard where it was asked for."""
        self._show_part()
        self._go_to("clocks" if self._start == "clocks" else self._part)
        self._ask()

    # ---- data -----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        ticket, app = self._ticket, console(self)
        app.ask(self, "ticket", lambda desk, now: desk.ticket(ticket, now=now))
        app.ask(self, "record", lambda desk, _now: desk.timeline("ticket", ticket))

    def load(self, board: Board) -> None:
        """The desk has changed: read again."""
        if board.feed != self._feed:
            self._feed = board.feed
            self._ask()

    def on_command_done(self, _event: CommandDone) -> None:
        """What was done here shows at once."""
        self._ask()

    def on_answered(self, event: Answered) -> None:
        """The ticket, its record, or older events."""
        if event.kind not in ("ticket", "record", "older"):
            return
        event.stop()
        if event.error is not None:
            self.query_one("#head", Static).update(Content(translate_error(event.error, zone=console(self).zone)))
        elif isinstance(event.value, TicketView):
            self._show(event.value)
        elif isinstance(event.value, tuple):
            rows = [row for row in event.value if isinstance(row, EventRow)]
            timeline = self.query_one(Timeline)
            if event.kind == "older":
                timeline.add_older(rows)
            else:
                timeline.show_newest(rows)

    def _show(self, view: TicketView) -> None:
        self._view = view
        now = console(self).now()
        self.show_company()
        clocks = self.query_one(ClockList)
        clocks.update_rows(
            sorted(view.clocks, key=lambda one: (one.state not in OPEN_CLOCKS, one.due or 9e12, one.id)), now
        )
        if not clocks.has_focus and clocks.selected is not None and clocks.selected.state not in OPEN_CLOCKS:
            clocks.select(clocks.rows[0].id)  # what is over is not what the next key is about
        self.query_one(VisitList).update_rows(view.visits, now)
        self.query_one(StepList).update_rows(view.steps, now)
        self.query_one(CallList).update_rows([*view.complaints, *view.calls], now)
        self.query_one(TellList).update_rows(view.escalations, now)
        self._show_part()
        self.app.call_later(self._context_changed)
        console(self).poke()

    def _context_changed(self) -> None:
        self.post_message(ContextChanged())

    def show_company(self) -> None:
        """Head, frames, who else is here."""
        view = self._view
        if view is None:
            return
        head = self.query_one("#head", Static)
        app = console(self)
        head.border_title = Content(plain(f"{view.number}  {view.level}  {view.customer}"))
        others = company_words(self.company)
        head.border_subtitle = Content(label(view.state, TicketState) + (f" · {others}" if others else ""))
        width, height = self.app.size
        most = 4 if height < LOW else 8 if height < 30 else 14
        head.update(Content("\n").join(head_lines(view, max(20, width - 4), app.zone, app.now(), most=most)))
        self.query_one("#clocks-box").border_title = Content(_("Clocks"))

    # ---- time, language, size ---------------------------------------------------------------------------------------

    def ticking(self) -> Iterator[TicketScreen]:
        """This screen ticks while its parts stand: a second may come before they do, or when they are gone."""
        if self.query(ClockList):
            yield self

    def tick(self, now: float) -> float | None:
        """Repaint the clocks; return when one reads differently next."""
        clocks = self.query_one(ClockList)
        clocks.tick(now)
        for name in PARTS:
            self.query_one(f"#{name}", RowList).tick(now)
        times = [reading(row, now, console(self).zone).next_at for row in clocks.seen()]
        return min((at for at in times if at is not None), default=None)

    def relabel(self) -> None:
        """Another language or theme."""
        self.show_company()
        self._show_part()
        for rows in self.query(RowList):
            rows.restyle()

    def on_resize(self) -> None:
        """Other line ends in the head."""
        self.show_company()
        self._share_height(self.focused.id or "" if self.focused is not None else self._part)

    def _show_part(self) -> None:
        names: list[Content] = []
        view = self._view
        counts = {} if view is None else {
            "visits": len(view.visits), "steps": len(view.steps), "calls": len(view.calls) + len(view.complaints),
            "told": sum(row.told is None for row in view.escalations),
        }  # fmt: skip
        for name, words in PARTS.items():
            self.query_one(f"#{name}").display = name == self._part
            text = _(words) + (f" {counts[name]}" if counts.get(name) else "")
            names.append(Content.styled(text, "bold underline" if name == self._part else "$text-muted"))
        box = self.query_one("#part")
        box.border_title = Content("  ").join(names)
        box.border_subtitle = Content(_("Tab: next part"))

    def _step(self, by: int) -> None:
        order = ["clocks", *PARTS]
        focused = self.focused.id if self.focused is not None else None
        at = order.index(focused) if focused in order else 0
        self._go_to(order[(at + by) % len(order)])

    def _go_to(self, name: str) -> None:
        if name in PARTS and name != self._part:
            self._part = name
            self._show_part()
        self._share_height(name)
        self.query_one(f"#{name}").focus()

    def _share_height(self, name: str) -> None:
        """In a low terminal clocks and parts do not stand side by side: the one that has the keyboard is shown."""
        low = self.app.size.height < LOW
        self.query_one("#clocks-box").display = not low or name == "clocks"
        self.query_one("#part").display = not low or name != "clocks"

    def do_pane_next(self) -> None:
        """Clocks, record, visits, steps, calls, who is to be told."""
        self._step(1)

    def do_pane_previous(self) -> None:
        """Backwards."""
        self._step(-1)

    def do_back(self) -> None:
        """Back to where it was opened from."""
        self.dismiss(None)

    def place_of(self, _action: object) -> Widget:
        """Acts begin where the keyboard is."""
        return self.focused or self.query_one("#part")

    def on_row_list_past_start(self, message: RowList.PastStart) -> None:
        """Older events."""
        message.stop()
        timeline = self.query_one(Timeline)
        if self._part == "timeline" and timeline.count >= RECORD_PAGE:
            ticket, before = self._ticket, timeline.first_seq
            console(self).ask(self, "older", lambda desk, _now: desk.timeline("ticket", ticket, before=before))

    def context(self, base: Context, _place: Widget | None = None) -> Context:
        """The ticket that is shown."""
        return replace(base, scope=Scope.TICKET, ticket=self._view)

    def subject(self) -> Subject:
        """This ticket, and the clock under the cursor."""
        view = self._view
        if view is None:
            raise Refused(N_("The ticket is still being read."))
        clock: ClockView | None = self.query_one(ClockList).selected
        return Subject(
            view.id, view.number, view.customer, clock.id if clock else None, clock.milestone if clock else "",
            bool(view.hold_reason), view,
        )  # fmt: skip

    def do_ticket_send(self) -> None:
        """Choose an engineer."""
        self.post_message(SendTo(self.subject().id))

    def do_ticket_read(self) -> None:
        """The row under the cursor with all its words: a narrow terminal cuts them."""
        rows = self.focused
        if isinstance(rows, CallList) and isinstance(rows.selected, ComplaintRow):
            from .complaint_sheet import ComplaintSheet

            self.app.push_screen(ComplaintSheet(rows.selected.id))
        elif isinstance(rows, RowList) and rows.order.line is not None:
            self.app.push_screen(RowSheet(self.subject().number, rows.line_cells(rows.order.line)))

    async def do_ticket_told(self) -> None:
        """Whoever is under the cursor of the list, else who has waited longest, has been told."""
        from .told import ToldScreen

        view, rows = self.subject().in_full(), self.query_one(TellList)
        waiting = [row for row in view.escalations if row.told is None]
        if not waiting:
            raise Refused(N_("Nobody is left to be told."))
        here = rows.selected if self.focused is rows else None
        row = here if here in waiting and here is not None else waiting[0]
        found = await self._dialog(ToldScreen(row))
        if found is not None:
            self._do(AnswerEscalation, escalation=row.id, how=found.how, note=found.note)

    def do_ticket_step(self) -> None:
        """Tick the step under the cursor."""
        if self._part != "steps" or self.focused is not self.query_one(StepList):
            self._go_to("steps")
            raise Refused(N_("Choose a step first; Space ticks it."))
        step: StepRow | None = self.query_one(StepList).selected
        if step is None:
            raise Refused(N_("This ticket has no steps; B puts its playbook's on it."))
        self._write(TickStep, step=step.id, done=step.done_at is None)
