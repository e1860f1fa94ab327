"""The triage pane's memory: the form, its draft on disk and in the database, the preview of what saving would do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from textual.message import Message
from textual.timer import Timer

from hotline_tui.domain import commands as c
from hotline_tui.domain.board import Draft
from hotline_tui.domain.errors import HotlineError
from hotline_tui.locale import _
from hotline_tui.locale.errors import translate_error
from hotline_tui.ui.console import console
from hotline_tui.ui.context import Context, Scope
from hotline_tui.ui.spool import newer
from hotline_tui.ui.widgets.pane import Pane

from .triage_form import Form, Typed, typed_from_json, with_card

if TYPE_CHECKING:
    from hotline_tui.domain.board import CustomerCard, Preview
    from hotline_tui.ui.spool import Spool

DRAFT_S = 0.6
"""Seconds from the first change to the draft on disk: with the write itself less than one (architecture rule 4)."""
PREVIEW_S = 0.12
"""Seconds of rest until due times, duplicates and knowledge are asked for."""


class DraftKept(Message, bubble=False):
    """The draft is on disk, or `fault` says why not."""

    def __init__(self, saved: float, fault: str = "") -> None:
        super().__init__()
        self.saved = saved
        self.fault = fault


class TriageState(Pane):
    """Holds the form. Views override `show`."""

    scope: ClassVar[Scope] = Scope.TRIAGE
    number: ClassVar[int] = 2

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.form: Form | None = None
        self.preview: Preview | None = None
        self.preview_fault = ""
        self.notice = ""
        """A sentence that stays until the next change: why it could not be saved, what was cut."""
        self.draft_at: float | None = None
        self.draft_fault = ""
        self.recovered = False
        self.refill = True
        """The text fields are to be filled from the form. Else they lead: they may hold keys it has not seen yet."""
        self._touched = False
        self._draft_timer: Timer | None = None
        self._preview_timer: Timer | None = None

    def show(self) -> None:
        """Draw the form as it is now."""

    def collect(self) -> None:
        """Take what the widgets hold and the form does not know yet."""

    # ---- the form -----------------------------------------------------------------------------------------------

    def open_form(self, form: Form) -> None:
        """Another call: what was typed for the one before is kept as its draft; a draft of this one comes back."""
        self.flush()
        self._stop_timers()
        self.form, self.preview, self.preview_fault, self.notice = form, None, "", ""
        self.draft_at, self.draft_fault, self.recovered, self._touched = None, "", False, False
        self.refill = True
        key = form.key
        self._recover(console(self).spool.load(key))
        console(self).ask(self, "draft", lambda desk, _now: next((d for d in desk.drafts() if d.key == key), None))
        self.show()
        self.ask_preview()
        self.context_changed()

    def close_form(self, *, keep_draft: bool) -> None:
        """The form is empty again."""
        form = self.form
        if form is None:
            return
        if keep_draft:
            self.flush()
        self._stop_timers()
        if not keep_draft:
            console(self).spool.drop(form.key)
            console(self).drop_draft(form.key)
        self.form, self.preview, self._touched, self.notice = None, None, False, ""
        self.show()
        self.context_changed()

    def leave(self) -> None:
        """The form is empty for whoever comes; what was typed waits as a draft."""
        self.close_form(keep_draft=True)

    def change(self, **fields: Any) -> None:
        """The operator typed or chose something."""
        if self.form is not None:
            self.change_form(replace(self.form, typed=replace(self.form.typed, **fields)))

    def change_form(self, form: Form) -> None:
        """Another form on the same call."""
        if form == self.form:
            return
        self.form, self.notice = form, ""
        self._touched = True
        self.touch()
        self.show()
        self.ask_preview(PREVIEW_S)
        self.context_changed()

    def context(self, base: Context) -> Context:
        """What is in the form."""
        form = self.form
        if form is None:
            return base
        call = form.call
        return replace(base, form_open=True, form_call=call.id if call else None, call=call)

    # ---- customer -----------------------------------------------------------------------------------------------

    def ask_card(self, customer: int, contact: int | None = None) -> None:
        """Fetch a customer's card for the form."""
        read: Callable[..., object] = lambda desk, now: (desk.card(customer, now=now), contact)  # noqa: E731
        console(self).ask(self, "card", read)

    def take_card(self, value: object, error: HotlineError | None) -> None:
        """The card is here."""
        if error is not None:
            self.say_notice(translate_error(error, zone=console(self).zone))
        elif self.form is not None and isinstance(value, tuple):
            card, contact = value
            self.collect()
            self.refill = True
            self.change_form(with_card(self.form, cast("CustomerCard", card), contact))

    def say_notice(self, text: str) -> None:
        """A sentence in the form."""
        self.notice = text
        self.show()

    # ---- preview ------------------------------------------------------------------------------------------------

    def ask_preview(self, pause: float = 0.0) -> None:
        """Ask what saving would do, once nothing has changed for `pause` seconds."""
        if self._preview_timer is not None:
            self._preview_timer.stop()
            self._preview_timer = None
        if pause:
            self._preview_timer = self.set_timer(pause, self.ask_preview)
            return
        form, shell = self.form, console(self)
        if form is None or shell.me is None or form.choosing:
            return
        command = cast("c.OpenTicket", shell.make(c.OpenTicket, **form.command_fields()))
        shell.ask(self, "preview", lambda desk, now: (form, desk.preview(command, now=now)))

    def take_preview(self, value: object, error: HotlineError | None) -> None:
        """The preview is here; one of an older form waits for its successor."""
        if self.form is None:
            return
        if error is not None:
            self.preview_fault = translate_error(error, zone=console(self).zone)
        elif isinstance(value, tuple) and value[0].key == self.form.key:
            self.preview, self.preview_fault = value[1], ""
        self.show()

    # ---- drafts -------------------------------------------------------------------------------------------------

    def touch(self) -> None:
        """Something has changed: within a second it is on disk."""
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_S, self._keep)

    def _draft(self) -> Draft | None:
        form = self.form
        return Draft(form.key, form.typed.to_json(), console(self).now()) if form is not None else None

    def _keep(self) -> None:
        self._draft_timer = None
        draft = self._draft()
        if draft is None:
            return
        console(self).save_draft(draft.key, draft.fields)
        self.run_worker(
            partial(self._write, draft, console(self).spool), thread=True, group="draft", exit_on_error=False
        )

    def _write(self, draft: Draft, spool: Spool) -> None:
        """In a thread: a slow disk must not hold a key up. Somebody else may sit here by then: the spool is given."""
        self.post_message(DraftKept(draft.saved, self._spool(draft, spool)))

    @staticmethod
    def _spool(draft: Draft, spool: Spool) -> str:
        try:
            spool.save(draft)
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def on_draft_kept(self, message: DraftKept) -> None:
        """Say when it was saved, or that it was not."""
        self.draft_at, self.draft_fault, self.recovered = message.saved, message.fault, False
        self.show_title()

    def show_title(self) -> None:
        """Title and subtitle only."""

    def flush(self) -> None:
        """The console ends, or another call comes into the form: what is typed goes to disk now."""
        self.collect()
        if self._draft_timer is None:
            return
        self._draft_timer.stop()
        self._draft_timer = None
        draft = self._draft()
        if draft is not None:
            console(self).save_draft(draft.key, draft.fields)
            self._spool(draft, console(self).spool)

    def _recover(self, draft: Draft | None) -> None:
        """Put a draft back into the form, unless something newer is there. What was typed meanwhile stays."""
        form = self.form
        if draft is None or form is None or self._touched or draft.key != form.key:
            return
        current = Draft(form.key, "", self.draft_at) if self.draft_at is not None else None
        typed = typed_from_json(draft.fields)
        if typed is None or newer(current, draft) is not draft:
            return
        self._restore(form, typed)
        self.draft_at, self.recovered = draft.saved, True
        if act := typed.act:  # it was being saved when the console ended
            console(self).ask(self, "outcome", lambda desk, _now: desk.outcome(UUID(act)))

    def take_outcome(self, value: object) -> None:
        """The draft that came back was saved already: the form is empty, and says as what."""
        if isinstance(value, c.Result) and self.form is not None and self.recovered:
            self.close_form(keep_draft=False)
            console(self).say(_("This was saved before: {number}.").format(number=value.number))

    def _restore(self, form: Form, typed: Typed) -> None:
        card = form.card if form.card is not None and form.card.id == typed.customer else None
        choosing = form.choosing and typed.customer is None and not typed.organisation
        self.refill = True
        stranger = typed.contact is None and bool(typed.person)
        self.form = replace(form, typed=typed, card=card, choosing=choosing, somebody_else=stranger)
        if typed.customer is not None and card is None:
            self.ask_card(typed.customer, typed.contact)

    def take_draft(self, value: object) -> None:
        """The draft that the database has."""
        if isinstance(value, Draft):
            self._recover(value)
            self.show()
            self.ask_preview()

    def _stop_timers(self) -> None:
        for timer in (self._draft_timer, self._preview_timer):
            if timer is not None:
                timer.stop()
        self._draft_timer = self._preview_timer = None
