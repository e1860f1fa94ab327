"""The first schema: all tables, guards and search indexes."""

from __future__ import annotations

from alembic import op

from hotline_tui.store.schema import statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    bind = op.get_bind()
    for statement in statements(revision, bind.dialect.name):
        bind.exec_driver_sql(statement)


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise NotImplementedError("restore a backup instead")
