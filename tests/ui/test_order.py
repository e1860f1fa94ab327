"""The order of rows: selection by key, changes that wait, sections."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from hotline_tui.ui.widgets.order import Order


@dataclass(frozen=True)
class Item:
    key: int
    text: str = ""
    group: str = ""


def order_of(*keys: int) -> Order[Item]:
    order: Order[Item] = Order(lambda item: item.key)
    order.update([Item(key) for key in keys], hold=False)
    return order


def keys(order: Order[Item]) -> list[int]:
    return [item.key for item in order.rows]


def test_the_selection_follows_its_key_through_sorting_and_removal_above() -> None:
    order = order_of(1, 2, 3, 4)
    order.select(3)
    order.update([Item(4), Item(3), Item(2), Item(1)], hold=False)
    assert order.selected == Item(3) and order.line == 1
    order.update([Item(3), Item(1)], hold=False)
    assert order.selected == Item(3) and order.line == 0


def test_when_the_selected_row_goes_the_next_one_is_selected() -> None:
    order = order_of(1, 2, 3, 4)
    order.select(2)
    order.update([Item(1), Item(3), Item(4)], hold=False)
    assert order.selected == Item(3)
    order.select(4)
    order.update([Item(1), Item(3)], hold=False)
    assert order.selected == Item(3)
    order.update([], hold=False)
    assert order.selected is None and order.line is None


def test_while_held_nothing_moves_but_data_is_new() -> None:
    order = order_of(1, 2, 3)
    order.select(2)
    moved = order.update([Item(9), Item(3, "new"), Item(2, "newer")], hold=True)
    assert not moved
    assert keys(order) == [1, 2, 3] and order.pending == 1
    assert order.selected == Item(2, "newer")
    assert [order.is_gone(line) for line in range(3)] == [True, False, False]
    assert order.apply()
    assert keys(order) == [9, 3, 2] and order.pending == 0 and order.selected == Item(2, "newer")
    assert not order.apply()


def test_what_waited_is_forgotten_when_the_rows_are_as_before() -> None:
    order = order_of(1, 2)
    order.update([Item(3), Item(1), Item(2)], hold=True)
    order.update([Item(1), Item(2)], hold=True)
    assert not order.waiting and order.pending == 0


def test_an_empty_list_takes_rows_at_once() -> None:
    order: Order[Item] = Order(lambda item: item.key)
    assert order.update([Item(1)], hold=True)
    assert order.selected == Item(1)


def test_headings_are_said_anew_in_another_language() -> None:
    words = {"held": "held"}
    order: Order[Item] = Order(lambda item: item.key, lambda item: words.get(item.group, ""))
    order.update([Item(1), Item(2, group="held")], hold=False)
    words["held"] = "挂起"
    order.relabel()
    assert order.heading_at(1) == "挂起"


def test_sections_have_headings_that_are_no_rows() -> None:
    order: Order[Item] = Order(lambda item: item.key, lambda item: item.group)
    order.update([Item(1), Item(2), Item(3, group="held"), Item(4, group="held")], hold=False)
    assert order.lines == 5
    assert order.heading_at(2) == "held" and order.row_at(2) is None
    assert not order.select_line(2)
    assert order.select_line(3) and order.selected == Item(3, group="held")
    order.step(-1)
    assert order.selected == Item(2)
    order.update([Item(1), Item(2, group="held"), Item(3, group="held"), Item(4, group="held")], hold=True)
    assert order.heading_at(1) == "held"


@given(
    st.lists(st.integers(0, 12), unique=True, max_size=12),
    st.lists(st.tuples(st.lists(st.integers(0, 12), unique=True, max_size=12), st.booleans()), max_size=6),
    st.data(),
)
def test_the_selection_survives_every_change_that_keeps_its_row(
    first: list[int], changes: list[tuple[list[int], bool]], data: st.DataObject
) -> None:
    order = order_of(*first)
    if first:
        order.select(data.draw(st.sampled_from(first)))
    for after, hold in changes:
        before = order.selected
        order.update([Item(key) for key in after], hold=hold)
        if before is not None and (hold or before.key in after) and order.rows:
            assert order.selected == before
        if order.rows:
            assert order.selected is not None
            assert order.line is not None and order.row_at(order.line) == order.selected
        else:
            assert order.selected is None
