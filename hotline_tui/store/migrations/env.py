"""Alembic's entry: migrations run on the transaction that the store has opened and locked."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transaction_per_migration=False,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
