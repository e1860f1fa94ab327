"""PostgreSQL: its address, connections that never wait longer than they may, and what a server must be like.

A frozen server or a silent network keeps a connection open and says nothing; keepalives do not help (facts.md). So
every wait of a `Timed` connection ends at its deadline by dropping the connection, COMMIT included. Imported only for
a PostgreSQL address.
"""

from __future__ import annotations

import getpass
import os
import socket
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
from psycopg import conninfo
from psycopg.errors import Diagnostic

from hotline_tui.domain.errors import Invalid
from hotline_tui.setting_kinds import hide_password, unescaped
from hotline_tui.store import faults, pg_faults

MINIMUM = 14
"""The oldest server that can hold a desk: from here on it notices by itself that a console is gone while a statement of
it waits for a lock (`client_connection_check_interval`). What the tables need, computed columns, is there since 12."""

CONNECT_S = 3
"""How long each host may take to let a console in."""

PROBE_S = 2.0
"""How long a message may take from one connection to another when it is tested whether a pooler loses it."""

_RV = TypeVar("_RV")

_DEFAULTS = {
    "connect_timeout": str(CONNECT_S),
    "client_encoding": "utf8",
    "keepalives": "1",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}

_SETTINGS = """
SELECT CASE WHEN pg_backend_pid() = %(pid)s OR %(pooled)s THEN
 set_config('statement_timeout', %(statement)s, false) || set_config('lock_timeout', %(lock)s, false) ||
 set_config('idle_in_transaction_session_timeout', '15s', false) ||
 CASE WHEN version() ~* 'visual c|mingw|msvc' THEN ''
 ELSE set_config('client_connection_check_interval', '2s', false) END END, current_setting('server_encoding')
"""
"""Tells whether the server is the one that let us in: a pooler gives out numbers of its own. A console that goes silent
within a transaction lets go of its locks after 15 s; one that is gone, after 2 s."""


class Timed(psycopg.Connection[Any]):
    """A connection whose waits end at `deadline` (monotonic seconds): then it is dropped, and Silent raised."""

    deadline: float = float("inf")
    warned: bool = False
    """The server has sent a warning since this was last set to False."""

    def wait(self, gen: Generator[Any, Any, _RV], *args: Any, **kwargs: Any) -> _RV:
        """As psycopg does, watched."""
        return super().wait(self._watched(gen), *args, **kwargs)

    def _watched(self, gen: Generator[Any, Any, _RV]) -> Generator[Any, Any, _RV]:
        """Pass everything on; look at the clock whenever something has come or a tenth of a second has gone by."""
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if time.monotonic() >= self.deadline:
                    gen.close()
                    self.pgconn.finish()
                    raise pg_faults.Silent("the server did not answer in time")
                wanted = gen.send(ready)
        except StopIteration as end:
            result: _RV = end.value
            return result

    def note(self, diagnostic: Diagnostic) -> None:
        """Take what the server says beside its answers."""
        if diagnostic.severity_nonlocalized == "WARNING":
            self.warned = True


