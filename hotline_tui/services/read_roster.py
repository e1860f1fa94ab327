"""The roster, the shift lead's overview, and the shift log, as screens show them (FS-7, OR-3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from ..domain import roster as rules
from ..domain.board.duty import AbsenceRow, DueRow, DutyRow, GapRow, RosterView, SeatRow, ShiftOverview
from ..domain.words import CallState, Level
from ..store import leases
from ..store.tables import (
    Absence,
    Call,
    Clock,
    Customer,
    Engineer,
    Operator,
    Post,
    RosterEntry,
    Shift,
    Ticket,
    table_of,
)
from ..store.tables import DutyMobile as DutyMobileRow
from ..store.types import stamp
from .handover_facts import carried_over
from .people import people
from .read_seats import dues
from .roster import STANDS
from .rows import Rec, desk_of
from .shifts import change_at, day_of, pattern_ahead, shift_on

entry, operator, post, shift = (table_of(one).c for one in (RosterEntry, Operator, Post, Shift))
absence, clock, ticket, customer = (table_of(one).c for one in (Absence, Clock, Ticket, Customer))
call, mobile, engineer = (table_of(one).c for one in (Call, DutyMobileRow, Engineer))

PAGE = 200


def roster(conn: Connection, desk: int, *, start: datetime, days: int, now: datetime) -> RosterView:
    """Some days of a desk's duty, with gaps, double bookings and absences."""
    end = start + timedelta(days=days)
    place = desk_of(conn, desk)
    rows, gone = _duty(conn, desk, start, end), _absences(conn, start, end)
    posts = conn.execute(
        select(post.id, post.name).where(post.desk_id == desk, post.retired_at.is_(None)).order_by(post.sort, post.id)
    ).all()
    known = people(conn, desk, now)
    away = [rules.Away(row.operator_id, rules.Span(row.starts_at, row.ends_at)) for row in gone]
    planned = {row.post_id for row in rows}
    names = {row.id: row.name for row in posts}
    pattern, ahead = pattern_ahead(place, day_of(place, max(start, now)))
    return RosterView(
        start=start.timestamp(),
        end=end.timestamp(),
        pattern=pattern,
        next_pattern=(ahead[0], ahead[1].isoformat()) if ahead is not None else None,
        posts=tuple((row.id, row.name) for row in posts),
        people=tuple((one.id, one.name) for one in known),
        shifts=_shifts(conn, place, start, end),
        rows=tuple(_duty_row(row, away) for row in rows),
        problems=_problems(
            rows, away, rules.Span(max(start, now), end), [(p, names[p]) for p in names if p in planned]
        ),
        absences=tuple(
            AbsenceRow(
                row.id,
                row.operator_id,
                row.name or "",
                row.kind,
                row.starts_at.timestamp(),
                row.ends_at.timestamp(),
                row.note,
            )
            for row in gone
        ),
    )


def _duty(conn: Connection, desk: int, start: datetime, end: datetime) -> Sequence[Any]:
    return conn.execute(
        select(
            *(entry.id, entry.shift_id, entry.post_id, entry.operator_id, entry.kind, entry.rank, entry.state),
            *(entry.starts_at, entry.ends_at, entry.note),
            *(operator.name, post.name.label("post"), shift.name.label("shift")),
        )
        .select_from(
            table_of(RosterEntry)
            .join(table_of(Operator), operator.id == entry.operator_id)
            .outerjoin(table_of(Post), post.id == entry.post_id)
            .outerjoin(table_of(Shift), shift.id == entry.shift_id)
        )
        .where(entry.desk_id == desk, entry.state.in_(STANDS), entry.starts_at < end, entry.ends_at > start)
        .order_by(entry.starts_at, post.sort, entry.rank, entry.id)
    ).all()


