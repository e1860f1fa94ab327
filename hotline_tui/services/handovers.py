"""Handing a desk over: drafting, giving, going through it (OR-3). Signing is in `handover_signing`.

Until the incoming operator signs, the outgoing one answers for the desk.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, insert, update

from hotline_tui.domain.commands import Result
from hotline_tui.domain.commands.handovers import (
    AnswerLine,
    AskLine,
    CheckHandover,
    DraftHandover,
    GiveHandover,
    HandoverCommand,
    MarkLines,
    WriteHandover,
)
from hotline_tui.domain.conditions import Facts, Given
from hotline_tui.domain.errors import N_, Conflict, Refused
from hotline_tui.domain.handover import Line
from hotline_tui.domain.lifecycle import Act, check
from hotline_tui.domain.words import HandoverState, ThingKind
from hotline_tui.services.bus import handles
from hotline_tui.services.handover_lines import Picture, kept, picture, picture_of, stays, values_of
from hotline_tui.services.rows import Rec, desk_of
from hotline_tui.services.work import Work
from hotline_tui.store.tables import Handover, HandoverLine, Operator, Post, table_of
from hotline_tui.store.types import to_text

HANDOVER = ThingKind.HANDOVER
OPEN = (HandoverState.DRAFTED, HandoverState.REVIEWING)


# ---- the outgoing operator


@handles(DraftHandover)
def draft(w: Work, c: DraftHandover) -> Result:
    """Take the picture; an operator's open handover is taken up again, with what was written in it."""
    w.unit.lock([(ThingKind.DESK, c.desk)])
    if c.partial and (c.to is None or c.to == c.actor):
        raise Refused(N_("Say to whom: one's own work is handed to a colleague by name."))
    if c.to is not None:
        w.get(Operator, c.to)
    seen = picture(w.conn, desk=c.desk, operator=c.actor, partial=c.partial, at=w.now, now=w.now)
    if not c.partial and not seen.posts:
        _somebody_else(w, c.desk)
    t = table_of(Handover).c
    rec = w.first(Handover, t.desk_id == c.desk, t.from_operator_id == c.actor, t.state.in_([str(s) for s in OPEN]))
    if rec is not None and rec.partial != c.partial:
        _give_up(w, rec)
        rec = None
    if rec is None:
        rec = _new(w, c, seen)
    else:
        _again(w, rec, seen)
    _take(w, rec, seen)
    w.event(HANDOVER, rec.id, c.kind, lines=len(seen.lines), partial=c.partial or None, to=c.to)
    return w.result(HANDOVER, rec.id)


def _again(w: Work, rec: Rec, seen: Picture) -> None:
    """Taken up again. At another change of shift than it was begun for, what was checked then is checked anew."""
    now = about(seen)
    same = rec.state != HandoverState.DRAFTED or rec.situation.get("ending") == now["ending"]
    ending, coming = seen.ending.id, seen.coming.id
    w.change(rec, as_of=w.now, situation=rec.situation | now if same else now, from_shift_id=ending, to_shift_id=coming)


def _give_up(w: Work, rec: Rec) -> None:
    """Somebody who leaves early after all, or stays: a draft of the other kind that nobody has signed is let go."""
    if rec.state != HandoverState.DRAFTED:
        raise Refused(N_("You have signed another handover. Withdraw that one first, or wait until it is taken over."))
    let_go(w, rec)


def let_go(w: Work, rec: Rec, reason: str = "") -> None:
    """Withdrawn: it passes nothing on any more."""
    state = check("handover", rec.state, Act.WITHDRAW)
    w.change(rec, state=state, refused_at=w.now, reservation=reason)
    w.event(HANDOVER, rec.id, "handover.withdraw", reason=reason)


def _somebody_else(w: Work, desk: int) -> None:
    """Refused when others fill the desk's posts, or nobody does: a handover passes on one's own."""
    t = table_of(Post).c
    posts = w.all(Post, t.desk_id == desk, t.retired_at.is_(None), order=t.sort)
    held = next((one for one in posts if one.holder_id is not None), None)
    if held is not None:
        who = w.get(Operator, held.holder_id).name
        raise Refused(
            N_("{who} has the desk and has not begun to hand over. Ask for it: it shows here as soon as it begins."),
            who=who,
        )
    if posts:
        raise Refused(N_("Nobody fills a post at this desk. Take it first."))


