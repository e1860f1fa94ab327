"""The feed counts changes beyond calls apart."""

from __future__ import annotations

from hotline_tui.store.migrations import run

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the counter."""
    run(revision)


def downgrade() -> None:
    """A console of before would not move the counter."""
    raise NotImplementedError("restore a backup instead")
