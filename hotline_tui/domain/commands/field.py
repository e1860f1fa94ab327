"""Acts on visits and engineers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SendEngineer(Command):
    """Assign an engineer to a ticket, at once or reserved for `planned` (a reserved one is not shown as sent)."""

    kind: ClassVar[str] = "visit.send"
    undoable: ClassVar[bool] = True
    ticket: int
    engineer: int
    planned: datetime | None = None
    remote: bool = False
    eta: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCommand(Command):
    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignVisit(VisitCommand):
    """A reserved or proposed visit is sent now, or to another engineer."""

    kind: ClassVar[str] = "visit.assign"
    undoable: ClassVar[bool] = True
    engineer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptVisit(VisitCommand):
    kind: ClassVar[str] = "visit.accept"
    undoable: ClassVar[bool] = True
    eta: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartVisit(VisitCommand):
    kind: ClassVar[str] = "visit.depart"
    undoable: ClassVar[bool] = True
    eta: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEta(VisitCommand):
    kind: ClassVar[str] = "visit.eta"
    eta: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveVisit(VisitCommand):
    kind: ClassVar[str] = "visit.arrive"
    undoable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishVisit(VisitCommand):
    """`restored` says whether the customer can work again (and restores the ticket in the same act)."""

    kind: ClassVar[str] = "visit.finish"
    result: str
    restored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineVisit(VisitCommand):
    kind: ClassVar[str] = "visit.decline"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockVisit(VisitCommand):
    """At the door and can't get in or can't work."""

    kind: ClassVar[str] = "visit.block"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShowVisit(VisitCommand):
    kind: ClassVar[str] = "visit.no_show"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffVisit(VisitCommand):
    kind: ClassVar[str] = "visit.call_off"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEngineer(Command):
    """Break, off duty, back (`available`), by hand; `until` for a break."""

    kind: ClassVar[str] = "engineer.set"
    undoable: ClassVar[bool] = True
    engineer: int
    state: str
    until: datetime | None = None
