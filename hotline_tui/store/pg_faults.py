"""What can be wrong with a PostgreSQL server, said in one sentence each: what it is and what to do.

A server says no in the language it was set up in, and gives no code while it lets somebody in: what it says there is
looked through for the words of English and Chinese servers, and shown as it is when it says something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
from psycopg import errors

from hotline_tui.domain.errors import N_, Dropped, HotlineError, Invalid, Unavailable, Unusable
from hotline_tui.store import faults

UNESCAPED = N_("{url} is not the address of a database: in a password @ is written %40, / %2F, ? %3F, # %23, % %25.")
NO_ADDRESS = N_("{url} is not the address of a database; write postgresql://user@host/name.")


class Silent(psycopg.OperationalError):
    """The server did not answer by the deadline, and the connection was dropped."""


def too_old(place: str, found: str, wanted: int) -> Unusable:
    return Unusable(
        N_("The server of {place} is PostgreSQL {found}; a desk needs {wanted} or newer."),
        place=place,
        found=found,
        wanted=wanted,
    )


def pooled(place: str) -> Unusable:
    return Unusable(
        N_(
            "Between this console and {place} stands a connection pooler that loses what other desks announce;"
            " connect to the server itself, or set pool_mode = session for this database."
        ),
        place=place,
    )


def encoding(place: str, found: str) -> Unusable:
    return Unusable(
        N_("{place} keeps its text as {found}; a desk needs a database made with ENCODING 'UTF8'."),
        place=place,
        found=found,
    )


def no_right(place: str, detail: str) -> Unusable:
    return Unusable(
        N_(
            "This database user lacks a right in {place} ({detail}); the database's owner gives it by"
            " `hotline db grants --apply`."
        ),
        place=place,
        detail=detail,
    )


def needs_owner(place: str, database: int, console: int) -> Unusable:
    return Unusable(
        N_(
            "{place} has schema {database}, this console needs {console}, and this database user may not change it;"
            " the database's owner does by `hotline db grants --apply`."
        ),
        place=place,
        database=database,
        console=console,
    )


def silent(seconds: float) -> Dropped:
    return Dropped(
        N_("The database server did not answer within {seconds} s; nothing was written. Try again."),
        seconds=f"{seconds:.2g}" if seconds < 1 else round(seconds),
    )


def broke() -> Dropped:
    return Dropped(N_("The connection to the database server broke; nothing was written. Try again."))


def crossed() -> Unavailable:
    return Unavailable(
        N_("Others changed the same things at the same moment; nothing was written. Try again."),
    )


def only_reads(place: str) -> Dropped:
    return Dropped(
        N_(
            "{place} only reads: a standby, or a user who may write nothing. Nothing was written; try again when a "
            "server has taken over, or as another user."
        ),
        place=place,
    )


def reader(place: str) -> Unusable:
    return Unusable(
        N_("This database user may only read {place}, and not all of it. A console needs another, also --read-only."),
        place=place,
    )


_Words = tuple[str, Callable[[str, str, str], HotlineError]]

_REFUSALS: tuple[_Words, ...] = (
    (
        r"password authentication failed|no password supplied|password: ?\s*$|认证失败|没有提供(口令|密码)|scram",
        lambda place, user, _: Unusable(
            N_("{place} does not let {user} in: wrong or missing password. Correct it in the address or ~/.pgpass."),
            place=place,
            user=user,
        ),
    ),
    (
        r'role ".*" does not exist|角色 ?".*" ?不存在|not permitted to log in|不允许登(录|陆)',
        lambda place, user, _: Unusable(
            N_("{place} has no database user {user} that may log in; correct the name, or have it made."),
            place=place,
            user=user,
        ),
    ),
    (
        r"pg_hba\.conf",
        lambda place, user, _: Unusable(
            N_("{place} does not let {user} in from this machine; its administrator adds a line to pg_hba.conf."),
            place=place,
            user=user,
        ),
    ),
    (
        r'database ".*" does not exist|数据库 ?".*" ?不存在',
        lambda place, _, database: Invalid(
            N_("There is no database {database} at {place}; correct the name, or make it: createdb {database}"),
            place=place,
            database=database,
        ),
    ),
    (
        r"permission denied for database|does not have CONNECT|没有CONNECT权限|访问数据库.*权限",
        lambda place, user, _: no_right(place, f"CONNECT: {user}"),
    ),
    (r"unsupported startup parameter", lambda place, _user, _database: pooled(place)),
    (
        r"too many (clients|connections)|remaining connection slots|no more connections|连接(槽|位置|个数)|太多",
        lambda place, _user, _database: Unavailable(
            N_("{place} has no connection left; raise max_connections there, or close consoles."), place=place
        ),
    ),
    (r"session is read-only|read-only|hot standby", lambda place, _user, _database: only_reads(place)),
    (
        r"resolve host|translate host name",
        lambda place, _user, _database: Unavailable(
            N_("There is no host of that name: {place}. Correct the address, or see to the network."), place=place
        ),
    ),
)


def explain_refusal(error: psycopg.Error, place: str, user: str, database: str) -> HotlineError:
    """Why no server let us in. Where several were asked, the one that somebody can do something about."""
    said = str(error)
    for words, made in _REFUSALS:
        if re.search(words, said, re.IGNORECASE):
            return made(place, user, database)
    return Unavailable(
        N_("{place} can't be reached ({detail}). See whether the server runs and the address is right."),
        place=place,
        detail=_detail(error),
    )


def _detail(error: psycopg.Error) -> str:
    """The server's or the system's own words, on one line."""
    if isinstance(error, errors.ConnectionTimeout):
        return "timeout"
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return line.rpartition("failed: ")[2].rpartition("FATAL:")[2].strip()[:160]


_CUT = frozenset({"25P03", "25P04"})
"""The transaction was idle, or open, for too long: the server has ended the session."""

_GONE = ("08", "53", "57", "58", "XX")
"""Classes of faults that are the server's, not ours."""


def explain(error: BaseException | None, place: str, seconds: float) -> HotlineError | None:
    """The sentence for a fault within a session, or None if it is a fault of ours."""
    if not isinstance(error, psycopg.Error):
        return None
    state = error.sqlstate or ""
    if isinstance(error, Silent):
        return silent(seconds)
    if state == faults.NO_RIGHT:
        return no_right(place, _primary(error))
    if state == "25006":
        return only_reads(place)
    if state == "55P03":
        return faults.locked(place, seconds)
    if state == "57014":
        return faults.too_slow(seconds)
    if state in faults.CROSSED:
        return crossed()
    if state in _CUT:
        return broke()
    if state in ("53100", "58030") or "No space left" in str(error):
        return faults.disk_full(place)
    if isinstance(error, errors.IntegrityError):
        return faults.broken_rule(faults.rule_of(_primary(error)))
    if state.startswith(("08", "57P")):
        return broke()
    if state.startswith(_GONE):
        return faults.gone(_primary(error))
    return broke() if not state and isinstance(error, psycopg.OperationalError) else None


def _primary(error: psycopg.Error) -> str:
    """The server's sentence without its details, which hold values of rows."""
    return (error.diag.message_primary or type(error).__name__)[:160]
