"""Filling an empty database: calendars, policies, a desk with its posts, the first operator (`hotline init`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotline_tui.domain.commands import Command, Result
from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.domain.words import Role, ThingKind
from hotline_tui.services import policies
from hotline_tui.services.bus import execute, handles
from hotline_tui.services.work import Work
from hotline_tui.store.engine import Store
from hotline_tui.store.tables import Desk, Operator, OperatorRole, Post, table_of

DEFAULT_POLICY = "technical-service"
"""For callers without a contract: the one policy whose promises hold for every kind of service."""

FIRST_ROLES = (Role.OPERATOR, Role.DISPATCHER, Role.SHIFT_LEAD)
"""Whoever sets a desk up runs it alone at first."""

_FIRST = tuple(str(role) for role in FIRST_ROLES)

POSTS: tuple[tuple[str, str, str, Role], ...] = (
    ("lead", "值班长", "Shift lead", Role.SHIFT_LEAD),
    ("call1", "接线 1", "Call-taker 1", Role.OPERATOR),
    ("call2", "接线 2", "Call-taker 2", Role.OPERATOR),
    ("dispatch", "调度", "Dispatch", Role.DISPATCHER),
    ("mobile", "值班手机", "Duty mobile", Role.OPERATOR),
)
"""(code, Chinese name, English name, role) of the posts that a new desk has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitDesk(Command):
    """Make a desk with its posts and its first operator. `settings` are the desk's own (policy, country …)."""

    kind: ClassVar[str] = "desk.init"
    name: str
    timezone: str
    language: str
    prefix: str
    operator: str
    login: str
    roles: tuple[str, ...] = _FIRST
    settings: tuple[tuple[str, Any], ...] = ()


@handles(InitDesk)
def init_desk(w: Work, c: InitDesk) -> Result:
    """The result's `operator` is the first operator's id."""
    _check(w, c)
    settings: dict[str, Any] = {"policy": DEFAULT_POLICY, "country": "CN"} | dict(c.settings)
    first = w.first(Desk) is None
    desk = w.add(
        Desk,
        code=f"D-{c.prefix}",
        name=c.name,
        timezone=c.timezone,
        language=c.language,
        prefix=c.prefix,
        is_default=first,
        settings=settings,
    )
    operator = w.add(Operator, login=c.login, name=c.operator, desk_id=desk, language=c.language)
    for role in c.roles:
        w.add(OperatorRole, operator_id=operator, role=role, desk_id=None)
    for sort, (code, zh, en, role) in enumerate(POSTS, start=1):
        name = en if c.language == "en" else zh
        about = {"code": code, "name": name, "role": str(role), "is_mobile": code == "mobile", "sort": sort}
        w.add(Post, desk_id=desk, holder_id=operator, held_since=w.now, **about)
    w.event(ThingKind.DESK, desk, c.kind, name=c.name)
    w.event(ThingKind.OPERATOR, operator, "operator.put", name=c.operator)
    return w.result(ThingKind.DESK, desk, operator=operator)


def _check(w: Work, c: InitDesk) -> None:
    try:
        ZoneInfo(c.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(
            N_("There is no time zone “{zone}”; write for example Asia/Shanghai."), zone=c.timezone
        ) from error
    if not c.name or not c.operator or not c.login:
        raise Invalid(N_("A name is needed."))
    if not (1 <= len(c.prefix) <= 4 and c.prefix.isascii() and c.prefix.isalpha() and c.prefix.isupper()):
        raise Invalid(N_("“{prefix}” is no number prefix: one to four capital letters, such as T."), prefix=c.prefix)
    if w.first(Desk, table_of(Desk).c.prefix == c.prefix) is not None:
        raise Refused(N_("Another desk has the number prefix {prefix} already. Choose another one."), prefix=c.prefix)
    if w.first(Operator, table_of(Operator).c.login == c.login) is not None:
        raise Refused(N_("Another operator signs in as {login} already. Choose another name."), login=c.login)


def fill_empty(
    store: Store,
    now: datetime,
    *,
    name: str,
    timezone: str,
    language: str = "zh",
    prefix: str = "T",
    operator: str,
    login: str = "",
    roles: tuple[str, ...] = _FIRST,
    settings: dict[str, Any] | None = None,
    command: UUID | None = None,
) -> tuple[int, int]:
    """Load what ships with the program, make a desk and its first operator; (desk id, operator id)."""
    policies.load_shipped(store, now)
    made = execute(
        store,
        InitDesk(
            id=command or uuid4(),
            actor=0,
            desk=0,
            name=name,
            timezone=timezone,
            language=language,
            prefix=prefix,
            operator=operator,
            login=login or operator,
            roles=roles,
            settings=tuple(sorted((settings or {}).items())),
        ),
        now,
    )
    return made.thing_id, int(made.value("operator") or 0)
