"""${message}."""

from __future__ import annotations

from alembic import op

from hotline_tui.store.schema import statements

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Run this revision's file of statements."""
    bind = op.get_bind()
    for statement in statements(revision, bind.dialect.name):
        bind.exec_driver_sql(statement)


def downgrade() -> None:
    """Restore a backup instead."""
    raise NotImplementedError
