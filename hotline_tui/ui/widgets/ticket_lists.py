"""The lists of a ticket in full: clocks, visits, steps, calls with complaints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from hotline_tui.domain.board import CallRow, ClockView, ComplaintRow, StepRow, VisitRow
from hotline_tui.domain.errors import N_
from hotline_tui.domain.words import CallState, Channel, ClockState, Milestone, VisitState
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.locale.dates import moment
from hotline_tui.locale.words import label, short
from hotline_tui.ui.console import console

from .clocks import BAR, bar_cell, countdown_cell, reading
from .columns import BLANK, Cell, Column, Part, cell, cell_of
from .rows import RowList

_STATE_COLOURS = {
    ClockState.MET: "good",
    ClockState.MISSED: "alert",
    ClockState.BREACHED: "alert",
    ClockState.VOID: "dim",
    ClockState.WAITING: "dim",
    ClockState.HELD: "dim",
}


def _when(at: float | None, zone: tzinfo, now: float) -> str:
    return "" if at is None else moment(at, zone, now)


_OWN = {
    "review": N_("No other time limit runs: somebody looks at it every 4 hours"),
    "hold": N_("The hold is looked at again"),
}
"""Clocks of the house, which no clause of the policy asks for, by key."""


def _own_words(row: ClockView) -> str:
    return _(_OWN[row.key]) if row.key in _OWN else row.requirement


class ClockList(RowList[ClockView]):
    """Open ones first, by due instant; then what was met, missed or set aside."""

    def __init__(self, *, id: str | None = None) -> None:
        columns = (
            Column("milestone", 12, 8),
            Column("state", 9, 6),
            Column("bar", BAR, rank=3),
            Column("left", 11, right=True, english=14),
            Column("due", 14, 11, rank=1),
            Column("clause", 24, 10, rank=2, grow=True, most=90),
        )
        super().__init__(columns, self._say, lambda row: row.id, empty=lambda: _("No clock on this ticket."), id=id)

    def _say(self, row: ClockView, now: float) -> Sequence[Cell]:
        zone = console(self).zone
        read = reading(row, now, zone)
        name: Part = (
            short(row.milestone, Milestone) + (f" {row.cycle}" if row.cycle > 1 else ""),
            "accent" if row.promise else "text",
        )
        ended = row.state in (ClockState.MET, ClockState.MISSED, ClockState.VOID)
        # a breach once reached stays (clock rule 6), also where the ticket was closed over it
        late = row.breached is not None and row.state == ClockState.VOID
        state = ClockState.BREACHED if late or (read.over and not ended) else row.state
        clause = (row.clause_zh if language() == CHINESE else row.clause_en) or _own_words(row)
        return (
            cell_of(name),
            cell(
                short(state, ClockState), _STATE_COLOURS.get(ClockState(state), "") if state in set(ClockState) else ""
            ),
            BLANK if ended or row.due is None else bar_cell(read),
            BLANK if ended else countdown_cell(read),
            cell(_when(row.met if row.met is not None else row.due, zone, now), "dim" if ended else ""),
            cell_of(
                (row.text, ""),
                (label(row.void_reason, "voidreason"), ""),
                (clause, "dim"),
                (_("calendar predicted"), "warn") if row.predicted else None,
            ),
        )


class VisitList(RowList[VisitRow]):
    """Newest last."""

    def __init__(self, *, id: str | None = None) -> None:
        columns = (
            Column("engineer", 10, 6, english=13, english_least=7),
            Column("state", 9, 6),
            Column("when", 18, 12, grow=True, most=44),
            Column("phone", 14, 11, rank=4),
            Column("result", 24, 10, rank=1, grow=True, most=120),
        )
        super().__init__(
            columns,
            self._say,
            lambda row: row.id,
            empty=lambda: _("Nobody was sent yet. d chooses an engineer."),
            id=id,
        )

    def _say(self, row: VisitRow, now: float) -> Sequence[Cell]:
        zone = console(self).zone
        times = " ".join(f"{short(state, VisitState)} {_when(at, zone, now)}" for state, at in row.times[-3:])
        if row.state == VisitState.RESERVED:
            times = _("planned {time}").format(time=_when(row.planned, zone, now))
        elif row.eta is not None and row.state in (VisitState.ACCEPTED, VisitState.EN_ROUTE):
            times = _("{time} there").format(time=_when(row.eta, zone, now)) + "  " + times
        return (
            cell(row.engineer, "strong"),
            cell(short(row.state, VisitState) + (" " + _("(remote)") if row.remote else ""), "key"),
            cell(times, ""),
            cell(row.phone, "dim"),
            cell(row.result or row.reason, "dim"),
        )


class StepList(RowList[StepRow]):
    """The playbook's steps, ticked off by Space (TR-3)."""

    def __init__(self, *, id: str | None = None) -> None:
        columns = (Column("tick", 3), Column("text", 40, 20, grow=True, most=200), Column("who", 20, 12, rank=2))
        super().__init__(
            columns, self._say, lambda row: row.id, group=self._phase,
            empty=lambda: _("No steps on this ticket. B puts its playbook's on it."), id=id,
        )  # fmt: skip

    def _phase(self, row: StepRow) -> str:
        return {"prevent": _("Prevention"), "respond": _("Response"), "check": _("Checklist")}.get(row.phase, row.phase)

    def _say(self, row: StepRow, now: float) -> Sequence[Cell]:
        done = row.done_at is not None
        when = _when(row.done_at, console(self).zone, now)
        return (
            cell("[x]" if done else "[ ]", "good" if done else "dim"),
            cell(row.text_zh if language() == CHINESE else row.text_en, "dim" if done else "text"),
            cell(f"{row.done_by} {when}".strip(), "dim"),
        )


class CallList(RowList[CallRow | ComplaintRow]):
    """Every contact about it, and complaints."""

    def __init__(self, *, id: str | None = None) -> None:
        columns = (
            Column("when", 12, 11),
            Column("what", 9, 6),
            Column("who", 16, 8),
            Column("number", 14, 11, rank=2),
            Column("text", 24, 10, rank=1, grow=True, most=120),
        )
        super().__init__(columns, self._say, _call_key, empty=lambda: _("No call belongs to it."), id=id)

    def _say(self, row: CallRow | ComplaintRow, now: float) -> Sequence[Cell]:
        zone = console(self).zone
        if isinstance(row, ComplaintRow):
            answered = row.answered is not None
            state = _("answered {time}").format(time=_when(row.answered, zone, now)) if answered else _("not answered")
            return (
                cell(_when(row.received, zone, now), "dim"),
                cell(_("Complaint"), "dim" if answered else "alert"),
                cell(state, "dim" if answered else "alert"),
                BLANK,
                cell(row.text, ""),
            )
        return (
            cell(_when(row.entered, zone, now), "dim"),
            cell(short(row.channel, Channel), "key"),
            cell(row.name or row.customer, "text"),
            cell(row.number, "dim"),
            cell_of((row.text, ""), (label(row.state, CallState), "dim")),
        )


def _call_key(row: CallRow | ComplaintRow) -> tuple[str, int]:
    return ("complaint" if isinstance(row, ComplaintRow) else "call", row.id)