def _absences(conn: Connection, start: datetime, end: datetime) -> Sequence[Any]:
    return conn.execute(
        select(
            absence.id,
            absence.operator_id,
            absence.kind,
            absence.starts_at,
            absence.ends_at,
            absence.note,
            operator.name,
        )
        .join_from(table_of(Absence), table_of(Operator), operator.id == absence.operator_id)
        .where(absence.cancelled_at.is_(None), absence.starts_at < end, absence.ends_at > start)
        .order_by(absence.starts_at, absence.id)
    ).all()


def _duty_row(row: Any, away: Iterable[rules.Away]) -> DutyRow:
    span = rules.Span(row.starts_at, row.ends_at)
    return DutyRow(
        id=row.id,
        shift_id=row.shift_id,
        shift=row.shift or "",
        post_id=row.post_id,
        post=row.post or "",
        operator_id=row.operator_id,
        name=row.name,
        kind=row.kind,
        starts=row.starts_at.timestamp(),
        ends=row.ends_at.timestamp(),
        state=row.state,
        away=any(one.person == row.operator_id and one.span.meet(span) is not None for one in away),
        note=row.note,
    )


def _shifts(conn: Connection, place: Rec, start: datetime, end: datetime) -> tuple[tuple[str, float, float], ...]:
    found, at = [], start
    while at < end:
        one = shift_on(conn, place, at)
        found.append((one.name, one.start.timestamp(), one.end.timestamp()))
        at = one.end
    return tuple(found)


def _problems(
    rows: Sequence[Any], away: list[rules.Away], window: rules.Span, posts: Iterable[tuple[int, str]]
) -> tuple[GapRow, ...]:
    """What is wrong ahead of now: gaps in posts that are planned at all, and people booked twice."""
    if window.end <= window.start:
        return ()
    entries = [
        rules.Entry(row.operator_id, rules.Span(row.starts_at, row.ends_at), str(row.post_id or ""), row.kind, row.rank)
        for row in rows
    ]
    names = {row.operator_id: row.name for row in rows}
    found = [
        GapRow("gap", name, "", span.start.timestamp(), span.end.timestamp())
        for number, name in posts
        for span in rules.gaps(entries, away, window, post=str(number))
    ]
    found += [
        GapRow("double", "", names[one.person], one.span.start.timestamp(), one.span.end.timestamp())
        for one in rules.double_bookings(entries)
        if one.span.end > window.start
    ]
    return tuple(sorted(found, key=lambda one: (one.starts, one.code)))


def overview(conn: Connection, desk: int, *, now: datetime) -> ShiftOverview:
    """Who is on with how much, what is coming due, what was carried over."""
    place = desk_of(conn, desk)
    on = shift_on(conn, place, now)
    _, coming = change_at(conn, place, on.end)
    held = conn.execute(
        select(mobile.number, func.coalesce(operator.name, engineer.name, "").label("name"), stamp(mobile.tested_at))
        .select_from(
            table_of(DutyMobileRow)
            .outerjoin(table_of(Operator), operator.id == mobile.operator_id)
            .outerjoin(table_of(Engineer), engineer.id == mobile.engineer_id)
        )
        .where(mobile.desk_id == desk)
        .order_by(mobile.id.desc())
        .limit(1)
    ).first()
    problems = roster(conn, desk, start=now, days=7, now=now).problems
    return ShiftOverview(
        shift=on.name,
        start=on.start.timestamp(),
        end=on.end.timestamp(),
        seats=_seats(conn, desk, now),
        coming=_coming(conn, desk, coming.end),
        coming_end=coming.end.timestamp(),
        carried=_carried(conn, desk),
        problems=problems,
        mobile=held.name if held is not None else "",
        mobile_number=held.number if held is not None else "",
        mobile_tested=held.tested_at if held is not None else None,
        dues=dues(conn, desk, coming.end),
    )


