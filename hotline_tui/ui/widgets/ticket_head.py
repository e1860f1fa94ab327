"""The head of a ticket in full: who, under which contract, what is wrong, who has it, what holds it."""

from __future__ import annotations

from datetime import tzinfo

from textual.content import Content

from hotline_tui.domain.board import TicketView
from hotline_tui.domain.errors import N_
from hotline_tui.domain.text import plain
from hotline_tui.domain.words import Affects, FaultKind, HoldReason, Tier, Works
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.locale.dates import iso_day, moment
from hotline_tui.locale.words import join_words, label
from hotline_tui.ui.format import cells, fitted

from .clocks import short_number
from .columns import wrap
from .flow import Fact, flow

FEW = 4
"""So many tickets under a major are named; the rest are counted."""
_LABELS = (N_("Customer"), N_("System"), N_("Fault"), N_("State"), N_("Cause"), N_("Method"))


def head_lines(view: TicketView, width: int, zone: tzinfo, now: float, *, most: int = 8) -> list[Content]:
    """At most `most` lines of `width` cells; what does not fit is counted, or marked."""
    indent = max(cells(_(name)) for name in _LABELS) + 2
    summary = wrap(fitted(plain(view.summary)), width)
    lines = [Content.styled(text, "bold") for text in summary[:2]]
    if len(summary) > 2:
        lines[-1] = Content.styled(wrap(fitted(summary[1]), width - 2)[0] + " …", "bold")
    lines += flow(_("Customer"), _customer(view), width=width, indent=indent, rows=3)
    lines += flow(_("Fault"), _fault(view), width=width, indent=indent, rows=2)
    lines += flow(_("State"), _state(view, zone, now), width=width, indent=indent, rows=2)
    for name, text in ((_("Cause"), view.cause), (_("Method"), view.method)):
        if text:
            lines += flow(name, [Fact(text)], width=width, indent=indent, rows=1)
    if len(lines) > most:
        lines = [*lines[: most - 1], Content.assemble(lines[most - 1].truncate(max(0, width - 2)), " …")]
    return lines


def _customer(view: TicketView) -> list[Fact]:
    facts = [Fact(view.customer, "bold"), Fact(view.contact), Fact(" ".join(view.phones), "$text-muted")]
    contract = view.contract
    if contract is None:
        return [*facts, Fact(_("no contract"), "$warning")]
    title = contract.policy_title_zh if language() == CHINESE else contract.policy_title_en
    gold = {"gold": "$gold", "silver": "$silver"}.get(contract.service_level, "")
    facts += [Fact(contract.number, "$text-muted"), Fact(label(contract.service_level, "servicelevel"), gold)]
    if contract.warranty_until:
        words = _("in warranty until {day}") if view.in_warranty else _("out of warranty since {day}")
        facts.append(
            Fact(words.format(day=iso_day(contract.warranty_until)), "$success" if view.in_warranty else "$warning")
        )
    charge = contract.charge_zh if language() == CHINESE else contract.charge_en
    facts += [Fact(charge, "" if view.in_warranty else "$warning"), Fact(title or contract.policy, "$text-muted")]
    return facts


def _fault(view: TicketView) -> list[Fact]:
    facts = [
        Fact(label(view.fault_kind, FaultKind)),
        Fact(label(view.works, Works)),
        Fact(label(view.affects, Affects)),
    ]
    if view.key_point:
        facts.append(Fact(_("key business point"), "$warning"))
    if view.known_solution:
        facts.append(Fact(_("solution known"), "$success"))
    asset = view.asset
    if asset is not None:
        facts += [
            Fact(f"{asset.name} {asset.model}".strip()),
            Fact(asset.serial, "$text-muted"),
            Fact(asset.site, "$text-muted"),
        ]
    if view.override_reason:
        words = _("{level} instead of {rule}: {reason}")
        facts.append(
            Fact(words.format(level=view.level, rule=view.level_by_rule, reason=view.override_reason), "$warning")
        )
    return facts


def _major(view: TicketView) -> str:
    """That it is one, and which stand under it."""
    if not view.children:
        return _("major fault")
    few = [short_number(child.number) for child in view.children[:FEW]]
    more = len(view.children) - len(few)
    numbers = join_words(few) + (f" +{more}" if more else "")
    return _("major fault, under it {numbers}").format(numbers=numbers)


def _state(view: TicketView, zone: tzinfo, now: float) -> list[Fact]:
    facts = [Fact(_("received {time}").format(time=moment(view.received, zone, now)))]
    if view.merged_into:
        facts.insert(0, Fact(_("merged into {number}").format(number=short_number(view.merged_into)), "bold $warning"))
    facts += [
        Fact(view.owner or _("nobody has it"), "bold" if view.owner else "$warning"),
        Fact(label(view.tier, Tier), "$text-muted"),
    ]
    if view.hold_reason:
        facts.append(Fact(_("held: {reason}").format(reason=label(view.hold_reason, HoldReason)), "$warning"))
        if view.review_at is not None:
            facts.append(
                Fact(_("review {time}").format(time=moment(view.review_at, zone, now)), "$warning", tight=True)
            )
    waiting = sum(row.told is None for row in view.escalations)
    if waiting:
        facts.append(Fact(_("{count} to be told").format(count=waiting), "$warning"))
    if view.major:
        facts.append(Fact(_major(view), "$error"))
    if view.parent:
        facts.append(Fact(_("under {number}").format(number=short_number(view.parent)), "$primary"))
    if view.disaster:
        facts.append(Fact(_("disaster declared"), "$error"))
    for words, at in ((_("restored {time}"), view.restored), (_("closed {time}"), view.closed)):
        if at is not None:
            facts.append(Fact(words.format(time=moment(at, zone, now)), "$success"))
    if view.policy_newer and view.closed is None:
        facts.append(Fact(_("a newer policy could be adopted"), "$primary"))
    return facts
