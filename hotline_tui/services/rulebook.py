"""Versions of policies and calendars, read once and kept: they never change, their digest is their name (rule 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import SQLModel

from hotline_tui.domain.calendar import Calendar
from hotline_tui.domain.errors import N_, Invalid
from hotline_tui.domain.policy import Policy
from hotline_tui.domain.policy_text import overrides_text, parse_overrides, parse_policy
from hotline_tui.domain.sla_facts import Changed, Fact, Pin, Received
from hotline_tui.domain.sla_rules import Rules
from hotline_tui.services.work import Rec
from hotline_tui.store.tables import Adoption, CalendarVersion, PolicyVersion, table_of

_POLICIES: dict[str, Policy] = {}
_CALENDARS: dict[str, Calendar] = {}
RULES = Rules(_POLICIES, _CALENDARS)
"""Every version that this process has met. Versions are few; what is pinned anywhere must stay resolvable."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin with the rows it stands for."""

    pin: Pin
    policy: Policy
    policy_version: int
    calendar_version: int | None
    """The version of the policy's main calendar."""


def policy_by_version(conn: Connection, version: int | None) -> Policy | None:
    """The parsed policy of a version row, or None without one."""
    if version is None:
        return None
    sha = _kept(conn, PolicyVersion, "id", version, "sha256")
    return None if sha is None else _policy(conn, sha)


def _kept(conn: Connection, model: type[SQLModel], by: str, value: Any, column: str) -> Any:
    """A column of a version, asked for once in a connection's life: versions never change. None where there is none."""
    key = ("rulebook", table_of(model).name, by, value, column)
    if key not in conn.info:
        t = table_of(model).c
        found = conn.execute(select(t[column]).where(t[by] == value).limit(1)).scalar()
        if found is None:
            return None
        conn.info[key] = found
    return conn.info[key]


def _policy(conn: Connection, sha: str) -> Policy:
    if sha not in _POLICIES:
        v = table_of(PolicyVersion).c
        row = conn.execute(select(v.source, v.policy).where(v.sha256 == sha).limit(1)).first()
        if row is None:
            raise Invalid(N_("Version {key} of a policy or calendar is not there."), key=sha)
        _POLICIES[sha] = parse_policy(row.source, row.policy)
    return _POLICIES[sha]


def _calendar(conn: Connection, sha: str) -> Calendar:
    if sha not in _CALENDARS:
        v = table_of(CalendarVersion).c
        source = conn.execute(select(v.source).where(v.sha256 == sha).limit(1)).scalar()
        if source is None:
            raise Invalid(N_("Version {key} of a policy or calendar is not there."), key=sha)
        _CALENDARS[sha] = Calendar.from_text(source)
    return _CALENDARS[sha]


def prepare(conn: Connection, timeline: Iterable[Fact]) -> Rules:
    """Rules that can resolve every pin of a timeline. Raises Invalid when a version is not in the database."""
    for fact in timeline:
        pin = fact.pin if isinstance(fact, Received | Changed) else None
        if pin is not None and pin.policy:
            _policy(conn, pin.policy)
            for _, sha in pin.calendars:
                _calendar(conn, sha)
    return RULES


_adoption = table_of(Adoption).c
_ADOPTED = (
    select(_adoption.version_id)
    .where(_adoption.kind == bindparam("of"), _adoption.name == bindparam("called"), _adoption.withdrawn_at.is_(None))
    .limit(1)
)
_IN_FORCE = _ADOPTED.where(_adoption.from_at <= bindparam("at", type_=_adoption.from_at.type)).order_by(
    _adoption.from_at.desc(), _adoption.id.desc()
)
_FIRST = _ADOPTED.order_by(_adoption.from_at, _adoption.id)


def in_force(conn: Connection, kind: str, name: str, at: datetime) -> int | None:
    """The version that was in force at an instant; before the first adoption, the first one. None: never loaded."""
    found = conn.execute(_IN_FORCE, {"of": kind, "called": name, "at": at}).scalar()
    return found if found is not None else conn.execute(_FIRST, {"of": kind, "called": name}).scalar()


def pin(conn: Connection, policy: str, at: datetime, *, contract: Rec | None = None) -> Pinned | None:
    """What is in force at an instant for a contract (its own version, lines and calendar before the policy's).

    None when that policy has never been loaded.
    """
    own: list[Any] = list(contract.overrides) if contract else []
    calendar = str(contract.calendar) if contract else ""
    version = (contract.policy_version_id if contract else None) or in_force(conn, "policy", policy, at)
    rules = policy_by_version(conn, version)
    if rules is None or version is None:
        return None
    ruled = rules.with_overrides(parse_overrides(own), calendar)
    pairs: list[tuple[str, str]] = []
    main: int | None = None
    for name in ruled.calendars:
        row_id, sha = _calendar_version(conn, name, at)
        main = row_id if name == ruled.calendar else main
        pairs.append((name, sha))
    return Pinned(Pin(rules.sha256, tuple(sorted(pairs)), overrides_text(own), calendar), rules, version, main)


def _calendar_version(conn: Connection, name: str, at: datetime) -> tuple[int, str]:
    version = in_force(conn, "calendar", name, at)
    sha = None if version is None else _kept(conn, CalendarVersion, "id", version, "sha256")
    if version is None or sha is None:
        raise Invalid(N_("Calendar “{calendar}” is not there."), calendar=name)
    return version, sha


def version_ids(conn: Connection, ruling_pin: Pin, calendar: str) -> tuple[int | None, int | None]:
    """The rows of a pin: its policy version and the version of one of its calendars."""
    if not ruling_pin.policy:
        return None, None
    policy = _kept(conn, PolicyVersion, "sha256", ruling_pin.policy, "id")
    sha = dict(ruling_pin.calendars).get(calendar)
    return policy, None if sha is None else _kept(conn, CalendarVersion, "sha256", sha, "id")