@dataclass(frozen=True, slots=True)
class Target:
    """A database on one server of one or several."""

    params: dict[str, str] = field(repr=False)
    """libpq's; may hold a password: never shown."""
    place: str
    """The address without its password."""
    url: str = field(repr=False)
    """As it was given."""
    lock_s: float = 10.0
    statement_s: float = 10.0

    @property
    def user(self) -> str:
        """Whom the server is asked to let in."""
        return self.params.get("user") or os.environ.get("PGUSER") or getpass.getuser()

    @property
    def database(self) -> str:
        """The database's name."""
        return self.params.get("dbname") or os.environ.get("PGDATABASE") or self.user

    def connect(self) -> Timed:
        """A connection that is ready for a desk. Raises Invalid, Unusable or Unavailable: one sentence."""
        raw = self._let_in()
        try:
            self._prepare(raw)
        except psycopg.Error as error:
            raw.close()
            raise pg_faults.explain(error, self.place, self.lock_s) or faults.gone(type(error).__name__) from error
        except BaseException:
            raw.close()
            raise
        return raw

    def _let_in(self) -> Timed:
        try:
            raw = Timed.connect(conninfo.make_conninfo(**self.params))
        except psycopg.Error as error:
            raise pg_faults.explain_refusal(error, self.place, self.user, self.database) from error
        raw.add_notice_handler(raw.note)
        return raw

    def _prepare(self, raw: Timed) -> None:
        """Look at the server, and set how long it may work for us."""
        if raw.info.server_version < MINIMUM * 10_000:
            raise pg_faults.too_old(self.place, raw.info.parameter_status("server_version") or "?", MINIMUM)
        raw.deadline = time.monotonic() + CONNECT_S
        raw.autocommit = True
        direct, encoding = self._set(raw, pooled=False)
        if not direct:
            if not self._hears(raw):
                raise pg_faults.pooled(self.place)
            self._set(raw, pooled=True)
        if encoding != "UTF8":
            raise pg_faults.encoding(self.place, encoding)
        raw.autocommit = False
        raw.deadline = float("inf")

    def _set(self, raw: Timed, *, pooled: bool) -> tuple[bool, str]:
        given = {
            "pid": raw.info.backend_pid,
            "pooled": pooled,
            "statement": str(server_ms(self.statement_s)),
            "lock": str(int(min(self.lock_s, self.statement_s * 0.8) * 1000)),
        }
        row = raw.execute(_SETTINGS, given).fetchone()
        assert row is not None
        return row[0] is not None, str(row[1])

    def _hears(self, raw: Timed) -> bool:
        """Whether a message from another connection arrives at this one, while it does nothing but listen."""
        channel = f"hotline_probe_{uuid4().hex}"
        raw.deadline = time.monotonic() + CONNECT_S + PROBE_S
        raw.execute(f"LISTEN {channel}")
        with self._let_in() as other:
            other.deadline = raw.deadline
            other.execute("SELECT pg_notify(%s, '')", (channel,))
        heard = any(note.channel == channel for note in raw.notifies(timeout=PROBE_S, stop_after=1))
        raw.execute(f"UNLISTEN {channel}")
        return heard


def server_ms(seconds: float) -> int:
    """How long the server may work on a statement that has `seconds` in all, in ms: its own refusal comes first."""
    return max(1, int(seconds * 900))


def target(url: str, *, lock_s: float = 10.0, statement_s: float = 10.0) -> Target:
    """The database that a `postgresql://` address names: one host, or `//h1:5432,h2:5433/name`, `?host=h1,h2`.

    Of several hosts the one that takes writes is used. Raises Invalid.
    """
    rest = url.partition("://")[2]
    if unescaped(url):  # its rest would be looked up as a host, and shown
        raise Invalid(pg_faults.UNESCAPED, url=hide_password(url))
    try:
        given = conninfo.conninfo_to_dict(f"postgresql://{rest}")
    except psycopg.Error as error:
        raise Invalid(pg_faults.NO_ADDRESS, url=hide_password(url)) from error
    named = {name: str(value) for name, value in given.items() if value is not None}
    several = {"target_session_attrs": "read-write"} if "," in named.get("host", named.get("hostaddr", "")) else {}
    me = {"application_name": f"hotline {socket.gethostname()}:{os.getpid()}"[:63]}
    return Target(_DEFAULTS | me | several | named, _shown(named), url, lock_s, statement_s)


def _shown(named: dict[str, str]) -> str:
    """The address as people may see it."""
    hosts = (named.get("host") or named.get("hostaddr") or "").split(",")
    ports = named.get("port", "").split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    places = ",".join(f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=False))
    who = f"{named['user']}@" if named.get("user") else ""
    return f"postgresql://{who}{places}/{named.get('dbname', '')}"
