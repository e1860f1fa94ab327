"""What the operator does with the form: the `do_…` methods of the table of actions, and what comes back of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

from textual.screen import ModalScreen

from hotline_tui.domain import commands as c
from hotline_tui.domain.errors import N_, HotlineError, Refused
from hotline_tui.domain.triage import YES, QuestionId, to_dict, with_answer
from hotline_tui.domain.words import Milestone
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.ui.console import console
from hotline_tui.ui.messages import CommandDone, CommandFailed, FormClosed, SendTo

from .triage_form import Form, form_for_call, without_card
from .triage_head import by_language, title_facts
from .triage_view import TriageView

if TYPE_CHECKING:
    from hotline_tui.domain.board import EngineerRow, TicketRow
    from hotline_tui.ui.screens.customer_search import Found

T = TypeVar("T")
ENDS = ("ticket.open", "call.advise", "call.dismiss", "call.join", "call.release")
"""Acts after which the form is empty and its draft forgotten."""


class TriageActs(TriageView):
    """Mixed into the pane."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sent: UUID | None = None
        """The command whose outcome is awaited: a second F2 must not save twice."""
        self._then_send = False

    def _form(self) -> Form:
        if self.form is None:
            raise Refused(N_("The form is empty: claim a call, or n opens a new ticket."))
        return self.form

    def _call(self) -> int:
        call = self._form().call
        if call is None:
            raise Refused(N_("There is no call in the form."))
        return call.id

    def _who(self) -> str:
        return "  ".join(title_facts(self._form()))

    def _send(self, kind: type[c.Command], **fields: Any) -> None:
        if self._sent is not None:
            raise Refused(N_("It is being saved already."))
        act = fields.pop("act", "")
        command = console(self).make(kind, **fields)
        if act:
            command = replace(command, id=UUID(act))
        if kind.kind in ENDS:
            self._sent = command.id
        self.flush()
        console(self).do(command, self)

    # ---- saving -------------------------------------------------------------------------------------------------

    def do_form_save(self) -> None:
        """F2: the ticket. When something is missing: say what, and go there."""
        self.collect()
        form = self._form()
        missing = form.missing()
        if missing:
            self.say_notice(_(missing[0].msgid))
            self.focus_field(missing[0].field)
            return
        if form.call is None and not form.typed.act:  # a call becomes one ticket only; without one the draft sees to it
            self.change(act=str(uuid4()))
        self._send(c.OpenTicket, act=self._form().typed.act, **form.command_fields())

    def do_form_save_send(self) -> None:
        """F3: the ticket, then the engineer."""
        self.do_form_save()
        self._then_send = self._sent is not None

    async def do_form_solved(self) -> None:
        """F4: solved on the phone."""
        from hotline_tui.ui.screens.advise import AdviseScreen

        form, call = self._form(), self._call()
        hits = self.preview.articles if self.preview else ()
        found = await self._ask(AdviseScreen(self._who(), form.typed.text, hits, form.typed.article))
        if found is not None:
            customer = form.card.id if form.card else None
            self._send(
                c.AdviseCall,
                call=call,
                text=found.text,
                customer=customer,
                contact=form.contact_id,
                article=found.article,
            )

    async def do_form_promise(self) -> None:
        """F5: we call back at …"""
        from hotline_tui.ui.screens.promise import PromiseScreen

        form, call = self._form(), self._call()
        first_line = form.typed.text.partition("\n")[0][:120]
        found = await self._ask(PromiseScreen(self._who(), (Milestone.CALLBACK,), text=first_line))
        if found is not None:
            self._send(c.PromiseCallBack, call=call, due=found.due, text=found.text)

    async def do_form_join(self) -> None:
        """F7: it belongs to a ticket that is there."""
        from hotline_tui.ui.screens.join import JoinScreen

        form, call = self._form(), self._call()
        found = await self._ask(JoinScreen(list(self._joinable(form)), form.typed.text))
        if found is not None:
            about = {"customer": form.card.id if form.card else None, "contact": form.contact_id}
            self._send(c.JoinCall, call=call, ticket=found.ticket, text=found.text, reopen=found.reopen, **about)

    def _joinable(self, form: Form) -> Iterator[TicketRow]:
        if self.preview is not None:
            yield from self.preview.duplicates
        if form.card is not None:
            yield from form.card.open_tickets
            yield from form.card.last_problems

    async def do_form_dismiss(self) -> None:
        """Wrong number, spam."""
        from hotline_tui.ui.screens.dismiss import DismissScreen

        call = self._call()
        reason = await self._ask(DismissScreen(self._who()))
        if reason is not None:
            self._send(c.DismissCall, call=call, reason=reason)

    def do_form_release(self) -> None:
        """Back into the queue; the draft is kept."""
        self._send(c.ReleaseCall, call=self._call())

    def do_form_discard(self) -> None:
        """What is typed goes (it was confirmed); a call stays claimed and the form fresh."""
        form = self._form()
        self.close_form(keep_draft=False)
        if form.call is None:
            self.post_message(FormClosed())
        elif form.pop is not None:
            self.open_form(form_for_call(form.pop))
            self.take_focus()

    # ---- what does not save -------------------------------------------------------------------------------------

    async def do_form_talk(self) -> None:
        """Hold the line, talk again, has hung up."""
        from hotline_tui.ui.screens.talk import TalkScreen

        form, call = self._form(), self._call()
        talk = await self._ask(TalkScreen(form.call.talk if form.call else ""))
        if talk is not None:
            self._send(c.SetTalk, call=call, talk=talk)

    async def do_form_level(self) -> None:
        """Another level than the rule gives."""
        from hotline_tui.ui.screens.override import OverrideScreen

        form = self._form()
        rule = form.assessment.level
        found = await self._ask(OverrideScreen(rule, form.wording, level=form.typed.level, reason=form.typed.reason))
        if found is not None:
            self.change(level=found.level or "", reason=found.reason)

    async def do_form_customer(self) -> None:
        """F8: another customer, or a new one."""
        from hotline_tui.ui.screens.customer_search import CustomerSearchScreen

        form = self._form()
        found = await self._ask(CustomerSearchScreen(form.typed.organisation if form.card is None else ""))
        if found is not None:
            self.take_found(found)

    def take_found(self, found: Found) -> None:
        """A customer of the file: fetch the card; a new one: ask who it is."""
        form = self._form()
        if found.customer is not None:
            self.ask_card(found.customer, found.contact)
            return
        fresh = without_card(form)
        self.refill = True
        self.change_form(replace(fresh, typed=replace(fresh.typed, organisation=found.new_name)))
        self.call_after_refresh(self.take_focus)

    async def do_form_explain(self) -> None:
        """F6: why these due times."""
        from hotline_tui.ui.screens.previewed import PreviewedScreen

        form = self._form()
        if self.preview is None or form.kind is None:
            raise Refused(N_("The due times follow from the answers: answer the questions first."))
        contract = form.contract
        received = form.call.entered if form.call else None
        policy = by_language(contract.policy_title_zh, contract.policy_title_en) if contract else ""
        await self._ask(PreviewedScreen(self.preview, received, policy or (contract.policy if contract else "–")))

    async def do_form_read(self) -> None:
        """Knowledge, route and playbook in full."""
        await self.read_article(self._form().typed.article)

    async def read_article(self, article: int | None) -> None:
        """Read; the one that is used makes the solution a known one (TR-4, TR-5)."""
        from hotline_tui.ui.screens.know import KnowScreen

        form = self._form()
        if self.preview is None:
            raise Refused(N_("Write down what is wrong first: knowledge is looked up by its words."))
        # until a kind is chosen the preview stands for another one: its route and playbook would mislead
        known = self.preview if form.kind is not None else replace(self.preview, route=(), playbook=())
        used = await self._ask(KnowScreen(known, article))
        if used is not None:
            answers = with_answer(form.answers, QuestionId.KNOWN_SOLUTION, YES)
            self.change(article=used, answers=tuple(to_dict(answers).items()))

    async def do_form_complain(self) -> None:
        """A complaint by this caller."""
        from hotline_tui.ui.screens.complaint import ComplaintScreen

        form = self._form()
        if form.card is None:
            raise Refused(N_("A complaint needs a customer: F8 finds one."))
        found = await self._ask(ComplaintScreen(self._who(), self._engineers(form)))
        if found is not None:
            call = form.call.id if form.call else None
            self._send(
                c.OpenComplaint, customer=form.card.id, contact=form.contact_id, call=call, text=found.text,
                about_engineer=found.about_engineer,
            )  # fmt: skip

    def _engineers(self, form: Form) -> list[EngineerRow]:
        """Those at this customer first."""
        board, name = console(self).board, form.card.name if form.card else ""
        rows = board.engineers if board else ()
        return sorted(rows, key=lambda row: row.customer != name)

    def do_back(self) -> None:
        """Esc: from a field to the form, from the form to the queue. Nothing is lost."""
        if self.form is not None and not self.has_focus:
            self.focus()
        else:
            self.flush()
            console(self).act("pane.queue")

    # ---- what comes back ----------------------------------------------------------------------------------------

    def on_command_done(self, message: CommandDone) -> None:
        """Saved: the form is empty for the next caller. The app says what was done."""
        command, form = message.command, self.form
        if command.id != self._sent or form is None:
            return
        send, self._sent, self._then_send = self._then_send, None, False
        self.close_form(keep_draft=isinstance(command, c.ReleaseCall))
        ticket = message.result.thing_id if isinstance(command, c.OpenTicket) else None
        self.post_message(FormClosed(ticket))
        if send and ticket is not None:
            self.post_message(SendTo(ticket))

    def on_command_failed(self, message: CommandFailed) -> None:
        """Everything typed stays; the sentence stays too until something changes. The app says it as well."""
        if message.command.id == self._sent:
            self._sent, self._then_send = None, False
            self.say_notice(self.words(message.error))

    def words(self, error: HotlineError) -> str:
        """The error in the language in use."""
        return translate_error(error, zone=console(self).zone)

    async def _ask(self, screen: ModalScreen[T | None]) -> T | None:
        return await self.app.push_screen_wait(screen)
