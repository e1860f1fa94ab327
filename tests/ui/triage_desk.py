"""Callers of every kind for the triage form's tests: known, several matches, unknown, out of warranty, hostile."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from textual.pilot import Pilot

from hotline_tui.domain.board import (
    AssetRow,
    ComplaintRow,
    ContactRow,
    CustomerCard,
    Preview,
    ScreenPop,
)
from hotline_tui.domain.commands import OpenTicket
from hotline_tui.ui.panes.triage import TriagePane

from . import fake_rows as rows
from .fake_desk import FakeDesk


@dataclass
class TriageDesk(FakeDesk):
    """`card_of` changes a customer's card, `matches` makes the number belong to several."""

    card_fields: dict[str, Any] = field(default_factory=dict)
    contract_fields: dict[str, Any] = field(default_factory=dict)
    matches: tuple[ContactRow, ...] = ()
    duplicates: tuple[Any, ...] = ()
    previews: list[OpenTicket] = field(default_factory=list)

    def card(self, customer: int, *, now: datetime) -> CustomerCard:
        """The sketch's customer, changed as the test wants."""
        card = super().card(customer, now=now)
        contracts = tuple(replace(row, **self.contract_fields) for row in card.contracts)
        return replace(card, **{"contracts": contracts, **self.card_fields})

    def pop(self, call: int, *, now: datetime) -> ScreenPop:
        """As the desk does it: one match fills the card, several offer a choice."""
        self._call()
        row = self.calls[call]
        if self.matches:
            return ScreenPop(row, row.text, self.matches, None, None)
        if row.customer_id is None:
            return ScreenPop(row, row.text, (), None, None)
        card = self.card(row.customer_id, now=now)
        return ScreenPop(row, row.text, (rows.contact(row.customer_id),), card, 11)

    def preview(self, command: OpenTicket, *, now: datetime) -> Preview:
        """The fake's preview, with duplicates."""
        self.previews.append(command)
        found = super().preview(command, now=now)
        return replace(
            found, duplicates=self.duplicates, route=("Chase the patch and install it together with the customer.",)
        )


def asset(number: int) -> AssetRow:
    """One of several systems."""
    return AssetRow(30 + number, f"系统{number}", f"V{number}", "", 1, "主楼", "city")


def complaint() -> ComplaintRow:
    """One that nobody has answered."""
    return ComplaintRow(1, "态度不好", rows.NOW - 600, None, "open")


def form_pane(pilot: Pilot[Any]) -> TriagePane:
    """The pane under test."""
    return pilot.app.query_one(TriagePane)


def shown(pilot: Pilot[Any]) -> list[str]:
    """What a person sees, line by line."""
    lines = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in lines]


async def settled(pilot: Pilot[Any], seconds: float = 0.3) -> None:
    """Answers from the gateway's thread have come, debounces are over, everything is painted."""
    await pilot.pause(seconds)
    await pilot.pause()


async def until(pilot: Pilot[Any], condition: Any, seconds: float = 30.0) -> None:
    """Wait for what the gateway's thread brings."""
    for _ in range(int(seconds / 0.02)):
        if condition():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come")


async def claim(pilot: Pilot[Any], call: int = 1) -> TriagePane:
    """Claim a call as the queue does and wait for its form."""
    app: Any = pilot.app
    await until(pilot, lambda: app.me is not None and app.board is not None)
    from hotline_tui.domain.commands import ClaimCall

    app.do(app.make(ClaimCall, call=call, session=7), app.desk_screen)
    pane = form_pane(pilot)
    await until(pilot, lambda: pane.form is not None and pane.form.call is not None and pane.form.call.id == call)
    await settled(pilot, 0.1)
    return pane
