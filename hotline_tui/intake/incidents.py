"""Recorded incidents as tickets: opened with the log's priority, then moved through the states the log went through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from ..domain.commands import (
    CloseTicket,
    Command,
    HoldTicket,
    NewContact,
    OpenTicket,
    ReopenTicket,
    ResolveTicket,
    RestoreTicket,
    ResumeTicket,
    StartWork,
    WatchTicket,
)
from ..domain.lifecycle import Act, path
from ..domain.triage import Answers
from ..domain.words import Affects, FaultKind, HoldReason, Level, TicketState, Works
from .recorded import RecordedCall

_HOLDS = {
    "Awaiting User Info": HoldReason.CUSTOMER,
    "Awaiting Vendor": HoldReason.VENDOR,
    "Awaiting Problem": HoldReason.PARTS,
}
_GOALS = {"Active": TicketState.WORKING, "Resolved": TicketState.RESOLVED, "Closed": TicketState.CLOSED}
_REVIEW = timedelta(days=7)
_AS_LOGGED = "as logged"
_WORKS = {Level.P1: Works.NOTHING, Level.P2: Works.PARTLY, Level.P3: Works.ERRORS, Level.P4: Works.WISH}
_DONE = (TicketState.RESTORED, TicketState.WATCHING, TicketState.RESOLVED, TicketState.CLOSED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a day is played: which desk, in whose name, and the name of this run (`call.source`)."""

    desk: int
    actor: int
    zone: str
    source: str


def opened(call: RecordedCall, row: int, place: Place) -> OpenTicket:
    """The ticket of an incident; the log's priority is the level, its location the customer."""
    level = Level(call.level) if call.level else Level.P3
    return OpenTicket(
        id=uuid4(),
        actor=place.actor,
        desk=place.desk,
        call=row,
        customer=None,
        contact=None,
        new_contact=NewContact(name=call.caller, phone="", organisation=call.organisation),
        summary=call.text or call.source_id,
        fault_kind=FaultKind.SOFTWARE,
        answers=Answers(works=_WORKS[level], affects=Affects.DEPARTMENT, known_solution=False),
        level=level,
        reason=_AS_LOGGED,
    )


def moved(ticket: int, standing: tuple[str, bool], logged: str, at: datetime, place: Place) -> Iterator[Command]:
    """What takes a ticket from where it stands (state, on hold) to the logged state; nothing for an unknown state."""
    state, held = standing

    def act(kind: Callable[..., Command], **fields: object) -> Command:
        return kind(id=uuid4(), actor=place.actor, desk=place.desk, ticket=ticket, **fields)

    if logged in _HOLDS:
        if state in _DONE:
            yield act(ReopenTicket, reason=_AS_LOGGED)
        if held:
            yield act(ResumeTicket)
        yield act(HoldTicket, reason=_HOLDS[logged], review_at=at + _REVIEW)
        return
    goal = _GOALS.get(logged)
    if goal is None or state in (goal, TicketState.CLOSED):
        return
    if held:
        yield act(ResumeTicket)
    if goal == TicketState.WORKING and state in _DONE:
        yield act(ReopenTicket, reason=_AS_LOGGED)
        return
    for step in path("ticket", state, goal):
        yield _STEPS[step](act)


_STEPS: dict[Act, Callable[[Callable[..., Command]], Command]] = {
    Act.START: lambda act: act(StartWork),
    Act.RESTORE: lambda act: act(RestoreTicket),
    Act.WATCH: lambda act: act(WatchTicket),
    Act.RESOLVE: lambda act: act(ResolveTicket, cause=_AS_LOGGED, method=_AS_LOGGED),
    Act.CLOSE: lambda act: act(CloseTicket),
}
