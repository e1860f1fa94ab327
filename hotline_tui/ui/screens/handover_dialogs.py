"""What a handover asks for: words, the checklist, whom it is given to, the signature (OR-3)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.widget import Widget

from hotline_tui.domain.board import ColleagueRow
from hotline_tui.domain.board.duty import CheckRow, HandoverView
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.text import clean, plain
from hotline_tui.locale import _
from hotline_tui.locale.dates import number
from hotline_tui.locale.handover import CHECKS, check_words
from hotline_tui.locale.words import join_words
from hotline_tui.ui.console import console
from hotline_tui.ui.widgets.columns import Cell, Column, cell
from hotline_tui.ui.widgets.field import LineField, TextField
from hotline_tui.ui.widgets.question import Pick, Question

from .dialog import Dialog, Line
from .sheet import ListSheet

BLOCKS = (
    N_("Quiet shift, nothing unusual."),
    N_("Customer wants to be called only during office hours."),
    N_("Waiting for a part; the customer knows."),
    N_("Engineer reports by phone; call back if nothing by the review time."),
    N_("Handle with care: the customer is upset."),
)
"""Text blocks for notes: a digit puts one in, where it can be changed."""


class WordsScreen(Dialog[str]):
    """A note, a question, an answer or the outgoing operator's own words; may be empty to take a note away."""

    def __init__(
        self, title: str, about: str = "", *, given: str = "", blocks: bool = False, needed: bool = False
    ) -> None:
        super().__init__(title)
        self._about, self._before, self._blocks, self._needed = about, given, blocks, needed

    def body(self) -> Iterator[Widget]:
        """What it is about, text blocks, the text."""
        if self._about:
            yield Line(plain(self._about), classes="label")
        yield TextField(self._before, limit=2000, id="words")
        if self._blocks:
            picks = [Pick(str(place), _(text), _(text)) for place, text in enumerate(BLOCKS, 1)]
            yield Question(_("Text blocks"), picks, id="blocks", classes="gap helper")

    def first_field(self) -> Widget | None:
        """The text."""
        return self.query_one("#words", TextField)

    def is_dirty(self) -> bool:
        """Other words than it came with."""
        return self.query_one("#words", TextField).text.strip() != self._before.strip()

    def on_question_chosen(self, message: Question.Chosen) -> None:
        """A block is put behind what is there."""
        message.stop()
        field = self.query_one("#words", TextField)
        field.text = "\n".join(part for part in (field.text.strip(), message.value or "") if part)
        field.focus()

    def result(self) -> str:
        """The words."""
        words = clean(self.query_one("#words", TextField).text, lines=True)
        if self._needed and not words:
            raise Invalid(N_("Write the words first."))
        return words


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: item → in order or not, with a note."""

    items: tuple[tuple[str, bool | None], ...]
    note: str


class ChecklistScreen(Dialog[Checked]):
    """A digit an item; what is not in order needs a word, which goes to all such items."""

    def __init__(self, rows: Sequence[CheckRow]) -> None:
        super().__init__(_("Checklist"))
        self._rows = tuple(rows)

    def body(self) -> Iterator[Widget]:
        """A question each, and the word for what is not in order."""
        picks = (Pick("1", "yes", _("in order")), Pick("2", "no", _("not in order")))
        for place, row in enumerate(self._rows):
            words = _(CHECKS[row.item]) if row.item in CHECKS else plain(row.item)
            value = None if row.ok is None else "yes" if row.ok else "no"
            yield Question(words, picks, value=value, id=f"check-{place}")
        yield Line(_("What is not in order"), classes="gap label")
        notes = join_words(dict.fromkeys(row.note for row in self._rows if row.note))
        yield LineField(notes, id="note", limit=400)

    def result(self) -> Checked:
        """Only what was answered."""
        note = clean(self.query_one("#note", LineField).value, limit=400)
        values = [self.query_one(f"#check-{place}", Question).value for place in range(len(self._rows))]
        if "no" in values and not note:
            raise Invalid(N_("Say what is not in order."))
        found = [
            (row.item, value == "yes")
            for row, value in zip(self._rows, values, strict=True)
            if value is not None
            and (row.ok is None or row.ok != (value == "yes") or (value == "no" and row.note != note))
        ]
        return Checked(tuple(found), note)


@dataclass(frozen=True, slots=True)
class To:
    """Whom it is given to; nobody by name: whoever comes."""

    operator: int | None
    name: str
    now: str


class GiveScreen(ListSheet[To, To]):
    """Gives whom the handover goes to. Enter signs for the outgoing operator."""

    columns: ClassVar[Sequence[Column]] = (
        Column("name", 20, 10, grow=True, most=40),
        Column("now", 20, 10, english=20),
    )

    def __init__(self, view: HandoverView) -> None:
        super().__init__(_("Sign and hand over to"))
        self._view = view

    def keys(self) -> Sequence[tuple[str, str]]:
        """Enter and Esc."""
        return (("Enter", _("Sign as {who}").format(who=plain(self._view.from_name))), (_("Esc"), _("Cancel")))

    def on_mount(self) -> None:
        """Ask who is there."""
        console(self).ask(self, "colleagues", lambda desk, now: desk.colleagues(now=now))

    def answered(self, kind: str, value: object) -> None:
        """Whoever comes; then people, those on duty first."""
        if not isinstance(value, tuple):
            return
        rows = [] if self._view.partial else [To(None, _("Whoever comes"), _("takes it by reviewing it"))]
        for row in value:
            if isinstance(row, ColleagueRow) and row.kind == "operator" and row.id != self._view.from_id:
                now = _("at the console") if row.at_console else _("on shift") if row.on_duty else ""
                rows.append(To(row.id, row.name, _("away") if row.away else now))
        self.list.update_rows(rows, console(self).now())
        self.list.apply_pending()
        if self._view.to_id is not None:
            self.list.select(self._view.to_id)

    def key(self, row: To) -> Hashable:
        """Whom."""
        return row.operator

    def cells(self, row: To, now: float) -> Sequence[Cell]:
        """Name and where they are."""
        return (cell(row.name, "strong" if row.operator else "dim"), cell(row.now, "dim"))

    def empty(self) -> str:
        """Nobody else works here."""
        return _("There is nobody else at this desk to hand over to.")

    def action_choose(self) -> None:
        """Enter."""
        self.dismiss(self.list.selected)


class SignScreen(Dialog[str]):
    """The incoming operator's signature; words make it one with reservation."""

    def __init__(self, view: HandoverView, me: str) -> None:
        super().__init__(_("Take over and sign as {who}").format(who=plain(me)))
        self._view = view

    def body(self) -> Iterator[Widget]:
        """What passes on, what stays, what is open on the checklist, and the reservation."""
        view = self._view
        figures = view.figures
        yield Line(
            _("From {who}: {posts}").format(who=plain(view.from_name), posts=plain(join_words(view.posts)) or "–")
        )
        moving = _("{open} open tickets pass on, {stay} stay with their owners; {promises} promises.")
        counts = {name: number(figures.get(name, 0)) for name in ("open", "stay", "promises")}
        yield Line(moving.format(**counts), classes="gap")
        for row in view.checks:
            if row.ok is not True:
                yield Line(check_words(row), classes="label")
        if view.questions:
            yield Line(_("Questions without an answer: {count}").format(count=view.questions), classes="label")
        yield Line(_("Reservation (empty: none)"), classes="gap label")
        yield LineField(limit=400, id="reservation")

    def accept_words(self) -> str:
        """F2 signs."""
        return _("Sign")

    def result(self) -> str:
        """The reservation, mostly empty."""
        return clean(self.query_one("#reservation", LineField).value, limit=400)
