"""Whatever the services put on the record, the console has words for it."""

from __future__ import annotations

import re
from pathlib import Path

import hotline_tui
from hotline_tui.domain import commands
from hotline_tui.ui.record_words import SENTENCES

_KIND = re.compile(r'\.event\((?:[^()]|\([^()]*\))*?"([a-z_]+\.[a-z_]+)"')
_SILENT = {"", "undo", "clock.due"}
"""Kinds of commands that never stand on an event of their own."""


def test_every_command_and_event_kind_has_a_sentence() -> None:
    kinds = {getattr(value, "kind", "") for value in vars(commands).values() if isinstance(value, type)}
    sources = (Path(hotline_tui.__file__).parent / "services").glob("*.py")
    kinds |= {kind for path in sources for kind in _KIND.findall(path.read_text(encoding="utf-8"))}
    kinds = {kind for kind in kinds if isinstance(kind, str)} - _SILENT
    assert len(kinds) > 60
    assert sorted(kinds - SENTENCES.keys()) == []