def _new(w: Work, c: DraftHandover, seen: Picture) -> Rec:
    number = w.add(
        Handover,
        desk_id=c.desk,
        partial=c.partial,
        from_shift_id=seen.ending.id,
        to_shift_id=seen.coming.id,
        from_operator_id=c.actor,
        to_operator_id=c.to,
        drafted_at=w.now,
        as_of=w.now,
        countersign=bool(desk_of(w.conn, c.desk).countersign) and not c.partial,
        situation=about(seen),
    )
    return w.get(Handover, number)


def about(seen: Picture) -> dict[str, Any]:
    """Shifts and posts as they were: a signed handover does not look them up."""
    return {
        "ending": [seen.ending.name, to_text(seen.ending.start), to_text(seen.ending.end)],
        "coming": [seen.coming.name, to_text(seen.coming.start), to_text(seen.coming.end)],
        "posts": [[number, name] for number, name in seen.posts],
    }


def _take(w: Work, rec: Rec, seen: Picture) -> None:
    """Keep the picture's fingerprints: what differs from them later has changed since the draft."""
    had = kept(w.conn, rec.id)
    t = table_of(HandoverLine)
    new = [
        values_of(line, sort, staying=stays(line, rec)) | {"handover_id": rec.id, "drafted": line.print}
        for sort, line in enumerate(seen.lines)
        if line.key not in had
    ]
    if new:
        w.conn.execute(insert(t), new)
    prints = {line.key: line.print for line in seen.lines}
    again = [{"b_id": one.id, "b_print": prints.get(key, "")} for key, one in had.items()]
    again = [one for one, rec_ in zip(again, had.values(), strict=True) if rec_.drafted != one["b_print"]]
    if again:
        w.conn.execute(update(t).where(t.c.id == bindparam("b_id")).values(drafted=bindparam("b_print")), again)


def begin(w: Work, c: HandoverCommand, act: Act, *, facts: Facts | None = None, reason: str = "") -> tuple[Rec, str]:
    """The handover, locked, and the state that follows. Refused where the act is not drawn from its state."""
    things = [(str(ThingKind.DESK), w.command.desk), (str(HANDOVER), c.handover)]
    w.unit.lock(things)
    heads = w.unit.heads(things).values()  # who waited for the lock does not act before those who had it
    w.now = max([w.now, *(at for _, _, at in heads)])
    rec = w.get(Handover, c.handover)
    state = check("handover", rec.state, act, facts or Facts(now=w.now), Given(reason=reason))
    return rec, state


def outgoing(w: Work, rec: Rec) -> None:
    """Refused for anybody but the one who hands over."""
    if rec.from_operator_id != w.actor:
        who = w.get(Operator, rec.from_operator_id).name
        raise Refused(N_("Only {who}, who hands over, may do this."), who=who)


@handles(WriteHandover)
def write(w: Work, c: WriteHandover) -> Result:
    """A note on a line, or the outgoing operator's own words."""
    rec, _ = begin(w, c, Act.EDIT)
    outgoing(w, rec)
    if c.line:
        _set(w, rec, c.line, text=c.text)
    else:
        w.change(rec, words=c.text)
    w.event(HANDOVER, rec.id, c.kind, line=c.line, text=c.text)
    return w.result(HANDOVER, rec.id)


@handles(CheckHandover)
def check_item(w: Work, c: CheckHandover) -> Result:
    """An item of the checklist; what is not in order needs a word."""
    rec, _ = begin(w, c, Act.EDIT)
    if c.ok is False and not c.note:
        raise Refused(N_("Say what is not in order."))
    who = w.get(Operator, w.actor or 0).name
    checks = dict(rec.situation.get("checks", {}))
    checks[c.item] = [c.ok, c.note, who, to_text(w.now)]
    w.change(rec, situation=rec.situation | {"checks": checks})
    w.event(HANDOVER, rec.id, c.kind, item=c.item, ok=c.ok, note=c.note)
    return w.result(HANDOVER, rec.id)


