"""Every act at the desk as a frozen value: one object for screen, command line, record, retry and tests.

`id` makes an act happen exactly once (a retry with the same id returns the first result), `actor` is the operator who
acts, `desk` the place of work. `version`, where a command has one, is the version of the thing the operator looked at:
another one in the database is a `Conflict`. Instants are aware and in UTC. Text is as typed: services clean it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from .importing import Value
from .triage import Answers
from .words import Channel, FaultKind, HoldReason, Level, Milestone, Role, TalkState, ThingKind, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What all acts have in common. `kind` is the act's name on the record."""

    kind: ClassVar[str] = ""
    undoable: ClassVar[bool] = False
    """`u` may take it back for 10 s, by a compensating command."""

    id: UUID
    actor: int
    desk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command did. `thing`/`number` name what was made or changed; `version` is its new version.

    `already` is true where the result is that of an earlier run of the same command.
    """

    command: UUID
    kind: str
    thing_kind: str = ""
    thing_id: int = 0
    number: str = ""
    version: int = 0
    undoable: bool = False
    already: bool = False
    extra: tuple[tuple[str, str | int | float | bool | None], ...] = ()

    def value(self, name: str) -> str | int | float | bool | None:
        """A named detail of the result, or None."""
        return dict(self.extra).get(name)


# ---- calls --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterCall(Command):
    """A contact from outside enters the queue (IN-1). The same (channel, source_id) enters once."""

    kind: ClassVar[str] = "call.enter"
    channel: Channel
    number: str = ""
    """Caller's number, mail address or account as given; empty when withheld."""
    name: str = ""
    text: str = ""
    """Subject and body of a mail, fax, form or message."""
    line: str = ""
    """The line dialled or the mailbox (IN-5)."""
    source: str = ""
    source_id: str = ""
    received: datetime | None = None
    """When it reached us, if earlier than now (mail read late); None means now."""
    customer: int | None = None
    contact: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCall(Command):
    """Take a call out of the queue; it is answered now if it is live. `call` None means the next by IN-6."""

    kind: ClassVar[str] = "call.claim"
    undoable: ClassVar[bool] = True
    call: int | None = None
    session: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCall(Command):
    """Put a claimed call back."""

    kind: ClassVar[str] = "call.release"
    call: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverCall(Command):
    """Take a call that somebody else has claimed; the record says from whom and why."""

    kind: ClassVar[str] = "call.take_over"
    call: int
    reason: str
    session: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTalk(Command):
    """The caller is talking, on hold, transferred, or has hung up while the operator still writes."""

    kind: ClassVar[str] = "call.talk"
    undoable: ClassVar[bool] = True
    call: int
    talk: TalkState


@dataclass(frozen=True, slots=True, kw_only=True)
class AbandonCall(Command):
    """The caller hung up before an answer; a call-back is promised (IN-8)."""

    kind: ClassVar[str] = "call.abandon"
    call: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviseCall(Command):
    """Solved at once on the phone; no ticket. Customer and contact are kept where known."""

    kind: ClassVar[str] = "call.advise"
    undoable: ClassVar[bool] = True
    call: int
    text: str
    customer: int | None = None
    contact: int | None = None
    article: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissCall(Command):
    """Wrong number, spam, test call."""

    kind: ClassVar[str] = "call.dismiss"
    undoable: ClassVar[bool] = True
    call: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCall(Command):
    """The call belongs to a ticket that is there already; a report on a restored or resolved one may reopen it."""

    kind: ClassVar[str] = "call.join"
    call: int
    ticket: int
    text: str = ""
    reopen: bool = False
    contact: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TryCallBack(Command):
    """One attempt to call back. Reached claims the call; after three misses the shift lead decides."""

    kind: ClassVar[str] = "call.call_back"
    call: int
    reached: bool
    session: int = 0


# ---- tickets ------------------------------------------------------------------------------------------------------


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


# ---- field --------------------------------------------------------------------------------------------------------


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


# ---- complaints, customers, rules, the desk itself ---------------------------------------------------------------


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
