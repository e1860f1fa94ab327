"""What is to be done and how things stand: the action list and the situation of a handover (OR-3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select

from ..domain.handover import ActionFacts
from ..domain.words import CallState, EngineerState, VisitState
from ..store.tables import (
    Bulletin,
    Call,
    Clock,
    Complaint,
    Customer,
    Engineer,
    Escalation,
    Loaner,
    LogEntry,
    Operator,
    Part,
    Post,
    Rma,
    Ticket,
    table_of,
)
from ..store.tables import DutyMobile as DutyMobileRow
from ..store.types import stamp
from .handover_facts import Scope, of_ticket
from .read_common import CALLBACK_OWED, seconds, visits_of_desk
from .read_engineers import engineer_rows

ticket, clock, customer = table_of(Ticket).c, table_of(Clock).c, table_of(Customer).c
operator, call, mobile = table_of(Operator).c, table_of(Call).c, table_of(DutyMobileRow).c
complaint, escalation, log = table_of(Complaint).c, table_of(Escalation).c, table_of(LogEntry).c
loaner, rma, part, bulletin = table_of(Loaner).c, table_of(Rma).c, table_of(Part).c, table_of(Bulletin).c
engineer, post = table_of(Engineer).c, table_of(Post).c

BULLETIN_DAYS = 14
"""A bulletin is in force for the duty desk so long after it was sent."""


def actions(conn: Connection, scope: Scope, now: datetime, checklist: Sequence[str]) -> list[ActionFacts]:
    """What is to be done, and for a whole handover the situation around it."""
    found = [*_promises(conn, scope), *_holds(conn, scope), *_visits(conn, scope)]
    if scope.partial:
        return found
    found += [*_calls(conn, scope.desk), *_untold(conn, scope.desk), *_equipment(conn, scope.desk, now)]
    found += [*_complaints(conn, scope.desk), *_log(conn, scope.desk, now), *_situation(conn, scope.desk, now)]
    found += [
        ActionFacts("check", "check", place, None, {"item": item}) for place, item in enumerate(checklist, start=1)
    ]
    return found


def _promises(conn: Connection, scope: Scope) -> Iterator[ActionFacts]:
    rows = conn.execute(
        select(
            *(clock.id, clock.milestone, clock.params, stamp(clock.due), stamp(clock.start)),
            *(ticket.id.label("ticket"), ticket.number, customer.name),
        )
        .select_from(
            table_of(Ticket)
            .join(table_of(Clock), of_ticket())
            .outerjoin(table_of(Customer), customer.id == ticket.customer_id)
        )
        .where(scope.tickets(), clock.open, clock.trigger == "promised")
    )
    for row in rows:
        words = {"milestone": row.milestone, "customer": row.name or "", "text": str(row.params.get("text", ""))}
        yield ActionFacts("promise", "clock", row.id, row.due, words, row.ticket, row.number, row.start)


def _holds(conn: Connection, scope: Scope) -> Iterator[ActionFacts]:
    rows = conn.execute(
        select(
            *(ticket.id, ticket.number, ticket.hold_reason, customer.name),
            *(stamp(ticket.hold_review_at), stamp(ticket.hold_since)),
        )
        .select_from(table_of(Ticket).outerjoin(table_of(Customer), customer.id == ticket.customer_id))
        .where(scope.tickets(), ticket.hold_review_at.is_not(None))
    )
    for row in rows:
        words = {"reason": row.hold_reason, "customer": row.name or ""}
        yield ActionFacts("hold", "ticket", row.id, row.hold_review_at, words, row.id, row.number, row.hold_since)


def _visits(conn: Connection, scope: Scope) -> Iterator[ActionFacts]:
    rows = {row.id: row for row in conn.execute(select(ticket.id, ticket.number).where(scope.tickets()))}
    for visit in visits_of_desk(conn, scope.desk):
        if visit.ticket_id not in rows and (scope.partial or visit.ticket_id is not None):
            continue
        later = visit.state == VisitState.RESERVED
        about = rows.get(visit.ticket_id)
        at = visit.planned_at if later else visit.eta
        yield ActionFacts(
            "planned" if later else "visit",
            "visit",
            visit.id,
            at.timestamp() if at is not None else None,
            {"state": visit.state, "engineer": visit.engineer_name or "", "remote": bool(visit.remote)},
            visit.ticket_id,
            about.number if about is not None else "",
            seconds(visit.since),
        )


def _calls(conn: Connection, desk: int) -> Iterator[ActionFacts]:
    """Calls that nobody has, and callers who are still to be called back."""
    columns = (
        *(call.id, call.state, call.channel, call.number_raw, call.name_given, call.callback_attempts, customer.name),
        *(stamp(call.entered_at), stamp(call.callback_due)),
    )
    source = table_of(Call).outerjoin(table_of(Customer), customer.id == call.customer_id)
    waiting = (
        select(*columns).select_from(source).where(call.desk_id == desk, call.open, call.state == CallState.WAITING)
    )
    owed = select(*columns).select_from(source).where(call.desk_id == desk, CALLBACK_OWED, ~call.open)
    for code, rows in (("unclaimed", conn.execute(waiting)), ("promise", conn.execute(owed))):
        for row in rows:
            words = {
                "channel": row.channel,
                "customer": row.name or row.name_given or row.number_raw,
                "attempts": row.callback_attempts,
                "milestone": "" if code == "unclaimed" else "callback",
            }
            at = row.entered_at if code == "unclaimed" else row.callback_due
            yield ActionFacts(code, "call", row.id, at, words, since=row.entered_at)


def _untold(conn: Connection, desk: int) -> Iterator[ActionFacts]:
    rows = conn.execute(
        select(
            *(escalation.id, escalation.thing_kind, escalation.thing_id, escalation.role, escalation.step),
            *(stamp(escalation.at), operator.name, ticket.number),
        )
        .select_from(
            table_of(Escalation)
            .outerjoin(table_of(Operator), operator.id == escalation.operator_id)
            .outerjoin(table_of(Ticket), and_(escalation.thing_kind == "ticket", ticket.id == escalation.thing_id))
        )
        .where(escalation.desk_id == desk, escalation.answered_at.is_(None))
    )
    for row in rows:
        words = {"role": row.role, "who": row.name or "", "step": row.step}
        about = row.thing_id if row.thing_kind == "ticket" else None
        yield ActionFacts("escalation", "escalation", row.id, row.at, words, about, row.number or "", row.at)


def _complaints(conn: Connection, desk: int) -> Iterator[ActionFacts]:
    """Open complaints that stand on no ticket: those on one make their ticket dangerous."""
    rows = conn.execute(
        select(
            complaint.id, complaint.number, complaint.text, complaint.state, stamp(complaint.received_at), customer.name
        )
        .select_from(table_of(Complaint).outerjoin(table_of(Customer), customer.id == complaint.customer_id))
        .where(complaint.desk_id == desk, complaint.open)
    )
    for row in rows:
        words = {"customer": row.name or "", "text": row.text, "state": row.state, "complaint": row.number}
        yield ActionFacts("complaint", "complaint", row.id, row.received_at, words, since=row.received_at, must=True)


def _equipment(conn: Connection, desk: int, now: datetime) -> Iterator[ActionFacts]:
    """Loaners and repairs that are overdue."""
    lent = conn.execute(
        select(loaner.id, loaner.code, loaner.name, loaner.ticket_id, stamp(loaner.due_at), customer.name.label("who"))
        .select_from(table_of(Loaner).outerjoin(table_of(Customer), customer.id == loaner.customer_id))
        .where(loaner.desk_id == desk, loaner.state == "out", loaner.due_at <= now)
    )
    for row in lent:
        words = {"code": row.code, "name": row.name, "customer": row.who or ""}
        yield ActionFacts("loaner", "loaner", row.id, row.due_at, words, row.ticket_id, since=row.due_at)
    sent = conn.execute(
        select(rma.id, rma.maker, rma.case_number, rma.serial, rma.ticket_id, stamp(rma.due_at)).where(
            rma.desk_id == desk, rma.closed_at.is_(None), rma.due_at <= now
        )
    )
    for row in sent:
        words = {"maker": row.maker, "case": row.case_number, "serial": row.serial}
        yield ActionFacts("rma", "rma", row.id, row.due_at, words, row.ticket_id, since=row.due_at)


def _log(conn: Connection, desk: int, now: datetime) -> Iterator[ActionFacts]:
    """Orders that are not carried out, and entries that are to be handed over until they are over."""
    corrected = select(log.corrects_id).where(log.corrects_id.is_not(None))
    rows = conn.execute(
        select(
            *(log.id, log.kind, log.text, log.from_whom, log.thing_kind, log.thing_id),
            *(stamp(log.at), stamp(log.starts_at), stamp(log.ends_at), stamp(log.due_at)),
        ).where(
            log.desk_id == desk,
            log.done_at.is_(None),
            or_(log.kind == "order", log.hand_over),
            or_(log.ends_at.is_(None), log.ends_at > now),
            log.id.not_in(corrected),
        )
    )
    for row in rows:
        about = row.thing_id if row.thing_kind == "ticket" else None
        words = {
            "kind": row.kind,
            "text": row.text,
            "from": row.from_whom,
            "starts": row.starts_at,
            "ends": row.ends_at,
        }
        code = "order" if row.kind == "order" else "log"
        yield ActionFacts(code, "log", row.id, row.due_at or row.starts_at, words, about, since=row.at)


def _mobile(conn: Connection, desk: int) -> Iterator[ActionFacts]:
    """Who has the duty mobile; at a desk that has one, also that nobody has it."""
    held = conn.execute(
        select(mobile.number, func.coalesce(operator.name, engineer.name, "").label("name"), stamp(mobile.tested_at))
        .select_from(
            table_of(DutyMobileRow)
            .outerjoin(table_of(Operator), operator.id == mobile.operator_id)
            .outerjoin(table_of(Engineer), engineer.id == mobile.engineer_id)
        )
        .where(mobile.desk_id == desk)
        .order_by(mobile.since.desc(), mobile.id.desc())
        .limit(1)
    ).first()
    if held is not None:
        words = {"number": held.number, "holder": held.name, "tested": held.tested_at}
        yield ActionFacts("duty_mobile", "desk", desk, None, words)
    elif conn.execute(select(post.id).where(post.desk_id == desk, post.is_mobile, post.retired_at.is_(None))).first():
        yield ActionFacts("duty_mobile", "desk", desk, None, {"number": "", "holder": "", "tested": None})


def _situation(conn: Connection, desk: int, now: datetime) -> Iterator[ActionFacts]:
    states = Counter(one.state for one in engineer_rows(conn, desk, "", now))
    free = states[EngineerState.AVAILABLE] + states[EngineerState.RESERVED]
    on = sum(states.values()) - states[EngineerState.OFF_DUTY]
    yield ActionFacts("engineers", "desk", desk, None, {"free": free, "on_duty": on})
    yield from _mobile(conn, desk)
    since = now - timedelta(days=BULLETIN_DAYS)
    for row in conn.execute(
        select(bulletin.id, bulletin.code, bulletin.title, stamp(bulletin.sent_at)).where(
            bulletin.state == "sent", bulletin.sent_at > since
        )
    ):
        words = {"code": row.code, "title": row.title}
        yield ActionFacts("bulletin", "bulletin", row.id, row.sent_at, words, since=row.sent_at)
    short = part.desk_id == desk, part.retired_at.is_(None), part.reorder_at > 0, part.stock <= part.reorder_at
    for row in conn.execute(select(part.id, part.code, part.name, part.stock).where(*short)):
        yield ActionFacts("part", "part", row.id, None, {"code": row.code, "name": row.name, "stock": row.stock})
