"""The frame of the triage pane: what it is made of, its title, its rows of keys, and how it uses the room there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.text import one_line
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time
from hotline_tui.ui.actions import BY_ID
from hotline_tui.ui.console import console
from hotline_tui.ui.keymap import sign
from hotline_tui.ui.screens.dialog import Line
from hotline_tui.ui.widgets.choice import Choice
from hotline_tui.ui.widgets.field import TextField
from hotline_tui.ui.widgets.lines import Lines
from hotline_tui.ui.widgets.question import Question
from hotline_tui.ui.widgets.side_by_side import SideBySide

from .triage_empty import EmptyForm
from .triage_head import head_lines, talk_time, title_facts
from .triage_person import PersonFields
from .triage_state import TriageState
from .triage_verdict import next_change, verdict_lines

TEXT_LIMIT = 4_000
"""Characters of a fault text: enough for a mail's core; typing stays quick."""
KEYS = ("form.save", "form.save_send", "form.solved", "form.promise", "form.customer", "form.level", "form.read")
"""What stands in the form's own row of keys, the most important first."""
ROOMY = 24
"""Rows from which route and playbook are shown in more than one row each."""


class TriageFrame(TriageState, can_focus=True):
    """Composes the form; a view draws it."""

    DEFAULT_CSS = """
    TriageFrame #form { height: 1fr; scrollbar-size-vertical: 1; }
    TriageFrame #fault { height: auto; }
    TriageFrame #fault-label { width: auto; height: 1; color: $dim; }
    TriageFrame #text { width: 1fr; }
    TriageFrame #notice { color: $error; text-style: bold; height: auto; }
    TriageFrame .gap.-open { margin-top: 1; }
    """

    def compose(self) -> Iterator[Widget]:
        """Everything is there from the start; what does not apply is hidden."""
        yield EmptyForm(id="empty")
        with VerticalScroll(id="form", can_focus=False):
            yield Lines(self._head, id="head")
            yield Choice(id="matches")
            yield PersonFields(id="persons")
            for name in ("contract", "contact", "asset"):
                yield Question("", id=name)
            with Horizontal(id="fault", classes="gap"):
                yield Line(id="fault-label")
                yield TextField(limit=TEXT_LIMIT, id="text")
            yield Question("", id="kind", classes="gap")
            yield Question("", id="works")
            asked = ("affects", "key_point", "known_solution", "install")
            yield SideBySide(*(Question("", id=name) for name in asked), id="answers")
            yield Lines(self._verdict, id="verdict", classes="gap")
            yield Question("", id="hits", walks=False)
            yield Lines(self._keys, id="form-keys", classes="gap")
        yield Line(id="notice")

    def show_title(self) -> None:
        """`2 受理 talk time customer contact number`, and under the form when the draft was saved."""
        form, shell = self.form, console(self)
        title = [str(self.number) + " " + _("Triage")]
        if form is not None:
            title.append(talk_time(form, shell.now()))  # before what a narrow pane may cut
            title += title_facts(form) or [_("new ticket")]
        words = Content(one_line("  ".join(part for part in title if part)))
        self.say_frame(words, Content(self._subtitle() if form is not None else ""))

    def _subtitle(self) -> str:
        if self.draft_fault:
            return _("draft NOT saved on this machine: {fault}").format(fault=self.draft_fault)
        if self.draft_at is None:
            return ""
        at = clock_time(self.draft_at, console(self).zone, seconds=True)
        return (_("draft of {time} is back") if self.recovered else _("draft {time}")).format(time=at)

    def key_sign(self, action: str) -> str:
        """The key of an action, as people write it and as this console has it."""
        keys = console(self).keys.keys(BY_ID[action])
        return sign(keys[0]) if keys else ""

    def _head(self, width: int) -> Sequence[Content]:
        if self.form is None:
            return []
        shell = console(self)
        join = self.key_sign("form.join")
        return head_lines(self.form, width=width, now=shell.now(), zone=shell.zone, join_key=join)

    def _verdict(self, width: int) -> Sequence[Content]:
        if self.form is None:
            return []
        shell = console(self)
        rows = 3 if self.size.height >= ROOMY else 1
        return verdict_lines(
            self.form, self.preview, width=width, now=shell.now(), zone=shell.zone, sign=self.key_sign, rows=rows
        )

    def _keys(self, width: int) -> Sequence[Content]:
        line = Content("")
        for name in KEYS:
            action = BY_ID[name]
            if self.form is not None and self.form.call is None and name in ("form.solved", "form.promise"):
                continue
            part = Content.assemble((self.key_sign(name), "bold $key"), " " + _(action.label))
            if line.cell_length + 3 + part.cell_length > width:
                break  # the footer and ? have them all
            line = line + ("   " if line.cell_length else "") + part
        return [line]

    def _settle(self) -> None:
        """Empty rows between the parts, where there is room."""
        body = self.query_one("#form", VerticalScroll)
        parts = [part for part in body.children if part.display]
        spare = self.content_size.height - sum(part.size.height for part in parts)
        for part in parts:
            if part.has_class("gap"):
                part.set_class(spare > 0, "-open")
                spare -= 1

    def tick(self, now: float) -> float | None:
        """Talk time by the second, due times when they read differently."""
        form = self.form
        if form is None or not self.is_mounted:
            return None
        self.query_one("#verdict", Lines).renew()
        talking = form.call is not None and form.call.answered is not None
        if talking:
            self.show_title()
        later = next_change(self.preview, now)
        return min(float(int(now) + 1), later or now + 1) if talking else later
