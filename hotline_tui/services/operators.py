"""Those who sign on: their roles, PINs and SSH keys (OR-1). Who may change them is the table of roles' to say."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from hotline_tui.domain.commands import AddKey, AddOperator, RemoveKey, Result, RetireOperator, SetPin, SetRoles
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.operators import is_pin_hash, login_of, roles_of
from hotline_tui.domain.ssh_key import kept_key, parse_key
from hotline_tui.domain.words import TICKET_ENDS, ThingKind
from hotline_tui.services.bus import handles
from hotline_tui.services.callers import desk_of
from hotline_tui.services.work import Rec, Work
from hotline_tui.store.tables import Desk, Operator, OperatorRole, Post, Session, Ticket, table_of

OPERATOR = ThingKind.OPERATOR
LANGUAGES = ("", "zh", "en")


@handles(AddOperator)
def add_operator(w: Work, c: AddOperator) -> Result:
    """Somebody new, without a PIN or a key yet."""
    login, roles = login_of(c.login), roles_of(c.roles)
    if not c.name:
        raise Invalid(N_("A name is needed."))
    if c.language not in LANGUAGES:
        raise Invalid(N_("“{language}” is not spoken here: write zh or en."), language=c.language)
    w.unit.lock([(OPERATOR, 0)])
    o = table_of(Operator).c
    if w.first(Operator, func.lower(o.login) == login) is not None:
        raise Refused(N_("Another operator signs in as {login} already. Choose another name."), login=login)
    operator = w.add(
        Operator,
        login=login,
        name=c.name,
        name_en=c.name_en,
        desk_id=desk_of(w.conn, c.desk).id,
        language=c.language,
        phone=c.phone,
    )
    for role in roles:
        w.add(OperatorRole, operator_id=operator, role=str(role), from_at=w.now)
    w.event(OPERATOR, operator, c.kind, name=c.name, roles=roles, who=c.account)
    return w.result(OPERATOR, operator, number=login, version=1)


@handles(SetRoles)
def set_roles(w: Work, c: SetRoles) -> Result:
    """These roles and no others; what somebody was before stays on the record, with its end."""
    rec, roles = _active(w, c.operator), roles_of(c.roles)
    if c.at is not None:
        w.get(Desk, c.at)
    r = table_of(OperatorRole).c
    place = r.desk_id.is_(None) if c.at is None else r.desk_id == c.at
    rows = {row.role: row for row in w.all(OperatorRole, r.operator_id == rec.id, place)}
    before = [role for role, row in rows.items() if _holds(row, w.now)]
    for role, row in rows.items():
        if role in before and role not in roles:
            w.change(row, to_at=w.now)
        elif role not in before and role in roles:  # one row per role and place: it begins anew
            w.change(row, from_at=w.now, to_at=None)
    for role in roles:
        if role not in rows:
            w.add(OperatorRole, operator_id=rec.id, role=str(role), desk_id=c.at, from_at=w.now)
    w.event(OPERATOR, rec.id, c.kind, roles=roles, roles_before=before, desk=c.at, who=c.account)
    return w.result(OPERATOR, rec.id, number=rec.login, version=rec.version)


def _holds(row: Rec, now: datetime) -> bool:
    return (row.from_at is None or row.from_at <= now) and (row.to_at is None or row.to_at > now)


@handles(SetPin)
def set_pin(w: Work, c: SetPin) -> Result:
    """A PIN, or none. Its hash stands in the operator's row only: the record is read by many."""
    if c.pin_hash and not is_pin_hash(c.pin_hash):
        raise Invalid(N_("That is no hash of a PIN (argon2id)."))
    rec = _active(w, c.operator)
    w.change(rec, pin_hash=c.pin_hash)
    w.forget_changes()
    w.event(OPERATOR, rec.id, c.kind, set=bool(c.pin_hash), who=c.account)
    return w.result(OPERATOR, rec.id, number=rec.login, version=rec.version)


