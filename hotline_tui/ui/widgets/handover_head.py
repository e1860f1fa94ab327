"""What stands above the lines of a handover: how many, what is left to do, who has signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from textual.content import Content

from hotline_tui.domain.board.duty import HandoverView
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import HandoverState
from hotline_tui.locale import _, ngettext
from hotline_tui.locale.dates import moment, number
from hotline_tui.locale.handover import check_words

from .flow import DIM

MISSED = "missed"
"""The state of what somebody who is gone never handed over."""


def head(view: HandoverView, zone: tzinfo, now: float, step: str = "") -> list[Content]:
    """Figures, what is to be done next, the words of both, signatures: the most important first."""
    lines = [_figures(view)]
    if step:
        lines.append(Content.styled(step, "bold $accent"))
    wrong = [check_words(row) for row in view.checks if row.ok is False]
    if wrong:
        lines.append(Content.styled(" · ".join(wrong), "$warning"))
    if view.words or view.reservation:
        lines.append(Content(plain("  ".join(one for one in (view.words, view.reservation) if one))))
    told = _signatures(view, zone, now)
    return [*lines, Content.styled(" · ".join(told), DIM)] if told else lines


def next_step(view: HandoverView, me: int | None, key: Callable[[str], str]) -> str:
    """What whoever sits here does next, or who is waited for. `key`: an action's key, as people write it."""
    if view.state == MISSED:
        return _("{key} takes the post: you answer for it from then on.").format(key=key("handover.take"))
    if view.state == HandoverState.DRAFTED:
        if me == view.from_id:
            return _to_give(view, key)
        return _("{who} is still writing it.").format(who=plain(view.from_name))
    if view.state == HandoverState.REVIEWING:
        if me == view.from_id:
            return _awaited(view, key)
        if view.to_id not in (None, me):
            return _("This handover was given to {who}.").format(who=plain(view.to_name))
        return _to_take(view, key)
    if view.countersign and view.signed is not None and view.countersigned is None:
        return _("Waits for the shift lead: {key} countersigns.").format(key=key("handover.countersign"))
    return ""


def _to_give(view: HandoverView, key: Callable[[str], str]) -> str:
    left = sum(row.ok is None for row in view.checks)
    if left:
        words = _("{check} the checklist ({count} open), then {give} signs and gives it.")
        return words.format(check=key("handover.check"), count=left, give=key("handover.give"))
    return _("{give} signs and gives it to whoever takes over.").format(give=key("handover.give"))


def _awaited(view: HandoverView, key: Callable[[str], str]) -> str:
    if view.questions:
        words = ngettext("{key} answers {count} question.", "{key} answers {count} questions.", view.questions)
        return words.format(key=key("handover.ask"), count=view.questions)
    other = _("  :switch lets them sit down here.")
    if not view.partial:
        other = _("  {key} gives it to another, :switch seats them here.").format(key=key("handover.give"))
    if view.to_id is None:
        return _("Waits for whoever takes over.") + other
    words = _("{who} goes through it: {count} left.") if view.unread else _("Waits for {who} to sign.")
    return words.format(who=plain(view.to_name), count=view.unread) + other


def _to_take(view: HandoverView, key: Callable[[str], str]) -> str:
    if view.unread:
        words = _("{mark}: the line is understood, {ask} asks back; {count} left.")
        return words.format(mark=key("handover.understood"), ask=key("handover.ask"), count=view.unread)
    words = _("{key} signs: the tickets are yours then.") if view.partial else _("{key} signs: the desk is yours then.")
    return words.format(key=key("handover.sign"))


def _figures(view: HandoverView) -> Content:
    counts = {name: number(view.figures.get(name, 0)) for name in ("open", "dangerous", "promises", "fresh")}
    told = _("open {open}, dangerous {dangerous}, promises {promises}; moved this shift {fresh}").format(**counts)
    parts: list[tuple[str, str]] = [(told, "")]
    if view.state in (HandoverState.DRAFTED, HandoverState.REVIEWING):
        left = _("{count} to go through").format(count=view.unread) if view.unread else _("all gone through")
        parts.append((f"   {left}", "bold $warning" if view.unread else "$success"))
    if view.questions:
        parts.append(("   " + _("{count} without an answer").format(count=view.questions), "bold $error"))
    return Content.assemble(*parts)


def _signatures(view: HandoverView, zone: tzinfo, now: float) -> list[str]:
    signed = [(view.from_name, view.given), (view.to_name, view.signed), (view.countersigned_by, view.countersigned)]
    told = [
        _("signed by {who} {time}").format(who=plain(who), time=moment(at, zone, now))
        for who, at in signed
        if at is not None
    ]
    if view.state == HandoverState.REVIEWING and not view.partial:
        told.append(_("{who} answers for the desk until the second signature").format(who=plain(view.from_name)))
    if view.state == HandoverState.DRAFTED and view.checks and all(row.ok is not None for row in view.checks):
        told.append(_("checklist done"))
    if view.state == MISSED and not view.from_name:
        told.append(_("nobody has filled the post since {time}").format(time=moment(view.drafted, zone, now)))
    elif view.state == MISSED:
        words = _("never handed over: {who} has had the post since {time} and is at no console")
        told.append(words.format(who=plain(view.from_name), time=moment(view.drafted, zone, now)))
    if view.seal:
        told.append(_("seal {number} {hash}").format(number=view.seal_number, hash=view.seal[:12]))
    return told