@handles(GiveHandover)
def give(w: Work, c: GiveHandover) -> Result:
    """The outgoing operator's signature."""
    rec, state = begin(w, c, Act.REVIEW)
    outgoing(w, rec)
    if c.to == w.actor:
        raise Refused(N_("Nobody hands over to themselves."))
    if c.to is not None and w.get(Operator, c.to).retired_at is not None:
        raise Refused(N_("{who} has left."), who=w.get(Operator, c.to).name)
    again = rec.state == HandoverState.REVIEWING
    if again:
        _start_anew(w, rec, c.to)
    checks = rec.situation.get("checks", {})
    unchecked = [
        str(line.params["item"])
        for line in picture_of(w.conn, rec, w.now).lines
        if line.code == "check" and checks.get(line.params["item"], [None])[0] is None
    ]
    if unchecked:
        raise Refused(N_("The checklist has open items. Check them first, or say what is not in order."))
    to = c.to if again and not rec.partial else c.to or rec.to_operator_id
    w.change(rec, state=state, out_signed_at=w.now, to_operator_id=to)
    w.event(HANDOVER, rec.id, c.kind, to=rec.to_operator_id)
    return w.result(HANDOVER, rec.id)


def _start_anew(w: Work, rec: Rec, to: int | None) -> None:
    """Given to another one: what was understood, was understood by somebody else."""
    if to == rec.to_operator_id:
        who = w.get(Operator, to).name if to is not None else "–"
        raise Refused(
            N_("You have signed: now the one who takes over goes through it. It was given to {who}."), who=who
        )
    t = table_of(HandoverLine)
    w.conn.execute(update(t).where(t.c.handover_id == rec.id).values(seen="", understood_at=None))


# ---- the incoming operator


def incoming(w: Work, rec: Rec) -> None:
    """The actor takes over: the one it was given to, or, where nobody was named, whoever begins."""
    if rec.from_operator_id == w.actor:
        raise Refused(N_("Somebody else has to take over: both sign with their own name."))
    if rec.to_operator_id is None:
        w.change(rec, to_operator_id=w.actor)
    elif rec.to_operator_id != w.actor:
        raise Refused(N_("This handover was given to {who}."), who=w.get(Operator, rec.to_operator_id).name)


@handles(MarkLines)
def mark(w: Work, c: MarkLines) -> Result:
    """Understood as they stand. Conflict where one has changed since it was shown: then it must be seen again."""
    rec, _ = begin(w, c, Act.EDIT)
    incoming(w, rec)
    seen = {line.key: line for line in picture_of(w.conn, rec, w.now).lines}
    rows = kept(w.conn, rec.id)
    for key, print_ in c.lines:
        if c.understood and (key not in seen or seen[key].print != print_):
            raise Conflict(N_("A line has changed since you saw it. Look at it again."), key=key)
        shown = {"seen": print_, "understood_at": w.now} if c.understood else {"seen": "", "understood_at": None}
        _keep(w, rec, rows, key, seen.get(key), **shown)
    w.event(HANDOVER, rec.id, c.kind, lines=[key for key, _ in c.lines], undone=None if c.understood else True)
    return w.result(HANDOVER, rec.id)


@handles(AskLine)
def ask(w: Work, c: AskLine) -> Result:
    """A question stays on the line, with its answer."""
    rec, _ = begin(w, c, Act.EDIT)
    incoming(w, rec)
    if not c.text:
        raise Refused(N_("Write the question."))
    _set(w, rec, c.line, question=c.text, answer="")
    w.event(HANDOVER, rec.id, c.kind, line=c.line, text=c.text)
    return w.result(HANDOVER, rec.id)


@handles(AnswerLine)
def answer(w: Work, c: AnswerLine) -> Result:
    """The outgoing operator's answer."""
    rec, _ = begin(w, c, Act.EDIT)
    outgoing(w, rec)
    row = kept(w.conn, rec.id).get(c.line)
    if row is None or not row.question:
        raise Refused(N_("Nobody has asked about this line."))
    _set(w, rec, c.line, answer=c.text)
    w.event(HANDOVER, rec.id, c.kind, line=c.line, text=c.text)
    return w.result(HANDOVER, rec.id)


def _set(w: Work, rec: Rec, key: str, **values: Any) -> None:
    """Keep something about a line."""
    rows = kept(w.conn, rec.id)
    _keep(w, rec, rows, key, None if key in rows else picture_of(w.conn, rec, w.now).find(key), **values)


def _keep(w: Work, rec: Rec, rows: dict[str, Rec], key: str, line: Line | None, **values: Any) -> None:
    """Keep it in the line's row; one that came after the draft gets its row now."""
    t = table_of(HandoverLine)
    if key in rows:
        w.conn.execute(update(t).where(t.c.id == rows[key].id).values(**values))
        return
    if line is None:
        raise Refused(N_("That line is no longer in the handover: the matter is settled."))
    new = values_of(line, len(rows), staying=stays(line, rec)) | {"handover_id": rec.id, **values}
    w.conn.execute(insert(t).values(**new))