@handles(AddKey)
def add_key(w: Work, c: AddKey) -> Result:
    """One more key; the result's `fingerprint` names it, `existing` says that it was theirs already."""
    key = parse_key(c.key)
    rec = _active(w, c.operator)
    w.unit.lock([(OPERATOR, 0)])  # two people at two machines must not give one key to two operators
    owner = _owner(w, key.fingerprint)
    if owner is not None and owner.id != rec.id:
        raise Refused(N_("This key is {name}'s. A key belongs to one operator: give another one."), name=owner.name)
    if owner is None:
        w.change(rec, keys=[*rec.keys, key.line])
        w.forget_changes()  # one key was added: the event has it; the list before and after says nothing more
        w.event(OPERATOR, rec.id, c.kind, fingerprint=key.fingerprint, key=key.line, who=c.account)
    return w.result(
        OPERATOR, rec.id, number=rec.login, fingerprint=key.fingerprint, type=key.kind, existing=owner is not None
    )


@handles(RemoveKey)
def remove_key(w: Work, c: RemoveKey) -> Result:
    """One key less; a console that was opened with it notices at its next heartbeat."""
    rec = w.get(Operator, c.operator)
    left = [line for line in rec.keys if _fingerprint(line) != c.fingerprint]
    if len(left) == len(rec.keys):
        raise Refused(
            N_("{name} has no key {fingerprint}. See `hotline operator list`."),
            name=rec.name,
            fingerprint=c.fingerprint,
        )
    w.change(rec, keys=left)
    w.forget_changes()
    w.event(OPERATOR, rec.id, c.kind, fingerprint=c.fingerprint, who=c.account)
    return w.result(OPERATOR, rec.id, number=rec.login, fingerprint=c.fingerprint)


@handles(RetireOperator)
def retire(w: Work, c: RetireOperator) -> Result:
    """No more signing on; open consoles end and what they claimed waits again. `tickets`: open ones still in the name.

    Somebody must be left who can sign on.
    """
    rec = _active(w, c.operator)
    w.unit.lock([(OPERATOR, 0)])
    o, p, k = table_of(Operator).c, table_of(Post).c, table_of(Ticket).c
    if w.first(Operator, o.id != rec.id, o.retired_at.is_(None)) is None:
        raise Refused(N_("Nobody else could sign on then. Add another operator first."))
    w.change(rec, retired_at=w.now)
    for post in w.all(Post, p.holder_id == rec.id):
        w.change(post, holder_id=None, held_since=None)
    _end_sessions(w, rec.id)
    mine = k.owner_operator_id == rec.id, k.state.not_in(TICKET_ENDS)
    tickets = w.conn.execute(select(func.count()).where(*mine)).scalar_one()
    w.event(OPERATOR, rec.id, c.kind, who=c.account)
    return w.result(OPERATOR, rec.id, number=rec.login, tickets=tickets)


def _end_sessions(w: Work, operator: int) -> None:
    """Their leases are dead with their sessions: the next sweep puts the calls back into the queue."""
    s = table_of(Session)
    w.conn.execute(update(s).where(s.c.operator_id == operator, s.c.ended_at.is_(None)).values(ended_at=w.now))


def _active(w: Work, operator: int) -> Rec:
    rec = w.get(Operator, operator)
    if rec.retired_at is not None:
        raise Refused(N_("{name} signs on no more since {since}."), name=rec.name, since=rec.retired_at)
    return rec


def _owner(w: Work, fingerprint: str) -> Rec | None:
    """Who may sign on with this key now."""
    for rec in w.all(Operator, table_of(Operator).c.retired_at.is_(None)):
        if any(_fingerprint(line) == fingerprint for line in rec.keys):
            return rec
    return None


def _fingerprint(line: object) -> str:
    """The fingerprint of a key as it is kept; '' for what an older or foreign program left there."""
    found = kept_key(line)
    return found.fingerprint if found else ""
