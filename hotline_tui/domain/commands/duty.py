"""Acts on complaints, customers, rules, and the desk itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ..importing import Value
from ..words import ThingKind
from .base import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenComplaint(Command):
    """CU-5: answered in 15 minutes, never by the person complained about."""

    kind: ClassVar[str] = "complaint.open"
    customer: int
    contact: int | None = None
    ticket: int | None = None
    call: int | None = None
    text: str
    about_engineer: int | None = None
    about_operator: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerComplaint(Command):
    kind: ClassVar[str] = "complaint.answer"
    complaint: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseComplaint(Command):
    kind: ClassVar[str] = "complaint.close"
    complaint: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEscalation(Command):
    """Whoever had to be told has been told: by the operator who says so, how, and what they said (OR-2)."""

    kind: ClassVar[str] = "escalation.answer"
    escalation: int
    how: str
    """phone, message, person."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutCustomer(Command):
    """Make (`customer` None) or change a customer."""

    kind: ClassVar[str] = "customer.put"
    customer: int | None
    name: str
    region: str = ""
    notes: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutContact(Command):
    kind: ClassVar[str] = "contact.put"
    contact: int | None
    customer: int
    name: str
    phones: tuple[str, ...] = ()
    email: str = ""
    may_call: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord(Command):
    """One row of a customer file; `record` is its kind (`importing.Kind`), `values` what its columns hold."""

    kind: ClassVar[str] = "customer.import"
    record: str
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPolicy(Command):
    """Import a policy or calendar file's text as a new immutable version."""

    kind: ClassVar[str] = "policy.load"
    thing: ThingKind
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlarm(Command):
    """Somebody at this desk has seen it: the bell stops for this alarm."""

    kind: ClassVar[str] = "desk.acknowledge"
    alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Command):
    """Take back a command of one's own: a compensating act, refused when something came after it."""

    kind: ClassVar[str] = "undo"
    command: UUID
