"""Columns by cells: what is dropped, what shrinks, what is cut, and that no wide character is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.ui.format import cells as width_in_cells
from hotline_tui.ui.widgets.columns import Column, cell, cell_of, changed_cells, fit, place_columns, wrap

COLUMNS = (
    Column("number", 4),
    Column("customer", 12, 8, grow=True, most=20),
    Column("summary", 30, 14, rank=6, grow=True, most=60),
    Column("who", 8, 6, rank=3),
)


def names(width: int) -> list[tuple[str, int]]:
    return [(COLUMNS[place.index].name, place.width) for place in place_columns(COLUMNS, width)]


def test_a_luxury_is_shown_only_where_the_others_have_their_width() -> None:
    assert names(26) == [("number", 4), ("customer", 12), ("who", 8)]
    assert names(41) == [("number", 4), ("customer", 12), ("summary", 14), ("who", 8)]


def test_narrow_shrinks_before_it_drops() -> None:
    assert names(24) == [("number", 4), ("customer", 12), ("who", 6)]
    assert names(19) == [("number", 4), ("customer", 14)]


def test_spare_cells_go_to_those_that_grow_up_to_their_most() -> None:
    assert names(300) == [("number", 4), ("customer", 20), ("summary", 60), ("who", 8)]


@given(st.integers(min_value=0, max_value=200))
def test_columns_never_overlap_nor_leave_the_width(width: int) -> None:
    places = place_columns(COLUMNS, width)
    end = 0
    for place in places:
        assert place.x >= end
        end = place.x + place.width
    assert end <= max(width, 0)


@given(
    st.lists(
        st.tuples(st.text(alphabet="ab 沪江中学…P1", max_size=12), st.sampled_from(["", "dim", "alert"])), max_size=4
    ),
    st.integers(min_value=0, max_value=30),
    st.booleans(),
)
def test_a_fitted_cell_has_exactly_its_width(parts: list[tuple[str, str]], width: int, right: bool) -> None:
    shown = fit(tuple(parts), width, right=right)
    assert sum(width_in_cells(text) for text, _style in shown) == width


def test_what_is_cut_says_so() -> None:
    assert "".join(text for text, _style in fit(cell("沪江中学第一分校"), 9)) == "沪江中学…"
    assert "".join(text for text, _style in fit(cell_of(("恢复", ""), ("超时", "alert")), 7)).rstrip() == "恢复 …"
    assert "".join(text for text, _style in fit(cell_of(("恢复", ""), ("超时", "alert")), 9)) == "恢复 超时"


def test_hostile_text_is_harmless_in_a_cell() -> None:
    shown = cell("a\x1b]52;c;AAAA\x07b\u202ec[red]d[/red]\nnext")
    assert shown == (("a]52;c;AAAAbc[red]d[/red] next", ""),)


def test_a_tick_sends_the_digits_that_changed() -> None:
    assert changed_cells(cell("09:59", "warn"), cell("09:58", "warn"), 10, right=True) == (9, 10)
    assert changed_cells(cell("09:59", "warn"), cell("09:58", "warn"), 10, right=False) == (4, 5)
    assert changed_cells(cell("10:00", "warn"), cell("09:59", "warn"), 10, right=True) == (5, 10)
    assert changed_cells(cell("09:59", "warn"), cell("09:58", "alert"), 10, right=True) == (0, 10)
    assert changed_cells(cell("明日 09:59"), cell("明日 09:58"), 10, right=True) == (0, 10)


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "教务模块保存成绩时报错 the server answers 500 after saving\nsecond paragraph"
    lines = wrap(text, 16)
    assert all(width_in_cells(line) <= 16 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert "second paragraph" in " ".join(lines)


@given(st.text(alphabet="ab c沪江 ", max_size=80), st.integers(min_value=2, max_value=20))
def test_wrapping_keeps_every_character(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(width_in_cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
