"""The shift log (值班日志), the duty mobile, and filling a post without a handover (OR-3, FS-7)."""

from __future__ import annotations

from hotline_tui.domain.commands import Result
from hotline_tui.domain.commands.handovers import CloseLog, HandMobile, TakePost, WriteLog
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.words import ThingKind
from hotline_tui.services.bus import handles
from hotline_tui.services.handovers import OPEN, let_go
from hotline_tui.services.rows import Rec, desk_of
from hotline_tui.services.shifts import shift_on
from hotline_tui.services.work import Work
from hotline_tui.store import leases
from hotline_tui.store.tables import DutyMobile, Engineer, Handover, LogEntry, Operator, Post, Ticket, table_of

DESK = ThingKind.DESK
LOG_KINDS = ("note", "order", "change", "outage", "protected", "test_call")
"""What an entry of the shift log can be."""


@handles(WriteLog)
def write_log(w: Work, c: WriteLog) -> Result:
    """An entry by time. It is not changed afterwards: a later one corrects it."""
    if not c.text:
        raise Refused(N_("Write down what happened."))
    if c.entry not in LOG_KINDS:
        raise Refused(N_("“{kind}” is no kind of entry."), kind=c.entry)
    at = c.at or w.now
    if at > w.now:
        raise Refused(N_("That has not happened yet: give it a due time instead."))
    if c.starts_at and c.ends_at and c.ends_at <= c.starts_at:
        raise Refused(N_("It would end before it begins."))
    if c.corrects is not None:
        _of_desk(w, w.get(LogEntry, c.corrects))
    if c.ticket is not None:
        w.get(Ticket, c.ticket)
    number = w.add(
        LogEntry,
        desk_id=c.desk,
        shift_id=shift_on(w.conn, desk_of(w.conn, c.desk), at).id,
        at=at,
        by_id=w.actor,
        kind=c.entry,
        text=c.text,
        from_whom=c.from_whom,
        starts_at=c.starts_at,
        ends_at=c.ends_at,
        due_at=c.due_at,
        hand_over=c.hand_over or c.entry == "order",
        thing_kind=str(ThingKind.TICKET) if c.ticket is not None else "",
        thing_id=c.ticket,
        corrects_id=c.corrects,
    )
    w.event(DESK, c.desk, c.kind, log=number, entry=c.entry, ticket=c.ticket, corrects=c.corrects)
    return w.result(DESK, c.desk, log=number)


def _of_desk(w: Work, rec: Rec) -> None:
    if rec.desk_id != w.command.desk:
        raise Refused(N_("That entry belongs to another desk."))


@handles(CloseLog)
def close_log(w: Work, c: CloseLog) -> Result:
    """An order is carried out, an outage over."""
    w.unit.lock([(DESK, c.desk)])
    rec = w.get(LogEntry, c.log)
    _of_desk(w, rec)
    if rec.done_at is not None:
        raise Refused(N_("That is done already."))
    w.change(rec, done_at=w.now)
    w.event(DESK, c.desk, c.kind, log=rec.id, note=c.note)
    return w.result(DESK, c.desk, log=rec.id)


@handles(HandMobile)
def hand_mobile(w: Work, c: HandMobile) -> Result:
    """The duty mobile passes on; it is always with somebody."""
    if (c.operator is None) == (c.engineer is None):
        raise Refused(N_("Give the duty mobile to one person: an operator or an engineer."))
    if c.operator is not None:
        w.get(Operator, c.operator)
    if c.engineer is not None:
        w.get(Engineer, c.engineer)
    w.unit.lock([(DESK, c.desk)])
    t = table_of(DutyMobile).c
    held = w.first(DutyMobile, t.desk_id == c.desk, order=t.id.desc())
    number = c.number or (held.number if held is not None else "")
    if not number:
        raise Refused(N_("Enter the duty mobile's number."))
    same = held is not None and (held.operator_id, held.engineer_id, held.number) == (c.operator, c.engineer, number)
    if same and not c.tested:
        raise Refused(N_("Nothing would change: it is so already."))
    w.add(
        DutyMobile,
        desk_id=c.desk,
        number=number,
        operator_id=c.operator,
        engineer_id=c.engineer,
        since=w.now,
        tested_at=w.now if c.tested else None,
        handed_by_id=w.actor,
        note=c.note,
    )
    for post in w.all(Post, table_of(Post).c.desk_id == c.desk, table_of(Post).c.is_mobile):
        w.change(post, holder_id=c.operator, held_since=w.now, phone=number)
    w.event(DESK, c.desk, c.kind, operator=c.operator, engineer=c.engineer, tested=c.tested or None, note=c.note)
    return w.result(DESK, c.desk)


@handles(TakePost)
def take_post(w: Work, c: TakePost) -> Result:
    """Fill a post without a handover: it stands on the record as that. Work of the post comes along."""
    w.unit.lock([(DESK, c.desk)])
    posts = [_one_post(w, c)] if c.post is not None else _deserted(w, c)
    before = sorted({post.holder_id for post in posts if post.holder_id is not None})
    for post in posts:
        w.change(post, holder_id=w.actor, held_since=w.now)
    w.event(DESK, c.desk, c.kind, posts=[post.id for post in posts], holders=before, why=c.why)
    for holder in before:
        _withdraw(w, c, holder)
    return w.result(DESK, c.desk)


def _withdraw(w: Work, c: TakePost, holder: int) -> None:
    """Who has no post left has nothing to hand over: what they had begun is withdrawn."""
    p, h = table_of(Post).c, table_of(Handover).c
    if w.first(Post, p.desk_id == c.desk, p.holder_id == holder, p.retired_at.is_(None)) is not None:
        return
    begun = h.desk_id == c.desk, h.from_operator_id == holder, ~h.partial, h.state.in_([str(one) for one in OPEN])
    for rec in w.all(Handover, *begun):
        let_go(w, rec, c.why)


def _one_post(w: Work, c: TakePost) -> Rec:
    post = w.get(Post, c.post or 0)
    if post.desk_id != c.desk or post.retired_at is not None:
        raise Refused(N_("That post belongs to another desk, or is retired."))
    if post.holder_id == w.actor:
        raise Refused(N_("You fill this post already."))
    if post.holder_id is not None:
        _may_take(w, c, post)
    return post


def _may_take(w: Work, c: TakePost, post: Rec) -> None:
    """From somebody who sits at a console only the shift lead takes a post; and always with a reason."""
    if not c.why:
        raise Refused(N_("Say why: a reason is needed."))
    if leases.session_of(w.conn, post.holder_id) is not None and not w.is_lead:
        who = w.get(Operator, post.holder_id).name
        raise Refused(N_("{who} fills this post and is at a console: take over by a handover."), who=who)


def _deserted(w: Work, c: TakePost) -> list[Rec]:
    """The posts whose holders are gone; refused where there is none."""
    t = table_of(Post).c
    mine = t.holder_id.is_(None) | (t.holder_id != w.actor)
    others = w.all(Post, t.desk_id == c.desk, t.retired_at.is_(None), mine, order=t.sort)
    found = [one for one in others if one.holder_id is None or leases.session_of(w.conn, one.holder_id) is None]
    if not found:
        raise Refused(N_("Every post of this desk is filled by somebody at a console: take over by a handover."))
    if any(one.holder_id is not None for one in found) and not c.why:
        raise Refused(N_("Say why: a reason is needed."))
    return found
