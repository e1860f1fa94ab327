"""What the detail column says about a ticket or a customer. Pure: words in, lines of words out."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from hotline_tui.domain.text import one_line, plain
from hotline_tui.domain.words import OPEN_CLOCKS, VISIT_ENDS, ClockState, HoldReason, Milestone, TicketState, VisitState
from hotline_tui.locale import CHINESE, _, language
from hotline_tui.locale.dates import iso_day, moment
from hotline_tui.locale.words import label, short
from hotline_tui.ui.format import cells, cut_cells, left_text

from .line import Word

if TYPE_CHECKING:
    from hotline_tui.domain.board import AssetRow, ClockView, ContractRow, CustomerCard, TicketRow, TicketView, VisitRow

Line = list[Word]


def _text(text: str, style: str = "") -> Word:
    return Word(plain(text), style)


def _short(number: str) -> str:
    return number.rpartition("-")[2]


def _fact(name: str, *parts: Word, width: int) -> Line:
    """`name  value`; the value's last part is cut to what is left."""
    line = [_text(name + "  ", "label")]
    for part in parts:
        room = width - sum(word.width for word in line)
        if room <= 1 or not part.text:
            continue
        line.append(Word(cut_cells(part.text, room), part.style))
    return line


def flow(words: Line, width: int, gap: int = 2) -> list[Line]:
    """The words one after another, on a further line where one does not fit; only a word wider than all is cut."""
    lines: list[Line] = []
    room = 0
    for word in words:
        if not word.text:
            continue
        if not lines or word.width + gap > room:
            indent = 2 if lines else 0
            lines.append([Word(" " * indent)] if indent else [])
            room = width - indent
        elif lines[-1]:
            lines[-1].append(Word(" " * gap))
            room -= gap
        lines[-1].append(Word(cut_cells(word.text, room), word.style))
        room -= word.width
    return lines


def _wrapped(text: str, width: int, lines: int) -> list[Line]:
    """At most so many lines of a text, the last one cut with a mark."""
    out: list[Line] = []
    rest = one_line(text)
    while rest and len(out) < lines:
        last = len(out) == lines - 1
        piece = cut_cells(rest, width) if last else _whole(rest, width)
        out.append([Word(piece)])
        rest = "" if last else rest[len(piece) :].lstrip()
    return out


def _whole(text: str, width: int) -> str:
    """As many characters as fit, broken at a space where that leaves most of the line."""
    size = 0
    for at, char in enumerate(text):
        size += cells(char)
        if size > width:
            space = text.rfind(" ", width // 2, at)
            return text[: space if space > 0 else at]
    return text


def ticket_lines(view: TicketView, width: int, now: float, zone: tzinfo) -> list[Line]:
    """Number, customer, what is wrong, clocks, who is on it."""
    state = short(view.state, TicketState) if not view.hold_reason else label(view.hold_reason, HoldReason)
    lines: list[Line] = [
        [_text(_short(view.number), "title"), _text("  "), _text(view.level, _level(view.level)), _text("  " + state)],
        [Word(cut_cells(one_line(view.customer), width), "title")],
        *_wrapped(view.summary, width, 3),
        [],
        *flow(
            [_text(_("Contact"), "label"), _text(view.contact), *(_text(phone, "key") for phone in view.phones)], width
        ),
    ]
    if view.asset is not None:
        lines.append(_fact(_("System"), _text(view.asset.name), _text(" " + view.asset.model, "label"), width=width))
    lines.append(_fact(_("Owner"), _text(view.owner or _("nobody")), width=width))
    lines.append(_fact(_("Received"), _text(moment(view.received, zone, now)), width=width))
    clocks = [clock for clock in view.clocks if clock.state in OPEN_CLOCKS]
    if clocks:
        lines += [[], [_text(_("Clocks"), "label")], *(_clock(clock, width, now, zone) for clock in clocks[:6])]
    visits = [visit for visit in view.visits if visit.state not in VISIT_ENDS][:3]
    if visits:
        lines += [
            [],
            [_text(_("Visits"), "label")],
            *(line for visit in visits for line in _visit(visit, width, now, zone)),
        ]
    steps = [step for step in view.steps if step.done_at is None]
    if steps:
        text = steps[0].text_zh if language() == CHINESE else steps[0].text_en
        lines += [[], [_text(_("Next step"), "label")], *_wrapped(text, width, 2)]
    return lines


def _level(level: str) -> str:
    return {"P1": "hot", "P2": "warn"}.get(level, "label")


def _clock(clock: ClockView, width: int, now: float, zone: tzinfo) -> Line:
    name = _text(short(clock.milestone, Milestone) + "  ")
    if clock.due is None:
        left = left_text(clock.left_s) if clock.left_s is not None else label(clock.state, ClockState)
        return _cut([name, _text(left, "label")], width)
    style = "hot" if clock.state == ClockState.BREACHED or clock.due < now else ""
    return _cut([name, _text(moment(clock.due, zone, now), style), _text("  " + clock.requirement, "label")], width)


def _visit(visit: VisitRow, width: int, now: float, zone: tzinfo) -> list[Line]:
    words = [_text(visit.engineer), _text(short(visit.state, VisitState))]
    if visit.eta is not None:
        words.append(_text(moment(visit.eta, zone, now), "label"))
    return flow([*words, _text(visit.phone, "key")], width)


def _cut(words: Line, width: int) -> Line:
    out: Line = []
    for word in words:
        room = width - sum(kept.width for kept in out)
        if room > 0:
            out.append(Word(cut_cells(word.text, room), word.style))
    return out


def card_lines(card: CustomerCard, width: int, now: float, zone: tzinfo) -> list[Line]:
    """Customer, contract, systems, what is open, what was lately."""
    lines: list[Line] = [[Word(cut_cells(one_line(card.name), width), "title")]]
    if card.region:
        lines.append(_fact(_("Region"), _text(label(card.region, "region")), width=width))
    for contract in card.contracts[:2]:
        lines += _contract(contract, width)
    if card.assets:
        lines += [[], [_text(_("Systems"), "label")], *(_asset(asset, width) for asset in card.assets[:4])]
    if card.open_tickets:
        lines += [
            [],
            [_text(_("Open tickets"), "label")],
            *(_row(row, width, now, zone) for row in card.open_tickets[:5]),
        ]
    if card.last_problems:
        lines += [[], [_text(_("Lately"), "label")], *(_row(row, width, now, zone) for row in card.last_problems[:3])]
    for complaint in card.complaints[:2]:
        lines += [[], [_text(_("Complaint"), "hot")], *_wrapped(complaint.text, width, 2)]
    if card.notes:
        lines += [[], *_wrapped(card.notes, width, 3)]
    return lines


def _contract(contract: ContractRow, width: int) -> list[Line]:
    level = _text(" " + label(contract.service_level, "servicelevel"), "label")
    out = [_fact(_("Contract"), _text(contract.number), level, width=width)]
    day = iso_day(contract.warranty_until)
    if day:
        words = _("in warranty to {day}") if contract.in_warranty else _("warranty ended {day}")
        out.append(_cut([_text(words.format(day=day), "ok" if contract.in_warranty else "warn")], width))
    return out


def _asset(asset: AssetRow, width: int) -> Line:
    return _cut([_text(asset.name), _text(" " + asset.model, "label")], width)


def _row(row: TicketRow, width: int, now: float, zone: tzinfo) -> Line:
    day = moment(row.closed or row.received, zone, now)
    return _cut([_text(_short(row.number) + " ", "label"), _text(row.level + " ", _level(row.level)),
                 _text(day + " ", "label"), _text(row.summary)], width)  # fmt: skip
