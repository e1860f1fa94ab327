"""What can be wrong with a server or its address: one sentence each, and nothing is opened half."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from hotline_tui.domain.errors import HotlineError, Invalid, Unavailable, Unusable, heals
from hotline_tui.services.desk import open_desk
from hotline_tui.store import pg_faults, postgres, record, schema
from hotline_tui.store.engine import open_store, parse
from hotline_tui.store.feed import Feed

from ..pg_programs import as_user
from ..servers import Existing, Server, free_port, name_of
from .conftest import envelope, fill, sql
from .pooler import Pooler


def told(kind: type[HotlineError], words: str, url: str) -> HotlineError:
    with pytest.raises(HotlineError) as found:
        open_store(url)
    assert type(found.value) is kind, found.value
    assert words in str(found.value)
    assert "\n" not in str(found.value)
    assert "SECRET" not in str(found.value)
    return found.value


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:SECRET@h/d?no_such_parameter=1",
        "postgresql://u:SECRET@[h/d",
        "postgresql://u:SECRET@h/d?password",
        "post://u:SECRET@h/d",
        "mysql://u:SECRET@h/d",
        "postgresql://u:half@SECRET@h/d",
        "postgresql://u:12/SECRET@h/d",
        "postgresql://u:12#SECRET@h/d",
        "postgresql://u:12?SECRET@h/d",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(Invalid) as found:
        parse(url)
    assert "SECRET" not in str(found.value)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://u:SECRET@h:1,g:2/d", "postgresql://u@h:1,g:2/d"),
        ("postgresql:///d?host=a,b&port=1,2&password=SECRET", "postgresql://a:1,b:2/d"),
        ("postgres://u:SECRET@h/d", "postgresql://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql://u@h/d"),
    ],
)
def test_addresses_are_shown_without_their_password(url: str, place: str) -> None:
    found = parse(url)
    assert isinstance(found, postgres.Target)
    assert found.place == place
    assert "SECRET" not in repr(found)
    assert found.params.get("target_session_attrs", "") == ("read-write" if "," in place else "")
    assert found.params["application_name"].startswith("hotline ")


def test_what_the_address_says_goes_before_what_is_usual() -> None:
    found = parse("postgresql://h,g/d?connect_timeout=9&target_session_attrs=any&application_name=x&keepalives=0")
    assert isinstance(found, postgres.Target)
    wanted = {"connect_timeout": "9", "target_session_attrs": "any", "application_name": "x", "keepalives": "0"}
    assert wanted.items() <= found.params.items()


def test_nobody_listens_there() -> None:
    told(Unavailable, "can't be reached", f"postgresql://u:SECRET@127.0.0.1:{free_port()}/d")


def test_no_host_of_that_name() -> None:
    told(Unavailable, "no host of that name", "postgresql://u:SECRET@no-such-host.invalid/d")


def test_somebody_else_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        began = time.monotonic()
        told(Unavailable, "can't be reached (timeout)", f"postgresql://u@127.0.0.1:{other.getsockname()[1]}/d")
        assert time.monotonic() - began < 60


@pytest.fixture
def ours(pg_server: Existing) -> Server:
    """The tests' own server, whose users and rules of access are known."""
    if not isinstance(pg_server, Server):
        pytest.skip("who may enter somebody else's server is theirs to say")
    return pg_server


@pytest.fixture
def somebody(ours: Server) -> Iterator[str]:
    name = f"li_{uuid4().hex[:6]}"
    ours.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'right' IN ROLE by_password")
    yield name
    ours.sql(f"DROP ROLE {name}")


def test_a_wrong_or_missing_password(ours: Server, pg_url: str, somebody: str) -> None:
    name = name_of(pg_url)
    told(Unusable, f"does not let {somebody} in: wrong or missing", ours.url(name, user=somebody, password="SECRET"))
    told(Unusable, f"does not let {somebody} in: wrong or missing", ours.url(name, user=somebody))
    told(Invalid, "hotline init", ours.url(name, user=somebody, password="right"))


def test_no_such_user_or_database(ours: Server) -> None:
    told(Unusable, "no database user nobody_here", ours.url("postgres", user="nobody_here"))
    told(Invalid, "no database no_such_one", ours.url("no_such_one"))


def test_a_user_who_may_not_connect(ours: Server, pg_url: str, somebody: str) -> None:
    name = name_of(pg_url)
    ours.sql(f'REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC')
    told(Unusable, "lacks a right in", ours.url(name, user=somebody, password="right"))


def test_a_machine_that_is_not_let_in(own_server: Server) -> None:
    (own_server.data / "pg_hba.conf").write_text("host all postgres 127.0.0.1/32 trust\n")
    own_server.sql("SELECT pg_reload_conf()")
    told(Unusable, "pg_hba.conf", own_server.url("postgres", user="somebody"))


