"""Moving an SQLite desk into PostgreSQL: everything, checked, or nothing."""

from __future__ import annotations

from sqlalchemy import Connection, text

_SEQUENCES = text(
    "SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname) FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " WHERE c.relkind = 'r' AND pg_table_is_visible(c.oid) AND c.relnamespace = current_schema()::regnamespace"
    " AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL"
)

_SET = text("SELECT setval(CAST(:sequence AS regclass), coalesce(CAST(:last AS bigint), 1), :last IS NOT NULL)")


def set_sequences(conn: Connection) -> None:
    """Rows came with their ids: the next ones follow."""
    for table, column, sequence in conn.execute(_SEQUENCES).all():
        highest = f'SELECT max("{column}") FROM "{table}"'  # noqa: S608
        conn.execute(_SET, {"sequence": sequence, "last": conn.exec_driver_sql(highest).scalar()})
