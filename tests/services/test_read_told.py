"""Who is still to be told, of the whole desk: oldest first, a page at a time, gone when told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline_tui.domain.board import TellPage
from hotline_tui.domain.commands import AnswerEscalation, OpenComplaint
from hotline_tui.services import read_told
from hotline_tui.services.read_figures import UNTOLD_MOST, counts
from hotline_tui.store.tables import Escalation

from .conftest import START, World


def page(world: World, after: tuple[float, int] | None = None) -> TellPage:
    with world.store.read() as conn:
        return read_told.to_tell(conn, world.desk, after=after)


def counted(world: World) -> int:

    with world.store.read() as conn:
        return counts(conn, world.desk, world.now).untold


def many(world: World, count: int) -> None:
    for number in range(count):
        world.add(
            Escalation, desk_id=world.desk, thing_kind="ticket", thing_id=1, step=f"x{number}", role="shift_lead",
            at=START - timedelta(seconds=number // 3),
        )  # fmt: skip


def test_nobody(world: World) -> None:
    assert page(world) == TellPage((), 0) and counted(world) == 0


def test_tickets_calls_and_complaints_with_whom_and_of_what(world: World) -> None:
    ticket = world.open()
    call = world.ring()
    complaint = world.do(OpenComplaint, customer=world.ids["bank"], text="迟到").thing_id
    world.tick(hours=8)
    world.sweep()
    found = page(world)
    assert found.total == len(found.rows) == counted(world) > 3
    things = {(row.thing_kind, row.thing_id): row for row in found.rows}
    assert set(things) == {("ticket", ticket), ("call", call), ("complaint", complaint)}
    of_ticket = things["ticket", ticket]
    assert of_ticket.number.startswith("T") and of_ticket.level and of_ticket.customer == "松江第一中学"
    assert of_ticket.step.who and of_ticket.step.milestone and of_ticket.step.told is None
    assert things["complaint", complaint].customer == "浦江银行"
    assert (things["call", call].number, things["call", call].customer) == ("", "松江第一中学")
    assert [row.since for row in found.rows] == sorted(row.since for row in found.rows)


def test_who_has_been_told_is_gone(world: World) -> None:
    world.open()
    world.tick(hours=8)
    world.sweep()
    before = page(world)
    world.do(AnswerEscalation, escalation=before.rows[0].step.id, how="phone")
    after = page(world)
    assert (after.rows, after.total) == (before.rows[1:], before.total - 1)


@pytest.mark.parametrize("count", [1, 20, 200, 450])
def test_page_by_page_everybody_once(world: World, count: int) -> None:
    many(world, count)
    seen: list[int] = []
    after: tuple[float, int] | None = None
    while (found := page(world, after)).rows:
        assert len(found.rows) <= 200 and found.total == count
        seen += [row.step.id for row in found.rows]
        after = found.rows[-1].since, found.rows[-1].step.id
    assert len(seen) == len(set(seen)) == count


def test_the_board_counts_no_further_than_it_says(world: World) -> None:
    many(world, UNTOLD_MOST + 50)
    assert counted(world) == UNTOLD_MOST
