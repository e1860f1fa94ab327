"""Packages that bring their modules when a name is asked for offer all that they promise, and nothing before."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

LAZY = ("hotline_tui.domain.board", "hotline_tui.domain.commands")


@pytest.mark.parametrize("package", LAZY)
def test_every_promised_name_is_there(package: str) -> None:
    module = import_module(package)
    for name in module.__all__:
        assert getattr(module, name).__name__ == name if name != "PAGE" else module.PAGE > 0


@pytest.mark.parametrize("package", LAZY)
def test_another_name_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match="Nobody"):
        _ = import_module(package).Nobody


def test_one_command_does_not_bring_them_all() -> None:
    code = (
        "import sys; from hotline_tui.domain.commands import ClaimCall;"
        "print(*sorted(name for name in sys.modules if name.startswith('hotline_tui.domain.commands.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["hotline_tui.domain.commands.base", "hotline_tui.domain.commands.calls"]
