"""Words on a pane's border, and lines made from data: only what reads differently is drawn again."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from hotline_tui.ui.widgets.lines import Lines
from hotline_tui.ui.widgets.pane import Pane


class Framed(App[None]):
    """A pane with something in it, and lines under it."""

    CSS = "Pane { border: round; height: 5; padding: 0 1; } Static { height: 3; }"

    def __init__(self) -> None:
        super().__init__()
        self.said = ["one", "two", "three"]

    def compose(self) -> ComposeResult:
        with Pane():
            yield Static("inside")
        yield Lines(lambda _width: [Content(line) for line in self.said])

    def shown(self) -> list[str]:
        """The screen, line by line."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


async def test_words_on_the_border_draw_their_line_alone() -> None:
    app = Framed()
    async with app.run_test(size=(30, 10)) as pilot:
        pane = app.query_one(Pane)
        pane.say_frame(Content("1 Incoming"), Content("waiting 4"))
        await pilot.pause(0.1)
        assert "1 Incoming" in app.shown()[0]
        assert "waiting 4" in app.shown()[4]
        asked = []
        for title, below in (("1 Incoming", "waiting 5"), ("1 Calls", "waiting 5"), ("1 Calls", "waiting 5")):
            pane.say_frame(Content(title), Content(below))
            asked.append(set(pane._repaint_regions))
            await pilot.pause(0.1)
        assert asked == [{Region(0, 4, 30, 1)}, {Region(0, 0, 30, 1)}, set()]
        shown = app.shown()
        assert ("1 Calls" in shown[0], "inside" in shown[1], "waiting 5" in shown[4]) == (True, True, True)


async def test_of_lines_only_the_other_ones_are_drawn() -> None:
    app = Framed()
    async with app.run_test(size=(30, 10)) as pilot:
        lines = app.query_one(Lines)
        await pilot.pause(0.1)
        app.said[1] = "zwei"
        lines.renew()
        assert lines._repaint_regions == {Region(0, 1, 30, 1)}
        await pilot.pause(0.1)
        assert app.shown()[5:8] == ["one", "zwei", "three"]
        lines.renew()
        assert lines._repaint_regions == set()
        app.said.append("four")
        lines.renew()
        await pilot.pause(0.1)
        assert app.shown()[5:9] == ["one", "zwei", "three", "four"]
