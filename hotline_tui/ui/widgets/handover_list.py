"""The lines of a handover under a cursor: dangerous tickets, what is to be done, the situation, quiet ones folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hotline_tui.domain.board.duty import HandoverLineRow, HandoverView
from hotline_tui.domain.errors import N_
from hotline_tui.domain.handover import Part
from hotline_tui.domain.words import Milestone
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import number
from hotline_tui.locale.handover import CODES, PARTS, at_of, reasons, text_of, words
from hotline_tui.locale.words import join_words, short
from hotline_tui.ui.console import console
from hotline_tui.ui.format import countdown

from .clocks import level_cell, short_number
from .columns import BLANK, Cell, Column, cell
from .rows import RowList

ORDER = tuple(PARTS)


@dataclass(frozen=True, slots=True)
class Folded:
    """The quiet tickets as one row."""

    count: int
    fresh: int
    key: str = "folded"
    part: str = Part.SUMMARY


Shown = HandoverLineRow | Folded


def shown(view: HandoverView, *, unfolded: bool) -> list[Shown]:
    """The rows as they stand in the list: part by part, what is settled at the end of its part."""
    rows: list[Shown] = []
    for part in ORDER:
        lines = [line for line in view.lines if line.part == part]
        still = [line for line in lines if line.change != "gone"]
        if part == Part.SUMMARY and still and not unfolded:
            rows.append(Folded(len(still), sum(line.fresh for line in still)))
        else:
            lines.sort(key=lambda line: line.change == "gone")
            rows += lines
    return rows


class HandoverList(RowList[Shown]):
    """Marks in the first column: what still has to be understood, was understood, is asked, has changed."""

    def __init__(self, *, id: str | None = None) -> None:
        columns = (
            Column("mark", 3, english=4),
            Column("number", 4),
            Column("level", 4),
            Column("kind", 12, 8, rank=2, english=15, english_least=10),
            Column("words", 30, 16, grow=True, most=90),
            Column("why", 14, 8, rank=1, english=16, english_least=9),
            Column("due", 12, 10, right=True, english=12, english_least=10),
        )
        super().__init__(
            columns,
            self._say,
            lambda row: row.key,
            group=lambda row: _(PARTS[row.part]) if row.part in PARTS else row.part,
            empty=self._nothing,
            id=id,
        )
        self.began: float | None = None
        """When the ending shift began; None: no handover has come yet."""

    def _nothing(self) -> str:
        if self.began is None:
            return ""
        return _("Nothing is open: there is nothing to hand over but the desk itself.")

    def _say(self, row: Shown, now: float) -> Sequence[Cell]:
        if isinstance(row, Folded):
            text = ngettext("{count} quiet ticket", "{count} quiet tickets", row.count).format(count=number(row.count))
            moved = _("{count} moved").format(count=number(row.fresh)) if row.fresh else ""
            return (
                BLANK,
                BLANK,
                BLANK,
                BLANK,
                cell(_("{what}: Enter opens").format(what=text), "dim"),
                cell(moved, "dim"),
                BLANK,
            )
        zone = console(self).zone
        gone = row.change == "gone"
        tone = "dim" if gone or (not row.dangerous and row.part == Part.SUMMARY) else "text" if row.dangerous else ""
        if row.code == "duty_mobile" and not text_of(row.params, "holder"):
            tone = "alert"
        due = at_of(row.params, "due") or at_of(row.params, "at")
        late = due is not None and due <= now and row.code in ("ticket", "promise", "visit", "order", "hold")
        return (
            mark_cell(row, self.began or 0.0),
            cell(short_number(text_of(row.params, "number")), "dim"),
            level_cell(text_of(row.params, "level")) if row.code == "ticket" else BLANK,
            cell(_kind(row), "dim"),
            cell(words(row, zone, now), tone),
            cell(_("settled") if gone else reasons(row, brief=True) or _carried(row), _why_tone(row)),
            BLANK if due is None or gone else cell(countdown(due, now, zone)[0], "alert" if late else "dim"),
        )

    def next_unread(self, after: str) -> str | None:
        """The key of the next line that has to be understood, from a line on and around."""
        return self._next(after, is_unread)

    def next_question(self, after: str) -> str | None:
        """The key of the next line that waits for an answer."""
        return self._next(after, lambda row: bool(row.question) and not row.answer)

    def _next(self, after: str, wanted: Callable[[HandoverLineRow], bool]) -> str | None:
        keys = [row.key for row in self.rows]
        at = keys.index(after) if after in keys else -1
        order = [*self.rows[at + 1 :], *self.rows[: at + 1]]
        return next((row.key for row in order if isinstance(row, HandoverLineRow) and wanted(row)), None)


def is_unread(row: HandoverLineRow) -> bool:
    """It has to be understood, and is neither understood as it stands nor asked about."""
    return row.dangerous and row.change != "gone" and row.understood is None and not row.question


def mark_cell(row: HandoverLineRow, began: float) -> Cell:
    """One sign, and one for what changed since the draft, else in this shift: text and colour, no colour alone."""
    if row.question and not row.answer:
        first = cell("?", "alert")
    elif row.understood is not None:
        first = cell("v", "good")
    elif row.dangerous and row.change != "gone":
        first = cell("!" if row.seen_before else "*", "alert" if row.seen_before else "warn")
    elif row.question:
        first = cell("?", "good")
    else:
        first = cell(" ")
    changed = {"added": "+", "changed": "~", "gone": "-"}.get(row.change, "")
    if changed:
        return (*first, (changed, "accent"))
    return (*first, (_(fresh_sign(row, began)), "dim")) if row.fresh else first


def fresh_sign(row: HandoverLineRow, began: float) -> str:
    """The msgid of the sign of a line that came, or changed, in the ending shift."""
    opened = at_of(row.params, "opened")
    return N_("chg") if opened is not None and opened < began else N_("new")


def mark_words(row: HandoverLineRow) -> str:
    """The signs in front of a line in words; '' where it has none."""
    said = []
    if is_unread(row):
        said.append(_("changed since it was marked: look again") if row.seen_before else _("has to be understood"))
    if row.understood is not None:
        said.append(_("understood"))
    if row.change in CHANGES:
        said.append(_(CHANGES[row.change]))
    elif row.fresh:
        said.append(_("new or changed in this shift"))
    return join_words(said)


CHANGES = {
    "added": N_("came after the draft"),
    "changed": N_("changed since the draft"),
    "gone": N_("settled since the draft"),
}
"""What moved since the draft, in words."""


_PRESSING = frozenset({"major", "breached", "upset", "complaint"})
"""Reasons in colour; a level has its badge and a due time its column."""


def _why_tone(row: HandoverLineRow) -> str:
    whys = row.params.get("whys")
    return "warn" if row.change != "gone" and isinstance(whys, tuple) and _PRESSING & set(whys) else "dim"


def _kind(row: HandoverLineRow) -> str:
    """What a ticket's clock runs for; what kind of line another one is."""
    if row.code == "ticket":
        return short(text_of(row.params, "milestone"), Milestone)
    return _(CODES[row.code]) if row.code in CODES else ""


def _carried(row: HandoverLineRow) -> str:
    times = row.params.get("carried")
    if not isinstance(times, int) or times < 2:
        return ""
    return ngettext("carried over {count} time", "carried over {count} times", times).format(count=times)
