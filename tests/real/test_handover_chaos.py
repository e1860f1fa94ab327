"""Handovers with random kills, cuts and concurrent edits: none half signed, nothing open without an owner (OR-3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..ui.handover_desk import handover_desk
from .handover_chaos import run

WANTED = 3
"""`tests/bench/bench_handover_chaos.py` makes it 200."""


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_none_is_half_signed_and_nothing_is_lost(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    cut, url = None, str(tmp_path / "desk.db")
    if engine == "postgresql":
        server = request.getfixturevalue("pg_server")
        url = server.database()
        name = url.rpartition("/")[2]
        kick = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"

        def cut() -> None:
            server.sql(kick)

    handover_desk(url, open_=6, urgent=2, endangered=1, promised=1, third=True)
    found = run(url, WANTED, within_s=300, cut=cut)
    assert found.faults == []
    assert found.signed >= WANTED
