"""The words for each engine's indexes and tables are those of its dialect; a desk on one never loads the other's."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from hotline_tui.store.dialect_words import POSTGRESQL, SQLITE


def test_they_are_the_dialects_own() -> None:
    assert dict(PGDialect.construct_arguments or ()) == POSTGRESQL
    assert dict(SQLiteDialect.construct_arguments or ()) == SQLITE


def test_all_tables_are_made_without_a_dialect() -> None:
    words = (
        "import sys; from hotline_tui.store.tables import load_all; load_all();"
        "print([name for name in sys.modules if name.startswith('sqlalchemy.dialects.')])"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_ear_at_postgresql_loads_neither_sqlites_dialect_nor_the_record() -> None:
    words = (
        "import sys; from hotline_tui.store import listening, pg_line;"
        "print([name for name in sys.modules"
        " if name.startswith(('sqlalchemy.dialects.sqlite', 'hotline_tui.store.tables', 'hotline_tui.store.record'))])"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
