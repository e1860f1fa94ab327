"""What an import may bring along: the console's way to first paint is short, and the domain is pure.

Each module is imported in a fresh interpreter and `sys.modules` looked at: import-linter reads the text, this sees what
really happens.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import hotline_tui

ROOT = Path(hotline_tui.__file__).parent
HEAVY = {
    "sqlalchemy", "sqlmodel", "pendulum", "pydantic", "pydantic_settings", "typer", "alembic", "psycopg", "babel",
    "openpyxl", "holidays", "pypinyin", "rapidfuzz", "phonenumbers",
}  # fmt: skip
DATABASE = {"sqlalchemy", "sqlmodel", "pydantic", "alembic", "psycopg"}


def modules(folder: str) -> list[str]:
    """The names of all modules below a room."""
    return sorted(
        ".".join(("hotline_tui", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
        for path in (ROOT / folder).rglob("*.py")
    )


def brought_along(names: list[str]) -> set[str]:
    """The top-level packages and our own rooms that these imports load, in one fresh interpreter."""
    program = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program, *names], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    own = {".".join(name.split(".")[:2]) for name in loaded if name.startswith("hotline_tui.")}
    return {name.partition(".")[0] for name in loaded} | own


def test_the_console_comes_without_database_and_other_heavy_things() -> None:
    loaded = brought_along(modules("ui"))
    assert not loaded & HEAVY
    assert not loaded & {"hotline_tui.store", "hotline_tui.services", "hotline_tui.intake", "hotline_tui.documents"}


def test_the_way_to_first_paint_loads_the_standard_library_only() -> None:
    ours = ["hotline_tui.settings", "hotline_tui.terminal", "hotline_tui.locale", "hotline_tui.locale.words"]
    loaded = brought_along([*ours, "hotline_tui.locale.dates", "hotline_tui.locale.errors", "hotline_tui.domain.text"])
    foreign = {name for name in loaded if not name.startswith(("hotline_tui", "_"))} - set(sys.stdlib_module_names)
    assert foreign <= brought_along(["sys"]), foreign


def test_the_shell_is_built_without_the_models_that_only_a_board_needs() -> None:
    program = (
        "import sys; from hotline_tui.ui.run import ConsoleSettings, build; build(ConsoleSettings(database='x'));"
        "print(*(name for name in sys.modules if name.startswith('hotline_tui.domain.')))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"hotline_tui.domain.board", "hotline_tui.domain.commands"} & set(loaded)
    assert "hotline_tui.domain.errors" in loaded


def test_the_domain_is_pure() -> None:
    loaded = brought_along(modules("domain"))
    assert not loaded & DATABASE
    assert not loaded & {"textual", "rich", "typer", "babel", "openpyxl", "holidays", "pypinyin", "pendulum"}
    rooms = {name for name in loaded if name.startswith("hotline_tui.")}
    assert rooms <= {"hotline_tui.domain"}, rooms


@pytest.mark.parametrize("room", ["store", "services", "intake", "documents", "cli", "domain", "locale"])
def test_nobody_imports_the_console(room: str) -> None:
    names = [name for name in modules(room) if not name.endswith((".env", "__main__")) and ".versions" not in name]
    loaded = brought_along(names)
    assert "hotline_tui.ui" not in loaded
    if room not in ("cli", "intake", "documents"):
        assert "textual" not in loaded
