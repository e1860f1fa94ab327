"""How the lines of a handover are said, on screen and on paper (OR-3). The record keeps codes and parameters only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo

from hotline_tui.domain.board.duty import CheckRow, HandoverLineRow, HandoverView, LogRow
from hotline_tui.domain.errors import N_
from hotline_tui.domain.handover import Part, Value
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import Channel, HoldReason, Milestone, Role, TicketState, VisitState

from . import _, ngettext
from .dates import date, day_and_time, moment
from .words import join_words, label, short

PARTS: Mapping[str, str] = {
    Part.SEVERITY: N_("Severity"),
    Part.ACTION: N_("To be done"),
    Part.SITUATION: N_("Situation"),
    Part.SUMMARY: N_("Quiet tickets"),
}
"""Part → its heading, in the order on screen and paper: the quiet tickets come last."""

WHYS: Mapping[str, str] = {
    "major": N_("major fault"),
    "breached": N_("overdue"),
    "p1": "P1",
    "p2": "P2",
    "due": N_("due in the coming shift"),
    "upset": N_("customer upset"),
    "complaint": N_("complaint open"),
}

BRIEF_WHYS: Mapping[str, str] = {
    "major": N_("major"),
    "breached": N_("overdue"),
    "p1": "P1",
    "p2": "P2",
    "due": N_("due"),
    "upset": N_("upset"),
    "complaint": N_("complaint"),
}
"""The same for a narrow column."""

CHECKS: Mapping[str, str] = {
    "phones": N_("Phones work"),
    "exchange": N_("Exchange and queue in order"),
    "keys": N_("Keys and passes complete"),
    "test_call": N_("Test call to the duty mobile"),
}

LOGS: Mapping[str, str] = {
    "note": N_("Note"),
    "order": N_("Order from above"),
    "change": N_("Change"),
    "outage": N_("Outage"),
    "protected": N_("Protected event"),
    "test_call": N_("Test call"),
}

CODES: Mapping[str, str] = {
    "promise": N_("Promise"),
    "unclaimed": N_("Unclaimed call"),
    "escalation": N_("To be told"),
    "hold": N_("Hold ends"),
    "visit": N_("Visit"),
    "planned": N_("Planned visit"),
    "loaner": N_("Loaner overdue"),
    "rma": N_("Repair overdue"),
    "order": N_("Order from above"),
    "complaint": N_("Complaint"),
    "engineers": N_("Engineers"),
    "duty_mobile": N_("Mobile"),
    "log": N_("Shift log"),
    "bulletin": N_("Bulletin"),
    "part": N_("Part short"),
}
"""What kind of line it is, for a narrow column."""

EVENTS: Mapping[str, str] = {
    "desk.handed_over": N_("Desk handed over to {to}; tickets: {tickets}."),
    "post.take": N_("A post was taken without a handover: {why}"),
    "mobile.hand": N_("The duty mobile passed to {operator}."),
    "shift.pattern": N_("Another shift pattern: {pattern}."),
    "shift.plan": N_("The roster was planned from {from_day}; days: {days}."),
    "roster.put": N_("Duty was given to {operator}."),
    "roster.swap": N_("Two stretches of duty were swapped."),
    "roster.cancel": N_("A stretch of {operator}'s duty was cancelled."),
    "absence.put": N_("{operator} is away."),
    "absence.cancel": N_("{operator} is there after all."),
}
"""What the record says beside the shift log."""

Params = Mapping[str, Value]


def text_of(params: Params, name: str) -> str:
    """A text parameter, made harmless."""
    value = params.get(name)
    return plain(str(value)) if value not in (None, "", False) else ""


def at_of(params: Params, name: str) -> float | None:
    """An instant among the parameters."""
    value = params.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def reasons(row: HandoverLineRow, *, brief: bool = False) -> str:
    """Why a ticket is dangerous: `overdue, P1`. In a list, where the level has a column of its own, `brief`."""
    said, whys = BRIEF_WHYS if brief else WHYS, row.params.get("whys")
    named = [str(why) for why in (whys if isinstance(whys, tuple) else ())]
    return join_words(_(said[why]) if why in said else why for why in named if not (brief and why in ("p1", "p2")))


def words(row: HandoverLineRow, zone: tzinfo, now: float) -> str:
    """One line in words, without number, level and due time, which stand in columns of their own."""
    return plain(_WORDS.get(row.code, _unknown)(row.params, zone, now))


def details(row: HandoverLineRow, zone: tzinfo, now: float) -> list[str]:
    """What more there is to a line: owner, state, what was done, notes, question and answer."""
    told = []
    if row.code == "ticket":
        told.append(_ticket_state(row, zone, now))
        if done := text_of(row.params, "done"):
            told.append(_("Last: {words}").format(words=done))
    if row.note:
        told.append(_("Note: {words}").format(words=plain(row.note)))
    if row.question:
        told.append(_("Question: {words}").format(words=plain(row.question)))
        told.append(_("Answer: {words}").format(words=plain(row.answer)) if row.answer else _("Not answered yet."))
    return told


def _ticket_state(row: HandoverLineRow, zone: tzinfo, now: float) -> str:
    params = row.params
    parts = [label(text_of(params, "state"), TicketState), reasons(row)]
    if held := text_of(params, "held"):
        parts.append(_("on hold: {reason}").format(reason=label(held, HoldReason)))
    if doing := text_of(params, "doing"):
        parts.append(f"{text_of(params, 'engineer')} {label(doing, VisitState)}".strip())
    if owner := text_of(params, "owner"):
        words_ = _("stays with {who}") if row.stays else _("with {who}")
        parts.append(words_.format(who=owner))
    times = params.get("carried")
    if isinstance(times, int) and times:
        parts.append(ngettext("carried over {count} time", "carried over {count} times", times).format(count=times))
    return join_words(part for part in parts if part)


def _ticket(params: Params, _zone: tzinfo, _now: float) -> str:
    return f"{text_of(params, 'customer')}  {text_of(params, 'summary')}"


def _promise(params: Params, _zone: tzinfo, _now: float) -> str:
    what = label(text_of(params, "milestone"), Milestone)
    return "  ".join(part for part in (text_of(params, "customer"), what, text_of(params, "text")) if part)


def _unclaimed(params: Params, _zone: tzinfo, _now: float) -> str:
    return f"{short(text_of(params, 'channel'), Channel)}  {text_of(params, 'customer')}"


def _escalation(params: Params, _zone: tzinfo, _now: float) -> str:
    return f"{label(text_of(params, 'role'), Role)} {text_of(params, 'who')}".strip()


def _hold(params: Params, _zone: tzinfo, _now: float) -> str:
    return f"{text_of(params, 'customer')}  {label(text_of(params, 'reason'), HoldReason)}"


def _visit(params: Params, _zone: tzinfo, _now: float) -> str:
    who = text_of(params, "engineer") or _("nobody yet")
    return f"{who}  {label(text_of(params, 'state'), VisitState)}"


def _loaner(params: Params, _zone: tzinfo, _now: float) -> str:
    return f"{text_of(params, 'code')} {text_of(params, 'name')}  {text_of(params, 'customer')}"


def _rma(params: Params, _zone: tzinfo, _now: float) -> str:
    return f"{text_of(params, 'maker')}  {text_of(params, 'case')}  {text_of(params, 'serial')}"


def _complaint(params: Params, _zone: tzinfo, _now: float) -> str:
    return f"{text_of(params, 'customer')}  {text_of(params, 'text')}"


def _log(params: Params, zone: tzinfo, now: float) -> str:
    kind = text_of(params, "kind")
    span = [day_and_time(at, now, zone) for at in (at_of(params, "starts"), at_of(params, "ends")) if at is not None]
    head = _(LOGS[kind]) if kind in LOGS and kind != "note" else ""
    return "  ".join(
        part for part in (head, " – ".join(span), text_of(params, "from"), text_of(params, "text")) if part
    )


def _engineers(params: Params, _zone: tzinfo, _now: float) -> str:
    return _("{free} free of {count} on duty").format(free=params.get("free"), count=params.get("on_duty"))


def _mobile(params: Params, zone: tzinfo, now: float) -> str:
    if not text_of(params, "holder") and not text_of(params, "number"):
        return _("nobody has the duty mobile")
    tested = at_of(params, "tested")
    proof = _("tested {time}").format(time=moment(tested, zone, now)) if tested else _("not tested")
    who = text_of(params, "holder") or _("nobody")
    return f"{who}  {text_of(params, 'number')}  {proof}"


def _bulletin(params: Params, _zone: tzinfo, _now: float) -> str:
    return f"{text_of(params, 'code')}  {text_of(params, 'title')}"


def _part(params: Params, _zone: tzinfo, _now: float) -> str:
    return _("{name}: {count} left").format(
        name=f"{text_of(params, 'code')} {text_of(params, 'name')}", count=params.get("stock")
    )


def _unknown(params: Params, _zone: tzinfo, _now: float) -> str:
    """A line of a newer console: its texts, raw."""
    return "  ".join(text_of(params, name) for name in params if isinstance(params[name], str))


_WORDS: Mapping[str, Callable[[Params, tzinfo, float], str]] = {
    "ticket": _ticket,
    "promise": _promise,
    "unclaimed": _unclaimed,
    "escalation": _escalation,
    "hold": _hold,
    "visit": _visit,
    "planned": _visit,
    "loaner": _loaner,
    "rma": _rma,
    "order": _log,
    "complaint": _complaint,
    "engineers": _engineers,
    "duty_mobile": _mobile,
    "log": _log,
    "bulletin": _bulletin,
    "part": _part,
}


def check_words(row: CheckRow) -> str:
    """An item of the checklist, and what was found."""
    what = _(CHECKS[row.item]) if row.item in CHECKS else plain(row.item)
    found = _("not checked") if row.ok is None else _("in order") if row.ok else _("not in order")
    return _("{what}: {details}").format(what=what, details=f"{found} {plain(row.note)}".strip())


def shift_words(view: HandoverView, zone: tzinfo) -> str:
    """`2026-11-22 night shift → day shift`."""
    ending, coming = (_(plain(name)) if name else "" for name in (view.shift, view.next_shift))
    return f"{date(view.shift_start, zone)} {ending} → {coming}"


def event_words(row: LogRow) -> str:
    """What the record says beside the log, in a sentence."""
    values = {name: plain(str(value)) for name, value in row.params.items()}
    sentence = _(EVENTS[row.kind]) if row.kind in EVENTS else row.kind
    try:
        return sentence.format(**values)
    except KeyError:
        return sentence


__all__ = [
    "CODES",
    "LOGS",
    "PARTS",
    "check_words",
    "details",
    "event_words",
    "reasons",
    "shift_words",
    "words",
]
