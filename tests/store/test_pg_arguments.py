"""The words for PostgreSQL's indexes and tables are those of its dialect, and a desk on SQLite never loads it."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy.dialects.postgresql.base import PGDialect

from hotline_tui.store.pg_arguments import ARGUMENTS


def test_they_are_the_dialects_own() -> None:
    assert dict(PGDialect.construct_arguments or ()) == ARGUMENTS


def test_all_tables_are_made_without_the_dialect() -> None:
    words = (
        "import sys; from hotline_tui.store.tables import load_all; load_all();"
        "print([name for name in sys.modules if name.startswith('sqlalchemy.dialects.postgresql')])"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