def test_no_connection_left(own_server: Server) -> None:
    own_server.sql("CREATE ROLE one LOGIN CONNECTION LIMIT 0")
    told(Unavailable, "no connection left", own_server.url("postgres", user="one"))


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ('FATAL:  用户 "li" Password 认证失败', Unusable, "wrong or missing password"),
        ('致命错误: 用户 "li" Password 认证失败 (user "li")', Unusable, "wrong or missing password"),
        ('FATAL:  数据库 "d" 不存在', Invalid, "no database d"),
        ('FATAL:  角色 "li" 不存在', Unusable, "no database user li"),
        ("FATAL:  对不起, 已经有太多的客户", Unavailable, "no connection left"),
        ('FATAL:  没有用于主机 "10.0.0.1" 的 pg_hba.conf 记录', Unusable, "pg_hba.conf"),
        ("FATAL:  unsupported startup parameter: options", Unusable, "pooler"),
        ("FATAL:  something new", Unavailable, "can't be reached (something new)"),
    ],
)
def test_servers_that_speak_chinese(said: str, kind: type[HotlineError], words: str) -> None:
    import psycopg

    error = psycopg.OperationalError(f"connection failed: {said}")
    found = pg_faults.explain_refusal(error, "postgresql://li@h/d", "li", "d")
    assert type(found) is kind
    assert words in str(found)


def test_a_database_without_a_desk_and_one_of_another_program(pg_url: str, ours: Server) -> None:
    told(Invalid, "hotline init", pg_url)
    ours.sql("CREATE TABLE somebody (x int)", name_of(pg_url))
    told(Invalid, "hotline init", pg_url)


def test_a_newer_schema(pg_url: str, ours: Server) -> None:
    open_store(pg_url, create=True).close()
    ours.sql(f"UPDATE schema_meta SET version = {schema.VERSION + 1}", name_of(pg_url))
    open_store(pg_url).close()
    ours.sql(f"UPDATE schema_meta SET oldest_console = {schema.VERSION + 1}", name_of(pg_url))
    told(Unusable, "needs a newer console", pg_url)


def test_a_server_that_is_too_old(pg_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from psycopg import ConnectionInfo

    monkeypatch.setattr(ConnectionInfo, "server_version", property(lambda _: 130_022))
    error = told(Unusable, "a desk needs 14 or newer", pg_url)
    assert not heals(error)


def test_text_that_is_not_unicode(ours: Server) -> None:
    name = f"ascii_{uuid4().hex[:6]}"
    ours.sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        told(Unusable, "keeps its text as SQL_ASCII", ours.url(name))
    finally:
        ours.sql(f"DROP DATABASE {name}")


@pytest.fixture
def own(own_server: Server) -> Iterator[str]:
    url = own_server.database()
    with open_store(url, create=True) as store:
        fill(store)
    yield url


def test_a_pooler_that_loses_messages_is_refused(own_server: Server, own: str) -> None:
    pooler = Pooler(own_server.port)
    url = own.replace(f":{own_server.port}/", f":{pooler.port}/")
    error = told(Unusable, "pool_mode = session", url)
    assert not heals(error)
    with pytest.raises(Unusable, match="pooler"):
        open_desk(url)
    pooler.close()


def test_a_pooler_that_keeps_sessions_will_do(own_server: Server, own: str) -> None:
    pooler = Pooler(own_server.port, mode="session")
    with open_store(own.replace(f":{own_server.port}/", f":{pooler.port}/")) as store:
        feed = Feed(store)
        assert feed.wait(30)
        with open_store(own) as other:
            record.execute(other, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})
        assert feed.wait(30)
        assert sql(store, "SHOW statement_timeout") == [("9s",)]
        feed.close()
    pooler.close()


@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_pgbouncer_itself(own_server: Server, own: str, mode: str, tmp_path: Path) -> None:
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    if not Path(program).exists():
        pytest.skip("pgbouncer is not installed")
    port, settings = free_port(), Path(own_server.folder) / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n{name_of(own)} = host=127.0.0.1 port={own_server.port} user=postgres\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\npool_mode = {mode}\n"
        "unix_socket_dir =\n"
    )

    process = subprocess.Popen(
        [program, str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_user()
    )
    try:
        url = own.replace(f":{own_server.port}/", f":{port}/")
        give_up = time.monotonic() + 90
        while time.monotonic() < give_up:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        if mode == "transaction":
            told(Unusable, "pool_mode = session", url)
        else:
            open_store(url).close()
    finally:
        process.kill()
        process.wait(30)
