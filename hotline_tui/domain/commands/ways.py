"""Acts that move a ticket along its way, pass it on, or tie it to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..words import FaultKind, Role, Tier
from .tickets import TicketCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWork(TicketCommand):
    kind: ClassVar[str] = "ticket.start"
    undoable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneFailed(TicketCommand):
    """Phone help did not solve it (SL-B2 starts)."""

    kind: ClassVar[str] = "ticket.phone_failed"
    undoable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreTicket(TicketCommand):
    """The customer can work again. A major restores all tickets under it."""

    kind: ClassVar[str] = "ticket.restore"
    undoable: ClassVar[bool] = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreImpossible(TicketCommand):
    """Cannot be repaired for now: loaner and replacement promises start (SL-A7, SL-B4)."""

    kind: ClassVar[str] = "ticket.impossible"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTicket(TicketCommand):
    kind: ClassVar[str] = "ticket.watch"
    undoable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveTicket(TicketCommand):
    """Cause and method are on the record; the problem becomes a knowledge candidate (KN-1)."""

    kind: ClassVar[str] = "ticket.resolve"
    undoable: ClassVar[bool] = True
    cause: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTicket(TicketCommand):
    kind: ClassVar[str] = "ticket.close"
    undoable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTicket(TicketCommand):
    """The customer reports it again: a second cycle of every milestone (clock rule 10)."""

    kind: ClassVar[str] = "ticket.reopen"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTicket(TicketCommand):
    kind: ClassVar[str] = "ticket.cancel"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTicket(TicketCommand):
    """This ticket is a duplicate of `into`, of the same customer."""

    kind: ClassVar[str] = "ticket.merge"
    into: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMajor(TicketCommand):
    """Declare a ticket major, or (with `under`) put it under one. `under` 0 takes it out again."""

    kind: ClassVar[str] = "ticket.major"
    under: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareDisaster(TicketCommand):
    """Set or lift the flag of SL-B3; the shift lead's act, with a reason."""

    kind: ClassVar[str] = "ticket.disaster"
    disaster: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTicket(TicketCommand):
    """To another customer or contract; clocks are re-chosen."""

    kind: ClassVar[str] = "ticket.move"
    customer: int
    contract: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassTicket(TicketCommand):
    """To another owner or tier (HA-3). Exactly one of operator and post is set, or neither (tier only)."""

    kind: ClassVar[str] = "ticket.pass"
    operator: int | None = None
    post: int | None = None
    tier: Tier | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateTicket(TicketCommand):
    """Somebody higher is told by hand (OR-2)."""

    kind: ClassVar[str] = "ticket.escalate"
    role: Role
    how: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptPolicy(TicketCommand):
    """From now on the newest version of its policy and calendar counts (clock rule 5)."""

    kind: ClassVar[str] = "ticket.adopt"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TickStep(TicketCommand):
    """A playbook or checklist step is done, or not after all (TR-3)."""

    kind: ClassVar[str] = "ticket.step"
    undoable: ClassVar[bool] = True
    step: int
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePlaybook(TicketCommand):
    """Put the steps of a fault kind's playbook on the ticket."""

    kind: ClassVar[str] = "ticket.playbook"
    fault_kind: FaultKind
