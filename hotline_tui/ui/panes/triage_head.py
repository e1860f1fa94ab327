"""The head of the form: who calls, under which contract, what is charged, what happened lately (console.md 4)."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from hotline_tui.domain.words import TalkState
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.locale.dates import iso_day, moment
from hotline_tui.locale.words import label, short
from hotline_tui.ui.widgets.flow import DIM, Fact, flow

from .triage_form import Form

if TYPE_CHECKING:
    from hotline_tui.domain.board import ContractRow, CustomerCard, TicketRow

LEVEL_STYLES = {"P1": "bold $urgent", "P2": "bold $soon", "P3": "$foreground", "P4": DIM}
_SERVICE_STYLES = {"gold": "bold $gold", "silver": "bold $silver"}
_CALLER = "$key"


def indent() -> int:
    """Cells before the first word of a row: the width of the labels in the language in use."""
    return 5 if language() == CHINESE else 10


def by_language(zh: str, en: str) -> str:
    """The text of the language in use; the other one where it is empty."""
    return (zh or en) if language() == CHINESE else (en or zh)


def short_number(number: str) -> str:
    """`T20261122-0042` as `0042`."""
    return number.rpartition("-")[2] or number


def talk_time(form: Form, now: float) -> str:
    """`通话 00:38`; with the caller on hold `保持 00:38`; when something came in that is no live call, nothing."""
    call = form.call
    if call is None or call.answered is None:
        return ""
    seconds = max(0, int(now - call.answered))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"
    return f"{short(call.talk or TalkState.TALKING, TalkState)} {clock}"


def title_facts(form: Form) -> list[str]:
    """Customer, contact and number for the pane's title; what is not known is left out."""
    card = form.card
    contact = next((c for c in card.contacts if c.id == form.contact_id), None) if card else None
    name = card.name if card else form.typed.organisation
    person = contact.name if contact else form.typed.person
    number = form.call.number if form.call else ""
    return [
        text for text in (name, person, number or (contact.phones[0] if contact and contact.phones else "")) if text
    ]


def head_lines(form: Form, *, width: int, now: float, zone: tzinfo, join_key: str) -> list[Content]:
    """The rows above the fault text."""
    lines = _customer(form, width)
    lines += _charge(form.contract, width)
    if form.card is not None:
        lines += _systems(form, form.card, width, join_key)
        lines += _lately(form.card, width, now, zone)
    return lines


def _customer(form: Form, width: int) -> list[Content]:
    card, contract = form.card, form.contract
    line = Fact(_("from {line}").format(line=form.call.line), DIM) if form.call and form.call.line else Fact("")
    if card is None:
        name = form.typed.organisation or (form.call.number if form.call else "")
        known = Fact(_("not on file"), "$warning")
        return flow(_("Customer"), [Fact(name, "bold"), known, line], width=width, indent=indent(), rows=2)
    facts = [Fact(card.name, "bold")]
    if contract is None:
        facts.append(Fact(_("no contract"), "$warning"))
    else:
        level = contract.service_level
        facts += [
            Fact(contract.number, DIM),
            Fact(label(level, "servicelevel"), _SERVICE_STYLES.get(level, ""), tight=True),
            _warranty(contract),
            Fact(by_language(contract.policy_title_zh, contract.policy_title_en) or contract.policy, DIM),
        ]
    facts += [_named(form, contract), line, Fact(card.notes, "$warning")]
    return flow(_("Customer"), facts, width=width, indent=indent(), rows=2)


def _warranty(contract: ContractRow) -> Fact:
    until = iso_day(contract.warranty_until)
    if contract.in_warranty:
        return Fact(_("in warranty until {day}").format(day=until) if until else _("in warranty"), "$success")
    text = _("out of warranty since {day}").format(day=until) if until else _("out of warranty")
    return Fact(text, "bold $warning")


def _named(form: Form, contract: ContractRow | None) -> Fact:
    """Who may call for the contract (IN-7): said only when this caller is not among them."""
    contact = next((c for c in form.card.contacts if c.id == form.contact_id), None) if form.card else None
    if contact is None:
        return Fact("")
    listed = contract is None or not contract.named_contacts or contact.name in contract.named_contacts
    if contact.may_call and listed:
        return Fact("" if contact.exact else _("maybe"), "$warning")
    return Fact(_("not a named contact"), "$warning")


def _charge(contract: ContractRow | None, width: int) -> list[Content]:
    """What is free and what is charged (HA-7): above the text, loud when out of warranty."""
    text = by_language(contract.charge_zh, contract.charge_en) if contract else ""
    if contract is None or not text:
        return []
    style = DIM if contract.in_warranty else "bold $warning"
    # one fact a clause, so that a long sentence wraps between its clauses
    parts = [part for part in text.replace("；", "；\n").replace("; ", ";\n").splitlines() if part]
    return flow(_("Charge"), [Fact(part, style, tight=True) for part in parts], width=width, indent=indent(), rows=2)


def _systems(form: Form, card: CustomerCard, width: int, join_key: str) -> list[Content]:
    facts: list[Fact] = []
    if len(card.assets) == 1:
        asset = card.assets[0]
        count = f" ×{asset.quantity}" if asset.quantity > 1 else ""
        facts = [Fact(f"{asset.name}{count}"), Fact(asset.model, DIM, tight=True), Fact(asset.site, DIM)]
    heading = _("System") if facts else _("Pending")
    open_tickets = card.open_tickets
    if open_tickets:
        if facts:
            facts.append(Fact(_("pending"), DIM))
        facts += [ticket_fact(row) for row in open_tickets]
        if form.call is not None:
            facts.append(Fact(join_key + " " + _("join"), _CALLER))
    return flow(heading, facts, width=width, indent=indent(), rows=2) if facts else []


def ticket_fact(row: TicketRow) -> Fact:
    """`0039 P1 无法登录`, in the colour of its level."""
    text = f"{short_number(row.number)} {row.level} {row.summary}"
    return Fact(text, LEVEL_STYLES.get(row.level, ""), tight=True, most=32)


def _lately(card: CustomerCard, width: int, now: float, zone: tzinfo) -> list[Content]:
    """The last three problems, and complaints that are not answered."""
    facts = []
    for row in card.last_problems[:3]:
        when = moment(row.closed or row.received, zone, now)
        facts.append(Fact(f"{when} {row.summary}", DIM, most=32))
    waiting = [row for row in card.complaints if row.answered is None]
    if card.complaints:
        text = _("complaints {count}").format(count=len(card.complaints))
        style = "bold $error" if waiting else "$warning"
        facts.insert(0, Fact(f"{text} · {waiting[0].text}" if waiting else text, style, most=36))
    return flow(_("Lately"), facts, width=width, indent=indent(), rows=1) if facts else []


def received_words(form: Form, now: float, zone: tzinfo) -> str:
    """When the call entered the queue: from then every clock counts."""
    return moment(form.call.entered, zone, now) if form.call else ""
