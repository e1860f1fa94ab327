"""Alembic's environment: run by `store.creation.migrate` alone, on a connection that is handed in."""

from __future__ import annotations


def run(revision: str) -> None:
    """The statements of one migration's file, on the connection that Alembic has open."""
    from alembic import op

    from hotline_tui.store.schema import statements

    bind = op.get_bind()
    for statement in statements(revision, bind.dialect.name):
        bind.exec_driver_sql(statement)
