"""Three database users: what each may do, and that a console never needs more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from hotline_tui.domain import commands
from hotline_tui.domain.board import BoardQuery
from hotline_tui.domain.errors import Invalid, Refused, Unusable
from hotline_tui.domain.words import Channel
from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.services.desk import open_desk
from hotline_tui.store import grants, record, schema
from hotline_tui.store.engine import Store, open_store
from hotline_tui.store.tables import load_all

from ..servers import Existing, name_of
from .conftest import NOW, envelope, fill, sql

RECORD = ("command", "event", "seal", "policy_version", "calendar_version", "stock_movement")


@pytest.fixture(scope="module")
def roles(pg_server: Existing) -> Iterator[grants.Roles]:
    """Names that need every quotation there is."""
    tag = uuid4().hex[:6]
    made = grants.Roles(f'own"er {tag}', f"con'sole {tag}", f"Leser\\ {tag} 读")
    yield made
    for name in (made.owner, made.console, made.reader):
        pg_server.sql(f"DROP ROLE IF EXISTS {grants.quoted(name)}")


@pytest.fixture(scope="module")
def desk(pg_server: Existing, roles: grants.Roles) -> Iterator[str]:
    """One desk for all tests of this module: what one of them changes in it, it puts back."""
    url = pg_server.database()
    with open_store(url, create=True) as store:
        fill_empty(store, NOW, name="Desk", timezone="Asia/Shanghai", operator="Wang")
        assert grants.apply(store, roles) == grants.apply(store, roles)
    yield url
    pg_server.drop(url)


def as_user(server: Existing, url: str, user: str) -> str:
    return server.url(name_of(url), user=user)


@pytest.fixture
def console(pg_server: Existing, desk: str, roles: grants.Roles) -> Iterator[Store]:
    with open_store(as_user(pg_server, desk, roles.console)) as store:
        yield store


def test_every_table_has_its_rights() -> None:
    assert set(grants.console_rights()) == {*load_all().tables, "alembic_version"}


@pytest.mark.parametrize("table", RECORD)
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_a_console_cannot_touch_the_record(console: Store, table: str, act: str) -> None:
    with pytest.raises(Unusable, match=f"permission denied for table {table}"):
        sql(console, act.format(table))


@pytest.mark.parametrize(
    "act",
    [
        "CREATE TABLE x (y int)",
        "CREATE TEMP TABLE x (y int)",
        "DROP TABLE note",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "ALTER TABLE ticket ADD x int",
        "DROP TRIGGER event_no_update ON event",
        "CREATE OR REPLACE FUNCTION hotline_refuse() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
        "SELECT setval('event_id_seq', 1)",
        "UPDATE schema_meta SET version = 99",
        "DELETE FROM ticket",
        "UPDATE chain_head SET seq = 0",
        "SET session_replication_role = replica",
    ],
)
def test_a_console_changes_no_table_and_deletes_nothing(console: Store, act: str) -> None:
    record.execute(console, envelope(), lambda unit: unit.event("ticket", 1, "x") or {})
    with pytest.raises((Unusable, Refused)):
        sql(console, act)


def test_a_console_works(pg_server: Existing, desk: str, roles: grants.Roles) -> None:
    now = datetime.now(UTC)
    at = open_desk(as_user(pg_server, desk, roles.console))
    me = at.sign_on(operator=None, desk=None, now=now)
    at.heartbeat(now=now)
    at.do(
        commands.EnterCall(
            id=uuid4(), actor=me.operator_id, desk=me.desk_id, channel=Channel.PHONE, number="021-5560 1180"
        ),
        now=now,
    )
    assert len(at.board(BoardQuery(me.desk_id, me.operator_id), now=now).calls) == 1
    assert at.changed() > 0
    at.sign_off(now=now)
    at.close()


def test_whoever_only_reads_writes_nothing_and_sees_no_secret(
    pg_server: Existing, desk: str, roles: grants.Roles
) -> None:
    with open_store(as_user(pg_server, desk, roles.reader)) as store:
        with store.read() as conn:
            assert conn.exec_driver_sql("SELECT name FROM operator").scalar() == "Wang"
            assert conn.exec_driver_sql("SELECT count(*) FROM event").scalar()
        for secret in ("SELECT pin_hash FROM operator", "SELECT * FROM operator", "SELECT * FROM draft"):
            with pytest.raises(Unusable, match="permission denied"), store.read() as conn:
                conn.exec_driver_sql(secret)
        with pytest.raises(Exception, match="only reads: a standby, or a user who may write nothing"):
            sql(store, "INSERT INTO note (thing_kind, thing_id, at, text) VALUES ('ticket', 1, now(), 'x')")


def test_a_console_without_its_rights_does_not_start(pg_server: Existing, desk: str, roles: grants.Roles) -> None:
    for look_on in (False, True):
        with pytest.raises(Unusable, match="may only read"):
            open_desk(as_user(pg_server, desk, roles.reader), look_on=look_on)
    open_desk(as_user(pg_server, desk, roles.console), look_on=True).close()
    pg_server.sql(f"REVOKE INSERT ON event FROM {grants.quoted(roles.console)}", name_of(desk))
    with pytest.raises(Unusable, match="INSERT event"):
        open_desk(as_user(pg_server, desk, roles.console))
    with open_store(desk) as store:
        grants.apply(store, roles)
    open_desk(as_user(pg_server, desk, roles.console)).close()


def test_a_stranger_is_told_and_sees_nothing(pg_server: Existing, desk: str, roles: grants.Roles) -> None:
    who = f"stranger_{uuid4().hex[:6]}"
    pg_server.sql(f"CREATE ROLE {who} LOGIN")
    try:
        with pytest.raises(Unusable, match="permission denied for table schema_meta"):
            open_store(as_user(pg_server, desk, who))
        pg_server.sql("REVOKE USAGE ON SCHEMA public FROM PUBLIC", name_of(desk))
        with pytest.raises(Unusable, match=f"USAGE: {who}"):
            open_store(as_user(pg_server, desk, who))
    finally:
        pg_server.sql("GRANT USAGE ON SCHEMA public TO PUBLIC", name_of(desk))
        pg_server.sql(f"DROP ROLE {who}")


def test_an_older_schema_is_the_owners_to_change(pg_server: Existing, desk: str, roles: grants.Roles) -> None:
    pg_server.sql("UPDATE schema_meta SET version = 0", name_of(desk))
    with pytest.raises(Unusable, match=f"has schema 0, this console needs {schema.VERSION}"):
        open_store(as_user(pg_server, desk, roles.console))
    with open_store(as_user(pg_server, desk, roles.owner)) as store:
        assert sql(store, "SELECT version FROM schema_meta") == [(schema.VERSION,)]
    open_store(as_user(pg_server, desk, roles.console)).close()


def test_somebody_who_may_make_roles_need_not_be_the_superuser(pg_server: Existing) -> None:
    tag = uuid4().hex[:6]
    made = grants.Roles(f"o_{tag}", f"c_{tag}", f"r_{tag}")
    pg_server.sql(f"CREATE ROLE admin_{tag} LOGIN CREATEROLE CREATEDB")
    pg_server.sql(f"CREATE DATABASE db_{tag} OWNER admin_{tag}")
    try:
        with open_store(pg_server.url(f"db_{tag}", user=f"admin_{tag}"), create=True) as store:
            fill(store)
            grants.apply(store, made)
        with open_store(pg_server.url(f"db_{tag}", user=made.console)) as store:
            assert sql(store, "INSERT INTO draft (operator_id, form, body, saved_at) VALUES (1, 'f', '{}', now())") == 1
    finally:
        pg_server.sql(f"DROP DATABASE db_{tag} WITH (FORCE)")
        for name in (made.owner, made.console, made.reader, f"admin_{tag}"):
            pg_server.sql(f"DROP ROLE IF EXISTS {name}")


@pytest.mark.parametrize("name", ["", "x" * 64, "pg_x", "a$hotline$b", "a\0b", "a\nb"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(Invalid, match="name of a role"):
        grants.Roles(console=name)


def test_three_roles_have_three_names() -> None:
    with pytest.raises(Invalid, match="three names"):
        grants.Roles("a", "b", "a")


def test_a_file_has_no_database_users(store: Store) -> None:
    with pytest.raises(Refused, match="Only PostgreSQL"):
        grants.on_server(store)
