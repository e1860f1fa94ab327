"""A machine that can't keep up with its consoles: they take turns with what others did, not with one's own acts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.ui import processor
from hotline_tui.ui.processor import MOST_S, Crowd


class Machine:
    """Processors whose counts are told by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.work = self.whole = 1_000
        monkeypatch.setattr(processor, "ticks", lambda: (self.work, self.whole))
        monkeypatch.setattr(processor, "LOOK_S", 0.0)

    def runs(self, share: float) -> None:
        """A hundred ticks of all processors pass, so many of them at work."""
        self.work += round(100 * share)
        self.whole += 100


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_where_there_is_room_nobody_waits(machine: Machine) -> None:
    crowd = Crowd()
    for _ in range(5):
        machine.runs(processor.EASY)
        crowd.look()
        assert crowd.apart_s == crowd.turn() == 0.0


def test_where_there_is_none_all_spread_and_come_together_again(machine: Machine) -> None:
    crowd = Crowd()
    for _ in range(20):
        machine.runs(1.0)
        crowd.look()
    assert crowd.apart_s == pytest.approx(MOST_S, rel=0.01)
    turns = [crowd.turn() for _ in range(50)]
    assert 0.0 <= min(turns) < 0.5 * MOST_S < max(turns) <= MOST_S
    for _ in range(20):
        machine.runs(0.1)
        crowd.look()
    assert crowd.apart_s < 0.01


@given(st.lists(st.floats(0.0, 1.0), max_size=20))
def test_it_is_never_longer_than_the_longest(shares: list[float]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        machine, crowd = Machine(patch), Crowd()
        for share in shares:
            machine.runs(share)
            crowd.look()
            assert 0.0 <= crowd.apart_s <= MOST_S


def test_no_share_is_made_of_a_moment(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "LOOK_S", 3_600.0)
    crowd = Crowd()
    machine.runs(1.0)
    crowd.look()
    assert crowd.apart_s == 0.0


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        (
            "cpu  10 20 30 40 50 6 7 8 90 91\ncpu0 1 1 1 1 1 1 1 1 1 1\n",
            (61, 171),
        ),  # nice, idle and the disk are no work
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
