"""The list widget in an app of its own: lazy lines, partial repaints, keys, the mouse, what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textual.app import App, ComposeResult
from textual.geometry import Region

from hotline_tui.ui.widgets.columns import Cell, Column, cell
from hotline_tui.ui.widgets.order import Order
from hotline_tui.ui.widgets.row_looks import SURE_S
from hotline_tui.ui.widgets.rows import REST, RowList


@dataclass(frozen=True)
class Item:
    key: int
    due: float
    name: str = "沪江中学"


class Counting(RowList[Item]):
    """Counts the cells that were made and what was refreshed."""

    made = 0
    regions: list[Region]

    def refresh(self, *regions: Region, **kwargs: bool) -> Counting:  # type: ignore[override]
        if not hasattr(self, "regions"):
            self.regions = []
        self.regions += regions or [Region(0, 0, 999, 999)]
        return super().refresh(*regions, **kwargs)  # type: ignore[return-value]


class ListApp(App[None]):
    def __init__(self, rows: Sequence[Item], changes: Callable[[Item, float], float | None] | None = None) -> None:
        super().__init__()
        self.rows = rows
        self.heard: list[str] = []
        columns = (Column("number", 5), Column("name", 12, 8, grow=True, most=30), Column("left", 8, right=True))
        self.list = Counting(
            columns, self.cells, lambda row: row.key, empty=lambda: "Nothing.\nn opens one.", changes=changes
        )

    def cells(self, row: Item, now: float) -> Sequence[Cell]:
        Counting.made += 1
        left = int(row.due - now)
        return cell(f"{row.key:05d}", "dim"), cell(row.name), cell(f"{left // 60:02d}:{left % 60:02d}", "warn")

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        Counting.made = 0
        self.list.update_rows(self.rows, 0.0)
        self.list.focus()

    def on_row_list_moved(self) -> None:
        self.heard.append("moved")

    def on_row_list_activated(self) -> None:
        self.heard.append("activated")

    def on_row_list_past_end(self) -> None:
        self.heard.append("end")

    def on_row_list_pending_changed(self, message: RowList.PendingChanged) -> None:
        self.heard.append(f"pending {message.count}")

    def line(self, y: int) -> str:
        return self.list.render_line(y).text.rstrip()


def items(count: int) -> list[Item]:
    return [Item(n, 600.0 + n) for n in range(count)]


async def test_ten_thousand_rows_make_only_the_lines_that_are_seen() -> None:
    app = ListApp(items(10_000))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert app.line(0) == "00000 沪江中学                          10:00"
        assert Counting.made < 200
        await pilot.press("end")
        assert app.list.selected == Item(9_999, 10_599.0)
        await pilot.pause()
        assert app.line(19).startswith("09999")


async def test_keys_move_the_cursor_and_keep_it_in_sight() -> None:
    app = ListApp(items(100))
    async with app.run_test(size=(60, 10)) as pilot:
        for key, expected in (
            ("down", 1),
            ("j", 2),
            ("k", 1),
            ("up", 0),
            ("pagedown", 9),
            ("pageup", 0),
            ("end", 99),
            ("home", 0),
        ):
            await pilot.press(key)
            assert app.list.selected is not None and app.list.selected.key == expected, key
            top = app.list.scroll_offset.y
            assert top <= expected < top + 10
        app.heard.clear()
        await pilot.press("end", "down")
        await pilot.pause()
        assert "end" in app.heard


async def test_a_burst_of_two_hundred_downs_loses_no_key() -> None:
    app = ListApp(items(400))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*["down"] * 200)
        assert app.list.selected is not None and app.list.selected.key == 200


async def test_a_tick_refreshes_the_digits_that_changed_and_nothing_else() -> None:
    app = ListApp(items(5))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        left = app.list.places()[2]
        app.list.regions = []
        app.list.tick(0.0)
        assert app.list.regions == []
        app.list.tick(1.0)
        widths = sorted(region.width for region in app.list.regions)
        assert widths == [1, 1, 1, 1, 5]  # 10:00 → 09:59 changes all its digits
        assert all(region.height == 1 and region.right == left.x + left.width for region in app.list.regions)
        assert app.line(0).endswith("09:59")


async def test_only_lines_whose_data_changed_are_drawn_again() -> None:
    app = ListApp(items(5))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.list.regions = []
        rows = items(5)
        rows[3] = replace(rows[3], name="海天物流")
        app.list.update_rows(rows, 0.0)
        assert {region.y for region in app.list.regions} == {3}
        assert "海天物流" in app.line(3)


async def test_what_is_known_to_read_the_same_is_not_put_into_words_again() -> None:
    app = ListApp(items(5), changes=lambda row, now: 60.0 if row.key else None)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()

        def made_by(act: Callable[[], None]) -> int:
            Counting.made = 0
            act()
            return Counting.made

        assert made_by(lambda: app.list.tick(1.0)) == 0
        assert made_by(lambda: app.list.update_rows(items(5), 2.0)) == 0
        assert sorted(app.list.next_changes(2.0)) == [60.0, 60.0, 60.0, 60.0, float("inf")]
        other = [*items(3), replace(items(4)[3], name="海天物流"), items(5)[4]]
        assert made_by(lambda: app.list.update_rows(other, 3.0)) == 1
        assert made_by(lambda: app.list.tick(1.0)) == 1, "the clock was set back behind what was drawn last"
        assert made_by(lambda: app.list.tick(1.0 + SURE_S)) == 5
        assert made_by(lambda: app.list.tick(59.0)) == 5
        assert made_by(lambda: app.list.tick(60.0)) == 5 - 1, "the one that never changes by itself stands"
        assert "海天物流" in app.line(3)


async def test_rows_do_not_move_under_a_moving_cursor() -> None:
    app = ListApp(items(5))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("down", "down")
        rows = [Item(77, 700.0, "新客户"), *items(5)[1:]]
        app.list.update_rows(rows, 0.5)
        await pilot.pause()
        assert [app.line(y)[:5] for y in range(5)] == ["00000", "00001", "00002", "00003", "00004"]
        assert "pending 1" in app.heard
        app.list.tick(REST - 0.1)
        assert app.line(0).startswith("00000")
        app.list.tick(REST + 0.1)
        await pilot.pause()
        assert app.line(0).startswith("00077")
        assert app.list.selected is not None and app.list.selected.key == 2
        assert app.heard[-1] == "pending 0"


async def test_without_the_keyboard_in_it_rows_come_at_once() -> None:
    app = ListApp(items(3))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("down")
        app.screen.set_focus(None)
        await pilot.pause()
        app.list.update_rows([Item(9, 700.0), *items(3)], 0.1)
        assert app.line(0).startswith("00009")
        assert app.list.selected is not None and app.list.selected.key == 1


async def test_a_click_selects_and_a_second_one_activates() -> None:
    app = ListApp(items(5))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(RowList, offset=(10, 3))
        assert app.list.selected is not None and app.list.selected.key == 3
        assert "activated" not in app.heard
        await pilot.click(RowList, offset=(10, 3), times=2)
        assert "activated" in app.heard


async def test_an_empty_list_says_what_to_do_next() -> None:
    app = ListApp([])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert (app.line(0), app.line(1)) == ("Nothing.", "n opens one.")
        await pilot.press("down", "end", "pageup")
        app.list.update_rows(items(1), 0.0)
        await pilot.pause()
        assert app.line(0).startswith("00000") and app.line(1) == ""


async def test_what_an_empty_list_says_is_drawn_when_it_says_something_else() -> None:
    app = ListApp([])
    said = ["Nothing."]
    app.list._empty = lambda: said[0]
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        for text, drawn in (("Nothing.", False), ("Nothing like that.", True)):
            said[0] = text
            app.list.regions = []
            app.list.update_rows([], 1.0)
            assert bool(app.list.regions) is drawn


async def test_the_cursor_is_seen_without_colour_too() -> None:
    """Under the cursor the ground differs; a list without the keyboard shows it fainter."""
    app = ListApp(items(3))
    app.CSS = ".rows--cursor { background: red; } .rows--cursor-away { background: blue; }"
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        grounds = {segment.style.bgcolor for segment in app.list.render_line(0) if segment.style}
        assert len(grounds) == 1
        strong = grounds.pop()
        app.screen.set_focus(None)
        await pilot.pause()
        faint = {segment.style.bgcolor for segment in app.list.render_line(0) if segment.style}
        plain = {segment.style.bgcolor for segment in app.list.render_line(1) if segment.style}
        assert strong not in faint and faint != plain


async def test_a_row_where_a_heading_stood_is_drawn() -> None:
    app = ListApp([Item(1, 60, "a"), Item(2, 60, "b"), Item(3, 60, "late"), Item(4, 60, "late")])
    app.list.order = Order(lambda row: row.key, lambda row: "Late" if row.name == "late" else "")
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        assert app.line(2) == "Late"
        app.list.regions.clear()
        app.list._touched = float("-inf")
        app.list.update_rows([Item(1, 60, "a"), Item(3, 60, "late"), Item(4, 60, "late"), Item(2, 60, "late")], 99.0)
        drawn = {y for region in app.list.regions for y in range(region.y, region.bottom)}
        assert {1, 2} <= drawn, "the heading went up a line: both lines say something else"
        await pilot.pause()
        assert (app.line(1), app.line(2).split()[0]) == ("Late", "00003")


async def test_more_rows_than_fit_become_more_or_fewer_without_a_new_layout() -> None:
    rows = [Item(number, 900.0) for number in range(50)]
    app = ListApp(rows)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        laid: list[bool] = []
        layout = app.screen._refresh_layout
        app.screen._refresh_layout = lambda *given, **named: (laid.append(True), layout(*given, **named))  # type: ignore[assignment,method-assign]
        for count in (51, 70, 69, 40):
            await pilot.press("end")
            app.list.update_rows([Item(number, 900.0) for number in range(count)], 10.0 + count)
            app.list.rest()
            app.list.tick(500.0 + count)
            await pilot.pause()
            assert app.list.vertical_scrollbar.window_virtual_size == app.list.virtual_size.height == count
            assert 0 <= app.list.scroll_y <= app.list.max_scroll_y == count - 10
            shown = [line.text[:5] for line in (app.list.render_line(y) for y in range(10))]
            first = round(app.list.scroll_y)
            assert shown == [f"{number:05d}" for number in range(first, first + 10)]
        assert laid == []
        app.list.update_rows([Item(number, 900.0) for number in range(4)], 900.0)
        app.list.rest()
        app.list.tick(1_000.0)
        await pilot.pause()
        assert laid
        assert not app.list.show_vertical_scrollbar
        assert app.list.scroll_y == 0


async def test_where_a_row_has_gone_nothing_is_left_of_it() -> None:
    app = ListApp(items(5))
    async with app.run_test(size=(60, 10)) as pilot:
        for count in (5, 3, 4, 1):
            app.list.update_rows(items(count), 10.0 * count)
            app.list.rest()
            app.list.tick(500.0 - count)
            await pilot.pause()
            shown = [line.text for line in app.screen._compositor.render_strips()]
            assert [line[:5] for line in shown[:count]] == [f"{number:05d}" for number in range(count)]
            assert not "".join(shown[count:]).strip()


async def test_the_cursor_leaves_nothing_behind_where_its_row_goes_to_another_line() -> None:
    app = ListApp(items(5))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("down")
        app.list.rest()
        app.list.regions = []
        app.list.update_rows([Item(9, 600.0), *items(5)], 0.0)
        drawn = {y for region in app.list.regions if region.width == 60 for y in range(region.y, region.bottom)}
        assert {1, 2} <= drawn, "the line it was on, and the one it is on"


async def test_a_row_that_is_no_longer_there_is_drawn_so_while_it_keeps_its_place() -> None:
    app = ListApp(items(5), changes=lambda row, now: None)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("down")
        for rows, told in ((items(5)[:3], {3, 4}), (items(5), {3, 4})):
            app.list.regions = []
            app.list.update_rows(rows, 0.5)
            assert {region.y for region in app.list.regions} == told
            await pilot.pause()
