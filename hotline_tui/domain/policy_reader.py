"""Walks parsed TOML against a schema and gathers every fault with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from hotline_tui.domain.errors import N_
from hotline_tui.domain.policy import THRESHOLDS
from hotline_tui.domain.toml_lines import Fault, Path, line_of
from hotline_tui.domain.within import shown
from hotline_tui.domain.wording import Wording

S = TypeVar("S", bound=StrEnum)


class Reader:
    """Walks the parsed data and gathers faults instead of raising them."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self.lines = lines
        self.faults: list[Fault] = []

    def fault(self, path: Path, msgid: str, **params: object) -> None:
        self.faults.append(Fault(line_of(self.lines, path), msgid, params))

    def table(
        self, value: object, path: Path, known: frozenset[str], required: Sequence[str]
    ) -> Mapping[str, Any] | None:
        if not isinstance(value, Mapping):
            self.fault(path, N_("{place}: a table is needed, not {value}."), place=place_of(path), value=shown(value))
            return None
        for key in value:
            if key not in known:
                self.fault(
                    (*path, key),
                    N_("“{key}” is not known here; known are: {known}."),
                    key=shown(key),
                    known=", ".join(sorted(known)),
                )
        for key in required:
            if key not in value:
                self.fault(path, N_("{place}: “{key}” is missing."), place=place_of(path), key=key)
        return value

    def text(self, value: object, path: Path) -> str:
        if isinstance(value, str) and value.strip() and value.isprintable():
            return value.strip()
        self.fault(path, N_("{place}: a text is needed, not {value}."), place=place_of(path), value=shown(value))
        return ""

    def word(self, value: object, path: Path, words: type[S]) -> S | None:
        if isinstance(value, str) and value in set(words):
            return words(value)
        self.choice_fault(value, path, [str(word) for word in words])
        return None

    def choice_fault(self, value: object, path: Path, known: Sequence[str]) -> None:
        self.fault(
            path,
            N_("{place}: “{value}” is not possible here; write one of: {known}."),
            place=place_of(path),
            value=shown(value),
            known=", ".join(known),
        )

    def wording(self, value: object, path: Path) -> Wording:
        table = self.table(value, path, frozenset({"zh", "en"}), ("zh", "en")) or {}
        zh, en = (self.text(table[key], (*path, key)) if key in table else "" for key in ("zh", "en"))
        return Wording(zh, en)

    def items(self, value: object, path: Path) -> list[tuple[Path, Any]]:
        if isinstance(value, list | tuple):
            return [((*path, i), item) for i, item in enumerate(value)]
        self.fault(path, N_("{place}: a list is needed, not {value}."), place=place_of(path), value=shown(value))
        return []

    def thresholds(self, value: object, path: Path) -> tuple[int, ...]:
        found = [item for _, item in self.items(value, path)]
        whole = all(isinstance(item, int) and not isinstance(item, bool) and 0 < item <= 100 for item in found)
        if found and whole and found == sorted(set(found)):
            return tuple(found)
        self.fault(path, N_("{place}: thresholds are whole percent from 1 to 100, rising."), place=place_of(path))
        return THRESHOLDS


def place_of(path: Path) -> str:
    """`targets[2].when.level`, as people count: from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "policy"
