"""The triage pane as it is seen: head, fault text, questions, what follows, keys; it scrolls when it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from textual.content import Content
from textual.widget import Widget

from hotline_tui.domain.routes import FAULT_KEYS
from hotline_tui.domain.text import one_line
from hotline_tui.domain.triage import NO, YES, QuestionId, WordingSet, from_dict, given, to_dict
from hotline_tui.domain.words import Affects, FaultKind, Works
from hotline_tui.locale import _
from hotline_tui.locale.words import label, short
from hotline_tui.ui.screens.dialog import Line
from hotline_tui.ui.widgets.choice import Choice, Choosable
from hotline_tui.ui.widgets.field import LineField, TextField
from hotline_tui.ui.widgets.lines import Lines
from hotline_tui.ui.widgets.question import Pick, Question, place

from .triage_empty import EmptyForm
from .triage_form import Form
from .triage_frame import TriageFrame
from .triage_head import indent
from .triage_person import PersonFields

NOBODY = "none"


class TriageView(TriageFrame):
    """Draws the form from its state."""

    ORDER: ClassVar[tuple[str, ...]] = (
        "matches", "organisation", "organisation-hits", "person", "phone", "region", "contract", "contact", "asset",
        "text", "kind", "works", "affects", "key_point", "known_solution", "install", "hits",
    )  # fmt: skip
    """The ids of what can be filled in, in the order in which the keyboard goes through it."""

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
    return Content.assemble((one_line(customer), "bold"), "  " + one_line(name), (maybe, "$warning"))
