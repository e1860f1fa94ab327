"""Pane 2, the triage form: where the operator spends the night (console.md rules 3, 4; TR-1 … TR-5).

triage_form.py is the value, triage_state.py its memory (draft, preview), triage_view.py its look, triage_acts.py what
the function keys do; here are the messages that come in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from hotline_tui.domain.board import Board
from hotline_tui.domain.triage import QuestionId, to_dict, with_answer
from hotline_tui.domain.words import FaultKind
from hotline_tui.locale import _
from hotline_tui.ui.console import console
from hotline_tui.ui.context import Scope
from hotline_tui.ui.keymap import bindings
from hotline_tui.ui.messages import Answered, NewTicket, PopLoaded
from hotline_tui.ui.widgets.choice import Choice
from hotline_tui.ui.widgets.field import Onward, Steps, TextField, TooLong
from hotline_tui.ui.widgets.question import Question

from .triage_acts import TriageActs
from .triage_empty import EmptyForm
from .triage_form import Form, form_for_call, without_card
from .triage_person import PersonFields
from .triage_view import NOBODY

_QUESTIONS = {question.value for question in QuestionId}
_IDS = {"contract", "contact", "asset"}


class TriagePane(Steps, TriageActs):
    """The form on one call at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.TRIAGE),
        Binding("tab", "step(1)", show=False),
        Binding("shift+tab", "step(-1)", show=False),
        Binding("enter,down", "enter_form", show=False),
        Binding("pageup", "scroll_form(-1)", show=False),
        Binding("pagedown", "scroll_form(1)", show=False),
    ]

    def on_mount(self) -> None:
        """Empty."""
        self.show()

    def on_unmount(self) -> None:
        """Nothing that is typed may be lost."""
        self.flush()

    # ---- from the desk ------------------------------------------------------------------------------------------

    def on_pop_loaded(self, message: PopLoaded) -> None:
        """A call is ours and we know who calls."""
        form = self.form
        if form is not None and form.call is not None and form.call.id == message.pop.call.id:
            self.form = replace(form, call=message.pop.call)  # opened again: what is typed stays
            self.show()
        else:
            self.open_form(form_for_call(message.pop))
        if self.has_class("-active"):  # who has gone elsewhere meanwhile goes on typing there
            self.call_after_refresh(self._begin)
        else:
            console(self).drop_keys()

    def _begin(self) -> None:
        """The keyboard goes to the form, and then what was typed for it."""
        self.take_focus()
        self.app.call_later(console(self).give_keys)

    def on_new_ticket(self, message: NewTicket) -> None:
        """A ticket without a call."""
        message.stop()
        if self.form is None or self.form.call is not None:
            self.open_form(Form())
        if message.customer is not None:
            self.ask_card(message.customer)
        self.call_after_refresh(self.take_focus)

    def load(self, board: Board) -> None:
        """My call as it is now: talking or not, and still mine?"""
        empty = next((one for one in self.children if isinstance(one, EmptyForm)), None)
        if empty is None:  # it is being brought, or the console ends
            return
        empty.load([row for row in board.next_calls if row.mine], board.figures.waiting)
        form = self.form
        if form is None or form.call is None:
            return
        row = next((row for row in board.next_calls if row.id == form.call.id), None)
        if row is None or row == form.call:
            return
        was, self.form = form.call, replace(form, call=row)
        if row.claimed_by and not row.mine and row.claimed_by_id != was.claimed_by_id:
            self.say_notice(_("{who} has taken this call over. What you typed is kept.").format(who=row.claimed_by))
        elif was.mine and not row.mine and not row.claimed_by:
            self.say_notice(_("This call waits in the queue again: claim it there. What you typed is kept."))
        elif row.mine and not was.mine:
            self.notice = ""
        self.show()

    def on_answered(self, message: Answered) -> None:
        """Card, preview, draft."""
        message.stop()
        if message.kind == "card":
            self.take_card(message.value, message.error)
            self.call_after_refresh(self.take_focus)
        elif message.kind == "preview":
            self.take_preview(message.value, message.error)
        elif message.kind == "draft":
            self.take_draft(message.value)
        elif message.kind == "outcome":
            self.take_outcome(message.value)

    # ---- from the fields ----------------------------------------------------------------------------------------

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """The fault text."""
        message.stop()
        if self.form is not None and message.text_area.text != self.form.typed.text:
            self.change(text=message.text_area.text)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Organisation, person, number."""
        message.stop()
        name = message.input.id
        if name in ("organisation", "person", "phone") and self.form is not None:
            self.change(**{name: message.value})

    def on_too_long(self, message: TooLong) -> None:
        """Say what was left out."""
        message.stop()
        self.say_notice(_("Too long: the first {limit} characters are kept.").format(limit=message.limit))

    def on_question_chosen(self, message: Question.Chosen) -> None:
        """An answer."""
        message.stop()
        form, name, value = self.form, message.question.id or "", message.value
        if form is None:
            return
        if name in _QUESTIONS:
            answers = with_answer(form.answers, QuestionId(name), value)
            self.change(answers=tuple(to_dict(answers).items()))
        elif name == "kind":
            self.change(kind=FaultKind(value) if value else "")
        elif name == "region":
            self.change(region=value or "")
        elif name == "hits":
            if value:
                console(self).run_handler(self.read_article(int(value)))
        elif name in _IDS:
            if name == "contact":
                self.form = form = replace(form, somebody_else=value == "")
            self.change(**{name: int(value) if value else None})

    def on_choice_picked(self, message: Choice.Picked) -> None:
        """One of several who share the number; or nobody of them."""
        message.stop()
        form = self.form
        if form is None or form.pop is None or message.choice.id != "matches":
            return
        if message.value == NOBODY:
            self.change_form(without_card(form))
            self.call_after_refresh(self.take_focus)
            return
        row = next(row for row in form.pop.matches if str(row.id) == message.value)
        self.ask_card(row.customer_id, row.id)

    def on_person_fields_picked(self, message: PersonFields.Picked) -> None:
        """The typed organisation is in the file."""
        message.stop()
        self.ask_card(message.hit.id, message.hit.contact_id)

    # ---- the way through the form -------------------------------------------------------------------------------

    def step(self, step: int) -> None:
        """To the next field or the one before; at the ends it stays."""
        focused = self.screen.focused
        if focused is not None and focused.id == "organisation" and step > 0:
            self.query_one(PersonFields).left()
        self._step(step)

    def take_text(self, typed: str) -> bool:
        """Words typed at a question say what is wrong: behind what stands there already."""
        field = self.query_one("#text", TextField)
        if not typed.isalpha() or field not in self.fields():
            return False
        self.screen.set_focus(field)
        field.add(typed)
        console(self).say(_("What you type is the fault text. Enter goes on to the questions."))
        return True

    def on_onward(self, message: Onward) -> None:
        """The same by message."""
        message.stop()
        self._step(message.step)

    def _step(self, step: int) -> bool:
        fields = self.fields()
        at = next((i for i, field in enumerate(fields) if field is self.screen.focused), None)
        to = (0 if step > 0 else len(fields) - 1) if at is None else at + step
        if 0 <= to < len(fields):
            self.screen.set_focus(fields[to])
            return True
        return False

    def action_step(self, step: int) -> None:
        """Tab: through the form, and past its ends to the next pane."""
        if self.form is None or not self._step(step):
            console(self).act("pane.next" if step > 0 else "pane.previous")

    def action_enter_form(self) -> None:
        """From the form back into its fields."""
        self.take_focus()

    def action_scroll_form(self, step: int) -> None:
        """What does not fit scrolls."""
        body = self.query_one("#form")
        body.scroll_relative(y=step * max(1, body.size.height - 2), animate=False)
