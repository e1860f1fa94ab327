"""The triage pane as it is seen: head, fault text, questions, what follows, keys; it scrolls when it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.routes import FAULT_KEYS
from hotline_tui.domain.text import one_line
from hotline_tui.domain.triage import NO, YES, QuestionId, WordingSet, from_dict, given, to_dict
from hotline_tui.domain.words import Affects, FaultKind, Works
from hotline_tui.locale import _
from hotline_tui.locale.dates import clock_time
from hotline_tui.locale.words import label, short
from hotline_tui.ui.actions import BY_ID
from hotline_tui.ui.console import console
from hotline_tui.ui.keymap import sign
from hotline_tui.ui.screens.dialog import Line
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.field import LineField, TextField
from hotline_tui.ui.widgets.lines import Lines
from hotline_tui.ui.widgets.question import Pick, Question, place
from hotline_tui.ui.widgets.side_by_side import SideBySide

from .triage_empty import EmptyForm
from .triage_form import Form
from .triage_head import head_lines, indent, talk_time, title_facts
from .triage_person import PersonFields
from .triage_state import TriageState
from .triage_verdict import next_change, verdict_lines

TEXT_LIMIT = 4_000
"""Characters of a fault text: enough for a mail's core; typing stays quick."""
NOBODY = "none"
KEYS = ("form.save", "form.save_send", "form.solved", "form.promise", "form.customer", "form.level", "form.read")
"""What stands in the form's own row of keys, the most important first."""
ROOMY = 24
"""Rows from which route and playbook are shown in more than one row each."""


def key_sign(action: str) -> str:
    """The first key of an action, as people write it."""
    return sign(BY_ID[action].keys[0])


