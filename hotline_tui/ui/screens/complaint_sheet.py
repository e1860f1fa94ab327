"""A complaint in full: who, what, whose it is, by when; answered and closed here (CU-5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from hotline_tui.domain.board import Board, ComplaintView
from hotline_tui.domain.commands import AnswerComplaint, AnswerEscalation, CloseComplaint, Command
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.text import clean, plain
from hotline_tui.domain.words import ClockState, Role
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import label
from hotline_tui.ui.console import console
from hotline_tui.ui.format import cells
from hotline_tui.ui.messages import CommandDone, OpenTicketScreen
from hotline_tui.ui.widgets.clocks import short_number
from hotline_tui.ui.widgets.field import TextField
from hotline_tui.ui.widgets.flow import DIM
from hotline_tui.ui.widgets.tell_list import told_words, whom_words, why_words

from .dialog import Dialog, Line
from .sheet import TextSheet

STATES = {
    "open": N_("not answered"),
    "answered": N_("answered, not closed"),
    "closed": N_("closed"),
    "withdrawn": N_("withdrawn"),
}


class WordsScreen(Dialog[str]):
    """Gives what was said or done, in one or more lines."""

    def __init__(self, title: str, about: str, label_: str) -> None:
        super().__init__(title)
        self._about, self._label = about, label_

    def body(self) -> Any:
        """About what; the words."""
        yield Line(self._about)
        yield Line(self._label, classes="gap label")
        yield TextField(limit=4000, id="text")

    def result(self) -> str:
        """Never empty."""
        text = clean(self.query_one("#text", TextField).text, lines=True)
        if not text:
            raise Invalid(N_("Write down what was said or done."))
        return text


@dataclass(frozen=True, slots=True)
class _Row:
    """A labelled line of the sheet."""

    label: str
    text: str
    style: str = ""


class ComplaintSheet(TextSheet):
    """Reads the complaint when it opens and whenever the desk has changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,a", "answer", show=False),
        Binding("f3,x", "end", show=False),
        Binding("f4,enter", "ticket", show=False),
        Binding("f5,T", "told", show=False),
        Binding("f6,w", "explain", show=False),
        Binding("f8,r", "record", show=False),
    ]

    def __init__(self, complaint: int) -> None:
        super().__init__(_("Complaint"))
        self._complaint = complaint
        self._view: ComplaintView | None = None
        self._feed = -1

    def keys(self) -> Sequence[tuple[str, str]]:
        """Only what can be done now."""
        view = self._view
        if view is None:
            return super().keys()
        out: list[tuple[str, str]] = []
        if view.state == "open" and not view.refusal:
            out.append(("F2", _("Answer")))
        if view.state == "answered" and not view.refusal:
            out.append(("F3", _("Close")))
        if view.ticket_id is not None:
            out.append(("F4", _("Ticket")))
        if any(row.told is None for row in view.escalations):
            out.append(("F5", _("Told")))
        out += [("F6", _("Why")), ("F8", _("Record")), *super().keys()]
        return out

    def on_mount(self) -> None:
        """Ask."""
        super().on_mount()
        self._ask()

    def _ask(self) -> None:
        number = self._complaint
        console(self).ask(self, "complaint", lambda desk, now: desk.complaint(number, now=now))

    def load(self, board: Board) -> None:
        """The desk has changed: read again."""
        if board.feed != self._feed:
            self._feed = board.feed
            self._ask()

    def on_command_done(self, _event: CommandDone) -> None:
        """What was done here shows at once."""
        self._ask()

    def answered(self, kind: str, value: object) -> None:
        """Show it."""
        if not isinstance(value, ComplaintView):
            return
        self._view = value
        state = STATES.get(value.state)
        self.say(plain(f"{value.number}  {value.customer}"), _(state) if state else value.state)
        rows = self._rows(value)
        indent = max(cells(row.label) for row in rows) + 2
        lines = [
            Content.assemble((row.label + " " * (indent - cells(row.label)), DIM), (plain(row.text), row.style))
            for row in rows
        ]
        if value.refusal:
            words = _(value.refusal).format(role=label(value.refusal_role, Role))
            lines.append(Content.styled(words, "bold $warning"))
        for name, text in ((_("In the customer's words"), value.text), (_("Our answer"), value.answer),
                           (_("Cause, and what follows"), value.cause)):  # fmt: skip
            if text:
                lines += [Content(""), Content.styled(name, DIM), Content(plain(text, lines=True))]
        self.show_text(Content("\n").join(lines))
        self.show_keys()

    def _rows(self, view: ComplaintView) -> list[_Row]:
        zone, now = console(self).zone, console(self).now()
        rows = [
            _Row(_("Customer"), "  ".join(one for one in (view.customer, view.contact, *view.phones) if one), "bold"),
            _Row(_("Came in"), moment(view.received, zone, now)),
            _Row(_("About"), view.about or _("nobody in person")),
            _Row(_("Whose it is"), f"{label(view.role, Role)} {view.owner}".strip(), "bold"),
        ]
        rows += self._clock_rows(view)
        if view.ticket_number:
            rows.append(_Row(_("Ticket"), short_number(view.ticket_number)))
        if view.answered is not None:
            rows.append(_Row(_("Answered"), moment(view.answered, zone, now), "$success"))
        if view.closed is not None:
            rows.append(_Row(_("Closed"), moment(view.closed, zone, now), "$success"))
        for one in view.escalations:
            words = f"{whom_words(one)} {plain(one.phone)}  {told_words(one, zone, now)}  {why_words(one)}"
            rows.append(_Row(_("To be told") if one.told is None else _("Told"), words,
                             "$warning" if one.told is None else ""))  # fmt: skip
        return rows

    def _clock_rows(self, view: ComplaintView) -> list[_Row]:
        zone, now = console(self).zone, console(self).now()
        rows: list[_Row] = []
        for clock in view.clocks:
            if clock.due is None or clock.state == ClockState.VOID:
                continue
            late = clock.state in (ClockState.BREACHED, ClockState.MISSED) or (clock.met is None and clock.due < now)
            due = _("by {time}").format(time=moment(clock.due, zone, now))
            if late:
                due += "  " + (_("answered too late") if clock.met is not None else _("overdue"))
            clause = clock.clause_zh if language() == CHINESE else clock.clause_en
            rows.append(_Row(_("Answer"), f"{due}  {clause}".strip(), "bold $error" if late else "bold"))
        return rows

    # ---- acts -------------------------------------------------------------------------------------------------------

    def _now(self) -> ComplaintView:
        if self._view is None:
            raise Refused(N_("The complaint is still being read."))
        return self._view

    def _mine(self) -> ComplaintView:
        """Whom it is about does not act on it."""
        view = self._now()
        if view.refusal:
            raise Refused(view.refusal, role=label(view.refusal_role, Role))
        return view

    def _do(self, kind: type[Command], **fields: Any) -> None:
        app = console(self)
        app.do(app.make(kind, **fields), self)

    def _run(self, work: Any) -> None:
        console(self).run_handler(work)

    def action_answer(self) -> None:
        """The customer has our answer."""
        self._run(self._answer())

    async def _answer(self) -> None:
        view = self._mine()
        if view.state != "open":
            raise Refused(N_("The complaint is answered already."))
        screen = WordsScreen(
            _("Answer the complaint"), f"{view.customer}  {view.contact}", _("What we told the customer")
        )
        text = await self.app.push_screen_wait(screen)
        if text:
            self._do(AnswerComplaint, complaint=view.id, text=text)

    def action_end(self) -> None:
        """The cause, and what follows from it."""
        self._run(self._end())

    async def _end(self) -> None:
        view = self._mine()
        if view.state == "open":
            raise Refused(N_("Answer the complaint first."))
        if view.state != "answered":
            raise Refused(N_("The complaint is closed. A new one is a new complaint."))
        screen = WordsScreen(_("Close the complaint"), f"{view.customer}  {view.contact}", _("Cause, and what follows"))
        text = await self.app.push_screen_wait(screen)
        if text:
            self._do(CloseComplaint, complaint=view.id, text=text)

    def action_told(self) -> None:
        """Somebody who had to be told has been."""
        self._run(self._told())

    async def _told(self) -> None:
        from .told import ToldScreen

        row = next((row for row in self._now().escalations if row.told is None), None)
        if row is None:
            raise Refused(N_("Nobody is left to be told."))
        found = await self.app.push_screen_wait(ToldScreen(row))
        if found is not None:
            self._do(AnswerEscalation, escalation=row.id, how=found.how, note=found.note)

    def action_ticket(self) -> None:
        """The ticket it is about."""
        view = self._view
        if view is None or view.ticket_id is None:
            console(self).say_error(Refused(N_("This complaint is about no ticket.")))
            return
        app, ticket = self.app, view.ticket_id
        self.dismiss(None)
        app.post_message(OpenTicketScreen(ticket))

    def action_explain(self) -> None:
        """Why its clock stands as it stands."""
        from .explain import ExplainScreen

        if self._view is not None and self._view.clocks:
            self.app.push_screen(ExplainScreen(self._view.clocks[0].id))
        else:
            console(self).say_error(Refused(N_("This complaint has no clock.")))

    def action_record(self) -> None:
        """Its whole record."""
        from .timeline import TimelineScreen

        if self._view is not None:
            self.app.push_screen(TimelineScreen("complaint", self._complaint, self._view.number))
