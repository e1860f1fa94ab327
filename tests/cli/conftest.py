"""The `hotline` command as scripts call it: a process of its own, a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hotline_tui.services.bootstrap import fill_empty
from hotline_tui.store.engine import open_store

from ..intake.conftest import NOW


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Hotline = Callable[..., Ran]


@pytest.fixture
def hotline(tmp_path: Path) -> Hotline:
    """Run `hotline …` with a home and a database that belong to the test alone."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HOTLINE_", "XDG_", "LC_"))}
    env |= {
        "HOME": str(tmp_path / "home"),
        "LANG": "C.UTF-8",
        "HOTLINE_DATABASE_URL": f"sqlite:///{tmp_path / 'desk.db'}",
        "COLUMNS": "100",
    }

    def run(*words: str, stdin: str = "", **more: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-c", "from hotline_tui.cli import main; main()", *words],
            env=env | more,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def desk(hotline: Hotline, tmp_path: Path) -> Hotline:
    """The same, with an empty desk made."""
    store = open_store(str(tmp_path / "desk.db"), create=True)
    fill_empty(store, NOW, name="Desk", timezone="Asia/Shanghai", operator="Wang", language="en")
    store.close()
    return hotline
