"""Every act on PostgreSQL as on SQLite. Runs where `HOTLINE_TEST_POSTGRESQL` names a database that may be emptied."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hotline_tui.domain.board import BoardQuery
from hotline_tui.domain.commands import Undo
from hotline_tui.domain.errors import HotlineError
from hotline_tui.services import bus
from hotline_tui.services.desk import Desk
from hotline_tui.store.engine import open_store

URL = os.environ.get("HOTLINE_TEST_POSTGRESQL", "")
pytestmark = pytest.mark.skipif(not URL, reason="HOTLINE_TEST_POSTGRESQL is not set")


def _beside(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"services_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pg() -> Iterator[Any]:
    import psycopg

    with psycopg.connect(URL, autocommit=True) as raw:
        raw.execute("DROP SCHEMA public CASCADE")
        raw.execute("CREATE SCHEMA public")
    with open_store(URL, create=True) as store:
        yield _beside("conftest")._fill(store)


def test_every_act(pg: Any) -> None:
    """One after the other on one desk: each works, once, and the whole record verifies."""
    hire = _beside("conftest")._engineer
    for kind, values in _beside("test_every_act").ACTS.items():
        pg.tick(minutes=1)
        for who in ("xu", "he"):  # nobody is busy with what the act before has left
            code = f"{who}-{kind.__name__}"
            hire(pg, code, who)
            pg.ids[who] = pg.ids[code]
        command = pg.make(kind, **values(pg))
        first = bus.execute(pg.store, command, pg.now)
        assert bus.execute(pg.store, command, pg.now) == replace(first, already=True), kind
        if kind.undoable:
            try:
                pg.do(Undo, command=first.command)
            except HotlineError as error:
                pytest.fail(f"{kind}: {error}")
    pg.tick(hours=3)
    while pg.sweep():
        pass
    report = pg.verify()
    assert report.clean, report


def test_the_desk_reads(pg: Any) -> None:
    desk = Desk(pg.store)
    me = desk.sign_on(operator=pg.wang, desk=None, now=pg.now)
    desk.heartbeat(now=pg.now)
    assert desk.board(BoardQuery(me.desk_id, me.operator_id), now=pg.now).clocks
    desk.sign_off(now=pg.now)
