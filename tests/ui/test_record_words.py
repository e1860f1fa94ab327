"""Whatever the services put on the record, the console has words for it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import hotline_tui
from hotline_tui.domain import commands
from hotline_tui.domain.board import EventRow
from hotline_tui.locale import CHINESE, set_language
from hotline_tui.ui.record_sentences import SENTENCES
from hotline_tui.ui.record_words import change_lines, record_sentence

_KIND = re.compile(r'\.event\((?:[^()]|\([^()]*\))*?"([a-z_]+\.[a-z_]+)"')
_SILENT = {"", "undo", "clock.due"}
"""Kinds of commands that never stand on an event of their own."""


def test_every_command_and_event_kind_has_a_sentence() -> None:
    for module in iter_modules(commands.__path__, f"{commands.__name__}."):
        import_module(module.name)  # the package loads them when they are asked for
    todo, kinds = [commands.Command], set[str]()
    while todo:
        command = todo.pop()
        todo += (one for one in command.__subclasses__() if one.__module__.startswith(commands.__name__))
        kinds.add(command.kind)
    sources = (Path(hotline_tui.__file__).parent / "services").glob("*.py")
    kinds |= {kind for path in sources for kind in _KIND.findall(path.read_text(encoding="utf-8"))}
    kinds -= _SILENT
    assert len(kinds) > 60
    assert sorted(kinds - SENTENCES.keys()) == []


@pytest.mark.parametrize(
    ("tongue", "said"), [("en", "Playbook step: Reproduce it, done"), (CHINESE, "预案步骤：远程复现、已完成")]
)
def test_a_ticked_step_is_named(tongue: str, said: str) -> None:
    set_language(tongue)
    params = (("step_zh", "远程复现"), ("step_en", "Reproduce it"), ("done", "true"))
    assert record_sentence(EventRow(1, 0.0, "李娜", "ticket", 7, "ticket.step", params, (), undone=False), UTC) == said


def _event(*changes: tuple[str, str, str, str]) -> EventRow:
    return EventRow(1, 0.0, "李娜", "visit", 7, "visit.depart", (), changes, undone=False)


def test_a_change_of_another_thing_names_it() -> None:
    event = _event(("visit", "state", "accepted", "en_route"), ("ticket", "state", "open", "working"))
    assert change_lines(event, UTC) == ["state accepted > en route", "Ticket: state open > in work"]
    set_language(CHINESE)
    assert change_lines(event, UTC) == ["状态 已接单 > 途中", "工单：状态 待处理 > 处理中"]


def test_what_the_sentence_says_of_its_own_thing_is_not_said_again() -> None:
    event = replace(
        _event(("visit", "state", "accepted", "en_route"), ("ticket", "state", "open", "working")),
        params=(("state", "en_route"),),
    )
    assert change_lines(event, UTC) == ["Ticket: state open > in work"]