class TriageView(TriageState, can_focus=True):
    """Composes the form and draws it from its state."""

    DEFAULT_CSS = """
    TriageView #form { height: 1fr; scrollbar-size-vertical: 1; }
    TriageView #fault { height: auto; }
    TriageView #fault-label { width: auto; height: 1; color: $dim; }
    TriageView #text { width: 1fr; }
    TriageView #notice { color: $error; text-style: bold; height: auto; }
    TriageView .gap.-open { margin-top: 1; }
    """
    ORDER: ClassVar[tuple[str, ...]] = (
        "matches", "organisation", "organisation-hits", "person", "phone", "region", "contract", "contact", "asset",
        "text", "kind", "works", "affects", "key_point", "known_solution", "install", "hits",
    )  # fmt: skip
    """The ids of what can be filled in, in the order in which the keyboard goes through it."""

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

    # ---- drawing ------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Draw the form as it is now."""
        if not self.is_mounted:
            return
        form = self.form
        self.query_one("#empty").display = form is None
        self.query_one("#form").display = form is not None
        self.show_title()
        notice = self.query_one("#notice", Line)
        notice.say(self.notice or self.preview_fault)
        notice.display = form is not None and bool(self.notice or self.preview_fault)
        if form is None:
            self.query_one(EmptyForm).renew()
            return
        refill, self.refill = self.refill, False
        self._show_people(form, refill)
        self._show_text(form, refill)
        self._show_questions(form)
        for name in ("#head", "#verdict", "#form-keys"):
            self.query_one(name, Lines).renew()
        self._show_hits()
        self.call_after_refresh(self._settle)

    def show_title(self) -> None:
        """`2 受理 customer contact number talk time`, and under the form when the draft was saved."""
        form, shell = self.form, console(self)
        title = [str(self.number) + " " + _("Triage")]
        if form is not None:
            title += title_facts(form) or [_("new ticket")]
            title.append(talk_time(form, shell.now()))
        self.border_title = Content(one_line("  ".join(part for part in title if part)))
        self.border_subtitle = Content(self._subtitle() if form is not None else "")

    def _subtitle(self) -> str:
        if self.draft_fault:
            return _("draft NOT saved on this machine: {fault}").format(fault=self.draft_fault)
        if self.draft_at is None:
            return ""
        at = clock_time(self.draft_at, console(self).zone, seconds=True)
        return (_("draft of {time} is back") if self.recovered else _("draft {time}")).format(time=at)

    def _head(self, width: int) -> Sequence[Content]:
        if self.form is None:
            return []
        shell = console(self)
        join = key_sign("form.join")
        return head_lines(self.form, width=width, now=shell.now(), zone=shell.zone, join_key=join)

    def _verdict(self, width: int) -> Sequence[Content]:
        if self.form is None:
            return []
        shell = console(self)
        rows = 3 if self.size.height >= ROOMY else 1
        return verdict_lines(
            self.form, self.preview, width=width, now=shell.now(), zone=shell.zone, sign=key_sign, rows=rows
        )

    def _keys(self, width: int) -> Sequence[Content]:
        line = Content("")
        for name in KEYS:
            action = BY_ID[name]
            if self.form is not None and self.form.call is None and name in ("form.solved", "form.promise"):
                continue
            part = Content.assemble((key_sign(name), "bold $key"), " " + _(action.label))
            if line.cell_length + 3 + part.cell_length > width:
                break  # the footer and ? have them all
            line = line + ("   " if line.cell_length else "") + part
        return [line]

    def _show_people(self, form: Form, refill: bool) -> None:
        matches = self.query_one("#matches", Choice)
        matches.display = form.choosing
        rows = form.pop.matches if form.choosing and form.pop else ()
        if rows:
            none = Choosable(NOBODY, Content(_("none of these: somebody new")), none=True)
            matches.show([*(Choosable(str(row.id), _match(row.customer, row.name, row.exact)) for row in rows), none])
        people = self.query_one(PersonFields)
        people.display = (
            not form.choosing and form.contact_id is None and (form.card is None or self._asks_person(form))
        )
        people.show(form, refill)
        card = form.card
        contracts = card.contracts if card and len(card.contracts) > 1 else ()
        current = form.contract
        self._pick("contract", _("Contract"), [(str(c.id), f"{c.number} {label(c.service_level, 'servicelevel')}")
                   for c in contracts], str(current.id) if current else None)  # fmt: skip
        contacts = card.contacts if card and form.pop_contact is None else ()
        self._pick("contact", _("Person"), [(str(c.id), c.name) for c in contacts],
                   str(form.contact_id) if form.contact_id else None, none=_("somebody else"))  # fmt: skip
        assets = card.assets if card and len(card.assets) > 1 else ()
        self._pick("asset", _("System"), [(str(a.id), f"{a.name} {a.model}") for a in assets],
                   str(form.asset_id) if form.asset_id else None, none=_("none of these"))  # fmt: skip

    @staticmethod
    def _asks_person(form: Form) -> bool:
        """With a known customer the person is asked for by name only when it is none of the file."""
        return form.card is not None and (not form.card.contacts or form.somebody_else)

    def _pick(self, name: str, words: str, rows: Sequence[tuple[str, str]], value: str | None, none: str = "") -> None:
        question = self.query_one(f"#{name}", Question)
        question.display = bool(rows)
        picks = [Pick(str(n) if n < 10 else "·", key, text) for n, (key, text) in enumerate(rows, 1)]
        if none and rows:
            picks.append(Pick("0", "", none))
        question.indent = indent()
        question.show(words, picks, value)

    def _show_text(self, form: Form, refill: bool) -> None:
        name = _("Fault")
        self.query_one("#fault-label", Line).say(name + " " * (indent() - Content(name).cell_length - 1))
        field = self.query_one("#text", TextField)
        if refill and field.text != form.typed.text:
            field.load_text(form.typed.text)
            field.move_cursor(field.document.end)

    def _show_questions(self, form: Form) -> None:
        answers = form.answers
        missing = {item.field for item in form.missing()} if self.notice else set()
        kinds = [Pick(key, kind, short(kind, FaultKind)) for key, kind in FAULT_KEYS.items()]
        width = self.query_one("#form").size.width or 76
        works = _picks(Works, width)
        affects = _picks(Affects, width)
        installs = [
            Pick("1", "none", _("no")), Pick("2", "low_end", _("low-end")), Pick("3", "high_end", _("high-end")),
        ]  # fmt: skip
        shown: list[tuple[str, str, list[Pick], str | None]] = [
            ("kind", _("Kind"), kinds, form.kind),
            ("works", _("Works"), works, answers.works),
            ("affects", _("Affects"), affects, answers.affects),
            ("key_point", _("Key point"), _yes_no(), given(answers, QuestionId.KEY_POINT)),
            ("known_solution", _("Solution known"), _yes_no(), given(answers, QuestionId.KNOWN_SOLUTION)),
            ("install", _("Installation"), installs, answers.install),
        ]
        for name, words, picks, value in shown:
            question = self.query_one(f"#{name}", Question)
            question.indent = indent() if name in ("kind", "works", "affects") else 0
            question.show(words, picks, value)
            question.set_wanted(name in missing)
        self.query_one("#key_point").display = form.wording is WordingSet.E
        self.query_one("#install").display = form.wording is WordingSet.AC

    def _show_hits(self) -> None:
        hits = self.preview.articles[:5] if self.preview else ()
        article = self.form.typed.article if self.form else None
        texts = [
            (str(h.id), f"{h.number} {h.title}" + (_(" (used {n}×)").format(n=h.used) if h.used else "")) for h in hits
        ]
        self._pick("hits", _("Knowledge"), texts, str(article) if article else None)

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

    def collect(self) -> None:
        """What the widgets hold and the form may not know yet: keys typed ahead of a function key."""
        form = self.form
        if form is None or not self.is_mounted or not self.query("#text"):
            return
        found: dict[str, Any] = {"text": self.query_one("#text", TextField).text}
        found |= {name: self.query_one(f"#{name}", LineField).value for name in ("organisation", "person", "phone")}
        found["kind"] = self.query_one("#kind", Question).value or ""
        answers = dict(form.typed.answers)
        for asked in QuestionId:
            question = self.query_one(f"#{asked.value}", Question)
            if question.display:
                answers.pop(asked.value, None)
                answers |= {asked.value: question.value} if question.value else {}
        self.change(**found, answers=tuple(to_dict(from_dict(answers)).items()))

    def relabel(self) -> None:
        """Another language or theme."""
        self.show()

    def fields(self) -> list[Widget]:
        """What can be filled in now, in order."""
        found = [self.query_one(f"#{name}") for name in self.ORDER]
        return [widget for widget in found if all(node.display for node in _up_to(widget, self))]

    def take_focus(self) -> None:
        """To the first thing that is missing: for a known customer the text, with everything above it known."""
        form = self.form
        if form is None:
            self.query_one(EmptyForm).focus()
            return
        names = [item.field for item in form.missing()]
        self.focus_field(names[0] if names else "text")

    def focus_field(self, name: str) -> None:
        """Into a field by its name, scrolled into view."""
        widget = self.query_one(f"#{name}")
        if widget in self.fields():
            widget.focus()


def _up_to(widget: Widget, top: Widget) -> Iterator[Widget]:
    for node in widget.ancestors_with_self:
        if node is top:
            return
        if isinstance(node, Widget):
            yield node


def _picks(words: type[StrEnum], width: int) -> list[Pick]:
    """Answers in full words where they fit into one row, else in short ones."""
    for say in (label, short):
        picks = [Pick(str(n), one, say(one, words)) for n, one in enumerate(words, 1)]
        if place(picks, indent(), 10_000)[-1].end <= width:
            break
    return picks


def _yes_no() -> list[Pick]:
    return [Pick("y", YES, _("yes"), ("1",)), Pick("n", NO, _("no"), ("2",))]


def _match(customer: str, name: str, exact: bool) -> Content:
    maybe = "" if exact else "  " + _("maybe: same trunk, other extension")
    return Content.assemble((one_line(customer), "bold"), one_line(f"  {name}"), (maybe, "$warning"))