def _seats(conn: Connection, desk: int, now: datetime) -> tuple[SeatRow, ...]:
    posts: dict[int, list[str]] = {}
    for row in conn.execute(
        select(post.holder_id, post.name).where(post.desk_id == desk, post.holder_id.is_not(None)).order_by(post.sort)
    ):
        posts.setdefault(row.holder_id, []).append(row.name)
    seen = {one.operator_id: one for one in leases.last_seen(conn, desk)}
    calls = Counter(
        conn.execute(
            select(call.claimed_by_id).where(call.desk_id == desk, call.open, call.state == CallState.CLAIMED)
        ).scalars()
    )
    load = _load(conn, desk)
    rows = []
    for one in people(conn, desk, now):
        at = seen.get(one.id)
        if not (one.on_duty or at is not None or one.id in posts or one.id in load or calls[one.id]):
            continue
        tickets, dangerous, due = load.get(one.id, (0, 0, None))
        rows.append(
            SeatRow(
                operator_id=one.id,
                name=one.name,
                desk=desk_of(conn, desk).name,
                posts=tuple(posts.get(one.id, ())),
                at_console=at is not None and at.live,
                last_seen=at.at if at is not None else None,
                doing=at.doing if at is not None and at.live else "",
                calls=calls[one.id],
                tickets=tickets,
                dangerous=dangerous,
                due=due,
            )
        )
    return tuple(sorted(rows, key=lambda row: (not row.at_console, not row.posts, row.operator_id))[:PAGE])


def _load(conn: Connection, desk: int) -> dict[int, tuple[int, int, float | None]]:
    """Operator → open tickets owned by name or through a post they fill, dangerous ones, the earliest due time."""
    who = func.coalesce(ticket.owner_operator_id, post.holder_id)
    rows = conn.execute(
        select(who.label("who"), ticket.level, stamp(clock.due))
        .select_from(
            table_of(Ticket)
            .outerjoin(table_of(Post), post.id == ticket.owner_post_id)
            .outerjoin(table_of(Clock), and_(clock.thing_kind == "ticket", clock.thing_id == ticket.id, clock.lead))
        )
        .where(ticket.desk_id == desk, ticket.open, who.is_not(None))
    )
    found: dict[int, tuple[int, int, float | None]] = {}
    for row in rows:
        count, dangerous, due = found.get(row.who, (0, 0, None))
        earliest = min((one for one in (due, row.due) if one is not None), default=None)
        found[row.who] = (count + 1, dangerous + (row.level in (Level.P1, Level.P2)), earliest)
    return found


def _coming(conn: Connection, desk: int, until: datetime) -> tuple[DueRow, ...]:
    rows = conn.execute(
        select(
            *(clock.id, clock.level, clock.milestone, stamp(clock.due)),
            *(ticket.id.label("ticket"), ticket.number, customer.name),
            func.coalesce(operator.name, post.name, "").label("owner"),
        )
        .select_from(
            table_of(Clock)
            .join(table_of(Ticket), and_(clock.thing_kind == "ticket", ticket.id == clock.thing_id))
            .outerjoin(table_of(Customer), customer.id == ticket.customer_id)
            .outerjoin(table_of(Operator), operator.id == ticket.owner_operator_id)
            .outerjoin(table_of(Post), post.id == ticket.owner_post_id)
        )
        .where(clock.desk_id == desk, clock.open, clock.lead, clock.due <= until)
        .order_by(clock.due, clock.id)
        .limit(PAGE)
    )
    return tuple(
        DueRow(row.id, row.ticket, row.number, row.level, row.name or "", row.milestone, row.due, row.owner)
        for row in rows
    )


def _carried(conn: Connection, desk: int) -> tuple[tuple[str, int, str, int], ...]:
    """Open tickets that two or more of the last handovers in a row have passed on."""
    often = {number: times for number, times in carried_over(conn, desk).items() if times > 1}
    rows = conn.execute(
        select(ticket.number, ticket.id, ticket.summary)
        .where(ticket.id.in_(sorted(often)[:PAGE]), or_(ticket.open))
        .order_by(ticket.opened_at)
    )
    return tuple((row.number, row.id, row.summary, often[row.id]) for row in rows)
