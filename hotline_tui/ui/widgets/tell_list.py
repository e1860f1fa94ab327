"""Who is to be told of a ticket, or was (OR-2): the program sends nothing, a person tells them and says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from hotline_tui.domain.board import EscalationRow
from hotline_tui.domain.errors import N_
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import Milestone, Role
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import join_words, label, short
from hotline_tui.ui.console import console
from hotline_tui.ui.record_words import HOW

from .columns import Cell, Column, cell
from .rows import RowList

_STEPS = {
    "t50": N_("half of the time used"),
    "t75": N_("75 % of the time used"),
    "t90": N_("90 % of the time used"),
    "breach": N_("overdue"),
    "hand": N_("by hand"),
    "complaint": N_("complaint received"),
    "handover_late": N_("nobody came to take over"),
    "handover_refused": N_("handover refused"),
}


def why_words(row: EscalationRow) -> str:
    """`Restore: 75 % of the time used`."""
    step = _step_words(row.step)
    if not row.milestone:
        return step
    return _("{what}: {details}").format(what=label(row.milestone, Milestone), details=step)


def _step_words(step: str) -> str:
    if step in _STEPS:
        return _(_STEPS[step])
    if step[:1] == "t" and step[1:].isdecimal():
        return _("{share} % of the time used").format(share=step[1:])
    return plain(step)


def brief_why(row: EscalationRow) -> str:
    """`Restore 75 %`, `Restore overdue`, `Complaint`: where there is no room for more."""
    if row.step == "complaint":
        return _("Complaint")
    share = f"{row.step[1:]} %" if row.step[:1] == "t" and row.step[1:].isdecimal() else _step_words(row.step)
    return f"{short(row.milestone, Milestone)} {share}" if row.milestone else share


def told_words(row: EscalationRow, zone: tzinfo, now: float) -> str:
    """`to be told since 14:02`, or `told 14:10, 王芳, by phone`."""
    if row.told is None:
        return _("to be told since {time}").format(time=moment(row.since, zone, now))
    words = [_("told {time}").format(time=moment(row.told, zone, now)), plain(row.told_by)]
    words.append(_(HOW[row.how]) if row.how in HOW else plain(row.how))
    return join_words(word for word in words if word)


def whom_words(row: EscalationRow) -> str:
    """The role, and who fills it."""
    return f"{label(row.role, Role)} {plain(row.who)}".strip()


class TellList(RowList[EscalationRow]):
    """Those who are still to be told come first."""

    def __init__(self, *, id: str | None = None) -> None:
        columns = (
            Column("role", 9, grow=True, most=16, english=12),
            Column("who", 8, 6, grow=True, most=16, english=11, english_least=6),
            Column("phone", 14, 13, rank=2),
            Column("state", 24, 18, grow=True, most=44, english=27, english_least=22),
            Column("why", 22, 12, rank=1, grow=True, most=44, english=31, english_least=20),
            Column("words", 20, 10, rank=3, grow=True, most=120),
        )
        super().__init__(
            columns, self._say, lambda row: row.id, empty=lambda: _("Nobody higher is to be told of it."), id=id
        )

    def _say(self, row: EscalationRow, now: float) -> Sequence[Cell]:
        waits = row.told is None
        return (
            cell(short(row.role, Role), "strong" if waits else "dim"),
            cell(row.who or _("nobody reachable"), "" if row.who else "warn"),
            cell(row.phone, "key" if waits else "dim"),
            cell(told_words(row, console(self).zone, now), "alert" if waits else "good"),
            cell(why_words(row), "dim"),
            cell(row.words, "dim"),
        )
