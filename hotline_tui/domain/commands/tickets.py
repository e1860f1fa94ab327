"""Acts that open a ticket, and that say or promise something on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from ..triage import Answers
from ..words import FaultKind, HoldReason, Level, Milestone
from .base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A person who is not in the customer file yet, and the organisation if that is new as well (IN-4)."""

    name: str
    phone: str
    organisation: str = ""
    """Name of a new customer; empty when `OpenTicket.customer` is given."""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket(Command):
    """Triage ends: one problem of one customer becomes a ticket, its clocks counted from when the call came in."""

    kind: ClassVar[str] = "ticket.open"
    call: int | None
    """None: opened without a call (found by ourselves, by a visit)."""
    customer: int | None
    contact: int | None
    new_contact: NewContact | None = None
    contract: int | None = None
    asset: int | None = None
    summary: str
    fault_kind: FaultKind | None
    """None only while the form is incomplete (preview)."""
    answers: Answers
    level: Level | None = None
    """None: as the rule says. Another level needs `reason` (TR-1)."""
    reason: str = ""
    received: datetime | None = None
    responded: bool = True
    """The operator is speaking with the customer and has settled what comes next: the respond clock is met."""
    article: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCommand(Command):
    """An act on one ticket. `version` None: does not depend on what the form showed."""

    ticket: int
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTicket(TicketCommand):
    """Change what the form holds. None leaves a field as it is."""

    kind: ClassVar[str] = "ticket.edit"
    summary: str | None = None
    contact: int | None = None
    asset: int | None = None
    cause: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retriage(TicketCommand):
    """Answer the questions again; clocks are re-chosen from their own start (clock rule 6)."""

    kind: ClassVar[str] = "ticket.retriage"
    fault_kind: FaultKind
    answers: Answers
    level: Level | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetMilestone(TicketCommand):
    """It has happened: we responded, told the customer, arrived, handed a report or a loaner over."""

    kind: ClassVar[str] = "ticket.meet"
    undoable: ClassVar[bool] = True
    milestone: Milestone
    clock: int | None = None
    """The very clock (a promise among several); None: every open clock of that milestone."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidClock(TicketCommand):
    """A clock no longer applies (a promise withdrawn, a visit not needed), with a reason."""

    kind: ClassVar[str] = "ticket.void"
    clock: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTicket(TicketCommand):
    """Something said or done; `from_customer` starts the update clock, `to_customer` meets it (clock rule 8)."""

    kind: ClassVar[str] = "ticket.note"
    text: str
    from_customer: bool = False
    to_customer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(TicketCommand):
    """A word given: what, by when. A clock counts down to it."""

    kind: ClassVar[str] = "ticket.promise"
    undoable: ClassVar[bool] = True
    milestone: Milestone
    due: datetime
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCallBack(Command):
    """From the triage form without a ticket: "we call you back at 15:00" on the call itself."""

    kind: ClassVar[str] = "call.promise"
    call: int
    due: datetime
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTicket(TicketCommand):
    kind: ClassVar[str] = "ticket.hold"
    undoable: ClassVar[bool] = True
    reason: HoldReason
    review_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTicket(TicketCommand):
    """End the hold."""

    kind: ClassVar[str] = "ticket.resume"
    undoable: ClassVar[bool] = True
