"""What follows from the answers: level and reason, due times, route, playbook, duplicates (TR-1 … TR-5). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from hotline_tui.domain.words import ClockState, Level, Milestone, Trigger
from hotline_tui.locale import _
from hotline_tui.locale.dates import day_and_time, moment
from hotline_tui.locale.words import label, short
from hotline_tui.ui.widgets.flow import DIM, Fact, flow

from .triage_form import Form
from .triage_head import by_language, indent, ticket_fact

if TYPE_CHECKING:
    from hotline_tui.domain.board import DuePreview, Preview

KeySign = Callable[[str], str]
"""The key of an action of the table, as people write it."""

SOON = 600.0
"""Seconds before a due time from which it is told in minutes, loudly."""

_BADGES = {level: f"bold ${level.lower()} on ${level.lower()}-ground" for level in Level}


def verdict_lines(
    form: Form, preview: Preview | None, *, width: int, now: float, zone: tzinfo, sign: KeySign, rows: int = 2
) -> list[Content]:
    """The rows under the questions. `rows`: how many each of route and playbook may take."""
    at = indent()
    lines = [*level_lines(form, width)]
    lines += flow(_("Due"), due_facts(form, preview, now, zone, sign), width=width, indent=at, rows=2)
    if preview is None or form.kind is None:
        return lines
    similar = [row for row in preview.duplicates if row.id]
    if similar:
        facts = [Fact(_("already reported?"), "$warning"), *(ticket_fact(row) for row in similar[:4])]
        facts.append(Fact(sign("form.join") + " " + _("join"), "$key"))
        lines += flow(_("Similar"), facts, width=width, indent=at, rows=2)
    steps = [by_language(zh, en) for zh, en in preview.playbook]
    for name, chain in ((_("Route"), [_(step) for step in preview.route]), (_("Playbook"), steps)):
        if chain:
            lines += flow(name, _chain(chain), width=width, indent=at, rows=rows)
    return lines


def level_lines(form: Form, width: int) -> list[Content]:
    """`级别  P1 [P2] P3 P4  reason`; an override shows both levels and its reason."""
    level, found = form.level, form.assessment
    badges: list[tuple[str, str]] = []
    for one in Level:
        badges.append((f" {one} ", _BADGES[one] if one == level else DIM))
    overridden = bool(form.typed.level) and form.typed.level != found.level
    if overridden:
        rule = found.level or "–"
        why = Fact(_("changed from {rule}: {reason}").format(rule=rule, reason=form.typed.reason), "$warning")
    else:
        why = Fact(_(found.reason))
    facts = [why]
    if level is not None and not found.decided and not overridden:
        facts.append(Fact(_("so far"), DIM))
    name = _("Level")
    head = Content.assemble((name + " " * (indent() - Content(name).cell_length), DIM), *badges)
    at = head.cell_length + 2
    first, *more = flow("", facts, width=width, indent=at, rows=2)
    return [head + first[head.cell_length :], *more]


def due_facts(form: Form, preview: Preview | None, now: float, zone: tzinfo, sign: KeySign) -> list[Fact]:
    """Each milestone and its due time, counted from when the call came in."""
    if form.kind is None or form.level is None:
        return [Fact(_("after the answers"), DIM)]
    if preview is None:
        return [Fact(_("being computed"), DIM)]
    facts: list[Fact] = []
    for due in preview.dues:
        name = short(due.milestone, Milestone)
        facts.append(Fact(due_words(due, now, zone), _due_style(due, now), head=name))
    if not preview.dues:
        facts.append(Fact(_("no target applies: review every 4 hours"), DIM))
    return [*facts, Fact(sign("form.explain") + " " + _("why"), "$key")]


def due_words(due: DuePreview, now: float, zone: tzinfo) -> str:
    """`14:26`, `明日 09:00`, `14:26 还剩 3m`, `按约定`, or what it waits for."""
    if due.state == ClockState.MET:
        return _("met on saving")
    if due.due is None:
        if due.note in ("promise", Trigger.PROMISED):
            return _("as promised")
        events = _(" or ").join(label(one, Trigger) for one in due.note.split("|"))
        return _("after: {event}").format(event=events) if due.note else "–"
    left = due.due - now
    time = moment(due.due, zone, now) if left < 12 * 3600 else day_and_time(due.due, now, zone)
    if left < 0:
        return _("{time} late {minutes}m").format(time=time, minutes=int(-left // 60) + 1)
    return _("{time} left {minutes}m").format(time=time, minutes=int(left // 60)) if left < SOON else time


def _due_style(due: DuePreview, now: float) -> str:
    if due.due is None or due.state == ClockState.MET:
        return ""
    return "bold $error" if due.due - now < SOON else "bold"


def _chain(steps: Iterable[str]) -> list[Fact]:
    """Steps with `>` between them."""
    texts = [text for text in steps if text]
    return [Fact(f"> {text}" if number else text, tight=True) for number, text in enumerate(texts)]


def next_change(preview: Preview | None, now: float) -> float | None:
    """When a due time will read differently: at its next minute within the last ten, and when those begin."""
    moments = []
    for due in preview.dues if preview else ():
        if due.due is None or due.state == ClockState.MET:
            continue
        left = due.due - now
        moments.append(due.due - SOON if left > SOON else now + (left % 60 or 60.0))
    return min(moments, default=None)
