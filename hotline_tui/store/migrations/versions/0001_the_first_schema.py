"""The first schema: all tables, guards and search indexes."""

from __future__ import annotations

from hotline_tui.store.migrations import run

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    run(revision)


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise NotImplementedError("restore a backup instead")
