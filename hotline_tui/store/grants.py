"""Three roles for a PostgreSQL desk: the owner of its tables, consoles, and whoever only reads.

A console writes; it changes no table, and of the record it can neither change nor delete a row. What the triggers
refuse anyway (`rules`) it has no right to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from sqlalchemy import Connection, text

from hotline_tui.domain.errors import N_, Invalid, Refused
from hotline_tui.store import rules
from hotline_tui.store.engine import Store

FREE = ("lease", "draft", "session", "skill", "contact_phone", "operator_role")
"""Rows that come and go."""

RULES = ("schema_meta", "alembic_version")
"""What the owner alone writes."""

ONCE = {"command": "result"}
"""Rows that are written once but for one column, which is filled in the same transaction (a trigger sees to it)."""

SECRETS = {"operator": frozenset({"pin_hash"})}
"""Columns that nobody reads for a board or a report."""

UNREAD = frozenset({"draft", "lease"})
"""Tables that such a reader does not see at all: what somebody is still typing, and the tokens of claims."""


_FORBIDDEN = frozenset("\0\n\r$")
"""Nothing that could end a quotation of the script."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of the roles. Raises Invalid for one that PostgreSQL would not take."""

    owner: str = "hotline_owner"
    console: str = "hotline_console"
    reader: str = "hotline_reader"

    def __post_init__(self) -> None:
        names = astuple(self)
        for name in names:
            if not 0 < len(name.encode()) < 64 or not _FORBIDDEN.isdisjoint(name) or name.startswith("pg_"):
                raise Invalid(N_("“{name}” can't be the name of a role."), name=name)
        if len(set(names)) < len(names):
            raise Invalid(N_("The three roles need three names."))


def console_rights() -> dict[str, tuple[str, ...]]:
    """What a console may do with each table."""
    rights: dict[str, tuple[str, ...]] = dict.fromkeys(rules.KEPT, ("SELECT", "INSERT", "UPDATE"))
    rights |= dict.fromkeys((*rules.FROZEN, *ONCE), ("SELECT", "INSERT"))
    rights |= dict.fromkeys(FREE, ("SELECT", "INSERT", "UPDATE", "DELETE"))
    return dict(sorted((rights | dict.fromkeys(RULES, ("SELECT",))).items()))


def quoted(name: str) -> str:
    """An identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A string in SQL, also with backslashes."""
    return "'" + value.replace("'", "''") + "'" if "\\" not in value else "E'" + _escaped(value) + "'"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def script(conn: Connection, roles: Roles) -> list[str]:
    """The statements, for the database that `conn` is in. Running them again changes nothing."""
    database, schema = conn.execute(text("SELECT current_database(), current_schema()")).one()
    return [*_roles(roles), *_places(roles, str(database), quoted(schema)), *_tables(roles, str(schema)),
            *_sequences(roles, quoted(schema))]  # fmt: skip


def _roles(roles: Roles) -> Iterator[str]:
    for name in astuple(roles):
        made, known = literal(f"CREATE ROLE {quoted(name)} LOGIN"), f"to_regrole({literal(quoted(name))})"
        yield f"DO $hotline$ BEGIN IF {known} IS NULL THEN EXECUTE {made}; END IF; END $hotline$"
    # Since 16 whoever has made a role may give it away, but not yet act as it.
    member = "CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END"
    given, owner = literal(f"GRANT {quoted(roles.owner)} TO "), f"to_regrole({literal(quoted(roles.owner))})"
    yield (
        f"DO $hotline$ BEGIN IF NOT pg_has_role(current_user, {owner}, {member}) THEN"
        f" EXECUTE {given} || quote_ident(current_user); END IF; END $hotline$"
    )
    yield f"ALTER ROLE {quoted(roles.reader)} SET default_transaction_read_only = on"


