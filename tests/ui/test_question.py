"""Answers by digit, laid out in whole words; lines of facts that never cut one without a mark."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult

from hotline_tui.ui.themes import DARK, themes
from hotline_tui.ui.widgets.field import Steps
from hotline_tui.ui.widgets.flow import Fact, flow
from hotline_tui.ui.widgets.question import Pick, Question, place

KINDS = tuple(Pick(str(n), word, word) for n, word in enumerate(("软件", "硬件", "配置", "操作", "线路", "病毒"), 1))
WORDS = st.text(alphabet="ab 中文…é", min_size=1, max_size=30).filter(lambda text: bool(text.strip()))


@given(st.lists(WORDS, min_size=1, max_size=9), st.integers(12, 90), st.integers(0, 9))
def test_answers_stay_inside_and_in_order(words: list[str], width: int, start: int) -> None:
    placed = place([Pick(str(n), str(n), word) for n, word in enumerate(words, 1)], start, width)
    assert [spot.pick.value for spot in placed] == [str(n) for n in range(1, len(words) + 1)]
    assert all(spot.end <= width for spot in placed)
    spots = [(spot.row, spot.column) for spot in placed]
    assert spots == sorted(spots)
    for before, after in pairwise(placed):
        assert after.row > before.row or after.column >= before.end


@given(st.lists(WORDS, max_size=12), st.integers(20, 100), st.integers(1, 4))
def test_facts_fit_and_what_is_left_out_is_counted(words: list[str], width: int, rows: int) -> None:
    lines = flow("客户", [Fact(word, "bold") for word in words], width=width, indent=5, rows=rows)
    assert 1 <= len(lines) <= rows
    assert all(line.cell_length <= width for line in lines)
    text = " ".join(line.plain for line in lines)
    whole = sum(" ".join(word.split()) in text for word in words)
    assert whole == len(words) or "…" in text or "+" in text


class Host(Steps, App[None]):
    """Two questions."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []
        for theme in themes():
            self.register_theme(theme)
        self.theme = DARK

    def compose(self) -> ComposeResult:
        yield Question("类别", KINDS, id="kind")
        yield Question("关键", (Pick("y", "yes", "是", ("1",)), Pick("n", "no", "否", ("2",))), id="key")

    def on_question_chosen(self, message: Question.Chosen) -> None:
        self.seen.append((message.question.id, message.value))

    def step(self, step: int) -> None:
        self.seen.append(step)


@pytest.mark.parametrize("char", ["2", "２"])
async def test_a_digit_chooses_and_moves_on(char: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.query_one("#kind").focus()
        await pilot.pause()
        app.post_message(events.Key(char, char))
        await pilot.pause()
    assert set(app.seen) == {("kind", "硬件"), 1}


@pytest.mark.parametrize("char", ["y", "Y", "ｙ", "Ｙ", "1", "１"])
async def test_yes_in_every_width(char: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.query_one("#key").focus()
        await pilot.pause()
        app.post_message(events.Key(char, char))
        await pilot.pause()
    assert set(app.seen) == {("key", "yes"), 1}


async def test_other_letters_do_nothing_and_backspace_takes_back() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.query_one("#kind").focus()
        await pilot.press("9", "0", "q", "3", "backspace", "enter", "up")
        await pilot.pause()
    assert [value for value in app.seen if value not in (1, -1)] == [("kind", "配置"), ("kind", None)]
    assert [value for value in app.seen if value in (1, -1)] == [1, 1, -1]


async def test_a_click_chooses() -> None:
    app = Host()
    async with app.run_test() as pilot:
        spot = place(KINDS, app.query_one("#kind", Question).start, 80)[3]
        await pilot.click("#kind", offset=(spot.column + 1, spot.row))
        await pilot.pause()
    assert ("kind", "操作") in app.seen


async def test_all_answers_stay_in_view_with_the_chosen_one_marked() -> None:
    app = Host()
    async with app.run_test() as pilot:
        question = app.query_one("#kind", Question)
        question.choose("线路")
        await pilot.pause()
        drawn = question.render()
        assert all(pick.text in drawn.plain for pick in KINDS)
        assert [drawn.plain[s.start : s.end] for s in drawn.spans if s.style == "bold underline"] == ["线路"]
        assert cell_len(drawn.plain) <= 80
