"""What a signature moves: posts, claims, the duty mobile; of a partial handover the person's own tickets (OR-3)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from hotline_tui.domain.handover import Part
from hotline_tui.domain.words import CallState, Role, ThingKind
from hotline_tui.services import people
from hotline_tui.services.handover_lines import Picture
from hotline_tui.services.rows import Rec
from hotline_tui.services.work import Work
from hotline_tui.store import leases
from hotline_tui.store.tables import Call, DutyMobile, Post, Ticket, table_of


def move(w: Work, rec: Rec, seen: Picture) -> dict[str, Any]:
    """Pass on what is handed over; what moved, for the one event on the desk."""
    to = rec.to_operator_id
    posts = [w.get(Post, number) for number, _ in seen.posts]
    for post in posts:
        w.change(post, holder_id=to, held_since=w.now)
    mobile = _mobile(w, rec, posts)
    tickets = [
        line.id for line in seen.lines if line.code == "ticket" and (rec.partial or line.params["person"] is None)
    ]
    if rec.partial:
        for number in tickets:
            w.change(w.get(Ticket, number), owner_operator_id=to)
    return {
        "posts": [post.id for post in posts],
        "tickets": tickets,
        "calls": _claims(w, rec.from_operator_id, to),
        "promises": [line.id for line in seen.lines if line.code == "promise" and line.part is Part.ACTION],
        "mobile": mobile,
        "partial": True if rec.partial else None,
    }


def _claims(w: Work, outgoing: int, incoming: int) -> list[int]:
    """Calls that the outgoing operator has in hand: the incoming one's next heartbeat or sign-on takes their leases."""
    t = table_of(Call).c
    calls = w.all(Call, t.desk_id == w.command.desk, t.open, t.state == CallState.CLAIMED, t.claimed_by_id == outgoing)
    session = leases.session_of(w.conn, incoming)
    for call in calls:
        w.change(call, claimed_by_id=incoming)
        leases.drop(w.conn, thing_kind=ThingKind.CALL, thing_id=call.id)
        if session is not None:
            leases.acquire(w.conn, session_id=session, thing_kind=ThingKind.CALL, thing_id=call.id)
    return [call.id for call in calls]


def _mobile(w: Work, rec: Rec, posts: list[Rec]) -> bool | None:
    """The duty mobile goes along when it lies with the outgoing operator or with a post that moves."""
    t = table_of(DutyMobile).c
    held = w.first(DutyMobile, t.desk_id == rec.desk_id, order=t.id.desc())
    with_post = any(post.is_mobile for post in posts)
    if rec.partial or held is None or not (with_post or held.operator_id == rec.from_operator_id):
        return None
    checks = rec.situation.get("checks", {})
    tested = w.now if checks.get("test_call", [None])[0] else held.tested_at
    w.add(
        DutyMobile,
        desk_id=rec.desk_id,
        number=held.number,
        operator_id=rec.to_operator_id,
        since=w.now,
        tested_at=tested,
        handed_by_id=rec.from_operator_id,
    )
    t_post = table_of(Post)
    w.conn.execute(
        update(t_post)
        .where(t_post.c.desk_id == rec.desk_id, t_post.c.is_mobile)
        .values(holder_id=rec.to_operator_id, held_since=w.now)
    )
    return True


def tell_lead(w: Work, rec: Rec, step: str, reason: str) -> None:
    """The shift lead has to be told about this handover."""
    people.tell(
        w,
        desk=rec.desk_id,
        thing=(str(ThingKind.HANDOVER), rec.id),
        role=Role.SHIFT_LEAD,
        step=step,
        how="",
        reason=reason,
    )
