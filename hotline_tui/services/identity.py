"""Who somebody is: the list of those who can sign on, PINs tried and set. No PIN is kept, written or shown anywhere.

Tries are counted in the database, on the record: whatever console or process they come from, they are the same tries.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from hotline_tui.domain.errors import N_, Refused
from hotline_tui.domain.seats import Seat, Seats, next_try
from hotline_tui.domain.text import clean
from hotline_tui.domain.words import ThingKind
from hotline_tui.services.rows import Rec
from hotline_tui.store import leases
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Operator, OperatorRole, table_of

if TYPE_CHECKING:
    from hotline_tui.store.record import Unit

OPERATOR = str(ThingKind.OPERATOR)
PIN_WRONG, PIN_RIGHT, PIN_SET = "operator.pin_wrong", "operator.pin_right", "operator.pin"
WRONG = N_("That is not the PIN. After five wrong ones in a row there is a wait.")
LISTED = 500
"""So many people at most are offered; the others are named by --operator."""
LOOKED_AT = 24
"""So many tries back are counted: by then the wait has long been the longest."""
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$CAxB6y8MrV24Llxg3XIAOA$4cBMCEhTZHxWpgv31EcV3tBOTWd0NiGU/iQx2ey/iHc"
"""Compared with where there is no PIN: who is not there answers as slowly as who is."""


def _can(desk: Rec, now: datetime) -> ColumnElement[bool]:
    """Those at home at the desk, and those with a role there or everywhere that is in force."""
    o, r = table_of(Operator).c, table_of(OperatorRole).c
    held = exists().where(r.operator_id == o.id, *_in_force(desk, now))
    return and_(o.retired_at.is_(None), or_(o.desk_id == desk.id, held))


def _in_force(desk: Rec, now: datetime) -> tuple[ColumnElement[bool], ...]:
    r = table_of(OperatorRole).c
    return (
        or_(r.desk_id.is_(None), r.desk_id == desk.id),
        or_(r.from_at.is_(None), r.from_at <= now),
        or_(r.to_at.is_(None), r.to_at > now),
    )


def able(conn: Connection, desk: Rec, now: datetime) -> list[int]:
    """The first two of those who can sign on at this desk."""
    o = table_of(Operator).c
    return list(conn.execute(select(o.id).where(_can(desk, now)).order_by(o.id).limit(2)).scalars())


def seats(conn: Connection, desk: Rec, now: datetime, chosen: int | None = None) -> Seats:
    """Who can sign on at this desk; `chosen` as well, whose desk it may not be."""
    o, r = table_of(Operator).c, table_of(OperatorRole).c
    fits = or_(_can(desk, now), and_(o.id == chosen, o.retired_at.is_(None)))
    rows = conn.execute(
        select(o.id, o.name, o.name_en, o.login, o.pin_hash != "").where(fits).order_by(o.id).limit(LISTED)
    ).all()
    held: dict[int, list[str]] = {}
    for row in conn.execute(select(r.operator_id, r.role).where(*_in_force(desk, now)).order_by(r.id)):
        held.setdefault(row.operator_id, []).append(row.role)
    seated = {who for who, where, _doing in leases.present(conn) if where == desk.id}
    people = [
        Seat(number, name, login, tuple(held.get(number, ())), bool(pin), number in seated, _words(name, other, login))
        for number, name, other, login, pin in rows
    ]
    return Seats(desk.name, tuple(people), chosen)


def _words(name: str, other: str, login: str) -> str:
    from hotline_tui.store.search import pinyin_tokens

    return " ".join([clean(name), clean(other), login, *pinyin_tokens(name)]).casefold()


# ---- PINs -----------------------------------------------------------------------------------------------------------


def check_pin(store: Store, operator: int, pin: str, now: datetime) -> None:
    """Refused when it is not this operator's PIN, or when too many wrong ones make one wait.

    One sentence for whoever is not there, has retired or has no PIN, and for a wrong PIN. Each try is one transaction:
    two that come at once are counted one after the other.
    """
    from hotline_tui.store import record

    asked = {"operator": operator}
    envelope = record.Envelope(id=uuid4(), kind="operator.try_pin", request=asked, actor_id=None, now=now)
    outcome = record.execute(store, envelope, lambda unit: {"right": _try(unit, operator, pin)})
    if not outcome.result["right"]:
        raise Refused(WRONG)


def _try(unit: Unit, operator: int, pin: str) -> bool:
    from hotline_tui.services.pins import pin_fits

    unit.lock([(OPERATOR, operator)])
    o = table_of(Operator).c
    kept = unit.conn.execute(select(o.pin_hash).where(o.id == operator, o.retired_at.is_(None))).scalar() or ""
    typed = unicodedata.normalize("NFKC", pin[:256]).strip()[:64]
    if not kept:
        pin_fits(typed, NOBODYS)
        return False
    wrong, last = _tries(unit.conn, operator)
    again = next_try(wrong, last, unit.now)
    if again is not None:
        raise Refused(
            N_("After {n} wrong PINs in a row one has to wait: it can be tried again at {at}."), n=wrong, at=again
        )
    right = pin_fits(typed, kept)
    if not right:
        unit.event(OPERATOR, operator, PIN_WRONG, {"tries": wrong + 1})
    elif wrong:
        unit.event(OPERATOR, operator, PIN_RIGHT, {"tries": wrong})
    return right


def _tries(conn: Connection, operator: int) -> tuple[int, datetime | None]:
    """How many wrong PINs in a row there have been, and when the last one was."""
    from hotline_tui.store.tables import Event

    e = table_of(Event).c
    kinds = e.kind.in_((PIN_WRONG, PIN_RIGHT, PIN_SET))
    rows = conn.execute(
        select(e.kind, e.at)
        .where(e.thing_kind == OPERATOR, e.thing_id == operator, kinds)
        .order_by(e.seq.desc())
        .limit(LOOKED_AT)
    ).all()
    wrong = 0
    for row in rows:
        if row.kind != PIN_WRONG:
            break
        wrong += 1
    return wrong, rows[0].at if wrong else None


def has_pin(conn: Connection, operator: int) -> bool:
    """Whether this operator has a PIN."""
    o = table_of(Operator).c
    return bool(conn.execute(select(o.pin_hash).where(o.id == operator)).scalar())


def set_own_pin(store: Store, operator: int, desk: int, old: str, new: str, now: datetime) -> None:
    """Another PIN of one's own (or a first one). Raises Refused for a wrong old one, Invalid for one easily guessed."""
    from hotline_tui.domain.commands import SetPin
    from hotline_tui.domain.operators import pin_of
    from hotline_tui.services.bus import execute
    from hotline_tui.services.pins import hash_pin

    wanted = pin_of(new)
    with store.read() as conn:
        first = not has_pin(conn, operator)
    if not first:
        check_pin(store, operator, old, now)
    execute(store, SetPin(id=uuid4(), actor=operator, desk=desk, operator=operator, pin_hash=hash_pin(wanted)), now)
