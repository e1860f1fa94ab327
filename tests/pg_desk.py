"""One filled PostgreSQL desk for many tests: put back as it was in milliseconds, where a new database takes a fifth of
a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import psycopg

from hotline_tui.store import moving
from hotline_tui.store.engine import Store, open_store

from .servers import Existing

_T = TypeVar("_T")

_TABLES = """
SELECT c.relname, string_agg(quote_ident(a.attname), ', ') FILTER (WHERE a.attgenerated = '') FROM pg_class c
 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname ORDER BY c.relname
"""
_SHAPE = """
SELECT md5(string_agg(what, ',' ORDER BY what)) FROM (
 SELECT tgrelid::regclass || '.' || tgname AS what FROM pg_trigger WHERE NOT tgisinternal
 UNION ALL SELECT attrelid::regclass || '.' || attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
 UNION ALL SELECT conname FROM pg_constraint
) shape
"""
_GUARDED = """
DO $$ DECLARE loose text; BEGIN
 FOR loose IN SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal LOOP
  EXECUTE 'ALTER TABLE ' || loose || ' ENABLE TRIGGER USER';
 END LOOP;
END $$
"""
_ALONE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class Reused(Generic[_T]):
    """A database that `fill` has filled. `fresh` gives its address, with the rows as `fill` left them."""

    def __init__(self, server: Existing, fill: Callable[[Store], _T]) -> None:
        self._server, self._fill = server, fill
        self._url = self._shape = self._back = ""
        self._raw: psycopg.Connection[Any] | None = None
        self.made: _T

    def fresh(self) -> str:
        """Cuts off whoever is still connected. After a test that changed tables a new database is made."""
        if self._url and self._sql(_SHAPE) == [(self._shape,)]:
            for statement in (_ALONE, _GUARDED, self._back):
                self._sql(statement)
            return self._url
        self.close()
        self._make()
        return self._url

    def close(self) -> None:
        """Remove the database."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None
        if self._url:
            self._server.drop(self._url)
            self._url = ""

    def _make(self) -> None:
        self._url = self._server.database()
        with open_store(self._url, create=True) as store:
            self.made = self._fill(store)
            with store.write() as conn:
                moving.set_sequences(conn)
        self._shape = str(self._sql(_SHAPE)[0][0])
        tables = self._sql(_TABLES)
        self._sql("CREATE SCHEMA kept")
        lines = ["SET session_replication_role = replica", *(f'DELETE FROM "{name}"' for name, _ in tables)]
        for name, columns in tables:
            if self._sql(f'SELECT 1 FROM "{name}" LIMIT 1'):
                self._sql(f'CREATE TABLE kept."{name}" AS SELECT {columns} FROM public."{name}"')
                lines.append(f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM kept."{name}"')
        for name, last in self._sql("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"):
            lines.append(f"SELECT setval('{name}', {last or 1}, {last is not None})")
        self._back = ";\n".join(["BEGIN", *lines, "COMMIT"])

    def _sql(self, statement: str) -> list[tuple[Any, ...]]:
        if self._raw is None or self._raw.closed:
            self._raw = psycopg.connect(self._url, autocommit=True)
        found = self._raw.execute(statement.encode())
        return found.fetchall() if found.description else []
