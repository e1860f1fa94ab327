"""Every act on PostgreSQL as on SQLite: carried out, asked for again, taken back; and its record verifies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hotline_tui.domain.board import BoardQuery
from hotline_tui.domain.commands import Command, Undo
from hotline_tui.services import bus
from hotline_tui.services.desk import Desk

from .test_every_act import ACTS


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.__name__)
def test_every_act(world: Any, kind: type[Command]) -> None:
    command = world.make(kind, **ACTS[kind](world))
    first = bus.execute(world.store, command, world.now)
    assert bus.execute(world.store, command, world.now) == replace(first, already=True)
    if kind.undoable:
        world.do(Undo, command=first.command)
    world.tick(hours=3)
    while world.sweep():
        pass


def test_the_desk_reads(world: Any) -> None:
    world.open()
    desk = Desk(world.store)
    me = desk.sign_on(operator=world.wang, desk=None, now=world.now)
    desk.heartbeat(now=world.now)
    assert desk.board(BoardQuery(me.desk_id, me.operator_id), now=world.now).clocks
    desk.sign_off(now=world.now)
