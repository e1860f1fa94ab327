"""A machine that can't keep up with its consoles: they take turns with what others did, not with one's own acts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.ui import processor
from hotline_tui.ui.processor import EASY, LOOK_S, MOST_S, TURN_S, Crowd


class Machine:
    """Processors whose counts, and a clock whose seconds, are told by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.work = self.whole = 1_000
        self.at = 100.0
        monkeypatch.setattr(processor, "ticks", lambda: (self.work, self.whole))
        monkeypatch.setattr(processor.time, "monotonic", lambda: self.at)

    def runs(self, share: float, seconds: float = LOOK_S) -> None:
        """So much time passes, and of all processors' ticks in it so many are work."""
        self.work += round(1_000 * seconds * share)
        self.whole += round(1_000 * seconds)
        self.at += seconds


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def news(crowd: Crowd, machine: Machine, share: float, took: float) -> None:
    """After a rest a piece of news is loaded, in so many seconds in which the machine was so busy."""
    machine.runs(0.0)
    crowd.turn(1)
    machine.runs(share, took)
    crowd.look()


def test_where_there_is_room_nobody_waits(machine: Machine) -> None:
    crowd = Crowd()
    for _ in range(5):
        machine.runs(EASY)
        crowd.look()
        assert crowd.apart_s == 0.0
        news(crowd, machine, 1.0, 0.01)
        assert crowd.apart_s == 0.0


def test_where_there_is_none_all_spread_and_come_together_again(machine: Machine) -> None:
    crowd = Crowd()
    for _ in range(20):
        machine.runs(1.0)
        crowd.look()
    assert crowd.apart_s == crowd.strain_s == pytest.approx(MOST_S, rel=0.01)
    for _ in range(20):
        machine.runs(0.1)
        crowd.look()
    assert crowd.strain_s < 0.01


@given(st.integers(1, 10**9), st.integers(2, 200), st.floats(0.0, 4e9))
def test_however_many_there_are_their_turns_are_even(first: int, count: int, now: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor.time, "time", lambda: now)
        crowd = Crowd()
        crowd.burst_s = 1.0
        edges = [0.0, *sorted(crowd.turn(number) for number in range(first, first + count)), 1.0]
        assert max(after - before for before, after in pairwise(edges)) < 3 / count


@given(st.integers(1, 10**9), st.floats(0.0, 4e9))
def test_nobody_is_always_the_last(number: int, start: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        crowd, waits = Crowd(), []
        crowd.burst_s = 1.0
        for turn in range(50):
            patch.setattr(processor.time, "time", lambda now=start + turn * TURN_S: now)
            waits.append(crowd.turn(number))
    assert 0.45 < sum(waits) / 50 < 0.55


def test_a_strain_is_not_made_of_a_moment(machine: Machine) -> None:
    crowd = Crowd()
    machine.runs(1.0, LOOK_S / 2)
    crowd.look()
    assert crowd.apart_s == 0.0


def test_they_spread_over_about_what_one_piece_of_news_takes_them_all(machine: Machine) -> None:
    """Fifty consoles with 10 ms each on two processors: a quarter of a second, whoever comes when."""
    crowd, work = Crowd(), 50 * 0.010 / 2
    for _ in range(12):  # the processors are at work until all is done, or as much as they are given to do
        news(crowd, machine, min(1.0, work / crowd.burst_s) if crowd.burst_s else 1.0, max(work, crowd.burst_s))
    assert 0.9 * work < crowd.burst_s < 1.2 * work
    assert max(crowd.turn(number) for number in range(99)) <= crowd.burst_s


def test_whoever_comes_early_has_not_seen_enough_to_change_it(machine: Machine) -> None:
    crowd = Crowd()
    for _ in range(12):
        news(crowd, machine, 1.0, 0.5)
    before = crowd.burst_s
    news(crowd, machine, 0.0, before / 3)
    assert crowd.burst_s == before > 0.0


def test_when_the_others_have_gone_it_begins_at_once(machine: Machine) -> None:
    crowd = Crowd()
    for _ in range(12):
        news(crowd, machine, 1.0, 0.5)
    for _ in range(12):
        news(crowd, machine, 0.05, max(0.05, crowd.burst_s))
    assert crowd.burst_s == 0.0


def test_nothing_is_learned_where_the_system_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "ticks", lambda: (0, 0))
    crowd = Crowd()
    for _ in range(3):
        crowd.turn(1)
        crowd.look()
    assert crowd.apart_s == 0.0


@given(st.lists(st.tuples(st.booleans(), st.floats(0.0, 1.0), st.floats(0.0, 100.0)), max_size=20))
def test_it_is_never_longer_than_the_longest(steps: list[tuple[bool, float, float]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        machine, crowd = Machine(patch), Crowd()
        for told, share, seconds in steps:
            if told:
                crowd.turn(1)
            machine.runs(share, seconds)
            crowd.look()
            assert 0.0 <= crowd.apart_s <= MOST_S


NICE_IDLE_AND_DISK = "cpu  10 20 30 40 50 6 7 8 90 91\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
"""None of these three is work."""


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        (NICE_IDLE_AND_DISK, (61, 171)),
        ("cpu 1\n", (0, 0)),
        ("", (0, 0)),
        ("nonsense\n", (0, 0)),
        (None, (0, 0)),
    ],
)
def test_what_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None, seen: tuple[int, int]
) -> None:
    if told is not None:
        (tmp_path / "stat").write_text(told)
    monkeypatch.setattr(processor, "_TOLD", tmp_path / "stat")
    assert processor.ticks() == seen
