"""The signatures of a handover (OR-3).

The incoming operator's moves the posts with all they own, in one event on the desk's record; a signed handover keeps
what it said, line by line, and the seal that witnesses the record at that instant.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import bindparam, insert, select, update

from hotline_tui.domain.commands import Result
from hotline_tui.domain.commands.handovers import CountersignHandover, RefuseHandover, SignHandover, WithdrawHandover
from hotline_tui.domain.conditions import Facts
from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.lifecycle import Act, why_not
from hotline_tui.domain.words import HandoverState, ThingKind
from hotline_tui.services import handover_moves
from hotline_tui.services.bus import handles
from hotline_tui.services.handover_lines import Picture, kept, picture_of, stays, unread, values_of
from hotline_tui.services.handovers import HANDOVER, about, begin, incoming, let_go, outgoing
from hotline_tui.services.rows import Rec
from hotline_tui.services.work import Work
from hotline_tui.store import chains
from hotline_tui.store.record import canonical
from hotline_tui.store.tables import Event, Handover, HandoverLine, Seal, table_of

SIGNED = (HandoverState.SIGNED, HandoverState.SIGNED_RESERVED)


@handles(SignHandover)
def sign(w: Work, c: SignHandover) -> Result:
    """The second signature: the posts move. What changed and was not seen has to be seen first."""
    chains.seal(w.conn, w.now)  # before any lock: it waits for the commands under way
    act = Act.SIGN_RESERVED if c.reservation else Act.SIGN
    rec, state = begin(w, c, act, reason=c.reservation)
    incoming(w, rec)
    seen, rows = picture_of(w.conn, rec, w.now), kept(w.conn, c.handover)
    error = why_not("handover", rec.state, act, Facts(now=w.now, lines_unread=len(unread(seen.lines, rows))))
    if error is not None:
        raise error
    moved = handover_moves.move(w, rec, seen)
    digest = _freeze(w, rec, seen, rows)
    witness = w.first(Seal, order=table_of(Seal).c.number.desc())
    w.change(
        rec,
        state=state,
        in_signed_at=w.now,
        as_of=w.now,
        reservation=c.reservation,
        situation=rec.situation | about(seen),
        seal_id=witness.id if witness else None,
        seal_hash=witness.hash if witness else "",
    )
    facts = {"reservation": c.reservation, "digest": digest, "seal": rec.seal_hash, "to": rec.to_operator_id}
    w.event(HANDOVER, rec.id, c.kind, **facts)
    w.event(ThingKind.DESK, rec.desk_id, "desk.handed_over", handover=rec.id, to=rec.to_operator_id, **moved)
    return w.result(HANDOVER, rec.id, tickets=len(moved.get("tickets", ())), partial=rec.partial)


def _freeze(w: Work, rec: Rec, seen: Picture, rows: dict[str, Rec]) -> str:
    """Keep every line as it stands at the signature; the digest of them all goes on the record."""
    t = table_of(HandoverLine)
    new, again = [], []
    for sort, line in enumerate(seen.lines):
        values = values_of(line, sort, staying=stays(line, rec))
        if line.key in rows:
            again.append({f"v_{name}": value for name, value in values.items()} | {"b_id": rows[line.key].id})
        else:
            new.append(values | {"handover_id": rec.id})
    if new:
        w.conn.execute(insert(t), new)
    if again:
        names = {
            name: bindparam(f"v_{name}", type_=t.c[name].type) for name in values_of(seen.lines[0], 0, staying=False)
        }
        w.conn.execute(update(t).where(t.c.id == bindparam("b_id")).values(**names), again)
    gone = set(rows) - {line.key for line in seen.lines}
    if gone:  # settled meanwhile: kept at the end, for what was said about them
        w.conn.execute(
            update(t).where(t.c.handover_id == rec.id, t.c.key.in_(gone)).values(part="settled", dangerous=False)
        )
    kept_rows = kept(w.conn, rec.id).values()
    figures = {
        "open": sum(row.code == "ticket" and row.part != "settled" for row in kept_rows),
        "dangerous": sum(row.dangerous and row.code == "ticket" for row in kept_rows),
        "promises": sum(row.code == "promise" and row.part != "settled" for row in kept_rows),
        "stay": sum(bool(row.stays) for row in kept_rows),
    }
    w.change(rec, figures=figures, search=_words(rec, list(kept_rows)))
    return digest_of(list(kept_rows), rec.words)


def digest_of(rows: list[Rec], words: str) -> str:
    """What was signed, in one hash: its lines with notes, questions and answers, and the words."""
    said = [
        [row.key, row.part, row.params, row.text, row.seen, row.question, row.answer, bool(row.stays)]
        for row in sorted(rows, key=lambda one: one.key)
    ]
    return hashlib.sha256(canonical([words, said]).encode()).hexdigest()


def _words(rec: Rec, rows: list[Rec]) -> str:
    told = [rec.words, rec.reservation]
    for row in rows:
        told += [str(value) for value in row.params.values() if isinstance(value, str) and value]
        told += [row.text, row.question, row.answer]
    return "\n".join(word for word in told if word)


@handles(RefuseHandover)
def refuse(w: Work, c: RefuseHandover) -> Result:
    """Not taken over: the outgoing operator goes on answering, and the shift lead is told."""
    rec, state = begin(w, c, Act.REFUSE, reason=c.reason)
    incoming(w, rec)
    w.change(rec, state=state, refused_at=w.now, reservation=c.reason)
    w.event(HANDOVER, rec.id, c.kind, reason=c.reason)
    handover_moves.tell_lead(w, rec, "handover_refused", c.reason)
    return w.result(HANDOVER, rec.id)


@handles(WithdrawHandover)
def withdraw(w: Work, c: WithdrawHandover) -> Result:
    """The outgoing operator stays after all, or begins anew."""
    rec, _ = begin(w, c, Act.WITHDRAW)
    outgoing(w, rec)
    let_go(w, rec, c.reason)
    return w.result(HANDOVER, rec.id)


@handles(CountersignHandover)
def countersign(w: Work, c: CountersignHandover) -> Result:
    """The shift lead's signature: an event on its chain, because the row is frozen."""
    w.unit.lock([(HANDOVER, c.handover)])
    rec = w.get(Handover, c.handover)
    if rec.state not in SIGNED or not rec.countersign:
        raise Refused(N_("There is nothing to countersign here."))
    if not w.is_lead or w.actor in (rec.from_operator_id, rec.to_operator_id):
        raise Refused(N_("A shift lead who is not one of the two countersigns."))
    e = table_of(Event).c
    done = select(e.id).where(e.thing_kind == str(HANDOVER), e.thing_id == rec.id, e.kind == c.kind)
    if w.conn.execute(done).first() is not None:
        raise Refused(N_("It is countersigned already."))
    w.event(HANDOVER, rec.id, c.kind)
    return w.result(HANDOVER, rec.id)
