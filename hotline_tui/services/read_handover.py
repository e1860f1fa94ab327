"""Handovers as screens and paper show them: open ones as the record stands, signed ones as they were kept (OR-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.orm import aliased

from ..domain.board.duty import CheckRow, HandoverLineRow, HandoverRow, HandoverView
from ..domain.errors import N_, Refused
from ..domain.handover import Line
from ..domain.words import HandoverState as State
from ..domain.words import ThingKind
from ..store import leases
from ..store.tables import Event, Handover, Operator, Post, Seal, table_of
from ..store.types import from_text, stamp
from .handover_lines import Picture, checklist_of, kept, picture, picture_of, stays, unread
from .read_common import epoch, like, seconds
from .rows import Rec, desk_of

handover, operator, event, post = (table_of(one).c for one in (Handover, Operator, Event, Post))

PAGE = 100
_OPEN = (State.DRAFTED, State.REVIEWING)


def view(conn: Connection, number: int, *, now: datetime) -> HandoverView:
    """One handover in full. Refused when there is none of this number."""
    t = table_of(Handover)
    row = conn.execute(select(t).where(t.c.id == number)).first()
    if row is None:
        raise Refused(N_("There is no handover {id}."), id=number)
    rec = Rec(t, dict(row._mapping))
    notes = kept(conn, number)
    if rec.state in _OPEN:
        seen = picture_of(conn, rec, now)
        lines = tuple(_live(seen, notes, rec))
        left = len(unread(seen.lines, notes))
        about = {
            "ending": (seen.ending.name, epoch(seen.ending.start), epoch(seen.ending.end)),
            "coming": (seen.coming.name, epoch(seen.coming.start), epoch(seen.coming.end)),
            "posts": [name for _, name in seen.posts],
        }
    else:
        lines, left = tuple(_kept(row) for row in notes.values() if row.part != "settled" and row.code != "check"), 0
        about = _as_kept(rec.situation)
    return _view(conn, rec, lines, left, about)


MISSED = "missed"
"""The state of what was never handed over: no handover at all, but what stands open since."""


def missed(conn: Connection, desk: int, who: int, *, now: datetime) -> HandoverView | None:
    """What somebody who is gone never handed over at this desk; None where every post has its holder at a console."""
    gone = [
        row
        for row in conn.execute(
            select(post.id, post.name, post.holder_id, post.held_since)
            .where(post.desk_id == desk, post.retired_at.is_(None), post.holder_id.is_distinct_from(who))
            .order_by(post.sort)
        )
        if row.holder_id is None or leases.session_of(conn, row.holder_id) is None
    ]
    if not gone:
        return None
    holder, since = gone[0].holder_id, gone[0].held_since or now
    seen = picture(conn, desk=desk, operator=holder, partial=False, at=now, now=now)
    about = {
        "ending": (seen.ending.name, epoch(seen.ending.start), epoch(seen.ending.end)),
        "coming": (seen.coming.name, epoch(seen.coming.start), epoch(seen.coming.end)),
        "posts": [row.name for row in gone],
    }
    blank = {column.name: None for column in table_of(Handover).c} | {"id": 0, "state": MISSED, "partial": False}
    blank |= {"desk_id": desk, "from_operator_id": holder, "drafted_at": since, "situation": {}, "words": ""}
    blank |= {"reservation": "", "countersign": False, "seal_hash": "", "version": 1}
    lines = tuple(replace(one, change="") for one in _live(seen, {}, Rec(table_of(Handover), blank)))
    return _view(conn, Rec(table_of(Handover), blank), lines, 0, about)


def _as_kept(situation: Mapping[str, Any]) -> dict[str, Any]:
    def shift(name: str) -> tuple[str, float, float]:
        told = situation.get(name) or ["", "", ""]
        start, end = (from_text(one).timestamp() if one else 0.0 for one in told[1:3])
        return str(told[0]), start, end

    return {
        "ending": shift("ending"),
        "coming": shift("coming"),
        "posts": [name for _, name in situation.get("posts", [])],
    }


def _view(
    conn: Connection, rec: Rec, lines: tuple[HandoverLineRow, ...], left: int, about: Mapping[str, Any]
) -> HandoverView:
    people = _names(conn, (rec.from_operator_id, rec.to_operator_id))
    counter = _countersigned(conn, rec.id)
    desk = desk_of(conn, rec.desk_id)
    s = table_of(Seal).c
    number = conn.scalar(select(s.number).where(s.id == rec.seal_id)) if rec.seal_id else 0
    return HandoverView(
        id=rec.id,
        state=rec.state,
        partial=rec.partial,
        desk=desk.name,
        shift=about["ending"][0],
        shift_start=about["ending"][1],
        shift_end=about["ending"][2],
        next_shift=about["coming"][0],
        next_end=about["coming"][2],
        posts=tuple(about["posts"]),
        from_id=rec.from_operator_id,
        from_name=people.get(rec.from_operator_id, ""),
        to_id=rec.to_operator_id,
        to_name=people.get(rec.to_operator_id or 0, ""),
        drafted=seconds(rec.drafted_at),
        given=epoch(rec.out_signed_at),
        signed=epoch(rec.in_signed_at),
        countersigned=counter[1],
        countersigned_by=counter[0],
        countersign=rec.countersign,
        reservation=rec.reservation,
        refused=epoch(rec.refused_at),
        words=rec.words,
        lines=lines,
        checks=() if rec.partial else _checks(rec, checklist_of(desk)),
        figures=_figures(lines),
        unread=left,
        questions=sum(bool(line.question) and not line.answer for line in lines),
        seal=rec.seal_hash,
        seal_number=number or 0,
        version=rec.version,
    )


def _names(conn: Connection, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = [one for one in ids if one]
    return {row.id: row.name for row in conn.execute(select(operator.id, operator.name).where(operator.id.in_(wanted)))}


def _countersigned(conn: Connection, number: int) -> tuple[str, float | None]:
    row = conn.execute(
        select(operator.name, stamp(event.at))
        .join_from(table_of(Event), table_of(Operator), operator.id == event.actor_id)
        .where(
            event.thing_kind == str(ThingKind.HANDOVER), event.thing_id == number, event.kind == "handover.countersign"
        )
        .limit(1)
    ).first()
    return (row.name, row.at) if row is not None else ("", None)


def _checks(rec: Rec, items: Iterable[str]) -> tuple[CheckRow, ...]:
    done = rec.situation.get("checks", {})
    rows = []
    for item in dict.fromkeys((*items, *done)):
        ok, note, by, at = done.get(item, (None, "", "", ""))
        rows.append(CheckRow(item, ok, note, by, from_text(at).timestamp() if at else None))
    return tuple(rows)


def _figures(lines: Iterable[HandoverLineRow]) -> dict[str, int]:
    found = {"open": 0, "dangerous": 0, "quiet": 0, "promises": 0, "stay": 0, "fresh": 0}
    for line in lines:
        if line.change == "gone":
            continue
        ticket = line.code == "ticket"
        found["open"] += ticket
        found["dangerous"] += ticket and line.dangerous
        found["quiet"] += ticket and not line.dangerous
        found["promises"] += line.code == "promise"
        found["stay"] += line.stays
        found["fresh"] += ticket and line.fresh
    return found


def _live(seen: Picture, notes: Mapping[str, Rec], rec: Rec) -> Iterable[HandoverLineRow]:
    """Every line as it stands now; what the draft had and is settled since comes last, marked so."""
    for line in seen.lines:
        if line.code != "check":
            yield _row(line, notes.get(line.key), stays(line, rec))
    present = {line.key for line in seen.lines}
    for key, row in notes.items():
        if key not in present and row.code != "check" and (row.drafted or row.question or row.text):
            yield _kept(row, change="gone")


def _row(line: Line, had: Rec | None, staying: bool) -> HandoverLineRow:
    drafted, marked = (had.drafted, had.seen) if had is not None else ("", "")
    return HandoverLineRow(
        key=line.key,
        part=str(line.part),
        code=line.code,
        kind=line.kind,
        id=line.id,
        params=line.params,
        print=line.print,
        dangerous=line.dangerous,
        ticket=line.ticket,
        fresh=line.fresh,
        change="added" if not drafted else "changed" if drafted != line.print else "",
        note=had.text if had is not None else "",
        understood=epoch(had.understood_at) if had is not None and marked == line.print else None,
        seen_before=bool(marked) and marked != line.print,
        question=had.question if had is not None else "",
        answer=had.answer if had is not None else "",
        stays=staying,
    )


def _kept(row: Rec, change: str = "") -> HandoverLineRow:
    params = {name: tuple(value) if isinstance(value, list) else value for name, value in row.params.items()}
    fresh, ticket = bool(params.pop("fresh", False)), params.pop("ticket", None)
    return HandoverLineRow(
        key=row.key,
        part=row.part,
        code=row.code,
        kind=row.thing_kind,
        id=row.thing_id or 0,
        params=params,
        print=row.drafted,
        dangerous=row.dangerous and not change,
        ticket=ticket if isinstance(ticket, int) else None,
        fresh=fresh,
        change=change,
        note=row.text,
        understood=epoch(row.understood_at) if row.seen else None,
        seen_before=False,
        question=row.question,
        answer=row.answer,
        stays=row.stays,
    )


def rows(
    conn: Connection, desk: int, *, text: str = "", before: int | None = None, limit: int = PAGE
) -> tuple[HandoverRow, ...]:
    """The desk's handovers, the newest first; `text` is looked for in everything that was signed."""
    out, into = aliased(table_of(Operator)), aliased(table_of(Operator))
    asked = [handover.desk_id == desk]
    if before is not None:
        asked.append(handover.id < before)
    searched = (handover.search, handover.words, out.c.name, into.c.name)
    for word in text.split()[:5]:
        pattern = like(word)
        asked.append(or_(*(column.ilike(pattern, escape="\\") for column in searched)))
    found = conn.execute(
        select(
            *(handover.id, handover.state, handover.partial, handover.figures, handover.reservation),
            *(handover.countersign, stamp(handover.drafted_at), stamp(handover.in_signed_at)),
            *(out.c.name.label("from_name"), into.c.name.label("to_name")),
        )
        .select_from(
            table_of(Handover)
            .outerjoin(out, out.c.id == handover.from_operator_id)
            .outerjoin(into, into.c.id == handover.to_operator_id)
        )
        .where(*asked)
        .order_by(handover.id.desc())
        .limit(limit)
    ).all()
    counters = {row.id: _countersigned(conn, row.id)[1] for row in found if row.countersign}
    return tuple(
        HandoverRow(
            id=row.id,
            state=row.state,
            partial=row.partial,
            from_name=row.from_name or "",
            to_name=row.to_name or "",
            drafted=row.drafted_at,
            signed=row.in_signed_at,
            open=int(row.figures.get("open", 0)),
            dangerous=int(row.figures.get("dangerous", 0)),
            reservation=row.reservation,
            countersigned=counters.get(row.id),
            wants_countersign=row.countersign and row.in_signed_at is not None and counters.get(row.id) is None,
        )
        for row in found
    )
