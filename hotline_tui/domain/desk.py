"""The port between the console and the services: what a desk can do. `services.desk.Desk` is the real one.

All calls are made from the gateway's own thread, one at a time. Reads are bounded. `now` is the console's instant
(aware, UTC); the services correct it by the database's clock. Every call may raise the errors of `errors.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from .duty_desk import DutyPort

if TYPE_CHECKING:
    from .board import (
        ArticleHit,
        Board,
        BoardQuery,
        CandidateRow,
        ColleagueRow,
        Company,
        ComplaintView,
        CustomerCard,
        CustomerHit,
        Draft,
        EventRow,
        Explanation,
        Me,
        Preview,
        ReachRow,
        Regained,
        ScreenPop,
        TellPage,
        TicketRow,
        TicketView,
    )
    from .commands import Command, OpenTicket, Result
    from .seats import Seats


class DeskPort(DutyPort, Protocol):
    """Reads and acts of one console."""

    def seats(self, *, now: datetime) -> Seats:
        """Who else can sign on here."""
        ...

    def sign_on(self, *, operator: int | None, desk: int | None, now: datetime, pin: str = "") -> Me:
        """Open a session (a heartbeat starts); None picks the only operator, and the operator's desk.

        SignOnNeeded: several can sign on, or a PIN is wanted. Refused: the PIN is wrong. Whoever sat here before keeps
        what they have claimed.
        """
        ...

    def unlock(self, pin: str, *, now: datetime) -> None:
        """Whoever sits here proves it. Refused for a wrong PIN; without a PIN there is nothing to prove."""
        ...

    def set_pin(self, old: str, new: str, *, now: datetime) -> None:
        """Another PIN for whoever sits here (empty `old` for a first one). Invalid for one that is easily guessed."""
        ...

    def resume(self, me: Me, *, now: datetime) -> Me | None:
        """Go on with this console's session after the connection was lost; None when there is no such session here.

        Refused when its operator has signed on elsewhere since.
        """
        ...

    def sign_off(self, *, now: datetime) -> None:
        """End the session: claims are let go."""
        ...

    def heartbeat(self, *, now: datetime) -> Me | None:
        """Keep this console's claims alive, and do what has fallen due (breaches, escalation steps, holds waking).

        Gives who sits here when that reads differently now: another role, another shift.
        """
        ...

    def fall_silent(self, *, now: datetime) -> None:
        """Nothing comes from this console's terminal any more: its claims are let go, its session goes on."""
        ...

    def come_back(self, calls: Sequence[int], *, now: datetime) -> tuple[Regained, ...]:
        """The terminal is heard again: of these calls, those that still wait are claimed anew; whose they are now.

        Refused when the operator has signed on elsewhere meanwhile.
        """
        ...

    def be_at(self, thing: str, *, typing: bool) -> tuple[Company, ...]:
        """Let the others know that `thing` (`ticket:5`; empty: nothing) is open at this console; who else has it open.

        It wakes nobody: they see it with their next heartbeat or board.
        """
        ...

    def changed(self) -> int:
        """The feed counter now; cheap (microseconds), made to be polled."""
        ...

    def listen(self, wake: Callable[[], None]) -> bool:
        """Call `wake`, from any thread, when `changed` is worth a look. False where nobody tells: it is polled."""
        ...

    def board(self, query: BoardQuery, *, now: datetime) -> Board: ...

    def do(self, command: Command, *, now: datetime) -> Result: ...

    def outcome(self, command: UUID) -> Result | None:
        """What a command whose answer was lost has done, or None: it was not carried out."""
        ...

    def pop(self, call: int, *, now: datetime) -> ScreenPop: ...

    def card(self, customer: int, *, now: datetime) -> CustomerCard: ...

    def preview(self, command: OpenTicket, *, now: datetime) -> Preview:
        """What saving this (possibly still incomplete) ticket would do."""
        ...

    def ticket(self, ticket: int, *, now: datetime) -> TicketView: ...

    def complaint(self, complaint: int, *, now: datetime) -> ComplaintView: ...

    def ticket_by_number(self, number: str) -> int | None:
        """Accepts the full number or its last digits."""
        ...

    def timeline(self, thing_kind: str, thing_id: int, *, before: int | None = None) -> tuple[EventRow, ...]:
        """The record of a ticket with its calls and visits (or of another thing): at most 200 before `before`."""
        ...

    def explain(self, clock: int, *, now: datetime) -> Explanation: ...

    def candidates(self, ticket: int, *, now: datetime) -> tuple[CandidateRow, ...]: ...

    def find_customers(self, text: str, *, limit: int = 20) -> tuple[CustomerHit, ...]:
        """By name, pinyin initials, contact or number."""
        ...

    def find_tickets(self, text: str, *, open_only: bool = False, limit: int = 50) -> tuple[TicketRow, ...]: ...

    def find_partners(self, ticket: int, text: str, *, majors: bool = False, limit: int = 50) -> tuple[TicketRow, ...]:
        """Other open tickets of its customer, or (`majors`) open majors; without text all of them, newest first."""
        ...

    def find_articles(self, text: str, *, limit: int = 8) -> tuple[ArticleHit, ...]: ...

    def history(self, customer: int, *, before: float | None = None, limit: int = 50) -> tuple[TicketRow, ...]: ...

    def reach(self, *, now: datetime) -> tuple[ReachRow, ...]: ...

    def colleagues(self, *, now: datetime) -> tuple[ColleagueRow, ...]:
        """People of this desk to whom work can be passed, those on duty first, then its posts; at most 200."""
        ...

    def to_tell(self, *, after: tuple[float, int] | None = None) -> TellPage:
        """Who is still to be told, of everything at this desk: at most 200 behind the key (since, id)."""
        ...

    def save_draft(self, draft: Draft) -> None: ...

    def drafts(self) -> Sequence[Draft]: ...

    def drop_draft(self, key: str) -> None: ...

    def close(self) -> None: ...
