"""The desk as a console uses it: reads, acts, its session. The one implementation of `domain.desk.DeskPort`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hotline_tui.services.duty_desk import DutyDesk
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.feed import Feed

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from hotline_tui.domain.board import (
        ArticleHit,
        Board,
        BoardQuery,
        CandidateRow,
        ColleagueRow,
        ComplaintView,
        CustomerCard,
        CustomerHit,
        Draft,
        EventRow,
        Explanation,
        Preview,
        ReachRow,
        ScreenPop,
        TellPage,
        TicketRow,
        TicketView,
    )
    from hotline_tui.domain.commands import Command, OpenTicket, Result
    from hotline_tui.services.read_board import Standing
    from hotline_tui.services.read_figures import DayFigures

STANDS = timedelta(seconds=30)
"""What follows from time alone is read again after so long, whatever changes meanwhile."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a board had beside its calls, and for whom and when it holds."""

    query: BoardQuery
    beyond_calls: int
    at: datetime
    standing: Standing

    def holds(self, query: BoardQuery, beyond_calls: int, now: datetime) -> bool:
        """Whether a board of now has the same."""
        return (self.query, self.beyond_calls) == (query, beyond_calls) and self.at <= now < self.at + STANDS


class Desk(DutyDesk):
    """One console's desk. Used from one thread, one call at a time."""

    def __init__(self, store: Store, *, ring_after_s: float = 60.0, look_on: bool = False) -> None:
        super().__init__(store, look_on=look_on)
        self._ring_after_s = ring_after_s
        self._feed = Feed(store)
        self._day: DayFigures | None = None
        self._kept: _Kept | None = None

    def changed(self) -> int:
        """The counter that every recorded command moves, whoever gave it."""
        self._feed.moved()
        return self._feed.seen

    def listen(self, wake: Callable[[], None]) -> bool:
        """Call `wake`, from another thread, when `changed` is worth a look: a server tells, a file does not."""
        self._feed.listen(wake)
        return self.store.path is None

    # ---- acts

    def do(self, command: Command, *, now: datetime) -> Result:
        """Carry a command out, exactly once."""
        self._may_write()
        from hotline_tui.services import bus

        return bus.execute(self.store, command, self._now(now), session=self.me.session_id if self.me else None)

    def outcome(self, command: UUID) -> Result | None:
        """What a command whose answer was lost has done; None when it was not carried out and never will be."""
        from hotline_tui.services import bus

        return bus.outcome(self.store, command)

    def save_draft(self, draft: Draft) -> None:
        """Keep what is being typed."""
        if self._look_on:
            return
        from hotline_tui.services import drafts

        drafts.save(self.store, self._who().operator_id, draft)

    def drafts(self) -> Sequence[Draft]:
        """What this operator has typed and not saved, the newest first."""
        from hotline_tui.services import drafts

        return drafts.find(self.store, self._who().operator_id)

    def drop_draft(self, key: str) -> None:
        """The form was saved or thrown away."""
        if self._look_on:
            return
        from hotline_tui.services import drafts

        drafts.drop(self.store, self._who().operator_id, key)

    def close(self) -> None:
        """Let go of the database."""
        self._feed.close()
        self.store.close()

    # ---- reads: each module is loaded when it is first asked for, so that the first board comes early

    def board(self, query: BoardQuery, *, now: datetime) -> Board:
        """The first one comes without the handover, which takes a table and four statements more. Where nothing but
        calls has changed, only what they are in is read.
        """
        from hotline_tui.services import read_board
        from hotline_tui.services.read_figures import DayFigures, counts

        first, at = self._day is None, self._now(now)
        day = self._day = self._day or DayFigures(self._zone)
        kept, self._kept = self._kept, None
        with self.store.read() as conn:
            found = counts(conn, query.desk, at)
            if kept is None or not kept.holds(query, found.beyond_calls, at):
                handing = None if first else self.handing(conn, query, at)
                standing = read_board.standing(conn, query, now=at, handover=handing)
                kept = _Kept(query, found.beyond_calls, at, standing)
            limit, known = self._ring_after_s, kept.standing
            board = read_board.board(conn, query, now=at, day=day, call_limit_s=limit, found=found, known=known)
        self._kept = None if first else kept
        return board

    def pop(self, call: int, *, now: datetime) -> ScreenPop:
        from hotline_tui.services import read_customer

        with self.store.read() as conn:
            return read_customer.pop(conn, call, now=self._now(now), me=self._who().operator_id, zone=self._zone)

    def card(self, customer: int, *, now: datetime) -> CustomerCard:
        from hotline_tui.services import read_customer

        with self.store.read() as conn:
            return read_customer.card(conn, customer, now=self._now(now), zone=self._zone)

    def preview(self, command: OpenTicket, *, now: datetime) -> Preview:
        from hotline_tui.services import read_preview

        with self.store.read() as conn:
            return read_preview.preview(conn, command, now=self._now(now))

    def ticket(self, ticket: int, *, now: datetime) -> TicketView:
        from hotline_tui.services import read_ticket

        with self.store.read() as conn:
            me = self._who().operator_id
            return read_ticket.ticket_view(conn, ticket, now=self._now(now), me=me, zone=self._zone)

    def complaint(self, complaint: int, *, now: datetime) -> ComplaintView:
        from hotline_tui.services import read_complaint

        with self.store.read() as conn:
            return read_complaint.complaint_view(conn, complaint, me=self._who().operator_id)

    def ticket_by_number(self, number: str) -> int | None:
        from hotline_tui.services import read_find

        with self.store.read() as conn:
            prefix, today = self._place(conn)
            return read_find.ticket_by_number(conn, number, prefix=prefix, today=today)

    def timeline(self, thing_kind: str, thing_id: int, *, before: int | None = None) -> tuple[EventRow, ...]:
        from hotline_tui.services import read_record

        with self.store.read() as conn:
            return read_record.timeline(conn, thing_kind, thing_id, before=before)

    def explain(self, clock: int, *, now: datetime) -> Explanation:
        from hotline_tui.services import read_preview

        with self.store.read() as conn:
            return read_preview.explain_clock(conn, clock, now=self._now(now))

    def candidates(self, ticket: int, *, now: datetime) -> tuple[CandidateRow, ...]:
        from hotline_tui.services import read_dispatch

        with self.store.read() as conn:
            return read_dispatch.candidates(conn, ticket, now=self._now(now))

    def find_customers(self, text: str, *, limit: int = 20) -> tuple[CustomerHit, ...]:
        from hotline_tui.services import read_find

        with self.store.read() as conn:
            return read_find.find_customers(conn, text, limit=limit)

    def find_tickets(self, text: str, *, open_only: bool = False, limit: int = 50) -> tuple[TicketRow, ...]:
        from hotline_tui.services import read_find

        with self.store.read() as conn:
            prefix, today = self._place(conn)
            return read_find.find_tickets(conn, text, open_only=open_only, limit=limit, prefix=prefix, today=today)

    def find_partners(self, ticket: int, text: str, *, majors: bool = False, limit: int = 50) -> tuple[TicketRow, ...]:
        from hotline_tui.services import read_find

        with self.store.read() as conn:
            return read_find.find_partners(conn, ticket, text, majors=majors, desk=self._who().desk_id, limit=limit)

    def find_articles(self, text: str, *, limit: int = 8) -> tuple[ArticleHit, ...]:
        from hotline_tui.services import read_find

        with self.store.read() as conn:
            return read_find.find_articles(conn, text, limit=limit)

    def history(self, customer: int, *, before: float | None = None, limit: int = 50) -> tuple[TicketRow, ...]:
        from hotline_tui.services import read_find

        with self.store.read() as conn:
            return read_find.history(conn, customer, before=before, limit=limit)

    def reach(self, *, now: datetime) -> tuple[ReachRow, ...]:
        from hotline_tui.services import read_dispatch

        with self.store.read() as conn:
            return read_dispatch.reach(conn, self._who().desk_id, now=self._now(now))

    def colleagues(self, *, now: datetime) -> tuple[ColleagueRow, ...]:
        from hotline_tui.services import read_people

        with self.store.read() as conn:
            return read_people.colleagues(conn, self._who().desk_id, now=self._now(now))

    def to_tell(self, *, after: tuple[float, int] | None = None) -> TellPage:
        from hotline_tui.services import read_told

        with self.store.read() as conn:
            return read_told.to_tell(conn, self._who().desk_id, after=after)

    def _place(self, conn: Connection) -> tuple[str, date]:
        """The desk's number prefix, and its date by the database's clock."""
        from hotline_tui.services.rows import desk_of

        me = self._who()
        return desk_of(conn, me.desk_id).prefix, self.store.now(conn).astimezone(self._zone).date()


def open_desk(
    url: str, *, lock_s: float = 10.0, statement_s: float = 10.0, ring_after_s: float = 60.0, look_on: bool = False
) -> Desk:
    """Open the database at `url` (it must be there) as one console's desk. Raises Invalid or Unavailable.

    `look_on`: nothing is written through it, neither acts nor drafts nor a session.
    """
    store = open_store(url, lock_s=lock_s, statement_s=statement_s)
    if store.target is not None:
        from hotline_tui.store import grants

        try:
            grants.check(store, look_on=look_on)
        except BaseException:
            store.close()
            raise
    return Desk(store, ring_after_s=ring_after_s, look_on=look_on)
