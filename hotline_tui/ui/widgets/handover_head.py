"""What stands above the lines of a handover: how many, what is left to do, who has signed."""

from __future__ import annotations

from datetime import tzinfo

from textual.content import Content

from hotline_tui.domain.board.duty import HandoverView
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import HandoverState
from hotline_tui.locale import _
from hotline_tui.locale.dates import moment, number

from .flow import DIM

MISSED = "missed"
"""The state of what somebody who is gone never handed over."""


def head(view: HandoverView, zone: tzinfo, now: float) -> list[Content]:
    """Figures, signatures, and the words of both where there are any."""
    lines = [_figures(view), Content.styled(" · ".join(_signatures(view, zone, now)), DIM)]
    if view.words or view.reservation:
        lines.append(Content(plain("  ".join(one for one in (view.words, view.reservation) if one))))
    return lines


def _figures(view: HandoverView) -> Content:
    counts = {name: number(view.figures.get(name, 0)) for name in ("open", "dangerous", "promises", "fresh")}
    told = _("{open} open, {dangerous} dangerous, {promises} promises; {fresh} changed this shift").format(**counts)
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
    if view.state == HandoverState.REVIEWING:
        told.append(_("{who} answers for the desk until the second signature").format(who=plain(view.from_name)))
    if view.state == HandoverState.DRAFTED and view.checks:
        left = sum(row.ok is None for row in view.checks)
        told.append(_("checklist: {count} open").format(count=left) if left else _("checklist done"))
    if view.state == MISSED:
        words = _("never handed over: {who} has had the post since {time} and is at no console")
        told.append(words.format(who=plain(view.from_name), time=moment(view.drafted, zone, now)))
    if view.seal:
        told.append(_("seal {number} {hash}").format(number=view.seal_number, hash=view.seal[:12]))
    return told