def _places(roles: Roles, database: str, schema: str) -> Iterator[str]:
    owner, console, reader = map(quoted, astuple(roles))
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {quoted(database)} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {quoted(database)} TO {owner}, {console}, {reader}"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {console}, {reader}"
    yield f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {owner}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {console}, {reader}"


def _tables(roles: Roles, schema: str) -> Iterator[str]:
    from hotline_tui.store.tables import load_all

    owner, console, reader = map(quoted, astuple(roles))
    columns = {name: [column.name for column in table.columns] for name, table in load_all().tables.items()}
    for table, rights in console_rights().items():
        place = f"{quoted(schema)}.{quoted(table)}"
        yield f"ALTER TABLE {place} OWNER TO {owner}"
        yield f"REVOKE ALL ON TABLE {place} FROM PUBLIC, {console}, {reader}"
        yield f"GRANT {', '.join(rights)} ON TABLE {place} TO {console}"
        if table in ONCE:
            yield f"GRANT UPDATE ({quoted(ONCE[table])}) ON TABLE {place} TO {console}"
        if table in SECRETS:
            open_ones = ", ".join(quoted(name) for name in columns[table] if name not in SECRETS[table])
            yield f"GRANT SELECT ({open_ones}) ON TABLE {place} TO {reader}"
        elif table not in UNREAD:
            yield f"GRANT SELECT ON TABLE {place} TO {reader}"
    ours = f"pronamespace = {literal(quoted(schema))}::regnamespace AND starts_with(proname, 'hotline_')"
    yield (
        f"DO $hotline$ DECLARE made regprocedure; BEGIN FOR made IN SELECT oid::regprocedure FROM pg_proc WHERE {ours}"  # noqa: S608
        f" LOOP EXECUTE format('ALTER FUNCTION %s OWNER TO %I', made, {literal(roles.owner)}); END LOOP; END $hotline$"
    )


def _sequences(roles: Roles, schema: str) -> Iterator[str]:
    """Ids are given out by sequences; nobody but the owner sets one."""
    _, console, reader = map(quoted, astuple(roles))
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM PUBLIC, {console}, {reader}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {console}"


def apply(store: Store, roles: Roles) -> list[str]:
    """Run the statements, all or none; gives them. Refused on SQLite, Unusable without the rights for it."""
    with store.write(within_s=120) as conn:
        made = script(conn, roles)
        for statement in made:
            conn.execution_options(no_parameters=True).exec_driver_sql(statement)
    return made


def on_server(store: Store) -> None:
    """Refused where there are no roles to give."""
    if store.target is None:
        raise Refused(
            N_("Only PostgreSQL has database users; {path} belongs to whoever owns the file."), path=store.place
        )


_LACKING = text(
    "SELECT right_ || ' ' || name FROM unnest(CAST(:names AS text[]), CAST(:rights AS text[])) AS wanted(name, right_)"
    " WHERE NOT has_table_privilege(to_regclass(quote_ident(name)), right_) LIMIT 1"
)


def check(store: Store, *, look_on: bool = False) -> None:
    """Refuse to start a console that could not write later: Unusable, naming the first right that is missing.

    `look_on`: it will write nothing, but has to read who sits where.
    """
    if store.target is None:
        return
    from hotline_tui.store.pg_faults import no_right, reader

    if look_on:
        with store.read() as conn:
            reads = conn.scalar(text("SELECT has_table_privilege('operator', 'SELECT')"))
        if not reads:
            raise reader(store.place)
        return

    wanted = [(table, right) for table, rights in console_rights().items() for right in rights]
    with store.read() as conn:
        lacking = conn.scalar(
            _LACKING, {"names": [name for name, _ in wanted], "rights": [right for _, right in wanted]}
        )
        looks_on = lacking is not None and conn.scalar(text("SHOW default_transaction_read_only")) == "on"
    if looks_on:
        raise reader(store.place)
    if lacking is not None:
        raise no_right(store.place, str(lacking))
