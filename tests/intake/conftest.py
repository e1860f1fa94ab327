"""An empty desk to take things in at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.store.engine import Store, open_store

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Empty:
    """A desk without customers."""

    store: Store
    desk: int
    operator: int


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Empty]:
    store = open_store(str(tmp_path / "desk.db"), create=True, durable=False)
    desk, operator = fill_empty(store, NOW, name="值班台", timezone="Asia/Shanghai", operator="王芳")
    yield Empty(store, desk, operator)
    store.close()
