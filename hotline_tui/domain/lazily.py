"""Packages that bring each of their modules when its first name is asked for: making a hundred frozen classes takes
longer than painting a screen, and a console needs few of them before its first board.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, groups: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package whose modules are `groups`: module → its names, with blanks."""
    where = {name: group for group, names in groups.items() for name in names.split()}

    def find(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{where[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return find
