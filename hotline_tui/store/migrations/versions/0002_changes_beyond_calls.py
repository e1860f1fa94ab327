"""The feed counts changes beyond calls apart."""

from __future__ import annotations

from alembic import op

from hotline_tui.store.schema import statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the counter."""
    bind = op.get_bind()
    for statement in statements(revision, bind.dialect.name):
        bind.exec_driver_sql(statement)


def downgrade() -> None:
    """A console of before would not move the counter."""
    raise NotImplementedError("restore a backup instead")
